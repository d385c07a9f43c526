"""Ctrl+K: every act by typing some of its words, and every note by three letters of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QWidget

from desktop.desk import Desk
from desktop.places import Go, Where
from desktop.widgets.pieces import column
from records.vault.lists import Query, RecordLine
from resources.palettes import GRID

_WAIT = 150
_NOTES = 12
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Act:
    """Something one can do: its words, and where it leads."""

    words: str
    go: Go


class _Found(QAbstractListModel):
    """What fits what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: tuple[Act, ...] = ()

    def show(self, acts: Sequence[Act]) -> None:
        self.beginResetModel()
        self.acts = tuple(acts)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.acts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.acts[index.row()].words if role in shown else None


class ActsDialog(QDialog):
    """A field and a list."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, acts: Sequence[Act], parent: QWidget) -> None:
        """`acts` are those of this role, in their usual order."""
        super().__init__(parent)
        self._desk = desk
        self._all = tuple(acts)
        self.setModal(True)
        self.setWindowFlags(Qt.WindowType.Popup)
        self.field = QLineEdit()
        self.field.setPlaceholderText(desk.texts("palette.hint"))
        self.field.setAccessibleName(desk.texts("palette.hint"))
        self.field.installEventFilter(self)
        self.model = _Found()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(desk.texts("palette.found"))
        self.list.setUniformItemSizes(True)
        self.list.activated.connect(self._on_activated)
        self.list.clicked.connect(self._on_activated)
        self.setLayout(column(self.field, self.list, spacing=1, margin=1))
        self.resize(64 * GRID, 48 * GRID)
        self.move(parent.mapToGlobal(parent.rect().center()) - self.rect().center())
        self._wait = QTimer(self, singleShot=True, interval=_WAIT)
        self._wait.timeout.connect(self._search)
        self.field.textChanged.connect(self._on_typed)
        self._on_typed("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Enter in the field move in the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                place = min(max(self.list.currentIndex().row() + step, 0), self.model.rowCount() - 1)
                self.list.setCurrentIndex(self.model.index(place))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_activated(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str) -> None:
        self._show(())
        if len(text.strip()) >= 3:
            self._wait.start()

    def _search(self) -> None:
        words = self.field.text().strip()
        query = Query(words=words, limit=_NOTES)
        found = self._desk.vault(lambda notebook: notebook.vault.lists.page(query))
        found.then(lambda lines: self._show(lines) if words == self.field.text().strip() else None)

    def _show(self, lines: Sequence[RecordLine]) -> None:
        typed = self.field.text().casefold().split()
        acts = [act for act in self._all if all(word in act.words.casefold() for word in typed)]
        notes = [Act(f"{line.title}  ·  {line.code}", Go(Where.NOTE, record=line.id)) for line in lines]
        self.model.show([*acts, *notes])
        self.list.setCurrentIndex(self.model.index(0))

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            act = self.model.acts[index.row()]
            self.accept()
            self.chosen.emit(act.go)
