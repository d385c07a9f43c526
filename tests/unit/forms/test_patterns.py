"""`regex()` gives its answer, or gives up, in a moment: no pattern and no text makes it wait."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import FormsCode
from forms.xpath.functions.patterns import LONGEST, MOST_UNROLLED, found
from records.errors import Known
from tests.support.filling import Scenario, known

TEXTS = ("a" * 10_000, "ab" * 5000, "x" * 10_000, "ß" * 10_000)
FOREVER = (
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(x+x+)+y",
    r"(?:a?){500}a{500}b",
    r"(?:(?:(?:(?:a{99}){99}){99}){99}){99}b",
    r"(?:(?:(?:a{99,}){99,}){99,}){99,}b",
    r"((((a{99}[[:alpha:](((]{99}){99}){99}){99}){99})b",
    r"(a(?R)?a)+b",
    r"(?(DEFINE)(?<q>(?&q)?a))(?&q)b",
    r"\p{L}+(\p{L}+)+\d",
    "(?i)" + "ß" * 4000,
    "(" * 2000 + "a" + ")*" * 2000,
    "." * (LONGEST + 1),
)


@pytest.mark.parametrize("pattern", FOREVER, ids=range(len(FOREVER)))
def test_a_pattern_made_to_take_for_ever_is_given_up(pattern: str) -> None:
    codes = {known(lambda text=text: found(text, pattern)) for text in TEXTS}  # type: ignore[misc]
    assert codes <= {None, FormsCode.PATTERN_TOO_SLOW, FormsCode.BAD_PATTERN}
    assert codes != {None}


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        (r"^\+?[0-9]{1,3}[ -]?\(?[0-9]{3}\)?( ?[0-9]{2,4}){2,4}$", "+255 754 123 456", True),
        (r"^[A-Z]{2}[0-9]{2}([ ]?[A-Z0-9]{4}){3,7}$", "DE89 3704 0044 0532", True),
        (r"^(?!0+$)[0-9]{10}$", "0000000000", False),
        (r"^[^@ ]+@[^@ ]+\.[a-z]{2,}$", "a@b.org", True),
        (r"^\(?ext\)?[0-9]+$", "(ext)12", True),
        (r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})$", "2026-11-22T12:00:00", True),
        (r"^.{0,10000}$", "a" * 10_000, True),
        (r"^[]()]{2}$", "](", True),
        ("|".join(f"A{number:02}" for number in range(100)), "xA99", True),
        (r"(?i)^yes$", "YES", True),
    ],
)
def test_patterns_people_write(pattern: str, text: str, is_found: bool) -> None:
    assert found(text, pattern) is is_found


@pytest.mark.parametrize("pattern", [r"(?x)( a ) # b", r"(a)(?#c){9}", r"(?V1)[[a]--[a]]", r"(a", r"\L<x>", r"a{2}{2}"])
def test_what_cannot_be_read_is_said(pattern: str) -> None:
    with pytest.raises(Known) as problem:
        found("a", pattern)
    assert problem.value.code is FormsCode.BAD_PATTERN


PIECE = st.sampled_from(["a", "b", ".", "[ab]", r"\w", "*", "+", "?", "|", "{9}", "{2,9}", "(", ")", "(?:", r"\1"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECE, max_size=14).map("".join))
def test_whatever_the_pattern_it_comes_to_an_end(pattern: str) -> None:
    assert known(lambda: found("ab" * 5000, pattern)) in (None, FormsCode.BAD_PATTERN, FormsCode.PATTERN_TOO_SLOW)


@pytest.mark.parametrize(("count", "code"), [(MOST_UNROLLED // 2, None), (MOST_UNROLLED + 1, "pattern-too-slow")])
def test_counts_are_written_out_before_they_are_believed(count: int, code: str | None) -> None:
    assert known(lambda: found("b", f"a{{{count}}}")) == code


def test_the_form_is_told_of_and_the_answer_kept() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | constraint | constraint_message |
        | | text | a | A | regex(., '^(([a-z])+.)+[A-Z]([a-z])+$') | Write a name |
        | | text | b | B | regex(., '^x$') | Write x |
    """)
    form["a"] = "a" * 10_000
    form["b"] = "y"
    assert form.wrong == {"a": "pattern", "b": "constraint"}
    assert [one.message for one in form.session.problems()] == ["", "Write x"]
    assert form.answers == {"a": "a" * 10_000, "b": "y"}
    form["a"] = "anna Ban"
    assert "a" not in form.wrong
