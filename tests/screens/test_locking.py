"""Locking: what was begun is kept, the screen is empty, the process ends, and one comes back to where one was."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import wiring
from desktop.acts import Notebook, drafts
from desktop.endings import LOCKED
from desktop.idle import Presence
from desktop.places import Go, Where
from desktop.questionnaire.write_page import WritePage
from desktop.rooms import pages
from desktop.unlocking.unlock_page import UnlockPage
from desktop.window_wiring import WindowProcess
from records.vault.vault import open_vault
from tests.support.windows import LONG, PASSPHRASE, WINDOW, focused, press, quick_notebook, settle

pytestmark = WINDOW

STORY = "Men came by night"


class Windows:
    """Window processes over one home, one after the other."""

    def __init__(self, qapp: QApplication, qtbot: QtBot) -> None:
        self.qapp = qapp
        self.qtbot = qtbot
        self.ends: list[int] = []
        self._all: list[WindowProcess] = []

    def start(self) -> WindowProcess:
        """A fresh process, at its first page."""
        found = WindowProcess(self.qapp, self.ends.append)
        self._all.append(found)
        found.start()
        found.frame.activateWindow()
        self.qtbot.waitUntil(found.frame.isActiveWindow, timeout=LONG)
        return found

    def unlocked(self) -> WindowProcess:
        """A fresh process, unlocked by keyboard."""
        found = self.start()
        assert isinstance(found.frame.centralWidget(), UnlockPage)
        press(self.qtbot, PASSPHRASE, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: found.main is not None, timeout=LONG)
        settle(self.qtbot, found.background)
        return found

    def wait_ended(self) -> list[int]:
        self.qtbot.waitUntil(lambda: bool(self.ends), timeout=LONG)
        for process in self._all:
            settle(self.qtbot, process.background)
        return self.ends

    def close(self) -> None:
        for process in self._all:
            process.close()
            settle(self.qtbot, process.background)
            process.background.close()
            process.frame.deleteLater()


@pytest.fixture
def windows(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KINGA_STATE", str(tmp_path / "state"))
    quick_notebook(wiring.home() / "1").vault.close()
    found = Windows(qapp, qtbot)
    yield found
    found.close()


def begin_note(windows: Windows, process: WindowProcess) -> WritePage:
    """From Home into the story of an incident."""
    assert process.main is not None
    press(windows.qtbot, Qt.Key.Key_Return)  # the first thing on Home
    page = process.main.stack.currentWidget()
    assert isinstance(page, WritePage)
    settle(windows.qtbot, process.background)
    press(windows.qtbot, STORY)
    return page


def kept_stories() -> list[object]:
    """What drafts the notebook holds, read by somebody else."""
    vault = open_vault(wiring.around(wiring.notebooks()[0]), PASSPHRASE)
    try:
        return [draft.answers.values.get("story") for draft in drafts(vault)]
    finally:
        vault.close()


def ctrl_l(windows: Windows) -> None:
    press(windows.qtbot, Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)


def test_ctrl_l_in_the_middle_of_a_word_keeps_it_and_ends_locked(windows: Windows) -> None:
    process = windows.unlocked()
    begin_note(windows, process)
    ctrl_l(windows)
    assert not process.frame.isVisible()  # at once, before anything else
    assert windows.wait_ended() == [LOCKED]
    assert kept_stories() == [STORY]


def test_after_unlocking_one_writes_on_where_one_was(windows: Windows) -> None:
    process = windows.unlocked()
    begin_note(windows, process)
    ctrl_l(windows)
    windows.wait_ended()
    again = windows.unlocked()
    assert again.main is not None
    page = again.main.stack.currentWidget()
    assert isinstance(page, WritePage)
    settle(windows.qtbot, again.background)
    press(windows.qtbot, " and left")
    ctrl_l(windows)
    windows.qtbot.waitUntil(lambda: len(windows.ends) == 2, timeout=LONG)
    assert kept_stories() == [f"{STORY} and left"]


def test_what_was_left_by_itself_is_not_opened_again(windows: Windows) -> None:
    process = windows.unlocked()
    begin_note(windows, process)
    press(windows.qtbot, Qt.Key.Key_Escape)  # "Later": back at Home
    settle(windows.qtbot, process.background)
    ctrl_l(windows)
    windows.wait_ended()
    again = windows.unlocked()
    assert again.main is not None and again.main.here == Go(Where.HOME)
    assert kept_with(again) == [STORY]


def kept_with(process: WindowProcess) -> list[object]:
    assert process.desk is not None
    found: list[object] = []

    def read(notebook: Notebook) -> list[object]:
        return [draft.answers.values.get("story") for draft in drafts(notebook.vault)]

    process.desk.vault(read).then(found.extend)
    while process.background.busy:
        QApplication.processEvents()
    return found


def test_the_lock_button_does_the_same(windows: Windows) -> None:
    process = windows.unlocked()
    assert process.main is not None
    process.main.lock.emit()
    assert windows.wait_ended() == [LOCKED]


def test_closing_the_window_keeps_what_was_begun(windows: Windows) -> None:
    process = windows.unlocked()
    begin_note(windows, process)
    process.frame.close()
    assert not process.frame.isVisible()
    assert windows.wait_ended() == [0]
    assert kept_stories() == [STORY]


def test_it_ends_once_however_often_it_is_told(windows: Windows) -> None:
    process = windows.unlocked()
    process.lock()
    process.lock()
    process.frame.close()
    windows.wait_ended()
    windows.qtbot.wait(10)
    assert windows.ends == [LOCKED]


def test_it_ends_in_time_though_something_hangs(windows: Windows) -> None:
    process = windows.unlocked()
    hanging = threading.Event()
    process.background.vault(lambda _tell: hanging.wait(LONG / 1000))
    process.lock()
    windows.qtbot.waitUntil(lambda: windows.ends == [LOCKED], timeout=LONG)
    assert process.working  # it did not wait for it
    hanging.set()


def test_it_ends_though_a_page_fails_to_let_go(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    process = windows.unlocked()
    assert process.main is not None

    def fail() -> None:
        raise RuntimeError("a page that cannot be left")

    monkeypatch.setattr(process.main, "leave", fail)
    with pytest.raises(RuntimeError):
        process.lock()
    assert not process.frame.isVisible()
    assert windows.wait_ended() == [LOCKED]


def test_what_was_copied_does_not_stay_behind(windows: Windows) -> None:
    process = windows.unlocked()
    begin_note(windows, process)
    press(windows.qtbot, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    press(windows.qtbot, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    clipboard = windows.qapp.clipboard()
    assert clipboard.text() == STORY
    ctrl_l(windows)
    windows.wait_ended()
    assert clipboard.text() == ""


def test_what_was_copied_elsewhere_stays(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    windows.unlocked()
    clipboard = windows.qapp.clipboard()
    monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: None)  # another program has the keys
    clipboard.setText("a telephone number")
    monkeypatch.undo()
    ctrl_l(windows)
    windows.wait_ended()
    assert clipboard.text() == "a telephone number"


def test_nobody_there_is_told_before_and_locked_after(windows: Windows) -> None:
    process = windows.unlocked()
    assert process.main is not None
    settle(windows.qtbot, process.background)
    process._on_presence(Presence.NEARLY_GONE)
    assert process.main.said.text() == process.texts("lock.soon")
    process._on_presence(Presence.THERE)
    assert process.main.said.text() == ""
    assert windows.ends == []
    process._on_presence(Presence.GONE)
    assert windows.wait_ended() == [LOCKED]


def test_keys_are_signs_of_life(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    process = windows.unlocked()
    assert process._watch is not None
    before = process._watch._last
    press(windows.qtbot, Qt.Key.Key_Tab)
    assert process._watch._last > before


def test_while_something_is_carried_the_screen_is_covered_and_then_locked(windows: Windows) -> None:
    process = windows.unlocked()
    page = begin_note(windows, process)
    carrying = threading.Event()
    process.background.vault(lambda _tell: carrying.wait(LONG / 1000))
    process._on_presence(Presence.GONE)
    assert process.frame.isVisible() and not page.isVisible()
    assert [STORY in words for words in all_words(process.frame)].count(True) == 0
    process._on_presence(Presence.GONE)
    assert windows.ends == []
    carrying.set()
    assert windows.wait_ended() == [LOCKED]
    assert kept_stories() == [STORY]


def all_words(frame: QWidget) -> list[str]:
    return [str(child.property("text")) for child in frame.findChildren(QWidget) if child.isVisible()]


def test_closed_in_the_middle_of_practice_nothing_of_it_is_left(
    windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "new"))
    process = windows.start()
    assert process.beginning is not None
    practice = process.beginning.practice
    process.beginning.stack.setCurrentWidget(practice)
    practice.intro.on_button.click()
    windows.qtbot.waitUntil(lambda: practice.page is not None, timeout=LONG)
    settle(windows.qtbot, process.background)
    assert wiring.practice().exists()
    process.frame.close()
    windows.wait_ended()
    assert not wiring.practice().exists()


def test_what_a_crash_left_of_practice_goes_at_the_next_start(windows: Windows) -> None:
    left = wiring.practice() / "LEFT" / "1"
    left.mkdir(parents=True)
    (left / "data").write_bytes(b"sealed")
    windows.start()
    windows.qtbot.waitUntil(lambda: not wiring.practice().exists(), timeout=LONG)


class Shown(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_making_the_pages_opens_no_window_beside_the_one(windows: Windows, qapp: QApplication) -> None:
    process = windows.unlocked()
    assert process.desk is not None
    shown = Shown()
    qapp.installEventFilter(shown)
    made = pages(process.desk)
    for page in made.values():
        page.deleteLater()
    begin_note(windows, process)
    settle(windows.qtbot, process.background)
    qapp.removeEventFilter(shown)
    assert shown.windows == []
    assert focused().isVisible()
