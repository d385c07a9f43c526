"""Giving and taking receipts: what this vault has of another device, and what others say they have of this one's."""

from collections.abc import Iterable, Iterator

from records.errors import Known
from records.journal.chain import LogName, chains
from records.people import Card
from records.vault.deliveries import Item
from records.vault.inbox import Package, Waiting
from records.vault.journal import PlaceInLog
from records.vault.vault import Vault
from sync.receipts import LogKept, Receipt, Run, digest, read_receipt, runs, sign_receipt, signer


def receipt_for(vault: Vault, card: Card) -> bytes:
    """Return a signed receipt for one device: its bundles that arrived, and what is kept of its logs."""
    packages = [one for one in vault.inbox.all() if one.sender == card.device and one.state is not Waiting.SEALED]
    names = [name for name in vault.journal.logs() if name.device == card.device]
    receipt = Receipt(
        by=vault.me.device,
        at=vault.now(),
        arrived=tuple(one.bundle for one in packages),
        logs=tuple(log for name in names if (log := _kept(vault, name)) is not None),
        blobs=tuple(vault.blobs.whole_from(card.device)),
    )
    return sign_receipt(receipt, vault.realm, vault.keys.signer())


def owing_receipts(vault: Vault) -> list[Package]:
    """Packages of trusted senders for which no receipt went out since they came or were accepted."""
    return [
        one
        for one in vault.inbox.all()
        if not one.receipted and one.state is not Waiting.SEALED and vault.cards.is_trusted(one.sender)
    ]


def take_receipts(vault: Vault, receipts: Iterable[bytes]) -> int:
    """Take receipts in; return how many counted. One counts only from a trusted card, for what was sealed to it."""
    counted = 0
    with vault.database.writing():
        for raw in receipts:
            known = vault.cards.get(signer(raw))
            if known is None or known.role is None:
                continue
            try:
                receipt = read_receipt(raw, vault.realm, known.card.signing_key)
            except Known:
                continue
            _take(vault, receipt)
            counted += 1
    return counted


def _take(vault: Vault, receipt: Receipt) -> None:
    sent = {one.bundle for one in vault.deliveries.bundles() if receipt.by in one.cards}
    vault.deliveries.arrived([bundle for bundle in receipt.arrived if bundle in sent], receipt.at)
    for log in receipt.logs:
        vault.deliveries.kept(receipt.by, _items(vault, log), receipt.at)
    vault.deliveries.blob_kept(receipt.by, receipt.blobs, receipt.at)


def _items(vault: Vault, log: LogKept) -> list[Item]:
    """The bodies a log's runs name; nothing when the receipt speaks of another history than this vault has."""
    places = vault.journal.places(LogName(log.device, log.log))
    if not any(place.sequence == log.sequence and place.id == log.head for place in places):
        return []
    named = list(_named(places, log.runs))
    if digest(place.id for place, _ in named) != log.entries:
        return []
    return [Item(place.number, which) for place, run in named for which in sorted(run.bodies)]


def _named(places: Iterable[PlaceInLog], wanted: Iterable[Run]) -> Iterator[tuple[PlaceInLog, Run]]:
    """The entries that runs name; both rise."""
    left = iter(wanted)
    run = next(left, None)
    for place in places:
        while run is not None and run.last < place.sequence:
            run = next(left, None)
        if run is not None and run.first <= place.sequence:
            yield place, run


def _kept(vault: Vault, name: LogName) -> LogKept | None:
    """One log as it is here, up to where a fork makes it doubtful; None when nothing is before that."""
    fork = chains(vault.journal.headers([name]))[name].fork
    places = [place for place in vault.journal.places(name) if fork is None or place.sequence < fork]
    if not places:
        return None
    head = places[-1]
    kept = runs((place.sequence, place.bodies) for place in places)
    return LogKept(name.device, name.log, head.sequence, head.id, kept, digest(place.id for place in places))
