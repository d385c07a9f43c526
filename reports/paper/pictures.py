"""Pictures on paper: made small in memory, never written anywhere else, drawn within the room there is.

A stranger's picture is read within limits, and what cannot be read is said, never guessed.
"""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

PRINTABLE: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
LARGEST_FILE: Final = 64 << 20

_LARGEST: Final = 60_000_000  # pixels, as attachments are cleaned
_SIDE: Final = 1400  # pixels: about 215 an inch at full width
_QUALITY: Final = 82
_HIGHEST: Final = 300.0  # points, so that two stand on a page
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is printed: JPEG, without anything but its pixels. Width and height in pixels."""

    data: bytes
    width: int
    height: int


def printable(raw: bytes) -> Picture | None:
    """Make a picture small enough to print; None when it cannot be read or is too large."""
    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as found:
            if found.width * found.height > _LARGEST:
                return None
            found.draft("RGB", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((_SIDE, _SIDE))
            flat = _on_white(upright)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=_QUALITY)
    return Picture(out.getvalue(), flat.width, flat.height)


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency, grey or in colours; without profiles and notes."""
    if picture.mode in ("1", "L"):
        return _bare(picture.convert("L"))
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return _bare(picture.convert("RGB"))


def _bare(picture: Image.Image) -> Image.Image:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


class PrintedPicture(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A picture as wide as the text or as high as a third of a page, at the side where the page begins."""

    def __init__(self, picture: Picture, *, rtl: bool, space: float) -> None:
        """space: points below it."""
        super().__init__()
        self._picture = picture
        self._rtl = rtl
        self.spaceAfter = space

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Scaled into the room, never made larger than a point a pixel."""
        scale = min(1.0, width / self._picture.width, min(height, _HIGHEST) / self._picture.height)
        self._left = width - self._picture.width * scale if self._rtl else 0.0
        self.width, self.height = self._picture.width * scale, self._picture.height * scale
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        reader = ImageReader(io.BytesIO(self._picture.data))
        self.canv.drawImage(reader, self._left, 0, self.width, self.height)
