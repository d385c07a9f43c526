"""A practice note from end to end: two notebooks that are thrown away, in Arovia, which does not exist. No Qt.

Everything is real but the notebooks: sealed, written, opened, accepted, answered. Their passphrases are random and
known to nobody; the folders go when practice is over, and what a crash left goes at the next start.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop.acts import Notebook, accept_waiting, hand_over, make_notebook, plan_for, receive_all
from records.clock import system_clock
from records.errors import Known
from records.ids import random_name, system_chance
from records.journal.entry import Realm
from records.keys import words
from records.keys.slots import QUICK
from records.people import Card, Office, Role
from records.vault.folder import Lock
from records.vault.vault import Beginning, Surroundings
from resources.countries import PRACTICE
from sync.drives.place import FolderPlace
from sync.handing import silent
from sync.plan import plan_receipts
from sync.trust.cards import check_bits
from sync.trust.trusting import trust

_LETTERS: Final = 32


class Stage(StrEnum):
    """What became of the practice note; the texts know these."""

    COPIED = "copied"
    ARRIVED = "arrived"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Names:
    """What the two offices are called, in the language."""

    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Practice:
    """The two notebooks, and the folder in which they and the play drive lie."""

    folder: Path
    mine: Notebook
    theirs: Notebook


def start(root: Path, names: Names) -> Practice:
    """Make both notebooks, trusting each other."""
    folder = root / random_name(system_chance)
    drive = folder / "drive"
    drive.mkdir(mode=0o700, parents=True)
    mine = _notebook(folder / "1", Office(PRACTICE, names.mine), Role.MONITOR)
    try:
        theirs = _notebook(folder / "2", Office(PRACTICE, names.theirs), Role.HEADQUARTERS)
    except BaseException:
        mine.vault.close()
        raise
    _trust(mine, theirs.card)
    _trust(theirs, mine.card)
    return Practice(folder, mine, theirs)


def is_written(practice: Practice) -> bool:
    """Whether a note was finished."""
    return practice.mine.vault.head > 0


def would_read(practice: Practice) -> tuple[str, ...]:
    """The names of the offices to which the note would leave."""
    audiences = plan_for(practice.mine.vault, None).audiences
    return tuple(sorted({card.office.name for audience in audiences for card in audience.cards}))


def carry(practice: Practice, tell: Callable[[Stage], None]) -> Stage:
    """Hand it over, open it at the other end, and bring the answer back; return what is known at the end."""
    drive = practice.folder / "drive"
    mine, theirs = practice.mine, practice.theirs
    for _ in hand_over(mine, plan_for(mine.vault, None), FolderPlace(drive), silent):
        tell(Stage.COPIED)
    arrivals = receive_all(theirs.vault, [drive], lambda _arrival: None)
    _answer(practice)
    tell(reached(practice))
    accept_waiting(theirs.vault, [one.package for one in arrivals if one.package is not None])
    _answer(practice)
    tell(reached(practice))
    return reached(practice)


def reached(practice: Practice) -> Stage:
    """What one's own notebook knows of the hand-over."""
    deliveries = practice.mine.vault.deliveries
    sent = deliveries.bundles()
    if sent and all(deliveries.is_kept(one.bundle) for one in sent):
        return Stage.KEPT
    return Stage.ARRIVED if sent and all(one.arrived for one in sent) else Stage.COPIED


def wipe(practice: Practice) -> bool:
    """Close both notebooks and remove every file; whether nothing is left."""
    practice.mine.vault.close()
    practice.theirs.vault.close()
    return _remove(practice.folder)


def sweep(root: Path) -> None:
    """Remove what a crash left of earlier practice; what another window is practising with stays."""
    for folder in [path for path in root.glob("*") if not _in_use(path)]:
        _remove(folder)


def _answer(practice: Practice) -> None:
    """Receipts travel back by the same drive."""
    theirs, drive = practice.theirs, practice.folder / "drive"
    for _ in hand_over(theirs, plan_receipts(theirs.vault), FolderPlace(drive), silent):
        pass
    receive_all(practice.mine.vault, [drive], lambda _arrival: None)


def _notebook(path: Path, office: Office, role: Role) -> Notebook:
    passphrase = random_name(system_chance, _LETTERS)
    around = Surroundings(path, path.parent / "state", system_clock, system_chance)
    return make_notebook(around, Beginning(office, role, Realm.EXERCISE, passphrase, QUICK))


def _trust(notebook: Notebook, card: Card) -> None:
    """Nobody compares words here: both cards were made a moment ago, by the same hand."""
    trust(notebook.vault, card, words.as_words(check_bits(card, QUICK)), cost=QUICK)


def _in_use(folder: Path) -> bool:
    try:
        for lock in folder.glob("*/lock"):
            Lock(lock, 0).release()
    except Known:
        return True
    return False


def _remove(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    root = folder.parent
    if root.is_dir() and not any(root.iterdir()):
        root.rmdir()
    return not folder.exists()
