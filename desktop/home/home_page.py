"""The home page: what to begin, and what there is to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.acts import form_names
from desktop.desk import Desk
from desktop.home.facts import home_facts
from desktop.home.lines import HomeFacts, HomeLine, home_lines
from desktop.home.offered import CALL, offered, takes_calls
from desktop.places import Go, Where
from desktop.widgets.columns import Columns
from desktop.widgets.line import Line
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, box, button, clear, column, label, row
from records.people import Role
from reports.text.cleaning import isolated
from reports.when import in_words
from resources.palettes import GRID

_ICONS = {
    "hate_speech": "megaphone",
    "week_note": "calendar",
    "warning": "flag",
    "source": "user-round",
    "verification": "circle-check",
    "country_profile": "globe",
}


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to begin: the id of its text, its icon, where it leads, and the name of its button."""

    text: str
    icon: str
    go: Go
    name: str


def _written(form: str) -> _Way:
    return _Way(f"write.{form}", _ICONS.get(form, "notebook-pen"), Go(Where.WRITE, form=form), f"write-{form}")


_CALL: Final = _Way("write.call", "notebook-pen", CALL, "write-call")


class HomePage(Page):
    """What to begin stands first; then the lines."""

    def __init__(self, desk: Desk) -> None:
        """Empty until it is entered."""
        super().__init__(desk.texts("home.title"))
        self._desk = desk
        self.first: QPushButton | None = None
        self.rest: Columns | None = None
        self.lines: QVBoxLayout = column(spacing=1)
        self.body.addWidget(self._begin())
        self.body.addSpacing(GRID)
        self.body.addLayout(self.lines)

    def enter(self) -> None:
        """Look again, and be ready to begin."""
        if self.rest is not None:
            self.rest.hide()
        if self.first is not None:
            self.first.setFocus()
        self._desk.vault(home_facts).then(self._on_facts)

    def _begin(self) -> QWidget:
        """The ways to begin; those seldom wanted come when they are asked for."""
        me = self._desk.owner.me
        found = offered(me.role, form_names(me))
        ways = [_written(form) for form in found.first]
        if me.role is Role.HEADQUARTERS:
            ways.insert(0, _Way("nav.inbox", "inbox", Go(Where.INBOX), f"go-{Where.INBOX.value}"))
        inside = column(self._columns(ways, Part.PRIMARY), spacing=1)
        rest = [_CALL, *map(_written, found.rest)] if takes_calls(me.role) else [*map(_written, found.rest)]
        if rest:
            self.rest = self._columns(rest, Part.PLAIN)
            self.rest.hide()
            inside.addLayout(row(self._something_else(), None))
            inside.addWidget(self.rest)
        return box(inside)

    def _columns(self, ways: Sequence["_Way"], first: Part) -> Columns:
        """Buttons; `first` is what the first of them is."""
        texts, look = self._desk.texts, self._desk.look
        found = Columns()
        for place, way in enumerate(ways):
            part = Part.PLAIN if place else first
            icon = look.icon(way.icon, look.palette.on_accent if part is Part.PRIMARY else None)
            one = button(texts(way.text), partial(self.go.emit, way.go), part, icon, way.name)
            found.add(one)
            self.first = self.first or one
        return found

    def _something_else(self) -> QPushButton:
        texts, look = self._desk.texts, self._desk.look
        icon = look.icon("chevron-down", look.palette.quiet)
        return button(texts("home.something-else"), self._show_rest, Part.QUIET, icon, "write-something-else")

    def _show_rest(self) -> None:
        """Show what else there is, ready to be chosen; or put it away again."""
        assert self.rest is not None
        shown = self.rest.isHidden()
        self.rest.setVisible(shown)
        if shown:
            self.rest.findChildren(QPushButton)[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_facts(self, facts: HomeFacts) -> None:
        clear(self.lines)
        lines = home_lines(facts, self._desk.owner.me.role)
        for line in lines:
            self.lines.addWidget(self._line(line))
        if not lines:
            self.lines.addWidget(label(self._desk.texts("home.empty"), Part.QUIET))

    def _line(self, line: HomeLine) -> Line:
        texts, look = self._desk.texts, self._desk.look
        facts = {name: self._word(name, fact) for name, fact in line.facts}
        colour = getattr(look.palette, line.tone.value) if line.tone.value else look.palette.accent
        picture = look.pixmap(line.icon, colour)
        return Line(texts(line.text, **facts), lambda: self.go.emit(line.go), picture, line.tone)

    def _word(self, name: str, fact: str | int) -> str | int:
        """A day in words, and a form by its title; what others named or somebody wrote cannot turn our words around."""
        texts = self._desk.texts
        if name == "date":
            return in_words(str(fact), texts)
        if name == "form" and texts.has(f"form.{fact}"):
            return texts(f"form.{fact}")
        return isolated(fact) if isinstance(fact, str) else fact
