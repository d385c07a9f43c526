"""ODK's functions where its own cases leave off: chance, signatures, calendars, rows, bad input.

1. `randomize` only changes the order; the same seed always gives the same one; without a seed the environment decides.
2. A text comes out of `extract-signed` only when the key signed exactly it.
3. `format-date` uses the names the environment gives.
4. What a function cannot do it refuses with a code, or answers as ODK does; nothing else is raised.
"""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from math import isnan
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import FormsCode
from forms.xpath.compiling import compile_expression
from forms.xpath.functions.chance import MOST_LETTERS, base64_decode, extract_signed
from forms.xpath.functions.geography import area, distance, geofence
from forms.xpath.functions.numbers import power, round_to
from forms.xpath.functions.text import substr, substring
from forms.xpath.nodes import Calendar, Context
from forms.xpath.parsing import parse
from records.errors import Known
from tests.support.xml_nodes import Surroundings, read_xml

ROWS = "<data>" + "".join(f"<row><n>{number}</n></row>" for number in range(1, 8)) + "<x/><row><n>8</n></row></data>"
FRENCH = Calendar(
    ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
)


def context(seed: int = 1, path: str = "/*[1]") -> Context:
    document = read_xml(ROWS)
    environment = Surroundings(document, document, datetime(2026, 11, 22, 23, tzinfo=UTC), UTC, Random(seed))
    return Context(document.at(path), environment)


def text(expression: str, place: Context | None = None) -> str:
    return compile_expression(parse(expression)).as_string(place or context())


def numbers(expression: str, place: Context) -> list[str]:
    return [node.text for node in compile_expression(parse(expression)).as_nodes(place)]


@settings(max_examples=60, deadline=None)
@given(st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text("abc é", max_size=5))
def test_a_seed_always_gives_the_same_order(seed: float | str) -> None:
    written = f"'{seed}'" if isinstance(seed, str) else f"number('{seed:f}')"
    first, second = (numbers(f"randomize(/data/row/n, {written})", context(chance)) for chance in (1, 2))
    assert first == second
    assert sorted(first) == sorted("12345678")


def test_without_a_seed_the_environment_decides() -> None:
    orders = {tuple(numbers("randomize(/data/row/n)", context(chance))) for chance in range(20)}
    assert len(orders) > 10
    assert all(sorted(order) == sorted("12345678") for order in orders)


def test_a_row_counts_rows_of_its_name_alone() -> None:
    assert text("position(..)", context(path="/*[1]/*[9]/*[1]")) == "8"
    assert text("position(/data/x)") == "1"
    assert text("position(/data)") == "1"
    assert isnan(compile_expression(parse("position(/nowhere)")).as_number(context()))


def test_a_text_is_believed_only_when_the_key_signed_it() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    message = "né à Goma".encode()
    signed = key.sign(message) + message
    assert extract_signed(base64.b64encode(signed).decode(), public) == "né à Goma"
    for place in range(0, len(signed), 7):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert extract_signed(base64.b64encode(changed).decode(), public) == ""
    other = base64.b64encode(bytes(range(32))).decode()
    assert extract_signed(base64.b64encode(signed).decode(), other) == ""
    for nothing in ("", "!", "AAAA"):
        assert extract_signed(nothing, public) == ""
        assert extract_signed(base64.b64encode(signed).decode(), nothing) == ""


@pytest.mark.parametrize("broken", ["", "A", "not base64!", "é"])
def test_what_is_no_base64_is_nothing(broken: str) -> None:
    assert base64_decode(broken) == ""


def test_dates_are_written_with_the_names_given() -> None:
    place = context()
    assert text("format-date('2026-08-02', '%a %e %b %y, %n')", place) == "Sun 2 Aug 26, 8"
    assert isinstance(place.environment, Surroundings)
    place.environment = replace(place.environment, calendar=FRENCH)
    assert text("format-date('2026-08-02', '%a %e %b %Y')", place) == "dim. 2 août 2026"
    assert text("format-date-time(now(), '%Y-%m-%d %H:%M:%S.%3 %h %x%')", place) == "2026-11-22 23:00:00.000 23 %x%"
    assert text("format-date('22 November', '%Y')", place) == ""


def test_today_is_the_local_day() -> None:
    place = context()
    assert text("today()", place) == "2026-11-22"
    assert isinstance(place.environment, Surroundings)
    place.environment = replace(place.environment, time=datetime.fromisoformat("2026-11-23T05:00:00+07:00"))
    assert text("concat(today(), ' ', now())", place) == "2026-11-22 2026-11-22T22:00:00.000+00:00"


