"""What a question was answered before comes back step by step, and never from another question."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.undoing import STEPS, Past
from resources.texts import Texts
from tests.support.filling import Scenario, blob

FORM = """
    | survey | | | |
    | | type | name | label |
    | | select_one yn | a | A |
    | | select_one yn | b | B |
    | | text | place | Place |
    | | image | photo | Photo |
    | choices | | | |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
"""


def answering() -> Answering:
    return Answering(Scenario(FORM).session, Texts("en"))


def test_each_question_has_its_own_past() -> None:
    found = answering()
    found.answer("a", "yes")
    found.answer("b", "no")
    found.answer("a", "no")
    assert found.undo("a")
    assert (found.value("a"), found.value("b")) == ("yes", "no")
    assert found.undo("a")
    assert found.value("a") == ""
    assert not found.undo("a")
    assert found.value("b") == "no"


def test_what_was_brought_back_is_no_change_to_be_undone() -> None:
    found = answering()
    found.answer("a", "yes")
    found.undo("a")
    assert not found.undo("a")


def test_a_word_typed_letter_by_letter_is_one_step() -> None:
    found = answering()
    found.answer("place", "Kilwa market")
    for text in ("K", "Ki", "Kil", "Kilw"):
        found.answer("place", text)
    found.undo("place")
    assert found.value("place") == "K"
    found.undo("place")
    assert found.value("place") == "Kilwa market"


def test_a_photo_taken_away_comes_back() -> None:
    found, photo = answering(), blob()
    found.answer("photo", photo)
    found.answer("photo", "")
    assert found.undo("photo")
    assert found.session.blob("photo") == photo


def test_the_same_answer_again_is_no_step() -> None:
    found = answering()
    found.answer("a", "yes")
    found.answer("a", "yes")
    found.undo("a")
    assert found.value("a") == ""


@given(st.lists(st.sampled_from(("yes", "no", "")), max_size=60))
def test_steps_come_back_in_turn_as_far_as_they_are_kept(answers: list[str]) -> None:
    past, now, steps = Past(), "", list[str]()
    for answer in answers:
        past.changed("a", now, now, answer)
        if answer != now:
            steps.append(now)
        now = answer
    brought = iter(lambda: past.take("a"), None)
    assert list(brought) == steps[::-1][:STEPS]
