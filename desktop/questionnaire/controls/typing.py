"""Fields in which one types and picks: a long list of choices, and texts that were answered before."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.questionnaire.asking import Question, with_first
from desktop.questionnaire.controls.base import ENTER, Control, pressed, watch
from desktop.questionnaire.controls.offers import Offers
from desktop.questionnaire.controls.texts import TextLine
from desktop.questionnaire.finding import found
from desktop.widgets.pieces import column
from forms.session import Offered
from resources.texts import Texts

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_SILENT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class TypeAhead(Control):
    """One choice of many: typing finds it anywhere in its words, Enter picks it."""

    def __init__(self, question: Question, texts: Texts, used: Sequence[str] = ()) -> None:
        """Nothing picked. used: the codes that are picked most here, which stand first."""
        super().__init__(question)
        self._used = used
        question = with_first(question, used)
        self.field = QLineEdit()
        self.field.setAccessibleName(question.label)
        self.field.setPlaceholderText(texts("question.type-or-pick"))
        self.offers = Offers(self.field)
        self._lines = column(self.field, spacing=1)
        self.setLayout(self._lines)
        self._question = question
        self._code = ""
        watch(self, self.field)
        self.field.textEdited.connect(lambda _text: self._offer())
        self.offers.picked.connect(self._on_pressed)

    def show_answer(self, text: str) -> None:
        """The words of what is picked."""
        if text != self._code or not self.field.hasFocus():
            self._code = text
            self.field.setText(self._words_of(text))

    def stops(self) -> Sequence[QWidget]:
        """The field."""
        return (self.field,)

    def ask(self, question: Question) -> None:
        """Other choices."""
        super().ask(question)
        question = with_first(question, self._used)
        if question.choices != self._question.choices:
            self._question = question
            self.show_answer(self._code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list, pick, take back."""
        if event.type() is QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._on_entered(event.reason())
        elif event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._on_left(event.reason())
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._offer()
        elif event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.offers.isVisible():
                event.accept()
                return True
        elif (key := pressed(event)) is not None and self._on_key(key):
            return True
        return super().eventFilter(watched, event)

    def at_hand(self) -> Offered | None:
        """What is marked in the list; where nothing is, what was picked."""
        place = self.offers.marked()
        if place is not None:
            return self._question.choices[place]
        return next((one for one in self._question.choices if one.code == self._code), None)

    def hold(self, explained: QWidget) -> bool:
        """Above the field: below it lies the list."""
        self._lines.removeWidget(explained)
        self._lines.insertWidget(0, explained)
        return True

    def pick(self, place: int) -> None:
        """Take a choice."""
        choice = self._question.choices[place]
        self.offers.hide()
        self.field.setText(choice.label)
        self._say(choice.code)
        self.turned.emit()

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            if not self.offers.isVisible():
                self._offer()
            self.offers.move_mark(_STEPS[key])
            self.turned.emit()
        elif key in ENTER:
            self._take_marked()
            self.onward.emit()
        elif key == Qt.Key.Key_Escape and self.offers.isVisible():
            self.offers.hide()
            self.turned.emit()
        else:
            if key == Qt.Key.Key_Tab:
                self._take_marked()
            return False
        return True

    def _take_marked(self) -> None:
        place = self.offers.marked()
        if place is not None:
            self.pick(place)

    def _on_pressed(self, place: int) -> None:
        self.pick(place)
        self.onward.emit()

    def _on_entered(self, reason: Qt.FocusReason) -> None:
        if reason not in _SILENT and not self.field.text():
            self._offer()

    def _on_left(self, reason: Qt.FocusReason) -> None:
        """What was typed and fits one choice alone is that choice; other words were no answer."""
        if reason in _SILENT:
            return
        self.offers.hide()
        typed = self.field.text().strip()
        if typed == self._words_of(self._code):
            return
        fitting = found([one.label for one in self._question.choices], typed) if typed else ()
        if len(fitting) == 1:
            self.pick(fitting[0])
        elif not typed:
            self._say("")
        else:
            self.field.setText(self._words_of(self._code))

    def _offer(self) -> None:
        typed = self.field.text().strip()
        typed = "" if typed == self._words_of(self._code) else typed
        words = [one.label for one in self._question.choices]
        self.offers.offer([(place, words[place]) for place in found(words, typed)], mark_first=bool(typed))
        self.turned.emit()

    def _say(self, code: str) -> None:
        if code != self._code:
            self._code = code
            self.answered.emit(code)

    def _words_of(self, code: str) -> str:
        return next((one.label for one in self._question.choices if one.code == code), code)


class Recall(TextLine):
    """A text that was often answered before. Enter on an empty field takes the last answer."""

    def __init__(
        self, question: Question, texts: Texts, before: Sequence[str], *, last: bool = True, eager: bool = False
    ) -> None:
        """`before` are earlier answers, the newest first. last: whether Enter on nothing takes the newest.

        eager: whether Enter takes the first that fits what was typed.
        """
        super().__init__(question)
        self._before = tuple(before)
        self._last = last and bool(before)
        self._eager = eager
        self.offers = Offers(self.field)
        self.offers.picked.connect(self._on_pressed)
        self.field.returnPressed.disconnect(self.onward)
        if self._last:
            self.field.setPlaceholderText(texts("question.enter-takes", text=before[0]))
        watch(self, self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list, take an answer."""
        if event.type() is QEvent.Type.FocusOut:
            self.offers.hide()
        elif event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.offers.isVisible():
                event.accept()
                return True
        elif (key := pressed(event)) is not None and self._on_key(key):
            return True
        return super().eventFilter(watched, event)

    def take(self, text: str) -> None:
        """Answer with an earlier answer."""
        self.offers.hide()
        self.field.setText(text)
        self.answered.emit(self.read(text))

    def take_offered(self, place: int) -> None:
        """Answer with what is offered at a place."""
        self.take(self._before[place])

    def take_last(self) -> None:
        """Answer with the last answer."""
        self.take(self._before[0])

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            if not self.offers.isVisible():
                self._offer()
            self.offers.move_mark(_STEPS[key])
        elif key in ENTER:
            marked = self.offers.marked()
            if marked is not None:
                self.take_offered(marked)
            elif not self.field.text() and self._last:
                self.take_last()
            self.offers.hide()
            self.onward.emit()
        elif key == Qt.Key.Key_Escape and self.offers.isVisible():
            self.offers.hide()
        else:
            return False
        return True

    def _on_pressed(self, place: int) -> None:
        self.take_offered(place)
        self.onward.emit()

    def _on_edited(self, typed: str) -> None:
        super()._on_edited(typed)
        self._offer()

    def _offer(self) -> None:
        typed = self.field.text().strip()
        places = [place for place in found(self._before, typed) if self._before[place] != typed]
        self.offers.offer([(place, self._before[place]) for place in places], mark_first=self._eager and bool(typed))
