"""Label and answers side by side, and a hairline: what facts and answers are laid out with."""

from collections.abc import Sequence
from typing import Final

from reportlab.platypus import Flowable

from reports.paper.look import COLOURS, GAP, LABEL_PART
from reports.text.paragraph import ShapedParagraph

_HIGHEST: Final = 400.0  # points: what is higher may not stay whole
_HAIRLINE: Final = 0.6


class Pair(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A label, and beside it one answer or several below each other. The label stands where the page begins.

    Goes over a page's end between two answers or in one of them, unless it is to stay whole and can.
    """

    def __init__(
        self, label: ShapedParagraph | None, answers: Sequence[Flowable], *, rtl: bool, whole: bool = False
    ) -> None:
        """Nothing is laid out yet. label: None for what goes on from the page before."""
        super().__init__()
        self._whole = whole
        self._label = label
        self._answers = tuple(answers)
        self._rtl = rtl
        self.spaceAfter = self._answers[-1].spaceAfter if self._answers else 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Both columns at their widths; as high as the higher one."""
        self.width = width
        label = self._label.wrap(width * LABEL_PART, height)[1] if self._label else 0.0
        self.height = max(label, self._height(self._answers))
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Itself if it fits, two parts if an answer can be divided, nothing if it should go to the next page."""
        self.wrap(width, height)
        if self.height <= height:
            return [self]
        if (self._whole and self.height <= _HIGHEST) or (self._label and self._label.height > height):
            return []
        here, there = self._divided(height)
        if not here or not there:
            return []
        return [Pair(self._label, here, rtl=self._rtl), Pair(None, there, rtl=self._rtl)]

    def draw(self) -> None:
        """The label at its top, the answers below each other."""
        canvas, wide = self.canv, self.width * LABEL_PART
        if self._label:
            left = self.width - wide if self._rtl else 0.0
            self._label.drawOn(canvas, left, self.height - self._label.height)
        top, left = self.height, 0.0 if self._rtl else wide + GAP
        for answer in self._answers:
            answer.drawOn(canvas, left, top - answer.height)
            top -= answer.height + answer.spaceAfter

    def _divided(self, height: float) -> tuple[list[Flowable], list[Flowable]]:
        """The answers that fit in a height, and the others; one in between is divided."""
        used = 0.0
        for place, answer in enumerate(self._answers):
            if used + answer.height > height:
                parts = answer.split(self._room, height - used)
                here, there = (parts[:1], parts[1:]) if len(parts) > 1 else ([], [answer])
                return [*self._answers[:place], *here], [*there, *self._answers[place + 1 :]]
            used += answer.height + answer.spaceAfter
        return list(self._answers), []

    @property
    def _room(self) -> float:
        return float(self.width) * (1 - LABEL_PART) - GAP

    def _height(self, answers: Sequence[Flowable]) -> float:
        heights = [float(answer.wrap(self._room, 0)[1]) for answer in answers]
        return sum(heights) + sum(float(answer.spaceAfter) for answer in answers[:-1])


class Hairline(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A thin line from side to side, with room around it."""

    def __init__(self, *, above: float, below: float) -> None:
        """Room above and below, in points."""
        super().__init__()
        self.spaceBefore, self.spaceAfter = above, below

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002 - reportlab's argument
        """As wide as there is room."""
        self.width, self.height = width, _HAIRLINE
        return width, _HAIRLINE

    def draw(self) -> None:
        """Draw it."""
        self.canv.setStrokeColor(COLOURS.edge)
        self.canv.setLineWidth(_HAIRLINE)
        self.canv.line(0, 0, self.width, 0)
