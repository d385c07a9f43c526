"""The code of somebody who told something: typed, taken from earlier notes, or made new."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.questionnaire.asking import Question
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.controls.base import Control
from desktop.questionnaire.controls.typing import Recall
from desktop.widgets.pieces import Part, button, column, label, row
from records.ids import record_code, system_chance
from resources.palettes import GRID

_WIDTH = 32 * GRID
_ID = 16


class SourceField(Control):
    """A field with a key that makes a code."""

    def __init__(self, question: Question, bench: Bench, before: Sequence[str]) -> None:
        """No code."""
        super().__init__(question)
        texts = bench.desk.texts
        self.code = Recall(question, texts, before, last=False)
        self.code.field.setFixedWidth(_WIDTH)
        self.code.answered.connect(self._on_typed)
        self.code.onward.connect(self.onward)
        self.new = button(texts("source.new"), self._on_new)
        self.new.setProperty("own name", True)  # noqa: FBT003 - a property's value
        self.purpose = label(texts("source.purpose"), Part.QUIET)
        self.purpose.hide()
        inner = column(spacing=0.5)
        inner.addLayout(row(self.code, self.new, None, spacing=1))
        inner.addWidget(self.purpose)
        self.setLayout(inner)

    def show_answer(self, text: str) -> None:
        """The code."""
        self.code.show_answer(text)

    def stops(self) -> Sequence[QWidget]:
        """The field and its key."""
        return (*self.code.stops(), self.new)

    def letter(self) -> int:
        """Before which letter it stands."""
        return self.code.letter()

    def go_to_letter(self, place: int) -> None:
        """Before a letter."""
        self.code.go_to_letter(place)

    def _on_new(self) -> None:
        self.code.take(record_code(system_chance(_ID)))
        self.purpose.show()
        self.code.begin()

    def _on_typed(self, text: object) -> None:
        self.answered.emit(text)
