"""Draws what is offered in a list, and beneath it in a quieter colour what it is."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from resources.palettes import GRID

BENEATH = int(Qt.ItemDataRole.UserRole) + 1
"""The role of what stands beneath."""


class TwoLines(QStyledItemDelegate):
    """The ground as in every list, then two lines from the side the page begins at."""

    def __init__(self, parent: QWidget, quiet: QColor) -> None:
        """quiet: the colour of the second line."""
        super().__init__(parent)
        self._quiet = quiet

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line more than usual."""
        ours: Any = option  # Qt's own description of it lacks the members
        found = super().sizeHint(option, index)
        return QSize(found.width(), found.height() + ours.fontMetrics.lineSpacing())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one. The ink of what is marked is for both lines: on its ground the quiet one would be too quiet."""
        ours: Any = QStyleOptionViewItem(option)
        self.initStyleOption(ours, index)
        ours.text = ""
        ours.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ours, painter, ours.widget)
        marked = bool(ours.state & QStyle.StateFlag.State_Selected)
        ink = ours.palette.text().color()
        room: QRect = ours.rect.adjusted(GRID, GRID // 2, -GRID, -GRID // 2)
        height = room.height() // 2
        painter.save()
        for number, (words, colour) in enumerate(
            ((index.data() or "", ink), (index.data(BENEATH) or "", ink if marked else self._quiet))
        ):
            line = QRect(room.x(), room.y() + number * height, room.width(), height)
            shown = ours.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.setPen(colour)
            painter.drawText(line, _side(ours.direction) | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


def _side(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """Also a name in Latin letters begins where the page does."""
    side = Qt.AlignmentFlag.AlignRight if direction is Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute
