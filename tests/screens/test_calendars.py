"""Days in other calendars: chosen and said in them; what is kept is the same day in the common one."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDateEdit
from pytestqt.qtbot import QtBot

from desktop.calendars import Calendar, offers_calendars
from desktop.questionnaire.asking import Question, Way
from desktop.questionnaire.controls.days import said_in
from desktop.questionnaire.controls.whens import WhenField
from desktop.questionnaire.whens import TIME_KEYS, WhenKey
from resources.texts import Texts
from tests.support.windows import WINDOW, assert_named, look_for, press, show

pytestmark = WINDOW

TODAY = date(2026, 11, 22)
# Reckoned by hand: 22 November 2026 in the tabular Islamic, the Persian, the revised Julian and the Julian calendar
SAID = {
    Calendar.ISLAMIC: "11 Jumada II 1448",
    Calendar.JALALI: "1 Azar 1405",
    Calendar.MILANKOVIC: "22 November 2026",
    Calendar.JULIAN: "9 November 2026",
}


def field(
    qtbot: QtBot, language: str = "en", calendar: Calendar = Calendar.GREGORIAN
) -> tuple[WhenField, list[object]]:
    texts = Texts(language)
    look_for(texts)
    found = WhenField(Question("when", Way.WHEN, "When?"), texts, TIME_KEYS, lambda: TODAY, calendar)
    answers: list[object] = []
    found.answered.connect(answers.append)
    show(qtbot, found)
    return found, answers


@pytest.mark.parametrize(("calendar", "said"), SAID.items())
def test_a_day_as_other_calendars_say_it(calendar: Calendar, said: str) -> None:
    assert said_in(TODAY, calendar, Texts("en")) == said


def test_every_key_people_say_is_there() -> None:
    texts = Texts("en")
    assert [texts(f"when.key-{key.value}") for key in TIME_KEYS] == [
        "Today",
        "Yesterday",
        "This week",
        "Another day",
        "About …",
        "Between …",
    ]


@pytest.mark.parametrize("calendar", list(Calendar))
def test_what_is_kept_is_the_same_day_in_all_of_them(qtbot: QtBot, calendar: Calendar) -> None:
    when, answers = field(qtbot, calendar=calendar)
    when.keys.answered.emit(WhenKey.DAY.value)
    when.first.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, Qt.Key.Key_Up)
    assert answers == ["2026-11-20", "2026-11-21"]
    assert when.first.date().toPython() == date(2026, 11, 21)
    when.show_answer("2026-11-18/2026-11-20")
    assert "18 and 20 November 2026" in when.words.text()
    other = said_in(date(2026, 11, 18), calendar, Texts("en"))
    assert other in when.words.text() or calendar is Calendar.GREGORIAN


def test_another_calendar_is_chosen_beside_the_day(qtbot: QtBot) -> None:
    when, answers = field(qtbot, "ar")
    assert not when.calendar.isHidden()
    when.keys.answered.emit(WhenKey.DAY.value)
    assert_named(when)
    when.calendar.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert when.first.calendar().name().startswith("Islamic")
    assert answers == ["2026-11-20"], "the day stays what it is"
    assert "1448" in when.words.text() or "١٤٤٨" in when.words.text()
    look_for(Texts("en"))


def test_where_nobody_needs_them_they_are_not_there(qtbot: QtBot) -> None:
    when, _ = field(qtbot)
    assert when.calendar.isHidden()
    assert not offers_calendars("fr", Calendar.GREGORIAN) and offers_calendars("fr", Calendar.JALALI)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_day_is_read_in_its_order_and_begins_with_the_day_of_the_month(qtbot: QtBot, language: str) -> None:
    """From right to left Qt turns the parts of a day around by itself."""
    when, _ = field(qtbot, language)
    when.keys.answered.emit(WhenKey.DAY.value)
    parts = when.first.text().split()
    assert [int(parts[0]), int(parts[-1])] == [20, 2026]
    when.first.setFocus(Qt.FocusReason.TabFocusReason)
    assert when.first.currentSection() == QDateEdit.Section.DaySection
    look_for(Texts("en"))
