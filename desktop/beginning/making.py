"""Making the notebook from what a person said, and trusting the card she compared. No Qt."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop import wiring
from desktop.acts import Notebook, make_notebook
from records.errors import Known, RecordsCode
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys import words
from records.keys.calibration import measured_cost
from records.keys.slots import Cost
from records.people import Card, Office, Role
from records.vault.vault import Beginning
from sync.errors import SyncCode
from sync.trust.cards import LARGEST, check_bits, read_card
from sync.trust.trusting import trust

Measure = Callable[[], Cost]


@dataclass(frozen=True, slots=True)
class Compared:
    """A card, and the check words somebody typed for it."""

    card: Card
    typed: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said at the beginning."""

    role: Role
    office: Office
    passphrase: str = field(repr=False)
    compared: Compared | None = None


def measured() -> Cost:
    """How hard the passphrase is made to try, on this computer."""
    return measured_cost(wiring.memory_kib(), system_chance)


def make(told: Told, measure: Measure) -> Notebook:
    """Make the notebook. What cannot be finished leaves nothing behind. Known(NOT_WRITABLE | DISK_FULL …)."""
    realm = Realm.EXERCISE if told.role is Role.TRAINER else Realm.REAL
    beginning = Beginning(told.office, told.role, realm, told.passphrase, measure())
    path = wiring.new_notebook()
    try:
        notebook = make_notebook(wiring.around(path), beginning)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    if told.compared is not None:
        trust(notebook.vault, told.compared.card, told.compared.typed)
    return notebook


def card_in(path: Path) -> Card:
    """The office card in a file. Known(FILE_UNREADABLE | CARD_MALFORMED | CARD_REALM)."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem
    card = read_card(raw)
    if card.exercise:
        raise Known(SyncCode.CARD_REALM)
    return card


def compare(card: Card, typed: str) -> Compared:
    """Check the words somebody heard by voice against a card. Known(WORDS_DIFFER)."""
    if not words.same(check_bits(card), typed):
        raise Known(SyncCode.WORDS_DIFFER)
    return Compared(card, typed)
