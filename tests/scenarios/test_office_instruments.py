"""The questionnaires of offices: profile, preparedness, risk, warning, plan, practice, meeting, training.

What holds for all our questionnaires (compiled as written, every condition walked both ways, answers out and in again,
no least length, workbooks in every language) is proven beside this, for these too: test_forms_instruments.

OF1  Who may write which; a monitor writes the warning and nothing else of these.
OF2  Few answers are required at the start, and exactly these.
OF3  Classes: places of groups and what could find people restricted, nobody is named, a facet where lists look.
OF4  What an office drafts stays with those who draft it until somebody releases it; a warning waits for nobody.
OF5  Tell somebody now: four questions and the telephone; no level and no task; the office's page comes on demand.
OF6  The office's words for severity, urgency and certainty are CAP 1.2's, one for one.
OF7  The fourteen factors of the UN Framework, every indicator once, under its own number, slow or quick.
OF8  Of an indicator present or strong a note or a reason is asked; of no other. Not looked at is an answer.
OF9  There is no score: nothing in a risk assessment is reckoned, and no question is a number or a level.
OF10 A profile begins with twelve answers; its older questions stay where they are; nothing is asked twice.
OF11 International standards joined are counted from their rows; the rows know 31, 18 of them the core.
OF12 Preparedness: 32 items; above "on paper" a word on what shows it is asked, below it never.
OF13 A plan has no ladder: every tool fits every moment; ranges are in order and say how they were found.
OF14 Meetings and training hold offices and codes, no persons.
"""

import pytest

from forms import shipped
from forms.model import Control, Definition, Form, Sort
from forms.session import Session
from forms.storing import kind_of, schema_of
from records.schema import Class, Facet, Kind
from tests.support.filling import session_of

OFFICES = (
    "country_profile",
    "preparedness",
    "risk_assessment",
    "warning",
    "response_plan",
    "practice",
    "meeting",
    "training_exercise",
)
WRITERS = {"focal-point", "coordinator", "headquarters"}
NUMBERS = {Kind.INTEGER, Kind.DECIMAL}


def form(name: str) -> Form:
    return shipped.program(name).form


def begun(name: str) -> Session:
    return session_of(form(name))


def questions(session: Session) -> list[str]:
    """The paths asked now, without groups and without what is only said."""
    asked = (one for one in session.asked() if one.definition.sort is Sort.FIELD)
    return [one.path for one in asked if one.definition.readonly is None]


def codes(name: str, path: str) -> tuple[str, ...]:
    return schema_of(form(name)).by_path[path].codes


def definition(name: str, path: str) -> Definition:
    return next(one for one in form(name).definitions if one.path == path)


def test_of1_who_writes() -> None:
    more = {
        "warning": {"monitor", "protection-officer"},
        "practice": {"trainer"},
        "training_exercise": {"trainer"},
    }
    for name in OFFICES:
        assert set(schema_of(form(name)).writers) == WRITERS | more.get(name, set()), name


REQUIRED = {
    "country_profile": ["a/country", "a/as_of"],
    "preparedness": ["a/country", "a/as_of"],
    "risk_assessment": ["a/country", "a/period_from", "a/period_to"],
    "warning": ["what", "where", "how_soon", "how_known"],
    "response_plan": ["a/country", "a/as_of"],
    "practice": ["name", "kind"],
    "meeting": ["name", "held_on"],
    "training_exercise": ["course", "kind", "held_on"],
}


@pytest.mark.parametrize("name", OFFICES)
def test_of2_few_answers_are_required(name: str) -> None:
    session = begun(name)
    assert [path for path in questions(session) if session.is_required(path)] == REQUIRED[name]


RESTRICTED = {
    "country_profile": ["c/groups/group_where", "c/groups/group_status", "e/armed/armed_links"],
    "risk_assessment": ["a/groups", "a/actors", "f7/w7_4", "y/protectors", "z/why"],
    "warning": ["what", "where", "how_known", "phone_safe", "office/group", "office/first_steps"],
    "response_plan": ["a/country", "b/levers/lever", "b/levers/movers", "c/risk_most", "d/options/harm"],
    "meeting": ["looked_at", "decisions/decision", "decisions/who", "more/differed"],
    "training_exercise": ["trainees/trainee_code", "trainees/after", "trainees/result"],
}
TRIED = ["tried_office", "tried_answer", "tried_note"]


