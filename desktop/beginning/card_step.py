"""The card of one's headquarters: its file, and the check words heard by voice. It can be added later."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.beginning.step import Step
from desktop.countries import country_name
from desktop.look import Look
from desktop.widgets.choosing import choose_file
from desktop.widgets.pieces import Part, box, button, column, label, row
from records.people import Card
from resources.texts import Texts


class CardStep(Step):
    """Choose a file, see whose it is, type the words. file_chosen: a path; later: go on without."""

    file_chosen = Signal(object)
    later = Signal()

    def __init__(self, texts: Texts, look: Look) -> None:
        """Without a card yet."""
        super().__init__(texts, "beginning.card", "beginning.card-why")
        self.card: Card | None = None
        self.choose = button(texts("beginning.card-choose"), self._on_choose, icon=look.icon("id-card"), name="choose")
        self.whose = label("", Part.HEADING)
        self.what = label("", Part.QUIET)
        self.words = QLineEdit()
        self.words.setObjectName("words")
        self.words.setAccessibleName(texts("beginning.words"))
        self.words.returnPressed.connect(self.on)
        self.words.textEdited.connect(lambda _text: self.say(""))
        self.later_button = button(texts("beginning.later"), self.later.emit, name="later")
        self.footer.insertWidget(2, self.later_button)
        self._compared = self._comparing()
        self.body.addLayout(row(self.choose, None))
        self.body.addWidget(self._compared)
        self.body.addWidget(self.problem)
        self.show_card(None)

    def enter(self) -> None:
        """Stand where there is something to do."""
        self.stand_on(self.choose if self.card is None else self.words)

    def show_card(self, card: Card | None) -> None:
        """Show whose card it is, and ask for its words; without a card there is nothing to compare."""
        self.card = card
        self._compared.setVisible(card is not None)
        self.on_button.setEnabled(card is not None)
        self.words.clear()
        if card is not None:
            self.say("")
            role = self.texts(f"role-name.{card.role.value}")
            self.whose.setText(card.office.name)
            self.what.setText(f"{role} · {country_name(card.office.country, self.texts)}")
            self.stand_on(self.words)

    def _comparing(self) -> QWidget:
        card = box(column(self.whose, self.what, spacing=0.5, margin=2), "card")
        heading = label(self.texts("beginning.words"), Part.HEADING)
        heading.setBuddy(self.words)
        asking = column(heading, label(self.texts("beginning.words-why"), Part.QUIET), self.words, spacing=0.5)
        inner = column(card, spacing=2)
        inner.addLayout(asking)
        return box(inner)

    def _on_choose(self) -> None:
        choose_file(self, self.texts, self.file_chosen.emit)
