"""When: keys as people say it, and, behind some of them, a row in which days are chosen. Shown back in words."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QDateEdit, QSizePolicy, QWidget

from desktop.questionnaire.asking import Question
from desktop.questionnaire.controls.base import ENTER, Control, pressed, watch
from desktop.questionnaire.controls.picks import Manner, Picks
from desktop.questionnaire.whens import OPENS_ROW, Days, WhenKey, days_of, first_days, key_of, written
from desktop.widgets.pieces import Part, box, column, label, row
from desktop.widgets.still import keep_still
from forms.session import Offered
from reports.when import in_words, locale_of
from resources.texts import Texts


class WhenField(Control):
    """Keys, and a row of days behind some of them."""

    def __init__(self, question: Question, texts: Texts, keys: Sequence[WhenKey], today: Callable[[], date]) -> None:
        """`today` is asked each time."""
        super().__init__(question)
        self._texts = texts
        self._keys = tuple(keys)
        self._today = today
        self._text = ""
        self._key: WhenKey | None = None
        choices = tuple(Offered(key.value, texts(f"when.key-{key.value}")) for key in keys)
        self.keys = Picks(Question(question.path, question.way, question.label, choices=choices), Manner.KEYS)
        self.keys.answered.connect(self._on_key)
        self.keys.onward.connect(self._on_onward)
        self.first = self._day(texts("when.first-day"))
        self.last = self._day(texts("when.last-day"))
        self._and = label(texts("when.and"), Part.QUIET)
        self._days = box(row(self.first, self._and, self.last, None, spacing=1))
        self.words = label("", Part.QUIET)
        self.setLayout(column(self.keys, self._days, self.words, spacing=1))
        self._show()

    def show_answer(self, text: str) -> None:
        """Which key says this, its days, and the words for it."""
        if text != self._text or (text and self._key is None):
            self._text = text
            self._key = key_of(text, self._today())
            self._show()

    def stops(self) -> Sequence[QWidget]:
        """The keys and the days."""
        return (*self.keys.stops(), self.first, self.last)

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
        """Enter in a day goes on."""
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
            days = Days(_date(self.first), _date(self.last))
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
                _put(field, day)
        self.words.setText(in_words(self._text, self._texts))
        plain = self._key in (None, WhenKey.DAY)
        self.words.setVisible(bool(self._text) and not plain)

    def _day(self, name: str) -> QDateEdit:
        found = QDateEdit()
        keep_still(found)
        found.setCalendarPopup(True)
        found.setLocale(QLocale(locale_of(self._texts)))
        found.setDisplayFormat("d MMMM yyyy")
        found.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        found.setAccessibleName(name)
        found.dateChanged.connect(lambda _day: self._on_day())
        watch(self, found)
        return found


def _date(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


def _put(field: QDateEdit, day: date) -> None:
    blocked = field.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    field.setDate(QDate(day.year, day.month, day.day))
    field.blockSignals(blocked)
