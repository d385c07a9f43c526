"""Where lines may end: never where Unicode forbids it, and where our languages expect it."""

import lzma
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.breaking import break_offsets

VECTORS = Path(__file__).parents[2] / "vectors" / "unicode" / "LineBreakTest-14.0.0.txt.xz"

# What the comparison leaves out: control codes and line ends (cleaned away before), scripts we have no font for, and
# rarities we treat more simply: a bracket that carries a mark, two dashes apart, U+2329, a hyphen in Hebrew, and a
# closing quotation mark, space, opening bracket, which Unicode itself allows to part since 15.1.
LEFT_OUT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u2329\u2e80-\uffff\U00010000-\U0010ffff]"
    '|[(\\[{]\u0308|\u2014\u0308? +\u2014|\u05d0-|["«]\u0308? +[(\\[{]'
)


def vectors() -> Iterator[tuple[str, set[int]]]:
    """Text, and the offsets where a break is forbidden."""
    with lzma.open(VECTORS, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.split("#")[0].split()
            if parts:
                text = "".join(chr(int(point, 16)) for point in parts[1::2])
                yield text, {offset for offset, sign in enumerate(parts[0::2][:-1]) if sign == "×"}


def test_no_line_ends_where_unicode_forbids_it() -> None:
    count = 0
    for text, forbidden in vectors():
        if not LEFT_OUT.search(text):
            assert break_offsets(text) & forbidden == set(), ascii(text)
            count += 1
    assert count > 3_300


def parts(text: str) -> list[str]:
    cuts = [0, *sorted(break_offsets(text) - {len(text)}), len(text)]
    return [text[left:right] for left, right in pairwise(cuts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two  three", ["one ", "two  ", "three"]),
        ("« Où ? » dit-elle ; oui !", ["« Où ? » ", "dit-", "elle ; ", "oui !"]),
        ("er sagte »Wort« und", ["er ", "sagte ", "»Wort« ", "und"]),
        ("1\u00a0250 km", ["1\u00a0250 ", "km"]),
        ("KE-0012 2026-11-22 COVID-19", ["KE-0012 ", "2026-11-22 ", "COVID-19"]),
        ("Kisumu–Nairobi and/or", ["Kisumu–", "Nairobi ", "and/or"]),
        ("wait—no", ["wait—", "no"]),
        ("ab\u200bcd", ["ab\u200b", "cd"]),
        ("see https://example.org/path/page", ["see ", "https://example.org/", "path/", "page"]),
        ("漢字「仮名」です。", ["漢", "字", "「仮", "名」", "で", "す。"]),
    ],
)
def test_lines_may_end_here_and_only_here(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_khmer_ends_between_syllables_never_inside_one() -> None:
    assert parts("ស្ត្រីខ្មែរ") == ["ស្ត្រី", "ខ្មែរ"]
    for part in parts("មនុស្សទាំងអស់កើតមកមានសេរីភាព"):
        assert part[0] in "".join(chr(point) for point in range(0x1780, 0x17B4))
        assert part[-1] != "\u17d2"


def test_khmer_with_marked_words_ends_only_between_them() -> None:
    assert parts("មនុស្ស\u200bទាំងអស់") == ["មនុស្ស\u200b", "ទាំងអស់"]


@given(st.text(max_size=60))
def test_breaks_lie_inside_any_text(text: str) -> None:
    assert all(0 < offset <= len(text) for offset in break_offsets(text))
