"""The leak guard: finds in texts what may tell who somebody is. Pure; it shows places and never changes a text.

Looked at are texts that may travel; what is protected already, codes of sources and times are left alone (DESIGN 5).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from records.leaking.names import Names
from records.leaking.numbers import COORDINATES, EMAIL, NUMBER, PHONE, Tails, numbers, tails_of
from records.schema import Class, Facet, Field, Kind, Schema
from records.values import Value, template

MASK: Final = "■"
KEPT_APART: Final = "kept_apart"
"""What the field of a form is called in which passages are kept apart: protected."""
_TEXTS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_CODED: Final = frozenset({Facet.SOURCE, Facet.WHEN, Facet.PLACE_CODE})
_MARK: Final = 16


class Tells(StrEnum):
    """What was found."""

    NAME = "name"
    PHONE = PHONE
    EMAIL = EMAIL
    NUMBER = NUMBER
    COORDINATES = COORDINATES


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that may leave: its path, its class, what it says. place: whether it says where something happened."""

    path: str
    value_class: Class
    text: str
    place: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What may tell who somebody is: letters `start` to `end` of the text at a path."""

    path: str
    start: int
    end: int
    tells: Tells


class Guard:
    """Compares texts with names that are protected here, and with patterns. Made once, asked often."""

    def __init__(self, protected: Iterable[str] = ()) -> None:
        """protected: the answers that name people, as they stand."""
        self._protected = tuple(protected)
        self._names = Names(self._protected)
        self._tails: Tails = tails_of(self._protected)

    def with_names(self, more: Iterable[str]) -> "Guard":
        """The same with a few names more, which is quick: those of a note that is being written."""
        found = Guard(())
        found._protected = (*self._protected, *more)
        found._names = self._names.with_more(found._protected[len(self._protected) :])
        found._tails = self._tails | tails_of(found._protected[len(self._protected) :])
        return found

    def find(self, passage: Passage) -> tuple[Finding, ...]:
        """What a text tells, in order, none over another. Nothing of what is protected."""
        if passage.value_class is Class.PROTECTED:
            return ()
        text = passage.text
        taken = bytearray(len(text))
        found: list[Finding] = []
        for start, end, what in self._places(text):
            coarse = passage.place and what == COORDINATES  # where something happened is what is asked there
            if not coarse and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Finding(passage.path, start, end, Tells(what)))
        return tuple(sorted(found, key=lambda one: one.start))

    def _places(self, text: str) -> Iterator[tuple[int, int, str]]:
        yield from numbers(text, self._tails)
        yield from ((start, end, Tells.NAME.value) for start, end in self._names.find(text))


def passages(schema: Schema, values: Iterable[tuple[str, Value]]) -> Iterator[Passage]:
    """The texts among answers that the guard looks at; of an unknown path none."""
    for path, value in values:
        known = schema.by_path.get(template(path))
        if known is not None and is_looked_at(known) and isinstance(value, str):
            yield Passage(path, known.value_class, value, place=known.facet is Facet.PLACE)


def is_looked_at(known: Field) -> bool:
    """Whether people write in their own words there: no codes, no days."""
    return known.kind in _TEXTS and known.facet not in _CODED


def protected_paths(schema: Schema) -> frozenset[str]:
    """The paths of a form, without row ids, whose answers name people and are protected."""
    return frozenset(
        known.path for known in schema.fields if known.facet is Facet.NAME and known.value_class is Class.PROTECTED
    )


def masked(text: str, start: int, end: int) -> str:
    """The text with a passage made unreadable: a sign for each letter or digit, so that its shape is not lost."""
    hidden = "".join(MASK if letter.isalnum() else letter for letter in text[start:end])
    return text[:start] + hidden + text[end:]


def taken_out(text: str, start: int, end: int) -> str:
    """The text with three signs in place of a passage: nothing of it stays, not even its length."""
    return text[:start] + MASK * 3 + text[end:]


def mark(path: str, text: str, finding: Finding) -> str:
    """What is remembered of a passage a person found fine: a digest of its question, its paragraph and itself."""
    start = text.rfind("\n", 0, finding.start) + 1
    end = text.find("\n", finding.end)
    paragraph = text[start : end if end >= 0 else len(text)]
    told = "\0".join((template(path), paragraph, text[finding.start : finding.end]))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
