"""Types: which answers fit which question, and what a record keeps of them.

TY1  Each type takes its own answers and tells all others.
TY2  A record keeps whole numbers, decimals, lists of codes, attachments and texts, each as what it is.
TY3  What does not fit stays in the draft and does not count.
TY4  Files count only when there is an attachment of that name; a text that looks like one stays a text.
TY5  Questions about the device and its owner are never asked and stay empty; hidden fields take what they are given.
TY6  A text too long to keep, or with half a character in it, does not fit.
TY7  A date nobody is sure of fits where the form asks for one.
"""

from decimal import Decimal

import pytest

from records.values import LONGEST_TEXT
from tests.support.filling import Scenario, blob, session_of

TYPES = """
    | survey |
    | | type | name | label | appearance |
    | | text | text | T | |
    | | text | long | L | multiline |
    | | text | when | W | when |
    | | integer | integer | I | |
    | | decimal | decimal | D | |
    | | date | date | D | |
    | | time | time | T | |
    | | dateTime | dateTime | DT | |
    | | geopoint | geopoint | G | |
    | | geotrace | geotrace | G | |
    | | geoshape | geoshape | G | |
    | | barcode | barcode | B | |
    | | file | file | F | |
    | | image | image | F | |
    | | audio | audio | F | |
    | | video | video | F | |
"""

FITTING = {
    "text": ["x", " ", "a\nb", "é", "123"],
    "integer": ["0", "-5", "+7", "007", "123456789012345"],
    "decimal": ["0", "-5.5", ".5", "5.", "+1.25"],
    "date": ["2026-11-22", "2024-02-29", "0001-01-01"],
    "time": ["06:30", "23:59:59", "06:30:00.000+02:00", "06:30:00Z"],
    "dateTime": ["2026-11-22T06:30", "2026-11-22T06:30:00.000+02:00", "2026-11-22T06:30:00Z"],
    "geopoint": ["-1.5 29.25", "90 180 1000 5", "0 0 -5.5 0"],
    "geotrace": ["1 2; 3 4", "1 2 0 0;3 4 0 0;"],
    "geoshape": ["1 2; 3 4; 5 6; 1 2", "1 2 0 0;3 4 0 0;5 6 0 0;1 2 7 7;"],
    "barcode": ["4006381333931"],
    "when": ["2026-11-22", "2026-11~", "2026?", "2026-11-18/2026-11-20"],
}
NOT_FITTING = {
    "integer": ["1.5", "x", "1e5", "1 000", "١٢", "1234567890123456", "--1", " 1"],
    "decimal": ["x", "1e5", "1,5", "NaN", "Infinity", ".", "1.2.3"],
    "date": ["22.11.2026", "2026-13-01", "2025-02-29", "20261122", "2026-W47-7", "2026-11-22T00:00", "2026-11"],
    "time": ["6:30", "25:00", "06", "0630", "06:30 PM"],
    "dateTime": ["2026-11-22", "2026-11-22 06:30", "20261122T063000", "2026-11-22T25:00"],
    "geopoint": ["x", "1", "91 0", "0 181", "1 2; 3 4", "1.2.3 4", "1 2 3 4 5"],
    "geotrace": ["1 2", "1 2; x", "1 2; 3 200"],
    "geoshape": ["1 2; 3 4; 1 2", "1 2; 3 4; 5 6; 7 8"],
    "when": ["soon", "2026-13", "2026-11-20/2026-11-18", "2026-11-22/"],
}


@pytest.mark.parametrize(("name", "answer"), [(name, one) for name, several in FITTING.items() for one in several])
def test_ty1_what_fits(name: str, answer: str) -> None:
    form = Scenario(TYPES)
    form[name] = answer
    assert form.wrong == {}
    assert name in form.answers


@pytest.mark.parametrize(("name", "answer"), [(name, one) for name, several in NOT_FITTING.items() for one in several])
def test_ty1_ty3_what_does_not_fit(name: str, answer: str) -> None:
    form = Scenario(TYPES)
    form[name] = answer
    assert form.wrong == {name: "kind"}
    assert form.answers == {}
    assert form.draft == {name: answer}
    assert session_of(form.form, form.session.draft_answers()).value(name) == answer


def test_ty2_what_a_record_keeps() -> None:
    form = Scenario(TYPES)
    form["integer"], form["decimal"], form["text"], form["geopoint"] = "007", "1.50", "007", "1 2"
    assert form.answers == {"integer": 7, "decimal": Decimal("1.50"), "text": "007", "geopoint": "1 2"}
    assert [type(form.answers[name]) for name in ("integer", "decimal")] == [int, Decimal]
    again = session_of(form.form, form.session.answers())
    assert again.answers() == form.session.answers()


def test_ty4_files() -> None:
    form = Scenario(TYPES)
    form["image"] = blob()
    form["text"] = blob().name
    form["audio"] = "RECORDING.mp3"
    assert form.wrong == {"audio": "kind"}
    assert form.answers == {"image": blob(), "text": blob().name}
    assert form.session.blob("image") == blob()
    again = session_of(form.form, form.session.draft_answers())
    assert (again.blob("image"), again.answers()) == (blob(), form.session.answers())
    form["image"] = None
    assert "image" not in form.answers


METADATA = """
    | survey |
    | | type | name | label | calculation |
    | | start | start | | |
    | | end | end | | |
    | | today | today | | |
    | | deviceid | deviceid | | |
    | | username | username | | |
    | | phonenumber | phonenumber | | |
    | | email | email | | |
    | | audit | | | |
    | | start-geopoint | first_place | | |
    | | background-audio | listening | | |
    | | hidden | hidden | | |
    | | text | a | A | |
    | | calculate | seen | | concat(${start}, ${today}, ${deviceid}, ${username}, ${phonenumber}, ${a}) |
"""


def test_ty5_the_device_and_its_owner_are_nobodys_business() -> None:
    form = Scenario(METADATA)
    assert form.asked == ["a"]
    form["a"] = "x"
    form["hidden"] = "h"
    assert form.answers == {"a": "x", "hidden": "h", "seen": "x"}
    assert form.wrong == {}


def test_ty5_nothing_is_required_of_what_is_never_asked() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | required | calculation | constraint |
        | | hidden | hidden | | yes | | . = 'x' |
        | | calculate | empty | | yes | '' | |
        | | text | a | A | | | |
    """)
    assert form.wrong == {}


def test_ty6_texts_nobody_can_keep() -> None:
    form = Scenario(TYPES)
    form["text"] = "x" * LONGEST_TEXT
    assert form.wrong == {}
    for text in ("x" * (LONGEST_TEXT + 1), "half a character \ud83d", "nothing \0 here"):
        form["text"] = text
        assert form.wrong == {"text": "kind"}
        assert form.answers == {}
