"""The composition root with Qt: the window process from its first painted page to its end.

The first page loads neither the database nor forms nor paper; what is behind the lock is loaded while the passphrase is
typed.
"""

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QLocale, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop import wiring
from desktop.background import Background
from desktop.launcher import LOCKED
from desktop.look import Look
from desktop.preferences import Preferences, change, load
from desktop.unlocking.unlock_page import UnlockPage
from records.errors import Known
from resources.texts import Texts

if TYPE_CHECKING:
    from desktop.acts import Notebook
    from desktop.desk import Desk
    from desktop.main_window import MainWindow

NAME: Final = "Kinga"
SMALLEST: Final = (960, 540)
USUAL: Final = (1280, 720)
_NOTICE: Final = 30_000
_MINUTE: Final = 60_000
_AT_MOST: Final = 2_000
_LONGEST_WAIT: Final = 10 * _MINUTE
_LIVELY: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)

End = Callable[[int], None]


class Frame(QMainWindow):
    """The window itself. Its title is the program's name and never anything else."""

    def __init__(self, closing: Callable[[], None]) -> None:
        """`closing` is called before the window goes."""
        super().__init__()
        self._closing = closing
        self.setWindowTitle(NAME)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was begun, then go."""
        event.ignore()
        self._closing()


class WindowProcess(QObject):
    """One window process. `end` ends it: tests give one that only remembers."""

    def __init__(self, app: QApplication, end: End) -> None:
        """Nothing is shown before `start`."""
        super().__init__()
        self._app = app
        self._end = end
        self.preferences = load()
        self.texts = Texts(self.preferences.language or QLocale().name())
        self.look = self._dress()
        self.background = Background(self.show_failure)
        self.frame = Frame(self.close)
        self.frame.setWindowIcon(QIcon(self.look.pixmap("kinga", "#ffffff", 64)))
        self.desk: Desk | None = None
        self.main: MainWindow | None = None
        self._loading = False
        self._ending = False
        self._waited = 0
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._on_nearly_idle)
        self._last = QTimer(self, singleShot=True, interval=_NOTICE)
        self._last.timeout.connect(self._on_idle)

    def start(self) -> None:
        """Show the first page: unlock, or, where there is no notebook, the beginning."""
        if wiring.notebooks():
            self.show_unlock()
        else:
            self.show_beginning()
        self.frame.show()

    def show_unlock(self) -> None:
        """Ask for a passphrase."""
        page = UnlockPage(self.texts, self.look, [path.name for path in wiring.notebooks()])
        page.typing.connect(self._load_behind)
        page.unlock.connect(self._on_unlock)
        page.language_chosen.connect(self._on_language)
        page.another.connect(self.show_beginning)
        self.frame.setCentralWidget(page)
        page.field.setFocus()

    def show_beginning(self) -> None:
        """Make a first or another notebook."""
        from desktop.beginning.beginning_page import BeginningPage

        page = BeginningPage(self.texts, self.look, self.background, self.preferences)
        page.language_chosen.connect(lambda language: self._choose_language(language, self.show_beginning))
        page.made.connect(self._on_opened)
        page.back.connect(self.start)
        self.frame.setCentralWidget(page)

    def lock(self) -> None:
        """Keep what was begun, hide, and end: the keys go with the process. Two seconds at most."""
        self._leave(LOCKED)

    def close(self) -> None:
        """The person closed the window."""
        self._leave(0)

    def show_failure(self, problem: BaseException) -> None:
        """Tell of a failure that nobody handled."""
        from desktop.messages import sentence
        from desktop.widgets.telling import tell_bug, tell_problem

        if isinstance(problem, Known):
            tell_problem(self.frame, self.texts, sentence(self.texts, problem))
        else:
            tell_bug(self.frame, self.texts, "".join(traceback.format_exception(problem)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or movement keeps the window open."""
        if event.type() in _LIVELY and self.desk is not None and not self._ending:
            self._last.stop()
            self._idle.start(self.preferences.idle * _MINUTE - _NOTICE)
        return super().eventFilter(watched, event)

    def change_look(self, preferences: Preferences) -> None:
        """Dress everything anew: theme, text size, idle time. The language waits for the next unlocking."""
        self.preferences = preferences
        self.look = self._dress()

    def _dress(self) -> Look:
        return Look(self._app, self.preferences.theme, self.preferences.size, self.texts.language.direction)

    def _load_behind(self) -> None:
        """Load what is behind the lock while the person types."""
        if not self._loading:
            self._loading = True
            self.background.elsewhere(lambda _tell: _load())

    def _on_unlock(self, place: int, passphrase: str) -> None:
        path = wiring.notebooks()[place]
        job = self.background.vault(lambda _tell: _open(path, passphrase))
        job.then(self._on_opened).otherwise(self._on_refused)

    def _on_refused(self, problem: Known) -> None:
        from desktop.messages import sentence

        page = self.frame.centralWidget()
        assert isinstance(page, UnlockPage)
        page.fail(sentence(self.texts, problem))

    def _on_opened(self, notebook: "Notebook") -> None:
        from desktop.rooms import furnish

        self.desk, self.main = furnish(self, notebook)
        self.main.lock.connect(self.lock)
        self.frame.setCentralWidget(self.main)
        self._app.installEventFilter(self)
        self._idle.start(self.preferences.idle * _MINUTE - _NOTICE)

    def _on_language(self, language: str) -> None:
        self._choose_language(language, self.show_unlock)

    def _choose_language(self, language: str, again: Callable[[], None]) -> None:
        self.preferences = change(language=language)
        self.texts = Texts(language)
        self.look = self._dress()
        again()

    def _on_nearly_idle(self) -> None:
        if self.main is not None:
            self.main.tell(self.texts("lock.soon"))
        self._last.start()

    def _on_idle(self) -> None:
        """Lock; where a package is on its way to a drive, hide and wait for it, ten minutes at most."""
        if self.background.busy and self._waited < _LONGEST_WAIT:
            self.frame.hide()
            self._waited += 1000
            QTimer.singleShot(1000, self._on_idle)
            return
        self.lock()

    def _leave(self, code: int) -> None:
        if self._ending:
            return
        self._ending = True
        if self.main is not None:
            self.main.leave()
        self.frame.hide()
        QTimer.singleShot(_AT_MOST, lambda: self._end(code))
        if self.desk is None:
            self._end(code)
        else:
            self.desk.close().then(lambda _none: self._end(code)).otherwise(lambda _problem: self._end(code))


def run(_words: Sequence[str]) -> int:
    """Be the window process."""
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    app.setQuitOnLastWindowClosed(False)
    process = WindowProcess(app, app.exit)
    sys.excepthook = _hook(process)
    process.start()
    code = app.exec()
    process.background.close()
    return code


def _hook(
    process: WindowProcess,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def on_exception(_kind: type[BaseException], problem: BaseException, _trace: TracebackType | None) -> None:
        process.show_failure(problem)

    return on_exception


def _load() -> None:
    from desktop import rooms  # noqa: F401 - loaded, not used yet


def _open(path: Path, passphrase: str) -> "Notebook":
    from desktop.acts import open_notebook

    return open_notebook(wiring.around(path), passphrase)
