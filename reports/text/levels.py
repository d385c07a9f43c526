"""Bidirectional levels of one paragraph: Unicode Standard Annex 9, rules P2 to L2.

Pure and total: any string without paragraph separators gives one level for each character. Overrides (LRO, RLO) only
embed unless asked for: a stranger's text may choose a direction, never spell its letters backwards on our paper.
`resolve` hides the rules for runs of neutral and weak characters in `reports.text.sequences`.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.text.sequences import ISOLATES, IsolatingRun, settle

MAX_DEPTH = 125  # UAX 9, BD2
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})  # X9
_STRONG = {"L": 0, "R": 1, "AL": 1}

# Everything outside these blocks is left-to-right or neutral and holds no direction control (checked by a test).
_TURNS = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# Classes of code points not yet assigned (DerivedBidiClass.txt, @missing lines): (first code point, class from there).
_UNASSIGNED = (
    *((0, "L"), (0x590, "R"), (0x600, "AL"), (0x7C0, "R"), (0x860, "AL"), (0x900, "L"), (0x2060, "BN"), (0x2070, "L")),
    *((0x20A0, "ET"), (0x20D0, "L"), (0xFB1D, "R"), (0xFB50, "AL"), (0xFDD0, "BN"), (0xFDF0, "AL"), (0xFE00, "L")),
    *((0xFE70, "AL"), (0xFF00, "L"), (0xFFF0, "BN"), (0x10000, "L"), (0x10800, "R"), (0x10D00, "AL"), (0x10D40, "R")),
    *((0x10EC0, "AL"), (0x10F00, "R"), (0x10F30, "AL"), (0x10F70, "R"), (0x11000, "L"), (0x1E800, "R")),
    *((0x1EC70, "AL"), (0x1ECC0, "R"), (0x1ED00, "AL"), (0x1ED50, "R"), (0x1EE00, "AL"), (0x1EF00, "R")),
    *((0x1F000, "L"), (0xE0000, "BN"), (0xE1000, "L")),
)


def bidi_class(char: str) -> str:
    """Bidi_Class of a character, also of one this Python's tables do not know yet."""
    known = unicodedata.bidirectional(char)
    if known:
        return known
    point = ord(char)
    if point & 0xFFFE == 0xFFFE:
        return "BN"
    return _UNASSIGNED[bisect_right(_UNASSIGNED, (point, "~")) - 1][1]


def first_strong(text: str) -> int | None:
    """Level 0 or 1 of the first letter with a direction outside isolates (P2, P3); None when there is none."""
    return _first_strong([bidi_class(char) for char in text])


def turns(text: str) -> bool:
    """Whether the text holds anything that can leave level 0. Cheap."""
    return _TURNS.search(text) is not None


def resolve(text: str, base: int, *, overrides: bool = False) -> list[int]:
    """Levels of the characters of one paragraph at base level 0 or 1.

    Characters that rule X9 removes carry the level of the character before them, so that they never split a run.
    """
    if base == 0 and not turns(text):
        return [0] * len(text)
    classes = [bidi_class(char) for char in text]
    if not overrides:
        classes = [_WITHOUT_OVERRIDE.get(each, each) for each in classes]
    original = list(classes)
    partner = _matching(classes)
    levels = _Explicit(base, classes, partner).levels()
    kept = [index for index, each in enumerate(original) if each not in _REMOVED]
    for run in _sequences(kept, original, levels, partner, base):
        settle(run, text, original, classes, levels)
    _carry(levels, original, base)
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Indices from left to right for one line's levels (L2)."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    for threshold in range(max(levels, default=0), min(odd, default=1) - 1, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and levels[order[stop]] >= threshold:
                stop += 1
            order[start:stop] = order[start:stop][::-1]
            start = stop + 1
    return order


_WITHOUT_OVERRIDE = {"LRO": "LRE", "RLO": "RLE"}


def _first_strong(classes: Sequence[str]) -> int | None:
    depth = 0
    for each in classes:
        if each in ISOLATES:
            depth += 1
        elif each == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and each in _STRONG:
            return _STRONG[each]
    return None


