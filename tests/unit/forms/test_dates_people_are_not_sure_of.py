"""Promises: what *about*, *between* and *some day in* write is read as the days it may mean, and nothing else is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.when import Span, Sureness, read_when

READ = {
    "2026-11-20": Span(date(2026, 11, 20), date(2026, 11, 20), Sureness.SURE),
    "2024-02": Span(date(2024, 2, 1), date(2024, 2, 29), Sureness.SURE),
    "2026": Span(date(2026, 1, 1), date(2026, 12, 31), Sureness.SURE),
    "2026-11-20~": Span(date(2026, 11, 20), date(2026, 11, 20), Sureness.ABOUT),
    "2026-11?": Span(date(2026, 11, 1), date(2026, 11, 30), Sureness.UNCERTAIN),
    "2026%": Span(date(2026, 1, 1), date(2026, 12, 31), Sureness.BOTH),
    "2026-11-18/2026-11-20": Span(date(2026, 11, 18), date(2026, 11, 20), Sureness.SURE),
    "2026-11~/2026": Span(date(2026, 11, 1), date(2026, 12, 31), Sureness.BOTH),
}
NOT = [
    "",
    "soon",
    "2026-1-1",
    "2026-13",
    "2026-02-30",
    "0000",
    "2026/",
    "/2026",
    "2026-11-20/2026-11-19",
    "2026/2027/2028",
]


@pytest.mark.parametrize("text", READ)
def test_what_is_read(text: str) -> None:
    assert read_when(text) == READ[text]


@pytest.mark.parametrize("text", [*NOT, "٢٠٢٦", "2026-11-20 ", "2026~-11", "2026-11-20T10:00"])
def test_what_is_not(text: str) -> None:
    assert read_when(text) is None


@given(st.dates(), st.dates(), st.sampled_from(Sureness))
def test_a_span_is_read_as_it_is_written(one: date, other: date, sureness: Sureness) -> None:
    first, last = sorted((one, other))
    found = read_when(f"{first.isoformat()}{sureness}/{last.isoformat()}{sureness}")
    assert found == Span(first, last, sureness)
