"""One row of a table: a mark in each column, all of them one stop for Tab.

Left and right move in the row, up and down to the rows beside it; Space, a digit or a letter picks, Backspace takes
back, Enter goes on; after a move in the row Enter picks what one moved to.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from desktop.questionnaire.asking import Question
from desktop.questionnaire.controls.base import Control
from desktop.questionnaire.controls.picks import Manner, Picks
from forms.session import Offered
from resources.palettes import GRID

_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_HIGH = round(3.5 * GRID)
_NARROW = 3 * GRID
_RING = 2


class Cell(QRadioButton):
    """A mark in the middle of its cell. All of it can be pressed."""

    def __init__(self) -> None:
        """Not picked."""
        super().__init__()
        self.setAutoExclusive(False)
        self.setObjectName("cell")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a line one can hit."""
        return QSize(_NARROW, _HIGH)

    def minimumSizeHint(self) -> QSize:
        """The same: how wide it is says the table."""
        return self.sizeHint()

    def hitButton(self, _pos: object) -> bool:
        """Anywhere in the cell."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark as the style draws it, and where the keys are."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        style, painter = self.style(), QPainter(self)
        metric = QStyle.PixelMetric
        size = QSize(
            style.pixelMetric(metric.PM_ExclusiveIndicatorWidth, option, self),
            style.pixelMetric(metric.PM_ExclusiveIndicatorHeight, option, self),
        )
        mark = QRect(QPoint(), size)
        mark.moveCenter(self.rect().center())
        option.rect = mark
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorRadioButton, option, painter, self)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlight().color(), _RING))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), GRID * 0.75, GRID * 0.75)
        painter.end()


class Cells(Picks):
    """The marks of one row. stepped: she wants to the row before or after, in the same column."""

    stepped = Signal(int, int)

    def __init__(self, question: Question) -> None:
        """Nothing picked."""
        super().__init__(question, Manner.ONE)
        lines = self.layout()
        assert isinstance(lines, QBoxLayout)
        lines.setDirection(QBoxLayout.Direction.LeftToRight)
        self._call()

    def ask(self, question: Question) -> None:
        """Other words."""
        super().ask(question)
        self._call()

    def explain(self, words: str) -> None:
        """A cell says by its name what is asked."""
        Control.explain(self, words)

    def go_to_column(self, column: int) -> None:
        """Be in a column; nothing is picked by that."""
        self.buttons[min(column, len(self.buttons) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def columns(self) -> tuple[str, ...]:
        """What the columns are."""
        return tuple(choice.label for choice in self._choices)

    def _on_key(self, event: QKeyEvent, here: int) -> bool:
        step = _ROWS.get(Qt.Key(event.key()))
        if step is None:
            return super()._on_key(event, here)
        self.stepped.emit(step, here)
        return True

    def _call(self) -> None:
        """Each cell is called by its question and its choice."""
        for choice, button in zip(self._choices, self.buttons, strict=True):
            button.setAccessibleName(f"{self.name}: {choice.label}")

    def _made(self, choice: Offered) -> tuple[QAbstractButton, QWidget]:
        cell = Cell()
        cell.setToolTip(choice.label)
        return cell, cell
