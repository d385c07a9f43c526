"""How documents look: two sizes, two weights, one accent, on white paper (DESIGN 11). Black-and-white safe.

What the program says runs in the direction of its language; what people wrote runs in its own.
"""

from typing import Final

from reports.paper.sheet import Paper
from reports.text.drawing import measure_line
from reports.text.levels import first_strong
from reports.text.paragraph import ShapedParagraph
from reports.text.style import Align, Direction, TextStyle
from resources import texts as words
from resources.fonts import Family, Weight
from resources.palettes import PALETTES, Theme
from resources.texts import Texts

COLOURS: Final = PALETTES[Theme.LIGHT]
GRID: Final = 8.0
LABEL_PART: Final = 0.34  # of the width, for the questions
GAP: Final = 2 * GRID

_LONGEST: Final = 240  # letters of a label
_FEWEST: Final = 2  # lines of a paragraph on one page

_PLAIN: Final = TextStyle(size=10, leading=15, colour=COLOURS.ink, space_after=GRID / 2)
_LARGE: Final = TextStyle(size=18, leading=24, colour=COLOURS.ink, space_after=GRID)


class _Told(ShapedParagraph):
    """A paragraph of which no single line stands alone on a page."""

    def split(self, width: float, height: float) -> list[ShapedParagraph]:
        """As every paragraph, or whole on the next page."""
        parts = super().split(width, height)
        return [] if len(parts) > 1 and any(len(part.lines(width)) < _FEWEST for part in parts) else parts


class Look:
    """The styles of one document, in one language on one paper."""

    def __init__(self, texts: Texts, paper: Paper) -> None:
        """Only settles sides and widths."""
        self.rtl = texts.language.direction is words.Direction.RTL
        self.width = paper.text_width
        self.answer_width = self.width * (1 - LABEL_PART) - GAP
        own = Direction.RTL if self.rtl else Direction.LTR
        self.plain = _PLAIN.but(direction=own)
        self.quiet = self.plain.but(colour=COLOURS.quiet)
        self.close = self.plain.but(space_after=0.0)
        self.apart = self.quiet.but(space_after=GRID)
        self.bold = self.plain.but(weight=Weight.BOLD)
        self.heading = self.bold.but(space_before=2 * GRID, keep_with_next=True)
        self.section = self.heading.but(colour=COLOURS.accent, space_before=3 * GRID, space_after=GRID)
        self.form = self.bold.but(colour=COLOURS.accent)
        self.title = _LARGE.but(weight=Weight.BOLD, direction=Direction.AUTO)
        self.code = self.at_page_side(_LARGE.but(family=Family.MONO, direction=Direction.LTR), rtl=False)
        self.digits = self.at_page_side(_PLAIN.but(family=Family.MONO, direction=Direction.LTR), rtl=False)
        self.written = _PLAIN.but(direction=Direction.AUTO, space_after=GRID)
        self.version = self.written.but(start=GAP)
        self.byline = self.quiet.but(start=GAP, space_after=0.0, keep_with_next=True)

    def ours(self, text: str, style: TextStyle | None = None) -> ShapedParagraph:
        """Words of the program."""
        return ShapedParagraph(text, style or self.plain)

    def theirs(self, text: str, style: TextStyle | None = None) -> ShapedParagraph:
        """A paragraph somebody wrote: in its own direction, from the side where it starts."""
        return _Told(text, style or self.written)

    def short(self, text: str, style: TextStyle | None = None) -> ShapedParagraph:
        """An answer beside its question: in its own direction; next to the question where it fits on one line."""
        style = style or self.plain
        fits = measure_line(text, style) <= self.answer_width
        return self._at_page_side(text, style) if fits else ShapedParagraph(text, style.but(direction=Direction.AUTO))

    def label(self, text: str, style: TextStyle) -> ShapedParagraph:
        """A question or a heading of somebody's form: in its own direction, where the page begins; a long one cut."""
        return self._at_page_side(text if len(text) <= _LONGEST else text[:_LONGEST] + "…", style)

    def at_page_side(self, style: TextStyle, *, rtl: bool) -> TextStyle:
        """The style of a text of some direction that begins where the page begins."""
        return style.but(align=Align.START if rtl == self.rtl else Align.END)

    def _at_page_side(self, text: str, style: TextStyle) -> ShapedParagraph:
        strong = first_strong(text)
        rtl = self.rtl if strong is None else bool(strong)
        style = style.but(direction=Direction.RTL if rtl else Direction.LTR)
        return ShapedParagraph(text, self.at_page_side(style, rtl=rtl))
