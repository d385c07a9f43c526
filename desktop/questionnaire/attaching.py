"""Taking a file or a picture into the notebook, on its lane: a person may stop it, and then nothing is kept."""

from collections.abc import Callable
from pathlib import Path

from desktop.acts import Notebook, add_file, view_file
from desktop.stopping import Stop, Stopped
from desktop.viewing.content import Raster, picture
from desktop.viewing.marking import Marks
from records.attachments.adding import Attached, attach_bytes, hide_parts
from records.values import Blob


def take_file(notebook: Notebook, path: Path, stop: Stop, tell: Callable[[int], None]) -> Attached | None:
    """Take a file in; None when it was stopped. Known(FILE_UNREADABLE | FILE_PROGRAM | FILE_TOO_LARGE …)."""

    def progress(done: int) -> None:
        stop.check()
        tell(done)

    try:
        return add_file(notebook.vault, path, progress)
    except Stopped:
        return None


def take_picture(notebook: Notebook, raw: bytes, title: str) -> Attached:
    """Take a picture in that lies in the clipboard. Known(DISK_FULL …)."""
    return attach_bytes(notebook.vault, raw, title)


def look_at_picture(notebook: Notebook, blob: Blob) -> Raster | None:
    """The pixels of a picture that is here; None when it cannot be shown. Known(BLOB_MISSING …)."""
    return picture(view_file(notebook.vault, blob))


def look_at_whole(notebook: Notebook, blob: Blob) -> Raster | None:
    """The pixels of the picture a copy was made from, nothing hidden in it. Known(BLOB_MISSING …)."""
    row = notebook.vault.blobs.get(blob.name)
    original = None if row is None or row.original is None else notebook.vault.blobs.get(row.original)
    return look_at_picture(notebook, blob if original is None else original.blob)


def hide(notebook: Notebook, blob: Blob, marks: Marks) -> Attached:
    """Let what is marked be hidden in the copy that travels. Known(PICTURE_NOT_HIDDEN | BLOB_MISSING …)."""
    return hide_parts(notebook.vault, blob, marks.kept, marks.black)
