"""What is due to whom: gathers what the sharing rules need to know of records, and keeps the table of what is owed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from records.journal.body import read_body
from records.owing import BodyFact, RecordFacts, answers
from records.people import Office, Party, Role
from records.schema import BodyClass, Facet
from records.sharing import Answer, State, Use
from records.values import WITHDRAWN
from records.vault.deliveries import Item, Owed
from records.vault.journal import Kept
from records.vault.lists import RecordLine
from records.vault.projection import Taken
from records.vault.vault import Vault

_STATES: Final = {state.value: state for state in State}
_USES: Final = {use.value: use for use in Use}
_BATCH: Final = 500


class Parties:
    """Devices as they are trusted here; a stranger counts as a monitor of no office."""

    def __init__(self, vault: Vault) -> None:
        """Reads the cards once."""
        self._me = vault.me
        self._known = {one.card.device: one.party for one in vault.cards.all() if one.party is not None}
        self._known[vault.me.device] = vault.me

    def trusted(self, device: bytes) -> Party | None:
        """Who a device is, None when no person trusted it."""
        return self._known.get(device)

    def anyone(self, device: bytes) -> Party:
        """Who a device is; a stranger when nothing is known."""
        return self._known.get(device) or Party(device, Office("", ""), Role.MONITOR)

    def recipients(self) -> list[Party]:
        """Everybody trusted but this vault."""
        return [party for device, party in sorted(self._known.items()) if device != self._me.device]


@dataclass(frozen=True, slots=True)
class Decided:
    """One body of a record, one recipient, and whether it goes."""

    line: RecordLine
    body: BodyFact
    recipient: Party
    answer: Answer


def read_bodies(kept: Kept) -> list[Taken]:
    """Read the bodies of an entry that are here."""
    author = kept.entry.header.device
    return [
        Taken(kept.number, kept.entry.id, author, which, read_body(raw, author))
        for which in BodyClass
        if (raw := kept.entry.body(which)) is not None
    ]


def decided(vault: Vault, lines: Sequence[RecordLine], recipients: Sequence[Party] | None = None) -> list[Decided]:
    """Say of every body of these records and every recipient (default: all trusted) whether it goes, and why not."""
    parties = Parties(vault)
    recipients = parties.recipients() if recipients is None else recipients
    found = []
    for line, facts in _facts(vault, parties, lines):
        for body, recipient, answer in answers(facts, recipients):
            if answer is Answer.WITHDRAWN and _carries_withdrawal(vault, line, body, recipient):
                answer = Answer.GOES
            found.append(Decided(line, body, recipient, answer))
    return found


def owe(vault: Vault, records: Iterable[bytes]) -> None:
    """Work out again what is owed of these records to every trusted card."""
    recipients = Parties(vault).recipients()
    records = list(records)
    if not recipients:
        return
    for start in range(0, len(records), _BATCH):
        lines = vault.lists.by_ids(records[start : start + _BATCH])
        owed = [
            Owed(one.recipient.device, Item(one.body.entry, one.body.which), one.line.number)
            for one in decided(vault, lines, recipients)
            if one.answer is Answer.GOES
        ]
        vault.deliveries.owe([line.number for line in lines], owed)


def owe_everything(vault: Vault) -> None:
    """Work out again what is owed of all records: after a card was trusted, or no longer is."""
    with vault.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM view_owed")
        records = [row[0] for row in connection.exec_driver_sql("SELECT id FROM view_record")]
        owe(vault, records)


def _facts(vault: Vault, parties: Parties, lines: Sequence[RecordLine]) -> Iterable[tuple[RecordLine, RecordFacts]]:
    held = vault.lists.held()
    by_id = {line.id: line for line in lines}
    numbers = {entry for _, entry, _ in vault.lists.histories([line.number for line in lines])} - held.keys()
    bodies: dict[bytes, list[BodyFact]] = defaultdict(list)
    for kept in vault.journal.entries(sorted(numbers)):
        header = kept.entry.header
        author = parties.anyone(header.device)
        for taken in read_bodies(kept):
            fact = BodyFact(kept.number, taken.which, author, header.log, header.sequence, taken.body.may)
            bodies[taken.body.record.id].append(fact)
    consents = _consents(vault, lines)
    for record, line in by_id.items():
        yield (
            line,
            RecordFacts(
                author=parties.anyone(line.device),
                bodies=tuple(bodies[record]),
                state=_STATES.get(line.state, State.UNVERIFIED),
                consent=consents.get(line.number),
                withdrawn=line.withdrawn,
                form_known=vault.forms.schema(line.version) is not None,
            ),
        )


def _carries_withdrawal(vault: Vault, line: RecordLine, body: BodyFact, recipient: Party) -> bool:
    """A withdrawal goes to whoever was handed the record before, though nothing else of it goes any more."""
    if body.which is BodyClass.PROTECTED or recipient.device not in vault.deliveries.progress(line.number):
        return False
    found = [taken for taken in read_bodies(vault.journal.entries([body.entry])[0]) if taken.which is body.which]
    return any(change.path == WITHDRAWN for taken in found for change in taken.body.changes)


def _consents(vault: Vault, lines: Sequence[RecordLine]) -> Mapping[int, frozenset[Use]]:
    """What the source named in each record agreed to; nothing for records whose source is not named or not known."""
    asking: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        schema = vault.forms.schema(line.version)
        field = schema.by_facet.get(Facet.SOURCE) if schema else None
        if field is not None:
            asking[field.path].append(line.number)
    found: dict[int, frozenset[Use]] = {}
    for path, numbers in asking.items():
        for number, value in vault.lists.values(numbers, path):
            code = json.loads(value)
            source = next(iter(vault.lists.by_code(code)), None) if isinstance(code, str) else None
            if source is not None:
                found[number] = _agreed(vault, source)
    return found


def _agreed(vault: Vault, source: RecordLine) -> frozenset[Use]:
    """What a source agreed to; nothing where its form does not ask or its answer is not here."""
    schema = vault.forms.schema(source.version)
    field = schema.by_facet.get(Facet.CONSENT) if schema else None
    if field is None:
        return frozenset()
    values = [json.loads(value) for _, value in vault.lists.values([source.number], field.path)]
    codes = [code for value in values if isinstance(value, list) for code in value]
    return frozenset(_USES[code] for code in codes if code in _USES)
