"""What a form asks the device, and the pictures, sounds and films it shows.

MD1  Metadata questions are off: nobody is asked, they hold nothing, and answers from outside are not taken for them.
MD2  Turned on, each by itself: start, end and today from the clock; deviceid, username, phonenumber and email from
     what the owner lets be known, and empty where she lets nothing.
MD3  start stays when a filling-in is opened again; end is the time of the last change.
MD4  Turning one on makes a version of its own; turning none on makes none.
MD5  Sound is never recorded unasked; a place that would be taken unasked is a question nobody must answer.
MD6  No metadata question is ever below S2, whatever the form says; nor is what is calculated from one.
MD7  Labels and choices show files by kind and language, each language falling back by itself.
MD8  Pictures are words: they are no part of the version.
MD9  audit, turned on, is a log of each step in ODK's CSV: the time of every act, answers and the name of the office only
     where the form asks for them, never an answer fewer people may read; a draft keeps it, a correction begins anew.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forms.answer_files import Row
from forms.answers import problems_of
from forms.environment import Surroundings
from forms.errors import FormsCode
from forms.metadata import metadata, turned_on
from forms.model import Form
from forms.program import Program
from forms.session import Filling, Session, Wrong
from forms.storing import from_bytes, schema_of, to_bytes
from records.errors import Known
from records.schema import Class, Kind
from records.values import Answers
from tests.support.filling import NOON, Scenario, blob, compiled, session_of

FORM = """
    | survey |
    | | type | name | label | calculation | bind::kinga:class |
    | | start | start | | | |
    | | end | end | | | |
    | | today | today | | | |
    | | deviceid | deviceid | | | network |
    | | username | username | | | |
    | | phonenumber | phonenumber | | | |
    | | email | email | | | |
    | | audit | | | | |
    | | start-geopoint | first_place | | | |
    | | background-audio | listening | | | |
    | | text | a | A | | |
    | | calculate | whose | | concat(${username}, '!') | |
    | settings |
    | | form_id | namespaces |
    | | f | kinga="urn:kinga:forms" |
