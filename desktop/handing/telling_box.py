"""Beside a note that would leave: its words that may tell who somebody is, the note itself, and "It is fine"."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.desk import Desk
from desktop.widgets.flow import Flow
from desktop.widgets.pieces import Part, box, button, clear, column, label
from desktop.widgets.tone import Tone
from records.guarding import Found
from reports.text.cleaning import isolated
from resources.palettes import GRID

MOST = 3
"""So many at once; the next come when one of these was found fine."""
_LONGEST = 60


class TellingBox(QWidget):
    """What was found in one note. wanted: the note is to be opened. fine: the record, and the mark of what is fine."""

    wanted = Signal(object)
    fine = Signal(object, str)

    def __init__(self, desk: Desk, record: bytes) -> None:
        """Empty until `show_found`."""
        super().__init__()
        self._desk = desk
        self.record = record
        self._lines = column(spacing=1)
        begin, end = round(4.5 * GRID), GRID  # margins do not mirror by themselves
        mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._lines.setContentsMargins(end if mirrored else begin, 0, begin if mirrored else end, GRID)
        self.setLayout(self._lines)

    def show_found(self, found: Sequence[Found]) -> None:
        """Show the first of these; nothing when there are none."""
        had = any(key.hasFocus() for key in self.findChildren(QPushButton))
        clear(self._lines)
        keys = [self._line(one) for one in found[:MOST]]
        self.setVisible(bool(found))
        if had and keys:
            keys[0].setFocus()

    def _line(self, one: Found) -> QWidget:
        texts, passage = self._desk.texts, one.passage
        shown = passage if len(passage) <= _LONGEST else passage[: _LONGEST - 1] + "…"
        said = label(texts(f"leak.{one.finding.tells.value}", passage=isolated(shown)), Part.BODY, Tone.ATTENTION)
        said.setObjectName("leak")
        look = button(
            texts("leaving.open-note"), partial(self.wanted.emit, self.record), Part.QUIET, name="openTelling"
        )
        fine = button(texts("leak.fine"), partial(self.fine.emit, self.record, one.mark), Part.QUIET, name="leak.fine")
        for key in (look, fine):
            key.setAccessibleName(f"{key.text()}: {passage}")
        inner = column(said, spacing=0.5)
        inner.addLayout(Flow(look, fine))
        line = box(inner)
        self._lines.addWidget(line)
        line.show()
        return look
