"""Keeps an unfinished note: when a question is left, two seconds after the last key, and when the page is left."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from desktop.acts import write_down
from desktop.desk import Desk
from records.drafting import Draft
from records.errors import Known

WAIT = 2000


class Keeper(QObject):
    """Remembers whether there is something to keep. kept: all of it is. failed: it could not be, and why."""

    kept = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, draft: Callable[[], Draft]) -> None:
        """`draft` makes the draft as it is at that moment."""
        super().__init__()
        self._desk = desk
        self._draft = draft
        self._due = False
        self._wait = QTimer(self, singleShot=True, interval=WAIT)
        self._wait.timeout.connect(self.keep)

    def touch(self) -> None:
        """Something was answered."""
        self._due = True
        self._wait.start()

    def keep(self) -> None:
        """Keep it now, if there is something to keep."""
        if not self._due:
            return
        self.stop()
        draft = self._draft()
        job = self._desk.vault(lambda notebook: write_down(notebook.vault, draft))
        job.then(self._on_kept).otherwise(self._on_failed)

    def stop(self) -> None:
        """There is nothing to keep any more."""
        self._due = False
        self._wait.stop()

    def _on_kept(self, _draft: Draft) -> None:
        """Something may have been answered since, and the page may be gone."""
        if not self._due and isValid(self):
            self.kept.emit()

    def _on_failed(self, problem: Known) -> None:
        self._due = True
        if isValid(self):
            self.failed.emit(problem)
