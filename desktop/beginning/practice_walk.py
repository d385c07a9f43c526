"""Practice on screen: what it is, a real form, who would read it, handing it over, arrived and kept, wiped."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from desktop import wiring
from desktop.background import Background
from desktop.beginning.practice import Names, Practice, Stage, carry, is_written, start, wipe, would_read
from desktop.beginning.practice_steps import AfterStep, IntroStep
from desktop.desk import Desk
from desktop.look import Look
from desktop.places import Go, Where
from desktop.widgets.page import WIDEST, Page
from desktop.widgets.pieces import Part, box, button, column, label, row
from records.errors import Known
from resources.palettes import GRID
from resources.texts import Texts

FORM = "incident"
Writing = Callable[[Desk], Page]


class PracticeWalk(QWidget):
    """One walk through a note's life. back and on: where the person wants to go; nothing of practice is left then."""

    back = Signal()
    on = Signal()

    def __init__(self, texts: Texts, look: Look, background: Background, writing: Writing) -> None:
        """`writing` makes the page one writes on."""
        super().__init__()
        self._texts = texts
        self._look = look
        self._background = background
        self._writing = writing
        self.practice: Practice | None = None
        self.page: Page | None = None
        self.intro = IntroStep(texts)
        self.after = AfterStep(texts, look)
        self.stack = QStackedWidget()
        for step in (self.intro, self.after):
            self.stack.addWidget(step)
        self.leave_button = button(texts("practice.leave"), self._skip, name="leave-practice")
        self._invented = label(texts("practice.invented"), Part.QUIET)
        outer = column(self._band(), self.stack, spacing=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.intro.on.connect(self._start)
        self.intro.skip.connect(self._skip)
        self.intro.back.connect(self.back)
        self.after.back.connect(self._go_back)
        self.after.hand_over.connect(self._hand_over)
        self.after.on.connect(self._skip)
        self.enter()

    def enter(self) -> None:
        """Say what practice is."""
        self._show(self.intro)
        self.intro.enter()

    def abandon(self) -> None:
        """Wipe what there is of it."""
        practice, page = self.practice, self.page
        self.practice = self.page = None
        if page is not None:
            page.leave()
        if practice is not None:
            self._background.vault(lambda _tell: wipe(practice)).then(lambda _gone: self._drop(page))

    def _show(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        self._invented.setVisible(widget is self.page)
        self.leave_button.setVisible(widget is self.page)

    def _band(self) -> QWidget:
        words = column(label(self._texts("practice.band")), self._invented, spacing=0.25)
        found = row(spacing=2)
        found.addLayout(words, 1)
        found.addWidget(self.leave_button)
        found.setContentsMargins(4 * GRID, GRID, 4 * GRID, GRID)
        inner = box(found)
        inner.setMaximumWidth(WIDEST)
        outer = row(None, inner, None, spacing=0)
        outer.setStretch(1, 1000)
        return box(outer, "practice")

    def _start(self) -> None:
        names = Names(self._texts("practice.mine"), self._texts("practice.theirs"))
        self.intro.set_busy(busy=True)
        job = self._background.vault(lambda _tell: start(wiring.practice(), names))
        job.then(self._on_started).otherwise(self._on_failed)

    def _on_started(self, practice: Practice) -> None:
        self.intro.set_busy(busy=False)
        self.practice = practice
        if not self.isVisible():
            self.abandon()
            return
        desk = Desk(self._texts, self._look, self._background, practice.mine)
        self.page = self._writing(desk)
        self.page.go.connect(lambda _go: self._on_left())
        self.stack.addWidget(self.page)
        self.page.bring(Go(Where.WRITE, form=FORM))
        self._show(self.page)
        self.page.enter()

    def _on_failed(self, problem: Known) -> None:
        self.intro.set_busy(busy=False)
        self.intro.fail(problem)

    def _on_left(self) -> None:
        """The page was left: go on if there is a note by now."""
        practice, page = self.practice, self.page
        if practice is None or page is None:
            return
        page.leave()
        job = self._background.vault(lambda _tell: would_read(practice) if is_written(practice) else None)
        job.then(self._on_looked)

    def _on_looked(self, readers: tuple[str, ...] | None) -> None:
        if readers is None:
            self.abandon()
            self.enter()
        else:
            self._show(self.after)
            self.after.show_readers(readers)

    def _hand_over(self) -> None:
        practice = self.practice
        if practice is not None:
            job = self._background.vault(lambda tell: carry(practice, tell))
            job.meanwhile(self.after.show_stage).then(self._on_carried).otherwise(self.after.fail)

    def _on_carried(self, stage: Stage) -> None:
        practice, page = self.practice, self.page
        assert practice is not None
        self.after.show_stage(stage)
        self.practice = self.page = None
        self._background.vault(lambda _tell: wipe(practice)).then(lambda gone: self._on_wiped(page, gone=gone))

    def _on_wiped(self, page: Page | None, *, gone: bool) -> None:
        self._drop(page)
        self.after.show_wiped(gone=gone)

    def _drop(self, page: Page | None) -> None:
        if page is not None and isValid(page):  # the whole beginning may be gone by now
            page.hide()
            page.deleteLater()

    def _skip(self) -> None:
        self.abandon()
        self.on.emit()

    def _go_back(self) -> None:
        self.abandon()
        self.back.emit()
