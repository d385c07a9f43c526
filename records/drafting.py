"""A draft, and how it is kept: answers, the cells it was opened on, where the cursor stood. Plain data in and out."""

import json
from dataclasses import dataclass, field

from records.journal.body import RecordName
from records.journal.merge import Cells, Place, Standing
from records.owing import Readers
from records.schema import BodyClass
from records.strict_json import Json
from records.values import Answers, Gone, Value, from_plain, to_plain
from records.vault.engine import kept_json
from records.vault.local import DraftRow


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the person was: the question, and the place in its text."""

    path: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One unfinished filling-in.

    record: the record it corrects, None for a new one. opened: the cells it was opened on, which alone it is compared
    with at submit. readers: None leaves who may read it as it was.
    """

    id: str
    form: str
    version: str
    record: RecordName | None
    opened: Cells
    answers: Answers
    readers: Readers | None = None
    cursor: Cursor = field(default=Cursor())
    changed: str = ""


def draft_row(draft: Draft) -> DraftRow:
    """Return the row by which a draft is kept."""
    readers = draft.readers
    content: dict[str, Json] = {
        "answers": {path: to_plain(value) for path, value in draft.answers.values.items()},
        "rows": {repeat: list(rows) for repeat, rows in draft.answers.rows.items()},
        "opened": [
            [place.path, int(place.body), one.entry.hex(), one.author.hex(), one.at, to_plain(one.value)]
            for place, standing in draft.opened.items()
            for one in standing
        ],
        "readers": [list(readers.to), list(readers.then), list(readers.never)] if readers else None,
        "cursor": [draft.cursor.path, draft.cursor.place],
    }
    record = draft.record.device + draft.record.nonce if draft.record else None
    text = json.dumps(content)  # escaped, so that half a character somebody typed is kept too
    return DraftRow(draft.id, draft.form, draft.version, record, text, draft.changed)


def read_draft(row: DraftRow) -> Draft:
    """Read a draft as it was kept."""
    plain = kept_json(row.content)
    readers = plain["readers"]
    return Draft(
        row.id,
        row.form,
        row.version,
        RecordName(row.record[:32], row.record[32:]) if row.record else None,
        _cells(plain["opened"]),
        Answers(
            {path: _value(value) for path, value in plain["answers"].items()},
            {repeat: tuple(rows) for repeat, rows in plain["rows"].items()},
        ),
        Readers(*map(tuple, readers)) if readers else None,
        Cursor(*plain["cursor"]),
        row.changed,
    )


def _cells(plain: list[tuple[str, int, str, str, str, Json]]) -> Cells:
    found: dict[Place, tuple[Standing, ...]] = {}
    for path, which, entry, author, at, value in plain:
        place = Place(path, BodyClass(which))
        standing = Standing(bytes.fromhex(entry), bytes.fromhex(author), at, from_plain(value))
        found[place] = (*found.get(place, ()), standing)
    return found


def _value(plain: Json) -> Value:
    if isinstance(plain, str):
        return plain  # of any length: what cannot be finished yet is no reason to lose a draft
    value = from_plain(plain)
    return None if isinstance(value, Gone) else value
