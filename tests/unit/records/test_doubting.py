"""A clock that cannot be right is asked about once; the answer counts until the clock is right, or was reset again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.doubting import FAR, SLACK, Answer, Facts, Verdict, days_to_add, is_early, verdict

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
DEAD = datetime(2009, 1, 1, 0, 5, tzinfo=UTC)
DAY = timedelta(days=1)
BEHIND = (NOW.date() - DEAD.date()).days


def test_a_clock_that_goes_on_is_believed() -> None:
    assert verdict(NOW, Facts(BUILT)) is Verdict.RIGHT
    assert verdict(NOW, Facts(BUILT, latest=NOW - DAY, seen=NOW - DAY)) is Verdict.RIGHT
    assert verdict(NOW, Facts(BUILT, latest=NOW + timedelta(hours=1))) is Verdict.RIGHT  # put right by an hour


@pytest.mark.parametrize(
    ("now", "facts"),
    [
        (DEAD, Facts(BUILT)),
        (NOW - 3 * DAY, Facts(BUILT, latest=NOW)),
        (NOW + 2 * FAR, Facts(BUILT, latest=NOW, seen=NOW)),
    ],
    ids=["before the program was made", "before the last entry", "jumped ahead"],
)
def test_what_cannot_be_is_asked(now: datetime, facts: Facts) -> None:
    assert verdict(now, facts) is Verdict.ASK


def test_an_answer_counts_while_the_clock_goes_on() -> None:
    said = Answer(BEHIND, DEAD, early=True)
    facts = Facts(BUILT, latest=NOW, seen=DEAD, answer=said)
    assert verdict(DEAD + 2 * DAY, facts) is Verdict.CORRECTED
    assert DEAD + timedelta(days=days_to_add(DEAD, NOW.date())) >= BUILT


def test_a_battery_that_dies_every_night_is_asked_about_every_time() -> None:
    """After a day of work the clock begins anew: yesterday's answer would be a day behind."""
    facts = Facts(BUILT, latest=NOW, seen=DEAD + DAY, answer=Answer(BEHIND, DEAD + DAY, early=True))
    assert verdict(DEAD, facts) is Verdict.ASK


def test_once_it_is_right_again_nothing_is_corrected() -> None:
    facts = Facts(BUILT, latest=NOW, seen=DEAD, answer=Answer(BEHIND, DEAD, early=True))
    assert verdict(NOW + DAY, facts) is Verdict.RIGHT
    ahead = Facts(BUILT, latest=NOW, seen=NOW + 400 * DAY, answer=Answer(-400, NOW + 400 * DAY, early=False))
    assert verdict(NOW + 401 * DAY, ahead) is Verdict.CORRECTED
    assert verdict(NOW + DAY, ahead) is Verdict.RIGHT


def test_a_small_correction_is_not_kept_beyond_what_is_sure() -> None:
    """A clock 30 days behind that stands 30 days on: put right, or nobody was here. Only a person knows."""
    behind = NOW - 30 * DAY
    facts = Facts(BUILT - 60 * DAY, latest=NOW, seen=behind, answer=Answer(30, behind, early=True))
    assert verdict(behind + 5 * DAY, facts) is Verdict.CORRECTED
    assert verdict(behind + 30 * DAY, facts) is Verdict.ASK


def test_who_does_not_know_is_not_asked_again() -> None:
    facts = Facts(BUILT, seen=DEAD, answer=Answer(None, DEAD, early=True))
    assert verdict(DEAD + DAY, facts) is Verdict.UNSURE
    assert verdict(NOW, facts) is Verdict.RIGHT
    assert verdict(DEAD - DAY, facts) is Verdict.ASK
    ahead = Facts(BUILT, seen=NOW, answer=Answer(None, NOW, early=False))
    assert verdict(NOW + DAY, ahead) is Verdict.UNSURE


@given(st.integers(-20_000, 20_000))
def test_days_are_added_to_what_a_person_says(days: int) -> None:
    said = NOW.date() + timedelta(days=days)
    assert (NOW + timedelta(days=days_to_add(NOW, said))).date() == said


@given(st.integers(1, 10_000), st.integers(0, 100), st.integers(0, 23))
def test_whatever_a_dead_clock_says_the_corrected_day_follows_its_steps(behind: int, later: int, hour: int) -> None:
    """From the answer on, the corrected clock says the day of the answer and the days that passed; or it asks."""
    base = NOW.replace(hour=hour) - timedelta(days=behind)
    facts = Facts(BUILT, latest=NOW, seen=base, answer=Answer(behind, base, early=True))
    now = base + timedelta(days=later)
    found = verdict(now, facts)
    assert found in (Verdict.CORRECTED, Verdict.ASK, Verdict.RIGHT)
    if found is Verdict.RIGHT:
        assert not is_early(now, facts) and later > FAR.days
    if later < behind - 1 and later < FAR.days:
        assert found is Verdict.CORRECTED


def test_the_slack_is_less_than_a_day() -> None:
    assert timedelta() < SLACK < DAY
    assert date(2026, 11, 22) == NOW.date()
