"""Texts: XPath 1.0, 4.2, and ODK's string functions."""

import re
from collections.abc import Sequence
from math import inf, isinf, isnan

_SPACES = " \t\r\n"
_RUNS = re.compile(r"[ \t\r\n]+")


def concat(*groups: Sequence[str]) -> str:
    """All texts one behind the other; a node-set gives the text of each node."""
    return "".join("".join(group) for group in groups)


def concat_first(*texts: str) -> str:
    """XPath's own `concat`: a node-set gives its first node's text."""
    return "".join(texts)


def join(separator: str, *groups: Sequence[str]) -> str:
    """All texts with `separator` between them."""
    return separator.join(text for group in groups for text in group)


def starts_with(text: str, beginning: str) -> bool:
    """Whether `text` begins so."""
    return text.startswith(beginning)


def ends_with(text: str, end: str) -> bool:
    """Whether `text` ends so."""
    return text.endswith(end)


def contains(text: str, part: str) -> bool:
    """Whether `part` is in `text`."""
    return part in text


def substring_before(text: str, mark: str) -> str:
    """What stands before the first `mark`, or nothing."""
    before, found, _ = text.partition(mark) if mark else ("", "", text)
    return before if found else ""


def substring_after(text: str, mark: str) -> str:
    """What stands behind the first `mark`, or nothing."""
    return text.partition(mark)[2] if mark else text


def substring(text: str, start: float, length: float | None = None) -> str:
    """XPath's: letters from place `start` (the first is 1), `length` of them, both rounded.

    Written as the specification has it: the letters whose place is at least round(start) and less than
    round(start) + round(length); with NaN no letter is.
    """
    first = _rounded(start)
    end = inf if length is None else first + _rounded(length)
    if isnan(first) or isnan(end):
        return ""
    return text[_cut(first - 1, len(text)) : _cut(end - 1, len(text))]


def substr(text: str, start: float, end: float = inf) -> str:
    """ODK's: letters from `start` up to, not including, `end`, counted from 0; negative counts from the end."""
    if isnan(start) or isnan(end):
        return ""
    return text[_from_either_end(start, len(text)) : _from_either_end(end, len(text))]


def _from_either_end(place: float, length: int) -> int:
    whole = place if isinf(place) else float(int(place))
    return _cut(whole + length if whole < 0 else whole, length)


def _rounded(number: float) -> float:
    return number if isnan(number) or isinf(number) else float((number + 0.5) // 1)


def _cut(place: float, length: int) -> int:
    return int(max(0.0, min(place, float(length))))


def string_length(text: str) -> float:
    """How many letters."""
    return float(len(text))


def normalize_space(text: str) -> str:
    """No space at the ends and single ones between; only XML's four kinds of space count."""
    return _RUNS.sub(" ", text.strip(_SPACES))


def translate(text: str, letters: str, replacements: str) -> str:
    """Each of `letters` replaced by the one at its place in `replacements`, or dropped when there is none."""
    table: dict[int, str] = {}
    for place, letter in enumerate(letters):
        table.setdefault(ord(letter), replacements[place : place + 1])
    return text.translate(table)
