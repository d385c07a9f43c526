"""The home page: what to begin, and what there is to know."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from desktop.acts import form_names
from desktop.desk import Desk
from desktop.home.facts import home_facts
from desktop.home.lines import HomeFacts, HomeLine, home_lines
from desktop.places import Go, Where
from desktop.widgets.columns import Columns
from desktop.widgets.line import Line
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, button, clear, column, label
from records.people import Role
from reports.when import in_words
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
        self.body.addWidget(self._begin())
        self.body.addSpacing(GRID)
        self.body.addLayout(self.lines)

    def enter(self) -> None:
        """Look again, and be ready to begin."""
        if self.first is not None:
            self.first.setFocus()
        self._desk.vault(home_facts).then(self._on_facts)

    def _begin(self) -> Columns:
        texts, look, me = self._desk.texts, self._desk.look, self._desk.owner.me
        begun = [
            (f"write.{form}", _ICONS.get(form, "notebook-pen"), Go(Where.WRITE, form=form)) for form in form_names(me)
        ]
        if me.role is Role.HEADQUARTERS:
            begun.insert(0, ("nav.inbox", "inbox", Go(Where.INBOX)))
        found = Columns()
        for place, (text, icon, go) in enumerate(begun):
            part, colour = (Part.PLAIN, None) if place else (Part.PRIMARY, look.palette.on_accent)
            name = f"write-{go.form}" if go.form else f"go-{go.where.value}"
            one = button(texts(text), partial(self.go.emit, go), part, look.icon(icon, colour), name)
            found.add(one)
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
        """A day in words, and a form by its title; one that came from elsewhere by its own name."""
        texts = self._desk.texts
        if name == "date":
            return in_words(str(fact), texts)
        return texts(f"form.{fact}") if name == "form" and texts.has(f"form.{fact}") else fact
