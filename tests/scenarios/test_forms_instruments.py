"""Our own questionnaires, and what they promise to people.

IN1  What is shipped is what the library says, compiled.
IN2  Every condition is walked both ways; answers go out and come in again; nothing that is asked cannot be answered.
IN3  At most five questions must be answered at the start of an incident or hate speech; the story comes first.
IN4  No question has a least length, nobody is asked for the device, its owner or the time she sits there.
IN5  Quotes are restricted, persons' names protected, unit and group names restricted.
IN6  Everything about a person who told something is protected.
IN7  Before a person agrees there is no question for the name; when the agreement goes, the name leaves the draft.
IN8  Of sexual violence no account and no numbers of dead are asked for, and the help that is needed is.
IN9  "Not known" or "not sure" is an answer to every required choice of what only others can know.
IN10 A workbook made of a questionnaire has the same version, and says everything in every language of the program.
"""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from forms import precompiling, shipped
from forms.answer_files import FileKind, read_answers
from forms.answers import fill, nested
from forms.converting import compile_file
from forms.exporting import as_xlsx, export_xlsx, library_sheets
from forms.formulas import formulas
from forms.model import Control, Form, Sort
from forms.positions import Positions
from forms.program import Program
from forms.session import Filling, Session
from forms.storing import class_of, schema_of
from records.errors import Known
from records.schema import Class, Facet
from records.values import Answers, Blob
from resources.texts import LANGUAGES, Texts
from tests.support.answering import Answerer, both_ways
from tests.support.filling import session_of, surroundings

NAMES = shipped.names()
SHORT = ("incident", "hate_speech")
LONG = {"country_profile": 40, "risk_assessment": 16, "preparedness": 40}
"""How often a long form is filled in, where others are 120 times."""


BY_PHONE = "by_phone"
"""What a note says of itself that is told on the telephone: nobody is asked it."""


def form(name: str) -> Form:
    return shipped.program(name).form


def test_in1_what_is_shipped_is_what_the_library_says() -> None:
    made = {name: raw + b"\n" for name, raw in precompiling.compiled().items()}
    assert made == {name: shipped.raw(name) for name in NAMES}
    assert set(NAMES) >= {"incident", "hate_speech", "source", "country_profile"}


def test_in1_a_form_that_is_not_ours() -> None:
    for name in ("nothing", "../incident", ""):
        with pytest.raises(Known):
            shipped.raw(name)
        with pytest.raises(Known):
            library_sheets(name)


@pytest.mark.parametrize("name", NAMES)
def test_in2_every_condition_both_ways(name: str) -> None:
    seen: dict[str, set[bool]] = {}
    answered: set[str] = set()
    for number in range(LONG.get(name, 120)):
        session = session_of(form(name))
        if number % 3 == 0 and BY_PHONE in shipped.program(name).definitions:
            session.set(BY_PHONE, "yes")
        both_ways(session, seen)
        Answerer(Random(number)).answer_all(session)
        both_ways(session, seen)
        if number % 4 == 0:
            again = session_of(form(name), session.draft_answers())
            assert (again.answers(), again.problems()) == (session.answers(), session.problems())
        answered |= {session.definition(path).path for path in session.answers().values}
        assert session.problems() == (), "what is asked can be answered"
    assert seen == {one.path: {True, False} for one in form(name).definitions if one.relevant is not None}
    notes = {one.path for one in form(name).definitions if one.readonly is not None}
    asked = {one.path for one in form(name).definitions if one.control is not Control.NONE}
    reckoned = {one.path for one in form(name).definitions if one.calculate is not None}
    assert answered - reckoned - {BY_PHONE} == asked - notes


@pytest.mark.parametrize("name", NAMES)
def test_in2_answers_go_out_and_come_in_again(name: str) -> None:
    for number in range(6):
        session = session_of(form(name))
        Answerer(Random(200 + number)).answer_all(session)
        answers = session.answers()
        away = nested(form(name), answers)
        positions = Positions(answers.rows)
        files = {positions.name(path): value for path, value in answers.values.items() if isinstance(value, Blob)}
        again = session_of(form(name), Answers({}), rows="other")
        fill(again, read_answers(json.dumps(away).encode(), FileKind.JSON)[0], files)
        assert nested(form(name), again.answers()) == away


