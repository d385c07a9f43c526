"""Taking entries into the journal and the projection: one's own at once, others' after a person accepted them.

Judges each entry by what holds it (fork, new log, not entitled), writes journal, views and what is owed in one
transaction. Whether an entry counts is a function of what is here, never of the order in which it came.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from records.due import NOTHING_READ, Parties, Read, naming, owe, owe_everything, read_bodies
from records.journal.body import Bodies, Body
from records.journal.chain import Chain, LogName, chains
from records.journal.entry import NO_ENTRY, Entry, body_hash
from records.people import Party
from records.sharing import Hold, accepts, may_change, may_withdraw
from records.values import WITHDRAWN
from records.vault.journal import Kept
from records.vault.projection import Taken
from records.vault.vault import Vault

_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What taking changed: records touched, and entries held with the reason."""

    records: frozenset[bytes]
    held: Mapping[bytes, Hold]


def take(vault: Vault, entries: Sequence[Entry], bodies: Mapping[bytes, Bodies] = NOTHING_READ) -> Outcome:
    """Take verified entries in. All of it happens or nothing. bodies: those that were read already, by their entry."""
    with vault.database.writing():
        entries = [_without_withdrawn(vault, entry) for entry in entries]
        known = vault.journal.holding([entry.id for entry in entries])
        before = vault.lists.held()
        added = vault.journal.add(entries)
        logs = _met(vault, {LogName(k.entry.header.device, k.entry.header.log) for k in added} - {vault.log})
        # an entry is judged by all of it that is here, whenever it came
        times = Counter(one.number for one in added)
        grown = {one.number for one in added if one.entry.id in known or times[one.number] > 1}
        kept = [one for one in added if one.number not in grown] + vault.journal.entries(sorted(grown))
        judged = _judged(vault, logs, kept, bodies)
        touched = vault.projection.take(judged.free)
        fresh = {one.number for one in kept if one.entry.id not in known}
        turned = [*judged.turned(before), *_judged(vault, logs, _beyond_forks(vault, logs)).turned(before)]
        again = {taken.body.record.id for taken in turned if taken.number not in fresh}
        if again:
            touched |= _remade(vault, again)
        owe(vault, touched | naming(vault, touched), judged.read)
    return Outcome(touched, {k.entry.id: judged.held[k.number] for k in kept if k.number in judged.held})


def remake(vault: Vault, records: Iterable[bytes]) -> frozenset[bytes]:
    """Judge what speaks of these records again and make their views anew: after their form came."""
    with vault.database.writing():
        touched = _remade(vault, records)
        owe(vault, touched | naming(vault, touched))
    return touched


def reconsider(vault: Vault) -> None:
    """Judge everything again: after a card was trusted, or no longer is, or a log was confirmed."""
    with vault.database.writing():
        before = vault.lists.held()
        turned: set[bytes] = set()
        for judged in _all_judged(vault):
            turned |= {taken.body.record.id for taken in judged.turned(before)}
        _remade(vault, turned)
        owe_everything(vault)


def rebuild(vault: Vault) -> int:
    """Drop every view and make it again from the journal; return how many entries were read."""
    with vault.database.writing():
        vault.remake_views()
        for judged in _all_judged(vault):
            vault.projection.take(judged.free)
        owe_everything(vault)
        return len(vault.journal.numbers())


@dataclass(frozen=True, slots=True)
class _Judged:
    """Bodies of entries that were judged: all, those that count, and why the others' entries are held, by number."""

    all: Sequence[Taken]
    free: Sequence[Taken]
    held: Mapping[int, Hold]
    read: Mapping[int, Read]

    def turned(self, before: Mapping[int, str]) -> list[Taken]:
        """Bodies that count now and did not before, or the other way round."""
        return [taken for taken in self.all if (taken.number in self.held) != (taken.number in before)]


def _all_judged(vault: Vault) -> Iterator[_Judged]:
    numbers = vault.journal.numbers()
    logs = chains(vault.journal.headers(set(vault.journal.logs()) - {vault.log}))
    for start in range(0, len(numbers), _BATCH):
        yield _judged(vault, logs, vault.journal.entries(numbers[start : start + _BATCH]))


