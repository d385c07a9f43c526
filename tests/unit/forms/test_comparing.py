"""Promises: what a new version of a form does to what was answered is said, question by question, before it is taken;
a class is never lowered in silence; for words alone nothing is said.
"""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from forms.comparing import Change, Difference, answered, differences, lowered
from forms.model import Form
from forms.storing import schema_of
from records.schema import Class
from records.values import Answers
from tests.support.filling import compiled
from tests.support.random_forms import random_form

FORM = """
    | survey |
    | | type | name | label | required | relevant | constraint | calculation | bind::kinga:class | bind::kinga:facet |
    | | text | who | Who? | | | | | protected | name |
    | | integer | age | Age? | | | . < 150 | | | |
    | | select_one x | what | What? | | | | | | |
    | | begin repeat | r | R | | | | | | |
    | | text | row | Row | | | | | | |
    | | end repeat | | | | | | | | |
    | | calculate | twice | | | | | ${age} * 2 | | |
    | choices |
    | | list_name | name | label |
    | | x | p | Pots |
    | | x | q | Pans |
    | settings |
    | | form_id | namespaces |
    | | f | kinga="urn:kinga:forms" |
"""
CHANGES = {
    "words": ("Who?", "Who is it?", []),
    "a question gone": (
        "    | | text | who | Who? | | | | | protected | name |\n",
        "",
        [Difference(Change.GONE, "who")],
    ),
    "a question that is new": (
        "    | choices |",
        "    | | text | more | More | | | | | | |\n    | choices |",
        [Difference(Change.NEW, "more")],
    ),
    "another kind": ("| integer | age", "| decimal | age", [Difference(Change.KIND, "age", "integer", "decimal")]),
    "a class lowered": (
        "protected | name",
        "network | name",
        [Difference(Change.CLASS_LOWERED, "who", "protected", "network")],
    ),
    "a class lowered by saying nothing": (
        "protected | name",
        " | name",
        [Difference(Change.CLASS_LOWERED, "who", "protected", "restricted")],
    ),
    "a class raised": (
        "| text | row | Row | | | | | |",
        "| text | row | Row | | | | | protected |",
        [Difference(Change.CLASS_RAISED, "r/row", "restricted", "protected")],
    ),
    "another meaning": (
        "protected | name",
        "protected | source",
        [Difference(Change.MEANING, "who", "name", "source")],
    ),
    "a choice gone": ("    | | x | q | Pans |\n", "", [Difference(Change.CHOICES_GONE, "what", codes=("q",))]),
    "a choice that says something else": (
        "Pans",
        "Plates",
        [Difference(Change.CHOICES_RENAMED, "what", codes=("q",))],
    ),
    "a choice that is new": ("| Pans |\n", "| Pans |\n    | | x | z | Zithers |\n", []),
    "required": ("| Age? | |", "| Age? | yes |", [Difference(Change.REQUIRED, "age")]),
    "required no more": ("| Who? | |", "| Who? | |", []),
    "another condition": ("| What? | | |", "| What? | | ${age} > 3 |", [Difference(Change.LOGIC, "what")]),
    "another calculation": ("${age} * 2", "${age} * 3", [Difference(Change.LOGIC, "twice")]),
    "out of its rows": (
        "    | | begin repeat | r | R | | | | | | |\n",
        "    | | begin group | r | R | | | | | | |\n",
        [Difference(Change.KIND, "r/row", "text", "text")],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_said(name: str) -> None:
    was, now, told = CHANGES[name]
    assert was in FORM
    other = FORM.replace(was, now)
    if "begin group" in other:
        other = other.replace("end repeat", "end group")
    assert list(differences(compiled(FORM), compiled(other))) == told
    assert lowered(told) == tuple(one.path for one in told if one.change is Change.CLASS_LOWERED)


def test_how_many_notes_it_concerns() -> None:
    old, new = (
        compiled(FORM),
        compiled(FORM.replace("    | | x | q | Pans |\n", "").replace("| text | row", "| date | row")),
    )
    records = [
        Answers({"what": "q", "r#1/row": "x", "r#2/row": "y"}, {"r": ("1", "2")}),
        Answers({"what": "p"}, {}),
        Answers({"what": "q"}, {}),
    ]
    counts = {(one.change, one.path): count for one, count in answered(differences(old, new), records).items()}
    assert counts == {(Change.CHOICES_GONE, "what"): 2, (Change.KIND, "r/row"): 1}


def silent(old: Form, new: Form) -> set[str]:
    """The questions of both whose class is lower, and nothing is said of it."""
    before = {one.path: one.value_class for one in schema_of(old).fields}
    after = {one.path: one.value_class for one in schema_of(new).fields}
    lower = {path for path, was in before.items() if after.get(path, Class.PROTECTED) < was}
    return lower - set(lowered(differences(old, new)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(0, 1 << 30), st.integers(0, 1 << 30))
def test_no_answer_is_lost_and_no_class_lowered_in_silence(seed: int, other: int) -> None:
    old, new = random_form(seed), random_form(other)
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    told = differences(old, new)
    kept = {one.path for one in schema_of(new).fields}
    assert {one.path for one in told if one.change is Change.GONE} == {
        one.path for one in schema_of(old).fields if one.path not in kept
    }
    assert silent(old, new) == set()
    assert differences(old, old) == ()
