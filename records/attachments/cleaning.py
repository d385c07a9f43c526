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
UNREADABLE: Final = (
    *(OSError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, AttributeError, EOFError),
    *(SyntaxError, MemoryError, struct.error, Image.DecompressionBombError, pikepdf.PikepdfError),
)
# what a PDF keeps beside its pages: who made it with what, what it runs, what is attached to it
_TELLING: Final = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/EmbeddedFiles"),
    *("/OpenAction", "/AA", "/JavaScript", "/JS"),
)
_FILE: Final = ("/EF", "/F", "/UF", "/Desc")
_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHUNK: Final = struct.Struct(">I4s")
_DRAWN: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
_MOVES: Final = b"acTL"
_MARKER: Final = struct.Struct(">BBH")
_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_EXIF: Final = 0xE1
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
                if is_moving(picture):
                    return None
                if picture.width * picture.height <= LARGEST_PICTURE:
                    return saved(bare(picture), picture.format or "")
    except Image.DecompressionBombError:
        pass  # too many points to draw anew
    except UNREADABLE:
        return None
    return _stripped(raw)


def _stripped(raw: bytes) -> bytes | None:
    """Leave out of a picture what is no point of it, its points untouched. None where that is not possible."""
    try:
        if raw.startswith(_JPEG):
            return _bare_jpeg(raw, _turned(raw))
        return _bare_png(raw) if raw.startswith(_PNG) else None
    except UNREADABLE:
        return None


def _turned(raw: bytes) -> bytes:
    """The part of a photograph that says how it is to be turned, and nothing else; empty where it stands upright."""
    told = next((part for kind, part in _parts(raw) if kind == _EXIF and part[4:10] == b"Exif\0\0"), b"")
    said = Image.Exif()
    said.load(told[4:])
    turn = said.get(_ORIENTATION, 1)
    if turn not in _UPRIGHT:
        return b""
    alone = Image.Exif()
    alone[_ORIENTATION] = turn
    body = alone.tobytes()
    return _MARKER.pack(0xFF, _EXIF, len(body) + 2) + body


def _bare_png(raw: bytes) -> bytes:
    """Keep the chunks a picture is drawn with (PNG third edition, 5.6). ValueError for no PNG, or one that moves."""
    kept, at = [_PNG], len(_PNG)
    while True:
        size, kind = _CHUNK.unpack_from(raw, at)
        end = at + _CHUNK.size + size + 4
        if end > len(raw):
            raise ValueError("no end")
        if kind == _MOVES:
            raise ValueError("it moves")
        if kind in _DRAWN:
            kept.append(raw[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end


def is_moving(picture: Image.Image) -> bool:
    """Whether a picture is several, shown one after the other."""
    return picture.format in ("PNG", "WEBP") and getattr(picture, "n_frames", 1) > 1


def saved(picture: Image.Image, kind: str) -> bytes:
    """Write a picture as the kind it was: PNG or WebP, everything else as JPEG."""
    out = io.BytesIO()
    kind = kind if kind in ("PNG", "WEBP") else "JPEG"
    picture.save(out, kind, **({} if kind == "PNG" else {"quality": 90}))
    return out.getvalue()


def bare(picture: Image.Image) -> Image.Image:
    """Return the points of a picture, upright, and nothing else."""
    turn = _UPRIGHT.get(picture.getexif().get(_ORIENTATION, 1))
    upright = picture if turn is None else picture.transpose(turn)
    if upright.mode == "P":
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    found = Image.new(upright.mode, upright.size)
    found.paste(upright)
    return found


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
    except UNREADABLE:
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


def _bare_jpeg(raw: bytes, first: bytes = b"") -> bytes:
    """Leave out of a JPEG what is metadata and what follows its end, its points untouched. ValueError for no JPEG.

    first: a part that is put before all others.
    """
    kept = [part for kind, part in _parts(raw) if kind not in _APPLICATIONS or _tells_colours(kind, part)]
    return b"".join([_JPEG[:2], first, *kept, _END])


def _tells_colours(kind: int, part: bytes) -> bool:
    return kind == _COLOURS and part[4:16] == b"ICC_PROFILE\0"


def _parts(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Every part of a JPEG between its beginning and its end, by kind (ITU T.81, annex B). ValueError for no JPEG."""
    at = 2
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
        yield kind, raw[at:end]
        at = end
