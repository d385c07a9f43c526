"""The flowable: it wraps, splits, sits in tables, and stays inside its own box whatever the text is."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Table

from reports.text.canvas import PaperCanvas
from reports.text.cleaning import clean
from reports.text.drawing import draw_line, measure_line
from reports.text.notes import MissingNote
from reports.text.paragraph import ShapedParagraph
from reports.text.pdf_fonts import missing_characters
from reports.text.style import Align, Run, TextStyle

STYLE = TextStyle()
LONG = "The office in Kisumu received a first report about the bridge. " * 12
ARABIC = "تلقّى المكتب في كيسومو أوّل بلاغ عن حادثة قرب الجسر "


def laid(content: str | list[Run], style: TextStyle = STYLE, width: float = 200.0) -> ShapedParagraph:
    paragraph = ShapedParagraph(content, style)
    paragraph.wrap(width, 10_000)
    return paragraph


def built(story: Sequence[Flowable], height: float = 300.0) -> tuple[BaseDocTemplate, list[Any]]:
    """The story on small pages; the document and the canvases it made."""
    document = BaseDocTemplate(io.BytesIO(), pagesize=(260, height), invariant=1)
    frame = Frame(20, 20, 220, height - 40, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    canvases: list[Any] = []

    def canvas(*arguments: Any, **named: Any) -> Any:
        canvases.append(PaperCanvas(*arguments, **named))
        return canvases[-1]

    document.build(list(story), canvasmaker=canvas)
    return document, canvases


def test_height_is_lines_times_leading() -> None:
    paragraph = ShapedParagraph("one\ntwo\n\nfour", STYLE)
    assert paragraph.wrap(200, 1_000) == (200, 4 * STYLE.leading)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.floats(30, 300), st.integers(0, 12))
def test_parts_hold_the_whole_text_and_fit(text: str, width: float, lines: int) -> None:
    paragraph = ShapedParagraph(text, STYLE)
    room = lines * STYLE.leading
    paragraph.wrap(width, room)
    parts = paragraph.split(width, room)
    if not parts:
        assert lines <= 1
        return
    drawn = "".join(line.text for part in parts for line in part.lines(width))
    assert drawn == clean(text).replace("\n", "")
    assert parts[0].wrap(width, room)[1] <= room + 0.01
    assert len(parts) == 1 or parts[1].getSpaceBefore() == 0


def test_a_part_can_go_to_a_page_of_another_width() -> None:
    paragraph = laid(LONG)
    first, rest = paragraph.split(200, 5 * STYLE.leading)
    assert first.getPlainText() + rest.getPlainText() == LONG
    assert len(rest.lines(100)) > len(rest.lines(200))
    assert all(line.width * STYLE.size / 1000 <= 100 for line in rest.lines(100))


def test_no_single_line_is_left_alone() -> None:
    paragraph = laid(LONG)
    count = len(paragraph.lines(200))
    assert paragraph.split(200, 1 * STYLE.leading) == []
    first, rest = paragraph.split(200, (count - 1) * STYLE.leading)
    assert (len(first.lines(200)), len(rest.lines(200))) == (count - 2, 2)
    assert laid("one\ntwo").split(200, STYLE.leading)[1].getPlainText() == "two"


def test_a_long_paragraph_runs_over_pages_without_loss() -> None:
    document, _ = built([ShapedParagraph(LONG * 3 + ARABIC * 20, STYLE)])
    assert document.page > 3


@pytest.mark.parametrize(("heading", "page"), [(True, 2), (False, 1)])
def test_a_heading_goes_to_the_page_of_its_text(heading: bool, page: int) -> None:
    where: list[int] = []

    class Noting(ShapedParagraph):
        def draw(self) -> None:
            where.append(self.canv.getPageNumber())
            super().draw()

    filler = ShapedParagraph("\n" * 15, STYLE.but(space_after=0))
    built([filler, Noting("Heading", STYLE.but(keep_with_next=heading)), ShapedParagraph(LONG, STYLE)])
    assert where == [page]


def test_a_heading_at_the_top_of_a_page_stays_there() -> None:
    document, _ = built([ShapedParagraph("Heading", STYLE.but(keep_with_next=True))], height=60)
    assert document.page == 1


def test_tables_measure_split_and_draw_cells() -> None:
    cells = [[ShapedParagraph("KE-0012", STYLE), ShapedParagraph(ARABIC * 2, STYLE)] for _ in range(20)]
    document, canvases = built([Table(cells, colWidths=[60, 150])])
    assert document.page > 1
    assert missing_characters(canvases[0]) == []
    built([Table([[ShapedParagraph("auto", STYLE), ShapedParagraph(ARABIC, STYLE)]])])


def test_a_cell_longer_than_a_page_is_split_where_it_was_wrapped() -> None:
    cell = ShapedParagraph(LONG * 3, STYLE)
    document, _ = built([Table([[cell]], colWidths=[200], splitInRow=1)])
    assert document.page > 2


def test_columns_are_as_wide_as_their_longest_word() -> None:
    paragraph = ShapedParagraph("a Donaudampfschifffahrt b", STYLE)
    wide = paragraph.minWidth()
    assert len(paragraph.lines(wide)) == 3
    assert measure_line("Donaudampfschifffahrt", STYLE) <= wide


class _Recorder:
    """Stands in for a canvas and keeps where lines were put."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.placed: list[tuple[float, float, str]] = []
        monkeypatch.setattr("reports.text.paragraph.put_lines", self.put)
        monkeypatch.setattr("reports.text.drawing.put_lines", self.put)

    def put(self, _canvas: object, lines: Any, size: float) -> None:
        self.placed += [(x, x + line.width * size / 1000, line.text) for x, _, line in lines]


