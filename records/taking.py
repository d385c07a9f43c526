"""Taking entries into the journal and the projection: one's own at once, others' after a person accepted them.

Judges each entry by what holds it (fork, new log, not entitled), writes journal, views and what is owed in one
transaction. Whether an entry counts is a function of what is here, never of the order in which it came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from records.due import Parties, owe, read_bodies
from records.journal.body import Body
from records.journal.chain import Chain, LogName, chains
from records.journal.entry import Entry, body_hash
from records.people import Party
from records.sharing import Hold, accepts, may_change, may_withdraw
from records.values import WITHDRAWN
from records.vault.journal import Kept
from records.vault.projection import Taken
from records.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Outcome:
    """What taking changed: records touched, and entries held with the reason."""

    records: frozenset[bytes]
    held: Mapping[bytes, Hold]


def take(vault: Vault, entries: Sequence[Entry]) -> Outcome:
    """Take verified entries in. All of it happens or nothing."""
    with vault.database.writing():
        entries = [_without_withdrawn(vault, entry) for entry in entries]
        kept = vault.journal.add(entries)
        foreign = {LogName(k.entry.header.device, k.entry.header.log) for k in kept} - {vault.log}
        for name in foreign:
            vault.logs.meet(name)
        logs = chains(vault.journal.headers(foreign))
        parties = Parties(vault)
        bodies = {one.number: read_bodies(one) for one in kept}
        held = {one.number: _judge(vault, parties, logs, one, bodies[one.number]) for one in kept}
        vault.projection.note(taken for found in bodies.values() for taken in found)
        vault.lists.hold({number: reason.value for number, reason in held.items() if reason is not None})
        touched = vault.projection.take(
            [taken for one in kept if held[one.number] is None for taken in bodies[one.number]]
        )
        again = _newly_held(vault, logs)
        if again:
            touched |= remake(vault, again)
        owe(vault, touched)
    return Outcome(touched, {k.entry.id: reason for k in kept if (reason := held[k.number]) is not None})


def remake(vault: Vault, records: Iterable[bytes]) -> frozenset[bytes]:
    """Make these records' views again from the journal, leaving out what is held."""
    records = frozenset(records)
    with vault.database.writing():
        vault.projection.forget(records)
        held = vault.lists.held()
        lines = [line for line in map(vault.lists.by_id, records) if line is not None]
        numbers = {entry for line in lines for entry, _ in vault.lists.history(line.number)} - held.keys()
        found = [taken for kept in vault.journal.entries(sorted(numbers)) for taken in read_bodies(kept)]
        vault.projection.take([taken for taken in found if taken.body.record.id in records])
    return records


def rebuild(vault: Vault) -> int:
    """Drop every view and make it again from the journal; return how many entries were read."""
    with vault.database.writing():
        vault.remake_views()
        numbers = vault.journal.numbers()
        names = set(vault.journal.logs()) - {vault.log}
        logs = chains(vault.journal.headers(names))
        parties = Parties(vault)
        for start in range(0, len(numbers), 1000):
            kept = vault.journal.entries(numbers[start : start + 1000])
            bodies = {one.number: read_bodies(one) for one in kept}
            held = {one.number: _judge(vault, parties, logs, one, bodies[one.number]) for one in kept}
            vault.projection.note(taken for found in bodies.values() for taken in found)
            vault.lists.hold({number: reason.value for number, reason in held.items() if reason is not None})
            free = [taken for one in kept if held[one.number] is None for taken in bodies[one.number]]
            owe(vault, vault.projection.take(free))
    return len(numbers)


def _judge(
    vault: Vault, parties: Parties, logs: Mapping[LogName, Chain], kept: Kept, bodies: Sequence[Taken]
) -> Hold | None:
    """Say what holds an entry, None when it counts."""
    header = kept.entry.header
    name = LogName(header.device, header.log)
    if header.device == vault.me.device and (name == vault.log or name not in logs):
        return None
    author = parties.trusted(header.device)
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


def _newly_held(vault: Vault, logs: Mapping[LogName, Chain]) -> frozenset[bytes]:
    """Hold what a fork discovered now reaches back to; return the records that must be made again."""
    held = vault.lists.held()
    fresh: dict[int, str | None] = {}
    touched: set[bytes] = set()
    for name, chain in logs.items():
        if chain.fork is None:
            continue
        for kept in vault.journal.entries(vault.journal.numbers(name)):
            if chain.holds(kept.entry.header.sequence) and kept.number not in held:
                fresh[kept.number] = Hold.FORK.value
                touched |= {taken.body.record.id for taken in read_bodies(kept)}
    vault.lists.hold(fresh)
    return frozenset(touched)


def _without_withdrawn(vault: Vault, entry: Entry) -> Entry:
    """Leave out bodies that were withdrawn and destroyed here: a late package does not bring them back."""
    hashes = [body_hash(raw) for raw in entry.bodies if raw is not None]
    gone = vault.lists.withdrawn_bodies(hashes)
    if not gone:
        return entry
    bodies = tuple(None if raw is None or body_hash(raw) in gone else raw for raw in entry.bodies)
    return Entry(entry.header, entry.signature, (bodies[0], bodies[1], bodies[2]))
