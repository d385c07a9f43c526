"""A paragraph of shaped text as a reportlab flowable: wraps, splits over pages, sits in table cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from reportlab.platypus import Flowable

from reports.text.drawing import put_lines
from reports.text.faces import UNITS
from reports.text.layout import Line, Prepared, Stretch, fill, prepare, widest_word
from reports.text.style import Align, Direction, Run, TextStyle

# Where the letters of Noto Sans end above and below the baseline, in parts of the size.
_ASCENT, _DESCENT = 1.069, 0.293
_FEWEST = 2  # lines that may stand alone at the foot or the head of a page
_ROOM_BELOW = 3  # lines of its own that must be free under a heading
_TOO_HIGH = 1e6


@dataclass(frozen=True, slots=True)
class _Laid:
    """The lines of each stretch at one width."""

    width: float
    stretches: tuple[tuple[Line, ...], ...]

    @property
    def lines(self) -> list[Line]:
        return [line for stretch in self.stretches for line in stretch]


class ShapedParagraph(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Text in any script the fonts have, in one style, with runs of other weight or colour.

    `marker` hangs before the first line, in the room that `style.start` gives: a bullet, a number.
    """

    def __init__(self, content: str | Iterable[Run], style: TextStyle, marker: str = "") -> None:
        """Cleans and shapes the text at once; `wrap` only breaks it into lines."""
        super().__init__()
        self._begin(prepare(content, style), style, marker, first=True)

    def _begin(self, prepared: Prepared, style: TextStyle, marker: str, *, first: bool) -> None:
        self.style = style
        self.spaceBefore = style.space_before if first else 0.0
        self.spaceAfter = style.space_after
        self._prepared = prepared
        self._marker = marker
        self._first = first
        self._laid: _Laid | None = None

    def getPlainText(self, identify: object = None) -> str:  # noqa: N802, ARG002 - reportlab's name and argument
        """The text as cleaned, without looks."""
        stretches = self._prepared.stretches
        return "\n".join("".join(atom.text for atom in stretch) for stretch in stretches)

    def lines(self, width: float) -> list[Line]:
        """The lines at a width in points."""
        return self._lay(width).lines

    def missing_characters(self) -> str:
        """Characters of the text that no font has, as often as they occur, before anything is drawn."""
        return "".join(Line(stretch).missing() for stretch in self._prepared.stretches)

    def minWidth(self) -> float:  # noqa: N802 - reportlab's name
        """Width in points below which words would be broken."""
        return widest_word(self._prepared) * self.style.size / UNITS + self._indent(0) + 0.01

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay the text out at a width; gives the width and the height it takes."""
        self.width, self.height = width, len(self._lay(width).lines) * self.style.leading
        return width, _TOO_HIGH if self._stranded(height) else self.height

    def _stranded(self, height: float) -> bool:
        """Whether a heading would stand with too little below it. Never at the top of a page: it must go somewhere.

        reportlab's own keepWithNext moves heading and text together, and a long text then leaves half a page empty.
        """
        at_top = getattr(getattr(self, "_frame", None), "_atTop", True)
        return self.style.keep_with_next and not at_top and self.height + _ROOM_BELOW * self.style.leading > height

    def split(self, width: float, height: float) -> list["ShapedParagraph"]:
        """Itself if it fits, two parts if it can be divided, nothing if it should go to the next page."""
        # Tables wrap a cell at its inner width, which counts, and then split it at its outer one.
        laid = self._laid if self._laid and self._laid.width <= width else self._lay(width)
        count = len(laid.lines)
        if self._stranded(height):
            return []
        fitting = int((height + 0.001) // self.style.leading)
        if fitting >= count:
            return [self]
        if count - fitting < _FEWEST <= fitting - 1:
            fitting -= 1
        if fitting < max(1, min(_FEWEST, count - 1)):
            return []
        head, tail = _divide(laid.stretches, fitting)
        base = self._prepared.base
        return [
            self._part(Prepared(base, head), self._marker, first=self._first),
            self._part(Prepared(base, tail), "", first=False),
        ]

    def _part(self, prepared: Prepared, marker: str, *, first: bool) -> "ShapedParagraph":
        part = ShapedParagraph("", self.style)
        part._begin(prepared, self.style, marker, first=first)
        return part

    def _indent(self, line: int) -> float:
        first = self.style.first if self._first and line == 0 else 0.0
        return self.style.start + self.style.end + first

    def _lay(self, width: float) -> _Laid:
        if self._laid is None or self._laid.width != width:
            done = 0
            stretches = []
            for stretch in self._prepared.stretches:
                lines = fill(stretch, partial(self._room, width, done))
                stretches.append(tuple(lines))
                done += len(lines)
            self._laid = _Laid(width, tuple(stretches))
        return self._laid

    def _room(self, width: float, before: int, line: int) -> float:
        """Room of a stretch's n-th line in thousandths of the size, when some lines stand before the stretch."""
        return max(0.0, width - self._indent(before + line)) * UNITS / self.style.size

    def draw(self) -> None:
        """Draw the lines, the last one standing on the flowable's lower edge."""
        style = self.style
        drop = (style.leading + (_ASCENT - _DESCENT) * style.size) / 2
        placed = [
            (self._left(line, index), self.height - index * style.leading - drop, line)
            for index, line in enumerate(self._lay(self.width).lines)
        ]
        if self._marker:
            placed.append(self._marker_at(self.height - drop))
        put_lines(self.canv, placed, style.size)

    def _left(self, line: Line, index: int) -> float:
        """Where a line's left end lies, in points."""
        free = self.width - self._indent(index) - line.width * self.style.size / UNITS
        rtl = self._prepared.base == 1
        lead = self.style.start + (self.style.first if self._first and index == 0 else 0.0)
        left = self.style.end if rtl else lead
        match self.style.align:
            case Align.CENTRE:
                return left + free / 2
            case Align.START:
                return left + (free if rtl else 0.0)
            case Align.END:
                return left + (0.0 if rtl else free)
            case _:
                assert_never(self.style.align)

    def _marker_at(self, y: float) -> tuple[float, float, Line]:
        """The marker at the edge where the text starts."""
        direction = Direction.RTL if self._prepared.base else Direction.LTR
        marker = prepare(self._marker, self.style.but(direction=direction)).one_line()
        width = marker.width * self.style.size / UNITS
        return (self.width - width if self._prepared.base else 0.0), y, marker


def _divide(stretches: tuple[tuple[Line, ...], ...], count: int) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The first lines and the others, as text that can be laid out again at another width."""
    head: list[Stretch] = []
    tail: list[Stretch] = []
    for lines in stretches:
        here, count = lines[:count], count - min(count, len(lines))
        if here:
            head.append(_joined(here))
        if len(here) < len(lines):
            tail.append(_joined(lines[len(here) :]))
    return tuple(head), tuple(tail)


def _joined(lines: Iterable[Line]) -> Stretch:
    return tuple(atom for line in lines for atom in line.atoms)