@pytest.mark.parametrize("name", SHORT)
def test_in3_five_questions_at_most(name: str) -> None:
    session = session_of(form(name))
    asked = [one.path for one in session.asked() if one.definition.sort is Sort.FIELD]
    required = [path for path in asked if session.is_required(path)]
    assert 1 <= len(required) <= 5
    assert asked[0] == required[0] == {"incident": "story", "hate_speech": "quote"}[name]
    assert len(session.problems()) == len(required)


def test_in3_a_picture_is_enough() -> None:
    session = session_of(form("hate_speech"))
    session.set("capture", Blob("A" * 16, 1, bytes(32), bytes(32), "image/png"))
    assert not session.is_required("quote")
    session.set("quote", "and the words with it")
    assert session.answers().values["quote"] == "and the words with it"


@pytest.mark.parametrize("name", NAMES)
def test_in4_no_least_length_and_no_metadata(name: str) -> None:
    texts = {text for _, _, formula in formulas(form(name)) for text in [formula.text]}
    assert not any("string-length" in text for text in texts)
    preloaded = {one.path for one in form(name).definitions if one.preload}
    assert preloaded == {"meta/instanceID"}
    assert not {one.path for one in schema_of(form(name)).fields} & {"start", "end", "today", "deviceid", "username"}
    asked = [one for one in form(name).definitions if one.control is not Control.NONE]
    assert all(one.label for one in asked)


def test_in5_classes() -> None:
    incident, hate, profile = (schema_of(form(name)).by_path for name in ("incident", "hate_speech", "country_profile"))
    for name in NAMES:
        for field in schema_of(form(name)).fields:
            assert field.facet is not Facet.NAME or field.value_class is Class.PROTECTED, field.path
    assert {incident[path].value_class for path in ("people/name", "doers/person")} == {Class.PROTECTED}
    restricted = ["story", "where", "source", "doers/unit", "actor", "group", "help", "people/age", "photos/file"]
    assert {path: incident[path].value_class for path in restricted} == dict.fromkeys(restricted, Class.RESTRICTED)
    restricted = ["quote", "translation", "capture", "group", "locator", "reach/counter"]
    assert {path: hate[path].value_class for path in restricted} == dict.fromkeys(restricted, Class.RESTRICTED)
    assert profile["c/groups/group_where"].value_class is Class.RESTRICTED
    assert profile["c/groups/group_status"].value_class is Class.RESTRICTED
    network = {path for path, field in incident.items() if field.value_class < Class.RESTRICTED}
    assert network == {
        *("kind", "when", "area", "killed_least", "killed_most", "hurt", "missing", "worse"),
        *("photos/disturbing", "followup/linked"),
    }


EVENT = {Facet.TITLE, Facet.WHEN, Facet.PLACE, Facet.KIND, Facet.ACTOR, Facet.GROUP}


def test_in5_what_lists_and_sharing_look_for_is_there() -> None:
    wanted = {
        "incident": {*EVENT, Facet.SOURCE, Facet.URGENT, Facet.HELP, Facet.NAME},
        "hate_speech": EVENT,
        "source": {Facet.TITLE, Facet.CONSENT, Facet.NAME},
        "country_profile": {Facet.TITLE, Facet.WHEN, Facet.STATE},
    }
    for name, facets in wanted.items():
        assert facets <= set(schema_of(form(name)).by_facet)
        assert schema_of(form(name)).writers


def test_in6_the_source_is_protected_throughout() -> None:
    assert {field.value_class for field in schema_of(form("source")).fields} == {Class.PROTECTED}
    assert {class_of(one) for one in form("source").definitions if not one.path.startswith("meta")} == {Class.PROTECTED}


CONSENT = [("minor", "no"), ("explained", "yes"), ("agrees", "yes")]
ELSEWISE = {"minor": ("yes", "unknown", ""), "explained": ("no", ""), "agrees": ("no", "")}


def person(name: str) -> tuple[Session, str]:
    """A filling-in in which a person agreed and was named, and the beginning of the paths about her."""
    session = session_of(form(name))
    prefix = f"{session.add_row('people')}/" if name == "incident" else ""
    for question, answer in CONSENT:
        assert not session.is_relevant(f"{prefix}name")
        assert f"{prefix}name" not in {one.path for one in session.asked()}
        session.set(f"{prefix}{question}", answer)
    assert session.is_relevant(f"{prefix}name")
    session.set(f"{prefix}name", "Anna")
    return session, prefix


