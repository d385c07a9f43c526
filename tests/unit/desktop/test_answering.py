"""One filling-in behind the page: problems told in time, rows that come back, what the next note begins with."""

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.plan import Shape
from desktop.questionnaire.wheres import Spot
from forms import shipped
from resources.texts import Texts
from tests.support.filling import Scenario, session_of

TEXTS = Texts("en")


def answering(form: str) -> Answering:
    return Answering(session_of(shipped.program(form).form), TEXTS)


def test_a_problem_is_told_once_its_question_was_left() -> None:
    now = answering("incident")
    now.answer("killed_least", "12")
    now.answer("killed_most", "5")
    assert now.problem("killed_most") == ""
    now.leave("killed_most")
    assert now.problem("killed_most") == 'This cannot be less than "at least".'
    now.answer("killed_least", "3")
    assert now.problem("killed_most") == ""


def test_that_something_is_missing_is_told_only_when_she_wants_to_finish() -> None:
    now = answering("incident")
    now.leave("where")
    assert now.problem("where") == ""
    missing = [problem.path for problem in now.finish()]
    assert missing == ["story", "kind", "when", "where", "how_known"]
    assert now.problem("where") == "This needs an answer."


def test_our_own_words_say_what_would_be_right() -> None:
    now = answering("incident")
    now.answer("hurt", "many")
    now.leave("hurt")
    assert now.problem("hurt") == "Write a whole number, such as 12."


def test_a_removed_row_comes_back_to_its_place_with_its_answers_and_ids() -> None:
    now = answering("incident")
    first, second, third = (now.add("people") for _ in range(3))
    for row, age in ((first, "1"), (second, "2"), (third, "3")):
        now.answer(f"{row}/age", age)
    now.remove(second)
    assert now.session.rows("people") == (first, third)
    now.answer("story", "written meanwhile")
    now.bring_back()
    assert now.session.rows("people") == (first, second, third)
    assert [now.value(f"{row}/age") for row in (first, second, third)] == ["1", "2", "3"]
    assert now.value("story") == "written meanwhile"


def test_rows_inside_a_removed_row_come_back_too() -> None:
    table = """
        | survey | | | | |
        | | type | name | label | appearance |
        | | begin_repeat | out | Out | on-demand |
        | | begin_repeat | in | In | on-demand |
        | | text | x | X | |
        | | end_repeat | | | |
        | | end_repeat | | | |
    """
    now = Answering(Scenario(table).session, TEXTS)
    outer = now.add("out")
    inner = now.add(f"{outer}/in")
    now.answer(f"{inner}/x", "deep")
    now.remove(outer)
    now.bring_back()
    assert now.value(f"{inner}/x") == "deep"


def test_only_the_last_removal_can_be_undone_and_not_behind_a_new_row() -> None:
    now = answering("incident")
    row = now.add("people")
    now.remove(row)
    assert any(piece.shape is Shape.GONE for piece in now.sections()[0].pieces)
    now.add("people")
    assert not any(piece.shape is Shape.GONE for piece in now.sections()[0].pieces)
    count = len(now.session.rows("people"))
    now.bring_back()
    assert len(now.session.rows("people")) == count


def test_the_name_of_a_removed_row_is_in_no_draft() -> None:
    now = answering("incident")
    row = now.add("doers")
    now.answer(f"{row}/person", "Kanary Secret")
    now.remove(row)
    assert "Kanary Secret" not in repr(now.session.draft_answers())


def test_the_next_note_begins_at_the_same_time_and_place() -> None:
    now = answering("incident")
    answers = {"story": "text", "kind": "killing", "when": "2026-11-22", "where": "Kilwa", "area": "South", "hurt": "3"}
    for path, value in answers.items():
        now.answer(path, value)
    where = Spot("Kilwa", "South", exact="written")
    assert now.carried() == {"when": "2026-11-22", "where": where, "area": "South"}
    next_note = answering("incident")
    for path, value in now.carried().items():
        next_note.answer(path, value)
    assert next_note.carried() == now.carried()


def test_the_source_goes_along_to_the_next_note() -> None:
    now = answering("incident")
    now.answer("how_known", "witness")
    now.answer("source", "K7")
    assert now.carried() == {"source": "K7"}


def test_the_outline_says_what_is_begun_and_what_is_wrong() -> None:
    now = answering("country_profile")
    people = next(part for part in now.sections() if part.path == "c")
    assert not now.mark(people).answered
    now.answer("c/population", "some")
    assert now.mark(people).answered
    assert not now.mark(people).wrong
    now.leave("c/population")
    assert now.mark(people).wrong


def test_no_date_syntax_or_code_is_ever_said() -> None:
    now = answering("incident")
    now.answer("when", "2026-13-45")
    now.answer("worse", "never")
    for path in ("when", "worse"):
        now.leave(path)
        said = now.problem(path)
        assert said
        assert not any(word in said for word in ("2026", "never", "~", "EDTF", "ISO"))
