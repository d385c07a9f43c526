"""One note as plain values for the main thread, and the acts on it. Everything here runs on the notebook's lane."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.acts import Notebook, save_file
from desktop.readers.naming import Circle, Line, line
from desktop.stopping import Stop, Stopped
from records.changes import answers_of
from records.due import Parties
from records.errors import Known, RecordsCode
from records.journal.merge import seen
from records.people import Party
from records.recording import readers_of, resolve, withdraw
from records.schema import BodyClass
from records.sharing import may_change, may_withdraw
from records.values import Blob
from records.vault.deliveries import Progress
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from reports.reading import Reading, read
from resources.texts import Texts


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note, ready to be shown: what is read of it, who reads it, and what this office may do with it.

    readers: None where its form is not here. here: names of the attachments that came whole. protected: whether there
    are answers that are not shown.
    """

    reading: Reading
    me: Party
    readers: Line | None
    may_correct: bool
    may_take_back: bool
    here: frozenset[str]
    protected: bool


def note_view(notebook: Notebook, record: bytes, texts: Texts) -> NoteView | None:
    """Read a note; None when there is none of this id."""
    vault = notebook.vault
    found = vault.lists.by_id(record)
    if found is None:
        return None
    reading = read(vault, found, texts)
    schema = vault.forms.schema(found.version)
    writers = schema.writers if schema is not None else ()
    names = [row.blob.name for row in reading.rows if row.blob is not None]
    return NoteView(
        reading=reading,
        me=vault.me,
        readers=_readers(vault, found),
        may_correct=schema is not None and may_change(vault.me, reading.author, writers) is None,
        may_take_back=may_withdraw(vault.me, reading.author),
        here=frozenset(name for name in names if (kept := vault.blobs.get(name)) is not None and kept.whole),
        protected=any(place.body is BodyClass.PROTECTED for place in vault.projection.cells(record)),
    )


def decide(notebook: Notebook, record: bytes, path: str, entry: bytes) -> None:
    """Let one version stand alone. Known(NOT_STANDING)."""
    resolve(notebook.vault, _line(notebook.vault, record), path, entry)


def take_back(notebook: Notebook, record: bytes, reason: str) -> int:
    """Take a note back; returns how many laptops had it. Known(NOT_YOURS)."""
    vault, found = notebook.vault, _line(notebook.vault, record)
    progress = vault.deliveries.progress(found.number)
    withdraw(vault, found, reason)
    return sum(state is not Progress.OWED for state in progress.values())


def copy_out(notebook: Notebook, blob: Blob, path: Path, stop: Stop, tell: Callable[[int], None]) -> bool:
    """Write an attachment out, unsealed; whether it was written, or stopped. Known(BLOB_MISSING | DISK_FULL …)."""

    def progress(done: int) -> None:
        stop.check()
        tell(done)

    try:
        save_file(notebook.vault, blob, path, progress)
    except Stopped:
        return False
    return True


def _readers(vault: Vault, found: RecordLine) -> Line | None:
    schema = vault.forms.schema(found.version)
    if schema is None:
        return None
    parties = Parties(vault)
    circle = Circle(vault.me, tuple(parties.recipients()), schema, parties.anyone(found.device))
    return line(circle, readers_of(vault, found), answers_of(seen(vault.projection.cells(found.id))))


def _line(vault: Vault, record: bytes) -> RecordLine:
    found = vault.lists.by_id(record)
    if found is None:
        raise Known(RecordsCode.NO_SUCH_RECORD, record=record.hex()[:8])
    return found
