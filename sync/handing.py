"""Carry out a plan: seal each bundle, walk it to its place, and note it as copied only when it lies there.

Takes a plan and nothing else: what it names must be here exactly as it was, byte for byte, else Known(PLAN_CHANGED).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from records.bulk import without_collecting
from records.due import owe_everything
from records.errors import Known, RecordsCode
from records.journal.entry import Entry
from records.people import Card
from records.schema import BodyClass
from records.vault.deliveries import Sent
from records.vault.folder import plain_failures
from records.vault.local import CustodyRow
from records.vault.vault import Vault
from sync import unsent
from sync.bundle.sealing import BlobRange, Content, Sealed, Sender, seal
from sync.drives.place import Place
from sync.errors import SyncCode
from sync.filling import PlannedBody, PlannedBundle, PlannedRange
from sync.plan import Audience, Plan
from sync.receipting import owing_receipts, receipt_for
from sync.usb import Progress, put

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Handed:
    """One package that lies at its place."""

    name: str
    size: int
    cards: tuple[Card, ...]
    bodies: int


def carry_out(vault: Vault, plan: Plan, place: Place, own_card: Card, progress: Progress) -> Iterator[Handed]:
    """Carry out a plan, package by package. Known(NOTHING_TO_HAND_OVER | PLAN_CHANGED | DRIVE_*).

    A failure leaves the packages before it copied and noted; the rest can be handed over again.
    """
    if plan.is_empty:
        raise Known(SyncCode.NOTHING_TO_HAND_OVER)
    for audience in plan.audiences:
        for number, bundle in enumerate(audience.bundles, 1):
            sealed = prepare(vault, audience, bundle, (number, len(audience.bundles)), own_card)
            name = put(place, sealed.size, sealed.pieces, vault.chance, progress)
            with vault.database.writing():
                _note(vault, audience, bundle, sealed, place, name)
                if number == 1 and audience.receipt:
                    owing = owing_receipts(vault)
                    vault.inbox.receipted(one for one in owing if one.sender == audience.cards[0].device)
            yield Handed(name, sealed.size, audience.cards, len(bundle.bodies))


def count_as_lost(vault: Vault, bundles: Iterable[bytes]) -> None:
    """Give up packages whose drive is lost: what nobody is known to keep of them can be handed over again."""
    with vault.database.writing():
        for bundle in bundles:
            vault.deliveries.lost(bundle)
        owe_everything(vault)


@without_collecting()
def prepare(vault: Vault, audience: Audience, bundle: PlannedBundle, part: tuple[int, int], own_card: Card) -> Sealed:
    """Seal one bundle of a plan. Known(PLAN_CHANGED) when what it names is not here as it was, or may not go now."""
    for card in audience.cards:
        _check_current(vault, card, audience, bundle)
    entries, bodies, versions = _entries(vault, bundle.bodies)
    authors = {entry.header.device for entry in entries} - {vault.me.device}
    known = [vault.cards.get(device) for device in sorted(authors)]
    receipts: tuple[bytes, ...] = ()
    if audience.receipt and part[0] == 1:
        receipts = (receipt_for(vault, audience.cards[0]),)
    content = Content(
        entries=entries,
        bodies=bodies,
        cards=tuple(one.card.raw for one in known if one is not None),
        receipts=receipts,
        forms=tuple(vault.forms.unsent(sorted(versions), [card.device for card in audience.cards])),
        blobs=tuple(_range(vault, one) for one in bundle.ranges),
        part=part,
    )
    sender = Sender(own_card, vault.keys.signer(), vault.realm)
    return seal(content, sender, audience.cards, vault.chance)


def _check_current(vault: Vault, card: Card, audience: Audience, bundle: PlannedBundle) -> None:
    """Trust, readers and what was handed over may have changed since a person approved the plan."""
    known = vault.cards.get(card.device)
    owed = {one.item for one in vault.deliveries.owed([card.device])}
    sent = {one.blob.name: vault.deliveries.blob_upto(one.blob.name, card.device) for one in bundle.ranges}
    earlier = sent.keys() - {name for body in bundle.bodies for name in body.blobs}
    all_bodies = [body for one in audience.bundles for body in one.bodies]
    if (
        known is None
        or known.role is None
        or known.card.raw != card.raw
        or any(body.item not in owed for body in bundle.bodies)
        or any(one.offset != sent[one.blob.name] for one in bundle.ranges)
        or earlier != unsent.still_going(vault, card, earlier, all_bodies)
    ):
        raise Known(SyncCode.PLAN_CHANGED)


def _entries(
    vault: Vault, planned: Sequence[PlannedBody]
) -> tuple[tuple[Entry, ...], tuple[frozenset[BodyClass], ...], set[str]]:
    """Exactly the planned bodies of each entry; those that stay here are left out, their hashes go along."""
    wanted: dict[int, dict[BodyClass, PlannedBody]] = {}
    for body in planned:
        wanted.setdefault(body.item.entry, {})[body.item.which] = body
    entries, meant = [], []
    for kept in vault.journal.entries(sorted(wanted)):
        bodies = wanted[kept.number]
        raws = [kept.entry.body(which) if which in bodies else None for which in BodyClass]
        for which, body in bodies.items():
            # what the journal gives is what the header names
            if raws[which] is None or kept.entry.header.bodies[which] != body.digest:
                raise Known(SyncCode.PLAN_CHANGED)
        entries.append(Entry(kept.entry.header, kept.entry.signature, (raws[0], raws[1], raws[2])))
        meant.append(frozenset(bodies))
    if len(entries) != len(wanted):
        raise Known(SyncCode.PLAN_CHANGED)
    return tuple(entries), tuple(meant), {body.version for body in planned}


def _range(vault: Vault, planned: PlannedRange) -> BlobRange:
    path = vault.blobs.path(planned.blob)

    def read() -> Iterator[bytes]:
        yield from _stretch(path, planned.offset, planned.size)

    return BlobRange(planned.blob.name, planned.offset, planned.size, read)


def _stretch(path: Path, offset: int, size: int) -> Iterator[bytes]:
    try:
        with plain_failures(path), path.open("rb") as file:
            file.seek(offset)
            while size:
                piece = file.read(min(size, _PIECE))
                if not piece:
                    raise Known(SyncCode.PLAN_CHANGED)
                size -= len(piece)
                yield piece
    except FileNotFoundError as problem:
        raise Known(RecordsCode.BLOB_MISSING) from problem


def _note(vault: Vault, audience: Audience, bundle: PlannedBundle, sealed: Sealed, place: Place, name: str) -> None:
    """Write down what lies there now, for whom."""
    cards = tuple(card.device for card in audience.cards)
    now = vault.now()
    offices = ", ".join(sorted({card.office.name for card in audience.cards}))
    sent = Sent(sealed.id, now, str(place.path), name, cards, None)
    vault.deliveries.copied(sent, [body.item for body in bundle.bodies])
    vault.forms.sent({body.version for body in bundle.bodies}, cards)
    for one in bundle.ranges:
        vault.deliveries.blob_copied(one.blob.name, cards, one.offset + one.size)
    vault.custody.note([CustodyRow(now, "handed-over", one.blob.name, offices) for one in bundle.ranges])


def silent(_step: object, _done: int) -> None:
    """Progress for whoever does not listen."""
