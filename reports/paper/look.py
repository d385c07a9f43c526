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

_PLAIN: Final = TextStyle(size=10, leading=15, colour=COLOURS.ink, space_after=GRID / 2)
_LARGE: Final = TextStyle(size=18, leading=24, colour=COLOURS.ink, space_after=GRID)


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
        self.bold = self.plain.but(weight=Weight.BOLD)
        self.heading = self.bold.but(space_before=2 * GRID, keep_with_next=True)
        self.section = self.heading.but(colour=COLOURS.accent, space_before=3 * GRID, space_after=GRID)
        self.form = self.bold.but(colour=COLOURS.accent)
        self.title = _LARGE.but(weight=Weight.BOLD, direction=Direction.AUTO)
        self.code = self.at_page_side(_LARGE.but(family=Family.MONO, direction=Direction.LTR), rtl=False)
        self.digits = self.at_page_side(_PLAIN.but(family=Family.MONO, direction=Direction.LTR), rtl=False)
        self.written = _PLAIN.but(direction=Direction.AUTO, space_after=GRID)

    def ours(self, text: str, style: TextStyle | None = None) -> ShapedParagraph:
        """Words of the program."""
        return ShapedParagraph(text, style or self.plain)

    def theirs(self, text: str) -> ShapedParagraph:
        """A paragraph somebody wrote: in its own direction, from the side where it starts."""
        return ShapedParagraph(text, self.written)

    def short(self, text: str, style: TextStyle | None = None) -> ShapedParagraph:
        """An answer beside its question: in its own direction; next to the question where it fits on one line."""
        style = style or self.plain
        strong = first_strong(text)
        rtl = self.rtl if strong is None else bool(strong)
        style = style.but(direction=Direction.RTL if rtl else Direction.LTR)
        fits = measure_line(text, style) <= self.answer_width
        return ShapedParagraph(text, self.at_page_side(style, rtl=rtl) if fits else style)

    def at_page_side(self, style: TextStyle, *, rtl: bool) -> TextStyle:
        """The style of a text of some direction that begins where the page begins."""
        return style.but(align=Align.START if rtl == self.rtl else Align.END)
