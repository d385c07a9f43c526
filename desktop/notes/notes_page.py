"""The list of notes: what is typed is found, and Enter opens one."""

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QLineEdit, QTableView

from desktop.desk import Desk
from desktop.notes.notes_model import Column, NotesModel
from desktop.places import Go, Where
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, label, row
from forms import shipped
from records.people import Role
from records.vault.lists import Query, RecordLine
from reports.when import in_words
from resources.palettes import GRID

_WAIT = 150
_WORDS = 36 * GRID
"""Pixels the first words of a note need at the least, at the usual size of text."""
_TWO_VERSIONS = ":two-versions"
"""Stands among the names of forms, and is never one."""


class NotesPage(Page):
    """A field, a choice of form, a table."""

    def __init__(self, desk: Desk) -> None:
        """Empty until it is entered."""
        texts = desk.texts
        title = "nav.my-notes" if desk.owner.me.role is Role.MONITOR else "nav.notes"
        super().__init__(texts(title), wide=True)
        self._desk = desk
        self.field = QLineEdit()
        self.field.setPlaceholderText(texts("notes.find"))
        self.field.setAccessibleName(texts("notes.find"))
        self.field.setClearButtonEnabled(True)
        self.form = QComboBox()
        self.form.setAccessibleName(texts("notes.which-form"))
        self.form.addItem(texts("notes.all-forms"), None)
        for name in shipped.names():
            self.form.addItem(texts(f"form.{name}"), name)
        self.form.addItem(texts("notes.only-two-versions"), _TWO_VERSIONS)
        self.model = NotesModel(desk, self._when, self._form_name)
        self.model.counted.connect(self._on_counted)
        self.count = label("", Part.QUIET)
        self.empty = label("", Part.QUIET)
        self._widths: dict[Column, int] = {}
        self.table = self._table()
        self._wait = QTimer(self, singleShot=True, interval=_WAIT)
        self._wait.timeout.connect(self._show)
        self.field.textChanged.connect(lambda _text: self._wait.start())
        self.form.currentIndexChanged.connect(lambda _place: self._show())
        self.field.returnPressed.connect(self._on_enter)
        top = row(self.field, self.form, spacing=1)
        top.setStretch(0, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.count)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table, 1)

    def bring(self, go: Go) -> None:
        """Hear whether only two versions are to be seen; whoever comes by another way sees all again."""
        if go.conflicts or self.form.currentData() == _TWO_VERSIONS:
            self.field.clear()
            self.form.setCurrentIndex(self.form.findData(_TWO_VERSIONS) if go.conflicts else 0)

    def enter(self) -> None:
        """Read the list again."""
        self._show()
        self.field.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the words of a note matter more than its code and its kind."""
        super().resizeEvent(event)
        header = self.table.horizontalHeader()
        left = event.size().width() - 8 * GRID - header.sectionSize(Column.WHEN)
        for column in (Column.FORM, Column.CODE):
            left -= self._widths[column]
            self.table.setColumnHidden(column, left < _WORDS * self._desk.look.scale)

    def _table(self) -> QTableView:
        found = QTableView()
        found.setModel(self.model)
        found.setAccessibleName(self._desk.texts("nav.notes"))
        found.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        found.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        found.setShowGrid(False)
        found.setTabKeyNavigation(False)
        found.setWordWrap(False)
        found.setTextElideMode(Qt.TextElideMode.ElideRight)
        found.verticalHeader().hide()
        found.verticalHeader().setDefaultSectionSize(round(5 * GRID * self._desk.look.scale))
        header = found.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        longest = {
            Column.WHEN: [in_words(f"2028-{month:02}-28", self._desk.texts) for month in range(1, 13)],
            Column.FORM: [self._form_name(name) for name in shipped.names()],
            Column.CODE: ["MMMM-MMMM-M"],
        }
        for column, samples in longest.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self._widths[column] = max(map(found.fontMetrics().horizontalAdvance, samples)) + 4 * GRID
            header.resizeSection(column, self._widths[column])
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        found.setMinimumHeight(24 * GRID)
        found.activated.connect(self._on_activated)
        found.clicked.connect(self._on_activated)
        return found

    def _show(self) -> None:
        form, words = self.form.currentData(), self.field.text().strip()
        conflicts = form == _TWO_VERSIONS
        self.model.show(Query(form=None if conflicts else form, words=words, conflicts=conflicts))

    def _on_counted(self, count: int) -> None:
        texts = self._desk.texts
        self.count.setText(texts("notes.count", count=count))
        searching = bool(self.field.text().strip()) or self.form.currentData() is not None
        self.count.setVisible(count > 0)
        self.empty.setText(texts("notes.nothing-found" if searching else "notes.empty"))
        self.empty.setVisible(count == 0)
        self.table.setVisible(count > 0)

    def _on_enter(self) -> None:
        if self.model.rowCount():
            self._open(0)

    def _on_activated(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open(self, place: int) -> None:
        line = self.model.line(place)
        if line is not None:
            self.go.emit(Go(Where.NOTE, record=line.id))

    def _when(self, line: RecordLine) -> str:
        return in_words(line.when or line.created[:10], self._desk.texts)

    def _form_name(self, form: str) -> str:
        return self._desk.texts(f"form.{form}") if form in shipped.names() else form
