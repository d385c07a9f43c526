"""The fonts of one document: which pictures were drawn, under which codes, and the objects that carry them.

reportlab's own fonts know one letter per glyph; a shaped cluster is often several glyphs for several letters. So each
distinct cluster drawn becomes one glyph of a font made for this document (`reports.text.embedding`), with one code and
the text it stands for: what is copied or searched is what was written, and only what was drawn is embedded.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fontTools.unicodedata import Mirrored
from reportlab.pdfbase import pdfdoc

from reports.text.cleaning import without_direction
from reports.text.embedding import Picture, make_font, to_unicode
from reports.text.faces import Face
from reports.text.shaping import Cluster, Glyph, Piece

_MAX_CODES = 65_000  # a code is two bytes
_SLOT = "kinga_fonts"


@dataclass(slots=True)
class EmbeddedFont:
    """One font object of the document. Codes start at 1 and are glyph ids of the font that is made at the end."""

    name: str
    face: Face
    pictures: list[Picture] = field(default_factory=list)
    codes: dict[tuple[tuple[Glyph, ...], str], int] = field(default_factory=dict)
    encoded: dict[Piece, str] = field(default_factory=dict)

    def encode(self, piece: Piece) -> str:
        """The piece from left to right as operands of TJ: codes in hexadecimal, corrections in thousandths."""
        known = self.encoded.get(piece)
        if known is None:
            known = self.encoded[piece] = self._encode(piece)
        return known

    def _encode(self, piece: Piece) -> str:
        out: list[str] = []
        for cluster in reversed(piece.clusters) if piece.rtl else piece.clusters:
            if not cluster.glyphs:
                continue
            text = without_direction(cluster.text)
            if not text:
                continue
            code = self._code(cluster, self._as_drawn(text) if piece.rtl else text)
            out.append(f"<{code:04X}>")
            correction = round(self.pictures[code - 1].advance - cluster.advance, 3)
            if correction:
                out.append(number(correction))
        return "".join(out).replace("><", "")

    def _as_drawn(self, text: str) -> str:
        """Right-to-left brackets are drawn mirrored and called by what is seen, as other writers of PDF do."""
        mirrored = Mirrored.MIRRORED
        return "".join(chr(to) if (to := mirrored.get(ord(char), 0)) in self.face.covered else char for char in text)

    def _code(self, cluster: Cluster, text: str) -> int:
        key = (cluster.glyphs, text)
        code = self.codes.get(key)
        if code is None:
            code = self.codes[key] = len(self.codes) + 1
            single = len(cluster.glyphs) == 1
            advance = self.face.advance(cluster.glyphs[0][0]) if single else cluster.advance
            self.pictures.append(Picture(cluster.glyphs, advance, text))
        return code

    def full(self, piece: Piece) -> bool:
        """Whether the piece might need more codes than are left."""
        return len(self.codes) + len(piece.clusters) > _MAX_CODES


class DocumentFonts:
    """All embedded fonts of one document and what they could not draw."""

    def __init__(self) -> None:
        self._fonts: list[EmbeddedFont] = []
        self._current: dict[Face, EmbeddedFont] = {}
        self._missing: Counter[str] = Counter()

    def encode(self, piece: Piece) -> tuple[str, str]:
        """Name of the font that draws a piece, and the operands that draw it."""
        font = self._font_for(piece)
        return font.name, font.encode(piece)

    def _font_for(self, piece: Piece) -> EmbeddedFont:
        """The face's font; a further one when the codes run out."""
        font = self._current.get(piece.face)
        if font is None or font.full(piece):
            font = EmbeddedFont(f"KF{len(self._fonts)}", piece.face)
            self._fonts.append(font)
            self._current[piece.face] = font
        return font

    def count_missing(self, characters: str) -> None:
        """Remember characters that were drawn as boxes."""
        self._missing.update(characters)

    def missing(self) -> list[tuple[str, int]]:
        """Characters drawn as boxes so far, sorted, and how often."""
        return sorted(self._missing.items())

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab calls it by this name
        """Write the fonts into the document. reportlab calls this once, when all pages are drawn."""
        resources = document.idToObject[pdfdoc.BasicFonts].dict
        for font in self._fonts:
            resources[font.name] = document.Reference(_font_object(document, font), font.name)


def document_fonts(canvas: Any) -> DocumentFonts:
    """The fonts of the document a canvas writes; made at the first call."""
    document = canvas._doc
    fonts: DocumentFonts | None = getattr(document, _SLOT, None)
    if fonts is None:
        fonts = DocumentFonts()
        setattr(document, _SLOT, fonts)
        document.delayedFonts.append(fonts)
    return fonts


def missing_characters(canvas: Any) -> list[tuple[str, int]]:
    """Characters no font has, drawn as boxes in this document so far: sorted, with how often."""
    return document_fonts(canvas).missing()


def number(value: float) -> str:
    """A number for a PDF: at most three decimals, no exponent, the same on every machine."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _font_object(document: Any, font: EmbeddedFont) -> Any:
    """The Type 0 font and everything it refers to."""
    made = make_font(font.face, font.pictures)
    tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(made.data).digest()[:6])
    base = pdfdoc.PDFName(f"{tag}+{made.name}")
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": base,
            "Flags": 4,  # symbolic: the codes are our own
            "FontBBox": pdfdoc.PDFArray([number(edge) for edge in made.box]),
            "ItalicAngle": 0,
            "Ascent": number(made.ascent),
            "Descent": number(made.descent),
            "CapHeight": number(made.cap_height),
            "StemV": 80,
            "FontFile2": _stream(document, made.data, {"Length1": len(made.data)}),
        }
    )
    widths = pdfdoc.PDFArray(["1", pdfdoc.PDFArray([number(picture.advance) for picture in font.pictures])])
    descendant = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": base,
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
            ),
            "CIDToGIDMap": pdfdoc.PDFName("Identity"),
            "FontDescriptor": document.Reference(descriptor),
            "DW": 0,
            "W": widths,
        }
    )
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": base,
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
            "ToUnicode": _stream(document, to_unicode([picture.text for picture in font.pictures]), {}),
        }
    )


def _stream(document: Any, content: bytes, entries: dict[str, int]) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [pdfdoc.PDFZCompress]
    for key, value in entries.items():
        stream.dictionary[key] = value
    return document.Reference(stream)