@pytest.mark.parametrize("name", ["incident", "source"])
@pytest.mark.parametrize("question", ELSEWISE)
def test_in7_no_name_without_agreement(name: str, question: str) -> None:
    for answer in ELSEWISE[question]:
        session, prefix = person(name)
        assert session.draft_answers().values[f"{prefix}name"] == "Anna"
        session.set(f"{prefix}{question}", answer)
        assert not session.is_relevant(f"{prefix}name")
        assert "Anna" not in session.answers().values.values()
        assert "Anna" not in session.draft_answers().values.values()
        if answer:
            notes = {one.path for one in session.asked() if one.definition.readonly is not None}
            assert notes & {f"{prefix}code_only", f"{prefix}minor_note"}, "the form says what to do instead"


def test_in7_nothing_that_finds_a_person_without_agreement() -> None:
    session = session_of(form("source"))
    known = {one.path for one in session.asked()}
    assert known == {"minor", "connection", "about", "referral"}
    for _, answer in CONSENT[:1]:
        session.set("minor", answer)
    assert not {"name", "contact", "locality", "contact_rule", "uses"} & {one.path for one in session.asked()}


def test_in7_a_row_of_one_person_is_not_the_agreement_of_another() -> None:
    session, _ = person("incident")
    other = session.add_row("people")
    assert not session.is_relevant(f"{other}/name")


def test_in8_sexual_violence() -> None:
    session = session_of(form("incident"))
    session.set("kind", "sexual_violence")
    asked = {one.path for one in session.asked()}
    assert {"sv_note", "sv_count", "sv_referred", "sv_safe"} <= asked
    assert not {"killed_least", "killed_most", "hurt", "missing"} & asked
    assert not session.is_required("story")
    session.set("kind", "killing")
    assert not {"sv_note", "sv_count", "sv_referred", "sv_safe"} & {one.path for one in session.asked()}


@pytest.mark.parametrize(
    ("name", "question"), [("incident", "kind"), ("incident", "how_known"), ("hate_speech", "does")]
)
def test_in9_not_sure_is_an_answer(name: str, question: str) -> None:
    codes = {choice.code for choice in session_of(form(name)).choices(question)}
    assert codes & {"not_sure", "unknown", "rumour"}


@pytest.mark.parametrize("name", NAMES)
def test_in10_a_workbook_has_the_same_version(name: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    export_xlsx(name, path)
    again = compile_file(path)
    assert schema_of(again).version == shipped.schema(name).version
    assert not again.own
    assert again.languages == tuple(f"{one.name} ({one.code})" for one in LANGUAGES)


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
@pytest.mark.parametrize("name", NAMES)
def test_in10_a_workbook_speaks_every_language_as_the_program_does(name: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    export_xlsx(name, path)
    around = replace(surroundings(language), translate=Texts(language).of_form)
    spoken = [
        Session(Program(one), around, Filling(iter("abcdefghijklmnop").__next__))
        for one in (form(name), compile_file(path))
    ]
    assert spoken_by(spoken[0]) == spoken_by(spoken[1])
    assert len(set(spoken_by(spoken[0]))) > 10


def spoken_by(session: Session) -> list[str]:
    """All it says; the spaces that do not break, which workbooks lose, as plain ones."""
    said = []
    for path, one in session.places():
        labels = [choice.label for choice in session.choices(path)]
        said += [session.label(path), session.hint(path), session.guidance(path), *labels]
        said += [session.say(texts) for texts in (one.required_message, one.constraint_message)]
    return [text.replace("\u00a0", " ").replace("\u202f", " ") for text in said]


def test_in10_nothing_in_a_workbook_is_calculated(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(as_xlsx({"survey": [{"type": "text", "name": "a", "label": "=1+1"}], "settings": []}))
    [label] = form_label(compile_file(path))
    assert label == "=1+1"


def form_label(found: Form) -> list[object]:
    return [text.parts[0] for one in found.definitions for text in one.label.values()]
