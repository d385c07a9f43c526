"""What others wrote, on a terminal: no line of it begins as one of the program's own, and none of it is an order."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from desktop.commands.foreign import harmless, on_one_line, shortened, under

BREAKS = ("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
TEXTS = st.lists(st.sampled_from([*BREAKS, "a", "ب", "\t", "\x1b", "\x9b", "\u202e", "\u2066", "│"])).map("".join)


@given(TEXTS)
@example("a\u2028kept by Headquarters")
def test_every_further_line_stands_behind_the_margin(text: str) -> None:
    first, *further = under(harmless(text)).splitlines() or [""]
    assert all(line.startswith("      │ ") for line in further)
    assert len(further) <= len(text) and on_one_line(text).splitlines() in ([], [on_one_line(text)])
    assert "│ " not in first or "│ " in text


@given(st.text() | TEXTS)
def test_what_is_printed_gives_no_orders(text: str) -> None:
    found = harmless(text)
    assert len(found) == len(text)
    for was, letter in zip(text, found, strict=True):
        turns = unicodedata.bidirectional(was) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        order = unicodedata.category(was) == "Cc" and was not in "\n\t"
        assert letter == ("\N{REPLACEMENT CHARACTER}" if turns or order else was)


def test_a_sentence_repeats_so_much_and_no_more() -> None:
    assert shortened("a" * 200) == "a" * 200
    assert shortened("a" * 3_000_000) == "a" * 200 + "…"