@pytest.mark.parametrize(
    ("text", "align", "edge", "value"),
    [
        ("Latin", Align.START, 0, 0.0),
        ("Latin", Align.END, 1, 200.0),
        ("سلام", Align.START, 1, 200.0),
        ("سلام", Align.END, 0, 0.0),
    ],
)
def test_start_and_end_follow_the_text(
    text: str, align: Align, edge: int, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = _Recorder(monkeypatch)
    paragraph = laid(text, STYLE.but(align=align))
    paragraph.canv = None
    paragraph.draw()
    assert recorder.placed[0][edge] == pytest.approx(value)
    recorder.placed.clear()
    draw_line(None, 50.0, 0, text, STYLE.but(align=align))
    assert recorder.placed[0][edge] == pytest.approx(50.0)


def test_centred_lines_stand_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = _Recorder(monkeypatch)
    paragraph = laid("Latin", STYLE.but(align=Align.CENTRE))
    paragraph.canv = None
    paragraph.draw()
    left, right, _ = recorder.placed[0]
    assert (left + right) / 2 == pytest.approx(100)


@pytest.mark.parametrize("text", [LONG, ARABIC * 6])
def test_indents_and_marker_stand_on_the_side_where_the_text_starts(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = _Recorder(monkeypatch)
    paragraph = ShapedParagraph(text, STYLE.but(start=30, end=10, first=5), marker="•")
    paragraph.wrap(200, 1_000)
    paragraph.canv = None
    paragraph.draw()
    *lines, marker = recorder.placed
    rtl = text is not LONG
    near = [200 - right if rtl else left for left, right, _ in lines]
    far = [left if rtl else 200 - right for left, right, _ in lines]
    assert near[0] == pytest.approx(35)
    assert near[1:] == pytest.approx([30.0] * (len(near) - 1))
    assert min(far) >= 10
    assert (200 - marker[1] if rtl else marker[0]) == pytest.approx(0)


def test_a_numbers_dot_follows_it_in_the_direction_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[list[str]] = []

    def put(_canvas: object, lines: Any, _size: float) -> None:
        order.append(["".join(c.text for c in span.piece.clusters) for *_, line in lines for span in line.spans()][-2:])

    monkeypatch.setattr("reports.text.paragraph.put_lines", put)
    for text in ("Latin", "سلام"):
        paragraph = ShapedParagraph(text, STYLE.but(start=20), marker="1.")
        paragraph.wrap(200, 1_000)
        paragraph.canv = None
        paragraph.draw()
    assert order == [["Latin", "1."], [".", "1"]]


def test_the_first_line_is_indented_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    style = STYLE.but(first=20, space_before=7)
    paragraph = laid(LONG, style)
    _, rest = paragraph.split(200, 5 * style.leading)
    recorder = _Recorder(monkeypatch)
    rest.wrap(200, 1_000)
    rest.canv = None
    rest.draw()
    assert recorder.placed[0][0] == pytest.approx(0)


HOSTILE = [
    "\u202egnp.exe\u202e" * 40,
    "\u2066\u2067\u2068" * 60 + "x",
    "a" + "\u0301" * 500,
    "\x00\x01\x1b[31m\ud800\udfff\ufffe",
    "\u200b\u200d\ufeff" * 100,
    "x" * 3_000,
    "(" * 200 + "א" + "]" * 200,
    "\n" * 30,
    " " * 500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_in_its_own_lines(text: str) -> None:
    neighbour = ShapedParagraph("Next paragraph 1, 2.", STYLE)
    before = [span.piece.text for line in neighbour.lines(200) for span in line.spans()]
    story = [
        ShapedParagraph(text, STYLE),
        neighbour,
        Table([[ShapedParagraph(text[:300], STYLE)]], colWidths=[200], splitInRow=1),
    ]
    built(story)
    assert [span.piece.text for line in neighbour.lines(200) for span in line.spans()] == before
    for line in ShapedParagraph(text, STYLE).lines(200):
        assert line.width * STYLE.size / 1000 <= 200.001


def test_a_note_names_what_is_missing_once_all_is_drawn() -> None:
    said: list[str] = []

    def say(missing: Sequence[tuple[str, int]]) -> str:
        said.append(", ".join(f"U+{ord(char):04X} ×{count}" for char, count in missing))
        return said[-1]

    built([ShapedParagraph("a漢b漢", STYLE), MissingNote(say, STYLE)])
    assert said[-1] == "U+6F22 ×2"
    _, canvases = built([ShapedParagraph("all there", STYLE), MissingNote(say, STYLE)])
    assert said[-1] == ""
    assert missing_characters(canvases[0]) == []


def test_what_is_missing_is_known_before_anything_is_drawn() -> None:
    assert ShapedParagraph("a漢b\n漢ไ", STYLE).missing_characters() == "漢漢ไ"


def test_a_style_without_size_is_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        TextStyle(size=0)
