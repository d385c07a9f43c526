"""Texts: one line, and long ones that grow as one writes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSizeF, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.questionnaire.asking import Question
from desktop.questionnaire.controls.base import Control
from desktop.widgets.pieces import column
from resources.palettes import GRID

_PARAGRAPH = "\u2029"
_FIRST_LINES = 3
_MOST_LINES = 14
_AS_WRITTEN = Qt.AlignmentFlag.AlignLeft
_FROM_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class TextLine(Control):
    """One line. Enter goes on."""

    def __init__(self, question: Question) -> None:
        """An empty field."""
        super().__init__(question)
        self.field = QLineEdit()
        self.field.setAccessibleName(question.label)
        self.field.textEdited.connect(self._on_edited)
        self.field.returnPressed.connect(self.onward)
        self.setLayout(column(self.field, spacing=0))

    def show_answer(self, text: str) -> None:
        """Another text than the one that stands there."""
        if text != self.read(self.field.text()):
            self.field.setText(text)

    def stops(self) -> Sequence[QWidget]:
        """The field."""
        return (self.field,)

    def letter(self) -> int:
        """Before which letter it stands."""
        return self.field.cursorPosition()

    def go_to_letter(self, place: int) -> None:
        """Before a letter."""
        self.field.setCursorPosition(place)

    def read(self, typed: str) -> str:
        """What a text typed says; nothing but white space says nothing."""
        return "" if typed.isspace() else typed

    def _on_edited(self, typed: str) -> None:
        self.answered.emit(self.read(typed))


class _Growing(QPlainTextEdit):
    """A field as high as its text, up to a height at which it scrolls."""

    grew = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size)
        self._on_size(QSizeF(0, 1))
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        """The page may be turned to another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def said(self) -> str:
        """The text letter for letter: Qt's own plain text would make a space of every blank that does not break."""
        return self.document().toRawText().replace(_PARAGRAPH, "\n")

    def _align(self) -> None:
        """Begin where the page begins: a text box takes no side from its page. Each paragraph keeps its direction."""
        option = self.document().defaultTextOption()
        option.setAlignment(_FROM_RIGHT if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else _AS_WRITTEN)
        self.document().setDefaultTextOption(option)

    def _on_size(self, size: QSizeF) -> None:
        """Qt counts this document's height in lines."""
        lines = min(max(round(size.height()) + 1, _FIRST_LINES), _MOST_LINES)
        height = round(lines * self.fontMetrics().lineSpacing() + 3 * GRID)
        if height != self.height():
            self.setFixedHeight(height)
            self.grew.emit()


class Paragraphs(Control):
    """A long text. Enter begins a paragraph, Tab goes on."""

    def __init__(self, question: Question) -> None:
        """An empty field."""
        super().__init__(question)
        self.field = _Growing()
        self.field.setAccessibleName(question.label)
        self.field.textChanged.connect(self._on_changed)
        self.setLayout(column(self.field, spacing=0))
        self._said = ""

    def show_answer(self, text: str) -> None:
        """Another text than the one that stands there."""
        if text != self._said:
            self._said = text
            blocked = self.field.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.field.setPlainText(text)
            self.field.blockSignals(blocked)

    def stops(self) -> Sequence[QWidget]:
        """The field."""
        return (self.field,)

    def letter(self) -> int:
        """Before which letter it stands."""
        return self.field.textCursor().position()

    def go_to_letter(self, place: int) -> None:
        """Before a letter, or at the end."""
        cursor: QTextCursor = self.field.textCursor()
        cursor.setPosition(min(place, len(self.field.toPlainText())))
        self.field.setTextCursor(cursor)

    def _on_changed(self) -> None:
        typed = self.field.said()
        said = "" if typed.isspace() else typed
        if said != self._said:
            self._said = said
            self.answered.emit(said)
