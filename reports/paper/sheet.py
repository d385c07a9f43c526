"""The sheets documents are printed on, and where on them there is text. Lengths in points."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


@dataclass(frozen=True, slots=True)
class Edges:
    """How far from its edges a sheet has text: at the sides, above, below; and where its head and its foot stand."""

    side: float
    top: float
    bottom: float
    head: float
    foot: float


_WIDE: Final = Edges(side=64.0, top=80.0, bottom=72.0, head=66.0, foot=40.0)
_NARROW: Final = Edges(side=32.0, top=44.0, bottom=40.0, head=30.0, foot=22.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Width and height of a sheet, and its edges."""

    width: float
    height: float
    edges: Edges = _WIDE


class Paper(Enum):
    """The papers people have."""

    A4 = Sheet(595.28, 841.89)
    LETTER = Sheet(612.0, 792.0)
    A5 = Sheet(419.53, 595.28, _NARROW)

    @property
    def left(self) -> float:
        """Where text begins from the left."""
        return self.value.edges.side

    @property
    def right(self) -> float:
        """Where text ends on the right."""
        return self.value.width - self.value.edges.side

    @property
    def bottom(self) -> float:
        """Where text ends below."""
        return self.value.edges.bottom

    @property
    def top(self) -> float:
        """Where text begins from above."""
        return self.value.height - self.value.edges.top

    @property
    def text_width(self) -> float:
        """The room for text from side to side."""
        return self.right - self.left
