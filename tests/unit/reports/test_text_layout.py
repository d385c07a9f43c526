"""Lines: they tile the text, they fit, and they run in the direction a reader expects."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.text.cleaning import clean, visible
from reports.text.faces import UNITS
from reports.text.layout import Line, Prepared, fill, prepare, widest_word
from reports.text.style import Direction, Run, TextStyle
from resources.fonts import Weight

STYLE = TextStyle()
MIXED = st.text(
    st.one_of(st.sampled_from("ab 12-/(). \n\u00a0אبتّ ক ក្ត\u2068\u2069\u202e\u200b"), st.characters()), max_size=60
)


def lines_of(prepared: Prepared, room: float) -> list[Line]:
    return [line for stretch in prepared.stretches for line in fill(stretch, lambda _: room)]


@settings(max_examples=200, deadline=None)
@given(MIXED, st.floats(0, 20_000))
def test_lines_tile_the_text(text: str, room: float) -> None:
    prepared = prepare(text, STYLE)
    stretches = ["".join(line.text for line in fill(stretch, lambda _: room)) for stretch in prepared.stretches]
    assert "\n".join(stretches) == clean(text)


@settings(max_examples=200, deadline=None)
@given(MIXED, st.floats(0, 20_000))
def test_lines_fit_unless_one_cluster_alone_does_not(text: str, room: float) -> None:
    for line in lines_of(prepare(text, STYLE), room):
        letters = [c for span in line.spans() for c in span.piece.clusters if c.advance]
        assert line.width <= room + 0.001 or len(letters) == 1


@settings(max_examples=200, deadline=None)
@given(MIXED, st.floats(0, 20_000))
def test_what_is_drawn_is_what_was_written(text: str, room: float) -> None:
    drawn: Counter[str] = Counter()
    for line in lines_of(prepare(text, STYLE), room):
        for span in line.spans():
            drawn.update("".join(cluster.text for cluster in span.piece.clusters))
    written = Counter(visible(clean(text)))
    lost = {char for char in written if written[char] > drawn[char]}
    assert all(char.isspace() for char in lost), lost


@settings(max_examples=100, deadline=None)
@given(MIXED)
def test_the_whole_text_on_one_line_is_as_wide_as_its_spans(text: str) -> None:
    for stretch in prepare(text, STYLE).stretches:
        line = Line(stretch)
        assert abs(line.width - sum(span.piece.advance for span in line.spans())) < 1e-6


def seen(text: str, direction: Direction = Direction.AUTO) -> list[str]:
    """The words of a one-line text from left to right, each in logical order."""
    (stretch,) = prepare(text, STYLE.but(direction=direction)).stretches
    words = [visible(span.piece.text) for span in Line(stretch).spans()]
    return [word for word in words if word and not word.isspace()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال شاهد واحد", ["واحد", "شاهد", "قال"]),
        ("في 22 نوفمبر 2026 انتهى", ["انتهى", "2026", "نوفمبر", "22", "في"]),
        ("كتب Amina Noor اليوم", ["اليوم", "Amina", "Noor", "كتب"]),
        ("the word سلام عليكم is", ["the", "word", "عليكم", "سلام", "is"]),
    ],
)
def test_words_stand_in_the_order_of_their_script(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


def test_the_base_direction_can_be_given() -> None:
    assert seen("abc سلام", Direction.LTR) == ["abc", "سلام"]
    assert seen("abc سلام", Direction.RTL) == ["سلام", "abc"]
    assert prepare("123 ...", STYLE).base == 0
    assert prepare("123\nسلام", STYLE).base == 1


def test_one_line_cannot_turn_the_next() -> None:
    first, second = prepare("a\u202e\u2067\u202b\nabc 1", STYLE).stretches
    assert [atom.level for atom in second] == [0, 0, 0]
    assert len(first) > 1


def test_blanks_at_the_end_take_no_room_and_are_not_lost() -> None:
    (stretch,) = prepare("one two", STYLE).stretches
    one, _ = fill(stretch, lambda _: 2_000)
    assert one.text == "one "
    assert one.width == sum(span.piece.advance for span in one.spans())
    assert [span.piece.text for span in one.spans()] == ["one"]


def test_a_mark_alone_is_no_blank() -> None:
    (stretch,) = prepare("a \u0300", STYLE).stretches
    assert Line(stretch).spans()[-1].piece.text == "\u0300"


def test_spaces_at_the_start_stay() -> None:
    assert seen("  a") == ["a"]
    (stretch,) = prepare("  a", STYLE).stretches
    assert Line(stretch).spans()[0].piece.text == "  "


def test_a_word_longer_than_the_line_is_broken_not_cut_off() -> None:
    (stretch,) = prepare("so " + "x" * 50, STYLE).stretches
    lines = fill(stretch, lambda _: 5_000)
    assert lines[0].text == "so "
    assert all(line.width <= 5_000 for line in lines)
    assert "".join(line.text for line in lines[1:]) == "x" * 50


def test_a_broken_arabic_word_keeps_marks_with_letters() -> None:
    (stretch,) = prepare("بَّ" * 30, STYLE).stretches
    for line in fill(stretch, lambda _: 1_500):
        assert line.text.startswith("ب")


def test_runs_change_weight_and_colour_and_nothing_else() -> None:
    runs = [Run("plain "), Run("bold", Weight.BOLD), Run(" red", colour="#ff0000")]
    (stretch,) = prepare(runs, STYLE).stretches
    assert "".join(atom.text for atom in stretch) == "plain bold red"
    looks = {span.piece.text: (span.piece.face.font.weight, span.colour) for span in Line(stretch).spans()}
    assert looks["plain"] == (Weight.REGULAR, STYLE.colour)
    assert looks["bold"] == (Weight.BOLD, STYLE.colour)
    assert looks["red"] == (Weight.REGULAR, "#ff0000")


def test_a_run_does_not_make_a_place_to_break() -> None:
    (stretch,) = prepare([Run("un"), Run("break", Weight.BOLD), Run("able")], STYLE).stretches
    wide = widest_word(Prepared(0, (stretch,)))
    assert len(fill(stretch, lambda _: wide)) == 1


def test_an_empty_text_is_one_empty_line() -> None:
    (stretch,) = prepare("", STYLE).stretches
    assert [line.text for line in fill(stretch, lambda _: float(UNITS))] == [""]
    assert len(prepare("a\n\nb", STYLE).stretches) == 3


def test_isolated_values_keep_a_sentence_in_order() -> None:
    assert seen("Place: \u2068سلام\u2069, code 5")[0:2] == ["Place:", "سلام"]
    assert seen("Place: \u2068سلام\u2069, code 5")[-1] == "5"
