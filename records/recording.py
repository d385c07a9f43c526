"""The acts of whoever writes: begin, keep a draft, submit, correct, withdraw, resolve.

`submit` takes any number of records in one transaction: all of them are signed, shown and owed, or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from records.changes import answers_of, changes, resolution
from records.drafting import Draft, draft_row
from records.due import Parties
from records.errors import Known, RecordsCode
from records.ids import random_name
from records.journal.body import NONCE_SIZE, SALT_SIZE, Body, Change, RecordName, read_body, write_body
from records.journal.entry import Entry
from records.journal.merge import Cells, Place, seen
from records.owing import Readers
from records.schema import BodyClass, Schema
from records.sharing import may_withdraw
from records.taking import Outcome, take
from records.values import WITHDRAWN
from records.vault.journal import Kept
from records.vault.lists import RecordLine
from records.vault.vault import Vault

ROW_LETTERS: Final = 6


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a submit did: the record of each draft, in order, and the entries; nothing changed makes no entry."""

    records: tuple[RecordName, ...]
    entries: tuple[Entry, ...]
    outcome: Outcome


def begin(vault: Vault, schema: Schema, record: RecordLine | None = None) -> Draft:
    """Begin a filling-in, of a new record or of one that is here. The draft is not kept yet."""
    opened = vault.projection.cells(record.id) if record else {}
    name = RecordName(record.device, record.nonce) if record else None
    return Draft(random_name(vault.chance), schema.form, schema.version, name, opened, answers_of(seen(opened)))


def keep_draft(vault: Vault, draft: Draft) -> Draft:
    """Write a draft down as it is now."""
    kept = replace(draft, changed=vault.now())
    vault.drafts.put(draft_row(kept))
    return kept


def submit(vault: Vault, drafts: Sequence[Draft]) -> Submitted:
    """Sign and take in what these drafts change, and forget them. Known(NO_SUCH_FORM | DISK_FULL …) changes nothing."""
    prepared = [_prepared(vault, draft) for draft in drafts]
    saves = [save for save in prepared if save.bodies]
    entries: list[Entry] = []
    with vault.writing_entries(len(saves)) as sign:
        entries = sign([_texts(vault, save) for save in saves])
        outcome = take(vault, entries)
        for draft in drafts:
            vault.drafts.drop(draft.id)
    return Submitted(tuple(save.record for save in prepared), tuple(entries), outcome)


def withdraw(vault: Vault, record: RecordLine, reason: str) -> Outcome:
    """Take a record back: hidden here at once, and with every holder the withdrawal reaches. Known(NOT_YOURS)."""
    author = Parties(vault).anyone(record.device)
    if not may_withdraw(vault.me, author):
        raise Known(RecordsCode.NOT_YOURS, record=record.code)
    cells = vault.projection.cells(record.id)
    standing = {place.body for place in cells}
    bodies = standing - {BodyClass.PROTECTED} or standing
    found = {which: (Change(WITHDRAWN, reason, _standing(cells, WITHDRAWN, which)),) for which in bodies}
    return _save(vault, record, found)


def resolve(vault: Vault, record: RecordLine, path: str, entry: bytes) -> Outcome:
    """Let one entry's value stand alone at a path. Known(NOT_STANDING)."""
    return _save(vault, record, resolution(vault.projection.cells(record.id), path, entry))


def change_readers(vault: Vault, record: RecordLine, readers: Readers) -> Outcome:
    """Say anew who may read a record; every class it stands in learns it."""
    cells = vault.projection.cells(record.id)
    found: dict[BodyClass, tuple[Change, ...]] = {place.body: () for place in cells}
    return _save(vault, record, found, readers)


def readers_of(vault: Vault, record: RecordLine) -> Readers:
    """Whom the record's newest body lets read it."""
    to: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    for kept in _in_order(vault, record):
        for which in reversed(BodyClass):
            raw = kept.entry.body(which)
            if raw is None:
                continue
            may = read_body(raw, record.device).may
            never = may.never
            to = to if which is BodyClass.PROTECTED else may.to
            then = may.then if which is BodyClass.NETWORK else then
    return Readers(to, then, never)


def _in_order(vault: Vault, record: RecordLine) -> list[Kept]:
    """The entries of whoever began a record, log after log as they came here, each in its order."""
    numbers = sorted({number for number, _ in vault.lists.history(record.number)})
    found = [kept for kept in vault.journal.entries(numbers) if kept.entry.header.device == record.device]
    logs: dict[bytes, int] = {}
    for kept in sorted(found, key=lambda kept: kept.number):
        logs.setdefault(kept.entry.header.log, kept.number)
    return sorted(found, key=lambda kept: (logs[kept.entry.header.log], kept.entry.header.sequence))


@dataclass(frozen=True, slots=True)
class _Save:
    """One save, decided but not signed."""

    record: RecordName
    form: str
    version: str
    readers: Readers
    bodies: Mapping[BodyClass, tuple[Change, ...]]


def _prepared(vault: Vault, draft: Draft) -> _Save:
    schema = vault.forms.schema(draft.version)
    if schema is None:
        raise Known(RecordsCode.NO_SUCH_FORM, form=draft.form)
    found = dict(changes(schema, draft.opened, draft.answers, lambda: random_name(vault.chance, ROW_LETTERS)))
    readers = draft.readers
    line = vault.lists.by_id(draft.record.id) if draft.record else None
    if line is not None:
        before = readers_of(vault, line)
        if readers is not None and readers != before:
            found |= {place.body: found.get(place.body, ()) for place in draft.opened}
        readers = readers or before
    name = draft.record or RecordName(vault.me.device, vault.chance(NONCE_SIZE))
    return _Save(name, schema.form, schema.version, readers or Readers(()), found)


def _save(
    vault: Vault,
    record: RecordLine,
    found: Mapping[BodyClass, tuple[Change, ...]],
    readers: Readers | None = None,
) -> Outcome:
    name = RecordName(record.device, record.nonce)
    save = _Save(name, record.form, record.version, readers or readers_of(vault, record), found)
    with vault.writing_entries(1) as sign:
        return take(vault, sign([_texts(vault, save)]))


def _texts(vault: Vault, save: _Save) -> tuple[bytes | None, ...]:
    at = vault.now()
    texts: list[bytes | None] = []
    for which in BodyClass:
        if which not in save.bodies:
            texts.append(None)
            continue
        body = Body(
            save.record, save.form, save.version, at, vault.clock_uncertain, save.readers.may(which), save.bodies[which]
        )
        texts.append(write_body(body, vault.me.device, vault.chance(SALT_SIZE)))
    return tuple(texts)


def _standing(cells: Cells, path: str, which: BodyClass) -> tuple[bytes, ...]:
    return tuple(sorted(one.entry for one in cells.get(Place(path, which), ())))
