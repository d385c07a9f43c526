"""How text looks on paper: size, leading, weight, colour, alignment, indents. Values only; lengths in points."""

from dataclasses import dataclass, replace
from enum import Enum

from resources.fonts import Family, Weight


class Align(Enum):
    """Where lines lie. Start and end follow the direction of the text, as a reader of it expects."""

    START = "start"
    CENTRE = "centre"
    END = "end"


class Direction(Enum):
    """Base direction of a text. AUTO takes it from the first letter that has one, else left-to-right."""

    LTR = "ltr"
    RTL = "rtl"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that looks different; None means "as the paragraph"."""

    text: str
    weight: Weight | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A paragraph's look. Colours are "#rrggbb"; leading is the distance between two baselines.

    `start` and `end` are indents on the side where the text starts and ends; `first` is added to the first line.
    `keep_with_next` is for headings: they go to the next page rather than stand at the foot of one.
    """

    size: float = 10.0
    leading: float = 14.5
    family: Family = Family.SANS
    weight: Weight = Weight.REGULAR
    colour: str = "#1a1a1a"
    align: Align = Align.START
    direction: Direction = Direction.AUTO
    space_before: float = 0.0
    space_after: float = 6.0
    start: float = 0.0
    end: float = 0.0
    first: float = 0.0
    keep_with_next: bool = False

    def __post_init__(self) -> None:
        if self.size <= 0 or self.leading <= 0:
            raise ValueError(f"size {self.size} and leading {self.leading} must be more than 0")

    def but(self, **changes: object) -> "TextStyle":
        """The same style with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
