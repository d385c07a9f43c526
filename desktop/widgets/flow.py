"""Widgets beside each other that go on in a new line where there is no more room. Mirrors itself from right to left."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget, QWidgetItem

from resources.palettes import GRID


class Flow(QLayout):
    """A layout of lines. An item is never wider than the whole."""

    def __init__(self, *widgets: QWidget, spacing: float = 1, middle: bool = False) -> None:
        """Distances in steps of the grid. middle: what is lower than its line stands in the middle of it."""
        super().__init__()
        self._middle = middle
        self._items: list[QLayoutItem] = []
        self.setSpacing(round(spacing * GRID))
        self.setContentsMargins(QMargins())
        for widget in widgets:
            self.addWidget(widget)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget in a place, from wherever in here it was."""
        known = next((item for item in self._items if item.widget() is widget), None)
        if known is not None:
            self._items.remove(known)
        else:
            self.addChildWidget(widget)
            known = QWidgetItem(widget)
        self._items.insert(place, known)
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Add at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Needs no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Fewer beside each other, more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the lines are at a width."""
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """The lowest item; how narrow it may be is for the page to say."""
        return QSize(0, max((item.minimumSize().height() for item in self._shown()), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max(size.height() for _, size in line)
            if move:
                self._put(line, QRect(rect.x(), y, rect.width(), height))
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._shown():
            size = self._size(item, width)
            if not lines or size.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, size))
            left -= size.width() + self.spacing()
        return lines

    def _size(self, item: QLayoutItem, width: int) -> QSize:
        wide = min(item.sizeHint().width(), width)
        return QSize(wide, item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height())

    def _put(self, line: list[tuple[QLayoutItem, QSize]], room: QRect) -> None:
        x, direction = room.x(), self._direction()
        for item, size in line:
            y = room.y() + ((room.height() - size.height()) // 2 if self._middle else 0)
            item.setGeometry(QStyle.visualRect(direction, room, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
