"""Values and the ways between them, beyond ODK's own cases.

1. A number is written without exponent, as short as it can be, and read back the same.
2. A number is read only as XPath writes it: no plus, no exponent, no words.
3. Dates become days in the caller's zone, summer time included, and come back as they were.
4. Comparing sets of nodes is comparing each with each.
"""

import operator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from math import isnan, nan
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.xpath.comparing import Test, equate, relate
from forms.xpath.compiling import compile_expression
from forms.xpath.moments import INVALID, dated, days_of_moment, days_of_text, moment_of_days, read_moment
from forms.xpath.nodes import Context, Node
from forms.xpath.parsing import parse
from forms.xpath.values import number_of_text, text_of_number
from tests.support.xml_nodes import Surroundings, read_xml

FIRST, LAST = datetime(1900, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - hypothesis wants them so
TIMES = st.datetimes(FIRST, LAST)
BERLIN = ZoneInfo("Europe/Berlin")


def context(source: str = "<d/>", zone: ZoneInfo = BERLIN) -> Context:
    document = read_xml(source)
    time = datetime(2026, 7, 1, 12, tzinfo=zone)
    return Context(document.children[0], Surroundings(document, document, time, zone, Random(1)))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (-1.5, "-1.5"),
        (1e21, "1000000000000000000000"),
        (1.5e300, "15" + "0" * 299),
        (1e-7, "0.0000001"),
        (1.25e-10, "0.000000000125"),
        (0.1 + 0.2, "0.30000000000000004"),
        (9007199254740993.0, "9007199254740992"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        (nan, ""),
    ],
)
def test_numbers_are_written_out(number: float, text: str) -> None:
    assert text_of_number(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_is_read_back(number: float) -> None:
    written = text_of_number(number)
    assert "e" not in written
    assert number_of_text(written, context()) == number


@pytest.mark.parametrize(
    "text", ["", " ", "+1", "1e3", "1_000", "inf", "nan", "0x1", "--1", "1 2", "١", "1,5", ".", "-"]
)
def test_nothing_else_is_a_number(text: str) -> None:
    assert isnan(number_of_text(text, context()))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1970-01-01T01:00:00", 0.0),
        ("1970-01-01T00:00:00Z", 0.0),
        ("2026-07-01T02:00:00+02:00", 20635.0),
        ("2026-07-01T02:00", 20635.0),
        ("2026-07-01", 20635 - 2 / 24),  # summer time
        ("2026-01-01", 20454 - 1 / 24),
    ],
)
def test_dates_are_days_in_the_callers_zone(text: str, days: float) -> None:
    assert days_of_text(text, BERLIN) == pytest.approx(days, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-1-1",
        "2026-07-01 02:00",
        "2026-07-01T25:00",
        "2026-07-01T02:00+15:00",
        "2026-07-01T02:00:00.",
        "12:00",
        "0000-01-01",
        "२०२६-०७-०१",
    ],
)
def test_nothing_else_is_a_date(text: str) -> None:
    assert read_moment(text, BERLIN) is None
    assert isnan(days_of_text(text, BERLIN))


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_the_ends_of_the_calendar_are_no_dates(text: str) -> None:
    assert read_moment(text, BERLIN) is None
    assert dated(moment_of_days(1e12, BERLIN)).text == INVALID
    assert dated(moment_of_days(nan, BERLIN)).text == INVALID


@given(TIMES.map(lambda time: time.replace(microsecond=0)))
def test_days_bring_a_time_back(time: datetime) -> None:
    moment = time.replace(tzinfo=UTC)
    assert moment_of_days(days_of_moment(moment), UTC) == moment
    assert read_moment(dated(moment).text, UTC) == moment


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_a_date_is_written_as_a_date(day: date) -> None:
    written = compile_expression(parse(f"date('{day}')")).as_string(context())
    assert written == str(day)


def test_a_day_later_is_24_hours_later_even_when_clocks_change() -> None:
    text = compile_expression(parse("date(date('2026-03-29') + 1)")).as_string(context())
    assert text == "2026-03-30T01:00:00.000+02:00"


TEXTS = st.sampled_from(["", "1", "2", "1.0", "-3", "a", "b", "2012-07-23"])
EQUAL: list[Test] = [operator.eq, operator.ne]
ORDER: list[Test] = [operator.lt, operator.le, operator.gt, operator.ge]


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_sets_are_compared_each_with_each(left: list[str], right: list[str]) -> None:
    place = context("<d>" + "".join(f"<a>{text}</a>" for text in left + right) + "</d>", BERLIN)
    nodes: list[Node] = list(place.node.children)
    lefts, rights = nodes[: len(left)], nodes[len(left) :]
    for test in EQUAL:
        assert equate(test, lefts, rights, place) == any(test(one, two) for one, two in product(left, right))
    for test in ORDER:
        wanted = any(test(number_of_text(one, place), number_of_text(two, place)) for one, two in product(left, right))
        assert relate(test, lefts, rights, place) == wanted


def test_an_offset_is_kept_to_the_minute() -> None:
    moment = datetime(2026, 7, 1, 2, tzinfo=UTC) + timedelta(milliseconds=5)
    assert dated(moment.astimezone(BERLIN)).text == "2026-07-01T04:00:00.005+02:00"
