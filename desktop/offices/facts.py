"""Cards as plain values for the main thread: one's own with its check words, those trusted, those only seen."""

from dataclasses import dataclass
from pathlib import Path

from desktop.acts import Notebook
from records.errors import Known, RecordsCode
from records.ids import Chance
from records.people import Card, Role
from records.vault.folder import handed_out
from sync.errors import SyncCode
from sync.trust.cards import LARGEST, check_numbers, check_words, read_card
from sync.trust.trusting import FOR_LESS


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it is shown. role: what it is trusted for, or, where it is not, what it says. since: ISO 8601."""

    card: Card
    role: Role
    since: str = ""

    @property
    def may_be(self) -> tuple[Role, ...]:
        """What it can be trusted for: what it says first, then less."""
        return roles_of(self.card)


@dataclass(frozen=True, slots=True)
class Own:
    """One's own card, and what the other side compares, as words of a language and as numbers."""

    card: Card
    words: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Offices:
    """All cards of a notebook."""

    own: Own
    trusted: tuple[Shown, ...]
    seen: tuple[Shown, ...]


def offices(notebook: Notebook, language: str) -> Offices:
    """Read them. `language` is that of the check words."""
    known = notebook.vault.cards.all()
    trusted = [Shown(one.card, one.role, one.trusted_at or "") for one in known if one.role is not None]
    return Offices(
        own=Own(notebook.card, check_words(notebook.card, language), check_numbers(notebook.card)),
        trusted=tuple(sorted(trusted, key=_by_name)),
        seen=tuple(sorted((Shown(one.card, one.card.role) for one in known if one.role is None), key=_by_name)),
    )


def roles_of(card: Card) -> tuple[Role, ...]:
    """What a card can be trusted for: what it says first, then less."""
    return tuple(sorted(FOR_LESS[card.role], key=lambda role: (role is not card.role, list(Role).index(role))))


def card_from(notebook: Notebook, path: Path) -> Card:
    """Read a card that somebody gave. Known(FILE_UNREADABLE | CARD_MALFORMED | CARD_OWN | CARD_REALM)."""
    try:
        with path.open("rb") as file:
            card = read_card(file.read(LARGEST + 1))
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem
    if card.device == notebook.vault.me.device:
        raise Known(SyncCode.CARD_OWN)
    if card.exercise != notebook.vault.exercise:
        raise Known(SyncCode.CARD_REALM)
    return card


def save_card(card: Card, path: Path, chance: Chance) -> None:
    """Write a card where a person said. Known(NOT_WRITABLE | DISK_FULL …)."""
    try:
        with handed_out(path, chance) as file:
            file.write(card.raw)
    except (FileNotFoundError, IsADirectoryError) as problem:
        raise Known(RecordsCode.NOT_WRITABLE, path=str(path)) from problem


def _by_name(one: Shown) -> tuple[str, str, bytes]:
    return one.card.office.name.casefold(), one.card.office.country, one.card.device
