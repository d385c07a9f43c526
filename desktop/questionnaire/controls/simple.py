"""The simple ones: a text to read, a tick that one has read it, an hour, a moment, an order."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QListWidget, QListWidgetItem, QWidget

from desktop.calendars import Calendar
from desktop.questionnaire.asking import Question
from desktop.questionnaire.clocks import joined, parted, read_hour
from desktop.questionnaire.controls.base import ENTER, Control, pressed, watch
from desktop.questionnaire.controls.texts import TextLine
from desktop.questionnaire.controls.whens import WhenField
from desktop.questionnaire.whens import DAY_KEYS
from desktop.widgets.pieces import button, column, label, row
from resources.palettes import GRID
from resources.texts import Texts

_HOUR_WIDTH = 12 * GRID
_ROW = 4 * GRID


class Reading(Control):
    """A text to read: what the form worked out, or nothing beside the question's own words."""

    def __init__(self, question: Question) -> None:
        """Empty."""
        super().__init__(question)
        self.text = label("")
        self.text.hide()
        self.setLayout(column(self.text, spacing=0))

    def show_answer(self, text: str) -> None:
        """The text."""
        self.text.setText(text)
        self.text.setVisible(bool(text))

    def stops(self) -> Sequence[QWidget]:
        """Nothing to do here."""
        return ()


class Agree(Control):
    """A tick."""

    def __init__(self, question: Question, texts: Texts) -> None:
        """Not ticked."""
        super().__init__(question)
        self.tick = QCheckBox(texts("question.read"))
        self.tick.setAccessibleName(f"{question.label}: {self.tick.text()}")
        self.tick.setProperty("own name", True)  # noqa: FBT003 - a property's value
        self.tick.clicked.connect(lambda checked: self.answered.emit("OK" if checked else ""))
        self.setLayout(column(self.tick, spacing=0))
        watch(self, self.tick)

    def show_answer(self, text: str) -> None:
        """Ticked or not."""
        self.tick.setChecked(bool(text))

    def stops(self) -> Sequence[QWidget]:
        """The tick."""
        return (self.tick,)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on."""
        key = pressed(event)
        if key is not None and key.key() in ENTER:
            self.onward.emit()
            return True
        return super().eventFilter(watched, event)


class Hour(TextLine):
    """An hour."""

    def __init__(self, question: Question, texts: Texts) -> None:
        """An empty field."""
        super().__init__(question)
        self.field.setFixedWidth(_HOUR_WIDTH)
        self.field.setPlaceholderText(texts("question.hour"))

    def read(self, typed: str) -> str:
        """The hour typed."""
        return read_hour(typed)


class Moment(Control):
    """A day and an hour."""

    def __init__(
        self, question: Question, texts: Texts, today: Callable[[], date], calendar: Calendar = Calendar.GREGORIAN
    ) -> None:
        """Neither is chosen."""
        super().__init__(question)
        self.day = WhenField(question, texts, DAY_KEYS, today, calendar)
        self.hour = Hour(question, texts)
        self._day = self._hour = ""
        self.day.answered.connect(self._on_day)
        self.hour.answered.connect(self._on_hour)
        self.day.onward.connect(self.hour.begin)
        self.hour.onward.connect(self.onward)
        self.setLayout(column(self.day, self.hour, spacing=1))

    def show_answer(self, text: str) -> None:
        """Both; what is there of one alone stays."""
        if text and text != joined(self._day, self._hour):
            self._day, self._hour = parted(text)
            self.day.show_answer(self._day)
            self.hour.show_answer(self._hour)

    def stops(self) -> Sequence[QWidget]:
        """The day's and the hour's."""
        return (*self.day.stops(), *self.hour.stops())

    def begin(self) -> None:
        """At the day."""
        self.day.begin()

    def ask(self, question: Question) -> None:
        """The words changed."""
        self.day.ask(question)
        self.hour.ask(question)

    def _on_day(self, day: object) -> None:
        self._day = str(day)
        self.answered.emit(joined(self._day, self._hour))

    def _on_hour(self, hour: object) -> None:
        self._hour = str(hour)
        self.answered.emit(joined(self._day, self._hour))


class Order(Control):
    """A list to put in order: Alt with Up or Down, or the two keys below."""

    def __init__(self, question: Question, texts: Texts) -> None:
        """In the form's order, which is no answer before something is moved."""
        super().__init__(question)
        self.list = QListWidget()
        self.list.setAccessibleName(question.label)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        up = button(texts("question.up"), lambda: self._move(-1))
        down = button(texts("question.down"), lambda: self._move(1))
        self._keys = (up, down)
        for key in self._keys:
            key.setProperty("own name", True)  # noqa: FBT003 - a property's value
        self.setLayout(column(self.list, spacing=1))
        self.layout().addLayout(row(up, down, None, spacing=1))  # type: ignore[union-attr]
        self._question = question
        self._fill([choice.code for choice in question.choices])
        watch(self, self.list)

    def show_answer(self, text: str) -> None:
        """This order; what it leaves out stands behind."""
        codes = text.split()
        wanted = [*codes, *(choice.code for choice in self._question.choices if choice.code not in codes)]
        if wanted != self._codes():
            self._fill(wanted)

    def stops(self) -> Sequence[QWidget]:
        """The list and its keys."""
        return (self.list, *self._keys)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move what is marked; Enter goes on."""
        key = pressed(event)
        if key is not None and key.key() in ENTER:
            self.onward.emit()
            return True
        if event.type() is QEvent.Type.KeyPress and event.modifiers() & Qt.KeyboardModifier.AltModifier:  # type: ignore[attr-defined]
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key(), 0)  # type: ignore[attr-defined]
            self._move(step)
            return bool(step)
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        here = max(self.list.currentRow(), 0)
        there = here + step
        if step and 0 <= there < self.list.count():
            self.list.insertItem(there, self.list.takeItem(here))
            self.list.setCurrentRow(there)
            self.answered.emit(" ".join(self._codes()))

    def _codes(self) -> list[str]:
        return [str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count())]

    def _fill(self, codes: Sequence[str]) -> None:
        words = {choice.code: choice.label for choice in self._question.choices}
        self.list.clear()
        for code in codes:
            item = QListWidgetItem(words.get(code, code))
            item.setData(Qt.ItemDataRole.UserRole, code)
            self.list.addItem(item)
        self.list.setFixedHeight(_ROW * max(1, self.list.count()) + GRID)
        self.list.setCurrentRow(0)
