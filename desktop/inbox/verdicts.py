"""What is said of files and packages that came. Pure: values in, words out."""

from collections.abc import Iterable
from typing import Final

from desktop.countries import country_name
from desktop.inbox.facts import TakenIn, Verdict, Waits
from desktop.messages import sentence
from desktop.widgets.tone import Tone
from reports.text.cleaning import isolated
from reports.when import moment_in_words
from resources.texts import Texts
from sync.inbox import Came

_ICONS: Final = {
    Came.WAITING: "inbox",
    Came.SEALED: "lock",
    Came.KNOWN: "check",
    Came.RECEIPTS: "circle-check",
    Came.NOT_FOR_US: "package",
    Came.REFUSED: "triangle-alert",
}
_TONES: Final = {Came.REFUSED: Tone.DANGER, Came.SEALED: Tone.ATTENTION, Came.RECEIPTS: Tone.GOOD}
_COUNTED: Final = ("new", "changed", "conflicting", "known", "attachments")


def in_words(verdict: Verdict, texts: Texts) -> str:
    """One file and what became of it."""
    name = isolated(verdict.name)
    if verdict.problem is not None:
        return texts("came.refused", name=name, why=sentence(texts, verdict.problem))
    return texts(f"came.{verdict.came.value}", name=name, office=isolated(verdict.office))


def icon_of(verdict: Verdict) -> str:
    """The picture beside it."""
    return _ICONS[verdict.came]


def tone_of(verdict: Verdict) -> Tone:
    """How it is meant."""
    return _TONES.get(verdict.came, Tone.NONE)


def result(verdicts: Iterable[Verdict], texts: Texts) -> str:
    """How many files lay there, and what became of them."""
    found = list(verdicts)
    return texts("came.result", count=len(found))


def sender(waits: Waits, texts: Texts) -> str:
    """Who sent it and when it came."""
    country = isolated(country_name(waits.office.country, texts))
    role, when = texts(f"role.{waits.role.value}"), isolated(moment_in_words(waits.came, texts))
    parts = [texts("came.sender", country=country, role=role, when=when)]
    if waits.part[1] > 1:
        parts.append(texts("came.part", number=waits.part[0], packages=waits.part[1]))
    return " · ".join(parts)


def contents(waits: Waits, texts: Texts) -> str:
    """What is in it: only what there is any of."""
    parts = [texts(f"came.count-{name}", count=count) for name in _COUNTED if (count := getattr(waits, name))]
    return " · ".join(parts) or texts("came.nothing-new")


def to_look_at(waits: Waits, texts: Texts) -> tuple[str, ...]:
    """What a person should know before she accepts."""
    found = []
    if waits.conflicting:
        found.append(texts("came.look-conflicting", count=waits.conflicting))
    if waits.missing:
        found.append(texts("came.look-missing", count=waits.missing))
    if waits.forms_missing:
        found.append(texts("came.look-forms", count=waits.forms_missing))
    return tuple(found)


def taken_in(taken: TakenIn, texts: Texts) -> tuple[str, tuple[str, ...]]:
    """What came in, and what is held back and why."""
    held = tuple(texts("came.held", count=count, why=texts(f"held.{reason}")) for reason, count in taken.held)
    return texts("came.in", count=len(taken.notes)), held