"""
OWNER = {"deviceid": "kinga:1", "username": "Anna"}


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def on(self) -> None:
        self.now += timedelta(minutes=1)


def filling(form: Form, clock: Clock, answers: Answers | None = None) -> Session:
    around = Surroundings(clock, lambda count: bytes(count), owner=OWNER)
    return Session(Program(form), around, Filling(lambda: "r", answers))


def on(*names: str) -> Form:
    return from_bytes(to_bytes(turned_on(compiled(FORM), names)))


def test_md1_off_until_a_person_turns_it_on() -> None:
    session = filling(compiled(FORM), Clock())
    session.set("a", "x")
    assert session.answers().values == {"a": "x", "whose": "!"}
    for name in ("deviceid", "start", "first_place"):
        problems = problems_of(session_of(compiled(FORM)), Row(1, {"a": "x", name: "y"}))
        assert [problem.code for problem in problems] == [FormsCode.ANSWER_NOT_ASKED]


def test_md2_each_by_itself() -> None:
    session = filling(on("start", "today", "username", "phonenumber"), Clock())
    session.set("a", "x")
    assert session.answers().values == {
        "start": "2026-11-22T12:00:00.000+00:00",
        "today": "2026-11-22",
        "username": "Anna",
        "whose": "Anna!",
        "a": "x",
    }


def test_md3_start_stays_and_end_moves() -> None:
    form, clock = on("start", "end"), Clock()
    session = filling(form, clock)
    clock.on()
    session.set("a", "x")
    assert (session.value("start")[11:16], session.value("end")[11:16]) == ("12:00", "12:01")
    clock.on()
    again = filling(form, clock, session.draft_answers())
    assert (again.value("start")[11:16], again.value("end")[11:16]) == ("12:00", "12:01")
    again.set("a", "y")
    assert (again.value("start")[11:16], again.value("end")[11:16]) == ("12:00", "12:02")


def test_md4_a_version_of_its_own() -> None:
    plain = compiled(FORM)
    versions = [schema_of(form).version for form in (plain, on(), on("start"), on("start", "end"))]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3


@pytest.mark.parametrize(
    ("name", "code"),
    [("listening", FormsCode.FORM_SOUND), ("a", FormsCode.FORM_METADATA), ("nothing", FormsCode.FORM_METADATA)],
)
def test_md5_never(name: str, code: FormsCode) -> None:
    with pytest.raises(Known) as problem:
        turned_on(compiled(FORM), ["start", name])
    assert (problem.value.code, problem.value.facts["field"]) == (code, name)


def test_md5_a_place_is_a_question_that_may_stay_open() -> None:
    form = on("first_place")
    session = filling(form, Clock())
    assert [one.path for one in session.asked()] == ["first_place", "a"]
    assert (session.label("first_place"), session.value("first_place")) == ("first_place", "")
    assert session.problems() == ()
    session.set("first_place", "-8.9 39.5")
    assert session.answers().values["first_place"] == "-8.9 39.5"
    assert schema_of(form).by_path["first_place"].value_class is Class.RESTRICTED
    session.set("first_place", "north of the river")
    assert [one.wrong for one in session.problems()] == [Wrong.KIND]


def test_md5_a_form_says_all_it_would_ask() -> None:
    assert [one.metadata for one in metadata(compiled(FORM))] == [
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "start-geopoint",
        "background-audio",
        "audit",
    ]


def test_md6_never_below_s2() -> None:
    schema = schema_of(on("deviceid"))
    assert {schema.by_path[name].value_class for name in ("deviceid", "start", "username")} == {Class.RESTRICTED}
    with pytest.raises(Known) as problem:
        compiled(FORM.replace("concat(${username}, '!') | |", "concat(${username}, '!') | network |"))
    assert problem.value.code is FormsCode.FORM_CALCULATION_LOWER


def test_metadata_that_is_on_can_come_from_an_export() -> None:
    form = on("start", "end", "deviceid")
    given = {"a": "x", "start": "2026-01-01T06:00:00.000Z", "end": "2026-01-01T07:00:00.000Z", "deviceid": "collect:7"}
    session = session_of(form)
    assert problems_of(session, Row(1, dict(given))) == ()
    assert (session.value("start"), session.value("deviceid")) == (given["start"], given["deviceid"])


PICTURES = """
    | survey |
    | | type | name | label::English (en) | label::French (fr) | media::image::English (en) | media::image::French (fr) | media::audio::English (en) | big-image::English (en) | video |
    | | text | a | A | Ah | a.png | a-fr.png | a.mp3 | a-big.png | |
    | | text | b | B | | | | | | b.mp4 |
    | | select_one x | c | C | C | | | | | |
    | choices |
    | | list_name | name | label::English (en) | label::French (fr) | media::image::English (en) |
    | | x | p | P | P | p.png |
    | | x | q | Q | Q | |
"""


def test_md7_pictures_by_language() -> None:
    form, french = Scenario(PICTURES), Scenario(PICTURES, language="fr")
    assert dict(form.session.media("a")) == {"image": "a.png", "audio": "a.mp3", "big-image": "a-big.png"}
    assert dict(french.session.media("a")) == {"image": "a-fr.png", "audio": "a.mp3", "big-image": "a-big.png"}
    assert (dict(form.session.media("b")), dict(form.session.media("c"))) == ({"video": "b.mp4"}, {})
    assert [dict(one.media) for one in french.session.choices("c")] == [{"image": "p.png"}, {}]
    assert (form.label("a"), form.labels("c")) == ("A", ["P", "Q"])


def test_md8_pictures_are_words() -> None:
    other = compiled(PICTURES.replace("a.png", "z.png").replace("p.png", "y.png"))
    assert schema_of(other).version == schema_of(compiled(PICTURES)).version
    assert other.definitions != compiled(PICTURES).definitions


def test_a_clock_without_the_owner_says_nothing_of_her() -> None:
    around = replace(Surroundings(lambda: datetime(2026, 1, 1, tzinfo=UTC), lambda count: bytes(count)), language="fr")
    session = Session(Program(on("username", "email")), around, Filling(lambda: "r"))
    assert session.answers().values == {"whose": "!"}


AUDITED = """
    | survey |
    | | type | name | label | parameters | bind::kinga:class |
    | | audit | audit | | PARAMETERS | CLASS |
    | | text | a | A | | |
    | | text | hidden | H | | protected |
    | | begin repeat | people | P | | |
    | | text | name | N | | |
    | | end repeat | | | | |
    | settings |
    | | form_id | namespaces |
    | | f | kinga="urn:kinga:forms" |
