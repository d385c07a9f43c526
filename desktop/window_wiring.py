"""The composition root with Qt: the window process from its first painted page to its end.

The first page loads neither the database nor forms nor paper, nor the threads; what is behind the lock is loaded while
the passphrase is typed.
"""

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from desktop import wiring
from desktop.endings import LOCKED
from desktop.look import Look
from desktop.preferences import Preferences, change, load, save
from desktop.unlocking.unlock_page import UnlockPage
from records.errors import Known
from resources.texts import Texts

if TYPE_CHECKING:
    from desktop.acts import Notebook
    from desktop.background import Background
    from desktop.beginning.beginning_page import BeginningPage
    from desktop.copied import Copied
    from desktop.desk import Desk
    from desktop.idle import Presence, Watch
    from desktop.main_window import MainWindow
    from desktop.places import Go
    from records.timing import Doubt

NAME: Final = "Kinga"
SMALLEST: Final = QSize(960, 480)
USUAL: Final = QSize(1280, 720)
_SOON: Final = 100
_AT_MOST: Final = 2_000
_LONGEST_WAIT: Final = 600_000

End = Callable[[int], None]


class Frame(QMainWindow):
    """The window itself. Its title is the program's name and never anything else."""

    def __init__(self, closing: Callable[[], None]) -> None:
        """`closing` is called before the window goes."""
        super().__init__()
        self._closing = closing
        self.setWindowTitle(NAME)
        self.setMinimumSize(SMALLEST)
        room = self.screen().availableGeometry().size()
        self.resize(USUAL.boundedTo(room))

    def appear(self) -> None:
        """Show it; on a small screen all over it, whatever frames it has."""
        if self.size() == USUAL:
            self.show()
        else:
            self.showMaximized()

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
        self.texts = Texts(self.preferences.language or _language())
        self.look = self._dress()
        self.frame = Frame(self.close)
        self.desk: Desk | None = None
        self.main: MainWindow | None = None
        self.beginning: BeginningPage | None = None
        self._watch: Watch | None = None
        self._copied: Copied | None = None
        self._cover: QLabel | None = None
        self._loading = False
        self._ending = False
        self._ended = False

    @cached_property
    def background(self) -> "Background":
        """The threads, once there is something for them to do."""
        from desktop.background import Background

        return Background(self.show_failure)

    @property
    def working(self) -> bool:
        """Whether something is still on its way."""
        return "background" in self.__dict__ and self.background.busy

    def start(self) -> None:
        """Show the first page; then do what nobody waits for."""
        self.show_first()
        self.frame.appear()
        QTimer.singleShot(_SOON, self, self._tidy)

    def _tidy(self) -> None:
        """The window's icon; and practice that a crash left goes."""
        self.frame.setWindowIcon(QIcon(self.look.pixmap("kinga", "#ffffff", 64)))
        if wiring.practice().exists():
            self.background.elsewhere(lambda _tell: _sweep())

    def show_first(self) -> None:
        """Unlock, or, where there is no notebook, the beginning."""
        if wiring.notebooks():
            self.show_unlock()
        else:
            self.show_beginning()

    def show_unlock(self) -> None:
        """Ask for a passphrase."""
        self.beginning = None
        page = UnlockPage(self.texts, [path.name for path in wiring.notebooks()])
        page.typing.connect(self._load_behind)
        page.unlock.connect(self._on_unlock)
        page.language_chosen.connect(lambda language: self._choose_language(language, self.show_unlock))
        page.another.connect(self._on_another)
        self._put(page)
        page.field.setFocus()

    def show_beginning(self) -> None:
        """Make a first or another notebook."""
        from desktop.beginning.beginning_page import BeginningPage
        from desktop.questionnaire.write_page import WritePage

        page = BeginningPage(self.texts, self.look, self.background, WritePage, another=bool(wiring.notebooks()))
        page.language_chosen.connect(lambda language: self._choose_language(language, self.show_beginning))
        page.made.connect(self._on_made)
        page.back.connect(self.show_first)
        self._put(page)
        self.beginning = page
        page.begin()

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

        if self._ending or self._cover is not None:
            return
        if isinstance(problem, Known):
            tell_problem(self.frame, self.texts, sentence(self.texts, problem))
        else:
            tell_bug(self.frame, self.texts, "".join(traceback.format_exception(problem)))

    def change_preferences(self, preferences: Preferences) -> None:
        """Keep them, and dress everything anew at once. The language waits for the next unlocking."""
        before = self.preferences
        looks_other = (preferences.theme, preferences.size) != (before.theme, before.size)
        looks_other = looks_other or preferences.calendar is not before.calendar
        self.preferences = preferences
        save(preferences)
        if self._watch is not None:
            self._watch.minutes = preferences.idle
        if looks_other and self.desk is not None and self.main is not None:
            self._dress_anew(self.desk, self.main)

    def _dress_anew(self, desk: "Desk", before: "MainWindow") -> None:
        """Make all pages again in the new look, at the same place."""
        focused = self._app.focusWidget()
        name = focused.objectName() if focused is not None else ""
        before.leave()
        self.frame.takeCentralWidget()
        desk.vault(lambda _notebook: None).then(lambda _none: before.deleteLater())  # once nothing is on its way to it
        self.look = self._dress()
        self.desk = desk.dressed(self.look)
        self._furnish(self.desk, before.here)
        found = self.frame.findChild(QWidget, name) if name else None
        if found is not None:
            found.setFocus()

    def _dress(self) -> Look:
        QTimer.singleShot(0, self, self._count_as_here)
        return Look(self._app, self.preferences.theme, self.preferences.size, self.texts.language.direction)

    def _count_as_here(self) -> None:
        """Qt's own numbers and days in the person's language. Its list of languages is large: after a first paint."""
        from PySide6.QtCore import QLocale

        QLocale.setDefault(QLocale(self.texts.language.code))

    def _put(self, page: QWidget) -> None:
        """Show a page in place of the one there was. Qt would show it a little later, when it cannot take the keys."""
        self.frame.setCentralWidget(page)
        page.show()

    def _load_behind(self) -> None:
        """Load what is behind the lock while the person types."""
        if not self._loading:
            self._loading = True
            self.background.elsewhere(lambda _tell: _load())

    def _on_another(self) -> None:
        """The beginning loads for a second or more: the page says so meanwhile."""
        page = self.frame.centralWidget()
        job = self.background.elsewhere(lambda _tell: _load_beginning())
        job.then(lambda _none: self.show_beginning() if self.frame.centralWidget() is page else None)

    def _on_unlock(self, place: int, passphrase: str) -> None:
        path = wiring.notebooks()[place]
        job = self.background.vault(lambda _tell: _open(path, passphrase))
        job.then(lambda opened: self._show_opened(*opened)).otherwise(self._on_refused)

    def _on_refused(self, problem: Known) -> None:
        from desktop.messages import sentence

        page = self.frame.centralWidget()
        if isinstance(page, UnlockPage):
            page.fail(sentence(self.texts, problem))

    def _on_made(self, notebook: "Notebook") -> None:
        from desktop.places import Go, Where

        self.preferences = change(language=self.texts.language.code)
        job = self.background.vault(lambda _tell: _doubt(notebook))
        job.then(lambda doubt: self._show_opened(notebook, Go(Where.HOME), doubt))

    def _show_opened(self, notebook: "Notebook", go: "Go", doubt: "Doubt | None") -> None:
        """Show an open notebook at a place, and watch whether somebody is there. doubt: ask for the day first."""
        from desktop.copied import Copied
        from desktop.desk import Desk
        from desktop.idle import Watch

        self.beginning = None
        self.desk = Desk(self.texts, self.look, self.background, notebook)
        if doubt is None:
            self._furnish(self.desk, go)
        else:
            self._ask_day(self.desk, go, doubt)
        self._copied = Copied()
        self._watch = Watch(self.preferences.idle)
        self._watch.changed.connect(self._on_presence)
        self._app.installEventFilter(self._watch)
        self._watch.start()

    def _ask_day(self, desk: "Desk", go: "Go", doubt: "Doubt") -> None:
        """What day is it? Then on."""
        from desktop.unlocking.day_page import DayPage
        from records.timing import say_day

        def on_said(day: object) -> None:
            said = day if isinstance(day, date) else None
            job = desk.vault(lambda opened: say_day(opened.vault, said))
            job.then(lambda _none: self._furnish(desk, go))

        page = DayPage(self.texts, self.look, doubt)
        page.said.connect(on_said)
        self._put(page)
        page.begin()

    def _furnish(self, desk: "Desk", go: "Go") -> None:
        from desktop.rooms import furnish

        self.main = furnish(desk, self.preferences, self.change_preferences)
        self.main.lock.connect(self.lock)
        self._put(self.main)
        self.main.show_place(go)

    def _choose_language(self, language: str, again: Callable[[], None]) -> None:
        self.preferences = change(language=language)
        self.texts = Texts(language)
        self.look = self._dress()
        again()

    def _on_presence(self, presence: "Presence") -> None:
        from desktop.idle import Presence

        if self.main is None:  # asked for the day
            if presence is Presence.GONE:
                self.lock()
            return
        match presence:
            case Presence.THERE:
                self.main.tell("")
            case Presence.NEARLY_GONE:
                self.main.tell(self.texts("lock.soon"))
            case Presence.GONE:
                self._lock_when_done()

    def _lock_when_done(self) -> None:
        """Lock; where something is on its way to a drive, cover the screen and wait for it, ten minutes at most."""
        if not self.working:
            self.lock()
        elif self._cover is None:
            self._cover = QLabel(self.texts("lock.finishing"))
            self._cover.setMargin(32)
            self._hide_all()
            self.frame.takeCentralWidget()
            self._put(self._cover)
            self.background.busy_changed.connect(self._on_busy)
            QTimer.singleShot(_LONGEST_WAIT, self.lock)

    def _on_busy(self, busy: bool) -> None:
        if not busy:
            QTimer.singleShot(0, self._lock_when_done)

    def _hide_all(self) -> None:
        """Nothing of what was open stays on the screen, whatever window it is in."""
        for widget in self._app.topLevelWidgets():
            if widget is not self.frame:
                widget.hide()

    def _leave(self, code: int) -> None:
        """Keep what was begun, and end when that is kept or time is over, whatever else goes wrong."""
        if self._ending:
            return
        self._ending = True
        QTimer.singleShot(_AT_MOST, lambda: self._finish(code))
        try:
            if self._watch is not None:
                self._watch.stop()
                self._app.removeEventFilter(self._watch)
            if self.main is not None:
                self.main.leave()
            if self.beginning is not None:
                self.beginning.abandon()
        finally:
            if self._copied is not None:
                self._copied.forget()
            self._hide_all()
            self.frame.hide()
            self._close_then(lambda: self._finish(code))

    def _close_then(self, done: Callable[[], None]) -> None:
        """Close the notebook after all that is on its way to it."""
        if self.desk is not None:
            self.desk.close().then(lambda _none: done()).otherwise(lambda _problem: done())
        elif self.working:
            self.background.vault(lambda _tell: None).then(lambda _none: done())
        else:
            done()

    def _finish(self, code: int) -> None:
        if not self._ended:
            self._ended = True
            self._end(code)


