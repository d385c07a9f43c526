"""The home page: what to begin, and what there is to know."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout

from desktop.acts import form_names
from desktop.desk import Desk
from desktop.home.facts import home_facts
from desktop.home.lines import HomeFacts, HomeLine, home_lines
from desktop.places import Go, Where
from desktop.widgets.line import Line
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, button, clear, column, label
from resources.palettes import GRID

_ICONS = {"incident": "notebook-pen", "hate_speech": "megaphone", "source": "user-round", "country_profile": "globe"}


class HomePage(Page):
    """What to begin stands first; then the lines."""

    def __init__(self, desk: Desk) -> None:
        """Empty until it is entered."""
        super().__init__(desk.texts("home.title"))
        self._desk = desk
        self.first: QPushButton | None = None
        self.lines: QVBoxLayout = column(spacing=1)
        self.body.addLayout(self._begin())
        self.body.addSpacing(GRID)
        self.body.addLayout(self.lines)

    def enter(self) -> None:
        """Look again, and be ready to begin."""
        if self.first is not None:
            self.first.setFocus()
        self._desk.vault(home_facts).then(self._on_facts)

    def _begin(self) -> QGridLayout:
        texts, look = self._desk.texts, self._desk.look
        found = QGridLayout()
        found.setSpacing(GRID)
        for place, form in enumerate(form_names(self._desk.owner.me)):
            icon = look.icon(_ICONS.get(form, "notebook-pen"), look.palette.on_accent if place == 0 else None)
            part = Part.PRIMARY if place == 0 else Part.PLAIN
            one = button(texts(f"write.{form}"), partial(self._write, form), part, icon, f"write-{form}")
            one.setMinimumHeight(6 * GRID)
            found.addWidget(one, place // 2, place % 2)
            self.first = self.first or one
        return found

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
        """A form by its title; one that came from elsewhere by its own name."""
        known = f"form.{fact}"
        return self._desk.texts(known) if name == "form" and self._desk.texts.has(known) else fact

    def _write(self, form: str) -> None:
        self.go.emit(Go(Where.WRITE, form=form))
