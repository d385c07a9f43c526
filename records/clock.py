"""The only source of time. Whoever needs the time is given a `Clock`; tests give one that stands or jumps."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def instant(text: str) -> str:
    """Return the same moment in UTC, so that moments compare as texts. ValueError when it is no moment."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def system_clock() -> datetime:
    """Return this computer's wall time with its offset: a claim, never a proof."""
    return datetime.now(UTC).astimezone()
