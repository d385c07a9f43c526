"""A field for a country: what is typed is found, whatever its accents; Down and Enter, or Enter alone, takes it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.countries import countries, named
from desktop.questionnaire.controls.offers import Offers
from desktop.questionnaire.finding import found
from resources.texts import Texts

_SHOWN = 20


class CountryField(QLineEdit):
    """A text field that knows the countries."""

    def __init__(self, texts: Texts) -> None:
        """Empty."""
        super().__init__()
        self._countries = countries(texts.language.code)
        self._names = [country.name for country in self._countries]
        self.offers = Offers(self)
        self.offers.setAccessibleName(texts("beginning.country"))
        self.offers.picked.connect(self._take)
        self.setAccessibleName(texts("beginning.country"))
        self.setPlaceholderText(texts("beginning.country-hint"))
        self.textEdited.connect(self._offer)

    def code(self) -> str:
        """The three letters of the country, "" while it is none."""
        country = named(self.text(), self._countries)
        return country.code if country is not None else ""

    def event(self, event: QEvent) -> bool:
        """Up, Down, Enter and Escape belong to the list while it is open."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._on_key(event.key()):
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the whole name of what was begun."""
        self._complete()
        super().focusOutEvent(event)

    def _on_key(self, key: int) -> bool:
        marked = self.offers.marked()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.offers.isVisible():
            self.offers.move_mark(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and marked is not None:
            self._take(marked)
        elif key == Qt.Key.Key_Escape and self.offers.isVisible():
            self.offers.hide()
            return True
        return False  # Enter goes on, too

    def _offer(self, typed: str) -> None:
        places = found(self._names, typed)[:_SHOWN] if typed.strip() else ()
        self.offers.offer([(place, self._names[place]) for place in places], mark_first=True)

    def _take(self, place: int) -> None:
        self.setText(self._names[place])
        self.offers.hide()

    def _complete(self) -> None:
        self.offers.hide()
        country = named(self.text(), self._countries)
        if country is not None:
            self.setText(country.name)
