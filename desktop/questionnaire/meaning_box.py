"""A small box with what a choice means. It never takes the keys; it goes when the person leaves the question."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from desktop.questionnaire.meaning import Meaning
from desktop.widgets.pieces import Part, clear, column, label, spoken
from desktop.widgets.revealing import reveal
from resources.palettes import GRID


class MeaningBox(QFrame):
    """Explains one thing at a time. gone: it explains nothing any more."""

    gone = Signal()

    def __init__(self, question: QWidget) -> None:
        """Hidden. question: the widget of the question it belongs to."""
        super().__init__(question)
        self.setObjectName("meaning")
        self._question = question
        self._lines = column(spacing=0.5)
        self._lines.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.setLayout(self._lines)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._see)
        self.hide()

    def explain(self, meaning: Meaning) -> None:
        """Show and read out what something means."""
        clear(self._lines)
        shown = [label(meaning.what, Part.HEADING)]
        shown += [label(line, Part.QUIET if place else Part.BODY) for place, line in enumerate(meaning.lines)]
        for one in shown:
            self._lines.addWidget(one)
            one.show()  # at once, where the box is seen already
        self.setAccessibleName(meaning.what)
        self.setAccessibleDescription(spoken(*meaning.lines))
        self.show()
        self._soon.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words()))

    def words(self) -> str:
        """All of it, as it is read out."""
        return spoken(self.accessibleName(), self.accessibleDescription())

    def lines(self) -> list[str]:
        """What is shown, line by line."""
        return [one.text() for one in self.findChildren(QLabel) if not one.isHidden()]

    def showEvent(self, event: QShowEvent) -> None:
        """From now on: does the person leave?"""
        super().showEvent(event)
        _app().focusChanged.connect(self._on_focus)

    def moveEvent(self, event: QMoveEvent) -> None:
        """It has its place only now."""
        super().moveEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It is as high as it is only now."""
        super().resizeEvent(event)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to leave any more."""
        super().hideEvent(event)
        _app().focusChanged.disconnect(self._on_focus)
        self.gone.emit()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Go with the person. Not while a key of the mouse is down: what is being pressed would move away below it."""
        if new is not None and not self._question.isAncestorOf(new) and not _app().mouseButtons().value:
            self.hide()

    def _see(self) -> None:
        """Both what is explained and the explanation."""
        focused = _app().focusWidget()
        reveal(self, *([focused] if focused is not None and self._question.isAncestorOf(focused) else []))


def _app() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found
