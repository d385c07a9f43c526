"""A copy without metadata: what a phone wrote into a picture (place, owner, time) must not travel.

Works in memory on bytes, within limits, and says so when it cannot. The original is never touched.
"""

import io
from typing import Final

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from records.attachments.kinds import Cleaning, Medium

LARGEST_PICTURE: Final = 60_000_000
LARGEST_FILE: Final = 64 << 20


def cleaned(raw: bytes, medium: Medium) -> bytes | None:
    """Return a copy without metadata, None where that is not possible (damaged, too large, of a kind we cannot)."""
    match medium.cleaning:
        case Cleaning.NONE_INSIDE:
            return raw
        case Cleaning.PICTURE:
            return _picture(raw)
        case Cleaning.PDF:
            return _pdf(raw)
        case Cleaning.NOT_POSSIBLE:
            return None


def _picture(raw: bytes) -> bytes | None:
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                return None
            kind = picture.format or "PNG"
            upright = ImageOps.exif_transpose(picture)
            bare = Image.new(upright.mode, upright.size)
            bare.putdata(upright.getdata()) if upright.mode == "P" else bare.paste(upright)
            if upright.mode == "P":
                bare.putpalette(upright.getpalette() or [])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    bare.save(out, kind, **({"quality": 90} if kind != "PNG" else {}))
    return out.getvalue()


def _pdf(raw: bytes) -> bytes | None:
    """Drop the document's information, its XMP and what scripts and attachments it carries."""
    try:
        with pikepdf.open(io.BytesIO(raw)) as document:
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            for name in ("/Metadata", "/OpenAction", "/AA", "/PieceInfo"):
                if name in document.Root:
                    del document.Root[name]
            if "/Names" in document.Root:
                for name in ("/EmbeddedFiles", "/JavaScript"):
                    if name in document.Root.Names:
                        del document.Root.Names[name]
            for page in document.pages:
                for name in ("/Metadata", "/PieceInfo", "/LastModified", "/AA"):
                    if name in page:
                        del page[name]
            out = io.BytesIO()
            document.save(out, deterministic_id=True)
    except (pikepdf.PdfError, ValueError):
        return None
    return out.getvalue()
