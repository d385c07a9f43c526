"""A reportlab canvas that names no font it does not embed. Use it as `canvasmaker`."""

from typing import NoReturn

from reportlab.pdfgen.canvas import Canvas


class PaperCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """All text comes from `reports.text`; reportlab's own ways to write would name Helvetica, which nobody embeds."""

    def _make_preamble(self) -> None:
        """Begin pages at the lower left corner and, unlike reportlab, with no font."""
        self._preamble = "1 0 0 1 0 0 cm"

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        """Only remembered: a table sets its font even when all its cells hold flowables."""
        self._fontname, self._fontsize, self._leading = psfontname, size, leading or size * 1.2

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("text on paper is drawn by draw_line or ShapedParagraph, which embed their fonts")

    beginText = drawString = drawRightString = drawCentredString = drawCentreString = drawAlignedString = _refuse  # noqa: N815
