"""What a field monitor and a checking office fill in, and what these questionnaires promise to people.

MO1  A short page asks for at most five answers (a week for three); nothing to report is a whole note.
MO2  Every answer has the class its meaning asks for; what is new and not in the tables below fails.
MO3  A weapon's or a doer's unit is restricted, a person's name protected; a file's own hash is asked by nobody.
MO4  Of sexual violence only what gets help is asked: no pictures, no names, nobody accused, no authorities.
MO5  Each of the twelve signs bears on indicators there are; people who protect each other speak for protection.
MO6  A grade of a source never reaches whoever wrote the note, nor the network; a released excerpt does, once checked.
MO7  Confirmed needs somebody independent; the six questions come before the word of the law, for hate speech alone.
MO8  Who takes her agreement back leaves no name in the draft, and agrees to nothing.
MO9  Every list of choices about what others know has an honourable answer for "I do not know".
"""

import json
from itertools import product
from typing import Final

import pytest

from desktop.acts import form_names
from forms import shipped
from forms.model import Control, Form, Sort
from forms.reading import LIBRARY
from forms.session import Session, Wrong
from forms.storing import schema_of
from records.journal.body import May
from records.owing import Readers, proposed_readers
from records.people import NETWORK, Office, Party, Role
from records.schema import BodyClass, Class, Facet
from records.sharing import Answer, State, Subject, may_get
from records.values import Answers
from tests.support.filling import session_of

MINE: Final = ("incident", "hate_speech", "source", "week_note", "arms_flow", "verification")
N, R, P = Class.NETWORK, Class.RESTRICTED, Class.PROTECTED

CLASSES: Final[dict[str, dict[Class, str]]] = {
    "week_note": {
        N: "report when area hours_air hours_online meetings others/much signs/strangers signs/leaving signs/marked "
        "signs/weapons signs/shut signs/roadblocks signs/radio signs/leaders signs/sent_away signs/revenge signs/lists "
        "signs/protect",
        R: "places listened others/sign more",
        P: "apart/kept_apart",
    },
    "arms_flow": {
        N: "flow when area arms least most way/embargo",
        R: "story where how_known source receives way/origin way/route way/carrier look/marks look/photo",
        P: "way/person apart/kept_apart",
    },
    "verification": {
        N: "note about kind status severity released hate/r_context hate/r_speaker hate/r_intent hate/r_content "
        "hate/r_extent hate/r_likelihood hate/law_level more/checks more/same_as more/hallmarks more/grave",
        R: "reliability credibility source independent reasons hate/r_reasons more/conflict more/legal",
        P: "",
    },
    "hate_speech": {
        N: "when medium area basis speaker does language words/said reach/reached reach/reaction reach/linked",
        R: "quote capture locator group translation words/terms reach/counter",
        P: "apart/kept_apart",
    },
}


def form(name: str) -> Form:
    return shipped.program(name).form


def begun(questionnaire: str, **answers: str) -> Session:
    session = session_of(form(questionnaire))
    for path, answer in answers.items():
        session.set(path, answer)
    return session


def asked(session: Session) -> set[str]:
    return {one.path for one in session.asked()}


def required(session: Session) -> set[str]:
    fields = [one.path for one in session.asked() if one.definition.sort is Sort.FIELD]
    return {path for path in fields if session.is_required(path)}


REQUIRED: Final = {
    "incident": {"story", "kind", "when", "where", "how_known"},
    "hate_speech": {"quote", "when", "medium", "group", "does"},
    "week_note": {"report", "when", "area"},
    "arms_flow": {"story", "flow", "when", "where", "how_known"},
    "verification": {"note", "reliability", "credibility", "status"},
    "source": {"minor"},
}


@pytest.mark.parametrize("name", MINE)
def test_mo1_little_is_required(name: str) -> None:
    session = begun(name)
    assert required(session) == REQUIRED[name]
    assert {one.path for one in session.problems()} == REQUIRED[name]


@pytest.mark.parametrize("report", ["nothing", "could_not"])
def test_mo1_a_quiet_week_is_a_whole_note(report: str) -> None:
    session = begun("week_note", report=report, when="2026-11-16/2026-11-22", area="Kilwa")
    assert session.problems() == ()
    assert ("signs/strangers" in asked(session)) == (report == "nothing")


