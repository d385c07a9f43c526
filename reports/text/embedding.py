"""Making the font that a document embeds: one glyph for each picture drawn, and what each stands for.

Pure but for reading the font file. Same pictures, same bytes.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import ttProgram
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

from reports.text.faces import NOTDEF, Face
from reports.text.shaping import Glyph

_TABLES = frozenset({"head", "hhea", "maxp", "hmtx", "loca", "glyf"})  # what a CIDFontType2 needs (ISO 32000-1, 9.9)
_BLOCK = 100  # entries in one block of a CMap


@dataclass(frozen=True, slots=True)
class Picture:
    """One glyph of the font to be: the source glyphs it is put together from, its width, the text it stands for."""

    glyphs: tuple[Glyph, ...]
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class MadeFont:
    """A TrueType file and the measures its descriptor tells, in thousandths."""

    data: bytes
    name: str
    box: tuple[float, float, float, float]
    ascent: float
    descent: float
    cap_height: float


def make_font(face: Face, pictures: Sequence[Picture]) -> MadeFont:
    """A font whose glyph n is picture n - 1; glyph 0 is the empty box."""
    with TTFont(face.font.path, recalcTimestamp=False) as font:
        name, cap_height = str(font["name"].getDebugName(6)), float(font["OS/2"].sCapHeight)
        everything = [Picture(((NOTDEF, 0.0, 0.0),), face.advance(NOTDEF), ""), *pictures]
        outlines = [_outline(font, picture, face.scale) for picture in everything]
        advances = [max(0, round(picture.advance / face.scale)) for picture in everything]
        data = _written(font, outlines, advances)
        head, hhea = font["head"], font["hhea"]
        edges = (head.xMin, head.yMin, head.xMax, head.yMax, hhea.ascent, hhea.descent, cap_height)
        left, low, right, high, ascent, descent, cap_height = (edge * face.scale for edge in edges)
        return MadeFont(data, name, (left, low, right, high), ascent, descent, cap_height)


def _written(font: Any, outlines: Sequence[Any], advances: Sequence[int]) -> bytes:
    """The file with these glyphs in place of the font's own, and without the tables a document does not need."""
    for tag in sorted(_TABLES):
        font[tag]  # read before the glyph order changes
    for tag in set(font.keys()) - _TABLES - {"GlyphOrder"}:
        del font[tag]
    names = [".notdef", *(f"g{index}" for index in range(1, len(outlines)))]
    font.setGlyphOrder(names)
    font["glyf"].glyphs = dict(zip(names, outlines, strict=True))
    font["glyf"].glyphOrder = names
    sides = [(advance, getattr(outline, "xMin", 0)) for advance, outline in zip(advances, outlines, strict=True)]
    font["hmtx"].metrics = dict(zip(names, sides, strict=True))
    file = io.BytesIO()
    font.save(file, reorderTables=None)
    return file.getvalue()


def _outline(font: Any, picture: Picture, scale: float) -> Any:
    """The contours of all the picture's glyphs in one."""
    table, order = font["glyf"], font.getGlyphOrder()
    outline = Outline()
    outline.program = ttProgram.Program()
    outline.program.fromBytecode(b"")
    coordinates, flags = GlyphCoordinates(), bytearray()
    ends: list[int] = []
    for glyph, x, y in picture.glyphs:
        points, contour_ends, point_flags = table[order[glyph]].getCoordinates(table)
        points = points.copy()
        points.translate((x / scale, y / scale))
        ends.extend(end + len(coordinates) for end in contour_ends)
        coordinates.extend(points)
        flags.extend(point_flags)
    coordinates.toInt()
    outline.numberOfContours, outline.coordinates = len(ends), coordinates
    outline.endPtsOfContours, outline.flags = ends, flags
    outline.recalcBounds(table)
    return outline


def to_unicode(texts: Sequence[str]) -> bytes:
    """The CMap from codes 1, 2, ... to the texts they stand for (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(texts), _BLOCK):
        block = texts[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        for code, text in enumerate(block, start + 1):
            lines.append(f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>")
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