"""


def audited(parameters: str = "", value_class: str = "", turn_on: bool = True) -> Form:
    form = compiled(AUDITED.replace("PARAMETERS", parameters).replace("CLASS", value_class))
    return from_bytes(to_bytes(turned_on(form, ["audit"] if turn_on else [])))


def log(answers: Answers) -> list[list[str]]:
    """The lines of the log, times as minutes after noon."""
    text = answers.values["meta/audit"]
    assert isinstance(text, str)
    lines = list(csv.reader(text.splitlines()))
    noon = int(NOON.timestamp() * 1000)
    return [[str((int(c) - noon) // 60_000) if c.isdigit() and len(c) > 9 else c for c in line] for line in lines]


def test_md9_the_log_of_each_step() -> None:
    clock = Clock()
    session = filling(audited(), clock)
    assert "meta/audit" not in session.answers().values
    for letters in ("x", "xy"):
        clock.on()
        session.set("a", letters)
    clock.on()
    row = session.add_row("people")
    session.set(f"{row}/name", "Ana")
    session.set(f"{row}/name", "Ana")
    session.remove_row(row)
    clock.on()
    expected = [
        ["event", "node", "start", "end"],
        ["form start", "", "0", ""],
        ["question", "/f/a", "1", "2"],
        ["add repeat", "/f/people[2]", "3", ""],
        ["question", "/f/people[2]/name", "3", "3"],
        ["delete repeat", "/f/people[2]", "3", ""],
    ]
    assert log(session.draft_answers()) == expected
    assert log(session.answers()) == [*expected, ["form finalize", "", "4", ""]]
    again = filling(audited(), clock, session.draft_answers())
    again.set_together({"a": "z"})
    assert log(again.draft_answers()) == [*expected, ["form resume", "", "4", ""], ["question", "/f/a", "4", "4"]]
    assert log(session.again(session.draft_answers()).draft_answers()) == expected


def test_md9_answers_and_the_office_where_the_form_asks_for_them() -> None:
    session = filling(audited("track-changes=true identify-user=true"), Clock())
    session.set("a", 'x, "y"')
    session.set("hidden", "a name nobody may read")
    session.set("a", "z")
    assert [line[4:] for line in log(session.answers())] == [
        ["old-value", "new-value", "user"],
        ["", "", "Anna"],
        ["", 'x, "y"', "Anna"],
        ["", "", "Anna"],
        ['x, "y"', "z", "Anna"],
        ["", "", "Anna"],
    ]


def test_md9_of_a_place_nothing_is_known() -> None:
    session = filling(audited("location-priority=balanced location-min-interval=60 location-max-age=120"), Clock())
    session.set("a", "x")
    assert [line[4:] for line in log(session.answers())] == [["latitude", "longitude", "accuracy"], *[["", "", ""]] * 3]


def test_md9_off_and_never_below_s2() -> None:
    off = filling(audited(turn_on=False), Clock())
    off.set("a", "x")
    assert off.answers().values == {"a": "x"}
    assert "meta/audit" not in schema_of(audited(turn_on=False)).by_path
    field = schema_of(audited(value_class="public")).by_path["meta/audit"]
    assert (field.value_class, field.kind) == (Class.RESTRICTED, Kind.FILE)


def test_md9_a_correction_keeps_the_file_until_something_is_done() -> None:
    session = filling(audited(), Clock(), Answers({"a": "x", "meta/audit": blob()}))
    assert session.answers().values["meta/audit"] == session.draft_answers().values["meta/audit"] == blob()
    session.set("a", "y")
    assert [line[0] for line in log(session.answers())] == ["event", "form resume", "question", "form finalize"]


def test_md9_a_log_without_end_ends() -> None:
    session = filling(audited("track-changes=true"), Clock())
    for number in range(1200):
        session.set("a" if number % 2 else "hidden", f"{number} {'é' * 2000}")
    text = session.answers().values["meta/audit"]
    assert isinstance(text, str)
    assert len(text) < 1 << 20
    again = filling(audited("track-changes=true"), Clock(), session.draft_answers())
    again.set("a", "x" * 4000)
    assert len(str(again.answers().values["meta/audit"])) < 1 << 20
    assert text.endswith("\n")
