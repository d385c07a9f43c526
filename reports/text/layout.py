"""From runs of text to lines: atoms, widths, breaking, visual order. Pure. Lengths are thousandths of the font size.

Atoms tile the text and lines tile the atoms: what goes in comes out, whatever the text is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from reports.text.breaking import SPACES, break_offsets
from reports.text.cleaning import clean, is_mark, visible
from reports.text.levels import first_strong, resolve, visual_order
from reports.text.shaping import Piece, shape
from reports.text.style import Direction, Run, TextStyle
from resources.fonts import Family, Weight

_WORD = 64  # longer ones are nobody's words and do not come again
_SPACE_RUN = re.compile(f"[{SPACES}]+")


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """A stretch of one look and one level.

    `ends` says whether a line may end after it; `blank` whether nothing of it shows (spaces, invisible characters).
    """

    text: str
    level: int
    colour: str
    pieces: tuple[Piece, ...]
    advance: float
    ends: bool
    blank: bool


Stretch = tuple[Atom, ...]  # what stands between two line ends of the text


@dataclass(frozen=True, slots=True)
class Span:
    """What one font draws in one colour, placed after the span before it."""

    piece: Piece
    colour: str


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Atoms of one line in logical order. Blank ones at its end belong to it but take no room."""

    atoms: Stretch

    @property
    def text(self) -> str:
        """What the line says, with its blank end."""
        return "".join(atom.text for atom in self.atoms)

    @property
    def width(self) -> float:
        """Width of what shows."""
        return sum(atom.advance for atom in _shown(self.atoms))

    def spans(self) -> list[Span]:
        """What is drawn, from left to right."""
        placed = [(atom.level, Span(piece, atom.colour)) for atom in _shown(self.atoms) for piece in atom.pieces]
        if not any(level for level, _ in placed):
            return [span for _, span in placed]
        return [placed[index][1] for index in visual_order([level for level, _ in placed])]

    def missing(self) -> str:
        """Characters of the line that no font has, as often as they occur."""
        pieces = (piece for atom in self.atoms for piece in atom.pieces)
        return "".join(cluster.missing for piece in pieces for cluster in piece.clusters if cluster.missing)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text ready to be broken into lines: its base level (0 or 1) and one stretch for each line end and the last."""

    base: int
    stretches: tuple[Stretch, ...]

    def one_line(self) -> Line:
        """The whole text on one line."""
        return Line(tuple(atom for stretch in self.stretches for atom in stretch))


def prepare(content: str | Iterable[Run], style: TextStyle) -> Prepared:
    """Clean, order, cut and shape a text."""
    runs = [Run(content)] if isinstance(content, str) else list(content)
    runs = [Run(clean(run.text), run.weight, run.colour) for run in runs]
    text = "".join(run.text for run in runs)
    base = _base(text, style.direction)
    looks = _looks(runs, style)
    stretches: list[Stretch] = []
    start = 0
    for line in text.split("\n"):
        stretches.append(_atoms(line, start, looks, base, style.family))
        start += len(line) + 1
    return Prepared(base, tuple(stretches))


def _base(text: str, direction: Direction) -> int:
    match direction:
        case Direction.LTR:
            return 0
        case Direction.RTL:
            return 1
        case Direction.AUTO:
            # The first line that has a letter decides for all, so that one text keeps one edge.
            return next((level for line in text.split("\n") if (level := first_strong(line)) is not None), 0)


_Look = tuple[int, Weight, str]  # first offset, weight, colour


def _looks(runs: Sequence[Run], style: TextStyle) -> list[_Look]:
    looks: list[_Look] = []
    start = 0
    for run in runs:
        looks.append((start, run.weight or style.weight, run.colour or style.colour))
        start += len(run.text)
    return looks or [(0, style.weight, style.colour)]


def _atoms(line: str, start: int, looks: Sequence[_Look], base: int, family: Family) -> Stretch:
    """Cut one stretch wherever a line may end, a space begins or ends, the level or the look changes."""
    if not line:
        return ()
    levels = resolve(line, base)
    ends = break_offsets(line)
    cuts = {0, len(line)} | ends
    for spaces in _SPACE_RUN.finditer(line):
        cuts.update(spaces.span())
    cuts.update(index for index, (left, right) in enumerate(pairwise(levels), 1) if left != right)
    cuts.update(at - start for at, _, _ in looks if start < at < start + len(line))
    atoms: list[Atom] = []
    look = 0
    for left, right in pairwise(sorted(cuts)):
        while look + 1 < len(looks) and looks[look + 1][0] <= start + left:
            look += 1
        joins = levels[left] % 2 and line[left] != " "
        before, after = _neighbours(line, left, right) if joins else ("", "")
        _, weight, colour = looks[look]
        make = _known_atom if right - left <= _WORD else _atom
        atoms.append(make(line[left:right], levels[left], colour, family, weight, right in ends, before, after))
    return tuple(atoms)


def _neighbours(line: str, left: int, right: int) -> tuple[str, str]:
    """The letters an atom may join to; only right-to-left scripts join, so only there they are looked at."""
    before, after = line[max(0, left - 5) : left], line[right : right + 5]
    return ("" if before.endswith(" ") else before), ("" if after.startswith(" ") else after)


def _atom(
    text: str, level: int, colour: str, family: Family, weight: Weight, ends: bool, before: str, after: str
) -> Atom:
    pieces = shape(text, level % 2 == 1, family, weight, before, after)
    return _of_pieces(text, level, colour, pieces, ends)


def _of_pieces(text: str, level: int, colour: str, pieces: tuple[Piece, ...], ends: bool) -> Atom:
    blank = not visible(text).strip()
    return Atom(text, level, colour, pieces, sum(piece.advance for piece in pieces), ends, blank)


_known_atom = lru_cache(maxsize=8192)(_atom)  # most words of a report come again


def _shown(atoms: Stretch) -> Stretch:
    count = len(atoms)
    while count and atoms[count - 1].blank:
        count -= 1
    return atoms[:count]


def _groups(stretch: Stretch) -> list[Stretch]:
    """Atoms between two places where a line may end."""
    groups: list[Stretch] = []
    current: list[Atom] = []
    for atom in stretch:
        current.append(atom)
        if atom.ends:
            groups.append(tuple(current))
            current = []
    return [*groups, tuple(current)] if current else groups


def widest_word(prepared: Prepared) -> float:
    """Width of the widest stretch that need not be broken."""
    groups = (group for stretch in prepared.stretches for group in _groups(stretch))
    return max((sum(atom.advance for atom in _shown(group)) for group in groups), default=0.0)


def fill(stretch: Stretch, width: Callable[[int], float]) -> list[Line]:
    """Lines of one stretch; `width` gives the room of the n-th line. At least one line, at least a cluster in each."""
    filler = _Filler(width)
    for group in _groups(stretch):
        filler.add(group)
    return filler.done()


class _Filler:
    """Fills line after line, each as full as it goes."""

    def __init__(self, width: Callable[[int], float]) -> None:
        self._width = width
        self._lines: list[Line] = []
        self._atoms: list[Atom] = []
        self._used = 0.0

    def add(self, group: Stretch) -> None:
        """Put a group on this line, on the next, or in parts when no line can hold it."""
        shown = _shown(group)
        need = sum(atom.advance for atom in shown)
        if self._atoms and self._used + need > self._room():
            self._close()
        if need > self._room():
            for atom in shown:
                self._spread(atom)
            group = group[len(shown) :]
        self._atoms.extend(group)
        self._used += sum(atom.advance for atom in group)

    def done(self) -> list[Line]:
        """All lines."""
        if self._atoms or not self._lines:
            self._close()
        return self._lines

    def _room(self) -> float:
        return self._width(len(self._lines))

    def _close(self) -> None:
        self._lines.append(Line(tuple(self._atoms)))
        self._atoms, self._used = [], 0.0

    def _spread(self, atom: Atom) -> None:
        """Fill lines with an atom's clusters."""
        if self._used + atom.advance <= self._room():
            self._atoms.append(atom)
            self._used += atom.advance
            return
        for piece in atom.pieces:
            start = 0
            for index, cluster in enumerate(piece.clusters):
                started = (self._atoms or index > start) and not is_mark(cluster.text[0])
                if started and self._used + cluster.advance > self._room():
                    self._put(atom, piece, start, index)
                    self._close()
                    start = index
                self._used += cluster.advance
            self._put(atom, piece, start, len(piece.clusters))
        if atom.ends:
            self._atoms.append(replace(self._atoms.pop(), ends=True))

    def _put(self, atom: Atom, piece: Piece, start: int, stop: int) -> None:
        """Take some clusters of an atom's piece on this line."""
        if start < stop:
            part = piece.part(start, stop)
            self._atoms.append(_of_pieces(part.text, atom.level, atom.colour, (part,), ends=False))