def _matching(classes: Sequence[str]) -> dict[int, int]:
    """Isolate initiator to its PDI, and back (BD9)."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for index, each in enumerate(classes):
        if each in ISOLATES:
            waiting.append(index)
        elif each == "PDI" and waiting:
            start = waiting.pop()
            pairs[start], pairs[index] = index, start
    return pairs


@dataclass(slots=True)
class _Explicit:
    """Rules X1 to X8. Overrides change `classes` in place."""

    base: int
    classes: list[str]
    partner: dict[int, int]

    def levels(self) -> list[int]:
        """The explicit level of each character."""
        stack: list[tuple[int, str, bool]] = [(self.base, "", False)]
        lost_isolates = lost_embeddings = 0
        levels: list[int] = []
        for index, each in enumerate(list(self.classes)):
            if each == "PDI":
                if lost_isolates:
                    lost_isolates -= 1
                elif any(isolate for _, _, isolate in stack):
                    lost_embeddings = 0
                    while not stack.pop()[2]:
                        pass
            level, override, _ = stack[-1]
            levels.append(level)
            if override and each not in _REMOVED:
                self.classes[index] = override
            if each in ISOLATES or each in _EMBEDDINGS:
                isolate = each in ISOLATES
                # Not looked into when already lost: a wall of FSI must not cost its square.
                deeper = MAX_DEPTH + 1 if lost_isolates or lost_embeddings else self._deeper(index, each, level)
                if deeper <= MAX_DEPTH:
                    stack.append((deeper, _OVERRIDE.get(each, ""), isolate))
                elif isolate:
                    lost_isolates += 1
                elif not lost_isolates:
                    lost_embeddings += 1
            elif each == "PDF" and not lost_isolates:
                if lost_embeddings:
                    lost_embeddings -= 1
                elif len(stack) > 1 and not stack[-1][2]:
                    stack.pop()
        return levels

    def _deeper(self, index: int, each: str, level: int) -> int:
        """The next odd or even level an initiator asks for; FSI looks at what it holds (X5c)."""
        if each == "FSI":
            inside = self.classes[index + 1 : self.partner.get(index, len(self.classes))]
            right = _first_strong(inside) == 1
        else:
            right = each in {"RLE", "RLO", "RLI"}
        return (level + 1) | 1 if right else (level + 2) & ~1


_EMBEDDINGS = frozenset({"RLE", "LRE", "RLO", "LRO"})
_OVERRIDE = {"RLO": "R", "LRO": "L"}


def _runs(kept: Sequence[int], levels: Sequence[int]) -> list[list[int]]:
    """Neighbours of one level (BD7), in logical order."""
    return [list(run) for _, run in groupby(kept, key=lambda index: levels[index])]


def _sequences(
    kept: Sequence[int], original: Sequence[str], levels: Sequence[int], partner: dict[int, int], base: int
) -> list[IsolatingRun]:
    """The isolating run sequences (BD13) over the characters that X9 keeps, with their edges (X10)."""
    found: list[list[int]] = []
    waiting: dict[int, list[int]] = {}
    for run in _runs(kept, levels):
        opener = partner.get(run[0], -1) if original[run[0]] == "PDI" else -1
        sequence = waiting.pop(opener, None)
        if sequence is None:
            sequence = []
            found.append(sequence)
        sequence.extend(run)
        if original[run[-1]] in ISOLATES and run[-1] in partner:
            waiting[run[-1]] = sequence
    return [_with_edges(each, kept, original, levels, base) for each in found]


def _with_edges(
    sequence: list[int], kept: Sequence[int], original: Sequence[str], levels: Sequence[int], base: int
) -> IsolatingRun:
    level = levels[sequence[0]]
    before = bisect_left(kept, sequence[0]) - 1
    after = bisect_right(kept, sequence[-1])
    open_ended = original[sequence[-1]] in ISOLATES or after == len(kept)
    left = base if before < 0 else levels[kept[before]]
    right = base if open_ended else levels[kept[after]]
    return IsolatingRun(tuple(sequence), level, _letter(max(level, left)), _letter(max(level, right)))


def _letter(level: int) -> str:
    return "R" if level % 2 else "L"


def _carry(levels: list[int], original: Sequence[str], base: int) -> None:
    """Give removed characters the level of the one before them (UAX 9, 5.2)."""
    for index, each in enumerate(original):
        if each in _REMOVED:
            levels[index] = levels[index - 1] if index else base
