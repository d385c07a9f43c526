"""A list below a field of what fits the words typed. It lies above the questions that follow, and never takes the keys.

The field keeps the focus and moves in the list by Up and Down.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.questionnaire.controls.two_lines import BENEATH, TwoLines
from desktop.widgets.pieces import spoken
from desktop.widgets.revealing import reveal
from resources.palettes import GRID

AT_ONCE = 8
FEWER = 5
"""So many are in sight where each has two lines."""


class Offers(QListWidget):
    """The list. picked: the place of the choice somebody pressed."""

    picked = Signal(int)

    def __init__(self, field: QLineEdit) -> None:
        """Belongs to a field, and is hidden at first."""
        super().__init__(field)
        self.setObjectName("offers")
        self._field = field
        self._at_once = AT_ONCE
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self._on_clicked)
        field.destroyed.connect(self.deleteLater)
        self.hide()

    def show_beneath(self, colour: str) -> None:
        """From now on there stands something beneath each, in a quieter colour."""
        self._at_once = FEWER
        self.setUniformItemSizes(False)  # letters of another script are higher
        self.setItemDelegate(TwoLines(self, QColor(colour)))

    def offer(self, found: Sequence[tuple[int, str]], *, mark_first: bool, beneath: Sequence[str] = ()) -> None:
        """Show these, by place and words, with what stands beneath each; none hides the list."""
        self.clear()
        for (place, words), below in zip(found, beneath or [""] * len(found), strict=True):
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, place)
            if below:
                item.setData(BENEATH, below)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(words, below))
            self.addItem(item)
        if not found:
            self.hide()
            return
        self.setCurrentRow(0 if mark_first else -1)
        self._put(len(found))
        self.show()
        self.raise_()
        reveal(self)

    def move_mark(self, step: int) -> None:
        """Move up or down."""
        row = min(max(self.currentRow() + step, 0), self.count() - 1)
        self.setCurrentRow(row)
        item = self.item(row)
        self._field.setAccessibleDescription(_read_out(item))

    def marked(self) -> int | None:
        """The place of what is marked, None when nothing is, or nothing is shown."""
        item = self.currentItem() if self.isVisible() else None
        return None if item is None else int(item.data(Qt.ItemDataRole.UserRole))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is marked in a list nobody sees."""
        self.setCurrentRow(-1)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay below the field when something above it came or went, and all of it moved."""
        if event.type() is QEvent.Type.Move and self.isVisible():
            self._put(self.count())
            reveal(self)
        return super().eventFilter(watched, event)

    def _put(self, count: int) -> None:
        """Below the field where there is room, else above it."""
        ground = _ground(self._field)
        if self.parentWidget() is not ground:
            self.setParent(ground)
            holder: QWidget | None = self._field
            while holder is not None and holder is not ground:
                holder.installEventFilter(self)
                holder = holder.parentWidget()
        rows = sum(self.sizeHintForRow(row) for row in range(min(count, self._at_once)))
        height = rows + 2 * self.frameWidth()
        below = self._field.mapTo(ground, QPoint(0, self._field.height() + GRID // 4))
        above = self._field.mapTo(ground, QPoint(0, -height - GRID // 4))
        fits = below.y() + height <= ground.height() or above.y() < 0
        self.setGeometry(below.x(), (below if fits else above).y(), self._field.width(), height)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.picked.emit(int(item.data(Qt.ItemDataRole.UserRole)))


def _read_out(item: QListWidgetItem | None) -> str:
    """What a reader for the blind says of what is marked."""
    return "" if item is None else str(item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text())


def _ground(field: QWidget) -> QWidget:
    """What the list lies on: what scrolls, so that it moves along."""
    above: QWidget | None = field.parentWidget()
    while above is not None and above.objectName() != "scrolled":
        above = above.parentWidget()
    return above if above is not None else field.window()
