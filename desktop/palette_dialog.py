"""Ctrl+K: every act by typing some of its words, and every note by three letters of it.

Lies within the window: a window of its own would get no keys on some systems, and no screen reader would find it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QWidget
from shiboken6 import isValid

from desktop.desk import Desk
from desktop.places import Go, Where
from desktop.widgets.pieces import Part, column, label
from records.vault.lists import Query, RecordLine
from resources.palettes import GRID

_WAIT = 150
_NOTES = 12
_SIZE = (64 * GRID, 48 * GRID)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Act:
    """Something one can do: its words, and where it leads."""

    words: str
    go: Go


def fitting(acts: Sequence[Act], typed: str) -> tuple[list[Act], list[Act]]:
    """Acts whose words begin with those typed; and those that have them somewhere, which stand behind the notes."""
    wanted = typed.casefold().split()
    inside = [act for act in acts if all(one in act.words.casefold() for one in wanted)]
    near = [act for act in inside if all(f" {one}" in f" {act.words.casefold()}" for one in wanted)]
    return near, [act for act in inside if act not in near]


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


class ActsPanel(QFrame):
    """A field and a list over the middle of the window. Gone by Escape, or when the focus goes elsewhere."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, acts: Sequence[Act], parent: QWidget) -> None:
        """`acts` are those of this role, in their usual order."""
        super().__init__(parent)
        self.setObjectName("palette")
        self._parent = parent
        self._desk = desk
        self._all = tuple(acts)
        self._before = QApplication.focusWidget()
        self.field = QLineEdit()
        self.field.setPlaceholderText(desk.texts("palette.hint"))
        self.field.setAccessibleName(desk.texts("palette.hint"))
        self.field.installEventFilter(self)
        self.model = _Found()
        self.list = self._list()
        self.nothing = label(desk.texts("notes.nothing-found"), Part.QUIET)
        inside = column(self.field, self.nothing, self.list, spacing=1, margin=1)
        inside.setStretch(2, 1)
        self.setLayout(inside)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT)
        self._wait.timeout.connect(self._search)
        self.field.textChanged.connect(self._on_typed)
        self._on_typed("")

    def open(self) -> None:
        """Be ready for words."""
        self._place()
        self._parent.installEventFilter(self)
        self.show()
        self.raise_()
        self.field.setFocus()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def leave(self) -> None:
        """Be gone, and let the keys go where they went before."""
        self._end()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Enter in the field move in the list; the window may become another size."""
        if watched is self._parent and event.type() is QEvent.Type.Resize:
            self._place()
        elif watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._mark(self.list.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_activated(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _list(self) -> QListView:
        found = QListView()
        found.setModel(self.model)
        found.setAccessibleName(self._desk.texts("palette.found"))
        found.setUniformItemSizes(True)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.activated.connect(self._on_activated)
        found.clicked.connect(self._on_activated)
        return found

    def _place(self) -> None:
        """In the middle, whole whatever the window's size."""
        room = self._parent.rect().adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
        scale = self._desk.look.scale
        width, height = (min(round(one * scale), most) for one, most in zip(_SIZE, room.size().toTuple(), strict=True))
        self.setGeometry(room.center().x() - width // 2, room.center().y() - height // 2, width, height)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self.isAncestorOf(new):
            self._end()

    def _end(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.disconnect(self._on_focus)
        self.hide()
        self.deleteLater()

    def _on_typed(self, text: str) -> None:
        self._show(())
        if len(text.strip()) >= 3:
            self._wait.start()

    def _search(self) -> None:
        words = self.field.text().strip()
        query = Query(words=words, limit=_NOTES)
        found = self._desk.vault(lambda notebook: notebook.vault.lists.page(query))
        found.then(lambda lines: self._on_searched(words, lines))

    def _on_searched(self, words: str, lines: Sequence[RecordLine]) -> None:
        if isValid(self) and words == self.field.text().strip():
            self._show(lines)

    def _show(self, lines: Sequence[RecordLine]) -> None:
        near, far = fitting(self._all, self.field.text())
        notes = [Act(f"{line.title}  ·  {line.code}", Go(Where.NOTE, record=line.id)) for line in lines]
        self.model.show([*near, *notes, *far])
        self.nothing.setVisible(not self.model.acts)
        self._mark(0)

    def _mark(self, place: int) -> None:
        """Mark a line, and let it be read out though the field has the keys."""
        place = min(max(place, 0), self.model.rowCount() - 1)
        self.list.setCurrentIndex(self.model.index(place))
        self.field.setAccessibleDescription(self.model.acts[place].words if self.model.acts else self.nothing.text())

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            act = self.model.acts[index.row()]
            self.leave()
            self.chosen.emit(act.go)
