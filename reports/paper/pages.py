"""The pages of a document: its frame, head and foot, "page x of y", the PRACTICE band, and the finished file.

Pages are counted by laying the story out until the count it was told is the count it has. Same story, same bytes: the
file names no time, no author and no program.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from reports.paper.look import COLOURS, Look
from reports.paper.sheet import Paper
from reports.text.canvas import PaperCanvas
from reports.text.drawing import draw_line, measure_line
from reports.text.itemising import clusters
from reports.text.pdf_fonts import missing_characters
from reports.text.style import Align, Direction, TextStyle
from resources.texts import Texts

Story = Callable[[int], list[Flowable]]
"""Makes the flowables, told how many pages there will be."""

_MOST_PASSES: Final = 4
_BAND_HEIGHT: Final = 24.0
_BAND_TOP: Final = 24.0  # from the edge of the sheet


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around the text. title: the file's own. head: from the second page on. foot: below every page."""

    title: str
    head: str
    foot: str
    practice: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document: its bytes, how many pages, and the characters no font had, with how often."""

    data: bytes
    pages: int
    missing: tuple[tuple[str, int], ...]


class Pages:
    """Lays stories out on one paper, in one language."""

    def __init__(self, texts: Texts, paper: Paper) -> None:
        """Only settles styles."""
        self._texts = texts
        self._paper = paper
        self._look = Look(texts, paper)

    def make(self, story: Story, furniture: Furniture) -> Made:
        """Lay the story out and finish the file."""
        told = 1
        count, canvas = self._lay_out(story(told), furniture, told)
        for _ in range(_MOST_PASSES):
            if count == told:
                break
            told = count
            count, canvas = self._lay_out(story(told), furniture, told)
        data = _finished(canvas.getpdfdata(), furniture.title)
        return Made(data, count, tuple(missing_characters(canvas)))

    def _lay_out(self, story: Sequence[Flowable], furniture: Furniture, pages: int) -> tuple[int, Any]:
        """One pass; returns how many pages it took, and the canvas."""
        paper = self._paper
        frame = Frame(
            paper.left,
            paper.bottom,
            paper.text_width,
            paper.top - paper.bottom,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

        def around(canvas: Any, document: Any) -> None:
            self._draw_around(canvas, furniture, document.page, pages)

        size = (paper.value.width, paper.value.height)
        template = PageTemplate("page", [frame], onPage=around, pagesize=size)
        document = BaseDocTemplate(
            io.BytesIO(), pagesize=size, pageTemplates=[template], invariant=1, pageCompression=1, lang=self._language()
        )
        document._doSave = 0  # the canvas stays open until the count is right
        document.build(list(story), canvasmaker=PaperCanvas)
        return document.page, document.canv

    def _language(self) -> str:
        return self._texts.language.code

    def _draw_around(self, canvas: Any, furniture: Furniture, page: int, pages: int) -> None:
        quiet, edge, edges = self._look.quiet, self._paper, self._paper.value.edges
        start, end = (edge.right, edge.left) if self._look.rtl else (edge.left, edge.right)
        if furniture.practice:
            self._draw_band(canvas)
        if page > 1:
            head = quiet.but(direction=Direction.AUTO)
            self._at_start(
                canvas, edge.value.height - edge.value.edges.head, _cut(furniture.head, head, edge.text_width), head
            )
        draw_line(canvas, start, edges.foot, furniture.foot, quiet)
        of = self._texts("dossier.page", page=page, pages=pages)
        draw_line(canvas, end, edges.foot, of, quiet.but(align=Align.END))

    def _at_start(self, canvas: Any, y: float, text: str, style: TextStyle) -> None:
        """Draw somebody's words where the page begins, whatever their direction."""
        width = measure_line(text, style)
        left = self._paper.right - width if self._look.rtl else self._paper.left
        draw_line(canvas, left + width / 2, y, text, style.but(align=Align.CENTRE))

    def _draw_band(self, canvas: Any) -> None:
        """The band that says that nothing here is real."""
        low = self._paper.value.height - _BAND_TOP - _BAND_HEIGHT
        canvas.setFillColor(COLOURS.practice)
        canvas.rect(self._paper.left, low, self._paper.text_width, _BAND_HEIGHT, stroke=0, fill=1)
        style = self._look.bold.but(colour=COLOURS.on_practice, align=Align.CENTRE)
        middle = self._paper.left + self._paper.text_width / 2
        draw_line(
            canvas, middle, low + (_BAND_HEIGHT - style.size * 0.72) / 2, self._texts("dossier.practice-band"), style
        )


def _cut(text: str, style: TextStyle, width: float) -> str:
    """The text on one line, its end left out where it is too long."""
    if measure_line(text, style) <= width:
        return text
    words = text.split()
    between, parts = (" ", words) if len(words) > 1 else ("", clusters(text))
    while len(parts) > 1 and measure_line(between.join(parts) + "…", style) > width:
        parts.pop()
    return between.join(parts) + "…"


def _finished(data: bytes, title: str) -> bytes:
    """The file with its title as the only thing said of it."""
    with pikepdf.open(io.BytesIO(data)) as document:
        del document.trailer["/Info"]
        document.docinfo["/Title"] = title
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