def test_of3_classes() -> None:
    for name, paths in RESTRICTED.items():
        by_path = schema_of(form(name)).by_path
        assert {by_path[path].value_class for path in paths} == {Class.RESTRICTED}, name
    warning = schema_of(form("warning")).by_path
    assert {warning[f"office/tried/{path}"].value_class for path in TRIED} == {Class.RESTRICTED}
    for name in ("country_profile", "practice"):
        public = [one.path for one in schema_of(form(name)).fields if one.value_class is Class.PUBLIC]
        assert not {path for path in public if "where" in path or "ask" in path or "office" in path}, name


@pytest.mark.parametrize("name", OFFICES)
def test_of3_nobody_is_named_and_every_class_is_said(name: str) -> None:
    found = form(name)
    assert Facet.NAME not in schema_of(found).by_facet
    fields = [one for one in found.definitions if one.sort is Sort.FIELD and not one.path.startswith("meta")]
    assert [one.path for one in fields if not one.value_class] == []
    assert {one.value_class for one in fields} <= {"public", "network", "restricted"}


FACETS = {
    "country_profile": {Facet.TITLE, Facet.WHEN, Facet.STATE},
    "preparedness": {Facet.TITLE, Facet.WHEN, Facet.STATE},
    "risk_assessment": {Facet.TITLE, Facet.WHEN, Facet.PLACE, Facet.STATE},
    "warning": {Facet.TITLE, Facet.PLACE, Facet.URGENT, Facet.GROUP},
    "response_plan": {Facet.TITLE, Facet.WHEN, Facet.PLACE, Facet.STATE},
    "practice": {Facet.TITLE, Facet.KIND, Facet.WHEN, Facet.STATE},
    "meeting": {Facet.TITLE, Facet.KIND, Facet.WHEN, Facet.PLACE, Facet.STATE},
    "training_exercise": {Facet.TITLE, Facet.KIND, Facet.WHEN, Facet.PLACE, Facet.STATE},
}


@pytest.mark.parametrize("name", OFFICES)
def test_of3_what_lists_look_for(name: str) -> None:
    facets = [one.facet for one in schema_of(form(name)).fields if one.facet is not None]
    assert set(facets) == FACETS[name]
    assert len(facets) == len(set(facets))


@pytest.mark.parametrize("name", OFFICES)
def test_of4_a_draft_until_it_is_released(name: str) -> None:
    state = schema_of(form(name)).by_facet.get(Facet.STATE)
    if name == "warning":
        assert state is None
        return
    assert state is not None
    assert state.codes == ("draft", "released")
    assert begun(name).answers().values[state.path] == "draft"


def test_of5_four_questions_and_the_telephone() -> None:
    session = begun("warning")
    groups = {one.path for one in form("warning").definitions if one.sort is Sort.GROUP}
    short = [path for path in questions(session) if path.partition("/")[0] not in groups]
    assert short == ["what", "where", "how_soon", "how_known", "phone_safe"]
    assert not session.is_required("phone_safe")
    for group in ("office", "after", "office/tried"):
        assert "on-demand" in definition("warning", group).appearance
    assert "no_blame" in {one.path for one in session.asked()}
    for path, code in (("how_soon", "not_sure"), ("how_known", "rumour"), ("phone_safe", "unknown")):
        assert code in codes("warning", path)


def test_of5_no_level_and_no_task() -> None:
    names = {one.path.rpartition("/")[2] for one in form("warning").definitions}
    forbidden = ("level", "task", "deadline", "assign", "grade", "status", "score")
    assert [name for name in names if any(word in name for word in forbidden)] == []
    assert Facet.LEVEL not in schema_of(form("warning")).by_facet
    assert [one.path for one in form("warning").definitions if one.calculate is not None] == []
    assert [one.path for one in form("warning").definitions if one.initial] == []


def test_of5_what_became_of_it_blames_nobody() -> None:
    assert codes("warning", "after/outcome") == ("happened", "less", "acted", "quiet", "unknown")
    assert codes("warning", "office/tried/tried_answer") == ("no_answer", "refused", "not_safe")


