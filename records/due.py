"""What is due to whom: gathers what the sharing rules need to know of records, and keeps the table of what is owed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from records.ids import read_code
from records.journal.body import Bodies, read_body
from records.owing import BodyFact, RecordFacts, answers
from records.people import Office, Party, Role
from records.schema import BodyClass, Facet
from records.sharing import Answer, State, Use
from records.values import WITHDRAWN
from records.vault.deliveries import Item, Owed
from records.vault.engine import kept_json
from records.vault.journal import Kept
from records.vault.lists import RecordLine
from records.vault.projection import Taken
from records.vault.vault import Vault

_STATES: Final = {state.value: state for state in State}
_USES: Final = {use.value: use for use in Use}
_BATCH: Final = 500
NOTHING_READ: Final[Mapping[bytes, Bodies]] = {}


class Parties:
    """Devices as they are trusted here; a stranger counts as a monitor of no office."""

    def __init__(self, vault: Vault) -> None:
        """Reads the cards once."""
        self._me = vault.me
        cards = vault.cards.all()
        self._known = {one.card.device: one.party for one in cards if one.party is not None}
        self._known[vault.me.device] = vault.me
        self._former = {one.card.device: one.former for one in cards if one.former is not None}

    def trusted(self, device: bytes) -> Party | None:
        """Who a device is, None when no person trusted it."""
        return self._known.get(device)

    def former(self, device: bytes) -> Party | None:
        """Who a device was while it was trusted, None when it never was or still is."""
        return self._former.get(device)

    def anyone(self, device: bytes) -> Party:
        """Who a device is, or was; a stranger when nothing is known."""
        return self._known.get(device) or self._former.get(device) or Party(device, Office("", ""), Role.MONITOR)

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


@dataclass(frozen=True, slots=True)
class Read:
    """An entry of the journal, and what its bodies that are here say."""

    kept: Kept
    bodies: tuple[Taken, ...]


def read_bodies(kept: Kept, known: Mapping[bytes, Bodies] = NOTHING_READ) -> list[Taken]:
    """Read the bodies of an entry that are here. known: bodies that were read already, by their entry."""
    header = kept.entry.header
    before = known.get(header.id, (None, None, None))
    return [
        Taken(kept.number, header.id, header.device, which, body or read_body(raw, header.device))
        for which, raw, body in zip(BodyClass, kept.entry.bodies, before, strict=True)
        if raw is not None
    ]


def decided(
    vault: Vault,
    lines: Sequence[RecordLine],
    recipients: Sequence[Party] | None = None,
    known: Mapping[int, Read] | None = None,
) -> list[Decided]:
    """Say of every body of these records and every recipient (default: all trusted) whether it goes, and why not.

    known: entries that were read already, by number.
    """
    parties = Parties(vault)
    recipients = parties.recipients() if recipients is None else recipients
    found = []
    for line, facts in _facts(vault, parties, lines, known or {}):
        for body, recipient, answer in answers(facts, recipients):
            if answer is Answer.WITHDRAWN and _carries_withdrawal(vault, line, body, recipient):
                answer = Answer.GOES
            found.append(Decided(line, body, recipient, answer))
    return found


def owe(vault: Vault, records: Iterable[bytes], known: Mapping[int, Read] | None = None) -> None:
    """Work out again what is owed of these records to every trusted card. known: entries that were read already."""
    recipients = Parties(vault).recipients()
    records = list(records)
    if not recipients:
        return
    for start in range(0, len(records), _BATCH):
        lines = vault.lists.by_ids(records[start : start + _BATCH])
        owed = [
            Owed(one.recipient.device, Item(one.body.entry, one.body.which), one.line.number)
            for one in decided(vault, lines, recipients, known)
            if one.answer is Answer.GOES
        ]
        vault.deliveries.owe([line.number for line in lines], owed)


def naming(vault: Vault, records: Iterable[bytes]) -> frozenset[bytes]:
    """Return the records that name one of these as their source: what may be done with them follows from it."""
    sources = [line for line in vault.lists.by_ids(list(records)) if _paths(vault, line, Facet.CONSENT)]
    codes = {read_code(line.code) for line in sources}
    found: set[bytes] = set()
    for form in vault.forms.all() if codes else ():
        paths = [field.path for field in form.schema.fields if field.facet is Facet.SOURCE]
        ids = vault.lists.of_versions([form.version]) if paths else {}
        for path in paths:
            for number, value in vault.lists.values(list(ids), path):
                code = kept_json(value)
                if isinstance(code, str) and read_code(code) in codes:
                    found.add(ids[number])
    return frozenset(found)


def owe_everything(vault: Vault) -> None:
    """Work out again what is owed of all records: after a card was trusted, or no longer is."""
    with vault.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM view_owed")
        owe(vault, vault.lists.all_ids())


def _facts(
    vault: Vault, parties: Parties, lines: Sequence[RecordLine], known: Mapping[int, Read]
) -> Iterable[tuple[RecordLine, RecordFacts]]:
    held = vault.lists.held()
    by_id = {line.id: line for line in lines}
    numbers = {entry for _, entry, _ in vault.lists.histories([line.number for line in lines])} - held.keys()
    bodies: dict[bytes, list[BodyFact]] = defaultdict(list)
    fresh = [Read(kept, tuple(read_bodies(kept))) for kept in vault.journal.entries(sorted(numbers - known.keys()))]
    for read in (*fresh, *(known[number] for number in numbers if number in known)):
        kept = read.kept
        header = kept.entry.header
        author = parties.anyone(header.device)
        for taken in read.bodies:
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
    if body.which is BodyClass.PROTECTED or recipient.device not in vault.deliveries.handed(line.number):
        return False
    found = [taken for taken in read_bodies(vault.journal.entries([body.entry])[0]) if taken.which is body.which]
    return any(change.path == WITHDRAWN for taken in found for change in taken.body.changes)


def _consents(vault: Vault, lines: Sequence[RecordLine]) -> Mapping[int, frozenset[Use]]:
    """What all sources named in each record agreed to; nothing for records that name none.

    A source that is not known here, is named twice over, or was withdrawn, agreed to nothing: absent means no.
    """
    asking: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        for path in _paths(vault, line, Facet.SOURCE):
            asking[path].append(line.number)
    found: dict[int, frozenset[Use]] = {}
    for path, numbers in asking.items():
        for number, value in vault.lists.values(numbers, path):
            match kept_json(value):
                case None | {"gone": True}:
                    continue
                case str(code):
                    sources = vault.lists.by_code(code)
                case _:
                    sources = []
            for agreed in [_agreed(vault, source) for source in sources] or [frozenset[Use]()]:
                found[number] = found.get(number, agreed) & agreed
    return found


def _agreed(vault: Vault, source: RecordLine) -> frozenset[Use]:
    """What a source agreed to in every answer that stands; nothing where its form does not ask."""
    values = [
        kept_json(value)
        for path in _paths(vault, source, Facet.CONSENT)
        for _, value in vault.lists.values([source.number], path)
    ]
    answers = [
        frozenset(_USES[code] for code in value if code in _USES) if isinstance(value, list) else frozenset[Use]()
        for value in values
        if value != {"gone": True}
    ]
    if source.withdrawn or not answers:
        return frozenset()
    return frozenset.intersection(*answers)


def _paths(vault: Vault, line: RecordLine, facet: Facet) -> list[str]:
    schema = vault.forms.schema(line.version)
    return [field.path for field in schema.fields if field.facet is facet] if schema else []
