"""Moments: one text for one moment, whatever the offset, so that texts compare as moments do."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.clock import instant, system_clock

moments = st.datetimes(datetime.fromisoformat("1970-01-02"), datetime.fromisoformat("9998-01-01"))
offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moments, offsets, offsets)
def test_one_moment_is_one_text(moment: datetime, one: timezone, other: timezone) -> None:
    here = moment.replace(tzinfo=UTC)
    texts = {instant(here.astimezone(zone).isoformat(timespec="milliseconds")) for zone in (one, other)}
    assert len(texts) == 1


@given(moments, moments)
def test_texts_compare_as_moments(one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert instant(early.isoformat() + "+00:00") <= instant(late.isoformat() + "+00:00")


@pytest.mark.parametrize("text", ["", "2026-11-22T14:03:11.123", "2026-11-22", "yesterday"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        instant(text)


def test_the_system_says_its_offset() -> None:
    assert system_clock().tzinfo is not None
