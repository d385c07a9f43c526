"""What would leave this laptop: which bodies, attachments and receipts go to which cards, and what stays.

A plan is a value. A person sees it and approves it; sealing takes only a plan, and refuses when what it names is no
longer what is here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from records.bulk import without_collecting
from records.due import Parties, decided, read_bodies
from records.errors import Known
from records.journal.entry import body_hash
from records.people import Card, Office, Party
from records.schema import BodyClass
from records.sharing import Answer
from records.vault.deliveries import Item
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from sync import unsent
from sync.bundle import limits
from sync.errors import SyncCode
from sync.filling import ROOM, PlannedBody, PlannedBundle, PlannedRange, Room, fill
from sync.receipting import owing_receipts

MOST_SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class Audience:
    """Cards that get the same, and the bundles that carry it. receipt: whether one is due, to the only card."""

    cards: tuple[Card, ...]
    bundles: tuple[PlannedBundle, ...]
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A body that stays here, from whom, and the first reason."""

    record: RecordLine
    which: BodyClass
    recipient: Party
    reason: Answer


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person approves."""

    audiences: tuple[Audience, ...]
    held_back: tuple[HeldBack, ...] = field(default=())

    @property
    def bodies(self) -> tuple[PlannedBody, ...]:
        """Every body that leaves, once."""
        found = {(b.entry, b.item.which): b for a in self.audiences for bundle in a.bundles for b in bundle.bodies}
        return tuple(found.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing would leave, receipts included."""
        return not any(audience.bundles for audience in self.audiences)

    @property
    def digest(self) -> str:
        """A short name of exactly this plan, for commands that show it first and carry it out later."""
        digest = hashlib.sha256()
        for audience in self.audiences:
            digest.update(b"".join(card.device for card in audience.cards))
            for bundle in audience.bundles:
                digest.update(b"".join(body.entry + body.digest for body in bundle.bodies))
                digest.update(b"".join(f"{one.blob.name} {one.offset} {one.size};".encode() for one in bundle.ranges))
        return digest.hexdigest()[:12]


class _Share(NamedTuple):
    """What one card gets; cards with the same share a bundle."""

    items: tuple[Item, ...]
    ranges: tuple[PlannedRange, ...]
    due: bytes | None


@without_collecting()
def plan(vault: Vault, offices: Iterable[str] | None = None, room: Room = ROOM) -> Plan:
    """Plan a hand-over to the trusted cards of these offices (None: all). Known(NO_SUCH_CARD | OFFICE_AMBIGUOUS)."""
    cards = recipients(vault, offices)
    owed: dict[bytes, list[Item]] = defaultdict(list)
    for one in vault.deliveries.owed([card.device for card in cards]):
        owed[one.card].append(one.item)
    bodies = _planned(vault, {item for items in owed.values() for item in items})
    receipts = {package.sender for package in owing_receipts(vault)}
    groups: dict[_Share, list[Card]] = defaultdict(list)
    for card in cards:
        items = tuple(item for item in owed[card.device] if item in bodies)
        ranges = unsent.ranges(vault, card, [bodies[item] for item in items])
        due = card.device if card.device in receipts else None  # a receipt is for one device alone
        if items or ranges or due:
            groups[_Share(items, ranges, due)].append(card)
    audiences = []
    for share, group in groups.items():
        bundles = tuple(fill([bodies[item] for item in share.items], share.ranges, room)) or (PlannedBundle((), ()),)
        for start in range(0, len(group), limits.RECIPIENTS):
            part = tuple(group[start : start + limits.RECIPIENTS])
            audiences.append(Audience(part, bundles, share.due is not None))
    return Plan(tuple(audiences), _held_back(vault, cards, bodies.values()))


def only_for(whole: Plan, offices: Iterable[str]) -> Plan:
    """The part of a plan that is for these offices, by their keys: the others were left out by a person. Pure."""
    wanted = frozenset(offices)
    audiences = [
        replace(audience, cards=cards)
        for audience in whole.audiences
        if (cards := tuple(card for card in audience.cards if card.office.key in wanted))
    ]
    return Plan(tuple(audiences), tuple(back for back in whole.held_back if back.recipient.office.key in wanted))


