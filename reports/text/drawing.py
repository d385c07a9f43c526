"""Putting shaped lines on a reportlab canvas, and measuring them. The only writer of text operators."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any, assert_never

from reports.text.cleaning import clean
from reports.text.faces import UNITS
from reports.text.layout import Line, prepare
from reports.text.pdf_fonts import document_fonts, number
from reports.text.style import Align, Run, TextStyle


def draw_line(canvas: Any, x: float, y: float, content: str | Iterable[Run], style: TextStyle) -> float:
    """Draw a text on one line with its baseline at y; gives its width in points.

    The style's alignment says what x is: the side where the text starts, its middle, or where it ends. Start is left
    for a left-to-right text and right for a right-to-left one. Newlines become spaces.
    """
    line, base = _single(content, style)
    width = line.width * style.size / UNITS
    put_lines(canvas, [(_left(x, width, style.align, base), y, line)], style.size)
    return width


def measure_line(content: str | Iterable[Run], style: TextStyle) -> float:
    """Width in points of a text on one line."""
    line, _ = _single(content, style)
    return line.width * style.size / UNITS


def put_lines(canvas: Any, lines: Iterable[tuple[float, float, Line]], size: float) -> None:
    """Draw lines with their left end at x and their baseline at y."""
    fonts = document_fonts(canvas)
    out: list[str] = []
    for x, y, line in lines:
        fonts.count_missing(line.missing())
        encoded = [(*fonts.encode(span.piece), span.colour) for span in line.spans()]
        shown = [(name, colour, code) for name, code, colour in encoded if code]
        if not shown:
            continue
        out.append(f"1 0 0 1 {number(x)} {number(y)} Tm")
        for (name, colour), codes in groupby(shown, key=lambda each: each[:2]):
            joined = "".join(code for _, _, code in codes).replace("><", "")
            out.append(f"/{name} {number(size)} Tf {_paint(colour)} [{joined}] TJ")
    if out:
        # q and Q: reportlab remembers its own font and colour and must find them as it left them.
        canvas._code.append("q BT " + " ".join(out) + " ET Q")


def _single(content: str | Iterable[Run], style: TextStyle) -> tuple[Line, int]:
    runs = [Run(content)] if isinstance(content, str) else content
    flat = [Run(clean(run.text).replace("\n", " "), run.weight, run.colour) for run in runs]
    prepared = prepare(flat, style)
    return prepared.one_line(), prepared.base


def _left(x: float, width: float, align: Align, base: int) -> float:
    """Where the left end of a line lies whose alignment point is x."""
    match align:
        case Align.CENTRE:
            return x - width / 2
        case Align.START:
            return x - width if base else x
        case Align.END:
            return x if base else x - width
        case _:
            assert_never(align)


@lru_cache(maxsize=256)
def _paint(colour: str) -> str:
    """The operator that sets a fill colour from "#rrggbb"."""
    parts = bytes.fromhex(colour.removeprefix("#"))
    if len(parts) != 3:
        raise ValueError(f"not a colour: {colour}")
    return " ".join(number(part / 255) for part in parts) + " rg"
