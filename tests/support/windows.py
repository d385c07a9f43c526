"""Windows for tests: quick real notebooks behind a real desk, and what every page must hold to.

with desk_in(tmp_path, qtbot) as desk:                    # a monitor of BEN, "Kilwa office"
    page = SettingsPage(desk, Preferences())
    show(qtbot, page)
    assert_named(page)
    settle(qtbot, desk.background)                        # until nothing is on its way
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook, make_notebook
from desktop.background import Background
from desktop.desk import Desk
from desktop.look import Look
from desktop.window_wiring import WindowProcess
from records.clock import system_clock
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.slots import QUICK
from records.people import Office, Role
from records.vault.vault import Beginning, Surroundings
from resources.palettes import Theme
from resources.texts import Texts

PASSPHRASE = "six quick words for tests alone"
WINDOW = [
    pytest.mark.window,
    # without a screen there are no window managers to ask: Qt says so for every window with a smallest size
    pytest.mark.qt_log_ignore("^This plugin does not support "),
]
"""What every test of windows is marked with."""
LONG = 20_000


def look_for(texts: Texts, theme: Theme = Theme.LIGHT, size: int = 100) -> Look:
    """Dress the test's application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return Look(app, theme, size, texts.language.direction)


def quick_notebook(
    folder: Path,
    role: Role = Role.MONITOR,
    office: str = "Kilwa office",
    country: str = "BEN",
    realm: Realm = Realm.REAL,
    passphrase: str = PASSPHRASE,
) -> Notebook:
    """Make a real notebook in milliseconds. Its thread is whichever calls this."""
    around = Surroundings(folder, folder.parent / f"{folder.name} state", system_clock, system_chance)
    return make_notebook(around, Beginning(Office(country, office), role, realm, passphrase, QUICK))


def raise_failure(problem: BaseException) -> None:
    """What nobody handled fails the test."""
    raise problem


@contextmanager
def background_for(qtbot: QtBot, show_failure: Callable[[BaseException], None] = raise_failure) -> Iterator[Background]:
    """Real threads, which are gone afterwards."""
    background = Background(show_failure)
    try:
        yield background
        settle(qtbot, background)
    finally:
        background.close()


@contextmanager
def window_process(qapp: QApplication, qtbot: QtBot) -> Iterator[WindowProcess]:
    """A window process at its first page, over what KINGA_HOME and KINGA_STATE name; closed afterwards."""
    found = WindowProcess(qapp, lambda _code: None)
    found.start()
    found.frame.activateWindow()
    qtbot.waitUntil(found.frame.isActiveWindow, timeout=LONG)
    yield found
    found.close()
    settle(qtbot, found.background)
    found.background.close()


@contextmanager
def desk_in(
    folder: Path,
    qtbot: QtBot,
    role: Role = Role.MONITOR,
    language: str = "en",
    realm: Realm = Realm.REAL,
) -> Iterator[Desk]:
    """A desk over a quick notebook, on its lane, closed afterwards."""
    texts = Texts(language)
    made: list[Notebook] = []
    with background_for(qtbot) as background:
        background.vault(lambda _tell: quick_notebook(folder / "notebook", role, realm=realm)).then(made.append)
        qtbot.waitUntil(lambda: bool(made), timeout=LONG)
        desk = Desk(texts, look_for(texts), background, made[0])
        yield desk
        settle(qtbot, background)
        desk.close()
        settle(qtbot, background)


def settle(qtbot: QtBot, background: Background) -> None:
    """Wait until nothing is on its way, and what came of it is shown (layouts show new widgets an event later)."""
    for _ in range(2):
        qtbot.waitUntil(lambda: not background.busy, timeout=LONG)
        QApplication.processEvents()


def show(qtbot: QtBot, widget: QWidget, size: tuple[int, int] = (1024, 600)) -> None:
    """Show a page as a window, ready for keys. It goes with the test."""
    qtbot.addWidget(widget)
    widget.resize(*size)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=LONG)


def focused() -> QWidget:
    """Where the keys go."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def press(qtbot: QtBot, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Type as a person without a mouse does: into the list that is open, or whatever has the focus. ASCII only."""
    for key in keys:
        if isinstance(key, str):
            for letter in key:
                qtbot.keyClick(_listening(), letter, modifier)
        else:
            qtbot.keyClick(_listening(), key, modifier)


def tab_to(qtbot: QtBot, widget: QWidget, most: int = 60) -> None:
    """Go there with Tab alone."""
    for _ in range(most):
        if focused() is widget:
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {widget.objectName() or widget}")


def assert_named(page: QWidget) -> None:
    """Everything one can reach by keyboard has a name that can be read out."""
    nameless = [widget for widget in page.findChildren(QWidget) if _reached(widget, page) and not name_of(widget)]
    assert not nameless, nameless


def name_of(widget: QWidget) -> str:
    """What is read out of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def words_on(page: QWidget) -> str:
    """All the words of the labels that are shown."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def _listening() -> QWidget:
    return QApplication.activePopupWidget() or focused()


def _reached(widget: QWidget, page: QWidget) -> bool:
    """Qt's own inner parts, and lists that open in windows of their own, are reached through what holds them."""
    own = widget.objectName().startswith("qt_") or isinstance(widget.parent(), QComboBox)
    apart = widget.window() is not page.window()
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not own and not apart and widget.isVisibleTo(page)
