"""Widgets side by side in two columns, or one below the other where their words would not fit."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from resources.palettes import GRID

_MOST = 2


class Columns(QFrame):
    """As many columns as there is room for, two at the most, all equally wide."""

    def __init__(self, *, gap: float = 1) -> None:
        """gap: between the columns, in steps of the grid."""
        super().__init__()
        self._widgets: list[QWidget] = []
        self._across = _MOST
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        self._grid.setHorizontalSpacing(round(gap * GRID))
        self.setLayout(self._grid)

    def add(self, widget: QWidget) -> None:
        """Put one more behind the others."""
        self._widgets.append(widget)
        self._arrange(self._across)

    def minimumSizeHint(self) -> QSize:
        """It can always become one column."""
        widest = max((one.minimumSizeHint().width() for one in self._widgets), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See what fits."""
        super().resizeEvent(event)
        widest = max((one.minimumSizeHint().width() for one in self._widgets), default=0)
        across = _MOST if _MOST * widest + self._grid.horizontalSpacing() <= event.size().width() else 1
        if across != self._across:
            self._arrange(across)

    def _arrange(self, across: int) -> None:
        self._across = across
        for place, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, place // across, place % across)
        for column in range(_MOST):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
