"""The answers of a note in their form's order: quiet questions, clear answers, attachments, and versions to choose."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.notes.attachment_box import AttachmentBox
from desktop.notes.note_facts import NoteView
from desktop.notes.note_words import by, disputed, is_long
from desktop.widgets.choosing import ChooseWhere
from desktop.widgets.pieces import Part, box, button, clear, column, label, paragraph, row
from desktop.widgets.tone import Tone
from records.values import Blob
from reports.reading import Row, Version
from resources.palettes import GRID


class AnswersBox(QWidget):
    """Shows a `NoteView`.

    take: carries a version that shall stand. told: a calm line. grown: a widget in which more is seen than before.
    """

    take = Signal(object)
    told = Signal(str)
    grown = Signal(object)

    def __init__(self, desk: Desk, where: ChooseWhere) -> None:
        """Empty until `show_note`."""
        super().__init__()
        self._desk = desk
        self._where = where
        self._view: NoteView | None = None
        self.rows: QVBoxLayout = column(spacing=1.5)
        self.setLayout(self.rows)

    def show_note(self, view: NoteView) -> None:
        """Show its answers."""
        self._view = view
        clear(self.rows)
        for one in view.reading.rows:
            self.rows.addWidget(self._heading(one) if one.heading else self._answer(one, view))
        if view.reading.torn:
            self.rows.addWidget(label(self._desk.texts("note.torn"), Part.HEADING, Tone.ATTENTION))
        for one in view.reading.torn:
            self.rows.addWidget(self._answer(one, view))

    def _heading(self, one: Row) -> QFrame:
        return self._indented(column(label(one.label, Part.HEADING)), one.depth)

    def _answer(self, one: Row, view: NoteView) -> QFrame:
        inside = column(label(one.label, Part.QUIET), spacing=0.25)
        if one.blob is not None:
            inside.addWidget(self._attachment(one, one.blob, view))
        elif not one.shared:
            inside.addWidget(label(one.answer, Part.QUIET))
        elif is_long(one):
            for text in one.answer.split("\n"):
                inside.addWidget(paragraph(text))
        elif not one.others:
            inside.addWidget(label(one.answer))
        for versions in disputed(one):
            inside.addWidget(self._versions(one, versions, view))
        return self._indented(inside, one.depth)

    def _indented(self, inside: QVBoxLayout, depth: int) -> QFrame:
        found = box(inside)
        inside.setContentsMargins(depth * 2 * GRID, 0, 0, 0)
        return found

    def _attachment(self, one: Row, blob: Blob, view: NoteView) -> AttachmentBox:
        found = AttachmentBox(self._desk, blob, one.answer, one.label, self._where)
        found.told.connect(self.told)
        found.grown.connect(self.grown)
        if one.disturbing:
            found.warn()
        if blob.name not in view.here:
            found.is_missing()
        return found

    def _on_take(self, version: Version) -> None:
        self.take.emit(version)

    def _versions(self, one: Row, versions: Sequence[Version], view: NoteView) -> QFrame:
        """All that stands, with who wrote it and when, and a way to let one stand alone."""
        texts = self._desk.texts
        inside = column(label(texts("note.versions", count=len(versions)), Part.HEADING), spacing=1.5, margin=2)
        for version in versions:
            each = column(spacing=0.25)
            answer = version.answer or texts("record.taken-out")
            for text in answer.split("\n"):
                each.addWidget(paragraph(text) if is_long(one) else label(text))
            each.addWidget(label(by(version, texts), Part.QUIET))
            if view.may_correct:
                take = button(texts("note.take-this"), partial(self._on_take, version), name="take-this")
                take.setAccessibleName(texts("note.take-name", what=one.label, answer=answer))
                each.addLayout(row(take, None))
            inside.addLayout(each)
        found = box(inside, "notice")
        found.setProperty("tone", Tone.ATTENTION.value)
        return found
