"""Questions with the same answers as one table: what the columns are stays in sight, each row keeps what is its own.

What is asked because of a row stands below it.
"""

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, Protocol
from weakref import WeakSet

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.controls.base import Control
from desktop.questionnaire.controls.grid import Cells
from desktop.questionnaire.plan import Piece
from desktop.questionnaire.question_box import QuestionBox
from desktop.widgets.pieces import Part, column, restyle
from resources.palettes import GRID

_SHARE: Final = 0.62
"""Of its width a table gives its columns this much …"""
_MOST: Final = 0.76
"""… and where a word would not fit, this much at most."""
_WIDE: Final = 9 * GRID
_CLOSE: Final = 0.95
"""Letters are drawn in whole pixels: a little smaller than reckoned they surely have room."""
_WORDS: Final = 22
"""Letters of a question that stand beside its cells at least: with less room than that it stands above them."""


class TableRow(QuestionBox):
    """A question whose answers are the cells of its row."""

    in_table = True

    def cells(self) -> Cells:
        """Its cells."""
        assert isinstance(self.control, Cells)
        return self.control

    def lie(self, *, below: bool) -> None:
        """Have its cells beside its words, or below them."""
        first = self._lines.itemAt(0)
        line = None if first is None else first.layout()
        assert isinstance(line, QBoxLayout)
        wanted = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if line.direction() is not wanted:
            line.setDirection(wanted)
            line.setSpacing(0 if below else 2 * GRID)

    def _made_control(self) -> Control:
        return Cells(self._question)

    def _beside(self) -> QVBoxLayout:
        found = super()._beside()
        found.setContentsMargins(0, GRID // 4, 0, GRID // 4)
        self.setObjectName("tableRow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return found


class _Head(QFrame):
    """What the columns are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tableHead")
        self._words: tuple[str, ...] = ()
        self._column = _WIDE
        self._smaller = 1.0

    def say(self, words: tuple[str, ...]) -> None:
        """These columns."""
        self._words = words
        self.update()

    def widest(self) -> int:
        """How wide the widest word of all is."""
        metrics = QFontMetrics(self._bold(1.0))
        return max((metrics.horizontalAdvance(word) for words in self._words for word in words.split()), default=0)

    def high(self, width: int) -> int:
        """How high it is with columns of this width. No word is broken: rather all are written a little smaller."""
        self._column = width
        share = (width - GRID) / max(self.widest(), 1)
        self._smaller = 1.0 if share >= 1 else share * _CLOSE
        return max((self._lines_high(words, width - GRID) for words in self._words), default=0) + 2 * GRID

    def _lines_high(self, words: str, width: int) -> int:
        """How high words are as they are painted."""
        layout = QTextLayout(words, self._bold(self._smaller))
        layout.setTextOption(self._option())
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            high += line.height()
        layout.endLayout()
        return math.ceil(high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words in the middle of their columns, at the foot of the line."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self._bold(self._smaller))
        option = self._option()
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        first = self.width() - self._column * len(self._words)
        for place, words in enumerate(self._words):
            x = first + place * self._column
            x = self.width() - x - self._column if turned else x
            room = QRect(x, 0, self._column, self.height()).adjusted(GRID // 2, GRID, -GRID // 2, -GRID)
            painter.drawText(room, words, option)
        painter.end()

    def _option(self) -> QTextOption:
        found = QTextOption(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        found.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        found.setTextDirection(self.layoutDirection())
        return found

    def _bold(self, size: float) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * size)
        return font


class Rows(Protocol):
    """What holds the rows, and what stands below them."""

    def show_pieces(self, pieces: Sequence[Piece], answering: Answering) -> bool:
        """Hold these."""

    def boxes(self) -> Iterator[QuestionBox]:
        """Every question held, in order."""

    def stops(self) -> Iterator[QWidget]:
        """Everything Tab can reach, in order."""


class Table(QWidget):
    """A table of questions."""

    def __init__(self, inside: Rows) -> None:
        """`inside` is a widget that holds rows."""
        super().__init__()
        assert isinstance(inside, QWidget)
        self.inside = inside
        self._lines = column(inside, spacing=0)
        self.setLayout(self._lines)
        self.head = _Head(self)
        self._column = 0
        self._area: QScrollArea | None = None
        self._heard: WeakSet[TableRow] = WeakSet()

    def show_piece(self, piece: Piece, answering: Answering) -> bool:
        """Show these rows."""
        changed = self.inside.show_pieces(piece.inside, answering)
        if changed:
            self._hear_rows()
            self.say()
        return changed

    def say(self) -> None:
        """Say anew what the columns are."""
        row = next(self.rows(), None)
        self.head.say(() if row is None else row.cells().columns())
        self._column = 0
        self._measure()

    def rows(self) -> Iterator[TableRow]:
        """Its rows, without what stands below them."""
        return (one for one in self.inside.boxes() if isinstance(one, TableRow))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """The other direction."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._indent()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on the head follows what is scrolled."""
        super().showEvent(event)
        above: QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self._area is None:
            self._area = above
            above.verticalScrollBar().valueChanged.connect(self._follow)
        self._measure()

    def _hear_rows(self) -> None:
        for one in self.inside.boxes():
            if isinstance(one, TableRow):
                if one not in self._heard:
                    self._heard.add(one)
                    one.cells().stepped.connect(partial(self._on_stepped, one))
            else:
                restyle(one.words, part=Part.BODY.value)
        self._indent()

    def _indent(self) -> None:
        """What stands below a row begins a little further in."""
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, right = (0, 3 * GRID) if turned else (3 * GRID, 0)
        for one in self.inside.boxes():
            if not isinstance(one, TableRow):
                one.setContentsMargins(left, GRID, right, 2 * GRID)

    def _on_stepped(self, row: TableRow, step: int, column_number: int) -> None:
        rows = list(self.rows())
        there = rows.index(row) + step
        if 0 <= there < len(rows):
            rows[there].cells().go_to_column(column_number)

    def _measure(self) -> None:
        """Every column as wide as its widest word needs, all of them not wider than their share.

        Where that leaves too little for the questions, these stand above their cells, which share the whole width.
        """
        row = next(self.rows(), None)
        count = 0 if row is None else len(row.cells().columns())
        if not count or not self.width():
            return
        word = self.head.widest()
        wide = min(max(word + 2 * GRID, _WIDE), int(self.width() * _SHARE / count))
        wide = max(wide, min(word + GRID, int(self.width() * _MOST / count)))
        below = self.width() - wide * count < _WORDS * self.fontMetrics().horizontalAdvance("0")
        wide = self.width() // count if below else wide
        if wide != self._column:
            self._column = wide
            self._lines.setContentsMargins(0, self.head.high(wide), 0, 0)
        for one in self.rows():
            one.lie(below=below)
            one.cells().setFixedWidth(wide * count)
        self._follow()

    def _follow(self) -> None:
        """The head stays in sight as long as a row is."""
        high = self.head.high(self._column)
        above = 0
        if self._area is not None:
            above = -self.mapTo(self._area.viewport(), self.rect().topLeft()).y()
        top = max(0, min(above, self.height() - high))
        self.head.setGeometry(QRect(0, top, self.width(), high))
        self.head.raise_()

    def sizeHint(self) -> QSize:
        """As its layout says."""
        return self._lines.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Any width will do: how wide the columns are follows from it."""
        return QSize(0, self._lines.minimumSize().height())
