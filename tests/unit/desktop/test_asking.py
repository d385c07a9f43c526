"""How a question is asked: every kind of question of our forms and of ODK has its control."""

import pytest

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.asking import Question, Way, question, with_first
from desktop.questionnaire.controls.making import MAKERS
from forms import shipped
from forms.session import Offered
from resources.texts import Texts
from tests.support.filling import Scenario, session_of

TABLE = """
    | survey | | | | | |
    | | type | name | label | appearance | parameters |
    | | text | line | Line | | |
    | | text | story | Story | multiline | |
    | | text | when | When | when | |
    | | text | week | Week | when week | |
    | | text | where | Where | place | |
    | | text | area | Area | last | |
    | | text | group | Group | group | |
    | | text | source | Source | source | |
    | | text | country | Country | country | |
    | | integer | age | Age | | |
    | | integer | dead | Dead | count | |
    | | decimal | weight | Weight | | |
    | | date | day | Day | | |
    | | date | coming | Coming | coming | |
    | | time | hour | Hour | | |
    | | dateTime | moment | Moment | | |
    | | geopoint | spot | Spot | | |
    | | select_one few | radio | Radio | | |
    | | select_one few | keys | Keys | keys | |
    | | select_one few | likert | Likert | likert | |
    | | select_one few | search | Search | search | |
    | | select_one many | many | Many | | |
    | | select_multiple many | ticks | Ticks | | |
    | | rank few | rank | Rank | | |
    | | range | scale | Scale | | start=0 end=10 step=1 |
    | | acknowledge | agree | Agree | | |
    | | image | photo | Photo | | |
    | | file | file | File | | |
    | | audio | sound | Sound | | |
    | | note | note | Note | | |
    | | calculate | sum | | | |
    | choices | | | |
    | | list_name | name | label |
    | | few | a | A |
    | | few | b | B |
"""
MANY = "".join(f"    | | many | m{n} | M{n} |\n" for n in range(8))
WAYS = {
    "line": Way.LINE,
    "story": Way.PARAGRAPHS,
    "when": Way.WHEN,
    "week": Way.WEEK,
    "where": Way.WHERE,
    "area": Way.RECALL,
    "group": Way.RECALL,
    "source": Way.SOURCE,
    "country": Way.COUNTRY,
    "age": Way.NUMBER,
    "dead": Way.COUNT,
    "weight": Way.NUMBER,
    "day": Way.DAY,
    "coming": Way.COMING_DAY,
    "hour": Way.TIME,
    "moment": Way.MOMENT,
    "spot": Way.LINE,
    "radio": Way.RADIOS,
    "keys": Way.KEYS,
    "likert": Way.KEYS,
    "search": Way.TYPE_AHEAD,
    "many": Way.TYPE_AHEAD,
    "ticks": Way.CHECKS,
    "rank": Way.RANK,
    "scale": Way.SCALE,
    "agree": Way.AGREE,
    "photo": Way.FILE,
    "file": Way.FILE,
    "sound": Way.FILE,
    "note": Way.NOTE,
}


def test_every_kind_of_question_has_its_way() -> None:
    session = Scenario(TABLE.replace("calculate | sum | | | |", "text | last | Last | | |") + MANY).session
    ways = {one.path: question(session, one.path, one.definition).way for one in session.asked()}
    assert ways == WAYS | {"last": Way.LINE}


def test_what_can_only_be_read_is_a_text() -> None:
    table = """
        | survey | | | | | |
        | | type | name | label | calculation | readonly |
        | | integer | a | A | | |
        | | integer | twice | Twice | ${a} * 2 | |
        | | text | fixed | Fixed | | yes |
    """
    scenario = Scenario(table)
    scenario["a"] = 3
    ways = {one.path: question(scenario.session, one.path, one.definition).way for one in scenario.session.asked()}
    assert ways == {"a": Way.NUMBER, "twice": Way.SHOWN, "fixed": Way.NOTE}


def test_every_way_has_a_control() -> None:
    assert set(MAKERS) == set(Way)


@pytest.mark.parametrize("form", shipped.names())
def test_our_forms_show_few_choices_and_find_among_many(form: str) -> None:
    session = session_of(shipped.program(form).form)
    for one in session.asked():
        if one.definition.choices is not None:
            asked = question(session, one.path, one.definition)
            assert asked.way in (Way.RADIOS, Way.KEYS, Way.TYPE_AHEAD, Way.CHECKS)
            assert asked.way is not Way.RADIOS or len(asked.choices) <= 7


def test_what_is_picked_most_stands_first_and_nothing_is_lost() -> None:
    choices = tuple(Offered(code, code) for code in "abcde")
    asked = Question("kind", Way.TYPE_AHEAD, "Kind", choices=choices)
    found = with_first(asked, ["d", "gone", "b"])
    assert [choice.code for choice in found.choices] == ["d", "b", "a", "c", "e"]
    assert with_first(asked, []) == asked


@pytest.mark.parametrize(("language", "said"), [("en", False), ("ar", True)])
def test_what_people_agree_to_says_that_nobody_read_it_yet(language: str, said: bool) -> None:
    session = session_of(shipped.program("source").form)
    session = session.speaking(language, Texts(language).of_form)
    session.set("minor", "no")
    answering = Answering(session, Texts(language))
    definition = session.definition("explained")
    assert (Texts(language)("question.drafted") in answering.question("explained", definition).hint) is said
    minor = session.definition("minor")
    assert Texts(language)("question.drafted") not in answering.question("minor", minor).hint
