"""What of a picture is to be hidden, step by step: parts made black, the rest cut away. Pure; no Qt."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, assert_never

from records.attachments.hiding import WHOLE, Area

STEP: Final = 0.02
"""How far a key moves the frame, as a share of the picture."""
_LEAST: Final = 0.01
FRAME: Final = Area(0.35, 0.42, 0.65, 0.58)
"""Where the frame stands first."""


class Tool(StrEnum):
    """What a frame does; the texts know these."""

    BLACK = "black"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Marks:
    """What is kept of a picture, what in it is black, and what was marked before the last step."""

    kept: Area = WHOLE
    black: tuple[Area, ...] = ()
    before: "Marks | None" = None

    @property
    def is_plain(self) -> bool:
        """Whether all of it is seen."""
        return self.kept == WHOLE and not self.black


def marked(marks: Marks, tool: Tool, area: Area) -> Marks:
    """Return the marks with one more."""
    match tool:
        case Tool.BLACK:
            return replace(marks, black=(*marks.black, area), before=marks)
        case Tool.CUT:
            return replace(marks, kept=area, before=marks)
        case _:
            assert_never(tool)


def between(one: tuple[float, float], other: tuple[float, float]) -> Area | None:
    """Return the area between two corners, the part of it that lies on the picture; None for next to nothing."""
    (left, right), (top, bottom) = (sorted(_inside(place) for place in pair) for pair in zip(one, other, strict=True))
    return Area(left, top, right, bottom) if min(right - left, bottom - top) >= _LEAST else None


def moved(frame: Area, across: int, down: int) -> Area:
    """Return the frame so many steps on, on the picture still."""
    right = min(max(across * STEP, -frame.left), 1.0 - frame.right)
    low = min(max(down * STEP, -frame.top), 1.0 - frame.bottom)
    return Area(frame.left + right, frame.top + low, frame.right + right, frame.bottom + low)


def grown(frame: Area, across: int, down: int) -> Area:
    """Return the frame so many steps wider and higher, never outside and never nothing."""
    right = min(max(frame.right + across * STEP, frame.left + STEP), 1.0)
    bottom = min(max(frame.bottom + down * STEP, frame.top + STEP), 1.0)
    return Area(frame.left, frame.top, right, bottom)


def _inside(place: float) -> float:
    return min(max(place, 0.0), 1.0)
