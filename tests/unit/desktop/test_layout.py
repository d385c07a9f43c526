"""Which questions stand in one table, what belongs to a row, and where a long form is cut: from the form alone."""

import pytest

from desktop.questionnaire.layout import CUT, LONGEST, layout
from desktop.questionnaire.plan import Piece, Shape, pieces, sections
from forms import shipped
from tests.support.filling import Scenario, compiled, session_of

YES_NO = """
    | choices | | | |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
    | | deg | low | Low |
    | | deg | high | High |
"""
LIKERT = f"""
    | survey | | | | | |
    | | type | name | label | appearance | relevant |
    | | text | story | Story | | |
    | | select_one yn | a | A | likert | |
    | | text | a_why | Why? | | ${{a}} = 'yes' |
    | | select_one yn | b | B | likert | |
    | | select_one yn | c | C | likert | ${{story}} = '' |
    | | text | c_why | Why? | | ${{c}} = 'yes' |
    | | text | other | Other | | |
    | | select_one yn | d | D | likert | |
    | | select_one deg | e | E | likert | |
    | | select_one deg | f | F | likert | |
{YES_NO}"""


def tables(found: tuple[Piece, ...]) -> list[tuple[str, list[str]]]:
    return [(one.path, [inner.path for inner in one.inside]) for one in found if one.shape is Shape.GRID]


def test_questions_with_the_same_choices_stand_in_one_table_and_what_they_bring_below_them() -> None:
    scenario = Scenario(LIKERT)
    assert tables(pieces(scenario.session)) == [("a", ["a", "b", "c"]), ("e", ["e", "f"])]
    scenario["a"] = "yes"
    scenario["c"] = "yes"
    assert tables(pieces(scenario.session))[0] == ("a", ["a", "a_why", "b", "c", "c_why"])


def test_a_table_keeps_its_name_when_a_row_goes() -> None:
    scenario = Scenario(LIKERT)
    scenario["story"] = "something"
    assert tables(pieces(scenario.session))[0] == ("a", ["a", "b"])


def test_one_alone_is_no_table() -> None:
    found = layout(compiled(LIKERT))
    assert "d" not in found.rows
    assert found.below == {"a_why": "a", "c_why": "c"}


@pytest.mark.parametrize(
    ("appearance", "rows"),
    [("field-list", {"g/a", "g/b"}), ("", set[str]())],
)
def test_a_list_of_fields_that_are_all_alike_is_a_table(appearance: str, rows: set[str]) -> None:
    table = f"""
        | survey | | | | |
        | | type | name | label | appearance |
        | | begin_group | g | G | {appearance} |
        | | select_one yn | a | A | |
        | | select_one yn | b | B | |
        | | end_group | | | |
{YES_NO}"""
    assert set(layout(compiled(table)).rows) == rows


def test_a_question_that_only_names_the_columns_is_not_asked_by_itself() -> None:
    table = f"""
        | survey | | | | |
        | | type | name | label | appearance |
        | | select_one yn | head | Which? | label |
        | | select_one yn | a | A | list-nolabel |
        | | select_one yn | b | B | list-nolabel |
{YES_NO}"""
    scenario = Scenario(table)
    assert tables(pieces(scenario.session)) == [("a", ["a", "b"])]
    assert len(pieces(scenario.session)) == 1


def test_choices_that_are_filtered_too_many_or_read_only_make_no_table() -> None:
    many = "\n".join(f"    | | big | c{number} | C{number} | |" for number in range(10))
    table = f"""
    | survey | | | | | | |
    | | type | name | label | appearance | choice_filter | readonly |
    | | select_one big | a | A | likert | | |
    | | select_one big | b | B | likert | | |
    | | select_one few | c | C | likert | of = 'x' | |
    | | select_one few | d | D | likert | of = 'x' | |
    | | select_one few | e | E | likert | | yes |
    | | select_one few | f | F | likert | | yes |
    | choices | | | | |
    | | list_name | name | label | of |
{many}
    | | few | one | One | x |
    | | few | two | Two | x |
"""
    assert layout(compiled(table)).rows == {}


def test_rows_of_a_repeat_have_tables_of_their_own() -> None:
    table = f"""
        | survey | | | | |
        | | type | name | label | appearance |
        | | begin_repeat | r | R | |
        | | select_one yn | a | A | likert |
        | | select_one yn | b | B | likert |
        | | end_repeat | | | |
{YES_NO}"""
    scenario = Scenario(table)
    scenario.add("r")
    found = [inner.path for row in pieces(scenario.session) for inner in row.inside if inner.shape is Shape.GRID]
    assert found == [f"{row}/a" for row in scenario.session.rows("r")]


def test_our_two_assessments_are_tables_page_by_page() -> None:
    risk = layout(shipped.program("risk_assessment").form)
    assert len(set(risk.rows.values())) == 14
    assert set(risk.below.values()) == set(risk.rows)
    ready = layout(shipped.program("preparedness").form)
    assert len(set(ready.rows.values())) == 6
    assert set(ready.below.values()) == set(ready.rows)


@pytest.mark.parametrize("form", shipped.names())
def test_none_of_our_own_forms_is_cut(form: str) -> None:
    assert layout(shipped.program(form).form).cuts == {}


def flat(count: int, group: str = "") -> str:
    questions = "\n".join(f"    | | text | q{number} | Question {number} | |" for number in range(count))
    begin = f"    | | begin_group | g | {group} | |\n" if group else ""
    end = "\n    | | end_group | | | |" if group else ""
    return f"\n    | survey | | | | |\n    | | type | name | label | relevant |\n{begin}{questions}{end}\n"


def test_a_form_of_a_thousand_questions_is_cut_into_parts_of_forty() -> None:
    session = session_of(compiled(flat(1000)))
    found = sections(session, pieces(session))
    assert [len(tuple(one.questions())) for one in found] == [CUT] * (1000 // CUT)
    assert [found[0].path, found[1].path, found[1].title] == ["q0", "q40", "Question 40"]
    assert [one.path for part in found for one in part.questions()] == [f"q{number}" for number in range(1000)]


def test_a_long_group_is_cut_into_numbered_parts() -> None:
    session = session_of(compiled(flat(100, "People")))
    found = sections(session, pieces(session))
    assert [(one.path, one.title) for one in found] == [("g", "People 1"), ("g/q40", "People 2"), ("g/q80", "People 3")]


def test_a_form_that_is_just_short_enough_stays_in_one_piece() -> None:
    session = session_of(compiled(flat(LONGEST)))
    assert [one.path for one in sections(session, pieces(session))] == [""]


def test_where_a_form_is_cut_does_not_depend_on_answers() -> None:
    table = (
        flat(120)
        .replace("Question 5 | |", "Question 5 | ${q0} = 'x' |")
        .replace("Question 40 | |", "Question 40 | ${q0} = 'x' |")
    )
    scenario = Scenario(table)
    before = [one.path for one in sections(scenario.session, pieces(scenario.session))]
    scenario["q0"] = "x"
    assert [one.path for one in sections(scenario.session, pieces(scenario.session))] == before
