"""What can go wrong when something is printed."""

from enum import StrEnum


class ReportsCode(StrEnum):
    """The codes of this room; facts in brackets."""

    NO_SUCH_REPORT = "no-such-report"  # (kind)
    NOT_WRITTEN = "not-written"  # (path)
    NOTE_WITHDRAWN = "note-withdrawn"  # (record)
    NOT_ON_PAPER = "not-on-paper"  # (form)
