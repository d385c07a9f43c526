"""Two offices and the desks before them, for tests of what travels between windows.

with two_desks(tmp_path, qtbot) as pair:                  # they trust each other, unless told otherwise
    line = pair.on(pair.monitor, lambda notebook: write(notebook.vault, "incident", MARKET))
    pair.carry(pair.monitor, pair.office, tmp_path / "usb")
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pytestqt.qtbot import QtBot

from desktop.acts import Notebook, accept_waiting, hand_over, plan_for, receive_all
from desktop.background import Background
from desktop.desk import Desk
from records.people import Card, Role
from resources.texts import Texts
from sync.drives.place import FolderPlace
from sync.handing import silent
from sync.trust.trusting import trust
from tests.support.offices import CHEAP, words_of
from tests.support.windows import LONG, background_for, look_for, quick_notebook, settle

T = TypeVar("T")
OFFICE = "Headquarters"
MONITOR = "Kilwa office"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two desks over one background: their notebooks share its lane."""

    qtbot: QtBot
    background: Background
    monitor: Desk
    office: Desk
    thirds: list[Desk] = field(default_factory=list)

    def on(self, desk: Desk, operation: Callable[[Notebook], T]) -> T:
        """Do something with a notebook and wait for it."""
        found: list[T] = []
        desk.vault(operation).then(found.append)
        self.qtbot.waitUntil(lambda: bool(found), timeout=LONG)
        return found[0]

    def third(self, folder: Path, role: Role = Role.MONITOR, office: str = "Market women's union") -> Desk:
        """One more desk, trusted by nobody."""
        found = _desk(self.qtbot, self.background, folder, role, office, self.monitor.texts)
        self.thirds.append(found)
        return found

    def trust(self, here: Desk, card: Card) -> None:
        """Let one trust another."""
        self.on(here, lambda notebook: trust(notebook.vault, card, words_of(card), None, CHEAP))

    def hand_over(self, here: Desk, usb: Path) -> None:
        """Everything that is owed goes to a folder."""
        usb.mkdir(exist_ok=True)
        plan = self.on(here, lambda notebook: plan_for(notebook.vault, None))
        self.on(here, lambda notebook: list(hand_over(notebook, plan, FolderPlace(usb), silent)))

    def take_in(self, there: Desk, usb: Path) -> None:
        """Everything that lies there for this one is looked at and accepted."""

        def take(notebook: Notebook) -> int:
            arrivals = receive_all(notebook.vault, [usb], lambda _arrival: None)
            return len(accept_waiting(notebook.vault, [one.package for one in arrivals if one.package is not None]))

        self.on(there, take)

    def carry(self, here: Desk, there: Desk, usb: Path) -> None:
        """From one to the other."""
        self.hand_over(here, usb)
        self.take_in(there, usb)

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        settle(self.qtbot, self.background)


@contextmanager
def two_desks(folder: Path, qtbot: QtBot, *, strangers: bool = False, language: str = "en") -> Iterator[Pair]:
    """A monitor's desk and headquarters'. strangers: headquarters does not know the monitor."""
    texts = Texts(language)
    with background_for(qtbot) as background:
        monitor = _desk(qtbot, background, folder / "monitor", Role.MONITOR, MONITOR, texts)
        office = _desk(qtbot, background, folder / "office", Role.HEADQUARTERS, OFFICE, texts)
        pair = Pair(qtbot, background, monitor, office)
        pair.trust(monitor, office.owner.card)
        if not strangers:
            pair.trust(office, monitor.owner.card)
        yield pair
        settle(qtbot, background)
        for desk in (monitor, office, *pair.thirds):
            desk.close()
        settle(qtbot, background)


def _desk(qtbot: QtBot, background: Background, folder: Path, role: Role, office: str, texts: Texts) -> Desk:
    made: list[Notebook] = []
    background.vault(lambda _tell: quick_notebook(folder, role, office)).then(made.append)
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
    return Desk(texts, look_for(texts), background, made[0])
