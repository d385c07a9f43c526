"""Parts of a picture that must not travel: cut away, or made black in the points themselves. Pure: bytes in, bytes out.

What is black has no points below it; the original stays sealed where it is and is never what this returns.
"""

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image

from records.attachments.cleaning import LARGEST_PICTURE, UNREADABLE, bare, is_moving, saved

_BLACK: Final[dict[str, tuple[int, ...]]] = {
    "RGB": (0, 0, 0),
    "RGBA": (0, 0, 0, 255),
    "LA": (0, 255),
    "CMYK": (0, 0, 0, 255),
    "YCbCr": (0, 128, 128),
}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a picture as it is seen upright: each side from 0.0 (left, top) to 1.0 (right, bottom)."""

    left: float
    top: float
    right: float
    bottom: float

    def points(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The same in points, outwards: a point that is touched belongs to it. Never empty, never outside."""
        left = min(max(int(self.left * width), 0), width - 1)
        top = min(max(int(self.top * height), 0), height - 1)
        right = min(max(math.ceil(self.right * width), left + 1), width)
        bottom = min(max(math.ceil(self.bottom * height), top + 1), height)
        return left, top, right, bottom


WHOLE: Final = Area(0.0, 0.0, 1.0, 1.0)


def with_parts_hidden(raw: bytes, kept: Area, black: Sequence[Area]) -> bytes | None:
    """Return the picture without metadata, black where it must not be seen, and no more of it than is kept.

    None for what cannot be drawn anew: damaged, too large, moving, no picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as picture:
                if is_moving(picture) or picture.width * picture.height > LARGEST_PICTURE:
                    return None
                kind = picture.format or ""
                drawn = bare(picture)
        for area in black:
            drawn.paste(_BLACK.get(drawn.mode, 0), area.points(drawn.width, drawn.height))
        return saved(drawn.crop(kept.points(drawn.width, drawn.height)), kind)
    except UNREADABLE:
        return None
