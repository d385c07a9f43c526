"""Keys for a time: what they write, and which key an answer came from."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop.questionnaire.whens import (
    COMING_KEYS,
    DAY_KEYS,
    TIME_KEYS,
    WEEK_KEYS,
    Days,
    WhenKey,
    days_of,
    first_days,
    key_of,
    written,
)
from forms.when import read_when

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
DAYS = Days(date(2026, 11, 18), date(2026, 11, 20))
near = st.dates(date(1950, 1, 1), date(2100, 1, 1))


def test_what_every_key_writes() -> None:
    assert {key: written(key, SUNDAY, DAYS) for key in WhenKey} == {
        WhenKey.TODAY: "2026-11-22",
        WhenKey.YESTERDAY: "2026-11-21",
        WhenKey.TOMORROW: "2026-11-23",
        WhenKey.THIS_WEEK: "2026-11-16/2026-11-22",
        WhenKey.LAST_WEEK: "2026-11-09/2026-11-15",
        WhenKey.DAY: "2026-11-18",
        WhenKey.ABOUT: "2026-11-18~",
        WhenKey.BETWEEN: "2026-11-18/2026-11-20",
    }


def test_on_monday_this_week_is_today() -> None:
    assert written(WhenKey.THIS_WEEK, MONDAY, DAYS) == "2026-11-23"


def test_between_begins_with_two_days() -> None:
    assert first_days(WhenKey.BETWEEN, "2026-11-20", SUNDAY) == Days(date(2026, 11, 20), SUNDAY)
    assert first_days(WhenKey.BETWEEN, "2026-12-24", SUNDAY) == Days(date(2026, 12, 24), date(2026, 12, 24))


def test_answers_of_other_programs_have_a_key() -> None:
    assert key_of("2026-11", SUNDAY) is WhenKey.BETWEEN
    assert key_of("2025~", SUNDAY) is WhenKey.ABOUT
    assert key_of("2026-11-20?", SUNDAY) is WhenKey.ABOUT
    assert key_of("", SUNDAY) is None
    assert key_of("soon", SUNDAY) is None


def test_what_none_of_the_keys_writes_is_shown_behind_the_one_that_opens_days() -> None:
    assert key_of("2026-11-22", SUNDAY, WEEK_KEYS) is WhenKey.BETWEEN
    assert key_of("2026-11-09/2026-11-15", SUNDAY, WEEK_KEYS) is WhenKey.LAST_WEEK
    assert key_of("2026-11-09/2026-11-15", SUNDAY) is WhenKey.BETWEEN
    assert key_of("2026-11-23", SUNDAY, COMING_KEYS) is WhenKey.TOMORROW
    assert key_of("2026-11-23", SUNDAY, DAY_KEYS) is WhenKey.DAY


@given(near, near, near, st.sampled_from(TIME_KEYS))
def test_what_is_written_is_a_time_and_leads_back(today: date, one: date, other: date, key: WhenKey) -> None:
    text = written(key, today, Days(one, other))
    span = read_when(text)
    assert span is not None
    assert span.first <= span.last
    back = key_of(text, today)
    assert back is not None
    assert written(back, today, days_of(text, today)) == text
