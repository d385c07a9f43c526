"""Hand over: see what leaves, say where to, watch it being written and read back. Four acts from Home at the most."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from desktop.desk import Desk
from desktop.handing.before import Before, handed_before, in_words
from desktop.handing.leaving import Leaving, leaving
from desktop.handing.places_box import Find, PlacesBox
from desktop.handing.walk_box import WalkBox
from desktop.handing.walking import Ended, MakePlace, Walk, Walked, walk, walk_again
from desktop.handing.what_box import WhatBox
from desktop.messages import sentence
from desktop.places import Go, Where
from desktop.widgets.choosing import Choose, choose_folder
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, box, button, clear, column, label, row
from records.errors import Known
from records.people import Role
from resources.palettes import GRID
from sync.drives.found import found
from sync.drives.place import FolderPlace
from sync.handing import count_as_lost
from sync.plan import Plan


class Stage(Enum):
    """Where the person is."""

    LOOKING = "looking"
    WHAT = "what"
    WHERE = "where"
    GOING = "going"
    ENDED = "ended"


class HandOverPage(Page):
    """One page in steps; the later ones take the place of the earlier."""

    def __init__(
        self, desk: Desk, find: Find = found, choose: Choose = choose_folder, make_place: MakePlace = FolderPlace
    ) -> None:
        """Empty until it is entered."""
        super().__init__(desk.texts("nav.hand-over"))
        self._desk = desk
        self.stage = Stage.LOOKING
        self._approved: Plan | None = None
        self._path = Path()
        self.words = label("")
        self.what = WhatBox(desk)
        self.what.changed.connect(self._show_what)
        self.what.wanted.connect(lambda record: self.go.emit(Go(Where.NOTE, record=record)))
        self.finder = label(desk.texts("leaving.finder"), Part.QUIET)
        self.where = PlacesBox(desk, "drives.write", writing=True, find=find, choose=choose)
        self.where.chosen.connect(self._on_chosen)
        self.walk = WalkBox(desk, make_place)
        self.walk.ended.connect(self._on_ended)
        self.before: QVBoxLayout = column(spacing=1)
        self.before.setContentsMargins(0, 2 * GRID, 0, 0)
        self._before = box(self.before)
        for widget in (self.words, self.what, self.finder, self.where, self.walk, self._before):
            self.body.addWidget(widget)
        self._step(Stage.LOOKING)

    def enter(self) -> None:
        """Look again at what would leave, unless something is on its way or has just come to its end."""
        if self.stage not in (Stage.GOING, Stage.ENDED):
            self._look()
        self._desk.vault(handed_before).then(self._on_before)

    def leave(self) -> None:
        """What is on its way goes on."""
        if self.stage is Stage.ENDED:
            self._step(Stage.LOOKING)

    def _look(self, why: str = "") -> None:
        """why: what to say above what leaves."""
        self._step(Stage.LOOKING)
        self._desk.vault(leaving).then(partial(self._on_leaving, why)).otherwise(self._on_known)

    def _on_leaving(self, why: str, found: Leaving) -> None:
        if self.stage is not Stage.LOOKING:
            return
        self.what.show_leaving(found)
        self._show_what(why)

    def _on_known(self, problem: Known) -> None:
        self._say(sentence(self._desk.texts, problem))

    def _show_what(self, why: str = "") -> None:
        found, texts = self.what.leaving, self._desk.texts
        assert found is not None
        self._step(Stage.WHAT)
        empty = found.plan.is_empty
        nobody = "leaving.nobody-trusted" if not found.trusted else "leaving.nothing"
        self._say(why or (texts(nobody) if empty else ""))
        self.finder.setVisible(not empty)
        if not found.trusted:
            go = self._foot("leaving.add-card", lambda: self.go.emit(Go(Where.OFFICES)), Part.PRIMARY)
            go.setFocus()
        elif not empty:
            self._foot("leaving.where", self._ask_where, Part.PRIMARY).setFocus()

    def _ask_where(self) -> None:
        found = self.what.leaving
        assert found is not None
        self._approved = found.plan
        self._step(Stage.WHERE)
        count = len({body.record for body in found.plan.bodies})
        self._say(
            self._desk.texts("leaving.where-to", count=count) if count else self._desk.texts("leaving.where-to-answer")
        )
        self.finder.show()
        self._foot("leaving.back", self._show_what, Part.PLAIN)
        self.where.focus_first()

    def _on_chosen(self, path: Path) -> None:
        assert self._approved is not None
        approved, self._path = self._approved, path
        self._set_out(lambda notebook, place, stop, tell: walk(notebook, approved, place, stop, tell))

    def _on_again(self) -> None:
        """Try what is left at the same place."""
        approved = self._approved
        assert approved is not None
        self._set_out(lambda notebook, place, stop, tell: walk_again(notebook, approved, place, stop, tell))

    def _set_out(self, act: Walk) -> None:
        self._step(Stage.GOING)
        self._foot("walk.stop", self.walk.stop, Part.PLAIN).setFocus()
        self.walk.start(act, self._path)

    def _on_ended(self, walked: Walked) -> None:
        self._step(Stage.ENDED)
        self._desk.vault(handed_before).then(self._on_before)
        if walked.ended is Ended.CHANGED:
            self._look(self.walk.heading.text())
            return
        if walked.ended is not Ended.COPIED:
            self._foot("walk.elsewhere", self._look, Part.PLAIN)
            self._foot("walk.again", self._on_again, Part.PRIMARY).setFocus()
        else:
            self._foot("walk.home", lambda: self.go.emit(Go(Where.HOME)), Part.PRIMARY).setFocus()
        if not self.isVisible():
            self.told.emit(self.walk.heading.text())

    def _on_lost(self, one: Before) -> None:
        """The drive is gone: what lay on it goes again."""

        def done(_none: None) -> None:
            self.told.emit(self._desk.texts("before.goes-again"))
            self.enter()

        self._desk.vault(lambda notebook: count_as_lost(notebook.vault, one.lying)).then(done)

    def _step(self, stage: Stage) -> None:
        """Show what belongs to a stage."""
        self.stage = stage
        self._say(self._desk.texts("leaving.looking") if stage is Stage.LOOKING else "")
        self.what.setVisible(stage is Stage.WHAT)
        self.finder.hide()
        self.where.setVisible(stage is Stage.WHERE)
        self.walk.setVisible(stage in (Stage.GOING, Stage.ENDED))
        self._before.setVisible(stage not in (Stage.WHERE, Stage.GOING))
        self.clear_footer()
        self.footer.addStretch(1)

    def _foot(self, text: str, act: Callable[[], object], part: Part) -> QPushButton:
        return self.foot(button(self._desk.texts(text), act, part, name=text))

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _on_before(self, those: tuple[Before, ...]) -> None:
        clear(self.before)
        texts = self._desk.texts
        if those:
            self.before.addWidget(label(texts("before.title"), Part.HEADING))
        for one in those:
            head, state, tone = in_words(one, texts)
            line = row(spacing=2)
            line.addLayout(column(label(head), label(state, Part.QUIET, tone), spacing=0.25), 1)
            if one.lying:
                again = button(texts("before.lost"), partial(self._on_lost, one), name="lost")
                again.setAccessibleName(texts("before.lost-name", what=head))
                line.addWidget(again)
            self.before.addLayout(line)
        if those and self._desk.owner.me.role is Role.MONITOR:
            open_drive = button(texts("before.open"), lambda: self.go.emit(Go(Where.INBOX)), name="open-drive")
            self.before.addLayout(row(open_drive, None))
