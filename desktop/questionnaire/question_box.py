"""One question on the page: its words, its hint, its control, and what is wrong with the answer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.asking import Question, Way
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.controls.making import control_of
from desktop.widgets.pieces import Part, column, label
from desktop.widgets.tone import Tone
from forms.model import Definition

_NEEDED = "\u2002•"


class QuestionBox(QWidget):
    """A question as it is asked. answered: by the person. onward: she wants to go on."""

    answered = Signal(str, object)
    onward = Signal(str)

    def __init__(self, path: str, definition: Definition, answering: Answering, bench: Bench) -> None:
        """As the form asks it now."""
        super().__init__()
        self.path = path
        self._definition = definition
        self._bench = bench
        self._question = answering.question(path, definition)
        self.words = label("", Part.BODY if self._question.way is Way.NOTE else Part.HEADING)
        self.hint = label("", Part.QUIET)
        self.problem = label("", tone=Tone.DANGER)
        self.problem.setObjectName("problem")
        self.control = control_of(self._question, bench)
        self.control.answered.connect(lambda value: self.answered.emit(self.path, value))
        self.control.onward.connect(lambda: self.onward.emit(self.path))
        self.setLayout(column(self.words, self.hint, self.control, self.problem, spacing=0.5))
        self._write(self._question)
        self.problem.hide()
        self.control.show_answer(answering.value(path))

    @property
    def can_be_answered(self) -> bool:
        """Whether there is something to do."""
        return bool(self.control.stops())

    def refresh(self, answering: Answering) -> None:
        """Ask as the form asks now, and show the answer and what is wrong with it."""
        question = answering.question(self.path, self._definition)
        if question != self._question:
            self._question = question
            self._write(question)
            self.control.ask(question)
        self.control.show_answer(answering.value(self.path))
        self.tell(answering.problem(self.path))

    def tell(self, problem: str) -> None:
        """Say what is wrong, "" for nothing."""
        if problem != self.problem.text():
            self.problem.setText(problem)
            self.problem.setVisible(bool(problem))
            self.control.set_wrong(wrong=bool(problem))
            self.control.explain(" ".join(part for part in (self.hint.text(), problem) if part))

    def _write(self, question: Question) -> None:
        self.words.setText(question.label + (_NEEDED if question.required else ""))
        self.hint.setText(question.hint)
        self.hint.setVisible(bool(question.hint))
        needed = self._bench.desk.texts("question.needed") if question.required else ""
        self.control.explain(" ".join(part for part in (needed, question.hint) if part))
