"""Choosing a passphrase: six proposed words typed once, or one of one's own typed twice. Keeps nothing."""

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.strength import Strength, same, strength
from desktop.widgets.pieces import Part, box, button, column, label, restyle, row
from desktop.widgets.tone import Tone
from records.ids import system_chance
from records.keys.words import proposed_passphrase
from resources.palettes import GRID
from resources.texts import Texts

_TONES = {Strength.WEAK: Tone.ATTENTION, Strength.FAIR: Tone.NONE, Strength.STRONG: Tone.GOOD}


class NewPassphrase(QWidget):
    """Six words, or one's own. entered: Enter in the last field."""

    entered = Signal()

    def __init__(self, texts: Texts) -> None:
        """With six words proposed."""
        super().__init__()
        self._texts = texts
        self.proposed = ""
        self.words = label("", Part.TITLE)
        self.own = self._field("passphrase.own", "own-passphrase")
        self.own.textEdited.connect(lambda _text: self._show_strength())
        self.strength = label("", Part.QUIET)
        self.again_label = label("", Part.HEADING)
        self.again = self._field("passphrase.retype", "passphrase-again")
        self.again_label.setBuddy(self.again)
        self.again.returnPressed.connect(self.entered)
        self.problem = label("", tone=Tone.DANGER)
        self.own.returnPressed.connect(self.again.setFocus)
        for field in (self.own, self.again):
            field.textEdited.connect(lambda _text: self._say(""))
        self.other = button(texts("passphrase.other-words"), self.propose, Part.QUIET, name="other-words")
        self.to_own = button(texts("passphrase.choose-own"), self._choose_own, Part.QUIET, name="own")
        self.to_words = button(texts("passphrase.choose-words"), self._choose_words, Part.QUIET, name="six-words")
        self.show_letters = button(texts("unlock.show"), self._on_show, Part.QUIET, name="show-letters")
        self._words_part = self._proposal()
        self._own_part = self._making_up()
        self.setLayout(column(self._words_part, self._own_part, self._typing_again(), self.problem, spacing=1.5))
        self._choose_words()

    def chosen(self) -> str | None:
        """The passphrase, once it was typed as it should be; otherwise what is missing is said beside the fields."""
        wanted = self.own.text() if self.makes_up else self.proposed
        if strength(wanted) is Strength.EMPTY:
            self._say("passphrase.is-empty", self.own)
        elif not self.again.text().strip():
            self._say("passphrase.retype-first", self.again)
        elif not same(wanted, self.again.text()):
            self._say("passphrase.differ-now", self.again)
        else:
            return wanted
        return None

    def propose(self) -> None:
        """Other words."""
        words = proposed_passphrase(system_chance, self._texts.language.code)
        self.proposed = unicodedata.normalize("NFC", words)
        self.words.setText(self.proposed)
        self.again.setAccessibleDescription(self.proposed)
        self.again.clear()
        self._say("")

    @property
    def makes_up(self) -> bool:
        """Whether the person makes one up."""
        return self._words_part.isHidden()

    def clear(self) -> None:
        """Forget what was typed, and propose other words."""
        self.own.clear()
        self._choose_words()

    def _proposal(self) -> QWidget:
        card = box(column(self.words, margin=2), "card")
        inner = column(label(self._texts("passphrase.proposed"), Part.QUIET), card)
        inner.addLayout(row(self.other, self.to_own, None, spacing=1))
        return box(inner)

    def _making_up(self) -> QWidget:
        name = label(self._texts("passphrase.own"), Part.HEADING)
        name.setBuddy(self.own)
        inner = column(label(self._texts("passphrase.own-hint"), Part.QUIET), name, self.own, self.strength, spacing=1)
        inner.addLayout(row(self.to_words, self.show_letters, None, spacing=1))
        return box(inner)

    def _typing_again(self) -> QWidget:
        return box(column(self.again_label, self.again, spacing=1))

    def _field(self, text: str, name: str) -> QLineEdit:
        found = QLineEdit()
        found.setAccessibleName(self._texts(text))
        found.setObjectName(name)
        found.setMinimumWidth(40 * GRID)
        return found

    def _choose_words(self) -> None:
        self._own_part.hide()
        self._words_part.show()
        self.again_label.setText(self._texts("passphrase.retype"))
        self._set_echo(QLineEdit.EchoMode.Normal)
        self.propose()

    def _choose_own(self) -> None:
        self._words_part.hide()
        self._own_part.show()
        self.again_label.setText(self._texts("passphrase.retype-own"))
        self._set_echo(QLineEdit.EchoMode.Password)
        self.again.setAccessibleDescription("")
        self.again.clear()
        self._say("")
        self._show_strength()
        self.own.setFocus()

    def _on_show(self) -> None:
        hidden = self.own.echoMode() is QLineEdit.EchoMode.Password
        self._set_echo(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)

    def _set_echo(self, mode: QLineEdit.EchoMode) -> None:
        self.own.setEchoMode(mode)
        self.again.setEchoMode(mode)
        text = self._texts("unlock.show" if mode is QLineEdit.EchoMode.Password else "unlock.hide")
        self.show_letters.setText(text)
        self.show_letters.setAccessibleName(text)

    def _show_strength(self) -> None:
        found = strength(self.own.text())
        self.strength.setVisible(found is not Strength.EMPTY)
        if found is not Strength.EMPTY:
            self.strength.setText(self._texts(f"passphrase.{found.value}"))
            restyle(self.strength, tone=_TONES[found].value)

    def _say(self, problem: str, where: QLineEdit | None = None) -> None:
        self.problem.setText(self._texts(problem) if problem else "")
        self.problem.setVisible(bool(problem))
        if where is not None:
            where.setFocus()
            where.selectAll()
