"""A record as people read it: in the words of its form, with its history, and never more than may be shown."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forms.reading import read_sheets
from forms.storing import schema_of, to_bytes
from records.people import Role
from records.recording import begin
from records.schema import Class, Field, Kind, Schema
from records.values import Answers, Value
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from reports.reading import Reading, Row, read
from resources.texts import Texts
from tests.support.notes import MARKET, STORY, amend, attachment, photograph, take_form, write
from tests.support.vaults import MOMENT, StandingClock, Vaults, carry, introduce, line_of
from tests.support.vaults import write as write_plain

EN = Texts("en")
CANARY = "QUETZALCOATL"

COUNTED = """
| survey | | | | | |
| | type | name | label | repeat_count | bind::kinga:class |
| | integer | many | How many? | | network |
| | begin_repeat | who | Person | ${many} | |
| | text | nick | Nick in ${many} | | restricted |
| | end_repeat | | | | |
| | dateTime | at | At | | network |
| | time | hour | Hour | | network |
| settings | | | |
| | form_id | form_title | namespaces |
| | counted | Counted | kinga="urn:kinga:forms" |
"""


@pytest.fixture
def vaults(tmp_path: Path) -> Iterator[Vaults]:
    with Vaults(tmp_path) as found:
        yield found


@pytest.fixture
def anna(vaults: Vaults) -> Vault:
    return vaults.make("anna", clock=StandingClock(step=timedelta(minutes=1)))


def row(found: Reading, label: str) -> Row:
    return next(one for one in found.rows if one.label == label)


def everything_of(found: Reading) -> str:
    return repr(found)


def test_answers_stand_in_the_order_and_the_words_of_the_form(anna: Vault) -> None:
    line = write(anna, "incident", {**MARKET, "hurt": 12}, doers=[{"unit": "Men on foot", "means": ("fire", "none")}])
    found = read(anna, line, EN)
    assert found.title == "Incident"
    assert [(one.label, one.answer) for one in found.rows] == [
        ("What happened?", STORY),
        ("What kind of event was it?", "Homes or goods burnt, looted or seized"),
        ("When?", "between 18 and 20 November 2026"),
        ("Where?", "Mudzi Pela"),
        ("How do you know?", "Somebody who saw it told me"),
        ("Hurt", "12"),
        ("Who did it 1", ""),
        ("Unit or group, as people name it", "Men on foot"),
        ("With what?", "Fire, None"),
    ]
    assert [one.depth for one in found.rows if one.heading] == [0]
    assert row(found, "When?").definition is not None


def test_protected_answers_are_nowhere_unless_they_are_asked_for(anna: Vault) -> None:
    people = {"minor": "no", "explained": "yes", "agrees": "yes", "name": CANARY, "age": "about 30"}
    line = write(anna, "incident", MARKET, people=[people])
    amend(anna, line, {f"{_row(anna, line, 'people')}/name": f"{CANARY} too"})
    found = read(anna, line, EN)
    assert CANARY not in everything_of(found)
    assert len(found.history) == 2 and found.history[1].details == ()
    assert not [one for one in found.rows if one.protected]
    shown = read(anna, line, EN, protected=True)
    assert row(shown, "Name or nickname").answer == f"{CANARY} too"
    assert shown.history[1].changes == (("Name or nickname", f"{CANARY} too"),)


def _row(vault: Vault, line: RecordLine, repeat: str) -> str:
    path = next(place.path for place in vault.projection.cells(line.id) if place.path.startswith(f"{repeat}#"))
    return path.partition("/")[0]


def test_history_stands_in_the_order_of_time_whatever_the_zone(vaults: Vaults) -> None:
    here = vaults.make("east", clock=StandingClock(datetime.fromisoformat("2026-11-22T14:00:00+03:00")))
    there = vaults.make(
        "west", Role.HEADQUARTERS, clock=StandingClock(datetime.fromisoformat("2026-11-22T12:30:00+00:00"))
    )
    take_form(there, "incident")
    introduce(here, there)
    line = write(here, "incident", MARKET)
    carry(here, there)
    amend(there, line, {"where": "The mill"})
    steps = read(there, line, EN).history
    assert [step.author.office.name for step in steps] == ["office east", "office west"]


def test_only_the_beginning_is_the_first_step(vaults: Vaults, anna: Vault) -> None:
    office = vaults.make("hq", Role.HEADQUARTERS, clock=StandingClock(MOMENT + timedelta(days=1)))
    take_form(office, "incident")
    introduce(anna, office)
    line = write(anna, "incident", MARKET)
    amend(anna, line, {"hurt": 3})  # replaces nothing
    carry(anna, office)
    amend(office, line, {"missing": 1})
    assert [step.first for step in read(office, line, EN).history] == [True, False, False]


def test_a_step_says_what_stood_before(anna: Vault) -> None:
    line = write(anna, "incident", {**MARKET, "hurt": 12})
    amend(anna, line, {"hurt": 14, "kind": "mob", "story": "They came."})
    details = {one.label: one for one in read(anna, line, EN).history[1].details}
    assert (details["Hurt"].answer, details["Hurt"].before) == ("14", ("12",))
    assert details["What kind of event was it?"].before == ("Homes or goods burnt, looted or seized",)
    assert {label for label, one in details.items() if one.typed} == {"What happened?"}


def test_what_is_hard_to_look_at_is_known_as_soon_as_one_says_so(vaults: Vaults, anna: Vault) -> None:
    office = vaults.make("hq", Role.HEADQUARTERS)
    take_form(office, "incident")
    introduce(anna, office)
    photos = [{"file": attachment(anna, photograph()), "disturbing": answer} for answer in ("yes", "no", "")]
    line = write(anna, "incident", MARKET, photos=photos)
    assert [one.disturbing for one in read(anna, line, EN).rows if one.blob] == [True, False, False]
    carry(anna, office)
    path = next(one.path for one in read(anna, line, EN).rows if one.blob)
    beside = path.replace("/file", "/disturbing")
    amend(anna, line, {beside: "no"})
    amend(office, line, {beside: ""})
    carry(anna, office)
    assert not any(one.disturbing for one in read(office, line, EN).rows)
    amend(anna, line, {beside: "yes"})
    amend(office, line, {beside: "no"})
    carry(anna, office)
    assert next(one for one in read(office, line, EN).rows if one.path == path).disturbing


@pytest.fixture
def counted(tmp_path: Path) -> tuple[Schema, bytes]:
    from forms.converting import compile_sheets  # noqa: PLC0415 - loads pyxform

    form = compile_sheets(read_sheets(tmp_path / "counted.md", COUNTED.encode()), "counted")
    return schema_of(form), to_bytes(form)


def test_rows_beyond_their_number_are_still_read(anna: Vault, counted: tuple[Schema, bytes]) -> None:
    schema, raw = counted
    anna.forms.put(schema, raw)
    values: dict[str, Value] = {"many": 1, "who#aa/nick": "Ana", "who#bb/nick": "Beto", "hour": "14:05:00.000+03:00"}
    line = write_plain(anna, values, rows={"who": ("aa", "bb")}, schema=schema)
    found = read(anna, line, EN)
    assert [one.answer for one in found.rows if one.path.endswith("/nick")] == ["Ana", "Beto"]
    assert [one.label for one in found.rows if one.path.endswith("/nick")] == ["Nick in 1", "Nick in"]
    assert row(found, "Hour").answer == "14:05"


def test_without_its_form_a_record_is_read_by_paths_with_both_versions(vaults: Vaults, anna: Vault) -> None:
    office = vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    picture = attachment(anna, photograph())
    answers: dict[str, Value] = {"story": "One\nTwo", "photo": picture, "people#k1/age": 30, "name": CANARY}
    line = write_plain(anna, answers, rows={"people": ("k1",)})
    carry(anna, office)
    for vault, age in ((anna, 31), (office, 32)):
        write_plain(vault, {**_answers(vault, line).values, "people#k1/age": age}, record=line_of(vault, line.id))
    carry(anna, office)
    found = read(office, line, EN)
    assert not found.form_known
    assert sorted(version.answer for version in row(found, "people 1/age").others) == ["31", "32"]
    assert row(found, "story").answer == "One\nTwo"
    assert row(found, "photo").blob == picture
    assert CANARY not in everything_of(found)


def _answers(vault: Vault, line: RecordLine) -> Answers:
    schema = vault.forms.schema(line.version)
    assert schema is not None
    return begin(vault, schema, line_of(vault, line.id)).answers


@pytest.mark.parametrize(("fresh", "said"), [(Class.RESTRICTED, "nobody"), (Class.PROTECTED, "not shared with you")])
def test_an_answer_that_moves_to_another_class_changed_once(anna: Vault, fresh: Class, said: str) -> None:
    before, after = (
        Schema("moving", (Field("name", Kind.TEXT, known),), logic=known.name) for known in (Class.NETWORK, fresh)
    )
    for schema in (before, after):
        anna.forms.put(schema, b"{}")
    line = write_plain(anna, {"name": "somebody"}, schema=before)
    write_plain(anna, {"name": "nobody"}, record=line, schema=after)
    assert [one.answer for one in read(anna, line, EN).history[1].details] == [said]
