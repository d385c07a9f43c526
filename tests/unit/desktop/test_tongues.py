"""In which languages a form can be asked, and that answers stay when it is asked in another."""

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.tongues import spoken, tongues
from forms import shipped
from resources.texts import LANGUAGES, Direction, Texts
from tests.support.filling import Scenario, compiled, session_of

TWO = """
    | survey | | | | |
    | | type | name | label::French (fr) | label::Arabic (ar) |
    | | text | story | Histoire | قصة |
    | | select_one yn | sure | Sûr ? | متأكد؟ |
    | choices | | | | |
    | | list_name | name | label::French (fr) | label::Arabic (ar) |
    | | yn | yes | Oui | نعم |
    | | yn | no | Non | لا |
"""


def test_our_own_forms_can_be_asked_in_every_language_of_the_program() -> None:
    form = shipped.program("incident").form
    assert [one.code for one in tongues(form)] == [one.code for one in LANGUAGES]
    assert spoken(form, "fr-BJ") == tongues(form)[1]


def test_other_forms_in_their_own() -> None:
    form = compiled(TWO)
    assert [(one.code, one.name, one.direction) for one in tongues(form)] == [
        ("fr", "French", Direction.LTR),
        ("ar", "Arabic", Direction.RTL),
    ]
    assert spoken(form, "ar") == tongues(form)[1]
    assert spoken(form, "en") == tongues(form)[0], "the form's first, where it does not speak hers"


def test_a_form_in_one_language_offers_no_choice() -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n"
    assert tongues(compiled(table)) == ()


def test_answers_stay_and_questions_are_asked_anew() -> None:
    session = Scenario(TWO, language="fr").session
    found = Answering(session, Texts("en"))
    found.answer("story", "Un soir")
    found.answer("sure", "yes")
    found.speak(Texts("en"), "ar")
    assert (found.value("story"), found.value("sure")) == ("Un soir", "yes")
    assert found.session.label("story") == "قصة"
    assert [one.label for one in found.session.choices("sure")] == ["نعم", "لا"]


def test_what_is_not_asked_now_is_not_lost_either() -> None:
    session = session_of(shipped.program("incident").form)
    session.set("story", "They came.")
    session.set("kind", "killing")
    session.set("killed_least", "3")
    session.set("kind", "sexual_violence")
    found = Answering(session, Texts("en"))
    found.speak(Texts("fr"), "fr")
    found.answer("kind", "killing")
    assert found.value("killed_least") == "3"
    assert found.session.label("story") == Texts("fr").of_form("What happened?") != "What happened?"
