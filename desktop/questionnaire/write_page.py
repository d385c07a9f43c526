"""The page on which a note is written: begun, gone on with, or corrected. Kept by itself; finished or thrown away.

Who will read it stands below at all times.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QMenu, QWidget
from shiboken6 import isValid

from desktop.acts import throw_away
from desktop.calendars import Calendar
from desktop.desk import Desk
from desktop.messages import sentence
from desktop.places import Go, Where
from desktop.questionnaire.answering import Answering
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.faults_box import FaultsBox
from desktop.questionnaire.keeping import Keeper
from desktop.questionnaire.leaks import Leaks
from desktop.questionnaire.opening import Ended, Opened, end_filling, open_filling
from desktop.questionnaire.outline import Outline
from desktop.questionnaire.paper import Paper
from desktop.questionnaire.places_at_hand import PlacesAtHand
from desktop.questionnaire.tongues import Tongue
from desktop.questionnaire.tongues_menu import TonguesMenu
from desktop.questionnaire.wheres import Spot
from desktop.readers.naming import Wishes
from desktop.readers.readers_dialog import ReadersDialog
from desktop.readers.readers_line import ReadersLine
from desktop.readers.wanted import Wanted
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, box, button, column, label, row
from forms.session import Session
from records.drafting import Draft
from records.errors import Known
from records.guarding import remember_fine
from resources.texts import Texts

UNDO_FOR = 8000
NARROW = 760
"""Pixels below which the ways to end stand below the readers."""
_ANOTHER = "Ctrl+Shift+Return"
LOW = 480
"""Pixels below which they are said in brief."""
_BELOW = QBoxLayout.Direction.TopToBottom
_BESIDE = QBoxLayout.Direction.LeftToRight


@dataclass(slots=True)
class _Now:
    """What is being written."""

    opened: Opened
    answering: Answering
    wanted: Wanted
    paper: Paper
    keeper: Keeper
    kept: bool
    thrown: bool = False


class WritePage(Page):
    """One form, filled in."""

    def __init__(self, desk: Desk, calendar: Calendar = Calendar.GREGORIAN) -> None:
        """Empty until somebody is brought here. calendar: the one in which days are chosen at first."""
        super().__init__("")
        self._desk = desk
        self._calendar = calendar
        self._now: _Now | None = None
        self._going: Go | None = None
        self._carried: Mapping[str, str | Spot] = {}
        self._tongue: Tongue | None = None
        self._places = PlacesAtHand(desk)
        texts, look = desk.texts, desk.look
        self.kept = label("", Part.QUIET)
        self.kept.setObjectName("kept")
        self.kept.setWordWrap(False)
        self.head.addWidget(self.kept)
        self.outline = Outline(desk)
        self.show_beside(self.outline)
        self.body.addWidget(self.outline.field)
        self._holder = column(spacing=2)
        self.body.addLayout(self._holder)
        self.gone = self._thrown_away()
        self.body.addWidget(self.gone)
        self.faults = FaultsBox(texts)
        self.faults.chosen.connect(self._on_fault)
        self.problems = self.faults.words
        self.readers = ReadersLine(texts)
        self.readers.change.connect(self._on_change_readers)
        self.readers.decided.connect(self._on_readers)
        self.later = button(texts("write.later"), self._on_later, name="later")
        self.later.setProperty("part", "quiet")
        self.more = button(texts("write.more"), self._on_more, icon=look.icon("chevron-down"), name="more")
        self.finish = button(texts("write.finish"), self._on_finish, Part.PRIMARY, name="finish")
        self.finish.setToolTip(_keys("Ctrl+Return"))
        self.menu = self._menu()
        self._fill_footer()
        self._forget = QTimer(self, singleShot=True, interval=UNDO_FOR)
        self._forget.timeout.connect(self._on_forgotten)
        self._shortcuts()

    def bring(self, go: Go) -> None:
        """Begin, go on, or correct."""
        self.leave()
        self._clear()
        self._going = go
        self._tongue = self._tongue if self._carried else None
        opening = self._desk.vault(lambda notebook: open_filling(notebook, go, self._desk.texts))
        opening.then(partial(self._on_opened, go)).otherwise(partial(self._on_not_opened, go))
        self._places.look()

    def leave(self) -> None:
        """Keep what was begun; what was thrown away is gone now."""
        if self._now is None:
            return
        if self._now.thrown:
            self._on_forgotten()
        else:
            self._now.keeper.keep()
            marks = self._now.answering.marks()
            if marks:
                self._desk.vault(lambda notebook: remember_fine(notebook.vault, marks))

    def session(self) -> Session:
        """What is being filled in. AssertionError while nothing is."""
        assert self._now is not None
        return self._now.answering.session

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The outline stands where there is room."""
        super().resizeEvent(event)
        self.outline.fit(event.size().width())
        scale = self._desk.look.scale
        self.readers.shorten(brief=event.size().height() < LOW * scale)
        self._show_readers()
        narrow = event.size().width() < NARROW * scale
        self._ways.setDirection(_BELOW if narrow else _BESIDE)
        self._ways.setStretch(0, 0 if narrow else 1)

    def _on_opened(self, go: Go, opened: Opened | None) -> None:
        if go is not self._going:
            return
        if opened is None:
            self.go.emit(Go(Where.HOME, said=self._desk.texts("write.not-there")))
            return
        answering = Answering(opened.session, self._desk.texts, Leaks(opened.guard, opened.fine))
        for path, value in self._carried.items():
            answering.answer(path, value)
        self._carried = {}
        spots, places = opened.spots, self._places.shelf
        bench = Bench(
            self._desk, opened.today, opened.recent, dict(opened.files), self._calendar, spots, places, opened.used
        )
        paper = Paper(answering, bench, self.outline)
        keeper = Keeper(self._desk, self._draft)
        keeper.setParent(self)  # its clock must end with the page, in the page's thread
        self._now = _Now(opened, answering, opened.wanted(), paper, keeper, kept=not opened.fresh)
        paper.touched.connect(self._on_touched)
        paper.left.connect(keeper.keep)
        paper.ended.connect(self.finish.setFocus)
        paper.moved.connect(self._on_moved)
        paper.undone.connect(lambda: self.told.emit(self._desk.texts("write.undone")))
        paper.turned.connect(lambda: QTimer.singleShot(0, self._show_beginning))
        keeper.kept.connect(self._on_kept)
        keeper.failed.connect(self._on_not_kept)
        self._show(opened, paper)

    def _show(self, opened: Opened, paper: Paper) -> None:
        texts = self._desk.texts
        title = opened.session.say(opened.session.form.title)
        below = texts("write.correcting", code=opened.code) if opened.code else texts("write.legend")
        self.set_title(title, below)
        self.tongues.offer(opened.session.form, self._tongue)
        self._holder.addWidget(paper)
        paper.show()
        self.outline.fit(self.width())
        self.show_footer()
        self._show_readers()
        self._order()
        cursor = opened.draft.cursor
        if not cursor.path or not paper.show_question(cursor.path, cursor.place):
            paper.begin()
        if self._tongue is not None:
            self._on_tongue(self._tongue)
        self.stands.emit(Go(Where.WRITE, draft=opened.draft.id))

    def _clear(self) -> None:
        """An empty page."""
        self._going = None
        self._forget.stop()
        self.gone.hide()
        self.kept.setText("")
        self._tell_problems("")
        self.finish.setEnabled(True)
        if self._now is not None:
            self._now.keeper.stop()
            self._now.keeper.setParent(None)
            self._now.paper.close_for_good()
            self._now.paper.hide()
            self._holder.removeWidget(self._now.paper)
            self._now.paper.deleteLater()
            self._now = None
        self.outline.show_parts((), -1)
        self.outline.fit(0)
        self.hide_footer()

    def _draft(self) -> Draft:
        """The draft as it is now."""
        assert self._now is not None
        answers = self._now.answering.session.draft_answers()
        return replace(
            self._now.opened.draft,
            answers=answers,
            readers=self._now.wanted.kept(answers),
            cursor=self._now.paper.where(),
        )

    def _on_moved(self, widget: QWidget) -> None:
        """Show where the person is, once everything has its place."""
        QTimer.singleShot(0, partial(self._show_whole, widget))

    def _show_whole(self, widget: QWidget) -> None:
        if isValid(widget) and widget.isVisible():
            self.show_inside(widget)

    def _show_beginning(self) -> None:
        """The top of a part; on a low page with large letters, what is to be answered first."""
        self.show_top()
        here = QApplication.focusWidget()
        if here is not None and self.isAncestorOf(here):
            self._show_whole(here)

    def _on_touched(self) -> None:
        assert self._now is not None
        self._now.keeper.touch()
        self.kept.setText("")
        self._show_readers()
        if self.problems.text():
            self._count_problems()

    def _on_kept(self) -> None:
        if self._now is not None:
            self._now.kept = True
            self.kept.setText("" if self._now.thrown else self._desk.texts("write.kept"))

    def _on_not_kept(self, problem: object) -> None:
        assert isinstance(problem, Known)
        self._tell_problems(sentence(self._desk.texts, problem))

    def _show_readers(self) -> None:
        if self._now is not None:
            self.readers.show_readers(self._now.wanted, self._now.answering.session.answers())

    def _on_change_readers(self) -> None:
        if self._now is not None:
            answers = self._now.answering.session.answers()
            dialog = ReadersDialog(self, self._desk.texts, self._now.wanted, answers)
            dialog.done_with.connect(self._on_wished)
            dialog.open()

    def _on_wished(self, wishes: object) -> None:
        if self._now is not None and isinstance(wishes, Wishes):
            self._now.wanted.wish(wishes)
            self._on_readers()

    def _on_readers(self) -> None:
        if self._now is not None:
            self._show_readers()
            self._now.keeper.touch()
            self._now.keeper.keep()

    def _on_later(self) -> None:
        if self._now is not None:
            self.go.emit(Go(Where.HOME))

    def _on_finish(self, *, again: bool = False) -> None:
        now = self._now
        if now is None or now.thrown or not self.finish.isEnabled():
            return
        problems = now.answering.finish()
        now.paper.refresh()
        if problems:
            self._count_problems()
            now.paper.show_question(problems[0].path)
            return
        unseen = now.answering.unseen_leaks()
        if unseen:
            now.paper.show_question(unseen[0])
            now.paper.retell()
            self._tell_problems(self._desk.texts("leak.before-finish", count=len(unseen)))
            return
        self.finish.setEnabled(False)
        now.keeper.stop()
        marks = now.answering.marks()
        draft = replace(self._draft(), answers=now.answering.session.answers())
        job = self._desk.vault(lambda notebook: end_filling(notebook, draft, marks))
        job.then(partial(self._on_ended, now, again)).otherwise(self._on_not_ended)

    def _on_ended(self, now: _Now, again: bool, ended: Ended) -> None:
        said = self._desk.texts(_said(now.opened, ended))
        form = now.opened.draft.form
        carried = now.answering.carried() if again else {}
        tongue = self._tongue if again else None
        if self._now is not now:
            self.told.emit(said)
            return
        self._clear()
        if again:
            self._carried, self._tongue = carried, tongue
            self.told.emit(said)
            self.go.emit(Go(Where.WRITE, form=form, said=said))
        elif now.opened.code:
            self.go.emit(Go(Where.NOTE, record=ended.record, said=said))
        else:
            self.go.emit(Go(Where.HOME, said=said))

    def _on_not_ended(self, problem: Known) -> None:
        self.finish.setEnabled(True)
        if self._now is not None:
            self._now.keeper.touch()
        self._tell_problems(sentence(self._desk.texts, problem))

    def _on_not_opened(self, go: Go, problem: Known) -> None:
        if go is self._going:
            self.go.emit(Go(Where.HOME, said=sentence(self._desk.texts, problem)))

    def _count_problems(self) -> None:
        assert self._now is not None
        faults = self._now.answering.faults()
        count = len(faults)
        self.faults.tell(self._desk.texts("write.problems", count=count) if count else "", faults)

    def _tell_problems(self, words: str) -> None:
        self.faults.tell(words)

    def _on_fault(self, path: str) -> None:
        if self._now is not None:
            self._now.paper.show_question(path)

    def _on_throw(self) -> None:
        """Gone from sight at once, from the notebook a little later."""
        now = self._now
        if now is None:
            return
        now.keeper.keep()
        now.thrown = True
        self.kept.setText("")
        now.paper.hide()
        self.subtitle.hide()
        self.outline.fit(0)
        self.outline.field.hide()
        self.hide_footer()
        self.gone.show()
        self._undo.setFocus()
        self._forget.start()

    def _on_undo_throw(self) -> None:
        now = self._now
        if now is None:
            return
        self._forget.stop()
        now.thrown = False
        self.gone.hide()
        now.paper.show()
        self.subtitle.show()
        self.outline.fit(self.width())
        self.show_footer()
        here = now.paper.where()
        now.paper.show_question(here.path, here.place)

    def _on_forgotten(self) -> None:
        now = self._now
        if now is None or not now.thrown:
            return
        draft = now.opened.draft.id
        shown = self.gone.isVisible() and self._forget.remainingTime() <= 0
        self._clear()
        self._desk.vault(lambda notebook: throw_away(notebook.vault, draft))
        if shown:
            self.go.emit(Go(Where.HOME))

    def _on_more(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    def _menu(self) -> QMenu:
        texts = self._desk.texts
        found = QMenu(self)
        found.setAccessibleName(texts("write.more"))
        another = f"{texts('write.finish-another')}\t{_keys(_ANOTHER)}"
        found.addAction(another, partial(self._on_finish, again=True))
        self.tongues = TonguesMenu(texts, found)
        self.tongues.chosen.connect(self._on_tongue)
        found.addAction(texts("write.throw-away"), self._on_throw)
        found.addMenu(self.tongues)
        return found

    def _on_tongue(self, tongue: Tongue) -> None:
        """The questions in another language; the window's own words stay."""
        now = self._now
        if now is not None:
            self._tongue = tongue
            texts = Texts(tongue.code) if now.opened.session.form.own else self._desk.texts
            now.paper.speak(texts, tongue)
            session = now.answering.session
            self.title.setText(session.say(session.form.title))
            if self.problems.text():
                self._count_problems()

    def _thrown_away(self) -> QWidget:
        texts, look = self._desk.texts, self._desk.look
        self._undo = button(texts("question.undo"), self._on_undo_throw, icon=look.icon("undo-2"), name="undoThrow")
        said = label(texts("write.thrown-away"))
        said.setWordWrap(False)
        found = box(row(said, self._undo, None, spacing=2))
        found.hide()
        return found

    def _fill_footer(self) -> None:
        self._ways = row(self.readers, spacing=1)
        self._ways.addLayout(row(None, self.later, self.more, self.finish, spacing=1))
        inner = column(self.faults, self.readers.question, spacing=1)
        inner.addLayout(self._ways)
        self.footer.addLayout(inner)

    def _order(self) -> None:
        """Tab goes from the form to its readers and its end."""
        if self._now is not None:
            stops: list[QWidget] = [self._now.paper.last_stop(), *self.faults.stops(), *self.readers.stops()]
            stops += [self.later, self.more, self.finish]
            for one, following in itertools.pairwise(stops):
                QWidget.setTabOrder(one, following)

    def _shortcuts(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "Ctrl+Return": self._on_finish,
            "Ctrl+Enter": self._on_finish,
            _ANOTHER: partial(self._on_finish, again=True),
            "Escape": self._on_later,
            "Ctrl+PgUp": partial(self._on_turn, -1),
            "Ctrl+PgDown": partial(self._on_turn, 1),
        }
        for key, act in keys.items():
            found = QShortcut(QKeySequence(key), self, act)
            found.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _on_turn(self, step: int) -> None:
        if self._now is not None:
            self._now.paper.turn(step)


def _keys(keys: str) -> str:
    """Keys as this computer writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _said(opened: Opened, ended: Ended) -> str:
    """The id of what is said at the end."""
    if not ended.written:
        return "write.nothing-changed"
    if ended.conflicts and opened.code:
        return "write.two-versions"
    return "write.corrected" if opened.code else "write.finished"
