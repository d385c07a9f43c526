"""The process that takes pictures of the windows: each notebook is opened, its pages are shown and kept as PNG."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop import rooms, wiring
from desktop.acts import Notebook, form_names, open_notebook
from desktop.background import Background
from desktop.desk import Desk
from desktop.look import Look
from desktop.main_window import MainWindow, places_of
from desktop.places import Go, Where
from desktop.preferences import Preferences
from desktop.unlocking.unlock_page import UnlockPage
from records.vault.lists import Query
from resources.palettes import Theme
from resources.texts import Texts

SIZE: Final = (1366, 768)
_SETTLE: Final = 400


@dataclass(frozen=True, slots=True)
class Studio:
    """What all pictures share."""

    app: QApplication
    texts: Texts
    look: Look
    background: Background
    folder: Path


def run(words: Sequence[str]) -> int:
    """Take them. Words: the folder, then the notebooks; the passphrase comes on standard input."""
    folder, *notebooks = map(Path, words)
    passphrase = sys.stdin.read()
    app = QApplication(["Kinga", "-style", "Fusion"])
    texts = Texts("en")
    look = Look(app, Theme.LIGHT, 100, texts.language.direction)
    background = Background(_fail)
    studio = Studio(app, texts, look, background, folder)
    _unlock(studio)
    for number, path in enumerate(notebooks, 1):
        _notebook(studio, path, passphrase, number)
    background.close()
    return 0


def _unlock(studio: Studio) -> None:
    page = UnlockPage(studio.texts, ["1"])
    page.resize(*SIZE)
    page.show()
    _wait()
    page.grab().save(str(studio.folder / "0-unlock.png"))
    page.hide()


def _notebook(studio: Studio, path: Path, passphrase: str, number: int) -> None:
    """Every place of one notebook, the newest note, and a new one begun."""
    opened: list[Notebook] = []
    around = wiring.around(path)
    studio.background.vault(lambda _tell: open_notebook(around, passphrase)).then(opened.append)
    _wait_for(lambda: bool(opened))
    desk = Desk(studio.texts, studio.look, studio.background, opened[0])
    main = rooms.furnish(desk, Preferences(), lambda _preferences: None)
    main.resize(*SIZE)
    main.show()
    role = desk.owner.me.role
    for where in places_of(role):
        _picture(studio, main, Go(where), f"{number}-{where.value}")
    found: list[bytes] = []
    query = Query(form="incident", limit=1)
    desk.vault(lambda notebook: notebook.vault.lists.page(query)).then(lambda lines: found.extend(x.id for x in lines))
    _wait()
    for record in found:
        _picture(studio, main, Go(Where.NOTE, record=record), f"{number}-note")
    for form in form_names(desk.owner.me):
        _picture(studio, main, Go(Where.WRITE, form=form), f"{number}-write-{form.replace('_', '-')}")
    main.leave()
    done: list[bool] = []
    desk.close().then(lambda _none: done.append(True))
    _wait_for(lambda: bool(done))
    main.hide()


def _picture(studio: Studio, main: MainWindow, go: Go, name: str) -> None:
    main.show_place(go)
    _wait()
    _wait_for(lambda: not studio.background.busy)
    _wait()
    main.grab().save(str(studio.folder / f"{name}.png"))


def _wait(milliseconds: int = _SETTLE) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _wait_for(holds: Callable[[], bool], rounds: int = 200) -> None:
    for _ in range(rounds):
        if holds():
            return
        _wait(50)


def _fail(problem: BaseException) -> None:
    raise problem
