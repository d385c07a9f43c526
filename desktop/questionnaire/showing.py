"""Looking at the pictures of a form, on the notebook's lane. No Qt."""

from desktop.acts import Notebook
from desktop.form_media import media_of
from desktop.viewing.content import LARGEST, Raster, picture


def look_at_media(notebook: Notebook, form: str, name: str) -> Raster | None:
    """The pixels of a picture of a form; None when it is not here or cannot be shown. Known(BLOB_DAMAGED …)."""
    blob = media_of(notebook.vault, form, name)
    if blob is None or blob.length > LARGEST:
        return None
    return picture(b"".join(notebook.vault.blobs.content(blob)))
