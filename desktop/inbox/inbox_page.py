"""Open a drive: look at what lies there, decide what comes in, and write the answer back to where it was read."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.handing.places_box import Find, PlacesBox
from desktop.handing.walk_box import WalkBox
from desktop.handing.walking import MakePlace, Walked, walk_receipts
from desktop.inbox.facts import (
    Inbox,
    Stranger,
    TakenIn,
    Verdict,
    Waits,
    inbox,
    look_at,
    put_aside,
    take_in,
    trust_and_open,
)
from desktop.inbox.package_box import PackageBox
from desktop.inbox.stranger_box import StrangerBox
from desktop.inbox.verdicts import icon_of, in_words, result, taken_in, tone_of
from desktop.messages import sentence
from desktop.notes.brief import Note, below, title_of
from desktop.places import Go, Where
from desktop.stopping import Stop
from desktop.widgets.choosing import Choose, choose_folder
from desktop.widgets.fold import Fold
from desktop.widgets.line import Line
from desktop.widgets.more import more
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, button, clear, column, label, restyle, row
from desktop.widgets.tone import Tone
from records.errors import Known
from records.people import Role
from reports.text.cleaning import isolated
from sync.drives.found import found
from sync.drives.place import FolderPlace
from sync.inbox import Came

_SHOWN = 20


class InboxPage(Page):
    """One page: where to look, what was found, what waits, what came in."""

    def __init__(
        self, desk: Desk, find: Find = found, choose: Choose = choose_folder, make_place: MakePlace = FolderPlace
    ) -> None:
        """Empty until it is entered."""
        super().__init__(desk.texts("nav.inbox"), desk.texts("inbox.hint"))
        self._desk = desk
        self._choose = choose
        self.working = False
        self._refused: list[Verdict] = []
        self._read_at: Path | None = None
        self._problems: dict[str, Known] = {}
        self._boxes: list[PackageBox] = []
        self.places = PlacesBox(desk, "drives.read", writing=False, find=find, choose=choose)
        self.places.chosen.connect(self._on_chosen)
        self.words = label("")
        self.verdicts: QVBoxLayout = column(spacing=0.5)
        self.strangers: QVBoxLayout = column(spacing=0.5)
        self.waiting: QVBoxLayout = column(spacing=1)
        self.came: QVBoxLayout = column(spacing=0.5)
        self.walk = WalkBox(desk, make_place)
        self.walk.ended.connect(self._on_walked)
        self.walk.hide()
        self.aside: QVBoxLayout = column(spacing=1)
        self.body.addWidget(self.places)
        self.body.addWidget(self.words)
        self.body.addLayout(self.verdicts)
        self.body.addWidget(self.walk)
        for part in (self.came, self.strangers, self.waiting, self.aside):
            self.body.addLayout(part)
        self._say("")

    def enter(self) -> None:
        """Read again what waits, unless something is being done."""
        if not self.working:
            self._look(self.places.focus_first)

    def _look(self, then: Callable[[], object]) -> None:
        """then: what to do once it is shown."""

        def shown(found: Inbox) -> None:
            self._on_inbox(found)
            then()

        self._desk.vault(inbox).then(shown)

    def _on_inbox(self, found: Inbox) -> None:
        texts = self._desk.texts
        for part in (self.strangers, self.waiting, self.aside):
            clear(part)
        self._put(self.strangers, "inbox.strangers", [self._stranger(one) for one in found.strangers[:_SHOWN]])
        rest = len(found.strangers) - _SHOWN
        if rest > 0:
            self.strangers.addWidget(label(texts("inbox.more-strangers", count=rest), Part.QUIET))
        alone = len(found.waiting) == 1
        self._boxes = [self._package(one, self._on_aside, alone=alone) for one in found.waiting]
        self._put(self.waiting, "inbox.waiting-title", self._boxes)
        if found.aside:
            words = texts("inbox.aside-title", count=len(found.aside))
            self.aside.addWidget(Fold(words, self._desk.look, partial(self._fill_aside, found.aside)))
        self._show_acts(found)

    def _put(self, part: QVBoxLayout, title: str, widgets: Sequence[QWidget]) -> None:
        if widgets:
            part.addWidget(label(self._desk.texts(title), Part.HEADING))
        for widget in widgets:
            part.addWidget(widget)

    def _stranger(self, one: Stranger) -> StrangerBox:
        box = StrangerBox(self._desk, one)
        box.typed.connect(partial(self._on_typed, box))
        return box

    def _package(self, one: Waits, aside: Callable[[Waits], object] | None, *, alone: bool = False) -> PackageBox:
        """alone: to accept it is the one thing to do now."""
        problem = self._problems.get(one.id)
        words = sentence(self._desk.texts, problem) if problem is not None else ""
        part = Part.PRIMARY if alone else Part.PLAIN
        return PackageBox(self._desk, one, lambda waits: self._accept([waits]), aside, words, part)

    def _fill_aside(self, those: Sequence[Waits], inside: QVBoxLayout) -> None:
        more(inside, self._desk.texts, those, lambda one: self._package(one, None))

    def _show_acts(self, found: Inbox) -> None:
        """What one can do with all of it."""
        self.clear_footer()
        self.footer.addStretch(1)
        ready = [one for one in found.waiting if one.in_order]
        texts = self._desk.texts
        if found.due:
            words = "inbox.answer" if self._read_at is not None else "inbox.answer-where"
            part = Part.PLAIN if found.waiting else Part.PRIMARY
            self.foot(button(texts(words), self._on_answer, part, name="answer"))
        if len(ready) > 1:
            words = texts("inbox.accept-all", count=len(ready))
            self.foot(button(words, partial(self._accept, ready), Part.PRIMARY, name="accept-all"))

    def _on_chosen(self, path: Path) -> None:
        """Look at what lies there."""
        self._refused = []
        clear(self.verdicts)
        clear(self.came)
        self.walk.hide()
        self._read_at = path
        stop = self._busy("inbox.looking")
        job = self._desk.vault_telling(lambda notebook, tell: look_at(notebook, path, stop, tell))
        job.meanwhile(self._on_verdict).then(self._on_looked).otherwise(self._on_known)

    def _on_verdict(self, verdict: Verdict) -> None:
        look = self._desk.look
        tone = tone_of(verdict)
        picture = QLabel()
        picture.setPixmap(look.pixmap(icon_of(verdict), getattr(look.palette, tone.value or "quiet")))
        line: QHBoxLayout = row(picture, label(in_words(verdict, self._desk.texts), tone=tone), spacing=1.5)
        line.setStretch(1, 1)
        self.verdicts.addLayout(line)

    def _on_looked(self, verdicts: tuple[Verdict, ...]) -> None:
        self._refused = [one for one in verdicts if one.came is Came.REFUSED]
        self._say(result(verdicts, self._desk.texts))
        self._settled()

    def _show_refused(self) -> None:
        """Once something was decided, only what was refused is still to be known."""
        clear(self.verdicts)
        for one in self._refused:
            self._on_verdict(one)

    def _on_known(self, problem: Known) -> None:
        self._say(sentence(self._desk.texts, problem), Tone.DANGER)
        self._settled()

    def _on_typed(self, box: StrangerBox, stranger: Stranger, typed: str, role: Role) -> None:
        job = self._desk.vault(lambda notebook: trust_and_open(notebook, stranger, typed, role))
        job.then(lambda problems: self._on_trusted(stranger, problems))
        job.otherwise(lambda problem: box.fail(sentence(self._desk.texts, problem)))

    def _on_trusted(self, stranger: Stranger, problems: Sequence[Known]) -> None:
        texts = self._desk.texts
        words = [texts("offices.trusted-now", office=isolated(stranger.card.office.name))]
        self._show_refused()
        self._say(" ".join([*words, *(sentence(texts, one) for one in problems)]))
        self._settled()

    def _accept(self, those: Sequence[Waits]) -> None:
        clear(self.came)
        self.walk.hide()
        stop = self._busy("inbox.taking-in")
        ids = [one.id for one in those]
        job = self._desk.vault_telling(lambda notebook, tell: take_in(notebook, ids, stop, tell))
        job.meanwhile(partial(self._on_taking, len(ids))).then(self._on_taken).otherwise(self._on_known)

    def _on_taking(self, packages: int, number: int) -> None:
        self.words.setText(self._desk.texts("inbox.taking-in-one", number=number, packages=packages))

    def _on_taken(self, taken: TakenIn) -> None:
        texts = self._desk.texts
        self._problems = dict(taken.problems)
        words, held = taken_in(taken, texts)
        self._show_refused()
        self._say(words)
        for one in held:
            self.came.addWidget(label(one, tone=Tone.ATTENTION))
        more(self.came, texts, taken.notes, self._note)
        self._settled()

    def _note(self, note: Note) -> Line:
        texts, look = self._desk.texts, self._desk.look
        picture = look.pixmap("file-text", look.palette.accent)
        go = Go(Where.NOTE, record=note.record)
        return Line(title_of(note, texts), lambda: self.go.emit(go), picture, below=below(note, texts))

    def _on_aside(self, waits: Waits) -> None:
        job = self._desk.vault(lambda notebook: put_aside(notebook, waits.id))
        job.then(lambda _none: self._on_put_aside(waits))

    def _on_put_aside(self, waits: Waits) -> None:
        self.told.emit(self._desk.texts("inbox.put-aside", office=waits.office.name))
        self._settled()

    def _on_answer(self) -> None:
        """Back to where it was read; where nothing was read yet, to a folder."""
        if self._read_at is None:
            self._choose(self, self._desk.texts, self._write_answer)
        else:
            self._write_answer(self._read_at)

    def _write_answer(self, path: Path) -> None:
        self._say("")
        clear(self.verdicts)
        clear(self.came)
        self.walk.show()
        self._begin(self.walk.stop)
        self.walk.start(walk_receipts, path)

    def _on_walked(self, _walked: Walked) -> None:
        self._settled()

    def _busy(self, words: str) -> Stop:
        """Say what is done, with a way to stop it."""
        stop = Stop()
        self._say(self._desk.texts(words))
        self._begin(stop.set)
        return stop

    def _begin(self, stop: Callable[[], object]) -> None:
        """While something is being done there is one thing to do: to stop it."""
        self.working = True
        for part in (self.strangers, self.waiting, self.aside):
            clear(part)
        self.clear_footer()
        self.footer.addStretch(1)
        self.foot(button(self._desk.texts("walk.stop"), stop, name="stop")).setFocus()

    def _settled(self) -> None:
        """Read again what waits, and be ready for the next thing."""
        self.working = False
        self._look(self._focus_next)

    def _focus_next(self) -> None:
        """To accept comes before to answer."""
        last = self.footer.itemAt(self.footer.count() - 1)
        widget = last.widget() if last is not None else None
        first = self._boxes[0] if self._boxes else None
        if widget is not None and (first is None or widget.objectName() == "accept-all"):
            widget.setFocus()
        elif first is not None:
            first.show()  # at once, so that it can take the keys
            first.accept.setFocus()
            QTimer.singleShot(0, first, partial(self.show_inside, first))
        else:
            self.places.focus_first()

    def _say(self, words: str, tone: Tone = Tone.NONE) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        restyle(self.words, tone=tone.value)
