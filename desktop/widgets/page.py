"""The frame of a page: a title, a column that scrolls, and a footer for what one does with it."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.places import Go
from desktop.widgets.pieces import Part, box, clear, column, label, row
from resources.palettes import GRID

WIDEST = 104 * GRID
_WIDE = 200 * GRID
_Action = QAbstractSlider.SliderAction
_READING = {
    Qt.Key.Key_PageDown: _Action.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Action.SliderPageStepSub,
    Qt.Key.Key_Home: _Action.SliderToMinimum,
    Qt.Key.Key_End: _Action.SliderToMaximum,
}


class _Scrolled(QFrame):
    """As high as its words are at its width: by itself Qt takes the height they have at the narrowest."""

    def __init__(self, layout: QHBoxLayout) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Page(QWidget):
    """One page of the window.

    go: the person wants to be elsewhere (a `desktop.places.Go`). told: a calm line for the status bar. stands: where to
    come back to if the program ended now (a `Go`); what is left by itself needs none.
    """

    go = Signal(object)
    told = Signal(str)
    stands = Signal(object)

    def __init__(self, title: str, subtitle: str = "", *, wide: bool = False) -> None:
        """A page with a title; fill `body` and, where there is something to do at the end, `footer`.

        asked: what is asked because of something in the footer, right above it.
        wide: for tables; text is never set wider than one reads well.
        """
        super().__init__()
        self._seen: QWidget | None = None
        self._widest = _WIDE if wide else WIDEST
        self.setObjectName("page")
        self.title = label(title, Part.TITLE)
        self.subtitle = label(subtitle, Part.QUIET)
        if not subtitle:
            self.subtitle.hide()  # never shown before it has a place: it would be a window of its own for a moment
        self.head: QHBoxLayout = row(self.title, spacing=2)
        self.head.setStretch(0, 1)
        self.body: QVBoxLayout = column(spacing=2)
        self.footer: QHBoxLayout = row(spacing=1)
        self.footer.setContentsMargins(4 * GRID, GRID, 4 * GRID, GRID)
        self.asked: QVBoxLayout = column(spacing=1)
        self.asked.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        below = column(spacing=0)
        below.addLayout(self.asked)
        below.addLayout(self.footer)
        self._footer = box(self._as_wide_as_text(box(below)), "footer")
        self._footer.hide()
        self._outer = row(spacing=0)
        self._outer.addLayout(column(self._scrolling(), self._footer, spacing=0), 1)
        self.setLayout(self._outer)

    def bring(self, go: Go) -> None:
        """Hear why one comes here, before the page is shown."""

    def enter(self) -> None:
        """The page is shown: look again at what may have changed."""

    def leave(self) -> None:
        """The page is left, or everything is locked: keep what was begun."""

    def foot(self, act: QPushButton) -> QPushButton:
        """Put a button at the end of the footer. It is seen at once, so that it can be given the focus."""
        self.footer.addWidget(act)
        self._footer.show()
        act.show()
        return act

    def clear_footer(self) -> None:
        """Take all buttons out; what comes next stands at its end."""
        clear(self.footer)
        self._footer.hide()

    def show_footer(self) -> None:
        """Show the footer once there is something in it."""
        self._footer.show()

    def hide_footer(self) -> None:
        """Hide the footer while there is nothing to do."""
        self._footer.hide()

    def show_beside(self, widget: QWidget) -> None:
        """Put something beside the page, where its lines begin: an outline."""
        self._outer.insertWidget(0, widget)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Say what the page is about now."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys read on wherever the focus is, unless something there takes them."""
        step = _READING.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._area.verticalScrollBar().triggerAction(step)

    def show_inside(self, widget: QWidget) -> None:
        """Scroll until a piece of the page is seen, and again when the page finds its height, unless she scrolls."""
        self._seen = widget
        self._area.ensureWidgetVisible(widget, 0, 8 * GRID)

    def _on_another_height(self) -> None:
        QTimer.singleShot(0, self._show_again)

    def _show_again(self) -> None:
        if isValid(self) and self._seen is not None and isValid(self._seen) and self._seen.isVisible():
            self._area.ensureWidgetVisible(self._seen, 0, 8 * GRID)

    def _on_scrolled(self) -> None:
        self._seen = None

    def show_top(self) -> None:
        """Scroll to where the page begins."""
        self._seen = None
        self._area.verticalScrollBar().setValue(0)

    def _scrolling(self) -> QScrollArea:
        inner = column(spacing=3)
        inner.addLayout(self.head)
        inner.addWidget(self.subtitle)
        inner.addLayout(self.body, 1 if self._widest == _WIDE else 0)
        if self._widest != _WIDE:
            inner.addStretch(1)
        inner.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        holder = _Scrolled(self._as_wide_as_text(box(inner, "pageBody")))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(holder)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(self._on_another_height)
        bar.actionTriggered.connect(self._on_scrolled)
        return self._area

    def _as_wide_as_text(self, widget: QWidget) -> QHBoxLayout:
        """In the middle, and never wider than one reads well."""
        widget.setMaximumWidth(self._widest)
        found = row(None, widget, None, spacing=0)
        found.setStretch(1, 1000)
        return found
