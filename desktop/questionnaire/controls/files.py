"""A file: chosen, dropped or pasted. Its bytes are taken in on the notebook's lane, and a person may stop that."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from desktop.messages import sentence
from desktop.questionnaire.asking import Question
from desktop.questionnaire.attaching import hide, look_at_picture, look_at_whole, take_file, take_picture
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.controls.base import ENTER, Control, pressed, watch
from desktop.questionnaire.controls.file_face import FileFace, State
from desktop.stopping import Stop
from desktop.viewing.content import Raster
from desktop.viewing.hiding_dialog import HidingDialog
from desktop.viewing.marking import Marks
from desktop.widgets.choosing import choose_file
from desktop.widgets.pieces import column, spoken
from records.attachments.adding import Attached
from records.errors import Known

_SHOWN_AFTER = 300


class FileField(Control):
    """One file, or none."""

    def __init__(self, question: Question, bench: Bench) -> None:
        """None."""
        super().__init__(question)
        self._bench = bench
        self._stop = Stop()
        self._file: Attached | None = None
        self.face = FileFace(bench.desk)
        self.face.choose.connect(self._on_choose)
        self.face.stop.connect(self._on_stop)
        self.face.show_picture.connect(self._on_show)
        self.face.hide_parts.connect(self._on_hide_parts)
        self.face.remove.connect(self._on_remove)
        watch(self, *self.face.buttons())
        self.setLayout(column(self.face, spacing=0))
        self.setAcceptDrops(True)
        self._late = QTimer(self, singleShot=True, interval=_SHOWN_AFTER)
        self._late.timeout.connect(lambda: self.face.turn(State.BUSY))

    def take(self, path: Path) -> None:
        """Take a file in. What [Choose a file] and a drop lead to."""
        stop = self._begin(path.name, path.stat().st_size if path.is_file() else 0)
        job = self._bench.desk.vault_telling(lambda notebook, tell: take_file(notebook, path, stop, tell))
        job.meanwhile(self._on_progress).then(self._on_taken).otherwise(self._on_refused)

    def take_image(self, image: QImage) -> None:
        """Take a picture in that lies in the clipboard."""
        title = self._bench.desk.texts("file.pasted")
        self._begin(title, 0)
        job = self._bench.desk.vault(lambda notebook: take_picture(notebook, _png(image), title))
        job.then(self._on_taken).otherwise(self._on_refused)

    def show_answer(self, text: str) -> None:
        """The file of this name."""
        found = self._bench.files.get(text) if text else None
        if found is not None and found != self._file:
            self._file = found
            self.face.fill(found)
        elif not text and self._file is not None:
            self._file = None
            self.face.turn(State.EMPTY)

    def stops(self) -> Sequence[QWidget]:
        """The buttons of all its states."""
        return self.face.buttons()

    def begin(self) -> None:
        """At the first button that is there."""
        found = next((one for one in self.face.buttons() if one.isVisibleTo(self)), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)

    def ask(self, question: Question) -> None:
        """The buttons name themselves."""
        self.name = question.label

    def explain(self, words: str) -> None:
        """What is asked stands beside the buttons."""
        super().explain(spoken(self.name, words))

    def set_wrong(self, *, wrong: bool) -> None:
        """What is wrong stands below in words."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paste; Enter presses."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Paste):
                self.take_all(QApplication.clipboard().mimeData())
                return True
            key = pressed(event)
            if key is not None and key.key() in ENTER and isinstance(watched, QPushButton):
                watched.click()
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file or a picture may be dropped."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is dropped."""
        self.take_all(event.mimeData())
        event.acceptProposedAction()

    def take_all(self, data: QMimeData) -> None:
        """Take in what is dropped or pasted: a file, or else a picture."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.take(files[0])
        elif data.hasImage():
            self.take_image(QImage(data.imageData()))

    def _begin(self, title: str, size: int) -> Stop:
        self._stop = Stop()
        self.face.choose_button.setEnabled(False)
        self.face.begin(title, size)
        self._late.start()
        return self._stop

    def _on_progress(self, done: int) -> None:
        if isValid(self):
            self.face.progress.setValue(done >> 10)

    def _on_taken(self, found: Attached | None) -> None:
        if not isValid(self):
            return
        self._settle()
        if found is None:
            self.face.choose_button.setFocus()
            return
        self._bench.files[found.blob.name] = found
        self.show_answer(found.blob.name)
        self.answered.emit(found.blob)
        self.onward.emit()

    def _on_refused(self, problem: Known) -> None:
        if isValid(self):
            self._settle()
            self.face.complain(sentence(self._bench.desk.texts, problem))
            self.face.choose_button.setFocus()

    def _settle(self) -> None:
        self._late.stop()
        self.face.choose_button.setEnabled(True)
        self.face.turn(State.EMPTY)

    def _on_choose(self) -> None:
        choose_file(self, self._bench.desk.texts, self.take)

    def _on_stop(self) -> None:
        self._stop.set()

    def _on_remove(self) -> None:
        self.show_answer("")
        self.face.choose_button.setFocus()
        self.answered.emit("")

    def _on_show(self) -> None:
        if self.face.is_shown():
            self.face.hide_picture()
        elif self._file is not None:
            blob = self._file.blob
            job = self._bench.desk.vault(lambda notebook: look_at_picture(notebook, blob))
            job.then(self._on_pixels).otherwise(self._on_missing)

    def _on_pixels(self, found: Raster | None) -> None:
        if not isValid(self):
            return
        if found is None:
            self.face.complain(self._bench.desk.texts("file.cannot-show"))
        else:
            self.face.reveal(found)

    def _on_hide_parts(self) -> None:
        if self._file is not None:
            blob = self._file.blob
            job = self._bench.desk.vault(lambda notebook: look_at_whole(notebook, blob))
            job.then(self._on_whole).otherwise(self._on_missing)

    def _on_whole(self, found: Raster | None) -> None:
        if not isValid(self):
            return
        if found is None:
            self.face.complain(self._bench.desk.texts("file.cannot-show"))
            return
        dialog = HidingDialog(self._bench.desk, self, found)
        dialog.done_with.connect(self._on_marked)
        dialog.open()

    def _on_marked(self, marks: object) -> None:
        if self._file is not None and isinstance(marks, Marks):
            blob = self._file.blob
            job = self._bench.desk.vault(lambda notebook: hide(notebook, blob, marks))
            job.then(self._on_hidden).otherwise(self._on_missing)

    def _on_hidden(self, found: Attached) -> None:
        if not isValid(self):
            return
        self._bench.files[found.blob.name] = found
        self.show_answer(found.blob.name)
        self.face.complain("")
        self.answered.emit(found.blob)
        self.face.show_button.setFocus()

    def _on_missing(self, problem: Known) -> None:
        if isValid(self):
            self.face.complain(sentence(self._bench.desk.texts, problem))


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