def test_chance_comes_from_the_environment_alone() -> None:
    for expression in ("random()", "uuid()", "uuid(50)", "randomize(/data/row/n)"):
        assert text(expression, context(5)) == text(expression, context(5))
    assert len(text("uuid(50)")) == 50
    assert text("uuid(-1)") == ""


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("digest('a', 'SHA-9')", FormsCode.UNKNOWN_DIGEST),
        ("digest('a', 'MD5', 'octal')", FormsCode.UNKNOWN_DIGEST),
        ("regex('a', '(')", FormsCode.BAD_PATTERN),
        ("regex('a', '{')", None),
        ("distance('0 0')", FormsCode.NOT_A_PLACE),
        ("distance('0 0', '91 0')", FormsCode.NOT_A_PLACE),
        (f"uuid({MOST_LETTERS + 1})", FormsCode.TOO_MANY_LETTERS),
        ("uuid('a')", FormsCode.TOO_MANY_LETTERS),
    ],
)
def test_what_a_function_cannot_do_it_refuses(expression: str, code: FormsCode | None) -> None:
    if code is None:
        assert text(expression) == "false"
        return
    with pytest.raises(Known) as refused:
        text(expression)
    assert refused.value.code is code


PLACES = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


@given(st.lists(PLACES, min_size=3, max_size=6))
def test_a_way_is_as_long_backwards_and_a_shape_as_large(places: list[tuple[float, float]]) -> None:
    shape = ";".join(f"{latitude:f} {longitude:f} 0 0" for latitude, longitude in places)
    back = ";".join(f"{latitude:f} {longitude:f}" for latitude, longitude in reversed(places))
    assert distance([shape]) == pytest.approx(distance(back.split(";")), abs=0.02)
    # half the earth there and back is nothing but rounding: a square metre of 510 million million
    assert area([shape]) == pytest.approx(area([back]), rel=1e-9, abs=1)
    assert area([shape + ";"]) == area([shape])


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(1.01, 5))
def test_a_fence_holds_what_is_inside(north: float, east: float, beyond: float) -> None:
    fence = "0 0;0 1;1 1;1 0;0 0"
    assert geofence(f"{north} {east} 0 0", fence)
    assert not geofence(f"{north} {beyond}", fence)
    assert not geofence(f"-{beyond} {east}", fence)
    assert not geofence(f"{north} {east};{north} {east}", fence)


@given(st.text("abcde", max_size=6), st.integers(-8, 8), st.integers(-8, 8))
def test_substr_cuts_as_python_does(letters: str, start: int, end: int) -> None:
    assert substr(letters, float(start), float(end)) == letters[start:end]
    assert substr(letters, start + (-0.5 if start < 0 else 0.5)) == letters[start:]


@given(st.text("abcde", max_size=6), st.floats(), st.floats() | st.none())
def test_substring_keeps_the_letters_the_specification_says(letters: str, start: float, length: float | None) -> None:
    def rounded(number: float) -> float:
        return number if number in (float("inf"), float("-inf")) or isnan(number) else (number + 0.5) // 1

    kept = [
        letter
        for place, letter in enumerate(letters, start=1)
        if place >= rounded(start) and (length is None or place < rounded(start) + rounded(length))
    ]
    assert substring(letters, start, length) == "".join(kept)


@given(st.floats(), st.floats())
def test_powers_never_raise(base: float, exponent: float) -> None:
    assert isinstance(power(base, exponent), float)
    assert isinstance(round_to(base, exponent), float)


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [(1250.0, -2.0, 1300.0), (1e300, 50.0, 1e300), (5.0, -400.0, 0.0), (2.5, 0.0, 3.0), (-2.5, 0.0, -3.0)],
)
def test_rounding_goes_both_ways_of_the_point(number: float, decimals: float, rounded: float) -> None:
    assert round_to(number, decimals) == rounded


def test_an_answer_stays_once_it_is_given() -> None:
    place = context(path="/*[1]/*[8]")
    assert text("once(1 + 1)", place) == "2"
    assert text("once(1 div 0)", context(path="/*[1]/*[1]/*[1]")) == "1"


@pytest.mark.parametrize(
    ("answers", "choice", "chosen"),
    [("", "", True), ("a", "", False), ("a  b", " b ", True), ("ab", "a", False), ("a b", "a b", False)],
)
def test_a_choice_is_selected_as_a_whole(answers: str, choice: str, chosen: bool) -> None:
    assert compile_expression(parse(f"selected('{answers}', '{choice}')")).as_boolean(context()) is chosen
