"""The ways to the part before and the part after: at both ends of a line, or below each other where that is too narrow.

Never makes the page wider than it is.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from desktop.widgets.pieces import row
from resources.palettes import GRID

_BESIDE = QBoxLayout.Direction.LeftToRight
_BELOW = QBoxLayout.Direction.TopToBottom


class Ways(QWidget):
    """Two buttons; one of them may be hidden. What is too long for a line ends in dots; the name says all of it."""

    def __init__(self, before: QPushButton, after: QPushButton) -> None:
        """The words of a button are those of its accessible name."""
        super().__init__()
        self._ways = (before, after)
        self._line = row(before, None, after, spacing=1)
        self.setLayout(self._line)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Other words."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        shown = [one for one in self._ways if not one.isHidden()]
        beside = sum(_needed(one) + GRID for one in shown) <= self.width()
        direction = _BESIDE if beside else _BELOW
        if direction is not self._line.direction():
            self._line.setDirection(direction)
        for one in shown:
            room = self.width() - _frame(one)
            words = one.fontMetrics().elidedText(one.accessibleName(), Qt.TextElideMode.ElideRight, room)
            if words != _said(one):
                one.setText(words.replace("&", "&&"))


def _said(one: QPushButton) -> str:
    return one.text().replace("&&", "&")


def _frame(one: QPushButton) -> int:
    """What is around the words."""
    return one.sizeHint().width() - one.fontMetrics().horizontalAdvance(_said(one))


def _needed(one: QPushButton) -> int:
    """How wide it is with all its words."""
    return one.fontMetrics().horizontalAdvance(one.accessibleName()) + _frame(one)
