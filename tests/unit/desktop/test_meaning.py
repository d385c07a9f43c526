"""What F1 says: the glossary on our own choices, the form's own words elsewhere, and plainly when there is nothing."""

from dataclasses import replace

from desktop.questionnaire.asking import Question, Way
from desktop.questionnaire.meaning import Meaning, meaning_of
from forms.session import Offered
from resources.texts import Texts

ENGLISH = Texts("en")
ARMY = Offered("army", "Army")
OURS = Question("actor", Way.RADIOS, "Who did it?", "Only what kind.", choices=(ARMY,), form="incident")
OURS = replace(OURS, list_name="actor")
FOREIGN = replace(OURS, form="somebody_elses")


def test_our_choice_has_two_lines_an_example_and_what_it_is_not() -> None:
    found = meaning_of(OURS, ARMY, ENGLISH)
    assert found.what == "Army"
    assert len(found.lines) == 3
    assert found.lines[0].startswith("Soldiers")
    assert found.lines[1].startswith("For example: ")
    assert found.lines[2].startswith("Not this: ")


def test_what_everybody_knows_has_its_meaning_alone() -> None:
    asked = replace(OURS, list_name="yes_no")
    assert len(meaning_of(asked, Offered("yes", "Yes"), ENGLISH).lines) == 1


def test_a_form_from_elsewhere_is_never_explained_in_our_words() -> None:
    asked = replace(FOREIGN, guidance="Soldiers and guards.")
    assert meaning_of(asked, ARMY, ENGLISH) == Meaning("Army", ("Only what kind.", "Soldiers and guards."))


def test_without_any_words_it_says_so() -> None:
    asked = replace(FOREIGN, hint="")
    assert meaning_of(asked, ARMY, ENGLISH) == Meaning("Army", ("Nothing is written about this.",))
    assert meaning_of(asked, None, ENGLISH) == Meaning("Who did it?", ("Nothing is written about this.",))


def test_a_question_is_explained_by_its_form() -> None:
    assert meaning_of(OURS, None, ENGLISH) == Meaning("Who did it?", ("Only what kind.",))