@pytest.mark.parametrize("name", CLASSES)
def test_mo2_classes(name: str) -> None:
    wanted = {path: value_class for value_class, paths in CLASSES[name].items() for path in paths.split()}
    assert {one.path: one.value_class for one in schema_of(form(name)).fields} == wanted


@pytest.mark.parametrize("name", MINE)
def test_mo2_every_question_says_its_class(name: str) -> None:
    asking = [one for one in form(name).definitions if one.control is not Control.NONE and one.sort is Sort.FIELD]
    assert [one.path for one in asking if not one.value_class] == []


def test_mo3_names_and_units() -> None:
    for name in MINE:
        for field in schema_of(form(name)).fields:
            assert (field.facet is not Facet.NAME) or field.value_class is P, field.path
            assert field.facet is not Facet.SOURCE or field.value_class is R, field.path
            last = field.path.rpartition("/")[2]
            assert last not in {"name", "person", "contact", "locality"} or field.value_class is P, field.path
            assert last not in {"unit", "carrier", "group", "story", "quote", "where"} or field.value_class is R
            assert "hash" not in last
            assert "sha" not in last


def test_mo4_sexual_violence_asks_for_help_alone() -> None:
    every = begun("incident")
    session = begun("incident", kind="sexual_violence", how_known="victim")
    place = {"place_code", "place_level", "gps"}
    assert asked(session) - place == {
        *("story", "kind", "sv_note", "sv_count", "sv_referred", "sv_safe", "when", "where", "area"),
        *("how_known", "source", "worse", "followup", "followup/linked", "followup/reported"),
        *("apart", "apart/kept_apart"),
    }
    assert required(session) == {"kind", "when", "where", "how_known"}
    gone = {"photos", "people", "doers", "actor", "group", "help", "killed_least", "hurt", "followup/response"}
    assert gone <= asked(every)


def test_mo4_what_was_told_before_does_not_leave() -> None:
    session = begun("incident", actor="army", group="herders", kind="sexual_violence")
    assert not {"army", "herders"} & {str(value) for value in session.answers().values.values()}
    kept = schema_of(form("incident"))
    me = Party(b"me", Office("BEN", "Parish"), Role.MONITOR)
    readers = proposed_readers(me, kept, session.answers())
    assert readers == Readers(("@headquarters",))


INDICATORS: Final = {1: 11, 2: 8, 3: 10, 4: 9, 5: 8, 6: 11, 7: 14, 8: 12, 9: 6, 10: 8, 11: 8, 12: 10, 13: 18, 14: 8}
"""How many indicators each factor of the UN Framework of Analysis has."""


def test_mo5_signs_bear_on_indicators() -> None:
    table = json.loads((LIBRARY / "signs.json").read_text(encoding="utf-8"))
    known = {f"{factor}.{number}" for factor, most in INDICATORS.items() for number in range(1, most + 1)}
    fields = schema_of(form(table["form"])).by_path
    group = f"{table['group']}/"
    assert [f"{group}{sign}" for sign in table["signs"]] == [path for path in fields if path.startswith(group)]
    assert len(table["signs"]) == 12
    for sign, said in table["signs"].items():
        assert list(fields[f"{group}{sign}"].codes) == table["codes"]
        assert said["indicators"]
        assert set(said["indicators"]) <= known, sign
    assert [sign for sign, said in table["signs"].items() if said["speaks"] == "protection"] == ["protect"]
    assert {said["speaks"] for said in table["signs"].values()} == {"danger", "protection"}


def bodies(readers: Readers, state: State, recipient: Party, author: Party) -> dict[BodyClass, Answer]:
    found = {}
    for which in BodyClass:
        may: May = readers.may(which)
        found[which] = may_get(Subject(which, author, author, state, may), recipient)
    return found


