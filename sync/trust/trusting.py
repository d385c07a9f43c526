"""Trusting a card: after a person compared its check words, for the role it claims or for less."""

from collections.abc import Mapping
from typing import Final

from records.due import owe_everything
from records.errors import Known
from records.keys import words
from records.keys.slots import FLOOR, Cost
from records.people import Card, Role
from records.sharing import Hold
from records.taking import rebuild
from records.vault.local import KnownCard
from records.vault.vault import Vault
from sync.errors import SyncCode
from sync.trust.cards import check_bits

# what a card that claims a role may be trusted for
FOR_LESS: Final[Mapping[Role, frozenset[Role]]] = {
    Role.MONITOR: frozenset({Role.MONITOR}),
    Role.FOCAL_POINT: frozenset({Role.FOCAL_POINT, Role.MONITOR}),
    Role.COORDINATOR: frozenset({Role.COORDINATOR, Role.FOCAL_POINT, Role.MONITOR}),
    Role.HEADQUARTERS: frozenset({Role.HEADQUARTERS, Role.COORDINATOR, Role.FOCAL_POINT, Role.MONITOR}),
    Role.PROTECTION_OFFICER: frozenset({Role.PROTECTION_OFFICER, Role.MONITOR}),
    Role.TRAINER: frozenset({Role.TRAINER}),
}
# why an entry is held, whoever wrote it
_WHOEVER: Final = frozenset({Hold.FORK.value, Hold.NEW_LOG.value})


def trust(vault: Vault, card: Card, typed: str, role: Role | None = None, cost: Cost = FLOOR) -> KnownCard:
    """Trust a card whose check words somebody typed from the other side's screen.

    What this device wrote and others carried here counts from now on. `cost` is what check words cost: the floor, but
    in tests. Known(WORDS_DIFFER | CARD_REALM | CARD_OWN | ROLE_NOT_CLAIMED) trusts nothing.
    """
    if card.device == vault.me.device:
        raise Known(SyncCode.CARD_OWN)
    if card.exercise != vault.exercise:
        raise Known(SyncCode.CARD_REALM)
    wanted = role or card.role
    if wanted not in FOR_LESS[card.role]:
        raise Known(SyncCode.ROLE_NOT_CLAIMED, role=card.role.value)
    if not words.same(check_bits(card, cost), typed):
        raise Known(SyncCode.WORDS_DIFFER)
    now = vault.now()
    with vault.database.writing():
        vault.cards.trust(card, wanted, now)
        if any(reason not in _WHOEVER for reason in vault.lists.held().values()):
            rebuild(vault)  # what was held because of who wrote it is judged again
        owe_everything(vault)
    return KnownCard(card, wanted, now)


def stop_trusting(vault: Vault, device: bytes) -> None:
    """No longer trust a card: nothing is sealed to it and nothing it signs is taken in from now on."""
    known = vault.cards.get(device)
    if known is not None:
        with vault.database.writing():
            vault.cards.trust(known.card, None, vault.now())
            owe_everything(vault)


def find_card(vault: Vault, name: str) -> KnownCard:
    """Find a card by the beginning of its device id (eight hex digits or more). Known(NO_SUCH_CARD)."""
    found = [one for one in vault.cards.all() if len(name) >= 8 and one.card.device.hex().startswith(name.lower())]
    if len(found) != 1:
        raise Known(SyncCode.NO_SUCH_CARD, name=name)
    return found[0]
