"""The parts of a long form: a list beside the page where there is room, a field to choose from above it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QFrame, QListWidget, QListWidgetItem

from desktop.desk import Desk
from desktop.questionnaire.answering import Mark
from desktop.widgets.pieces import column
from desktop.widgets.still import keep_still
from resources.palettes import GRID

_WIDTH = 32 * GRID
_SIGN = 2 * GRID
WIDE = 1100
"""Pixels from which the list stands beside the page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A part as the outline shows it."""

    title: str
    mark: Mark


class Outline(QFrame):
    """Both views of the same parts. chosen: the place of a part."""

    chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        """Empty. This is the list; `field` is for the page to place."""
        super().__init__()
        self.setObjectName("outline")
        self._desk = desk
        name = desk.texts("outline.name")
        self.list = QListWidget()
        self.list.setObjectName("parts")
        self.list.setAccessibleName(name)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setIconSize(QSize(_SIGN, _SIGN))
        self.list.setSpacing(0)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._on_row)
        self.field = QComboBox()
        keep_still(self.field)
        self.field.setAccessibleName(name)
        self.field.activated.connect(self.chosen)
        self.setLayout(column(self.list, spacing=0, margin=1))
        self.setFixedWidth(round(_WIDTH * max(1.0, desk.look.scale * 0.9)))
        self._entries: tuple[Entry, ...] = ()
        self._current = -1
        self.show_parts((), -1)

    def show_parts(self, entries: Sequence[Entry], current: int) -> None:
        """Show these, and which one is open."""
        entries = tuple(entries)
        if (entries, current) == (self._entries, self._current):
            return
        if len(entries) != len(self._entries):
            self._remake(len(entries))
        for place, entry in enumerate(entries):
            self._write(place, entry)
        self._entries, self._current = entries, current
        blocked = self.list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.list.setCurrentRow(current)
        self.list.blockSignals(blocked)
        self.field.setCurrentIndex(current)

    def fit(self, width: int) -> None:
        """Choose the view for a page of this many pixels. A short form has none."""
        some = len(self._entries) > 1
        self.setVisible(some and width >= WIDE)
        self.field.setVisible(some and width < WIDE)

    def _remake(self, count: int) -> None:
        blocked = self.list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.list.clear()
        self.field.clear()
        for _ in range(count):
            self.list.addItem(QListWidgetItem())
            self.field.addItem("")
        self.list.blockSignals(blocked)

    def _write(self, place: int, entry: Entry) -> None:
        icon, state = self._sign(entry.mark)
        item = self.list.item(place)
        item.setText(entry.title)
        item.setSizeHint(self._room(entry.title))
        item.setIcon(icon)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title}{state}")
        self.field.setItemText(place, entry.title)
        self.field.setItemIcon(place, icon)

    def _room(self, title: str) -> QSize:
        """Words wrap; what a list itself reckons for that is wrong beside signs and edges."""
        width = self.width() - 2 * _SIGN - 4 * GRID
        lines = self.fontMetrics().boundingRect(0, 0, width, 0, Qt.TextFlag.TextWordWrap, title)
        return QSize(width, lines.height() + 2 * GRID)

    def _sign(self, mark: Mark) -> tuple[QIcon, str]:
        look, texts = self._desk.look, self._desk.texts
        if mark.wrong:
            return look.icon("triangle-alert", look.palette.danger), f", {texts('outline.wrong')}"
        if mark.answered:
            return look.icon("check", look.palette.good), f", {texts('outline.answered')}"
        return look.icon("dot", look.palette.edge), ""

    def _on_row(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(place)