def is_within(plan: Plan, approved: Plan) -> bool:
    """Whether all that a plan lets go was in one that a person approved, for the same cards; receipts may go. Pure."""
    return set(_going(plan)) <= set(_going(approved))


def plan_receipts(vault: Vault) -> Plan:
    """Plan the answer to what came: receipts for whoever is owed one, and nothing else. Needs nobody's approval."""
    due = {package.sender for package in owing_receipts(vault)}
    cards = [one.card for one in vault.cards.all() if one.role is not None and one.card.device in due]
    return Plan(tuple(Audience((card,), (PlannedBundle((), ()),), receipt=True) for card in cards))


def recipients(vault: Vault, offices: Iterable[str] | None) -> list[Card]:
    """The trusted cards of these offices, by office key, or by office name where it is the only one."""
    trusted = [one.card for one in vault.cards.all() if one.role is not None]
    if offices is None:
        return trusted
    found: list[Card] = []
    for name in offices:
        cards = _cards_of(trusted, name)
        found += [card for card in cards if card not in found]
    return found


def _cards_of(trusted: Sequence[Card], name: str) -> list[Card]:
    """The cards of one office. Two offices of one name in two countries are never taken for each other."""
    folded = Office("", name).key.removeprefix("/")
    cards = [card for card in trusted if folded in (card.office.key.casefold(), _plain_name(card))]
    if not cards:
        raise Known(SyncCode.NO_SUCH_CARD, name=name)
    keys = sorted({card.office.key for card in cards})
    if len(keys) > 1:
        raise Known(SyncCode.OFFICE_AMBIGUOUS, name=name, offices=", ".join(keys))
    return cards


def _plain_name(card: Card) -> str:
    return card.office.key.partition("/")[2]


def _planned(vault: Vault, items: set[Item]) -> Mapping[Item, PlannedBody]:
    numbers = sorted({item.entry for item in items})
    found: dict[Item, PlannedBody] = {}
    for start in range(0, len(numbers), 500):
        for kept in vault.journal.entries(numbers[start : start + 500]):
            for taken in read_bodies(kept):
                item = Item(kept.number, taken.which)
                raw = kept.entry.body(taken.which)
                if item in items and raw is not None:
                    found[item] = PlannedBody(
                        item,
                        kept.entry.id,
                        taken.author,
                        body_hash(raw),
                        taken.body.record.id,
                        taken.body.version,
                        len(raw),
                        tuple(sorted(unsent.blobs_of(taken))),
                    )
    return found


def _going(plan: Plan) -> Iterator[tuple[bytes, object]]:
    """Everything a plan lets go but receipts, each with the card it goes to; of an attachment, that it goes."""
    for audience in plan.audiences:
        for card in audience.cards:
            for bundle in audience.bundles:
                yield from ((card.raw, (body.item, body.digest)) for body in bundle.bodies)
                yield from ((card.raw, one.blob.name) for one in bundle.ranges)


def _held_back(vault: Vault, cards: Sequence[Card], leaving: Iterable[PlannedBody]) -> tuple[HeldBack, ...]:
    """What stays here, of the records that leave and of those nothing of which ever left, and why."""
    parties = Parties(vault)
    them = [party for card in cards if (party := parties.trusted(card.device)) is not None]
    records = list(dict.fromkeys(body.record for body in leaving))[:MOST_SHOWN]
    lines = {line.id: line for line in (*vault.lists.by_ids(records), *vault.lists.never_handed(MOST_SHOWN))}
    found: dict[tuple[bytes, BodyClass, bytes], HeldBack] = {}
    for one in decided(vault, list(lines.values()), them):
        if one.answer is not Answer.GOES and one.recipient.device != one.body.author.device:
            back = HeldBack(one.line, one.body.which, one.recipient, one.answer)
            found.setdefault((one.line.id, one.body.which, one.recipient.device), back)
    return tuple(found.values())
