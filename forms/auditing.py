"""The log of one filling-in, in the CSV of ODK's audits: what was done when, to which question. Pure.

Implements "audit" of the ODK XForms specification as far as a desktop can: the times come from the session's clock, and
of where the device is nothing is known. Answers are written down only where the form asks for it by name.
"""

import csv
from collections.abc import Collection, Iterator
from datetime import datetime
from io import StringIO
from typing import Final

from records.values import LONGEST_TEXT

CHANGES: Final = "track-changes"
USER: Final = "identify-user"
LOCATION: Final = "location"
BEGUN: Final = "form start"
GONE_ON: Final = "form resume"
FINISHED: Final = "form finalize"
ANSWERED: Final = "question"
ROW_ADDED: Final = "add repeat"
ROW_REMOVED: Final = "delete repeat"
_ROOM_FOR_END: Final = 4096


class Log:
    """What happened so far. One that is too long to be kept as a text takes nothing more in."""

    def __init__(self, wants: Collection[str], user: str = "", before: str = "") -> None:
        """wants: the parameters the form gives (`CHANGES USER LOCATION`). before: the log of this filling-in so far."""
        self._wants = frozenset(wants)
        self._user = user
        self._kept = before or self._line(self._columns())
        self._open: _Event | None = None
        self.acted = bool(before)

    def happened(self, event: str, at: datetime, node: str = "") -> None:
        """Something that takes no time."""
        self._close()
        self._open = _Event(event, node, at, at)
        self.acted |= event not in (BEGUN, GONE_ON)

    def answered(self, node: str, old: str, new: str, at: datetime) -> None:
        """An answer changed; what is typed into one question without a pause for another is one event."""
        last = self._open
        if last is None or (last.event, last.node) != (ANSWERED, node):
            self.happened(ANSWERED, at, node)
            last = self._open
            assert last is not None
            last.old = old
        last.end, last.new = at, new

    def text(self, finished: datetime | None = None) -> str:
        """The whole log as CSV; finished: when the note was, if it is."""
        end = "" if finished is None else self._line(self._cells(_Event(FINISHED, "", finished, finished)))
        return self._kept + self._last() + end

    def _close(self) -> None:
        """What happened last is over."""
        self._kept += self._last()
        self._open = None

    def _last(self) -> str:
        """The line of what happened last; "" when there is no more room for it."""
        line = "" if self._open is None else self._line(self._cells(self._open))
        return line if len(self._kept) + len(line) < LONGEST_TEXT - _ROOM_FOR_END else ""

    def _columns(self) -> Iterator[str]:
        yield from ("event", "node", "start", "end")
        if LOCATION in self._wants:
            yield from ("latitude", "longitude", "accuracy")
        if CHANGES in self._wants:
            yield from ("old-value", "new-value")
        if USER in self._wants:
            yield "user"

    def _cells(self, one: "_Event") -> Iterator[str]:
        """One event; of a moment there is no end, and of the place never anything."""
        yield from (one.event, one.node, _milliseconds(one.start))
        yield _milliseconds(one.end) if one.event == ANSWERED else ""
        if LOCATION in self._wants:
            yield from ("", "", "")
        if CHANGES in self._wants:
            yield from (one.old[:_LONGEST_ANSWER], one.new[:_LONGEST_ANSWER])
        if USER in self._wants:
            yield self._user

    @staticmethod
    def _line(cells: Iterator[str]) -> str:
        line = StringIO()
        csv.writer(line, lineterminator="\n").writerow(cells)
        return line.getvalue()


_LONGEST_ANSWER: Final = 1000


class _Event:
    """One line of the log."""

    __slots__ = ("end", "event", "new", "node", "old", "start")

    def __init__(self, event: str, node: str, start: datetime, end: datetime) -> None:
        self.event = event
        self.node = node
        self.start = start
        self.end = end
        self.old = ""
        self.new = ""


def _milliseconds(at: datetime) -> str:
    """Since 1970, as ODK writes times."""
    return str(int(at.timestamp() * 1000))