def test_mo6_no_grade_travels_back() -> None:
    point = Party(b"point", Office("BEN", "National office"), Role.FOCAL_POINT)
    wrote = Party(b"wrote", Office("BEN", "National office"), Role.MONITOR)
    abroad = Party(b"abroad", Office("KEN", "National office"), Role.FOCAL_POINT)
    readers = proposed_readers(point, schema_of(form("verification")), Answers({"status": "verified"}))
    widest = Readers((*readers.to, wrote.office.key, "@monitor", NETWORK), (NETWORK, "@monitor"))
    for state, named in product(State, (readers, widest)):
        assert Answer.GOES not in bodies(named, state, wrote, point).values(), (state, named)
    checked = bodies(readers, State.VERIFIED, abroad, point)
    assert checked[BodyClass.NETWORK] is Answer.GOES
    assert checked[BodyClass.RESTRICTED] is not Answer.GOES
    assert Answer.GOES not in bodies(readers, State.CHECKING, abroad, point).values()


@pytest.mark.parametrize("status", ["checking", "verified", "credible", "unverifiable", "false", "aside"])
def test_mo6_an_excerpt_is_released_of_what_is_believed(status: str) -> None:
    session = begun("verification", credibility="c1", status=status)
    assert ("released" in asked(session)) == (status in {"verified", "credible"})
    known = {state.value for state in State}
    assert status in known or status == "aside", "what sharing does not know counts as not checked"


def test_mo7_confirmed_needs_somebody_independent() -> None:
    session = begun("verification", note="ABCD", reliability="b", credibility="c2", status="verified")
    problem = session.problem("status")
    assert problem is not None
    assert problem.wrong is Wrong.CONSTRAINT
    for answers in ({"credibility": "c1"}, {"credibility": "c2", "status": "credible"}):
        for path, answer in answers.items():
            session.set(path, answer)
        assert session.problems() == ()


SIX: Final = ("context", "speaker", "intent", "content", "extent", "likelihood")


def test_mo7_six_questions_before_the_law() -> None:
    session = begun("verification", note="ABCD", reliability="f", credibility="c6", status="checking", about="incident")
    assert not {path for path in asked(session) if path.startswith("hate")}
    session.set("about", "hate_speech")
    assert {f"hate/r_{name}" for name in SIX} <= asked(session)
    session.set("hate/law_level", "top")
    for name in SIX:
        assert session.problem("hate/law_level") is not None, name
        session.set(f"hate/r_{name}", "ru")
    assert session.problems() == ()


def test_mo7_no_monitor_judges() -> None:
    monitor = Party(b"m", Office("BEN", "Parish"), Role.MONITOR)
    names = form_names(monitor)
    assert names[:3] == ["incident", "hate_speech", "week_note"]
    assert "verification" not in names
    for name in set(names) & set(MINE):
        paths = {field.path.rpartition("/")[2] for field in schema_of(form(name)).fields}
        assert not paths & {"severity", "reliability", "credibility", "law_level", "legal", "grave", "status"}


def test_mo8_who_takes_it_back_is_gone() -> None:
    session = begun("source", minor="no", explained="yes", agrees="yes", name="Anna", contact="0612", locality="Kilwa")
    session.set("uses", ("network", "hq"))
    assert "Anna" in session.draft_answers().values.values()
    session.set("withdrawn", "2026-11-21")
    left = session.draft_answers().values
    assert not {"Anna", "0612", "Kilwa"} & {str(value) for value in left.values()}
    assert "uses" not in session.answers().values
    assert {"contact_rule", "never_do"} <= asked(session)


OWN_WORDS: Final = frozenset(
    {
        *("incident/photos/obtained", "incident/photos/disturbing", "incident/people/explained"),
        *("incident/people/agrees", "source/explained", "source/agrees", "source/uses", "source/given"),
        *(
            "hate_speech/medium",
            "incident/place_level",
            "incident/read_back",
            "verification/about",
            "verification/more/checks",
            "verification/status",
        ),
    }
)
"""What whoever answers knows by herself: what she did, was told to her face, or decides."""
HONEST: Final = frozenset(
    {"unknown", "not_sure", "rumour", "could_not", "not_looked", "f", "c6", "ru", "other", "none"}
)


@pytest.mark.parametrize("name", MINE)
def test_mo9_not_knowing_is_an_answer(name: str) -> None:
    for one in form(name).definitions:
        if one.choices is None or f"{name}/{one.path}" in OWN_WORDS:
            continue
        codes = {choice.code for choice in form(name).lists[one.choices.list]}
        assert codes & HONEST, one.path
