"""The scope two vaults compare: the bodies of one device's journal that both are meant to hold."""

from collections.abc import Iterator

from records.due import read_bodies
from records.journal.state import Accepted, state_hash
from records.vault.deliveries import Item
from records.vault.vault import Vault


def shared_state(vault: Vault, author: bytes, recipient: bytes) -> str:
    """Return the state hash over `author`'s bodies that `recipient` was handed (seen from the author), or holds."""
    return state_hash(_bodies(vault, author, recipient))


def _bodies(vault: Vault, author: bytes, recipient: bytes) -> Iterator[Accepted]:
    held = vault.lists.held()
    handed = set(vault.deliveries.delivered(recipient)) if vault.me.device == author else None
    names = [name for name in vault.journal.logs() if name.device == author]
    for name in names:
        numbers = [number for number in vault.journal.numbers(name) if number not in held]
        for start in range(0, len(numbers), 500):
            for kept in vault.journal.entries(numbers[start : start + 500]):
                for taken in read_bodies(kept):
                    raw = kept.entry.body(taken.which)
                    if raw is not None and (handed is None or Item(kept.number, taken.which) in handed):
                        yield Accepted(taken.entry, taken.author, taken.which, raw, taken.body)
