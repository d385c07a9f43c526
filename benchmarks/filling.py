"""Filling in by keyboard: how soon a form stands there, and how soon what a key did is painted.

Without a screen (Qt's own `offscreen`), a real notebook, the page as it stands in the window. There is no anchor: what
is measured is what a person waits for.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.forms import answers, sheets
from benchmarks.measuring import Result, show
from desktop.acts import Notebook, make_notebook
from desktop.background import Background
from desktop.desk import Desk
from desktop.look import Look
from desktop.places import Go, Where
from desktop.questionnaire.paper import Paper
from desktop.questionnaire.question_box import QuestionBox
from desktop.questionnaire.write_page import WritePage
from desktop.taking_forms import proposal, take
from forms import shipped
from forms.converting import compile_sheets
from forms.model import Form
from records.clock import system_clock
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.slots import QUICK
from records.people import Office, Role
from records.vault.vault import Beginning, Surroundings
from resources.palettes import Theme
from resources.texts import Texts

_ROUNDS: Final = 5
_MANY: Final = 1000
_PARTS: Final = 8
_OPENING: Final = "≤ 150 ms"
_KEYS: Final = "≤ 16 ms"
_SIZE: Final = (1366, 768)
_HOW: Final = "from the wish to the painted first part, vault open, form read before; median of 5"


def run() -> None:
    """Measure opening every form a notebook of headquarters can write, and keys in a form of 555 expressions."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        writer = _Writer(Path(folder))
        for form in shipped.names():
            if writer.may_write(form):
                _opening(writer, form, form)
        writer.take(compile_sheets(_flat(), "flat"))
        _opening(writer, "flat", f"a form of {_MANY} questions without parts")
        writer.take(compile_sheets(sheets(), "autopsy"))
        _opening(writer, "autopsy", "a form of 550 questions and 555 expressions")
        _keys(writer)
        writer.close()


def _opening(writer: "_Writer", form: str, name: str) -> None:
    found = [writer.open(form) for _ in range(_ROUNDS + 1)][1:]
    show(Result(f"opening {name}", statistics.median(found) * 1000, None, _OPENING, _HOW, "ms"))


def _keys(writer: "_Writer") -> None:
    """A digit at every question of a form that is filled in: it picks, or is written."""
    plain, moving = writer.type_through()
    for what, times in (("", plain), (" and questions come or go", moving)):
        how = f"{len(times)} keys in the form of 555 expressions, all of it filled in; until nothing is left to paint"
        for name, part in (("half of them", 0.5), ("99 of 100", 0.99)):
            took = sorted(times)[int(len(times) * part)] * 1000
            show(Result(f"from a key{what} to what it did being painted, {name}", took, None, _KEYS, how, "ms"))


class _Watch(QObject):
    """Sees whether a paper is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Look at what is painted."""
        if event.type() is QEvent.Type.Paint and isinstance(watched, QuestionBox):
            self.painted = True
        return False


class _Writer:
    """Somebody at headquarters, with a page to write on."""

    def __init__(self, folder: Path) -> None:
        found = QApplication.instance() or QApplication(["Kinga"])
        assert isinstance(found, QApplication)
        self._app = found
        texts = Texts("en")
        look = Look(found, Theme.LIGHT, 100, texts.language.direction)
        self._background = Background(_raise)
        self._watch = _Watch()
        notebook = self._made(folder)
        self._desk = Desk(texts, look, self._background, notebook)
        self.page = WritePage(self._desk)
        self.page.resize(*_SIZE)
        self.page.show()
        self.page.activateWindow()

    def may_write(self, form: str) -> bool:
        """Whether headquarters writes it."""
        writers = shipped.schema(form).writers
        return not writers or Role.HEADQUARTERS.value in writers

    def take(self, form: Form) -> None:
        """Take in a form from elsewhere."""
        self._desk.vault(lambda notebook: take(notebook.vault, proposal(notebook.vault, form, ())))
        self._settle()

    def open(self, form: str) -> float:
        """Begin a note; the seconds until its first part is painted."""
        self._settle()
        self._watch.painted = False
        self._app.installEventFilter(self._watch)
        started = time.perf_counter()
        self.page.bring(Go(Where.WRITE, form=form))
        while not self._watch.painted:
            self._app.processEvents()
        took = time.perf_counter() - started
        self._app.removeEventFilter(self._watch)
        return took

    def type_through(self) -> tuple[list[float], list[float]]:
        """Two keys at each question, and the seconds until all that each did is painted: of those that move nothing
        else on the page, and of those because of which questions come or go."""
        session, paper = self.page.session(), self._paper()
        for path, answer in answers(session.form):
            session.set(path, answer)
        paper.begin()
        plain: list[float] = []
        moving: list[float] = []
        for _ in range(_PARTS):
            for path in [one.path for one in paper.sheet.boxes()]:
                for digit in ("2", "1"):
                    if paper.show_question(path):
                        before = _paths(paper)
                        self._settle()
                        took = self._key(digit)
                        (plain if _paths(paper) == before else moving).append(took)
            paper.turn(1)
            self._settle()
        return plain, moving

    def close(self) -> None:
        """Put everything away."""
        self.page.leave()
        self._settle()
        self._desk.close()
        self._settle()
        self._background.close()

    def _key(self, digit: str) -> float:
        where = QApplication.focusWidget()
        assert isinstance(where, QWidget)
        started = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, ord(digit), Qt.KeyboardModifier.NoModifier, digit)
            QApplication.sendEvent(where, event)
        self._app.processEvents()
        return time.perf_counter() - started

    def _paper(self) -> Paper:
        return [one for one in self.page.findChildren(Paper) if not one.isHidden()][-1]

    def _settle(self) -> None:
        self._app.processEvents()
        while self._background.busy:
            self._app.processEvents()

    def _made(self, folder: Path) -> Notebook:
        found: list[Notebook] = []
        self._background.vault(lambda _tell: _notebook(folder)).then(found.append)
        while not found:
            self._app.processEvents()
        return found[0]


def _paths(paper: Paper) -> list[str]:
    return [one.path for one in paper.sheet.boxes()]


def _notebook(folder: Path) -> Notebook:
    around = Surroundings(folder / "notebook", folder / "state", system_clock, system_chance)
    office = Office("KEN", "Headquarters")
    return make_notebook(around, Beginning(office, Role.HEADQUARTERS, Realm.REAL, "six quick words for benches", QUICK))


def _raise(problem: BaseException) -> None:
    raise problem


def _flat() -> dict[str, object]:
    survey = [{"type": "text", "name": f"q{number}", "label": f"Question {number}"} for number in range(_MANY)]
    return {
        "survey": survey,
        "survey_header": [dict.fromkeys(("type", "name", "label"))],
        "settings": [{"form_id": "flat"}],
        "settings_header": [{"form_id": None}],
        "sheet_names": ["survey", "settings"],
    }
