"""Whether a computer's clock can be believed, and what a person says instead. Pure: moments in, a verdict out.

Batteries on old boards die, and the clock says 2009 (review U7). A person is asked once what day it is; her answer
counts while the clock goes on from there, until it is right again or was set back once more. She decides, no clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

SLACK: Final = timedelta(hours=12)
"""Clocks are put right by minutes, and time zones change: only what may be another day is asked."""
FAR: Final = timedelta(days=180)
"""So long nobody leaves a laptop alone: further ahead than this since it was last opened, the clock jumped."""


class Verdict(Enum):
    """RIGHT: believed. CORRECTED: a person's answer still counts. UNSURE: she did not know. ASK: what day is it?"""

    RIGHT = "right"
    CORRECTED = "corrected"
    UNSURE = "unsure"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said: how many days to add to the clock, None when she did not know.

    seen: what the clock said when this vault was last opened in the window. early: whether it stood too early then.
    """

    days: int | None
    seen: datetime
    early: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known here. built: the day the program was made. latest: the newest own entry, as it claims.

    seen: what the clock said, uncorrected, when this vault was last opened in the window.
    """

    built: datetime
    latest: datetime | None = None
    seen: datetime | None = None
    answer: Answer | None = None


def verdict(now: datetime, facts: Facts) -> Verdict:
    """Judge what the clock says by itself, before any correction."""
    answer = facts.answer
    if answer is None:
        ahead = facts.seen is not None and now > facts.seen + FAR
        return Verdict.ASK if is_early(now, facts) or ahead else Verdict.RIGHT
    if not answer.seen - SLACK <= now <= answer.seen + FAR:  # set back once more, or put right
        return Verdict.ASK if is_early(now, facts) else Verdict.RIGHT
    if answer.days is None:
        return Verdict.RIGHT if answer.early and not is_early(now, facts) else Verdict.UNSURE
    put_right_or_left_alone = answer.days > 0 and now >= answer.seen + timedelta(days=answer.days) - SLACK
    return Verdict.ASK if put_right_or_left_alone else Verdict.CORRECTED


def days_to_add(now: datetime, said: date) -> int:
    """How many days the clock is behind what a person says; ahead of it, less than none. now: on the local clock."""
    return (said - now.date()).days


def is_early(now: datetime, facts: Facts) -> bool:
    """Whether the clock stands before something that surely was."""
    return now < max(facts.built, facts.latest or facts.built) - SLACK
