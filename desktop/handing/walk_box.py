"""The walk to a drive as one sees it: a bar, the state by its name, and at the end what lies there and what stays."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.handing.walk_words import at_the_end, fraction, on_the_way
from desktop.handing.walking import At, MakePlace, Walk, Walked
from desktop.stopping import Stop
from desktop.widgets.pieces import Part, clear, column, label, restyle
from desktop.widgets.tone import Tone
from sync.drives.place import FolderPlace

_FINE = 1000


class WalkBox(QWidget):
    """Carries something to a place and shows how. `ended` carries a `Walked`."""

    ended = Signal(object)

    def __init__(self, desk: Desk, make_place: MakePlace = FolderPlace) -> None:
        """Nothing is on its way yet."""
        super().__init__()
        self._desk = desk
        self._make_place = make_place
        self._stop = Stop()
        self.heading = label("", Part.HEADING)
        self.state = label("", Part.QUIET)
        self.bar = QProgressBar()
        self.bar.setRange(0, _FINE)
        self.bar.setAccessibleName(desk.texts("walk.progress"))
        self.lines: QVBoxLayout = column(spacing=0.5)
        inner = column(self.heading, self.bar, self.state, spacing=1.5)
        inner.addLayout(self.lines)
        self.setLayout(inner)

    def start(self, walk: Walk, path: Path) -> None:
        """Set out."""
        texts = self._desk.texts
        stop = self._stop = Stop()
        self._say(texts("walk.going"), Tone.NONE)
        self.state.setText(texts("walk.sealing"))
        self.bar.setValue(0)
        self.bar.show()
        self.state.show()
        place = self._make_place(path)
        job = self._desk.vault_telling(lambda notebook, tell: walk(notebook, place, stop, tell))
        job.meanwhile(self._on_progress).then(self._on_ended)

    def stop(self) -> None:
        """Stop as soon as nothing half written is left behind."""
        self._stop.set()
        self.state.setText(self._desk.texts("walk.stopping"))

    def _on_progress(self, at: At) -> None:
        self.bar.setValue(round(fraction(at) * _FINE))
        if not self._stop.is_set():
            self.state.setText(on_the_way(at, self._desk.texts))

    def _on_ended(self, walked: Walked) -> None:
        said = at_the_end(walked, self._desk.texts)
        self.bar.hide()
        self.state.hide()
        self._say(said.heading, said.tone)
        for line in said.lines:
            self.lines.addWidget(label(line))
        self.ended.emit(walked)

    def _say(self, heading: str, tone: Tone) -> None:
        clear(self.lines)
        self.heading.setText(heading)
        restyle(self.heading, tone=tone.value)
