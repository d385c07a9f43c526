"""Beside a question, quietly: words that may tell who somebody is, and three keys for each: move, mask, it is fine.

The words shown are those of the text itself; nothing of what is protected stands here.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.desk import Desk
from desktop.questionnaire.leaks import Act, Leak
from desktop.widgets.flow import Flow
from desktop.widgets.pieces import Part, box, button, clear, column, label, row
from desktop.widgets.tone import Tone
from reports.text.cleaning import isolated

MOST = 3
"""So many at once; the next come when one of these is decided."""
_LONGEST = 60


class LeakBox(QWidget):
    """What was found in one text. decided: an `Act`, and the passage."""

    decided = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        """Nothing is found."""
        super().__init__()
        self._desk = desk
        self._shown: tuple[tuple[Leak, ...], bool] = ((), False)
        self.buttons: list[QPushButton] = []
        self._lines = column(spacing=1)
        self.setLayout(self._lines)
        self.hide()

    def show_leaks(self, leaks: Sequence[Leak], *, undo: bool) -> bool:
        """Show these, and whether the last act can be taken back; return whether anything is another than before."""
        shown = (tuple(leaks[:MOST]), undo)
        if shown == self._shown:
            return False
        self._shown = shown
        clear(self._lines)
        self.buttons = []
        for line in [*([self._done()] if undo else []), *map(self._line, shown[0])]:
            self._lines.addWidget(line)
            line.show()  # at once: it may be where the person goes on
        self.setVisible(bool(self.buttons))
        return True

    def _line(self, leak: Leak) -> QWidget:
        texts = self._desk.texts
        passage = leak.passage if len(leak.passage) <= _LONGEST else leak.passage[: _LONGEST - 1] + "…"
        said = label(texts(f"leak.{leak.tells.value}", passage=isolated(passage)), Part.BODY, Tone.ATTENTION)
        said.setObjectName("leak")
        acts = [Act.MOVE, Act.MASK, Act.FINE] if leak.apart else [Act.MASK, Act.FINE]
        made = [self._key(act, leak) for act in acts]
        flow = Flow(*made)
        inner = column(said, spacing=0.5)
        inner.addLayout(flow)
        return box(inner)

    def _key(self, act: Act, leak: Leak) -> QPushButton:
        words = self._desk.texts(f"leak.{act.value}")
        found = button(words, partial(self.decided.emit, act, leak.passage), Part.QUIET, name=f"leak.{act.value}")
        found.setAccessibleName(f"{words}: {leak.passage}")
        self.buttons.append(found)
        return found

    def _done(self) -> QWidget:
        texts, look = self._desk.texts, self._desk.look
        undo = button(
            texts("question.undo"),
            partial(self.decided.emit, Act.UNDO, ""),
            Part.QUIET,
            look.icon("undo-2"),
            "leak.undo",
        )
        self.buttons.append(undo)
        said = label(texts("leak.done"), Part.QUIET)
        said.setWordWrap(False)
        return box(row(said, undo, None, spacing=1))
