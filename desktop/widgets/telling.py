"""Telling a person of a failure: a sentence, or, for a fault of the program's own, that nothing is lost."""

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from desktop.widgets.pieces import Part, button, column, label, row
from resources.palettes import GRID
from resources.texts import Texts


def tell_problem(parent: QWidget, texts: Texts, sentence: str) -> QDialog:
    """Show a sentence, with one way on."""
    dialog = _dialog(parent)
    dialog.setLayout(column(label(sentence), _ways(texts, dialog), spacing=2, margin=3))
    dialog.open()
    return dialog


def tell_bug(parent: QWidget, texts: Texts, details: str) -> QDialog:
    """Say that something went wrong that should not, that what was written is kept, and how to tell of it."""
    dialog = _dialog(parent)
    more = QPlainTextEdit(details)
    more.setReadOnly(True)
    more.setAccessibleName(texts("bug.details"))
    more.setMinimumHeight(24 * GRID)
    more.hide()
    show = button(texts("bug.details"), lambda: more.setVisible(not more.isVisible()))
    dialog.setLayout(
        column(
            label(texts("bug.title"), Part.HEADING),
            label(texts("bug.kept")),
            label(texts("bug.tell"), Part.QUIET),
            show,
            more,
            _ways(texts, dialog),
            spacing=1.5,
            margin=3,
        )
    )
    dialog.open()
    return dialog


def _dialog(parent: QWidget) -> QDialog:
    found = QDialog(parent)
    found.setModal(True)
    found.setMinimumWidth(56 * GRID)
    return found


def _ways(texts: Texts, dialog: QDialog) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(None, button(texts("dialog.close"), dialog.accept, Part.PRIMARY)))
    return holder
