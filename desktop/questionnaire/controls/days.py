"""A day to choose, in the calendar of whoever chooses. The day itself is the same in all of them."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QCalendar, QDate, QLocale, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QDateEdit, QSizePolicy

from desktop.calendars import Calendar
from desktop.widgets.still import keep_still
from reports.when import locale_of
from resources.palettes import GRID
from resources.texts import Texts

_BESIDE: Final = 7 * GRID  # edges, and the arrow that opens the calendar
_SYSTEMS: Final = {
    Calendar.GREGORIAN: QCalendar.System.Gregorian,
    Calendar.ISLAMIC: QCalendar.System.IslamicCivil,
    Calendar.JALALI: QCalendar.System.Jalali,
    Calendar.MILANKOVIC: QCalendar.System.Milankovic,
    Calendar.JULIAN: QCalendar.System.Julian,
}


class _DayEdit(QDateEdit):
    """Begins at the day of the month, from whichever side it is read."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by keyboard changes the day first."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.setSelectedSection(QDateEdit.Section.DaySection)


def _format() -> str:
    """Day, month, year, as they are read. From right to left Qt turns them around once more than it should."""
    right_to_left = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return "yyyy MMMM d" if right_to_left else "d MMMM yyyy"


def day_field(name: str, texts: Texts, changed: Callable[[], object]) -> QDateEdit:
    """A field for a day, with a calendar to open."""
    found = _DayEdit()
    keep_still(found)
    found.setCalendarPopup(True)
    found.setLocale(QLocale(locale_of(texts)))
    found.setDisplayFormat(_format())
    found.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    found.setAccessibleName(name)
    found.dateChanged.connect(lambda _day: changed())
    return found


def calendar_choice(texts: Texts, chosen: Calendar, changed: Callable[[Calendar], object]) -> QComboBox:
    """The calendars by their names."""
    found = QComboBox()
    keep_still(found)
    found.setAccessibleName(texts("when.calendar"))
    found.setProperty("own name", True)  # noqa: FBT003 - a property's value
    for one in Calendar:
        found.addItem(texts(f"calendar.{one.value}"), one)
    found.setCurrentIndex(found.findData(chosen))
    found.activated.connect(lambda place: changed(Calendar(found.itemData(place))))
    return found


def show_in(field: QDateEdit, calendar: Calendar) -> None:
    """Show a field's day in a calendar; the day stays what it is."""
    blocked = field.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    day = field.date()
    system = QCalendar(_SYSTEMS[calendar])
    field.setCalendar(system)
    field.setDate(day)
    field.blockSignals(blocked)
    fit(field, system)


def fit(field: QDateEdit, system: QCalendar) -> None:
    """Make room for the longest month: Qt counts with its own calendar, and without what stands beside the day."""
    locale, measure = field.locale(), field.fontMetrics()
    names = (system.monthName(locale, month) for month in range(1, 13))
    widest = max(measure.horizontalAdvance(f"{locale.toString(30)} {name} 0000") for name in names)
    field.setMinimumWidth(widest + _BESIDE)


def said_in(day: date, calendar: Calendar, texts: Texts) -> str:
    """A day as another calendar says it."""
    system = QCalendar(_SYSTEMS[calendar])
    parts = system.partsFromDate(QDate(day.year, day.month, day.day))
    locale = QLocale(locale_of(texts))
    month = system.monthName(locale, parts.month, parts.year)
    return f"{locale.toString(parts.day)} {month} {locale.toString(parts.year).replace(locale.groupSeparator(), '')}"


def day_of(field: QDateEdit) -> date:
    """The day a field stands at."""
    day = field.date()
    return date(day.year(), day.month(), day.day())


def put_day(field: QDateEdit, day: date) -> None:
    """Let a field stand at a day, without telling anybody."""
    blocked = field.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    field.setDate(QDate(day.year, day.month, day.day))
    field.blockSignals(blocked)
