"""Opening a filling-in and ending it, on the notebook's lane: plain values in, plain values out. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from desktop.acts import Notebook, correcting, finish_draft, new_draft, session, unfinished
from desktop.places import Go
from desktop.questionnaire.wheres import Spot, beside
from desktop.readers.naming import Circle
from desktop.readers.wanted import Wanted
from forms.session import Session
from records.attachments.adding import Attached, attached
from records.drafting import Draft
from records.due import Parties
from records.guarding import fine, guard_of, remember_fine
from records.leaking.guard import Guard
from records.owing import Readers
from records.recording import readers_of
from records.schema import Schema
from records.values import Blob
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from resources.texts import Texts

_PLACE: Final = "place"
_OFTEN_ANSWERED: Final = frozenset({"last", "group", "source"})
_RECENT: Final = 20
_SEARCHED: Final = "search"
_FIRST: Final = 8
"""How many choices stand before the others because they are picked most."""
_BY_PHONE: Final = "by_phone"
"""The hidden question of a form that can be filled in while somebody tells it on the telephone."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A filling-in, ready to be shown. code: of the note that is corrected, "" for a new one. fresh: nothing is kept.

    clock: what this computer says of the time. before: who reads the note that is corrected. guard: compares texts with
    the names that are protected here. fine: the marks of what was found fine.
    """

    draft: Draft
    session: Session
    circle: Circle
    before: Readers | None
    code: str
    fresh: bool
    recent: Mapping[str, tuple[str, ...]]
    used: Mapping[str, tuple[str, ...]]
    spots: Mapping[str, tuple[Spot, ...]]
    files: Mapping[str, Attached]
    clock: Callable[[], datetime]
    guard: Guard = field(default_factory=Guard)
    fine: frozenset[str] = frozenset()

    def today(self) -> date:
        """The day it is here."""
        return self.clock().astimezone().date()

    def wanted(self) -> Wanted:
        """Its readers."""
        return Wanted(self.circle, self.draft.answers, self.draft.readers, self.before)


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished note: its id, whether anything was written, and how many of its answers stand twice."""

    record: bytes
    written: bool
    conflicts: int


def open_filling(notebook: Notebook, go: Go, texts: Texts) -> Opened | None:
    """Begin a note, go on with one, or correct one; None when it is not there any more. Known(NO_SUCH_FORM …)."""
    vault = notebook.vault
    draft, fresh = _draft(vault, go)
    if draft is None:
        return None
    line = vault.lists.by_id(draft.record.id) if draft.record else None
    schema = vault.forms.schema(draft.version)
    assert schema is not None
    filled = session(vault, draft, texts, fresh=fresh and line is None)
    if go.by_phone:
        filled.set(_BY_PHONE, "yes")
    return Opened(
        draft=draft,
        session=filled,
        circle=_circle(vault, schema, line),
        before=readers_of(vault, line) if line is not None else None,
        code=line.code if line is not None else "",
        fresh=fresh,
        recent=_recent(vault, filled),
        spots=_spots(vault, filled),
        used=_used(vault, filled),
        files={one.name: attached(vault, one) for one in draft.answers.values.values() if isinstance(one, Blob)},
        clock=vault.clock,
        guard=guard_of(vault),
        fine=fine(vault),
    )


def end_filling(notebook: Notebook, draft: Draft, found_fine: frozenset[str] = frozenset()) -> Ended:
    """Sign and keep a note. found_fine: what was, in its texts. Known(NO_SUCH_FORM | DISK_FULL …) changes nothing."""
    submitted = finish_draft(notebook.vault, draft)
    remember_fine(notebook.vault, found_fine)
    record = submitted.records[0].id
    line = notebook.vault.lists.by_id(record)
    return Ended(record, bool(submitted.entries), line.conflicts if line is not None else 0)


def _draft(vault: Vault, go: Go) -> tuple[Draft | None, bool]:
    """The draft that is meant, and whether it is not kept yet."""
    if go.draft:
        return unfinished(vault, go.draft), False
    if go.record is None:
        return new_draft(vault, go.form), True
    line = vault.lists.by_id(go.record)
    if line is None:
        return None, True
    draft = correcting(vault, line)
    return draft, not draft.changed


def _circle(vault: Vault, schema: Schema, line: RecordLine | None) -> Circle:
    parties = Parties(vault)
    author = vault.me if line is None else parties.anyone(line.device)
    return Circle(vault.me, tuple(parties.recipients()), schema, author)


def _recent(vault: Vault, filled: Session) -> Mapping[str, tuple[str, ...]]:
    """Earlier answers of this notebook to what is often answered alike."""
    form = filled.form
    paths = [one.path for one in form.definitions if _OFTEN_ANSWERED.intersection(one.appearance.split())]
    return {path: tuple(vault.lists.recent(form.id, path, _RECENT, vault.me.device)) for path in paths}


def _used(vault: Vault, filled: Session) -> Mapping[str, tuple[str, ...]]:
    """The choices that the notes here pick most, of the lists one types in."""
    form = filled.form
    paths = [one.path for one in form.definitions if one.choices is not None and _SEARCHED in one.appearance.split()]
    return {path: tuple(vault.lists.most_used(form.id, path, _FIRST)) for path in paths}


def _spots(vault: Vault, filled: Session) -> Mapping[str, tuple[Spot, ...]]:
    """Earlier places of this notebook, with what was written beside them."""
    found = {}
    for one in filled.form.definitions:
        if _PLACE in one.appearance.split():
            paths = (one.path, *beside(one, one.path).paths())
            earlier = vault.lists.recent_together(filled.form.id, paths, _RECENT, vault.me.device)
            found[one.path] = tuple(Spot(*texts) for texts in earlier)
    return found
