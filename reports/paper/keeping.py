"""Headings that stay with what they head: a heading alone at the foot of a page belongs to nothing."""

from collections.abc import Iterable, Sequence
from typing import Final

from reportlab.platypus import Flowable, KeepTogether

from reports.text.paragraph import ShapedParagraph

_LINES: Final = 3  # of a long paragraph that must fit below its heading: fewer cannot be divided well
_TOO_HIGH: Final = 1e6


class Headings(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One heading or several below each other; they go to the next page rather than stand alone on this one."""

    def __init__(self, headings: Sequence[ShapedParagraph], following: Flowable) -> None:
        """following: what must begin on the same page."""
        super().__init__()
        self._headings = tuple(_unbound(headings))
        self._following = following
        self.spaceBefore, self.spaceAfter = headings[0].spaceBefore, headings[-1].spaceAfter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The height of all; higher than any page where what follows would not begin on this one."""
        heights = [heading.wrap(width, height)[1] for heading in self._headings]
        between = [_between(one, other) for one, other in zip(self._headings, self._headings[1:], strict=False)]
        self.width, self.height = width, sum(heights) + sum(between)
        at_top = getattr(getattr(self, "_frame", None), "_atTop", True)
        room = self.height + self.spaceAfter + self._room_below(width, height)
        return width, self.height if at_top or room <= height else _TOO_HIGH

    def split(self, width: float, height: float) -> list[Flowable]:  # noqa: ARG002 - reportlab's arguments
        """Never."""
        return []

    def draw(self) -> None:
        """All of them, from above."""
        top = self.height
        for place, heading in enumerate(self._headings):
            top -= heading.height
            heading.drawOn(self.canv, 0, top)
            if place + 1 < len(self._headings):
                top -= _between(heading, self._headings[place + 1])

    def _room_below(self, width: float, height: float) -> float:
        if isinstance(self._following, ShapedParagraph):
            return min(len(self._following.lines(width)), _LINES) * self._following.style.leading
        return float(self._following.wrap(width, height)[1])


def with_headings(flowables: Iterable[Flowable]) -> list[Flowable]:
    """The same flowables, every heading (`keep_with_next`) tied to what follows it."""
    found: list[Flowable] = []
    headings: list[ShapedParagraph] = []
    for one in flowables:
        if isinstance(one, ShapedParagraph) and one.style.keep_with_next:
            headings.append(one)
        else:
            found += [Headings(headings, one), one] if headings else [one]
            headings = []
    return [*found, *headings]


def together(flowables: Sequence[Flowable]) -> Flowable:
    """All of them on one page."""
    return KeepTogether(_unbound(flowables))


def _unbound(flowables: Iterable[Flowable]) -> list[Flowable]:
    """Headings that look for no room by themselves any more: somebody else does."""
    found = list(flowables)
    for one in found:
        if isinstance(one, ShapedParagraph):
            one.style = one.style.but(keep_with_next=False)
    return found


def _between(one: ShapedParagraph, other: ShapedParagraph) -> float:
    """The room between two headings: the larger of what both ask for, as everywhere."""
    return max(float(one.spaceAfter), float(other.spaceBefore))
