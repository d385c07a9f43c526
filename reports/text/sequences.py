"""The rules of UAX 9 inside one isolating run sequence: weak types, brackets, neutrals, implicit levels (W1 to I2).

Pure. `settle` writes the final levels of the sequence's characters and touches nothing else.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fontTools.unicodedata import Mirrored

ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "PDI"}) | ISOLATES
_MAX_BRACKETS = 63  # BD16
_CANONICAL = {0x2329: 0x3008, 0x232A: 0x3009}  # brackets that are the same as another by canonical equivalence


@dataclass(frozen=True, slots=True)
class IsolatingRun:
    """One sequence: indices into the paragraph, its level, and the direction that reigns before and after it."""

    indices: tuple[int, ...]
    level: int
    before: str
    after: str


def settle(run: IsolatingRun, text: str, original: Sequence[str], classes: Sequence[str], levels: list[int]) -> None:
    """Resolve the run's classes (after explicit rules) and write its levels; `original` are the classes before."""
    types = [classes[index] for index in run.indices]
    _weak(types, run.before)
    embedding = "R" if run.level % 2 else "L"
    _brackets(types, run, text, original, embedding)
    _neutral(types, run, embedding)
    for index, each in zip(run.indices, types, strict=True):
        levels[index] = run.level + _RISE[run.level % 2][each]


# I1 and I2: how far a type lifts a character above an even or an odd level.
_RISE = ({"L": 0, "R": 1, "AN": 2, "EN": 2}, {"L": 1, "R": 0, "AN": 1, "EN": 1})


def _weak(types: list[str], before: str) -> None:
    _marks_and_letters(types, before)
    _separators(types)
    strong = before
    for place, each in enumerate(types):  # W7
        if each in {"L", "R"}:
            strong = each
        elif each == "EN" and strong == "L":
            types[place] = "L"


def _marks_and_letters(types: list[str], before: str) -> None:
    """W1, W2 and W3 in one pass."""
    previous = strong = before
    for place, own in enumerate(types):
        each = own
        if own == "NSM":
            each = "ON" if previous in ISOLATES or previous == "PDI" else previous
        previous = each
        if each in {"L", "R", "AL"}:
            strong = each
        types[place] = {"EN": "AN" if strong == "AL" else "EN", "AL": "R"}.get(each, each)


def _separators(types: list[str]) -> None:
    """W4, W5 and W6."""
    for place in range(1, len(types) - 1):
        left, each, right = types[place - 1 : place + 2]
        if left == right and ((each == "CS" and left in {"EN", "AN"}) or (each == "ES" and left == "EN")):
            types[place] = left
    place = 0
    while place < len(types):
        stop = place
        while stop < len(types) and types[stop] == "ET":
            stop += 1
        if stop > place and "EN" in {types[place - 1] if place else "", types[stop] if stop < len(types) else ""}:
            types[place:stop] = ["EN"] * (stop - place)
        place = max(stop, place + 1)
    for place, each in enumerate(types):
        if each in {"ES", "ET", "CS"}:
            types[place] = "ON"


def _pairs(types: Sequence[str], run: IsolatingRun, text: str) -> list[tuple[int, int]]:
    """Bracket pairs as places in the run, sorted by where they open (BD16)."""
    waiting: list[tuple[int, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, index in enumerate(run.indices):
        if types[place] != "ON":
            continue
        partner, opens = bracket(text[index])
        if not partner:
            continue
        if opens:
            if len(waiting) == _MAX_BRACKETS:
                return []
            waiting.append((partner, place))
            continue
        own = _canonical(ord(text[index]))
        depth = next((at for at in range(len(waiting) - 1, -1, -1) if waiting[at][0] == own), -1)
        if depth >= 0:
            pairs.append((waiting[depth][1], place))
            del waiting[depth:]
    return sorted(pairs)


def bracket(char: str) -> tuple[int, bool]:
    """The code point that closes or opens against this bracket (0: no bracket), and whether this one opens.

    Unicode derives Bidi_Paired_Bracket from Bidi_Mirrored and the general category; so do we.
    """
    category = unicodedata.category(char)
    if category not in {"Ps", "Pe"}:
        return 0, False
    return _canonical(Mirrored.MIRRORED.get(ord(char), 0)), category == "Ps"


def _canonical(point: int) -> int:
    return _CANONICAL.get(point, point)


def _direction(each: str) -> str:
    """L, R or nothing; numbers count as R (N0, N1)."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(each, "")


def _brackets(types: list[str], run: IsolatingRun, text: str, original: Sequence[str], embedding: str) -> None:
    """N0."""
    for start, stop in _pairs(types, run, text):
        inside = {_direction(each) for each in types[start + 1 : stop]} - {""}
        if not inside:
            continue
        chosen = embedding
        if embedding not in inside and _context(types, start, run.before) != embedding:
            chosen = "L" if embedding == "R" else "R"
        for place in (start, stop):
            types[place] = chosen
            for after in _marks_after(place, run, original):
                types[after] = chosen


def _context(types: Sequence[str], start: int, before: str) -> str:
    """The direction that reigns just before a place."""
    found = (_direction(types[place]) for place in range(start - 1, -1, -1))
    return next((each for each in found if each), before)


def _marks_after(place: int, run: IsolatingRun, original: Sequence[str]) -> Iterable[int]:
    for after in range(place + 1, len(run.indices)):
        if original[run.indices[after]] != "NSM":
            return
        yield after


def _neutral(types: list[str], run: IsolatingRun, embedding: str) -> None:
    """N1 and N2."""
    place = 0
    left = run.before
    while place < len(types):
        if types[place] not in _NEUTRAL:
            left = _direction(types[place])
            place += 1
            continue
        stop = place
        while stop < len(types) and types[stop] in _NEUTRAL:
            stop += 1
        right = _direction(types[stop]) if stop < len(types) else run.after
        types[place:stop] = [left if left == right else embedding] * (stop - place)
        place = stop
