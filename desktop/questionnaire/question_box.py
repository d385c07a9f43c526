"""One question on the page: its words, its hint, its control, what is wrong with the answer, and what it may tell."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.asking import Question, Way
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.controls.base import Control
from desktop.questionnaire.controls.making import control_of
from desktop.questionnaire.controls.media import LabelMedia
from desktop.questionnaire.leak_box import LeakBox
from desktop.questionnaire.meaning import meaning_of
from desktop.questionnaire.meaning_box import MeaningBox
from desktop.widgets.pieces import Part, column, label, row
from desktop.widgets.tone import Tone
from forms.model import Definition

_NEEDED = "\u2002•"
_BESIDE = "beside"


def stands_beside(one: Definition) -> bool:
    """Whether a form wants the answers of a question in the same line as its words: for many alike ones."""
    return _BESIDE in one.appearance.split()


class QuestionBox(QWidget):
    """A question as it is asked.

    answered: by the person. onward: she wants to go on. decided: what is to be done with a passage that may tell who
    somebody is (path, `Act`, passage).
    """

    answered = Signal(str, object)
    onward = Signal(str)
    decided = Signal(str, object, str)
    in_table = False

    def __init__(self, path: str, definition: Definition, answering: Answering, bench: Bench) -> None:
        """As the form asks it now."""
        super().__init__()
        self.path = path
        self._definition = definition
        self._bench = bench
        self._question = answering.question(path, definition)
        beside = self.in_table or stands_beside(definition)
        self.words = label("", Part.BODY if beside or self._question.way is Way.NOTE else Part.HEADING)
        self.media = LabelMedia(bench.desk, self._question.form)
        self.hint = label("", Part.QUIET)
        self.problem = label("", tone=Tone.DANGER)
        self.problem.setObjectName("problem")
        self.control = self._made_control()
        self.control.answered.connect(lambda value: self.answered.emit(self.path, value))
        self.control.onward.connect(lambda: self.onward.emit(self.path))
        self.control.turned.connect(self._on_turned)
        self.leaks: LeakBox | None = None
        self.meaning: MeaningBox | None = None
        self._lines = self._beside() if beside else self._below()
        self.setLayout(self._lines)
        self._write(self._question)
        self.problem.hide()
        self.control.show_answer(answering.value(path))

    def _made_control(self) -> Control:
        return control_of(self._question, self._bench)

    def _below(self) -> QVBoxLayout:
        return column(self.words, self.media, self.hint, self.control, self.problem, spacing=0.5)

    def _beside(self) -> QVBoxLayout:
        """Words at the beginning of the line, answers at its other half; what is wrong stands below."""
        found = column(spacing=0.5)
        line = row(self.words, self.control, spacing=2)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        found.addLayout(line)
        found.addWidget(self.hint)
        found.addWidget(self.problem)
        return found

    @property
    def way(self) -> Way:
        """By what it is answered."""
        return self._question.way

    @property
    def can_be_answered(self) -> bool:
        """Whether there is something to do."""
        return bool(self.control.stops())

    def stops(self) -> Sequence[QWidget]:
        """Everything Tab can reach, in order."""
        return (*self.control.stops(), *self.leak_keys())

    def leak_keys(self) -> Sequence[QWidget]:
        """The keys beside what may tell who somebody is."""
        return () if self.leaks is None else self.leaks.buttons

    def refresh(self, answering: Answering) -> None:
        """Ask as the form asks now, and show the answer and what is wrong with it."""
        question = answering.question(self.path, self._definition)
        if question != self._question:
            self.hide_meaning()
            self._question = question
            self._write(question)
            self.control.ask(question)
        self.control.show_answer(answering.value(self.path))
        self.tell(answering.problem(self.path))
        self.tell_leaks(answering)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 explains; again, or Escape, and it goes."""
        if event.key() == Qt.Key.Key_F1 and not self._explains:
            self._show_meaning()
        elif event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Escape) and self._explains:
            self.hide_meaning()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The first Escape ends the explanation, only the next one is the page's."""
        found = event if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) else None
        if found is None or found.key() != Qt.Key.Key_Escape or not self._explains:
            return super().event(event)
        found.accept()
        return True

    def hide_meaning(self) -> None:
        """Explain nothing any more."""
        if self.meaning is not None:
            self.meaning.hide()

    def tell(self, problem: str) -> None:
        """Say what is wrong, "" for nothing."""
        if problem != self.problem.text():
            self.problem.setText(problem)
            self.problem.setVisible(bool(problem))
            self.control.set_wrong(wrong=bool(problem))
            self._tell_reader()

    def tell_leaks(self, answering: Answering) -> bool:
        """Show what the answer may tell of somebody; return whether something came or went."""
        found, undo = answering.found(self.path), answering.can_undo(self.path)
        if self.leaks is None:
            if not found and not undo:
                return False
            self.leaks = LeakBox(self._bench.desk)
            self.leaks.decided.connect(lambda act, passage: self.decided.emit(self.path, act, passage))
            self._lines.addWidget(self.leaks)
        return self.leaks.show_leaks(found, undo=undo)

    def _write(self, question: Question) -> None:
        self.words.setText(question.label + (_NEEDED if question.required else ""))
        self.media.show_media(question.media, question.label)
        self.hint.setText(question.hint)
        self.hint.setVisible(bool(question.hint))
        self._tell_reader()

    def _tell_reader(self) -> None:
        """Let what stands beside the control be read out with it."""
        needed = self._bench.desk.texts("question.needed") if self._question.required else ""
        said = (self.hint.text(), self.problem.text()) if self.problem.text() else (needed, self.hint.text())
        self.control.explain(" ".join(one for one in said if one))

    @property
    def _explains(self) -> bool:
        return self.meaning is not None and not self.meaning.isHidden()

    def _show_meaning(self) -> None:
        """Explain the choice at hand, or the question. The keys stay where they are."""
        if self.meaning is None:
            self.meaning = MeaningBox(self)
            self.meaning.gone.connect(self._tell_reader)
        if not self.control.hold(self.meaning):
            place = max(self._lines.indexOf(self.control), self._lines.indexOf(self.hint)) + 1
            self._lines.removeWidget(self.meaning)
            self._lines.insertWidget(place, self.meaning)
        self.meaning.explain(meaning_of(self._question, self.control.at_hand(), self._bench.desk.texts))
        self.control.explain(self.meaning.words())

    def _on_turned(self) -> None:
        """Explain what the person is at now; nothing, once she is at no choice."""
        if self._explains and self.control.at_hand() is not None:
            self._show_meaning()
        else:
            self.hide_meaning()
