"""A field for a country: what is typed is found, whatever its accents, and Enter takes it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.countries import countries, folded, named
from resources.texts import Texts

_FOLDED = Qt.ItemDataRole.UserRole
_SHOWN = 8
Index = QModelIndex | QPersistentModelIndex


class _Finding(QCompleter):
    """Compares folded names, shows real ones."""

    def splitPath(self, path: str) -> list[str]:
        return [folded(path)]

    def pathFromIndex(self, index: Index) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class CountryField(QLineEdit):
    """A text field that knows the countries."""

    def __init__(self, texts: Texts) -> None:
        """Empty."""
        super().__init__()
        self._countries = countries(texts.language.code)
        model = QStandardItemModel(self)
        for country in self._countries:
            item = QStandardItem(country.name)
            item.setData(folded(country.name), _FOLDED)
            model.appendRow(item)
        finding = _Finding(model, self)
        finding.setCompletionRole(_FOLDED)
        finding.setFilterMode(Qt.MatchFlag.MatchContains)
        finding.setMaxVisibleItems(_SHOWN)
        popup = finding.popup()
        assert popup is not None
        popup.setAccessibleName(texts("beginning.country"))
        self.setCompleter(finding)
        self.setAccessibleName(texts("beginning.country"))
        self.setPlaceholderText(texts("beginning.country-hint"))
        self.editingFinished.connect(self._complete)

    def code(self) -> str:
        """The three letters of the country, "" while it is none."""
        found = named(self.text(), self._countries)
        return found.code if found is not None else ""

    def _complete(self) -> None:
        """Write the whole name of what was begun."""
        found = named(self.text(), self._countries)
        if found is not None:
            self.setText(found.name)
