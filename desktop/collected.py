"""Notes that were collected with other programs: their files found and opened, and which of them are here already.

What the files mean is `forms.exports`'s. No Qt, no words.
"""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from forms.answer_files import LARGEST, FileKind, Row, Unreadable, read_answers, unreadable
from forms.exports import Export, is_export, read_export
from forms.model import Form
from forms.program import ready
from records.errors import Known, RecordsCode
from records.vault.vault import Vault

ZIP: Final = ".zip"
_KINDS: Final = {f".{kind.value}": kind for kind in FileKind}
_KNOWN: Final = "collected/"
SUFFIXES: Final = (*_KINDS, ZIP)


def read_collected(vault: Vault, path: Path, raw: bytes, version: str) -> list[Row] | Export:
    """The rows of a file of answers, or an export with all the files that belong to it. Known(ANSWERS_UNREADABLE …)."""
    suffix = path.suffix.lower()
    if suffix == ZIP:
        return read_export(_form(vault, version), _unpacked(path, raw))
    rows = read_answers(raw, _KINDS[suffix], str(path))
    if suffix == ".jsonl" or not is_export(rows):
        return rows
    return read_export(_form(vault, version), {str(path): raw, **_beside(path)})


def known_notes(vault: Vault, form: str) -> Mapping[str, str]:
    """The notes of exports that were taken in before: what ODK knows them by, and their codes."""
    found = vault.settings.get(f"{_KNOWN}{form}")
    return {name: str(code) for name, code in found.items()} if isinstance(found, dict) else {}


def note_known(vault: Vault, form: str, codes: Mapping[str, str]) -> None:
    """Remember the notes of an export that were taken in."""
    if codes:
        vault.settings.put(f"{_KNOWN}{form}", {**known_notes(vault, form), **codes})


def _form(vault: Vault, version: str) -> Form:
    raw = vault.forms.raw(version)
    assert raw is not None, "the form of a draft is kept"
    return ready(raw).form


def read_raw(path: Path) -> bytes:
    """What a file holds, no more than is ever taken. Known(FILE_UNREADABLE)."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem


def _beside(path: Path) -> Mapping[str, bytes]:
    """The tables of repeats that lie beside a table of notes, as ODK names them: `survey.csv`, `survey-person.csv`."""
    if path.suffix.lower() != ".csv":
        return {}
    return {str(found): read_raw(found) for found in sorted(path.parent.glob("*.csv")) if _belongs(found, path)}


def _belongs(found: Path, path: Path) -> bool:
    return found != path and found.stem.startswith((f"{path.stem}-", f"{path.stem}_"))


def _unpacked(path: Path, raw: bytes) -> Mapping[str, bytes]:
    """The tables in a packed export; pictures and all else are left where they are."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            tables = [one for one in packed.infolist() if one.filename.lower().endswith((".csv", ".json"))]
            if sum(one.file_size for one in tables) > LARGEST or not tables:
                raise unreadable(str(path), 0, Unreadable.TOO_LARGE if tables else Unreadable.EMPTY)
            return {one.filename: packed.read(one) for one in tables}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
        raise unreadable(str(path), 0, Unreadable.NOT_A_TABLE) from problem


def instances(found: Sequence[Row] | Export) -> Mapping[int, str]:
    """What ODK knows each row by, by the row's number; nothing for plain rows."""
    if not isinstance(found, Export):
        return {}
    return {note.row.number: note.instance for note in found.notes if note.instance}
