"""Which bytes of attachments a card may get and does not have yet.

An attachment goes with a body that names it. When it was cut, the rest follows later; but only while the body still
goes to this card: the rest of what was withdrawn meanwhile, or is kept from it now, stays here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from records.due import Parties, decided, read_bodies
from records.people import Card
from records.sharing import Answer
from records.values import Blob
from records.vault.blobs import sealed_length
from records.vault.deliveries import Item
from records.vault.projection import Taken
from records.vault.vault import Vault
from sync.bundle import limits
from sync.filling import PlannedBody, PlannedRange

_BATCH: Final = 500


def ranges(vault: Vault, card: Card, bodies: Sequence[PlannedBody]) -> tuple[PlannedRange, ...]:
    """The bytes of attachments, named in these bodies or in what was handed over before, that this card lacks."""
    entries = [(body.item.entry, int(body.item.which)) for body in bodies]
    found = vault.blobs.unsent(card.device, entries)
    goes = {name for body in bodies for name in body.blobs}
    goes |= still_going(vault, card, {blob.name for blob, _ in found} - goes)
    return tuple(
        PlannedRange(blob, upto, sealed_length(blob) - upto)
        for blob, upto in found
        if blob.name in goes and sealed_length(blob) <= limits.ATTACHMENT and _lies_here(vault, blob)
    )


def _lies_here(vault: Vault, blob: Blob) -> bool:
    """Whether all its sealed bytes are on the disk: one that a bad disk cut or lost keeps nothing else back."""
    try:
        return vault.blobs.path(blob).stat().st_size == sealed_length(blob)
    except OSError:
        return False


def still_going(vault: Vault, card: Card, names: Iterable[str], known: Iterable[PlannedBody] = ()) -> frozenset[str]:
    """Of attachments named in bodies that were handed to a card before, those it may still get.

    `known` are bodies to look at first; what none of them names is looked for in all that the card was handed.
    """
    wanted = frozenset(names)
    party = Parties(vault).trusted(card.device)
    if not wanted or party is None:
        return frozenset()
    naming = {body.item: (wanted & set(body.blobs), body.record) for body in known}
    if wanted - frozenset().union(*(found for found, _ in naming.values())):
        naming |= {
            Item(taken.number, taken.which): (wanted & blobs_of(taken), taken.body.record.id)
            for taken in _handed(vault, card)
        }
    records = {record for found, record in naming.values() if found}
    allowed = [
        naming[item][0]
        for one in decided(vault, vault.lists.by_ids(sorted(records)), [party])
        if one.answer is Answer.GOES and (item := Item(one.body.entry, one.body.which)) in naming
    ]
    return frozenset().union(*allowed)


def blobs_of(taken: Taken) -> frozenset[str]:
    """The attachments a body names."""
    return frozenset(change.value.name for change in taken.body.changes if isinstance(change.value, Blob))


def _handed(vault: Vault, card: Card) -> Iterator[Taken]:
    """The bodies that were handed to a card."""
    items = set(vault.deliveries.delivered(card.device))
    numbers = sorted({item.entry for item in items})
    for start in range(0, len(numbers), _BATCH):
        for kept in vault.journal.entries(numbers[start : start + _BATCH]):
            yield from (taken for taken in read_bodies(kept) if Item(kept.number, taken.which) in items)
