"""The incident dossier: one record as PDF, for whoever has to decide something about it (DESIGN 3, step 8).

`dossier` reads the vault, writes the file whole or not at all, and notes in custody that it left. `compose` beneath it
is pure: a record as people read it and its pictures become the file. Protected answers never come here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from reportlab.platypus import Flowable

from records.errors import Known, RecordsCode
from records.people import Party
from records.values import Blob
from records.vault.lists import RecordLine
from records.vault.local import CustodyRow
from records.vault.vault import Vault
from reports.errors import ReportsCode
from reports.paper.answers import Answers
from reports.paper.attachments import Absence, Attachments, Pictures, numbered
from reports.paper.facts import Facts, heading_of
from reports.paper.keeping import together, with_headings
from reports.paper.look import GRID, Look
from reports.paper.origin import Origin
from reports.paper.pages import Furniture, Made, Pages
from reports.paper.pairs import Hairline
from reports.paper.past import Past
from reports.paper.pictures import LARGEST_FILE, PRINTABLE, Picture, printable
from reports.paper.placing import place
from reports.paper.sheet import Paper
from reports.reading import Reading, Row, read
from reports.text.cleaning import in_one_line
from resources.texts import Texts

_EXPORTED: Final = "exported"
_DOSSIER: Final = "dossier"
_TOGETHER: Final = frozenset({"holders", "origin"})  # short sections that stay on one page
_ABSENT: Final = {RecordsCode.BLOB_MISSING: Absence.NOT_HERE, RecordsCode.BLOB_DAMAGED: Absence.DAMAGED}


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a dossier is made from. pictures: by the paths of their rows. moment: of printing, ISO 8601."""

    reading: Reading
    pictures: Pictures
    here: Party
    exercise: bool
    moment: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was printed: where, how many pages, which characters no font had, and the codes it was made from."""

    path: Path
    pages: int
    missing: tuple[tuple[str, int], ...]
    records: tuple[str, ...]


def dossier(vault: Vault, code_or_line: str | RecordLine, out: Path, texts: Texts, paper: Paper) -> Printed:
    """Print a record. Known(NO_SUCH_RECORD | NOTE_WITHDRAWN | NOT_WRITTEN | DISK_FULL …) writes nothing."""
    line = _found(vault, code_or_line)
    material = gather(vault, line, texts)
    made = compose(material, texts, paper)
    with vault.database.writing():
        vault.custody.note(_custody(material))
        place(out, made.data, vault.chance)
    return Printed(out, made.pages, made.missing, (line.code,))


def gather(vault: Vault, line: RecordLine, texts: Texts) -> Material:
    """Read a record and its pictures; protected answers stay where they are."""
    reading = read(vault, line, texts, protected=False)
    pictures = {row.path: _picture(vault, row, row.blob) for row in reading.rows if row.blob is not None}
    return Material(reading, pictures, vault.me, vault.exercise, vault.now())


def compose(material: Material, texts: Texts, paper: Paper) -> Made:
    """Make the file: the same material and the same moment give the same bytes."""
    line, title = material.reading.line, in_one_line(material.reading.title)
    name = f"{line.code} {title}"
    look = Look(texts, paper)
    furniture = Furniture(
        title=f"{texts('dossier.practice')} {name}" if material.exercise else name,
        head=heading_of(material.reading),
        foot=texts("dossier.foot", code=line.code, state=Facts(look, texts).state(material.reading)),
        practice=material.exercise,
    )
    return Pages(texts, paper).make(partial(_story, material, texts, look), furniture)


def _story(material: Material, texts: Texts, look: Look, pages: int) -> list[Flowable]:
    """Everything in its order."""
    reading = material.reading
    facts, past = Facts(look, texts), Past(look, texts)
    answers = Answers(look, texts, numbered(reading.rows)).flowables(facts.untold(reading.rows))
    attachments = Attachments(look, texts, material.pictures).flowables(reading.rows)

    def section(name: str, content: Sequence[Flowable]) -> list[Flowable]:
        if not content:
            return []
        all_of_it = [look.ours(texts(f"dossier.section-{name}"), look.section), *content]
        return [together(all_of_it)] if name in _TOGETHER else all_of_it

    story = [
        *facts.title(reading),
        Hairline(above=GRID, below=GRID),
        *facts.box(reading),
        Hairline(above=GRID, below=2 * GRID),
        *([] if reading.rows else [look.ours(texts("dossier.no-answers"))]),
        *([] if reading.form_known else [look.ours(texts("dossier.no-form"), look.quiet)]),
        *answers,
        *section("torn", Answers(look, texts, {}).flowables(reading.torn)),
        *section("attachments", attachments),
        *section("history", past.history(reading.history)),
        *section("holders", past.holders(reading.author, material.here, reading.progress, reading.behind)),
        *section("origin", Origin(look, texts).flowables(reading, material.here, material.moment, pages)),
    ]
    return with_headings(story)


def _found(vault: Vault, code_or_line: str | RecordLine) -> RecordLine:
    """The record as it is now."""
    if isinstance(code_or_line, str):
        line = next(iter(vault.lists.by_code(code_or_line)), None)
    else:
        line = vault.lists.by_id(code_or_line.id)
    if line is None:
        typed = code_or_line if isinstance(code_or_line, str) else code_or_line.code
        raise Known(RecordsCode.NO_SUCH_RECORD, record=typed)
    if line.withdrawn:
        raise Known(ReportsCode.NOTE_WITHDRAWN, record=line.code)
    return line


def _picture(vault: Vault, row: Row, blob: Blob) -> Picture | Absence:
    """What is to be drawn of an attachment, made small at once; nothing else is read."""
    if row.disturbing:
        return Absence.DISTURBING
    if blob.media not in PRINTABLE:
        return Absence.NO_PICTURE
    if blob.length > LARGEST_FILE:
        return Absence.TOO_LARGE
    try:
        return printable(b"".join(vault.blobs.content(blob))) or Absence.DAMAGED
    except Known as problem:
        if problem.code not in _ABSENT:
            raise
        return _ABSENT[RecordsCode(problem.code)]


def _custody(material: Material) -> list[CustodyRow]:
    """The record left, and every picture that was drawn."""
    code = material.reading.line.code
    drawn = [
        row.blob.name
        for row in material.reading.rows
        if row.blob is not None and isinstance(material.pictures[row.path], Picture)
    ]
    return [CustodyRow(material.moment, _EXPORTED, item, _DOSSIER) for item in (code, *drawn)]
