"""The notes as a table of any length: pages are read by key when they are looked at, on the notebook's lane."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.acts import Notebook
from desktop.desk import Desk
from records.vault.lists import Query, RecordLine
from reports.text.cleaning import isolated

PAGE: Final = 100
KEPT_PAGES: Final = 64
Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """What a line shows."""

    WHEN = 0
    TITLE = 1
    FORM = 2
    CODE = 3


@dataclass(frozen=True, slots=True)
class Counted:
    """A query's answer: how many lines, and the first page."""

    query: Query
    count: int
    first: tuple[RecordLine, ...]


class NotesModel(QAbstractTableModel):
    """Lines of records. `counted` tells how many there are once that is known."""

    counted = Signal(int)

    def __init__(self, desk: Desk, when: Callable[[RecordLine], str], form: Callable[[str], str]) -> None:
        """`when` writes the day of an event; `form` names a form."""
        super().__init__()
        self._desk = desk
        self._when = when
        self._form = form
        self._query = Query()
        self._count = 0
        self._pages: dict[int, tuple[RecordLine, ...]] = {}
        self._asked: set[int] = set()

    def show(self, query: Query) -> None:
        """Show what fits a query."""
        self._query = replace(query, limit=PAGE)
        wanted = self._query

        def read(notebook: Notebook) -> Counted:
            lists = notebook.vault.lists
            return Counted(wanted, lists.count(wanted), tuple(lists.page(wanted)))

        self._desk.vault(read).then(self._on_counted)

    def line(self, row: int) -> RecordLine | None:
        """The record of a row, None while it is being read."""
        page, place = divmod(row, PAGE)
        if page not in self._pages:
            self._read(page)
            return None
        lines = self._pages[page]
        return lines[place] if place < len(lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a column is called."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._desk.texts(f"notes.{Column(section).name.lower()}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows; a record's id under the user's role."""
        line = self.line(index.row())
        if line is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == Column.TITLE else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(line, Column(index.column()))
        return line.id if role == Qt.ItemDataRole.UserRole else None

    def _words(self, line: RecordLine, column: Column) -> str:
        match column:
            case Column.WHEN:
                return self._when(line)
            case Column.TITLE:
                marks = [self._desk.texts("notes.in-conflict")] if line.conflicts else []
                title = isolated(line.title) if line.title else self._desk.texts("notes.untitled")
                return "  ·  ".join([*marks, title])  # a mark is seen where the title is cut
            case Column.FORM:
                return self._form(line.form)
            case Column.CODE:
                return line.code

    def _on_counted(self, counted: Counted) -> None:
        if counted.query != self._query:
            return
        self.beginResetModel()
        self._count, self._pages, self._asked = counted.count, {0: counted.first}, set()
        self.endResetModel()
        self.counted.emit(counted.count)

    def _read(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        wanted = self._query

        def read(notebook: Notebook) -> tuple[RecordLine, ...]:
            lists = notebook.vault.lists
            return tuple(lists.page(replace(wanted, after=lists.anchor(wanted, page * PAGE))))

        self._desk.vault(read).then(lambda lines: self._on_page(wanted, page, lines))

    def _on_page(self, query: Query, page: int, lines: tuple[RecordLine, ...]) -> None:
        self._asked.discard(page)
        if query != self._query:
            return
        if len(self._pages) >= KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))
        self._pages[page] = lines
        last = min((page + 1) * PAGE, self._count) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(Column) - 1))
