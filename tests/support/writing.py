"""Writing a note in tests as a person does: the real window on a quick notebook, spoken to by keys.

with writing(tmp_path, qtbot) as pen:
    pen.begin("incident")
    pen.type("They came at dawn.")
    pen.press(Qt.Key.Key_Tab)
    assert pen.vault(lambda notebook: …)            # what the notebook says, on its own lane
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook, drafts
from desktop.desk import Desk
from desktop.main_window import MainWindow
from desktop.places import Go, Where
from desktop.questionnaire.controls.base import Control
from desktop.questionnaire.paper import Paper
from desktop.questionnaire.question_box import QuestionBox
from desktop.questionnaire.write_page import WritePage
from desktop.rooms import acts, pages
from records.changes import answers_of
from records.drafting import Draft
from records.ids import system_chance
from records.journal.entry import Realm
from records.journal.merge import seen
from records.keys.device import DeviceKeys
from records.people import Office, Role
from records.values import Answers
from records.vault.lists import Query, RecordLine
from sync.trust.cards import make_card
from tests.support.windows import LONG, desk_in, focused, name_of, press, settle, show

T = TypeVar("T")
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
OFFICES = ((Office("KEN", "Headquarters"), Role.HEADQUARTERS), (Office("BEN", "National office"), Role.FOCAL_POINT))


class Pen:
    """Somebody who writes. Every key that is no letter of a text is counted."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot = qtbot
        self.desk = desk
        self.main = MainWindow(desk, pages(desk), lambda: acts(desk))
        found = self.main.stack.findChild(WritePage)
        assert isinstance(found, WritePage)
        self.page = found
        self.keys = 0
        show(qtbot, self.main, (1366, 768))

    @property
    def paper(self) -> Paper:
        found = [one for one in self.page.findChildren(Paper) if not one.isHidden()]
        return found[-1]

    def go(self, go: Go) -> None:
        """Come to a place, and wait until it is ready."""
        self.main.show_place(go)
        self.settle()

    def begin(self, form: str) -> None:
        self.go(Go(Where.WRITE, form=form))

    def paper_is_shown(self) -> bool:
        return any(one.isVisible() for one in self.page.findChildren(Paper))

    def settle(self) -> None:
        settle(self.qtbot, self.desk.background)

    def type(self, text: str) -> None:
        """Write a text: that is the note itself and no key to spare."""
        for number, line in enumerate(text.split("\n")):
            press(self.qtbot, *([Qt.Key.Key_Return] if number else []), line)

    def press(self, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.keys += sum(len(key) if isinstance(key, str) else 1 for key in keys)
        press(self.qtbot, *keys, modifier=modifier)

    def back(self) -> None:
        """The window has the keys again after a dialog: without a screen nobody gives them back."""
        self.main.activateWindow()
        self.qtbot.waitUntil(self.main.isActiveWindow, timeout=LONG)

    def finish(self, modifier: Qt.KeyboardModifier = CONTROL) -> None:
        self.press(Qt.Key.Key_Return, modifier=modifier)
        self.settle()

    def box(self, path: str) -> QuestionBox:
        """A question, rows named by position from 1: `people#1/age`."""
        found = {one.path: one for one in self.paper.sheet.boxes()}
        return found[self.named(path)]

    def named(self, path: str) -> str:
        """A path with row ids of one with positions."""
        steps = []
        for step in path.split("/"):
            name, mark, place = step.partition("#")
            rows = self.page.session().rows("/".join([*steps, name])) if mark else ()
            steps.append(rows[int(place) - 1].rpartition("/")[2] if mark else name)
        return "/".join(steps)

    def asked(self) -> list[str]:
        return [one.path for one in self.paper.sheet.boxes()]

    def control(self, path: str) -> Control:
        return self.box(path).control

    def at(self, path: str) -> None:
        """Be at a question."""
        assert self.paper.show_question(self.named(path))

    def answer(self, path: str, value: str) -> None:
        """Answer at once, where the way to answer is not what is tested."""
        self.control(path).answered.emit(value)

    def problem(self, path: str) -> str:
        found = self.box(path).problem
        return found.text() if not found.isHidden() else ""

    def here(self) -> str:
        """What has the keys, as it is read out."""
        return name_of(focused())

    def vault(self, operation: Callable[[Notebook], T]) -> T:
        """Ask the notebook something."""
        found: list[T] = []
        self.desk.vault(operation).then(found.append)
        self.qtbot.waitUntil(lambda: bool(found), timeout=LONG)
        return found[0]

    def drafts(self) -> list[Draft]:
        return self.vault(lambda notebook: drafts(notebook.vault))

    def notes(self) -> list[RecordLine]:
        return self.vault(lambda notebook: notebook.vault.lists.page(Query()))

    def answers(self, line: RecordLine) -> Answers:
        return self.vault(lambda notebook: answers_of(seen(notebook.vault.projection.cells(line.id))))


@contextmanager
def writing(
    folder: Path, qtbot: QtBot, role: Role = Role.MONITOR, language: str = "en", trusted: bool = True
) -> Iterator[Pen]:
    """Somebody at a fresh notebook that trusts headquarters and the national office."""
    with desk_in(folder, qtbot, role, language) as desk:
        pen = Pen(qtbot, desk)
        for office, their_role in OFFICES if trusted else ():
            card = make_card(DeviceKeys.new(system_chance), office, their_role, Realm.REAL)
            pen.vault(lambda notebook, card=card, role=their_role: trust(notebook, card, role))
        yield pen
        pen.main.leave()
        pen.settle()


def trust(notebook: Notebook, card: object, role: Role) -> bool:
    notebook.vault.cards.trust(card, role, notebook.vault.now())  # type: ignore[arg-type]
    return True


def visible(widget: QWidget) -> bool:
    return not widget.isHidden()
