"""What every control can do, and the keys that mean the same in all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.questionnaire.asking import Question
from desktop.widgets.pieces import restyle
from forms.session import Offered

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)


class Control(QWidget):
    """One way to answer.

    answered: what the person says now, as text, or as an attachment. onward: Enter, she wants to go on. turned: she is
    at another choice than before.
    """

    answered = Signal(object)
    onward = Signal()
    turned = Signal()

    def __init__(self, question: Question) -> None:
        """Empty until an answer is shown."""
        super().__init__()
        self.name = question.label

    def show_answer(self, text: str) -> None:
        """Show what is answered now. What the person is just typing stays as it is."""
        raise NotImplementedError

    def stops(self) -> Sequence[QWidget]:
        """What can be reached by Tab, in order."""
        raise NotImplementedError

    def begin(self) -> None:
        """Be ready to be answered."""
        stops = self.stops()
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)

    def at_hand(self) -> Offered | None:
        """The choice the person is at, None where she is at none."""
        return None

    def hold(self, _explained: QWidget) -> bool:
        """Put what explains the choice at hand beside it; False where it belongs below all of them."""
        return False

    def letter(self) -> int:
        """Where in its text the person is."""
        return 0

    def go_to_letter(self, place: int) -> None:
        """Go on where the person was."""

    def ask(self, question: Question) -> None:
        """The question is another one in small: its words or choices changed."""
        self.name = question.label
        for stop in self.stops():
            if isinstance(stop, QWidget) and not stop.property("own name"):
                stop.setAccessibleName(question.label)

    def explain(self, words: str) -> None:
        """Let a reader for the blind say what stands beside: the hint, and what is wrong."""
        for stop in self.stops():
            stop.setAccessibleDescription(words)

    def set_wrong(self, *, wrong: bool) -> None:
        """Show that something is wrong here."""
        for stop in self.stops():
            restyle(stop, wrong="true" if wrong else "false")


def pressed(event: QEvent) -> QKeyEvent | None:
    """The key of an event, where it was pressed without Ctrl or Alt."""
    if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
        modifiers = event.modifiers()
        return event if any(modifiers == one for one in _PLAIN) else None
    return None


def watch(watcher: QObject, *watched: QObject) -> None:
    """Let `watcher` see the events of others first."""
    for one in watched:
        one.installEventFilter(watcher)
