"""Room for a hand: ruled lines to write on, and boxes to tick with their words beside them."""

from collections.abc import Sequence
from typing import Final

from reportlab.platypus import Flowable

from reports.paper.look import COLOURS, GRID
from reports.text.drawing import measure_line
from reports.text.paragraph import ShapedParagraph

_LINE: Final = 2.5 * GRID  # from line to line: room for handwriting
_THIN: Final = 0.6
_BOX: Final = 7.0
_ROOM: Final = 6.0  # between a box and its words
_BETWEEN: Final = 2 * GRID
_COLUMNS: Final = 4
_MANY: Final = 8  # from here on words may take two lines rather than stand alone in their row
_GROW: Final = 0.01
_FEWEST: Final = 2  # rows that may stand alone on a page


class Lines(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Lines from side to side to write on; words may stand at the beginning of each."""

    def __init__(self, count: int, labels: Sequence[ShapedParagraph] = ()) -> None:
        """As many lines as `count`."""
        super().__init__()
        self._count = count
        self._labels = tuple(labels)
        self.spaceAfter = GRID / 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002 - reportlab's argument
        """As wide as there is room."""
        self.width, self.height = width, self._count * _LINE
        for one in self._labels:
            one.wrap(width / 2, _LINE)
        return width, self.height

    def draw(self) -> None:
        """From above."""
        canvas = self.canv
        canvas.setStrokeColor(COLOURS.quiet)
        canvas.setLineWidth(_THIN)
        for number in range(self._count):
            low = self.height - (number + 1) * _LINE + _THIN
            canvas.line(0, low, self.width, low)
            if number < len(self._labels):
                self._labels[number].drawOn(canvas, 0, low + _ROOM / 2)


class Slots(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Short answers side by side: words, and a line below them."""

    def __init__(self, words: Sequence[ShapedParagraph], *, rtl: bool) -> None:
        """In the order of the words, from where the page begins."""
        super().__init__()
        self._words = tuple(words)
        self._rtl = rtl
        self.spaceBefore = self.spaceAfter = GRID / 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All as wide as each other."""
        self._column = (width - (len(self._words) - 1) * _BETWEEN) / len(self._words)
        self._above = max(one.wrap(self._column, height)[1] for one in self._words)
        self.width, self.height = width, self._above + _LINE
        return width, self.height

    def draw(self) -> None:
        """One after the other."""
        self.canv.setStrokeColor(COLOURS.quiet)
        self.canv.setLineWidth(_THIN)
        for number, words in enumerate(self._words):
            start = number * (self._column + _BETWEEN)
            left = self.width - start - self._column if self._rtl else start
            words.drawOn(self.canv, left, self.height - words.height)
            self.canv.line(left, _THIN, left + self._column, _THIN)


class Ticks(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Boxes with words, in as many columns as the longest word leaves room for."""

    def __init__(self, words: Sequence[ShapedParagraph], *, rtl: bool) -> None:
        """In the order of the words, from where the page begins."""
        super().__init__()
        self._words = tuple(words)
        self._rtl = rtl
        self.spaceAfter = GRID / 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Every row as high as its highest words."""
        longest = max(measure_line(one.getPlainText(), one.style) for one in self._words) + _BOX + _ROOM + _GROW
        fitting = int((width + _BETWEEN) // (longest + _BETWEEN))
        fewest = 2 if len(self._words) >= _MANY else 1
        self._columns = min(max(fewest, min(fitting, _COLUMNS)), len(self._words))
        self._column = (width - (self._columns - 1) * _BETWEEN) / self._columns
        heights = [one.wrap(self._column - _BOX - _ROOM, height)[1] for one in self._words]
        rows = [heights[at : at + self._columns] for at in range(0, len(heights), self._columns)]
        self._heights = [max(row) for row in rows]
        self.width, self.height = width, sum(self._heights) + _ROOM
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The rows that fit, and the others."""
        self.wrap(width, height)
        fitting, used = 0, _ROOM
        for one in self._heights:
            used += one
            if used > height:
                break
            fitting += self._columns
        if fitting < len(self._words) and fitting < self._columns * _FEWEST:
            return []
        parts = [part for part in (self._words[:fitting], self._words[fitting:]) if part]
        return [Ticks(part, rtl=self._rtl) for part in parts]

    def draw(self) -> None:
        """Row by row."""
        top = self.height - _ROOM / 2
        for row, height in enumerate(self._heights):
            for column, words in enumerate(self._words[row * self._columns : (row + 1) * self._columns]):
                self._draw_one(words, column * (self._column + _BETWEEN), top)
            top -= height

    def _draw_one(self, words: ShapedParagraph, start: float, top: float) -> None:
        canvas = self.canv
        box = self.width - start - _BOX if self._rtl else start
        canvas.setStrokeColor(COLOURS.ink)
        canvas.setLineWidth(_THIN)
        first = words.style.leading
        canvas.rect(box, top - (first + _BOX) / 2, _BOX, _BOX, stroke=1, fill=0)
        left = self.width - start - self._column if self._rtl else start + _BOX + _ROOM
        words.drawOn(canvas, left, top - words.height)
