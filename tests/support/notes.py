"""Notes for tests of what people read: written with our own forms, as a person fills them in.

line = write(vault, "incident", {**MARKET, "hurt": 12}, photos=[{"file": picture(vault), "about": "The market"}])
line = amend(vault, line, {"hurt": 14})
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw

from forms import shipped
from records.owing import Readers
from records.recording import begin, submit
from records.values import Blob, Value
from records.vault.blobs import BlobRow
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from reports.reading import form_session
from resources.texts import Texts
from tests.support.vaults import line_of

READERS = Readers(("@headquarters",))
STORY = "Men came by night and burned the houses near the river.\nThe teacher opened the school."
MARKET: Mapping[str, Value] = {
    "story": STORY,
    "kind": "property",
    "when": "2026-11-18/2026-11-20",
    "where": "Mudzi Pela",
    "how_known": "witness",
}


def write(vault: Vault, form: str, answers: Mapping[str, Value], **rows: Sequence[Mapping[str, Value]]) -> RecordLine:
    """Write a new note. rows: the rows of each repeat, by its name."""
    take_form(vault, form)
    return _filled(vault, form, None, answers, rows)


def amend(
    vault: Vault, line: RecordLine, answers: Mapping[str, Value], **rows: Sequence[Mapping[str, Value]]
) -> RecordLine:
    """Change answers of a note that is here, and add rows."""
    return _filled(vault, line.form, line_of(vault, line.id), answers, rows)


def take_form(vault: Vault, form: str) -> None:
    """Let a vault know one of our forms."""
    vault.forms.put(shipped.schema(form), shipped.raw(form))


def photograph(colour: str = "#8a5a3c", size: tuple[int, int] = (160, 120), kind: str = "JPEG") -> bytes:
    """A picture as a phone makes it: with a name in what it says of itself."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).ellipse((20, 20, 90, 90), fill="#d8c9a8")
    notes = picture.getexif()
    notes[0x010F] = "PHONE-OF-ANNA"
    out = io.BytesIO()
    picture.save(out, kind, exif=notes)
    return out.getvalue()


def attachment(vault: Vault, content: bytes, media: str = "image/jpeg") -> Blob:
    """Seal content as an attachment of this vault."""
    blob = vault.blobs.seal([content], media)
    vault.blobs.keep(BlobRow(blob, "IMG-of-Anna.jpg"))
    return blob


def _filled(
    vault: Vault,
    form: str,
    line: RecordLine | None,
    answers: Mapping[str, Value],
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
) -> RecordLine:
    schema = vault.forms.schema(line.version) if line else shipped.schema(form)
    assert schema is not None
    draft = begin(vault, schema, line)
    session = form_session(vault, draft.version, draft.answers if line else None, Texts("en"))
    for path, value in answers.items():
        session.set(path, value)
    for repeat, each in rows.items():
        for row in each:
            path = session.add_row(repeat)
            for name, value in row.items():
                session.set(f"{path}/{name}", value)
    assert session.problems() == ()
    readers = None if line else READERS
    saved = submit(vault, [replace(draft, answers=session.answers(), readers=readers)])
    return line_of(vault, saved.records[0].id)
