"""A copy without metadata: what a phone wrote into a picture (place, owner, time) must not travel.

Works in memory on bytes, within limits, and says so when it cannot. The original is never touched.
"""

import io
import re
import struct
import warnings
from collections.abc import Iterator
from typing import Final, assert_never

import pikepdf
from PIL import Image

from records.attachments.kinds import Cleaning, Medium

LARGEST_PICTURE: Final = 60_000_000
LARGEST_FILE: Final = 64 << 20

_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# what the libraries raise for files that are damaged or made to harm: no copy, and never a crash
_UNREADABLE: Final = (
    *(OSError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, AttributeError, EOFError),
    *(SyntaxError, MemoryError, struct.error, Image.DecompressionBombError, pikepdf.PikepdfError),
)
# what a PDF keeps beside its pages: who made it with what, what it runs, what is attached to it
_TELLING: Final = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/EmbeddedFiles"),
    *("/OpenAction", "/AA", "/JavaScript", "/JS"),
)
_FILE: Final = ("/EF", "/F", "/UF", "/Desc")
_MARKER: Final = struct.Struct(">BBH")
_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_COLOURS: Final = 0xE2
_APPLICATIONS: Final = frozenset({0xFE, *range(0xE1, 0xEE), 0xEF})  # comments, and APPn but JFIF's and Adobe's own
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


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
        case _:
            assert_never(medium.cleaning)


def _picture(raw: bytes) -> bytes | None:
    """Draw the picture anew, upright, with nothing but its points. One that moves would lose its motion: None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as picture:
                moves = picture.format in ("PNG", "WEBP") and getattr(picture, "n_frames", 1) > 1
                if moves or picture.width * picture.height > LARGEST_PICTURE:
                    return None
                kind = picture.format if picture.format in ("PNG", "WEBP") else "JPEG"
                bare = _bare(picture)
            out = io.BytesIO()
            bare.save(out, kind, **({} if kind == "PNG" else {"quality": 90}))
    except _UNREADABLE:
        return None
    return out.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    turn = _UPRIGHT.get(picture.getexif().get(_ORIENTATION, 1))
    upright = picture if turn is None else picture.transpose(turn)
    if upright.mode == "P":
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _pdf(raw: bytes) -> bytes | None:
    """Drop the document's information, XMP, scripts, attached files, and what its photographs tell."""
    try:
        with pikepdf.open(io.BytesIO(raw)) as document:
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            for held in _dictionaries(document):
                for name in (*_TELLING, *(_FILE if "/EF" in held else ())):
                    if name in held:
                        del held[name]
                if isinstance(held, pikepdf.Stream) and not _clean_stream(held):
                    return None
            out = io.BytesIO()
            document.save(out, deterministic_id=True)
    except _UNREADABLE:
        return None
    return out.getvalue()


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream, those that lie inside others too."""
    waiting = list(document.objects)
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            yield held
            waiting += [one for one in held.values() if _lies_inside(one)]
        elif isinstance(held, pikepdf.Array):
            waiting += [one for one in held if _lies_inside(one)]


def _lies_inside(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _clean_stream(stream: pikepdf.Stream) -> bool:
    """Take the metadata out of a photograph; whether nothing is left in it that we know of."""
    filters = stream.get("/Filter", ())
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(one) for one in filters]
    if "/JPXDecode" in names:
        return False
    if "/DCTDecode" not in names:
        return True
    if len(names) > 1:
        return False
    parameters = stream.get("/DecodeParms")
    parameters = parameters if isinstance(parameters, pikepdf.Dictionary | pikepdf.Array) else None
    stream.write(_bare_jpeg(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
    return True


def _bare_jpeg(raw: bytes) -> bytes:
    """Leave out of a JPEG what is metadata and what follows its end, its points untouched. ValueError for no JPEG."""
    kept, at = [raw[:2]], 2
    while raw[at : at + 2] != _END:
        mark, kind, size = _MARKER.unpack_from(raw, at)
        if mark != 0xFF or size < 2:
            raise ValueError("no JPEG")
        end = at + 2 + size
        if kind == _SCAN:
            found = _AFTER_SCAN.search(raw, end)
            if found is None:
                raise ValueError("no end")
            end = found.start()
        colours = kind == _COLOURS and raw[at + 4 : at + 16] == b"ICC_PROFILE\0"
        if kind not in _APPLICATIONS or colours:
            kept.append(raw[at:end])
        at = end
    return b"".join([*kept, _END])
