"""Somebody at the real window, without a screen, who writes what must stay secret: run as a process of its own.

    python -m tests.support.canary_window begin     types, waits until it is kept, types on, and is killed
    python -m tests.support.canary_window go-on     is where it was; copies, finishes, searches, looks, and locks

What is typed comes on standard input: the passphrase, what is kept, what is not. The process ends as the window's does,
with the code of locking.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.main_window import MainWindow
from desktop.notes.attachment_box import AttachmentBox
from desktop.notes.notes_page import NotesPage
from desktop.palette_dialog import ActsPanel
from desktop.places import Go, Where
from desktop.questionnaire.question_box import QuestionBox
from desktop.questionnaire.write_page import WritePage
from desktop.viewing.viewer import Viewer
from desktop.window_wiring import NAME, WindowProcess
from records.vault.lists import Query
from tests.support.cut import ANSWERS

_CONTROL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier
_PAUSE, _PAUSES = 5, 6000

T = TypeVar("T", bound=QWidget)


class Hands:
    """Types and presses, and waits until what was asked for is there."""

    def __init__(self) -> None:
        self.app = QApplication([NAME, "-style", "Fusion"])
        self.process = WindowProcess(self.app, os._exit)
        self.process.start()
        self.back()

    @property
    def main(self) -> MainWindow:
        assert self.process.main is not None
        return self.process.main

    def back(self) -> None:
        """The window has the keys, also after a dialog: without a screen nobody gives them back."""
        self.process.frame.activateWindow()
        self.until(self.process.frame.isActiveWindow)

    def until(self, holds: Callable[[], object]) -> None:
        for _ in range(_PAUSES):
            if holds():
                return
            QTest.qWait(_PAUSE)
        raise AssertionError("it does not come")

    def settle(self) -> None:
        self.until(lambda: not self.process.working)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.here(), text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        QTest.keyClick(self.here(), key, modifier)

    def here(self) -> QWidget:
        found = self.app.focusWidget()
        assert found is not None, "nothing has the keys"
        return found

    def page(self, kind: type[T]) -> T:
        found = self.main.stack.currentWidget()
        assert isinstance(found, kind), found
        self.settle()
        return found

    def shown(self, kind: type[T]) -> T:
        """What is open over the page."""
        self.until(lambda: any(one.isVisible() for one in self.main.findChildren(kind)))
        return next(one for one in self.main.findChildren(kind) if one.isVisible())

    def unlock(self, passphrase: str) -> None:
        self.write(passphrase)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.process.main is not None)
        self.settle()


def begin(hands: Hands, kept: str, not_kept: str) -> None:
    """Write a note, and be killed in its middle."""
    hands.main.show_place(Go(Where.WRITE, form="incident"))
    page = hands.page(WritePage)
    hands.write(kept)
    hands.until(page.kept.text)
    hands.write(not_kept)
    os.kill(os.getpid(), signal.SIGKILL)


def go_on(hands: Hands, kept: str) -> None:
    """Finish what was begun, and look at everything."""
    page = hands.page(WritePage)
    assert page.session().value("story") == kept
    hands.press(Qt.Key.Key_A, _CONTROL)
    hands.press(Qt.Key.Key_C, _CONTROL)
    assert hands.app.clipboard().text() == kept
    controls = {one.path: one.control for one in page.findChildren(QuestionBox)}
    for path, answer in ANSWERS.items():
        controls[path].answered.emit(answer)
    hands.press(Qt.Key.Key_Return, _CONTROL)
    hands.until(lambda: hands.main.here.where is Where.HOME)
    search(hands, kept.split()[0])
    look_at_the_attachment(hands)
    for where in (Where.HAND_OVER, Where.SETTINGS, Where.HOME):
        hands.main.show_place(Go(where))
        hands.settle()
    print("looked at everything", flush=True)
    hands.press(Qt.Key.Key_L, _CONTROL)
    hands.until(lambda: False)


def search(hands: Hands, word: str) -> None:
    """Among the notes, and among everything."""
    hands.main.show_place(Go(Where.NOTES))
    notes = hands.page(NotesPage)
    notes.field.setFocus()
    hands.write(word)
    hands.settle()
    hands.press(Qt.Key.Key_K, _CONTROL)
    panel = hands.shown(ActsPanel)
    hands.write(word)
    hands.settle()
    panel.leave()


def look_at_the_attachment(hands: Hands) -> None:
    """Of the note that has one."""
    assert hands.process.desk is not None
    found: list[bytes] = []
    job = hands.process.desk.vault(lambda notebook: notebook.vault.lists.page(Query()))
    job.then(lambda lines: found.extend(line.id for line in lines if line.attachments))
    hands.until(lambda: found)
    hands.main.show_place(Go(Where.NOTE, record=found[0]))
    hands.shown(AttachmentBox).show_button.click()
    viewer = hands.shown(Viewer)
    assert viewer.text.toPlainText()
    viewer.accept()
    hands.settle()
    hands.back()


if __name__ == "__main__":
    passphrase, kept, not_kept = sys.stdin.read().splitlines()
    somebody = Hands()
    somebody.unlock(passphrase)
    if sys.argv[1] == "begin":
        begin(somebody, kept, not_kept)
    else:
        go_on(somebody, kept)
