"""Dates as people say them: every way a questionnaire can write one, in three languages; nothing else is touched."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.when import read_when
from reports.when import day_in_words, in_words, moment_in_words
from resources.texts import LANGUAGES, Texts

EN, PSEUDO = Texts("en"), Texts("xx")
FRENCH = Texts("en")
FRENCH.language = next(one for one in LANGUAGES if one.code == "fr")  # its months, whether or not its words are there


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-11-20", "20 November 2026"),
        ("2026-11-20~", "about 20 November 2026"),
        ("2026-11-20?", "perhaps 20 November 2026"),
        ("2026-11-20%", "perhaps about 20 November 2026"),
        ("2026-11", "November 2026"),
        ("2026-11~", "about November 2026"),
        ("2026", "2026"),
        ("2026~", "about 2026"),
        ("2026-11-18/2026-11-20", "between 18 and 20 November 2026"),
        ("2026-11-18~/2026-11-20~", "perhaps between 18 and 20 November 2026"),
        ("2026-10-28/2026-11-01", "between 28 October and 1 November 2026"),
        ("2025-12-30/2026-01-02", "between 30 December 2025 and 2 January 2026"),
        ("2026-10/2026-11", "between October and November 2026"),
        ("2025-10/2026-11", "between October 2025 and November 2026"),
        ("2024/2026", "between 2024 and 2026"),
        ("2026-11-20T14:05:59.000+03:00", "20 November 2026, 14:05"),
        ("14:05:00.000+03:00", "14:05"),
        ("last week", "last week"),
        ("20", "20"),
        ("1430", "1430"),
        ("at 4:00", "at 4:00"),
        ("2026-13-40", "2026-13-40"),
        ("", ""),
    ],
)
def test_english(written: str, said: str) -> None:
    assert in_words(written, EN) == said


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert day_in_words(date(2026, 11, 1), FRENCH) == "1er novembre 2026"
    assert day_in_words(date(2026, 11, 11), FRENCH) == "11 novembre 2026"


def test_the_made_up_language_has_the_months_of_arabic() -> None:
    assert "20 نوفمبر 2026" in in_words("2026-11-20~", PSEUDO)


def test_a_moment_is_told_by_the_clock_it_was_read_from() -> None:
    assert moment_in_words("2026-11-22T00:30:00.123-05:00", EN) == "22 November 2026, 00:30"
    with pytest.raises(ValueError, match="isoformat"):
        moment_in_words("yesterday", EN)


@given(st.text(max_size=30))
def test_whatever_stands_there_something_is_said(text: str) -> None:
    assert in_words(text, EN) == text or read_when(text) or ":" in text


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_both_ends_of_a_span_are_told(one: date, other: date) -> None:
    first, last = sorted((one, other))
    said = in_words(f"{first}/{last}", EN)
    assert str(last.year) in said and str(first.year) in said
    assert "/" not in said and not re.search(r"\d-\d", said)
