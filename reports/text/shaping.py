"""Shaping: from letters to positioned glyphs, by HarfBuzz. Lengths are thousandths of the font size.

A piece is one item shaped in one direction. Its clusters tile its text, so no character can get lost unnoticed.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import uharfbuzz

from reports.text.cleaning import visible
from reports.text.faces import NOTDEF, Face
from reports.text.itemising import Item, itemise
from resources.fonts import Family, Weight

Glyph = tuple[int, float, float]  # glyph id, x and y from where its cluster starts


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """The smallest part of a text that has a picture of its own, and the characters in it that no font has."""

    text: str
    advance: float
    glyphs: tuple[Glyph, ...]
    missing: str


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Shaped text in one font and one direction; clusters in logical order."""

    text: str
    face: Face
    rtl: bool
    clusters: tuple[Cluster, ...]
    advance: float

    def part(self, start: int, stop: int) -> "Piece":
        """The piece with some of its clusters only. Joined letters keep their joined forms."""
        some = self.clusters[start:stop]
        text = "".join(each.text for each in some)
        return Piece(text, self.face, self.rtl, some, sum(each.advance for each in some))


def shape(text: str, rtl: bool, family: Family, weight: Weight, before: str = "", after: str = "") -> tuple[Piece, ...]:
    """Pieces of a text in logical order. `before` and `after` are its neighbours, which letters may join to."""
    pieces: list[Piece] = []
    done = before
    rest = text + after
    for item in itemise(text, family, weight):
        rest = rest[len(item.text) :]
        pieces.append(_shape(item, rtl, done, rest))
        done += item.text
    return tuple(pieces)


def _shape(item: Item, rtl: bool, before: str, after: str) -> Piece:
    """One item with up to five characters of context on each side, which is all HarfBuzz looks at."""
    before, after = before[-5:], after[:5]
    buffer = uharfbuzz.Buffer()
    buffer.add_codepoints([ord(char) for char in before + item.text + after], len(before), len(item.text))
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = item.script
    buffer.language = "und"
    # Programs that read a PDF turn right-to-left text round picture by picture. There a mark needs a picture of its
    # own, or it comes out before its letter (measured: poppler, PDFium, pdf.js).
    level = uharfbuzz.BufferClusterLevel
    buffer.cluster_level = level.MONOTONE_CHARACTERS if rtl else level.MONOTONE_GRAPHEMES
    uharfbuzz.shape(item.face.shaper, buffer)
    found = _clusters(item, buffer, len(before))
    return Piece(item.text, item.face, rtl, found, sum(each.advance for each in found))


def _clusters(item: Item, buffer: Any, offset: int) -> tuple[Cluster, ...]:
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    groups = {at - offset: list(each) for at, each in groupby(glyphs, key=lambda glyph: int(glyph[0].cluster))}
    starts = sorted(groups)
    if not starts:  # nothing but invisible characters
        return (Cluster(item.text, 0.0, (), ""),) if item.text else ()
    stops = [*starts[1:], len(item.text)]
    starts[0] = 0
    found = []
    for (_, group), start, stop in zip(sorted(groups.items()), starts, stops, strict=True):
        found.append(_cluster(item, item.text[start:stop], group))
    return tuple(found)


def _cluster(item: Item, text: str, group: list[tuple[Any, Any]]) -> Cluster:
    scale = item.face.scale
    pen = 0.0
    glyphs: list[Glyph] = []
    for info, place in group:
        glyphs.append((info.codepoint, pen + place.x_offset * scale, place.y_offset * scale))
        pen += place.x_advance * scale
    if all(glyph != NOTDEF for glyph, _, _ in glyphs):
        return _interned(text, pen, tuple(glyphs), "")
    seen = visible(text)
    if not seen:  # HarfBuzz draws a box for some fillers that Unicode calls invisible
        return _interned(text, 0.0, (), "")
    return _interned(text, pen, tuple(glyphs), item.face.missing(text) or seen)


@lru_cache(maxsize=4096)
def _interned(text: str, advance: float, glyphs: tuple[Glyph, ...], missing: str) -> Cluster:
    """The same small clusters make up most words; keep one of each."""
    return Cluster(text, advance, glyphs, missing)
