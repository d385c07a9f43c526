"""What a form asks the device, and the pictures, sounds and films it shows.

MD1  Metadata questions are off: nobody is asked, they hold nothing, and answers from outside are not taken for them.
MD2  Turned on, each by itself: start, end and today from the clock; deviceid, username, phonenumber and email from
     what the owner lets be known, and empty where she lets nothing.
MD3  start stays when a filling-in is opened again; end is the time of the last change.
MD4  Turning one on makes a version of its own; turning none on makes none.
MD5  audit, places and sounds taken unasked are never turned on.
MD6  No metadata question is ever below S2, whatever the form says; nor is what is calculated from one.
MD7  Labels and choices show files by kind and language, each language falling back by itself.
MD8  Pictures are words: they are no part of the version.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

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
from forms.session import Filling, Session
from forms.storing import from_bytes, schema_of, to_bytes
from records.errors import Known
from records.schema import Class
from records.values import Answers
from tests.support.filling import NOON, Scenario, compiled, session_of

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


@pytest.mark.parametrize("name", ["audit", "first_place", "listening", "a", "nothing"])
def test_md5_never(name: str) -> None:
    with pytest.raises(Known) as problem:
        turned_on(compiled(FORM), ["start", name])
    assert (problem.value.code, problem.value.facts["field"]) == (FormsCode.FORM_METADATA, name)


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
