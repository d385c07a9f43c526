"""The line that always says who will read what is being written; once it asks about the national office."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.readers.naming import line, say
from desktop.readers.wanted import Wanted
from desktop.widgets.flow import Flow
from desktop.widgets.pieces import Part, button, label, row
from desktop.widgets.tone import Tone
from records.values import Answers
from resources.texts import Texts


class ReadersLine(QWidget):
    """A sentence and [Change]. `question`, with two answers, is for the page to place; it shows itself when it must.

    change: the person wants to say it anew. decided: she answered the question.
    """

    change = Signal()
    decided = Signal()

    def __init__(self, texts: Texts) -> None:
        """Empty until it is shown what for."""
        super().__init__()
        self._texts = texts
        self._wanted: Wanted | None = None
        self._brief = False
        self.words = label("", Part.QUIET)
        self.words.setObjectName("readBy")
        self.button = button(texts("readers.change"), self.change.emit, Part.PLAIN, name="changeReaders")
        self.button.setProperty("part", "quiet")
        self.button.setAccessibleName(texts("readers.change-name"))
        self.no = button(texts("readers.headquarters-only"), lambda: self._decide(national=False), name="stateNo")
        self.yes = button(texts("readers.yes"), lambda: self._decide(national=True), name="stateYes")
        self.no.setAccessibleName(f"{texts('readers.national')} {self.no.text()}")
        self.yes.setAccessibleName(f"{texts('readers.national')} {self.yes.text()}")
        asked = label(texts("readers.national"), tone=Tone.ATTENTION)
        asked.setWordWrap(False)
        self.question = QFrame()
        self.question.setLayout(Flow(asked, self.no, self.yes, middle=True))
        self.question.hide()
        first = row(self.words, self.button, spacing=1)
        first.setStretch(0, 1)
        self.setLayout(first)

    def show_readers(self, wanted: Wanted, answers: Answers) -> None:
        """Say who reads these answers."""
        self._wanted = wanted
        found = line(wanted.circle, wanted.readers(answers), answers)
        self.words.setText(say(found, self._texts, brief=self._brief))
        self.words.setToolTip(say(found, self._texts))
        self.button.setAccessibleDescription(say(found, self._texts))
        self.button.setVisible(not found.alone)
        asks = wanted.asks(answers)
        if asks == self.question.isHidden():
            self.question.setVisible(asks)

    def shorten(self, *, brief: bool) -> None:
        """Say only who reads it now where there is little room; the rest is behind [Change]."""
        self._brief = brief

    def stops(self) -> tuple[QWidget, ...]:
        """What can be reached by Tab, in order."""
        return (self.no, self.yes, self.button)

    def _decide(self, *, national: bool) -> None:
        if self._wanted is not None:
            self._wanted.decide(national=national)
            self.decided.emit()
