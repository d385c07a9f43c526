"""Promises: answers from outside are taken only as the form would take them from a person, and the first thing wrong is
named with row and column; what goes out can come in again.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from forms.answer_files import FileKind, Plain, Row, read_answers
from forms.answers import as_json, fill, nested, problems_of
from forms.errors import FormsCode
from forms.model import Sort
from forms.session import Session
from records.errors import Known
from records.values import Answers, template
from tests.support.filling import KINGA, blob, compiled, session_of
from tests.support.random_forms import VALUES, random_form

FORM = compiled(
    """
    | survey |
    | | type | name | label | relevant | constraint | constraint_message | calculation | required | default | readonly | repeat_count | appearance | trigger | bind::kinga:class |
    | | text | story | Story | | | | | yes | | | | multiline | | |
    | | select_one yn | hurt | Hurt | | | | | | no | | | | | |
    | | select_multiple means | means | Means | ${hurt} = 'yes' | | | | | | | | | | |
    | | begin group | place | Place | | | | | | | | | | | |
    | | text | where | Where | | | | | | | | | | | |
    | | geopoint | point | Point | | | | | | | | | | | |
    | | end group | | | | | | | | | | | | | | |
    | | date | day | Day | | . <= today() | Not yet. | | | | | | | | |
    | | decimal | size | Size | | . > 0 | | | | | | | | | |
    | | acknowledge | sure | Sure | | | | | | | | | | | |
    | | image | picture | Picture | | | | | | | | | | | |
    | | integer | n | N | | | | | | | | | | | |
    | | begin repeat | victims | Victims | | | | | | | | | | | |
    | | integer | age | Age | | . < 120 | | | yes | | | | | | |
    | | text | school | School | ${age} < 18 | | | | | | | | | | |
    | | image | photo | Photo | | | | | | | | | | | |
    | | end repeat | | | | | | | | | | | | | | |
    | | begin repeat | counted | Counted | | | | | | | | ${n} | | | |
    | | text | word | Word | | | | | | | | | | | |
    | | end repeat | | | | | | | | | | | | | | |
    | | calculate | total | | | | | sum(${age}) | | | | | | | |
    | | calculate | at | | | | | now() | | | | | | | |
    | | text | fixed | Fixed | | | | | | as it is | yes | | | | |
    | | text | copied | Copied | | | | ${fixed} | | | | | | ${n} | |
    | | select_one yn | secret | Secret | | | | | | | | | | | protected |
    | choices |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
    | | means | 1 | Knife |
    | | means | gun | Gun |
