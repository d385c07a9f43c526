"""Trusting a card: after a person compared its check words, for the role it claims or for less."""

from collections.abc import Mapping
from typing import Final

from records.errors import Known
from records.keys import words
from records.keys.slots import FLOOR, Cost
from records.people import Card, Role
from records.taking import reconsider
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
    return _trust(vault, card, wanted)


def stop_trusting(vault: Vault, device: bytes) -> None:
    """No longer trust a card: nothing is sealed to it and nothing it signs is taken in from now on."""
    known = vault.cards.get(device)
    if known is not None:
        with vault.database.writing():
            vault.cards.trust(known.card, None, vault.now())
            reconsider(vault)


def trust_again(vault: Vault, device: bytes) -> None:
    """Take back a `stop_trusting`: exactly the card whose check words a person compared then, for the same role."""
    known = vault.cards.get(device)
    if known is not None and known.role is None and known.was is not None:
        _trust(vault, known.card, known.was)


def find_card(vault: Vault, name: str) -> KnownCard:
    """Find a card by the beginning of its device id (eight hex digits or more). Known(NO_SUCH_CARD)."""
    found = [one for one in vault.cards.all() if len(name) >= 8 and one.card.device.hex().startswith(name.lower())]
    if len(found) != 1:
        raise Known(SyncCode.NO_SUCH_CARD, name=name)
    return found[0]


def _trust(vault: Vault, card: Card, role: Role) -> KnownCard:
    now = vault.now()
    with vault.database.writing():
        vault.cards.trust(card, role, now)
        reconsider(vault)
    return KnownCard(card, role, now)
