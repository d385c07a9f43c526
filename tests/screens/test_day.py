"""What day is it? Asked once after unlocking where the clock cannot be right; what is written then claims that day."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import wiring
from desktop.unlocking.day_page import DayPage
from desktop.unlocking.unlock_page import UnlockPage
from desktop.window_wiring import WindowProcess
from records.ids import system_chance
from records.timing import Doubt
from records.vault.vault import Surroundings
from resources.texts import Texts
from tests.support.vaults import StandingClock
from tests.support.windows import (
    LONG,
    PASSPHRASE,
    WINDOW,
    assert_named,
    focused,
    look_for,
    press,
    quick_notebook,
    show,
    tab_to,
    window_process,
    words_on,
)

pytestmark = WINDOW

DEAD = datetime.fromisoformat("2009-01-01T00:05:00+03:00")
DOUBT = Doubt(DEAD, date(2026, 11, 1), date(2026, 11, 1))


@pytest.fixture
def process(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowProcess]:
    """A window process on a computer whose battery is dead."""
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KINGA_STATE", str(tmp_path / "home" / "1 state"))
    quick_notebook(wiring.home() / "1").vault.close()
    clock = StandingClock(DEAD)
    around = lambda path: Surroundings(path.resolve(), wiring.state(), clock, system_chance)  # noqa: E731
    monkeypatch.setattr(wiring, "around", around)
    with window_process(qapp, qtbot) as found:
        yield found


def unlock(qtbot: QtBot, process: WindowProcess) -> None:
    page = process.frame.centralWidget()
    assert isinstance(page, UnlockPage)
    page.field.setFocus()
    press(qtbot, PASSPHRASE, Qt.Key.Key_Return)


def asked(qtbot: QtBot, process: WindowProcess) -> DayPage:
    qtbot.waitUntil(lambda: isinstance(process.frame.centralWidget(), DayPage), timeout=LONG)
    page = process.frame.centralWidget()
    assert isinstance(page, DayPage)
    return page


def now_here(qtbot: QtBot, process: WindowProcess) -> tuple[str, bool]:
    assert process.desk is not None
    found: list[tuple[str, bool]] = []
    process.desk.vault(lambda one: (one.vault.now()[:10], one.vault.clock_uncertain)).then(found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=LONG)
    return found[0]


def test_one_question_by_keyboard_and_then_home(qtbot: QtBot, process: WindowProcess) -> None:
    unlock(qtbot, process)
    page = asked(qtbot, process)
    assert process.main is None
    assert_named(page)
    assert "1 January 2009" in words_on(page)
    assert page.field.hasFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert page.today.text() == "Today is 2 November 2026"
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: process.main is not None, timeout=LONG)
    assert now_here(qtbot, process) == ("2026-11-02", True)


def test_who_does_not_know_goes_on_too(qtbot: QtBot, process: WindowProcess) -> None:
    unlock(qtbot, process)
    page = asked(qtbot, process)
    tab_to(qtbot, page.unknown)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: process.main is not None, timeout=LONG)
    assert now_here(qtbot, process) == ("2009-01-01", True)


def test_a_clock_that_is_right_asks_nothing(
    qtbot: QtBot, process: WindowProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = StandingClock()
    around = lambda path: Surroundings(path.resolve(), wiring.state(), right, system_chance)  # noqa: E731
    monkeypatch.setattr(wiring, "around", around)
    unlock(qtbot, process)
    qtbot.waitUntil(lambda: process.main is not None, timeout=LONG)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "xx"])
def test_no_day_before_the_program_was_made_can_be_said(qtbot: QtBot, language: str) -> None:
    texts = Texts(language)
    page = DayPage(texts, look_for(texts), DOUBT)
    show(qtbot, page)
    page.begin()
    said: list[object] = []
    page.said.connect(said.append)
    press(qtbot, *[Qt.Key.Key_Down] * 40, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    assert said == [date(2026, 11, 1)], "once"
    assert isinstance(focused(), QWidget)
    look_for(Texts("en"))
