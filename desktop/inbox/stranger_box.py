"""Somebody nobody trusts yet, and her packages kept sealed: her check words, and a field for those heard by voice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.countries import country_name
from desktop.desk import Desk
from desktop.inbox.facts import Stranger, words_of
from desktop.offices.facts import roles_of
from desktop.offices.words_box import WordsBox
from desktop.widgets.fold import Fold
from desktop.widgets.pieces import Part, column, label
from records.people import Role
from reports.text.cleaning import isolated


class StrangerBox(QWidget):
    """A line that opens. `typed` carries the stranger, the words and the role; `words` is there once it is open."""

    typed = Signal(object, str, object)

    def __init__(self, desk: Desk, stranger: Stranger) -> None:
        """Check words cost a moment: they are worked out when they are asked for."""
        super().__init__()
        self._desk = desk
        self.stranger = stranger
        self.words: WordsBox | None = None
        texts, card = desk.texts, stranger.card
        head = texts("inbox.stranger", count=len(stranger.packages), office=isolated(card.office.name))
        self.fold = Fold(head, desk.look, self._fill, below=self._claims())
        self.setLayout(column(self.fold))

    def _claims(self) -> str:
        """What the card says besides the name."""
        texts, card = self._desk.texts, self.stranger.card
        return f"{isolated(country_name(card.office.country, texts))} · {texts(f'role.{card.role.value}')}"

    def fail(self, sentence: str) -> None:
        """Say why it was refused."""
        if self.words is not None:
            self.words.fail(sentence)

    def _fill(self, inside: QVBoxLayout) -> None:
        card, language = self.stranger.card, self._desk.texts.language.code
        job = self._desk.background.elsewhere(lambda _tell: words_of(card, language))
        job.then(lambda found: self._show(inside, *found) if isValid(self) else None)

    def _show(self, inside: QVBoxLayout, words: str, numbers: str) -> None:
        texts, office = self._desk.texts, isolated(self.stranger.card.office.name)
        inside.addWidget(label(texts("inbox.sealed-why", office=office)))
        inside.addWidget(label(texts("inbox.sealed-words"), Part.QUIET))
        for line in dict.fromkeys((words, numbers)):
            inside.addWidget(label(isolated(line), Part.TITLE))
        asked = texts("inbox.sealed-ask", office=office)
        self.words = WordsBox(self._desk, asked, "inbox.trust-and-open", roles_of(self.stranger.card))
        self.words.typed.connect(self._on_typed)
        inside.addWidget(self.words)
        self.words.show()
        self.words.begin()

    def _on_typed(self, typed: str, role: Role) -> None:
        self.typed.emit(self.stranger, typed, role)
