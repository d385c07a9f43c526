"""The sheets documents are printed on, and where on them there is text. Lengths in points."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

_SIDE: Final = 64.0
_TOP: Final = 80.0
_BOTTOM: Final = 72.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Width and height of a sheet."""

    width: float
    height: float


class Paper(Enum):
    """The papers people have."""

    A4 = Sheet(595.28, 841.89)
    LETTER = Sheet(612.0, 792.0)

    @property
    def left(self) -> float:
        """Where text begins from the left."""
        return _SIDE

    @property
    def right(self) -> float:
        """Where text ends on the right."""
        return self.value.width - _SIDE

    @property
    def bottom(self) -> float:
        """Where text ends below."""
        return _BOTTOM

    @property
    def top(self) -> float:
        """Where text begins from above."""
        return self.value.height - _TOP

    @property
    def text_width(self) -> float:
        """The room for text from side to side."""
        return self.right - self.left
