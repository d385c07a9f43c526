"""A line that opens: what lies below it is made when it is first asked for."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPixmap, QTransform
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.look import Look
from desktop.widgets.line import Line
from desktop.widgets.pieces import box, column
from desktop.widgets.revealing import reveal
from resources.palettes import GRID


class Fold(QWidget):
    """A line with a chevron, and a column below it. `fill` is called once, with the column, at the first opening."""

    def __init__(self, words: str, look: Look, fill: Callable[[QVBoxLayout], object], below: str = "") -> None:
        """below: a quieter second line, always seen."""
        super().__init__()
        self._look = look
        self._fill: Callable[[QVBoxLayout], object] | None = fill
        self.head = Line(words, self._turn, self._chevron(opened=False), below=below)
        self.head.setObjectName("fold")
        self.head.setCheckable(True)
        self.head.layout().setContentsMargins(0, GRID, GRID, GRID)  # type: ignore[union-attr]
        self.inside = column(spacing=1)
        self.inside.setContentsMargins(round(4.5 * GRID), 0, GRID, GRID)
        self._body = box(self.inside)
        self._body.hide()
        self._body.installEventFilter(self)
        self.setLayout(column(self.head, self._body, spacing=0))

    @property
    def is_open(self) -> bool:
        """Whether what lies below is seen."""
        return not self._body.isHidden()

    def open(self) -> None:
        """Show what lies below."""
        if not self.is_open:
            self._turn()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What opens is seen, and the line that opened it as well."""
        if watched is self._body and event.type() is QEvent.Type.Resize and self.head.hasFocus() and self.is_open:
            QTimer.singleShot(0, self, lambda: reveal(self._body, self.head))
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
        opened = not self.is_open
        if self._fill is not None:
            fill, self._fill = self._fill, None
            fill(self.inside)
        self._body.setVisible(opened)
        self.head.setChecked(opened)
        self.head.icon_label.setPixmap(self._chevron(opened=opened))

    def _chevron(self, *, opened: bool) -> QPixmap:
        name = "chevron-down" if opened else "chevron-right"
        found = self._look.pixmap(name, self._look.palette.quiet)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return found.transformed(QTransform.fromScale(-1, 1)) if mirrored else found
