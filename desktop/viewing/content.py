"""What of an attachment can be looked at here, and its content as plain pixels or words. No Qt, nothing on disk.

What a stranger sent is decoded within limits, by kinds named here; what cannot be shown is said, never guessed at.
"""

import io
import threading
from dataclasses import dataclass
from enum import Enum
from typing import Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from records.attachments.cleaning import LARGEST_PICTURE

LARGEST: Final = 64 << 20
MOST_TEXT: Final = 1 << 20
LONGEST_SIDE: Final = 4000
MOST_PIXELS: Final = 16_000_000
_PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
_PAPER: Final = "application/pdf"
_TEXT: Final = "text/plain"
# pdfium keeps one state for the whole process
_PDFIUM: Final = threading.Lock()


class Way(Enum):
    """How an attachment is looked at, or why it is not."""

    PICTURE = "picture"
    PAPER = "paper"
    TEXT = "text"
    PLAYS = "plays"
    TOO_LARGE = "too-large"
    OTHER = "other"

    @property
    def shows(self) -> bool:
        """Whether there is something to look at."""
        return self in (Way.PICTURE, Way.PAPER, Way.TEXT)


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels, four bytes each: red, green, blue, and how solid, row by row."""

    width: int
    height: int
    pixels: bytes


def way_of(media: str, length: int) -> Way:
    """How an attachment of a media type and so many bytes is looked at."""
    if media.startswith(("audio/", "video/")):
        return Way.PLAYS
    found = Way.PICTURE if media in _PICTURES else {_PAPER: Way.PAPER, _TEXT: Way.TEXT}.get(media, Way.OTHER)
    return Way.TOO_LARGE if found.shows and length > LARGEST else found


def picture(raw: bytes) -> Raster | None:
    """The pixels of a picture, upright, no side longer than `LONGEST_SIDE`; None when it cannot be shown."""
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as found:
            if found.width * found.height > LARGEST_PICTURE:
                return None
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _raster(upright)


def pages(raw: bytes) -> int:
    """How many pages a paper has; none when it cannot be shown."""
    try:
        with _PDFIUM, pypdfium2.PdfDocument(raw) as paper:
            return len(paper)
    except pypdfium2.PdfiumError:
        return 0


def page(raw: bytes, number: int, width: int) -> Raster | None:
    """One page of a paper, the first is 0, about so many pixels wide; None when it cannot be shown."""
    try:
        with _PDFIUM, pypdfium2.PdfDocument(raw) as paper:
            one = paper[number]
            wide, high = one.get_size()
            scale = min(width / max(1, wide), (MOST_PIXELS / max(1, wide * high)) ** 0.5)
            return _raster(one.render(scale=scale).to_pil().convert("RGBA"))
    except (pypdfium2.PdfiumError, ValueError):
        return None


def text(raw: bytes) -> str:
    """The words of a text; what is no letter is shown as such. A very long one ends early."""
    return raw[:MOST_TEXT].decode("utf-8", "replace")


def _raster(found: Image.Image) -> Raster:
    return Raster(found.width, found.height, found.tobytes())
