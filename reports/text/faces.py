"""The fonts opened for shaping, and which of them can set a letter. Reads the font files; keeps each open once."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import uharfbuzz

from reports.text.cleaning import is_ignorable
from resources.fonts import FONTS, Family, Font, Weight, font

NOTDEF = 0  # the glyph every font draws for a letter it does not have: an empty box
UNITS = 1000  # all lengths in this package that are not points are thousandths of the font size


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One opened font: HarfBuzz's handle, the code points it has, and the factor from its units to thousandths."""

    font: Font
    shaper: Any
    covered: frozenset[int]
    scale: float

    def advance(self, glyph: int) -> float:
        """A glyph's own width in thousandths."""
        return float(self.shaper.get_glyph_h_advance(glyph)) * self.scale

    def covers(self, cluster: str) -> bool:
        """Whether every visible character of a cluster has a glyph here, composed or decomposed."""
        forms = (cluster, unicodedata.normalize("NFC", cluster), unicodedata.normalize("NFD", cluster))
        return any(all(ord(char) in self.covered or is_ignorable(char) for char in form) for form in forms)

    def missing(self, text: str) -> str:
        """The visible characters of a text that have no glyph here."""
        return "".join(char for char in text if ord(char) not in self.covered and not is_ignorable(char))


@cache
def opened(file: Font) -> Face:
    """The face of a font file."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file.path)))
    return Face(file, uharfbuzz.Font(face), frozenset(face.unicodes), UNITS / face.upem)


@cache
def _fonts(family: Family, weight: Weight) -> tuple[Font, ...]:
    """The family asked for, then all others in their order."""
    families = dict.fromkeys((family, *(each.family for each in FONTS)))
    return tuple(font(each, weight) for each in families)


@lru_cache(maxsize=4096)
def face_for(cluster: str, family: Family, weight: Weight) -> Face:
    """The first face that can set the whole cluster; else the one that can set most of it. Never none."""
    fonts = _fonts(family, weight)
    whole = next((face for each in fonts if (face := opened(each)).covers(cluster)), None)
    return whole or min((opened(each) for each in fonts), key=lambda face: len(face.missing(cluster)))
