"""An attachment of a note: what it is, [Show], and [Save a copy...] behind a sentence that the copy lies unsealed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from desktop.acts import view_file
from desktop.desk import Desk
from desktop.messages import sentence
from desktop.notes.note_facts import copy_out
from desktop.stopping import Stop
from desktop.viewing.content import way_of
from desktop.viewing.viewer import Viewer
from desktop.widgets.choosing import ChooseWhere, choose_where
from desktop.widgets.pieces import Part, box, button, column, label, row
from desktop.widgets.tone import Tone
from records.errors import Known
from records.values import Blob
from reports.text.cleaning import isolated

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/webm": "webm",
}


class AttachmentBox(QWidget):
    """One attachment. told: carries a calm line. grown: this, when more of it is seen than before."""

    told = Signal(str)
    grown = Signal(object)

    def __init__(self, desk: Desk, blob: Blob, words: str, question: str, where: ChooseWhere = choose_where) -> None:
        """words: sort and size. question: what it answers, for names of buttons."""
        super().__init__()
        texts = desk.texts
        self._desk = desk
        self._blob = blob
        self._words = words
        self._where = where
        self._stop = Stop()
        self._warned = True
        self.way = way_of(blob.media, blob.length)
        self.show_button = button(texts("file.show"), self._on_show, Part.PLAIN, desk.look.icon("eye"), "show")
        self.show_button.setAccessibleName(texts("attachment.show-name", what=question))
        self.save = button(texts("attachment.save"), self._on_save, name="save-copy")
        self.save.setAccessibleName(texts("attachment.save-name", what=question))
        self.note = label("", Part.QUIET)
        self.problem = label("", tone=Tone.DANGER)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(texts("walk.progress"))
        self.bar.setRange(0, max(1, blob.length >> 10))
        self.asked = self._asked()
        acts = _together(self.show_button, self.save)
        self.setLayout(column(label(words), acts, self.note, self.asked, self.bar, self.problem, spacing=1))
        for widget in (self.asked, self.bar, self.problem, self.note):
            widget.hide()
        if not self.way.shows:
            self.show_button.hide()
            self.note.setText(texts(f"attachment.{self.way.value}"))
            self.note.show()

    def warn(self) -> None:
        """It is hard to look at: showing it needs a second press."""
        self._warned = False

    def is_missing(self) -> None:
        """Its bytes have not come whole."""
        self.note.setText(self._desk.texts("attachment.missing"))
        self.note.show()
        self.show_button.hide()
        self.save.hide()

    def _on_show(self) -> None:
        texts = self._desk.texts
        if not self._warned:
            self._warned = True
            self.note.setText(texts("attachment.hard"))
            self.note.show()
            self.show_button.setText(texts("attachment.show-all-the-same"))
            self.show_button.setAccessibleName(texts("attachment.show-all-the-same"))
            return
        blob = self._blob
        job = self._desk.vault(lambda notebook: view_file(notebook.vault, blob))
        job.then(self._on_content).otherwise(self._on_known)

    def _on_content(self, raw: bytes) -> None:
        if isValid(self):
            Viewer(self._desk, self, self._words, self.way, raw).open()

    def _asked(self) -> QWidget:
        texts = self._desk.texts
        self.go = button(texts("attachment.save-where"), self._on_where, Part.PRIMARY, name="save-where")
        leave = button(texts("offices.leave-it"), self._on_leave, name="leave-copy")
        return box(
            column(label(texts("attachment.unsealed"), tone=Tone.ATTENTION), _together(self.go, leave), spacing=1)
        )

    def _on_save(self) -> None:
        self.problem.hide()
        self.asked.show()
        self.go.setFocus()
        self.grown.emit(self)

    def _on_leave(self) -> None:
        self._stop.set()
        self.asked.hide()
        self.save.setFocus()

    def _on_where(self) -> None:
        ending = _ENDINGS.get(self._blob.media, "bin")
        self._where(self, self._desk.texts, f"{self._desk.texts('attachment.copy')}.{ending}", self._copy)

    def _copy(self, path: Path) -> None:
        self.bar.setValue(0)
        self.bar.show()
        stop, blob = Stop(), self._blob
        self._stop = stop
        job = self._desk.vault_telling(lambda notebook, tell: copy_out(notebook, blob, path, stop, tell))
        job.meanwhile(self._on_copying).then(partial(self._on_copied, path)).otherwise(self._on_known)

    def _on_copying(self, done: int) -> None:
        if isValid(self):
            self.bar.setValue(done >> 10)

    def _on_copied(self, path: Path, written: bool) -> None:
        if isValid(self):
            self.bar.hide()
            self.asked.hide()
            if written:
                self.told.emit(self._desk.texts("show.written-out", path=isolated(str(path))))

    def _on_known(self, problem: Known) -> None:
        if isValid(self):
            self.bar.hide()
            self.asked.hide()
            self.problem.setText(sentence(self._desk.texts, problem))
            self.problem.show()


def _together(*buttons: QWidget) -> QWidget:
    return box(row(*buttons, None, spacing=1))
