"""What may come onto paper: no control codes, no towers of marks, and nothing readable lost."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reports.text.cleaning import REPLACEMENT, clean, in_one_line, is_ignorable, is_mark, isolated, visible

ANY = st.text(st.characters(), max_size=80)  # lone surrogates too


@given(ANY)
def test_cleaned_text_can_be_written_and_holds_no_control_but_newline(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert {char for char in cleaned if unicodedata.category(char) == "Cc"} <= {"\n"}


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Mn", "Me", "Mc"]), max_size=80))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


@given(ANY)
def test_every_letter_survives(text: str) -> None:
    gone = {char for char in text if char not in clean(text)}
    assert {unicodedata.category(char) for char in gone} <= {"Cc", "Cs", "Zl", "Zp"}


def test_line_ends_of_every_kind_become_newlines() -> None:
    assert clean("a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_nul_goes_tab_becomes_spaces_and_half_a_character_is_marked() -> None:
    assert clean("a\x00b\x1bc") == "abc"
    assert clean("a\tb") == "a    b"
    assert clean("a\ud800b") == f"a{REPLACEMENT}b"


def test_no_letter_carries_a_tower_and_no_mark_is_lost() -> None:
    tower = "z" + "\u0301" * 100
    cleaned = clean(tower)
    assert cleaned.count("\u0301") == 100
    highest = height = 0
    for char in cleaned:
        height = height + 1 if is_mark(char) else 0
        highest = max(highest, height)
    assert highest <= 4


def test_real_orthographies_are_no_towers() -> None:
    for text in ("ṣọ̀ọ́ṣì", "ế", "بِسْمِ ٱللَّهِ", "ស្ត្រី", "ក្ញុំ៎"):
        assert clean(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFD", text)


def test_an_isolated_value_cannot_close_its_isolate() -> None:
    value = isolated("a\u2069\u202eb\nc")
    assert value == "\u2068ab\u2069\n\u2068c\u2069"


@given(st.text(max_size=40))
def test_a_title_is_one_line(text: str) -> None:
    found = in_one_line(text)
    assert found.splitlines() in ([], [found]) and found == found.strip()
    assert not set(found) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text(max_size=40))
def test_visible_and_ignorable_agree(text: str) -> None:
    assert visible(text) == "".join(char for char in text if not is_ignorable(char))
