"""The frame of a page: a title, a column that scrolls, and a footer for what one does with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.places import Go
from desktop.widgets.pieces import Part, box, column, label, row
from resources.palettes import GRID

WIDEST = 104 * GRID
_WIDE = 200 * GRID


class Page(QWidget):
    """One page of the window.

    go: the person wants to be elsewhere (a `desktop.places.Go`). told: a calm line for the status bar.
    """

    go = Signal(object)
    told = Signal(str)

    def __init__(self, title: str, subtitle: str = "", *, wide: bool = False) -> None:
        """A page with a title; fill `body` and, where there is something to do at the end, `footer`.

        wide: for tables; text is never set wider than one reads well.
        """
        super().__init__()
        self._widest = _WIDE if wide else WIDEST
        self.setObjectName("page")
        self.title = label(title, Part.TITLE)
        self.subtitle = label(subtitle, Part.QUIET)
        self.subtitle.setVisible(bool(subtitle))
        self.head: QHBoxLayout = row(self.title, spacing=2)
        self.head.setStretch(0, 1)
        self.body: QVBoxLayout = column(spacing=2)
        self.footer: QHBoxLayout = row(spacing=1)
        self._footer = box(self.footer, "footer")
        self.footer.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        self._footer.hide()
        outer = column(self._scrolling(), self._footer, spacing=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)

    def bring(self, go: Go) -> None:
        """Hear why one comes here, before the page is shown."""

    def enter(self) -> None:
        """The page is shown: look again at what may have changed."""

    def leave(self) -> None:
        """The page is left, or everything is locked: keep what was begun."""

    def show_footer(self) -> None:
        """Show the footer once there is something in it."""
        self._footer.show()

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Say what the page is about now."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def show_inside(self, widget: QWidget) -> None:
        """Scroll until a piece of the page is seen."""
        self._area.ensureWidgetVisible(widget, 0, 8 * GRID)

    def _scrolling(self) -> QScrollArea:
        inner = column(spacing=3)
        inner.addLayout(self.head)
        inner.addWidget(self.subtitle)
        inner.addLayout(self.body, 1)
        if self._widest != _WIDE:
            inner.addStretch(1000)
        inner.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        content = box(inner, "pageBody")
        content.setMaximumWidth(self._widest)
        holding = row(None, content, None, spacing=0)
        holding.setStretch(1, 1000)
        holder = box(holding, "scrolled")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(holder)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self._area
