"""The places one chooses from: which list is in use, and taking another from a file, after seeing what it brings."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.messages import sentence
from desktop.settings.places_said import kept_said, left_said, taken_said
from desktop.widgets.choosing import Choose, choose_file
from desktop.widgets.pieces import Part, box, button, column, label, row
from desktop.widgets.tone import Tone
from records.errors import Known
from records.gazetteer.file import read_file
from records.gazetteer.keeping import NONE_KEPT, Mark, forget, keep, mark_of
from records.gazetteer.reading import ListRead


class PlacesBox(QWidget):
    """What is in use, a button that asks for a file, and what that file says. Nothing changes before it was seen."""

    def __init__(self, desk: Desk, choose: Choose = choose_file) -> None:
        """choose: asks a person for a file."""
        super().__init__()
        self._desk = desk
        self._choose_file = choose
        self._reading: Path | None = None
        self._read: ListRead | None = None
        texts = desk.texts
        self.kept = label("")
        self.choose = button(texts("settings.places-choose"), self._on_choose, icon=desk.look.icon("folder-open"))
        self.back = button(texts("settings.places-back"), self._on_back, name="places-back")
        self.back.hide()
        self.busy = label(texts("settings.places-reading"), Part.QUIET)
        self.problem = label("", tone=Tone.DANGER)
        self.taken = label("")
        self.left = label("", tone=Tone.ATTENTION)
        self.take = button(texts("settings.places-take"), self._on_take, Part.PRIMARY, name="places-take")
        self.cancel = button(texts("dialog.cancel"), self.close_up, name="places-cancel")
        self._ways = box(row(self.take, self.cancel, None, spacing=1))
        self._first = box(row(self.choose, self.back, None, spacing=1))
        seen = column(self.taken, self.left, spacing=0.5)
        inside = column(self.busy, self.problem, spacing=1)
        inside.addLayout(seen)
        inside.addWidget(self._ways)
        quiet = label(texts("settings.places-why"), Part.QUIET)
        outer = column(column_of(self.kept, quiet), self._first, spacing=1)
        outer.addLayout(inside)
        self.setLayout(outer)
        self.close_up()

    def look(self) -> None:
        """Say which list is in use."""
        self._desk.vault(lambda notebook: mark_of(notebook.vault)).then(self._on_mark)

    def read(self, path: Path) -> None:
        """See what a file says, beside everything else."""
        self.close_up()
        self._reading = path
        self._first.setEnabled(False)
        self.busy.show()
        self._ways.show()
        self.cancel.setFocus()
        job = self._desk.background.elsewhere(lambda _tell: read_file(path))
        job.then(partial(self._on_read, path)).otherwise(partial(self._on_refused, path))

    def close_up(self) -> None:
        """Take nothing."""
        standing = self.focusWidget() in (self.take, self.cancel)
        self._reading = self._read = None
        self._first.setEnabled(True)
        for one in (self.busy, self.problem, self.taken, self.left, self.take, self._ways):
            one.hide()
        if standing:
            self.choose.setFocus()

    def _on_choose(self) -> None:
        self._choose_file(self, self._desk.texts, self.read)

    def _on_read(self, path: Path, read: ListRead) -> None:
        if path != self._reading:
            return
        texts = self._desk.texts
        self._read = read
        self.busy.hide()
        self.taken.setText(taken_said(read, texts))
        self.taken.show()
        self.left.setText("\n".join(left_said(one, texts) for one in read.left))
        self.left.setVisible(bool(read.left))
        self.take.show()
        self.take.setFocus()

    def _on_refused(self, path: Path, problem: Known) -> None:
        if path == self._reading:
            self.close_up()
            self.problem.setText(sentence(self._desk.texts, problem))
            self.problem.show()
            self.choose.setFocus()

    def _on_take(self) -> None:
        read = self._read
        if read is not None:
            self.close_up()
            job = self._desk.vault(lambda notebook: keep(notebook.vault, read.gazetteer))
            job.then(self._on_mark).otherwise(self._on_not_kept)

    def _on_back(self) -> None:
        self._desk.vault(lambda notebook: forget(notebook.vault)).then(lambda _none: self._on_back_again())

    def _on_back_again(self) -> None:
        self._on_mark(NONE_KEPT)
        self.choose.setFocus()

    def _on_mark(self, mark: Mark) -> None:
        self.kept.setText(kept_said(mark, self._desk.texts))
        self.back.setVisible(mark != NONE_KEPT)

    def _on_not_kept(self, problem: Known) -> None:
        self.problem.setText(sentence(self._desk.texts, problem))
        self.problem.show()


def column_of(*widgets: QWidget) -> QWidget:
    """Texts that belong together."""
    return box(column(*widgets, spacing=0.25))