CAP = {
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
    "ask": {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear"},
}


@pytest.mark.parametrize("question", CAP)
def test_of6_cap_words(question: str) -> None:
    found = codes("warning", f"office/{question}")
    assert {code.title().replace("_", "") for code in found} == CAP[question]
    shown = [choice.label.casefold() for choice in begun("warning").choices(f"office/{question}")]
    assert not {word.casefold() for word in CAP[question]} & set(shown), "people read plain words"


INDICATORS = {1: 11, 2: 8, 3: 10, 4: 9, 5: 8, 6: 11, 7: 14, 8: 12, 9: 6, 10: 8, 11: 8, 12: 10, 13: 18, 14: 8}
"""How many each factor has: UN Framework of Analysis for Atrocity Crimes (A/70/741-S/2016/71), as domain notes give."""
SLOW, BOTH = {2, 3, 6, 9}, {1, 4}


def indicators() -> dict[str, str]:
    """The number of each indicator as its label says it, by path."""
    session = begun("risk_assessment")
    rated = [one.path for one in form("risk_assessment").definitions if "likert" in one.appearance]
    return {path: session.label(path).partition(" ")[0] for path in rated}


def test_of7_every_indicator_once() -> None:
    wanted = [f"{factor}.{number}" for factor, many in INDICATORS.items() for number in range(1, many + 1)]
    found = indicators()
    assert list(found.values()) == wanted
    assert list(found) == [f"f{code.partition('.')[0]}/i{code.replace('.', '_')}" for code in wanted]


def test_of7_slow_and_quick() -> None:
    paths = {one.path for one in form("risk_assessment").definitions}
    pace = {n: "slow" if n in SLOW else "both" if n in BOTH else "quick" for n in INDICATORS}
    assert {f"f{n}/f{n}_{what}" for n, what in pace.items()} <= paths
    assert sum(path.rpartition("_")[2] in {"slow", "quick", "both"} for path in paths) == 14


def test_of8_a_note_or_a_reason() -> None:
    session = begun("risk_assessment")
    for path in indicators():
        assert codes("risk_assessment", path) == ("not_looked", "absent", "weak", "present", "strong")
        reason = path.replace("/i", "/w")
        for code in ("not_looked", "absent", "weak", ""):
            session.set(path, code)
            assert not session.is_relevant(reason)
        for code in ("present", "strong"):
            session.set(path, code)
            assert session.is_relevant(reason)
            assert session.is_required(reason)


def test_of8_a_reason_is_refused_when_empty_and_goes_when_the_sign_goes() -> None:
    session = begun("risk_assessment")
    session.set("f7/i7_4", "present")
    assert "f7/w7_4" in {problem.path for problem in session.problems()}
    session.set("f7/w7_4", "BEN-12")
    assert "f7/w7_4" not in {problem.path for problem in session.problems()}
    session.set("f7/i7_4", "weak")
    assert "f7/w7_4" not in session.answers().values


def test_of9_no_score() -> None:
    found = form("risk_assessment")
    fields = [one for one in found.definitions if one.sort is Sort.FIELD]
    assert [one.path for one in fields if one.calculate is not None] == []
    assert [one.path for one in fields if kind_of(one) in NUMBERS] == []
    assert Facet.LEVEL not in schema_of(found).by_facet
    assert "not_known" in codes("risk_assessment", "z/likelihood")


TWELVE = [
    *("country", "as_of", "figures", "in_place", "focal_office", "concerns"),
    *("strengths", "standards", "laws_to_offer", "unknowns", "authors", "consulted"),
]
OLDER = """a/country a/as_of a/authors a/consulted b/borders b/terrain b/climate c/population c/population_source
c/groups/group_name c/groups/group_terms c/groups/group_where c/groups/group_status c/displaced d/economy d/prices
e/system e/forces e/armed/armed_name e/armed/armed_kind e/armed/armed_links e/hotspots/hot_area e/hotspots/hot_why
e/hotspots/hot_trend e/history f/instruments/instrument f/instruments/joined f/instruments/joined_on
f/instruments/reservations f/instruments/domestic f/laws/law_title f/laws/law_topic f/laws/law_share f/laws/law_note
f/courts f/nhri g/exists g/mandate g/focal_points g/warning g/media h/strategy h/practices/practice
h/practices/practice_result h/practices/practice_share h/gaps stage"""


def test_of10_twelve_answers_first() -> None:
    assert questions(begun("country_profile"))[:12] == [f"a/{name}" for name in TWELVE]
    assert questions(begun("country_profile"))[12] == "b/borders"


def test_of10_what_was_written_earlier_still_has_its_place() -> None:
    assert set(OLDER.split()) <= set(schema_of(form("country_profile")).by_path)
    session = session_of(form("country_profile"), begun("country_profile").draft_answers())
    session.set("g/exists", ("mech",))
    session.set("h/gaps", "The north.")
    assert session.answers().values["g/exists"] == ("mech",)
    assert session.answers().values["h/gaps"] == "The north."


@pytest.mark.parametrize(
    ("first", "answer", "later"), [("a/in_place", ("mech",), "g/exists"), ("a/unknowns", "Much.", "h/gaps")]
)
def test_of10_nothing_is_asked_twice(first: str, answer: str | tuple[str, ...], later: str) -> None:
    session = begun("country_profile")
    assert session.is_relevant(later)
    session.set(first, answer)
    assert not session.is_relevant(later)


def test_of11_standards_joined_are_counted() -> None:
    session = begun("country_profile")
    assert not session.is_relevant("f/joined_note")
    for joined in ("party", "signed", "party", "unknown", ""):
        session.set(f"{session.add_row('f/instruments')}/joined", joined)
    assert session.value("f/joined_count") == "2"
    assert session.label("f/joined_note").endswith(": 2")
    session.remove_row(session.rows("f/instruments")[0])
    assert session.value("f/joined_count") == "1"


CORE = """cerd cescr cescr_op ccpr ccpr_op1 ccpr_op2 cedaw cedaw_op cat opcat crc crc_op_ac crc_op_sc crc_op_ic
cmw crpd crpd_op ced"""


def test_of11_the_standards() -> None:
    known = codes("country_profile", "f/instruments/standard")
    assert len(known) == len(set(known)) == 31 + 1
    assert known[-1] == "other"
    assert len(CORE.split()) == 18
    assert set(CORE.split()) < set(known)


@pytest.mark.parametrize(("standard", "asked"), [("", True), ("other", True), ("cerd", False)])
def test_of11_a_name_is_asked_only_of_what_the_list_does_not_know(standard: str, asked: bool) -> None:
    session = begun("country_profile")
    row = session.add_row("f/instruments")
    session.set(f"{row}/standard", standard)
    assert session.is_relevant(f"{row}/instrument") is asked


BLOCKS = {"la": 5, "in": 7, "ew": 6, "re": 6, "so": 5, "ne": 3}


def test_of12_thirty_two_items() -> None:
    rated = [one.path for one in form("preparedness").definitions if "likert" in one.appearance]
    assert rated == [f"{block}/{block}{n}" for block, many in BLOCKS.items() for n in range(1, many + 1)]
    assert len(rated) == 32


def test_of12_above_on_paper_something_shows_it() -> None:
    session = begun("preparedness")
    for block in BLOCKS:
        path, why = f"{block}/{block}1", f"{block}/{block}1_why"
        for code in ("not_looked", "absent", "paper"):
            session.set(path, code)
            assert not session.is_relevant(why)
        for code in ("part", "used", "tested"):
            session.set(path, code)
            assert session.is_required(why)
        assert why in {problem.path for problem in session.problems()}


def test_of13_no_ladder() -> None:
    session = begun("response_plan")
    row = session.add_row("d/options")
    moments = codes("response_plan", "d/options/moments")
    assert len(moments) == 5
    for tool in codes("response_plan", "d/options/tool"):
        session.set(f"{row}/tool", tool)
        session.set(f"{row}/moments", moments)
        assert session.problem(f"{row}/moments") is None
        assert [choice.code for choice in session.choices(f"{row}/moments")] == list(moments)


def test_of13_ranges() -> None:
    session = begun("response_plan")
    assert not session.is_relevant("c/risk_method")
    session.set("c/risk_least", 100)
    assert session.is_required("c/risk_method")
    session.set("c/risk_most", 50)
    assert session.problem("c/risk_most") is not None
    session.set("c/risk_most", 100)
    assert session.problem("c/risk_most") is None
    session.set("c/risk_best", 99)
    assert session.problem("c/risk_best") is not None


def test_of14_offices_do_it_and_by_when() -> None:
    session = begun("meeting")
    row = session.add_row("decisions")
    asked = [path.rpartition("/")[2] for path in questions(session) if path.startswith(row)]
    assert asked == ["decision", "who", "by_when", "progress"]
    session.set(f"{row}/progress", "could_not")
    assert session.is_relevant(f"{row}/progress_why")
    session.set("held_on", "2026-11-20")
    session.set("next_on", "2026-11-01")
    assert session.problem("next_on") is not None


@pytest.mark.parametrize("name", OFFICES)
def test_of14_what_asks_for_an_office_says_so(name: str) -> None:
    """A question for whom or which office says that no person is meant."""
    asked = [one for one in form(name).definitions if one.control is Control.INPUT and one.sort is Sort.FIELD]
    session = begun(name)
    for repeat in (one.path for one in form(name).definitions if one.sort is Sort.REPEAT):
        session.add_row(repeat)
    offices = [one for one in asked if "office" in one.path.rpartition("/")[2]]
    for one in offices:
        [path] = [path for path, known in session.places() if known is one]
        assert "ffice" in session.label(path) or "ffice" in session.hint(path)
        assert session.hint(path) in {"The office, not a person.", "Offices, not private numbers."}, path
