"""When: keys as people say it, and, behind some of them, a row in which days are chosen. Shown back in words."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDateEdit, QWidget

from desktop.calendars import Calendar, offers_calendars
from desktop.questionnaire.asking import Question
from desktop.questionnaire.controls.base import ENTER, Control, pressed, watch
from desktop.questionnaire.controls.days import calendar_choice, day_field, day_of, put_day, said_in, show_in
from desktop.questionnaire.controls.picks import Manner, Picks
from desktop.questionnaire.whens import OPENS_ROW, Days, WhenKey, days_of, first_days, key_of, written
from desktop.widgets.flow import Flow
from desktop.widgets.pieces import Part, column, label
from forms.session import Offered
from reports.when import in_words
from resources.texts import Texts


class WhenField(Control):
    """Keys, and a row of days behind some of them."""

    def __init__(
        self,
        question: Question,
        texts: Texts,
        keys: Sequence[WhenKey],
        today: Callable[[], date],
        calendar: Calendar = Calendar.GREGORIAN,
    ) -> None:
        """`today` is asked each time. calendar: the one in which days are chosen at first."""
        super().__init__(question)
        self._texts = texts
        self._keys = tuple(keys)
        self._today = today
        self._text = ""
        self._key: WhenKey | None = None
        self._calendar = calendar
        choices = tuple(Offered(key.value, texts(f"when.key-{key.value}")) for key in keys)
        self.keys = Picks(Question(question.path, question.way, question.label, choices=choices), Manner.KEYS)
        self.keys.answered.connect(self._on_key)
        self.keys.onward.connect(self._on_onward)
        self.first = self._day(texts("when.first-day"))
        self.last = self._day(texts("when.last-day"))
        self._and = label(texts("when.and"), Part.QUIET)
        self._and.setWordWrap(False)
        self.calendar = calendar_choice(texts, calendar, self._on_calendar)
        self._days = QWidget()
        self._days.setLayout(Flow(self.first, self._and, self.last, self.calendar, middle=True))
        self.calendar.setVisible(offers_calendars(texts.language.code, calendar))
        watch(self, self.calendar)
        self.words = label("", Part.QUIET)
        self.setLayout(column(self.keys, self._days, self.words, spacing=1))
        self._show()

    def show_answer(self, text: str) -> None:
        """Which key says this, its days, and the words for it."""
        if text != self._text or (text and self._key is None):
            self._text = text
            self._key = key_of(text, self._today(), self._keys)
            self._show()

    def stops(self) -> Sequence[QWidget]:
        """The keys, the days and their calendar."""
        return (*self.keys.stops(), self.first, self.last, self.calendar)

    def begin(self) -> None:
        """At the keys."""
        self.keys.begin()

    def ask(self, question: Question) -> None:
        """The keys stay what they are."""
        self.name = question.label

    def explain(self, words: str) -> None:
        """The days name themselves."""
        self.keys.explain(words)

    def set_wrong(self, *, wrong: bool) -> None:
        """What is wrong stands below in words."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a day or its calendar goes on."""
        key = pressed(event)
        if key is not None and key.key() in ENTER:
            self.onward.emit()
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, code: object) -> None:
        self._key = WhenKey(str(code)) if code else None
        today = self._today()
        self._say("" if self._key is None else written(self._key, today, first_days(self._key, self._text, today)))

    def _on_onward(self) -> None:
        """Behind a key that opens a row, on means into the row."""
        if self._key in OPENS_ROW:
            self.first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.onward.emit()

    def _on_day(self) -> None:
        if self._key is not None:
            days = Days(day_of(self.first), day_of(self.last))
            self._say(written(self._key, self._today(), days))

    def _say(self, text: str) -> None:
        changed = text != self._text
        self._text = text
        self._show()
        if changed:
            self.answered.emit(text)

    def _show(self) -> None:
        self.keys.show_answer(self._key.value if self._key is not None else "")
        opened = self._key in OPENS_ROW
        self._days.setVisible(opened)
        between = self._key is WhenKey.BETWEEN
        self.last.setVisible(between)
        self._and.setVisible(between)
        days = days_of(self._text, self._today())
        ends = ((self.first, days.first), (self.last, days.last)) if opened else ()
        for field, day in ends:
            if not field.hasFocus():
                put_day(field, day)
        other = self._other_words(days)
        said = in_words(self._text, self._texts)
        self.words.setText(self._texts("when.both", common=said, other=other) if other else said)
        plain = self._key in (None, WhenKey.DAY) and not other
        self.words.setVisible(bool(self._text) and not plain)

    def _day(self, name: str) -> QDateEdit:
        found = day_field(name, self._texts, self._on_day)
        show_in(found, self._calendar)
        watch(self, found)
        return found

    def _on_calendar(self, calendar: Calendar) -> None:
        """The same days in another calendar."""
        self._calendar = calendar
        for field in (self.first, self.last):
            show_in(field, calendar)
        self._show()

    def _other_words(self, days: Days) -> str:
        """The days as the chosen calendar says them."""
        if self._calendar is Calendar.GREGORIAN or not self._text:
            return ""
        first, last = (said_in(day, self._calendar, self._texts) for day in (days.first, days.last))
        return first if days.first == days.last else self._texts("when.between-days", first=first, last=last)
