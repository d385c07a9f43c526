"""Promises: checking a form says what it holds; trying answers on it says every value, condition and problem, rows by
position, and whatever the answers are, a result comes of it that JSON can hold.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import shipped
from forms.answer_files import FileKind, Row, read_answers
from forms.checking import functions
from forms.exporting import library_sheets
from forms.program import Program
from forms.rows import survey_rows
from forms.storing import schema_of
from forms.trying import check_form, try_form
from tests.support.filling import compiled, surroundings

FORM = compiled("""
    | survey |
    | | type | name | label::English (en) | label::French (fr) | relevant | calculation | required | constraint | constraint_message::English (en) |
    | | integer | n | N | N | | | yes | . < 10 | Too many. |
    | | begin group | g | G | G | ${n} > 1 | | | | |
    | | begin repeat | r | R | R | | | | | |
    | | decimal | d | D | D | | | | | |
    | | calculate | twice | | | | ${d} * 2 | | | |
    | | end repeat | | | | | | | | |
    | | end group | | | | | | | | |
    | | calculate | total | | | | sum(${twice}) | | | |
    | | note | said | It is ${total}. | C'est ${total}. | | | | | |
    | settings |
    | | form_id | form_title |
    | | f | A form |
""")


def tried(text: str) -> dict[str, dict[str, object]]:
    row = read_answers(text.encode(), FileKind.JSON)[0]
    rows = iter(f"row{number}" for number in range(99))
    found = try_form(Program(FORM), row, surroundings(), lambda: next(rows))
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def test_what_a_form_holds() -> None:
    assert check_form(FORM) == {
        "id": "f",
        "title": "A form",
        "version": schema_of(FORM).version,
        "questions": 2,
        "groups": 1,
        "repeats": 1,
        "languages": ["English (en)", "French (fr)"],
        "functions": ["sum", "true"],
        "problems": [],
    }


@pytest.mark.parametrize("name", shipped.names())
def test_our_own_forms_can_be_checked(name: str) -> None:
    found = check_form(shipped.program(name).form)
    kinds = [row.kind.partition(" ")[0] for row in survey_rows(library_sheets(name))]
    assert found["questions"] == sum(
        not kind.startswith(("begin_", "end_", "note", "calculate", "hidden")) for kind in kinds
    )
    assert found["version"] == shipped.schema(name).version


def test_functions_are_found_wherever_they_are_called() -> None:
    form = compiled("""
        | survey |
        | | type | name | label | constraint | constraint_message | default | choice_filter | trigger | calculation |
        | | text | a | A | regex(., 'x') | not(${b}) | concat(uuid(), now()) | | | |
        | | select_one x | b | B | | | | starts-with(name, 'x') and of = max(1, 2) | | |
        | | text | c | C | | | | | ${a} | abs(1) |
        | choices |
        | | list_name | name | label | of |
        | | x | p | P | 1 |
    """)
    called = ("abs", "concat", "instance", "max", "now", "regex", "starts-with", "true", "uuid")
    assert functions(form) == called


def test_values_conditions_and_nothing_wrong() -> None:
    assert tried('{"n": 2, "g": {"r": [{"d": 1.5}, {}]}}') == {
        "values": {
            "n": 2,
            "g/r[1]/d": "1.5",
            "g/r[1]/twice": "3",
            "g/r[2]/d": None,
            "g/r[2]/twice": None,
            "total": None,
        }
        | {"said": None},
        "relevant": {"n": True, "g": True, "g/r[1]": True, "g/r[1]/d": True, "g/r[1]/twice": True}
        | {"g/r[2]": True, "g/r[2]/d": True, "g/r[2]/twice": True, "total": True, "said": True},
        "problems": [],
    }


def test_what_is_not_relevant_has_no_value() -> None:
    found = tried('{"n": 1}')
    assert (found["relevant"]["g"], found["relevant"]["g/r[1]/d"]) == (False, False)
    assert found["values"]["g/r[1]/d"] is None


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ('{"zz": 1, "n": 1}', {"path": "zz", "code": "answer-unknown-question", "message": ""}),
        ('{"n": "x"}', {"path": "n", "code": "answer-wrong-kind", "message": ""}),
        ("{}", {"path": "n", "code": "required", "message": ""}),
        ('{"n": 11}', {"path": "n", "code": "constraint", "message": "Too many."}),
        ('{"n": 1, "g/r[1]/d": 1}', {"path": "g/r[1]/d", "code": "answer-not-asked", "message": ""}),
        ('{"n": 2, "g/r[1]/d": 1, "total": 3}', {"path": "total", "code": "calculated", "message": ""}),
    ],
)
def test_every_problem_has_a_path_and_a_code(answers: str, problem: dict[str, str]) -> None:
    assert problem in tried(answers)["problems"]


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text("ab1. \ud800\0", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["n", "g", "r", "d", "g/r[2]/d", "r[1]", "", "[", "g/r[0]", "said"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["n", "g", "g/r", "g/r[3]/d", "total", "x", "n/n", "g/r[1]"]), ANSWERS, max_size=4)
)
def test_whatever_the_answers_are_a_result_comes_of_it(answers: dict[str, object]) -> None:
    rows = iter(f"row{number}" for number in range(99))
    found = try_form(Program(FORM), Row(1, answers), surroundings(), lambda: next(rows))  # type: ignore[arg-type]
    assert set(json.loads(json.dumps(found))) == {"values", "relevant", "problems"}