def _judged(
    vault: Vault,
    logs: Mapping[LogName, Chain],
    kept: Sequence[Kept],
    known: Mapping[bytes, Bodies] = NOTHING_READ,
) -> _Judged:
    """Judge entries and write down what speaks of what and what is held."""
    parties = Parties(vault)
    bodies = {one.number: read_bodies(one, known) for one in kept}
    verdicts = {one.number: _judge(vault, parties, logs, one, bodies[one.number]) for one in kept}
    found = [taken for one in kept for taken in bodies[one.number]]
    vault.projection.note(found)
    vault.lists.hold({number: None if reason is None else reason.value for number, reason in verdicts.items()})
    held = {number: reason for number, reason in verdicts.items() if reason is not None}
    read = {one.number: Read(one, tuple(bodies[one.number])) for one in kept}
    return _Judged(found, [taken for taken in found if taken.number not in held], held, read)


def _remade(vault: Vault, records: Iterable[bytes]) -> frozenset[bytes]:
    records = frozenset(records)
    vault.projection.forget(records)
    lines = vault.lists.by_ids(list(records))
    numbers = {entry for _, entry, _ in vault.lists.histories([line.number for line in lines])}
    kept = vault.journal.entries(sorted(numbers))
    names = {LogName(one.entry.header.device, one.entry.header.log) for one in kept} - {vault.log}
    judged = _judged(vault, chains(vault.journal.headers(names)), kept)
    vault.projection.take([taken for taken in judged.free if taken.body.record.id in records])
    return records


def _met(vault: Vault, names: Iterable[LogName]) -> Mapping[LogName, Chain]:
    """Meet these logs and return their chains. Of two that come at once, the one that follows no other is first."""
    headers = list(vault.journal.headers(names))
    beginnings = {LogName(one.device, one.log) for one in headers if one.sequence == 1 and one.previous == NO_ENTRY}
    for name in sorted(names, key=lambda name: (name not in beginnings, name)):
        vault.logs.meet(name)
    return chains(headers)


def _judge(
    vault: Vault, parties: Parties, logs: Mapping[LogName, Chain], kept: Kept, bodies: Sequence[Taken]
) -> Hold | None:
    """Say what holds an entry, None when it counts."""
    header = kept.entry.header
    name = LogName(header.device, header.log)
    if header.device == vault.me.device and (name == vault.log or name not in logs):
        return None
    author = parties.trusted(header.device)
    if author is None and vault.logs.counted_before(name, header.sequence):
        author = parties.former(header.device)
    if author is None:
        return Hold.UNKNOWN_AUTHOR
    if name in logs and logs[name].holds(header.sequence):
        return Hold.FORK
    if author.device != vault.me.device and not vault.logs.confirmed(name):
        return Hold.NEW_LOG
    reasons = (_judge_body(vault, parties, author, taken.body) for taken in bodies)
    return next((reason for reason in reasons if reason is not None), None)


def _judge_body(vault: Vault, parties: Parties, author: Party, body: Body) -> Hold | None:
    schema = vault.forms.schema(body.version)
    record_author = parties.anyone(body.record.device)
    withdraws = any(change.path == WITHDRAWN for change in body.changes)
    if withdraws and not may_withdraw(author, record_author):
        return Hold.NOT_ENTITLED
    writers = schema.writers if schema else ()
    return may_change(author, record_author, writers) or accepts(vault.me, author, record_author)


def _beyond_forks(vault: Vault, logs: Mapping[LogName, Chain]) -> list[Kept]:
    """What a fork reaches back to: every entry here of a forked log, from the fork on."""
    found = []
    for name, chain in logs.items():
        if chain.fork is not None:
            kept = vault.journal.entries(vault.journal.numbers(name))
            found += [one for one in kept if chain.holds(one.entry.header.sequence)]
    return found


def _without_withdrawn(vault: Vault, entry: Entry) -> Entry:
    """Leave out bodies that were withdrawn and destroyed here: a late package does not bring them back."""
    hashes = [body_hash(raw) for raw in entry.bodies if raw is not None]
    gone = vault.lists.withdrawn_bodies(hashes)
    if not gone:
        return entry
    bodies = tuple(None if raw is None or body_hash(raw) in gone else raw for raw in entry.bodies)
    return Entry(entry.header, entry.signature, (bodies[0], bodies[1], bodies[2]))
