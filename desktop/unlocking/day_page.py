"""What day is it? Asked once after unlocking, where the computer's clock cannot be right. A day, or "I do not know"."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.calendars import Calendar
from desktop.look import Look
from desktop.questionnaire.controls.base import ENTER, pressed
from desktop.questionnaire.controls.days import day_field, day_of, put_day, show_in
from desktop.widgets.pieces import Part, box, button, column, label, row
from records.timing import Doubt
from reports.when import day_in_words
from resources.palettes import GRID
from resources.texts import Texts

_WIDTH = 60 * GRID
_YEARS = 50


class DayPage(QWidget):
    """One question. said: the day it is, None when nobody knows."""

    said = Signal(object)

    def __init__(self, texts: Texts, look: Look, doubt: Doubt) -> None:
        """With the likeliest day to begin with."""
        super().__init__()
        self._texts = texts
        self.setObjectName("page")
        self.today = button("", self._on_today, Part.PRIMARY, name="today")
        self.field = day_field(texts("clock.day"), texts, self._name)
        show_in(self.field, Calendar.GREGORIAN)
        self.field.setDateRange(_qt(doubt.earliest), _qt(doubt.earliest).addYears(_YEARS))
        put_day(self.field, doubt.likely)
        self.field.installEventFilter(self)
        self.unknown = button(texts("clock.unknown"), lambda: self._say(None), Part.QUIET, name="unknown")
        why = label(texts("clock.why", when=day_in_words(doubt.says.date(), texts)))
        self._lay_out(look, why)
        self._name()

    def begin(self) -> None:
        """Be ready to say the day."""
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the day says it."""
        key = pressed(event) if watched is self.field else None
        if key is not None and key.key() in ENTER:
            self._on_today()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self, look: Look, why: QWidget) -> None:
        quiet = label(self._texts("clock.unknown-why"), Part.QUIET)
        inner = column(label(self._texts("clock.title"), Part.TITLE), why, spacing=2)
        inner.addLayout(row(self.field, None))
        inner.addLayout(row(self.today, self.unknown, None, spacing=1))
        inner.addWidget(quiet)
        middle = box(inner)
        middle.setFixedWidth(round(_WIDTH * max(1.0, look.scale * 0.9)))
        self.setLayout(column(None, box(row(None, middle, None)), None, None))

    def _name(self) -> None:
        """The key says the very day it stands for."""
        words = self._texts("clock.today", day=day_in_words(day_of(self.field), self._texts))
        self.today.setText(words)
        self.today.setAccessibleName(words)

    def _on_today(self) -> None:
        self._say(day_of(self.field))

    def _say(self, day: date | None) -> None:
        """Once: what follows takes a moment."""
        if self.today.isEnabled():
            self.today.setEnabled(False)
            self.unknown.setEnabled(False)
            self.said.emit(day)


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
