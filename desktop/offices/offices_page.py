"""Offices: one's own card first, then those one trusts, and those whose cards came along. A card is added by voice."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.countries import country_name
from desktop.desk import Desk
from desktop.messages import sentence
from desktop.offices.facts import Offices, Own, Shown, card_from, offices, roles_of, save_card
from desktop.offices.words_box import WordsBox
from desktop.widgets.choosing import Choose, ChooseWhere, choose_file, choose_where
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, box, button, clear, column, label, row
from desktop.widgets.tone import Tone
from records.errors import Known
from records.ids import system_chance
from records.people import Card, Office, Role
from reports.text.cleaning import isolated
from reports.when import moment_in_words
from resources.texts import Texts
from sync.trust.trusting import stop_trusting, trust, trust_again

SUGGESTED = "office.card"


class OfficesPage(Page):
    """Cards, and what one can do with each."""

    def __init__(self, desk: Desk, choose: Choose = choose_file, where: ChooseWhere = choose_where) -> None:
        """Empty until it is entered."""
        super().__init__(desk.texts("nav.offices"))
        self._desk = desk
        self._choose = choose
        self._where = where
        self.notice: QVBoxLayout = column(spacing=1)
        self.own: QVBoxLayout = column(spacing=1)
        self.trusted: QVBoxLayout = column(spacing=2)
        self.seen: QVBoxLayout = column(spacing=2)
        for part in (self.notice, self.own, self.trusted, self.seen):
            self.body.addLayout(part)
        icon = desk.look.icon("id-card", desk.look.palette.on_accent)
        self.add = button(desk.texts("offices.add"), self._on_add, Part.PRIMARY, icon, "add-card")
        self.footer.addStretch(1)
        self.footer.addWidget(self.add)
        self.show_footer()

    def enter(self) -> None:
        """Read the cards again."""
        self._look()
        self.add.setFocus()

    def leave(self) -> None:
        """What was said here is said no longer."""
        clear(self.notice)

    def _look(self) -> None:
        language = self._desk.texts.language.code
        self._desk.vault(lambda notebook: offices(notebook, language)).then(self._on_offices)

    def _on_offices(self, found: Offices) -> None:
        for part in (self.own, self.trusted, self.seen):
            clear(part)
        self.own.addWidget(self._own(found.own))
        texts = self._desk.texts
        self.trusted.addWidget(label(texts("offices.trusted"), Part.HEADING))
        if not found.trusted:
            self.trusted.addWidget(label(texts("offices.nobody"), Part.QUIET))
        for one in found.trusted:
            stop = button(texts("offices.stop"), partial(self._on_stop, one), name="stop")
            stop.setAccessibleName(texts("offices.stop-name", office=one.card.office.name))
            self.trusted.addLayout(self._line(one, "offices.since", stop))
        if found.seen:
            self.seen.addWidget(label(texts("offices.seen"), Part.HEADING))
        for one in found.seen:
            go = button(texts("offices.trust"), partial(self._show_adding, one.card), name="trust-seen")
            go.setAccessibleName(texts("offices.trust-name", office=one.card.office.name))
            self.seen.addLayout(self._line(one, "offices.claims", go))

    def _own(self, own: Own) -> QFrame:
        texts = self._desk.texts
        words = label(isolated(own.words), Part.TITLE)
        words.setObjectName("own-words")
        numbers = label(isolated(own.numbers), Part.TITLE)
        inside = column(
            label(texts("offices.own"), Part.HEADING),
            label(who(own.card.office, own.card.role, texts)),
            label(texts("offices.own-words"), Part.QUIET),
            *((words,) if own.words != own.numbers else ()),
            numbers,
            label(texts("offices.finder"), Part.QUIET),
            spacing=1,
            margin=2,
        )
        save = button(texts("offices.save"), partial(self._on_save, own.card), name="save-card")
        inside.addLayout(row(save, None))
        return box(inside, "card")

    def _line(self, one: Shown, text: str, act: QPushButton) -> QHBoxLayout:
        """An office, what is known of it, and one thing to do."""
        texts = self._desk.texts
        since = moment_in_words(one.since, texts) if one.since else ""
        role = texts(f"role.{one.role.value}")
        country = country_name(one.card.office.country, texts)
        below = texts(text, country=isolated(country), role=role, when=isolated(since))
        words = column(label(one.card.office.name), label(below, Part.QUIET), spacing=0.25)
        line = row(spacing=2)
        line.addLayout(words, 1)
        line.addWidget(act)
        return line

    def _on_add(self) -> None:
        self._choose(self, self._desk.texts, self._on_file)

    def _on_file(self, path: Path) -> None:
        job = self._desk.vault(lambda notebook: card_from(notebook, path))
        job.then(self._show_adding).otherwise(self._on_known)

    def _show_adding(self, card: Card) -> None:
        """Show what a card says, and ask for the words heard by voice."""
        texts = self._desk.texts
        clear(self.notice)
        ask = texts("offices.ask", office=isolated(card.office.name))
        words = WordsBox(self._desk, ask, "offices.trust-it", roles_of(card))
        words.typed.connect(partial(self._on_typed, card, words))
        cancel = button(texts("offices.leave-it"), lambda: clear(self.notice), name="leave-card")
        heading = label(texts("offices.new"), Part.HEADING)
        words.acts.addWidget(cancel)
        inside = column(heading, label(who(card.office, card.role, texts)), words, spacing=1, margin=2)
        holder = box(inside, "card")
        self.notice.addWidget(holder)
        holder.show()
        words.begin()

    def _on_typed(self, card: Card, words: WordsBox, typed: str, role: Role) -> None:
        job = self._desk.vault(lambda notebook: trust(notebook.vault, card, typed, role))
        job.then(lambda _known: self._on_trusted(card))
        job.otherwise(lambda problem: words.fail(sentence(self._desk.texts, problem)))

    def _on_trusted(self, card: Card) -> None:
        office = isolated(card.office.name)
        self._say(self._desk.texts("offices.trusted-now", office=office), Tone.GOOD)
        self._look()
        self.add.setFocus()

    def _on_stop(self, one: Shown) -> None:
        job = self._desk.vault(lambda notebook: stop_trusting(notebook.vault, one.card.device))
        job.then(lambda _none: self._on_stopped(one))

    def _on_stopped(self, one: Shown) -> None:
        texts = self._desk.texts
        said = self._say(texts("offices.stopped", office=isolated(one.card.office.name)))
        undo = button(texts("offices.undo"), partial(self._on_undo, one), name="undo")
        said.addLayout(row(undo, None))
        undo.show()
        undo.setFocus()
        self._look()

    def _on_undo(self, one: Shown) -> None:
        job = self._desk.vault(lambda notebook: trust_again(notebook.vault, one.card.device))
        job.then(lambda _none: self._on_trusted(one.card))

    def _on_save(self, card: Card) -> None:
        self._where(self, self._desk.texts, SUGGESTED, partial(self._on_place, card))

    def _on_place(self, card: Card, path: Path) -> None:
        job = self._desk.background.elsewhere(lambda _tell: save_card(card, path, system_chance))
        words = self._desk.texts("offices.saved", path=isolated(str(path)))
        job.then(lambda _none: self._tell(words)).otherwise(self._on_known)

    def _tell(self, words: str) -> None:
        self._say(words, Tone.GOOD)

    def _on_known(self, problem: Known) -> None:
        self._say(sentence(self._desk.texts, problem), Tone.DANGER)

    def _say(self, words: str, tone: Tone = Tone.NONE) -> QVBoxLayout:
        """Say something above everything else; return where more can stand below it."""
        clear(self.notice)
        said: QLabel = label(words, tone=tone)
        inside = column(said, spacing=1, margin=2)
        holder: QWidget = box(inside, "card")
        self.notice.addWidget(holder)
        holder.show()
        self.show_inside(holder)
        return inside


def who(office: Office, role: Role, texts: Texts) -> str:
    """An office with its country and what its card says it is."""
    country = isolated(country_name(office.country, texts))
    return texts("offices.who", office=isolated(office.name), country=country, role=texts(f"role.{role.value}"))