def run() -> int:
    """Be the window process. It does not return: whatever still runs ends with it, and so do the keys."""
    app = QApplication([NAME, "-style", "Fusion"])
    app.setApplicationName(NAME)
    app.setQuitOnLastWindowClosed(False)
    process = WindowProcess(app, app.exit)
    sys.excepthook = _hook(process)
    process.start()
    code = app.exec()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _language() -> str:
    """What the system speaks, for a first run."""
    from PySide6.QtCore import QLocale

    return QLocale.system().name()


def _hook(
    process: WindowProcess,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def on_exception(_kind: type[BaseException], problem: BaseException, _trace: TracebackType | None) -> None:
        process.show_failure(problem)

    return on_exception


def _load() -> None:
    from desktop import rooms  # noqa: F401 - loaded, not used yet


def _load_beginning() -> None:
    from desktop.beginning import beginning_page  # noqa: F401 - loaded, not used yet
    from desktop.questionnaire import write_page  # noqa: F401


def _open(path: Path, passphrase: str) -> "tuple[Notebook, Go, Doubt | None]":
    from desktop.acts import open_notebook
    from desktop.standing import place_left

    notebook = open_notebook(wiring.around(path), passphrase)
    return notebook, place_left(notebook), _doubt(notebook)


def _doubt(notebook: "Notebook") -> "Doubt | None":
    """Whether the clock is to be asked about. A full disk keeps nobody from opening."""
    from records.timing import doubt, note_clock

    found = doubt(notebook.vault)
    if found is None:
        with suppress(Known):
            note_clock(notebook.vault)
    return found


def _sweep() -> None:
    from desktop.beginning.practice import sweep

    sweep(wiring.practice())
