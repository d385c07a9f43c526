"""Pictures on paper: made small in memory, never written anywhere else, drawn within the room there is.

A stranger's picture is read within limits, and what cannot be read is said, never guessed.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.pdfbase import pdfdoc
from reportlab.platypus import Flowable

PRINTABLE: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
LARGEST_FILE: Final = 64 << 20

_LARGEST: Final = 60_000_000  # pixels, as attachments are cleaned
_SIDE: Final = 1000  # pixels: about 250 an inch beside a label
_QUALITY: Final = 82
_HIGHEST: Final = 208.0  # points, so that three stand on a page
_SPACE: Final = 4.0  # points below
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is printed: JPEG, without anything but its pixels. Width and height in pixels."""

    data: bytes
    width: int
    height: int
    grey: bool


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
    return Picture(out.getvalue(), flat.width, flat.height, flat.mode == "L")


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
    """A picture as wide as its column or as high as a third of a page, at the side where the page begins."""

    def __init__(self, picture: Picture, *, rtl: bool) -> None:
        """Not drawn yet."""
        super().__init__()
        self._picture = picture
        self._rtl = rtl
        self.spaceAfter = _SPACE

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002 - reportlab's argument
        """Scaled into the width, never made larger than a point a pixel."""
        scale = min(1.0, width / self._picture.width, _HIGHEST / self._picture.height)
        self._left = width - self._picture.width * scale if self._rtl else 0.0
        self.width, self.height = self._picture.width * scale, self._picture.height * scale
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        name = _put_in(self.canv, self._picture)
        self.canv.saveState()
        self.canv.translate(self._left, 0)
        self.canv.scale(self.width, self.height)
        self.canv.doForm(name)
        self.canv.restoreState()


def _put_in(canvas: Any, picture: Picture) -> str:
    """Put a picture into the canvas's document, once; returns its name there.

    reportlab's own way unpacks a picture and writes it as letters: 36 ms a picture (measured) where this takes none.
    """
    name = hashlib.sha256(picture.data).hexdigest()[:32]
    if not canvas.hasForm(name):
        image = pdfdoc.PDFImageXObject(name)
        image.width, image.height, image.bitsPerComponent = picture.width, picture.height, 8
        image.colorSpace = "DeviceGray" if picture.grey else "DeviceRGB"
        image._filters, image.streamContent = ("DCTDecode",), picture.data
        canvas._doc.addForm(name, image)
    return name
