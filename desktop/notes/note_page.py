"""One note as people read it: answers, versions to choose from, attachments, who has it, and what became of it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.messages import sentence
from desktop.notes.answers_box import AnswersBox
from desktop.notes.asking import Asking
from desktop.notes.note_facts import NoteView, decide, note_view, take_back
from desktop.notes.note_words import Saved, byline, history, holders, undecided
from desktop.notes.printing import print_note
from desktop.places import Go, Where
from desktop.readers.naming import say
from desktop.widgets.choosing import ChooseWhere, choose_where
from desktop.widgets.fold import Fold
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, button, clear, column, label
from desktop.widgets.tone import Tone
from records.errors import Known
from records.people import Role
from reports.dossier import Printed
from reports.reading import Version
from reports.text.cleaning import isolated
from resources.palettes import GRID


class NotePage(Page):
    """Comes with `Go(NOTE, record=id)`."""

    def __init__(self, desk: Desk, where: ChooseWhere = choose_where) -> None:
        """Empty until it is brought a note."""
        super().__init__("")
        self._desk = desk
        self._where = where
        self._record: bytes | None = None
        self._asking: Asking | None = None
        self.view: NoteView | None = None
        self.code = label("", Part.TITLE)
        self.code.setObjectName("code")
        self.code.setWordWrap(False)
        self.head.addWidget(self.code)
        self.notices: QVBoxLayout = column(spacing=1)
        self.answers = AnswersBox(desk, where)
        self.answers.take.connect(self._on_take)
        self.answers.told.connect(self.told)
        self.answers.grown.connect(self._go_to)
        self.beside: QVBoxLayout = column(spacing=2)
        self.body.addLayout(self.notices)
        self.body.addWidget(self.answers)
        self.body.addSpacing(GRID)
        self.body.addLayout(self.beside)

    def bring(self, go: Go) -> None:
        """Hear which note."""
        if go.record != self._record:
            self._record = go.record
            self._show_nothing()

    def enter(self) -> None:
        """Read it again."""
        self._look()

    def leave(self) -> None:
        """A question that was not answered is asked no longer."""
        self._on_left()

    def _look(self) -> None:
        record, texts = self._record, self._desk.texts
        if record is not None:
            job = self._desk.vault(lambda notebook: note_view(notebook, record, texts))
            job.then(partial(self._on_view, record)).otherwise(self._on_known)

    def _on_view(self, record: bytes, view: NoteView | None) -> None:
        if record != self._record:
            return
        self.view = view
        if view is None:
            self.set_title(self._desk.texts("note.not-here"))
            return
        texts, reading = self._desk.texts, view.reading
        self.set_title(reading.line.title or texts("notes.untitled"), byline(reading, texts))
        self.code.setText(isolated(reading.line.code))
        self.code.setAccessibleName(texts("note.code", code=reading.line.code))
        self._show_notices(view)
        self.answers.show_note(view)
        self.answers.setVisible(not reading.line.withdrawn)
        self._show_beside(view)
        if self._asking is None:
            self._show_acts(view)

    def _show_nothing(self) -> None:
        self.view = None
        self.set_title("")
        self.code.clear()
        for part in (self.notices, self.beside, self.asked, self.answers.rows):
            clear(part)
        self.clear_footer()

    def _show_notices(self, view: NoteView) -> None:
        """What one should know before one reads on."""
        texts, reading = self._desk.texts, view.reading
        clear(self.notices)
        if reading.line.withdrawn:
            words = texts("note.taken-back", reason=isolated(reading.taken_back))
            self.notices.addWidget(label(words, tone=Tone.ATTENTION))
        count = undecided([*reading.rows, *reading.torn])
        if count and not reading.line.withdrawn:
            self.notices.addWidget(label(texts("note.undecided", count=count), tone=Tone.ATTENTION))
        if not reading.form_known:
            self.notices.addWidget(label(texts("note.form-missing"), Part.QUIET))

    def _show_beside(self, view: NoteView) -> None:
        """Who reads it, who has it, and what was changed."""
        texts = self._desk.texts
        clear(self.beside)
        if view.protected:
            self.beside.addWidget(label(texts("note.protected"), Part.QUIET))
        if view.readers is not None and not view.reading.line.withdrawn:
            readers = label(say(view.readers, texts))
            readers.setObjectName("read-by")
            self.beside.addWidget(readers)
        lines = [label(words, tone=tone) for words, tone in holders(view.reading, view.me, texts)]
        self.beside.addLayout(column(label(texts("note.who-has"), Part.HEADING), *lines, spacing=0.5))
        saved = history(view.reading, texts)
        words = texts("note.history", count=len(saved))
        self.beside.addWidget(Fold(words, self._desk.look, partial(_fill_history, saved)))

    def _show_acts(self, view: NoteView) -> None:
        """What this office may do with it."""
        self.clear_footer()
        if view.reading.line.withdrawn:
            return
        if view.may_take_back:
            self._foot("note.take-back", self._ask_take_back)
        self.footer.addStretch(1)
        if view.me.role is not Role.MONITOR:
            self._foot("note.print", self._ask_print)
        last = self._foot("nav.hand-over", lambda: self.go.emit(Go(Where.HAND_OVER)))
        if view.may_correct:
            last = self._foot("note.correct", self._on_correct, Part.PRIMARY)
        last.setFocus()

    def _foot(self, text: str, act: Callable[[], object], part: Part = Part.PLAIN) -> QPushButton:
        return self.foot(button(self._desk.texts(text), act, part, name=text))

    def _on_correct(self) -> None:
        self.go.emit(Go(Where.WRITE, record=self._record))

    def _on_take(self, version: Version) -> None:
        record = self._record
        assert record is not None
        job = self._desk.vault(lambda notebook: decide(notebook, record, version.path, version.entry))
        job.then(lambda _none: self._on_decided()).otherwise(self._on_known)

    def _on_decided(self) -> None:
        self.told.emit(self._desk.texts("note.decided"))
        self._look()

    def _ask_take_back(self) -> None:
        texts = self._desk.texts
        words, act = texts("note.take-back-why"), texts("note.take-it-back")
        self._ask(Asking(texts, words, act, self._on_take_back, texts("note.reason")))

    def _on_take_back(self, reason: str) -> None:
        record = self._record
        assert record is not None
        job = self._desk.vault(lambda notebook: take_back(notebook, record, reason))
        job.then(self._on_taken_back).otherwise(self._on_refused)

    def _on_taken_back(self, holders: int) -> None:
        texts = self._desk.texts
        said = texts("note.is-taken-back", count=holders) if holders else texts("note.is-taken-back-alone")
        self.go.emit(Go(Where.NOTES, said=said))

    def _ask_print(self) -> None:
        texts = self._desk.texts
        self._ask(Asking(texts, texts("note.print-unsealed"), texts("attachment.save-where"), self._on_where))

    def _on_where(self, _typed: str) -> None:
        assert self.view is not None
        self._where(self, self._desk.texts, f"{self.view.reading.line.code}.pdf", self._print)

    def _print(self, path: Path) -> None:
        record, texts = self._record, self._desk.texts
        assert record is not None
        job = self._desk.vault(lambda notebook: print_note(notebook, record, path, texts))
        job.then(self._on_printed).otherwise(self._on_refused)

    def _on_printed(self, printed: Printed) -> None:
        self._on_left()
        self.told.emit(self._desk.texts("show.written-out", path=isolated(str(printed.path))))

    def _ask(self, asking: Asking) -> None:
        """Ask, one thing at a time, in place of everything else one could do."""
        clear(self.asked)
        clear(self.footer)
        self._asking = asking
        asking.left.connect(self._on_left)
        self.asked.addWidget(asking)
        asking.show()
        asking.begin()

    def _on_left(self) -> None:
        clear(self.asked)
        self._asking = None
        if self.view is not None:
            self._show_acts(self.view)

    def _go_to(self, widget: object) -> None:
        """Scroll to what has just appeared, once it has its place."""
        assert isinstance(widget, QWidget)
        QTimer.singleShot(0, widget, lambda: self.show_inside(widget))

    def _on_refused(self, problem: Known) -> None:
        """Say it where it was asked."""
        if self._asking is not None:
            self._asking.fail(sentence(self._desk.texts, problem))

    def _on_known(self, problem: Known) -> None:
        self.notices.addWidget(label(sentence(self._desk.texts, problem), tone=Tone.DANGER))


def _fill_history(saved: Sequence[Saved], inside: QVBoxLayout) -> None:
    for one in saved:
        lines = [label(line, Part.QUIET) for line in one.lines]
        inside.addLayout(column(label(one.head), *lines, spacing=0.25))
