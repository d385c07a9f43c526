"""What stands on the home page: facts from the notebook become at most seven lines, sorted by when. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.places import Go, Where
from desktop.widgets.tone import Tone
from records.people import Role

MOST: Final = 7


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft: its id, its form's title, the first words of it, and when it was left."""

    draft: str
    form: str
    title: str
    changed: str


@dataclass(frozen=True, slots=True)
class Handed:
    """The last hand-over: when, how many packages, how many of them are known to have arrived, and all kept."""

    made: str
    packages: int
    arrived: int
    kept: int


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What the notebook says. nobody_has: notes that were not handed to anybody; oldest: when the first was written."""

    unfinished: tuple[Unfinished, ...]
    nobody_has: int
    oldest: str
    handed: Handed | None
    waiting: int
    waiting_since: str
    sealed: int
    sealed_since: str
    conflicts: int
    trusted: int
    receipts_due: int


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One line: the id of its text with the facts in it, an icon, and where it leads. when: sorts it."""

    text: str
    facts: tuple[tuple[str, str | int], ...]
    icon: str
    go: Go
    when: str
    tone: Tone = Tone.NONE


def home_lines(facts: HomeFacts, role: Role) -> tuple[HomeLine, ...]:
    """Return the lines, the newest first; what stops everything else stands above."""
    lines = sorted(_lines(facts, role), key=lambda line: line.when, reverse=True)
    return tuple((*_first(facts), *lines)[:MOST])


def _first(facts: HomeFacts) -> Iterable[HomeLine]:
    if not facts.trusted:
        yield HomeLine("home.nobody-trusted", (), "id-card", Go(Where.OFFICES), "", Tone.ATTENTION)


def _lines(facts: HomeFacts, role: Role) -> Iterable[HomeLine]:
    yield from _unfinished(facts.unfinished)
    if facts.nobody_has:
        yield _counted("home.nobody-has", facts.nobody_has, "hourglass", Where.HAND_OVER, facts.oldest)
    if facts.handed is not None:
        yield _handed(facts.handed)
    if role is Role.MONITOR:
        return
    if facts.waiting:
        yield _counted("home.waiting", facts.waiting, "inbox", Where.INBOX, facts.waiting_since)
    if facts.sealed:
        yield _counted("home.sealed", facts.sealed, "lock", Where.INBOX, facts.sealed_since, Tone.ATTENTION)
    if facts.receipts_due:
        yield _counted("home.receipts-due", facts.receipts_due, "usb", Where.INBOX, facts.waiting_since)
    if facts.conflicts:
        line = _counted("home.conflicts", facts.conflicts, "triangle-alert", Where.NOTES, "", Tone.ATTENTION)
        yield replace(line, go=Go(Where.NOTES, conflicts=True))


def _counted(text: str, count: int, icon: str, where: Where, when: str, tone: Tone = Tone.NONE) -> HomeLine:
    return HomeLine(text, (("count", count), ("date", when[:10])), icon, Go(where), when, tone)


def _unfinished(drafts: Sequence[Unfinished]) -> Iterable[HomeLine]:
    """The latest drafts each by itself, the rest as one line."""
    for one in drafts[:3]:
        text = "home.unfinished" if one.title else "home.unfinished-empty"
        facts = (("form", one.form), ("title", one.title), ("date", one.changed[:10]))
        yield HomeLine(text, facts, "pencil", Go(Where.WRITE, draft=one.draft), one.changed)


def _handed(handed: Handed) -> HomeLine:
    facts = (("date", handed.made[:10]), ("count", handed.packages))
    if handed.kept >= handed.packages:
        return HomeLine("home.kept", facts, "circle-check", Go(Where.HAND_OVER), handed.made, Tone.GOOD)
    if handed.arrived >= handed.packages:
        return HomeLine("home.arrived", facts, "check", Go(Where.HAND_OVER), handed.made, Tone.GOOD)
    return HomeLine("home.copied", facts, "usb", Go(Where.HAND_OVER), handed.made)
