"""The pictures, sounds and films of forms of others, sealed in the notebook: kept by what they hold, found by name.

No Qt, no words. They are words and no logic: they belong to a form, whatever its version, and do not travel with it.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from records.attachments.kinds import HEAD, medium
from records.values import Blob
from records.vault.blobs import BlobRow
from records.vault.vault import Vault

_SETTING: Final = "form-media/"


def keep_media(vault: Vault, form: str, files: Mapping[str, bytes]) -> None:
    """Keep files under their names, instead of those that had these names. Known(DISK_FULL …)."""
    known = _known(vault, form)
    by_content = dict(known.values())
    for name, raw in files.items():
        content = hashlib.sha256(raw).hexdigest()
        if content not in by_content:
            blob = vault.blobs.seal([raw], medium(raw[:HEAD]).media)
            vault.blobs.keep(BlobRow(blob, name))
            by_content[content] = blob.name
        known[name] = (content, by_content[content])
    if files:
        vault.settings.put(_SETTING + form, {name: [content, blob] for name, (content, blob) in known.items()})
    still = {blob for _, blob in known.values()}
    for blob_name in by_content.values():
        if blob_name not in still:
            vault.blobs.remove(blob_name)


def media_of(vault: Vault, form: str, name: str) -> Blob | None:
    """A file of a form by its name; None when it is not here."""
    found = _known(vault, form).get(name)
    row = None if found is None else vault.blobs.get(found[1])
    return None if row is None else row.blob


def _known(vault: Vault, form: str) -> dict[str, tuple[str, str]]:
    """By name: SHA-256 of the content, in hex, and the name it is sealed under."""
    kept = vault.settings.get(_SETTING + form)
    found = kept if isinstance(kept, dict) else {}
    return {name: (str(one[0]), str(one[1])) for name, one in found.items() if isinstance(one, list) and len(one) == 2}
