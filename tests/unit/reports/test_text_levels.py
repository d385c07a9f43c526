"""Bidirectional levels: Unicode's conformance file, a second implementation, and cases a person can check by eye."""

import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.text.levels import bidi_class, first_strong, resolve, turns, visual_order

VECTORS = Path(__file__).parents[2] / "vectors" / "unicode" / "BidiCharacterTest-14.0.0.txt.xz"
REMOVED = {"RLE", "LRE", "RLO", "LRO", "PDF", "BN"}


def on_one_line(text: str, levels: list[int], base: int) -> list[int]:
    """Rule L1: blanks at the end of the line and before separators fall back to the base level."""
    levels = list(levels)
    falls = True
    for index in reversed(range(len(text))):
        each = bidi_class(text[index])
        if each in {"S", "B"}:
            levels[index], falls = base, True
        elif each in {"WS", "FSI", "LRI", "RLI", "PDI"} | REMOVED:
            levels[index] = base if falls else levels[index]
        else:
            falls = False
    return levels


def vectors() -> Iterator[tuple[str, str, int, str, str]]:
    with lzma.open(VECTORS, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                points, direction, base, levels, order = line.strip().split(";")
                yield "".join(chr(int(point, 16)) for point in points.split()), direction, int(base), levels, order


def test_unicodes_own_conformance_file() -> None:
    count = 0
    for text, direction, base, levels, order in vectors():
        own_base = (first_strong(text) or 0) if direction == "2" else int(direction)
        own = on_one_line(text, resolve(text, own_base, overrides=True), own_base)
        gone = [bidi_class(char) in REMOVED for char in text]
        kept = [index for index, away in enumerate(gone) if not away]
        shown = " ".join("x" if away else str(level) for level, away in zip(own, gone, strict=True))
        placed = " ".join(str(kept[at]) for at in visual_order([own[index] for index in kept]))
        assert (own_base, shown, placed) == (base, levels, order), ascii(text)
        count += 1
    assert count == 91_707


LETTERS = "abאבجدe12٣٤ ,.:+-$%\u0301\u064b\u200f\u200e\u2067\u2066\u2068\u2069"


@settings(max_examples=300, deadline=None)
@given(st.text(LETTERS, max_size=24), st.booleans())
def test_a_second_implementation_gives_the_same_order(text: str, rtl: bool) -> None:
    base = int(rtl)
    levels = on_one_line(text, resolve(text, base, overrides=True), base)
    own = "".join(text[index] for index in visual_order(levels))
    assert own == get_display(text, base_dir="R" if rtl else "L")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc אבג def", "abc גבא def"),
        ("אבג 123 דהו", "והד 123 גבא"),
        ("אבג 10:30, דהו", "והד ,10:30 גבא"),
        ("אבג (Kisumu) דהו", "והד (Kisumu) גבא"),
        ("رقم KE-0012.", ".KE-0012 مقر"),
    ],
)
def test_words_turn_and_numbers_do_not(text: str, seen: str) -> None:
    base = first_strong(text) or 0
    order = visual_order(resolve(text, base))
    mirrored = {"(": ")", ")": "("}
    levels = resolve(text, base)
    drawn = "".join(mirrored.get(text[at], text[at]) if levels[at] % 2 else text[at] for at in order)
    assert drawn == seen


def test_an_override_cannot_spell_a_word_backwards() -> None:
    honest = "photo \u202egnp.exe"
    assert visual_order(resolve(honest, 0)) == list(range(len(honest)))
    obeyed = resolve(honest, 0, overrides=True)
    assert visual_order(obeyed) != list(range(len(honest)))


def test_an_isolate_keeps_what_is_around_it_in_place() -> None:
    around = "code \u2068{}\u2069, 5"
    for inside in ("abc", "אבג", "\u202b\u202b", "א\u202a"):
        text = around.format(inside)
        levels = resolve(text, 0)
        assert set(levels[:5]) == {0}
        assert set(levels[-3:]) == {0}


def test_nothing_outside_the_quick_check_can_turn() -> None:
    turning = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}
    quiet = re.sub("[\ud800-\udfff]", "", "".join(chr(point) for point in range(0x110000)))
    assert [hex(ord(char)) for char in quiet if bidi_class(char) in turning and not turns(char)] == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from([0, 1]))
def test_any_text_has_a_level_for_each_character(text: str, base: int) -> None:
    levels = resolve(text, base)
    assert len(levels) == len(text)
    assert all(base <= level <= 127 for level in levels)
    assert sorted(visual_order(levels)) == list(range(len(text)))


@settings(max_examples=40, deadline=None)
@given(st.text("\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202eaא(", min_size=200, max_size=400))
def test_deep_nesting_stays_within_unicodes_depth(text: str) -> None:
    assert max(resolve(text, 1)) <= 127
