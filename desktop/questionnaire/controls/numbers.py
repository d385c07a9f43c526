"""Numbers: a short field, and one with keys for none and for not known."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.questionnaire.asking import Question
from desktop.questionnaire.controls.base import Control
from desktop.questionnaire.controls.texts import TextLine
from desktop.questionnaire.finding import plain_digits
from desktop.widgets.pieces import Part, button, row
from resources.palettes import GRID
from resources.texts import Texts

_WIDTH = 14 * GRID
_WIDER = 24 * GRID
_NONE = "0"


class NumberField(TextLine):
    """A number as people write it, in the digits of any script."""

    def __init__(self, question: Question) -> None:
        """An empty field; of a scale, its ends stand in it."""
        super().__init__(question)
        self.field.setFixedWidth(_WIDER)
        start, end, _ = question.bounds
        if start and end:
            self.field.setPlaceholderText(f"{start} – {end}")

    def read(self, typed: str) -> str:
        """The number typed."""
        return plain_digits(typed)


class Count(Control):
    """How many. None and not known are keys; not known is no number."""

    def __init__(self, question: Question, texts: Texts) -> None:
        """An empty field and two keys."""
        super().__init__(question)
        self.number = NumberField(question)
        self.number.field.setFixedWidth(_WIDTH)
        self.number.answered.connect(self._say)
        self.number.onward.connect(self.onward)
        self.none = self._key(texts("count.none"), _NONE)
        self.unknown = self._key(texts("count.not-known"), "")
        self.setLayout(row(self.number, self.none, self.unknown, None, spacing=1))
        self._said: str | None = None

    def show_answer(self, text: str) -> None:
        """The number, and which key says the same."""
        self.number.show_answer(text)
        self.none.setChecked(text == _NONE)
        self.unknown.setChecked(not text and self._said == "")

    def stops(self) -> Sequence[QWidget]:
        """The field; what its keys say can be typed: 0, or nothing."""
        return self.number.stops()

    def letter(self) -> int:
        """Before which digit it stands."""
        return self.number.letter()

    def go_to_letter(self, place: int) -> None:
        """Before a digit."""
        self.number.go_to_letter(place)

    def _key(self, words: str, text: str) -> QPushButton:
        found = button(words, lambda: self._on_key(text), Part.KEY)
        found.setCheckable(True)
        found.setFocusPolicy(self.focusPolicy())
        return found

    def _on_key(self, text: str) -> None:
        self._say(text)
        self.number.begin()

    def _say(self, text: object) -> None:
        self._said = str(text)
        self.show_answer(self._said)
        self.answered.emit(text)
