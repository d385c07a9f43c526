"""Promises: JSON, JSON lines and CSV say a thing in one way only; what could be read in two is refused with its row."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answer_files import LARGEST, FileKind, Row, read_answers
from forms.errors import FormsCode
from records.errors import Known
from tests.support.filling import known


def read(text: str, kind: FileKind) -> list[Row]:
    return read_answers(text.encode(), kind)


def test_json_one_record_or_several() -> None:
    assert read('{"a": 1, "g": {"b": [true, null]}}', FileKind.JSON) == [Row(1, {"a": 1, "g": {"b": [True, None]}})]
    assert read('[{"a": "x"}, {"a": 1.50}]', FileKind.JSON) == [Row(1, {"a": "x"}), Row(2, {"a": Decimal("1.50")})]


def test_json_lines_are_numbered_as_lines() -> None:
    assert read('{"a": 1}\n\n{"a": 2}\r\n', FileKind.JSON_LINES) == [Row(1, {"a": 1}), Row(3, {"a": 2})]


def test_csv_rows_are_numbered_as_a_spreadsheet_does() -> None:
    text = 'story,when\r\n"two\nlines, and a ""comma""",2026\r\n,\r\nshort\r\n'
    assert read(text, FileKind.CSV) == [
        Row(2, {"story": 'two\nlines, and a "comma"', "when": "2026"}),
        Row(4, {"story": "short"}),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_any_country_writes_it(separator: str) -> None:
    text = separator.join("ab") + "\n" + separator.join(["x", '"1,5; no"']) + "\n"
    assert read(text, FileKind.CSV) == [Row(2, {"a": "x", "b": "1,5; no"})]


@pytest.mark.parametrize("kind", FileKind)
def test_a_mark_at_the_beginning_is_passed_over(kind: FileKind) -> None:
    text = "a\n1\n" if kind is FileKind.CSV else '{"a": "1"}'
    raw = b"\xef\xbb\xbf" + text.encode()
    assert [row.answers for row in read_answers(raw, kind)] == [{"a": "1"}]


REFUSED = {
    "a name twice": ('{"a": 1, "a": 2}', FileKind.JSON, "name-twice", 0),
    "a name twice deep inside": ('{"a": 1}\n{"g": [{"a": 1, "a": 2}]}', FileKind.JSON_LINES, "name-twice", 2),
    "NaN": ('{"a": NaN}', FileKind.JSON, "not-a-number", 0),
    "infinity": ('{"a": -Infinity}', FileKind.JSON, "not-a-number", 0),
    "endless digits": ('{"a": ' + "9" * 5000 + "}", FileKind.JSON, "not-a-number", 0),
    "half a character": ('{"a": "\\ud83d"}', FileKind.JSON, "not-utf-8", 0),
    "half a character in a name": ('{"\\uD83D": 1}', FileKind.JSON, "not-utf-8", 0),
    "no JSON": ("{a: 1}", FileKind.JSON, "not-json", 0),
    "JSON and more": ('{"a": 1} x', FileKind.JSON, "not-json", 0),
    "brackets without end": ("[" * 100_000, FileKind.JSON, "not-json", 0),
    "a line of no JSON": ('{"a": 1}\n{', FileKind.JSON_LINES, "not-json", 2),
    "a number": ("7", FileKind.JSON, "not-a-record", 1),
    "a list of texts": ('[{"a": 1}, "x"]', FileKind.JSON, "not-a-record", 2),
    "nothing": ("", FileKind.JSON_LINES, "empty", 0),
    "an empty list": ("[]", FileKind.JSON, "empty", 0),
    "a header alone": ("a,b\n", FileKind.CSV, "empty", 0),
    "a column twice": ("a,b,a\n1,2,3\n", FileKind.CSV, "name-twice", 1),
    "more cells than columns": ("a,b\n1,2\n1,2,3\n", FileKind.CSV, "not-a-table", 3),
    "a cell without a column": ("a,\n1,2\n", FileKind.CSV, "not-a-table", 2),
    "a quote left open": ('a,b\n"1,2\n', FileKind.CSV, "not-a-table", 2),
    "a quote in between": ('a\n"x"y\n', FileKind.CSV, "not-a-table", 2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_be_read_in_two_ways_is_refused(name: str) -> None:
    text, kind, why, row = REFUSED[name]
    with pytest.raises(Known) as problem:
        read_answers(text.encode(), kind, "answers.x")
    assert problem.value.code is FormsCode.ANSWERS_UNREADABLE
    assert problem.value.facts == {"path": "answers.x", "row": row, "why": why}


@pytest.mark.parametrize("kind", FileKind)
@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ('{"a": "é"}'.encode("latin-1"), "not-utf-8"),
        ("a\n1\n".encode("utf-16"), "not-utf-8"),
        (bytes(LARGEST + 1), "too-large"),
    ],
)
def test_other_bytes_are_refused(kind: FileKind, raw: bytes, why: str) -> None:
    with pytest.raises(Known) as problem:
        read_answers(raw, kind)
    assert problem.value.facts["why"] == why


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80) | st.text('{}[]",:ab1. \n;', max_size=60).map(str.encode), st.sampled_from(FileKind))
def test_no_bytes_break_anything(raw: bytes, kind: FileKind) -> None:
    assert known(lambda: read_answers(raw, kind)) in (None, FormsCode.ANSWERS_UNREADABLE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc/[1]", max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(st.text("abc", min_size=1, max_size=3), JSON, max_size=3), min_size=1, max_size=4))
def test_json_is_read_as_it_is_written(records: list[dict[str, object]]) -> None:
    whole = read(json.dumps(records, ensure_ascii=False), FileKind.JSON)
    lines = read("\n".join(json.dumps(record) for record in records), FileKind.JSON_LINES)
    assert [row.answers for row in whole] == [row.answers for row in lines] == records
