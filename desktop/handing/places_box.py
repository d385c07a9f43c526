"""Where to: the drives that are here, looked for again while this is seen, and a folder of one's own choice."""

import itertools
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.widgets.choosing import Choose, choose_folder
from desktop.widgets.line import Line
from desktop.widgets.pieces import Part, button, clear, column, label, row
from reports.files import size_in_words
from reports.text.cleaning import isolated
from sync.drives.found import Drive, found

Find = Callable[[], tuple[Drive, ...]]
_AGAIN = 2000


class PlacesBox(QWidget):
    """Lines to press. `chosen` carries a path. `act` is the text of a line, with the drive's name in it."""

    chosen = Signal(object)

    def __init__(
        self, desk: Desk, act: str, *, writing: bool, find: Find = found, choose: Choose = choose_folder
    ) -> None:
        """writing: whether a drive one may not write on is of no use."""
        super().__init__()
        self._desk = desk
        self._act = act
        self._writing = writing
        self._find = find
        self._choose = choose
        self._drives: tuple[Drive, ...] | None = None
        self._looking = False
        self.lines: QVBoxLayout = column(spacing=1)
        self.none = label(desk.texts("drives.none"), Part.QUIET)
        icon = desk.look.icon("folder-open")
        self.folder = button(desk.texts("drives.folder"), self._on_folder, Part.PLAIN, icon, "choose-folder")
        inner = column(self.none, spacing=1.5)
        inner.addLayout(self.lines)
        inner.addLayout(row(self.folder, None))
        self.setLayout(inner)
        self.again = QTimer(self, interval=_AGAIN)
        self.again.timeout.connect(self._look)

    def showEvent(self, event: QShowEvent) -> None:
        """Look now, and again every two seconds."""
        self._look()
        self.again.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: leave the drives alone."""
        self.again.stop()
        super().hideEvent(event)

    def focus_first(self) -> None:
        """Be ready to choose."""
        (self._first() or self.folder).setFocus()

    def _look(self) -> None:
        """One look at a time: a drive that does not answer must not pile them up."""
        if self._looking:
            return
        self._looking = True
        job = self._desk.background.elsewhere(lambda _tell: self._find())
        job.then(self._on_found)

    def _on_found(self, drives: tuple[Drive, ...]) -> None:
        self._looking = False
        if drives == self._drives:
            return
        focused = self.focusWidget()
        path = focused.property("path") if isinstance(focused, Line) and focused.hasFocus() else None
        at_folder = self.folder.hasFocus() and self._drives is None
        self._drives = drives
        clear(self.lines)
        for drive in drives:
            line = self._line(drive)
            self.lines.addWidget(line)
            if str(drive.path) == path:
                line.setFocus()
        self._order()
        self.none.setVisible(not drives)
        if at_folder:
            self.focus_first()

    def _order(self) -> None:
        """Tab goes through the drives and then to the folder, as they are read."""
        for one, following in itertools.pairwise([*self._shown(), self.folder]):
            QWidget.setTabOrder(one, following)

    def _line(self, drive: Drive) -> Line:
        texts, look = self._desk.texts, self._desk.look
        usable = drive.writable or not self._writing
        below = texts("drives.free", size=size_in_words(drive.free, texts)) if usable else texts("drives.read-only")
        picture = look.pixmap("usb", look.palette.accent)
        words = texts(self._act, name=isolated(drive.name))
        line = Line(words, partial(self.chosen.emit, drive.path), picture, below=below)
        line.setProperty("path", str(drive.path))
        line.setEnabled(usable)
        return line

    def _first(self) -> QWidget | None:
        return next((one for one in self._shown() if one.isEnabled()), None)

    def _shown(self) -> list[QWidget]:
        """The lines, in the order they are read."""
        items = [self.lines.itemAt(place) for place in range(self.lines.count())]
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def _on_folder(self) -> None:
        self._choose(self, self._desk.texts, self.chosen.emit)