"""
    + KINGA
)

GOOD: dict[str, Any] = {"story": "What happened.", "victims": [{"age": 30}]}


def filled(answers: dict[str, Any], **files: Any) -> Session:
    session = session_of(FORM)
    fill(session, Row(7, answers), files)
    return session


def refusal(answers: dict[str, Any], **files: Any) -> Known:
    with pytest.raises(Known) as problem:
        filled(answers, **files)
    return problem.value


def out(session: Session) -> dict[str, Any]:
    found = nested(session.form, session.answers())
    found.pop("at")
    return found


def test_groups_are_objects_and_repeats_are_lists() -> None:
    given_answers = {
        "story": "One\nTwo",
        "hurt": "yes",
        "means": ["gun", "1"],
        "place": {"where": "At the well", "point": "1 2"},
        "day": "2026-11-20",
        "size": "2.50",
        "sure": "OK",
        "n": 2,
        "victims": [{"age": 10, "school": "Here"}, {"age": 40}],
        "counted": [{}, {"word": "second"}],
        "total": "50",
        "fixed": "as it is",
        "copied": "mine",
    }
    assert out(filled(given_answers)) == given_answers
    assert out(filled(out(filled(given_answers)))) == given_answers


WAYS: list[dict[str, Any]] = [
    {"place/where": "W", "victims[1]/age": 4, "victims[2]/age": "5"},
    {"place": {"where": "W"}, "victims[2]/age": 5, "victims[1]": {"age": "4"}},
    {"where": "W", "victims": [{"age": 4}, {"age": 5}]},
]


@pytest.mark.parametrize("way", WAYS)
def test_one_answer_has_several_names(way: dict[str, Any]) -> None:
    session = filled({"story": "S", **way})
    assert (out(session)["place"], out(session)["victims"]) == ({"where": "W"}, [{"age": 4}, {"age": 5}])


@pytest.mark.parametrize("way", ["1 gun", "gun  1", ["1", "gun"], [1, "gun"], " gun 1 "])
def test_codes_are_a_list_or_a_text(way: Plain) -> None:
    assert set(out(filled({**GOOD, "hurt": "yes", "means": way}))["means"]) == {"1", "gun"}


def test_defaults_stand_where_nothing_is_said() -> None:
    assert out(filled(GOOD))["hurt"] == "no"
    assert "hurt" not in out(filled({**GOOD, "hurt": None}))
    assert "hurt" not in out(filled({**GOOD, "hurt": ""}))


def test_a_list_says_how_many_rows_there_are() -> None:
    assert "victims" not in out(filled({"story": "S", "victims": []}))
    assert refusal({"story": "S"}).facts["column"] == "victims[1]/age"


def test_numbers_and_truth_as_json_has_them() -> None:
    text = '{"story": "S", "victims": [{"age": 30.0}], "size": 1.250, "sure": true, "n": 1, "counted": [{"word": 5}]}'
    session = session_of(FORM)
    fill(session, read_answers(text.encode(), FileKind.JSON)[0])
    found = out(session)
    assert (found["size"], found["sure"], found["n"], found["victims"], found["counted"]) == (
        "1.250",
        "OK",
        1,
        [{"age": 30}],
        [{"word": "5"}],
    )


def test_a_table_by_names_and_paths() -> None:
    table = b"story;where;victims[1]/age;hurt\r\nS;W;30;yes\r\nT;;;\r\n"
    first, second = read_answers(b"\xef\xbb\xbf" + table, FileKind.CSV)
    session = session_of(FORM)
    fill(session, first)
    assert out(session)["place"] == {"where": "W"}
    with pytest.raises(Known) as problem:
        fill(session_of(FORM), second)
    assert problem.value.facts == {"row": 3, "column": "victims[1]/age", "why": "required", "message": ""}


def test_files_come_beside() -> None:
    session = filled(
        GOOD | {"victims": [{"age": 1}, {"age": 2}]}, **{"picture": blob(), "victims[2]/photo": blob("Z" * 16)}
    )
    assert session.blob("picture") == blob()
    assert out(session)["victims"] == [{"age": 1}, {"age": 2, "photo": "Z" * 16}]
    again = session_of(FORM)
    fill(again, Row(1, out(session)), {"picture": blob(), "victims[2]/photo": blob("Z" * 16)})
    assert again.blob(f"{again.rows('victims')[1]}/photo") == blob("Z" * 16)


REFUSED: dict[str, tuple[dict[str, Any], FormsCode, dict[str, Any]]] = {
    "an unknown question": (GOOD | {"zz": 1}, FormsCode.ANSWER_UNKNOWN_QUESTION, {"column": "zz"}),
    "an unknown question in a row": (
        GOOD | {"victims": [{"age": 1}, {"height": 2}]},
        FormsCode.ANSWER_UNKNOWN_QUESTION,
        {"column": "victims[2]/height"},
    ),
    "a row without a number": (GOOD | {"victims/age": 1}, FormsCode.ANSWER_UNKNOWN_QUESTION, {"column": "victims/age"}),
    "a name in a row alone": (GOOD | {"age": 1}, FormsCode.ANSWER_UNKNOWN_QUESTION, {"column": "age"}),
    "a number where no rows are": (GOOD | {"place[1]/where": "x"}, FormsCode.ANSWER_UNKNOWN_QUESTION, {}),
    "a row far away": (GOOD | {"victims[99999]/age": 1}, FormsCode.ANSWER_UNKNOWN_QUESTION, {}),
    "bookkeeping": (GOOD | {"meta/instanceID": "x"}, FormsCode.ANSWER_UNKNOWN_QUESTION, {}),
    "no name at all": (GOOD | {"": "x"}, FormsCode.ANSWER_UNKNOWN_QUESTION, {"column": ""}),
    "a wrong choice": (
        GOOD | {"hurt": "perhaps"},
        FormsCode.ANSWER_WRONG_CHOICE,
        {"column": "hurt", "value": "perhaps"},
    ),
    "a wrong choice among several": (
        GOOD | {"hurt": "yes", "means": "gun axe"},
        FormsCode.ANSWER_WRONG_CHOICE,
        {"value": "gun axe"},
    ),
    "a wrong choice that may be a secret": (GOOD | {"secret": "Anna"}, FormsCode.ANSWER_WRONG_CHOICE, {"value": ""}),
    "a bad date": (GOOD | {"day": "20.11.2026"}, FormsCode.ANSWER_WRONG_KIND, {"column": "day", "kind": "date"}),
    "a text for a number": (GOOD | {"n": "two"}, FormsCode.ANSWER_WRONG_KIND, {"column": "n", "kind": "integer"}),
    "half a number": (GOOD | {"n": Decimal("1.5")}, FormsCode.ANSWER_WRONG_KIND, {"kind": "integer"}),
    "truth for a text": (GOOD | {"story": True}, FormsCode.ANSWER_WRONG_KIND, {"kind": "long-text"}),
    "truth for a choice": (GOOD | {"hurt": True}, FormsCode.ANSWER_WRONG_KIND, {"kind": "choice"}),
    "a list for a text": (GOOD | {"story": ["a"]}, FormsCode.ANSWER_WRONG_KIND, {}),
    "a code with a gap": (GOOD | {"means": ["g un"]}, FormsCode.ANSWER_WRONG_KIND, {"kind": "choices"}),
    "an object for a question": (GOOD | {"story": {"x": 1}}, FormsCode.ANSWER_UNKNOWN_QUESTION, {"column": "story/x"}),
    "a text for a group": (GOOD | {"place": "x"}, FormsCode.ANSWER_WRONG_KIND, {"kind": "group"}),
    "a text for rows": (GOOD | {"victims": "x"}, FormsCode.ANSWER_WRONG_KIND, {"kind": "repeat"}),
    "a name for a file": (GOOD | {"picture": "me.jpg"}, FormsCode.ANSWER_WRONG_KIND, {"kind": "file"}),
    "not asked": (GOOD | {"means": "gun"}, FormsCode.ANSWER_NOT_ASKED, {"column": "means"}),
    "not asked in a row": (
        GOOD | {"victims": [{"age": 30, "school": "x"}]},
        FormsCode.ANSWER_NOT_ASKED,
        {"column": "victims[1]/school"},
    ),
    "more rows than are counted": (GOOD | {"n": 1, "counted[2]/word": "x"}, FormsCode.ANSWER_NOT_ASKED, {}),
    "nothing where something must be": (
        {"victims": []},
        FormsCode.ANSWER_REFUSED,
        {"column": "story", "why": "required"},
    ),
    "a constraint": (
        GOOD | {"day": "2026-12-01"},
        FormsCode.ANSWER_REFUSED,
        {"column": "day", "why": "constraint", "message": "Not yet."},
    ),
    "a constraint in a row": (
        {"story": "S", "victims": [{"age": 1}, {"age": 130}]},
        FormsCode.ANSWER_REFUSED,
        {"column": "victims[2]/age", "why": "constraint"},
    ),
    "another total": (GOOD | {"total": 31}, FormsCode.ANSWER_REFUSED, {"column": "total", "why": "calculated"}),
    "what can only be read": (GOOD | {"fixed": "x"}, FormsCode.ANSWER_REFUSED, {"column": "fixed", "why": "readonly"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_form_would_not_take_is_refused(name: str) -> None:
    answers, code, facts = REFUSED[name]
    problem = refusal(answers)
    assert problem.code is code
    assert problem.facts["row"] == 7
    assert {fact: problem.facts[fact] for fact in facts} == facts


def test_a_file_for_another_question_is_refused() -> None:
    assert refusal(GOOD, story=blob()).facts["kind"] == "long-text"
    assert refusal(GOOD, nothing=blob()).code is FormsCode.ANSWER_UNKNOWN_QUESTION


def test_everything_wrong_is_named_at_once() -> None:
    session = session_of(FORM)
    found = problems_of(session, Row(1, {"zz": 1, "day": "x", "means": "gun", "victims": [{"age": 130}]}))
    assert [(one.code, one.facts["column"]) for one in found] == [
        (FormsCode.ANSWER_UNKNOWN_QUESTION, "zz"),
        (FormsCode.ANSWER_WRONG_KIND, "day"),
        (FormsCode.ANSWER_NOT_ASKED, "means"),
        (FormsCode.ANSWER_REFUSED, "story"),
        (FormsCode.ANSWER_REFUSED, "victims[1]/age"),
    ]


def test_the_clock_may_have_moved_on() -> None:
    assert filled(GOOD | {"at": "2020-01-01T00:00:00.000+00:00", "total": "30.0"})


def test_answers_that_block_each_other_are_all_there() -> None:
    """Two versions of a form: a question of one is a group of the other."""
    answers = Answers({"a": "x", "a/b": 1, "r#1/c": 2, "r#9/c": 3, "place/where": "w"}, {"r": ("1",)})
    assert nested(FORM, answers) == {"a": "x", "a/b": 1, "r": [{"c": 2}], "r#9/c": 3, "place": {"where": "w"}}


def test_values_as_they_go_out() -> None:
    assert [as_json(value) for value in (None, True, 5, Decimal("1.50"), "x", ("a", "b"), blob())] == [
        None,
        True,
        5,
        "1.50",
        "x",
        ["a", "b"],
        blob().name,
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(0, 10_000), st.integers(0, 1 << 30))
def test_what_goes_out_comes_in_again(seed: int, moves: int) -> None:
    form = random_form(seed)
    assume(form is not None)
    assert form is not None
    assume(not any(one.initial for one in form.definitions))  # what is not said is the default again
    session, chance = session_of(form), Random(moves)
    for _ in range(12):
        asked = [one.path for one in session.asked() if one.definition.sort is Sort.FIELD]
        if asked:
            session.set(chance.choice(asked), chance.choice(VALUES))
        counted = {one.path for one in form.definitions if one.count is not None}
        repeats = [repeat for repeat in session.row_ids() if template(repeat) not in counted]
        if repeats and chance.random() < 0.3:
            session.add_row(chance.choice(repeats))
    assume(not session.problems() and session.answers().rows == session.row_ids())
    away = nested(form, session.answers())
    again = session_of(form, rows="other")
    fill(again, read_answers(json.dumps(away).encode(), FileKind.JSON)[0])
    assert nested(form, again.answers()) == away
