"""Promises: a form's version covers what gives answers their meaning and no word; what is stored comes back; what was
changed on its way, or was never honest, is refused and breaks nothing.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

import json
from dataclasses import replace
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import shipped
from forms.errors import FormsCode
from forms.model import Control, Form
from forms.storing import from_bytes, schema_of, to_bytes
from records.errors import Known
from records.schema import Class, Facet, Kind
from records.strict_json import read_object
from tests.support.filling import compiled, known, session_of

TABLE = """
    | survey |
    | | type | name | label | hint | relevant | constraint | constraint_message | calculation | required | bind::kinga:class | bind::kinga:facet |
    | | text | a | A | A hint | | | | | yes | network | title |
    | | integer | n | N | | ${a} != '' | . > 0.5 | More. | | | | |
    | | select_one yn | s | S | | | | | | | public | |
    | | calculate | c | | | | | | ${n} + 1 | | | |
    | | begin repeat | r | R | | | | | | | protected | |
    | | text | who | Who | | | | | | | | name |
    | | end repeat | | | | | | | | | | |
    | choices |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
    | settings |
    | | form_id | form_title | namespaces | attribute::kinga:writers |
    | | f | Form | kinga="urn:kinga:forms" | monitor |
"""


def version(table: str) -> str:
    return schema_of(compiled(table)).version


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("| text | a |", "| text | aa |"),
        ("| integer | n |", "| decimal | n |"),
        ("| network | title |", "| restricted | title |"),
        ("| network | title |", "| network | |"),
        ("| yn | no | No |", "| yn | never | No |"),
        ("| ${a} != '' |", "| ${a} = '' |"),
        ("| . > 0.5 |", "| . > 0.25 |"),
        ("| ${n} + 1 |", "| ${n} + 2 |"),
        ("| begin repeat |", "| begin group |"),
        ("| yes | network |", "| no | network |"),
        ("| monitor |", "| headquarters |"),
        ("| f | Form |", "| g | Form |"),
    ],
)
def test_the_version_covers_meaning(was: str, now: str) -> None:
    changed = TABLE.replace(was, now, 1)
    if "begin group" in now:
        changed = changed.replace("end repeat", "end group")
    changed = changed.replace("${a}", "${aa}") if now == "| text | aa |" else changed
    assert changed != TABLE
    assert version(changed) != version(TABLE)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("| A | A hint |", "| Another label | Another hint |"),
        ("| More. |", "| Something else. |"),
        ("| yn | no | No |", "| yn | no | Nein |"),
        ("| f | Form |", "| f | Another title |"),
        ("| label | hint |", "| label::French (fr) | hint::French (fr) |"),
    ],
)
def test_the_version_covers_no_word(was: str, now: str) -> None:
    changed = TABLE.replace(was, now, 1)
    assert changed != TABLE
    assert version(changed) == version(TABLE)


def test_the_version_is_the_same_whoever_translates() -> None:
    form = compiled(TABLE)
    assert schema_of(replace(form, own=True)).version == schema_of(form).version


def test_the_schema_says_what_the_floors_below_need() -> None:
    schema = schema_of(compiled(TABLE))
    assert [(one.path, one.kind, one.value_class, one.facet, one.codes) for one in schema.fields] == [
        ("a", Kind.TEXT, Class.NETWORK, Facet.TITLE, ()),
        ("n", Kind.INTEGER, Class.RESTRICTED, None, ()),
        ("s", Kind.CHOICE, Class.PUBLIC, None, ("yes", "no")),
        ("c", Kind.TEXT, Class.RESTRICTED, None, ()),
        ("r/who", Kind.TEXT, Class.PROTECTED, Facet.NAME, ()),
    ]
    assert (schema.form, schema.repeats, schema.writers) == ("f", ("r",), ("monitor",))


def test_a_stored_form_comes_back_and_runs() -> None:
    form = compiled(TABLE)
    again = from_bytes(to_bytes(form))
    assert again == form
    assert to_bytes(again) == to_bytes(form)
    session = session_of(again)
    session.set("a", "x")
    session.set("n", "0")
    assert [one.message for one in session.problems()] == ["More."]


def test_a_stored_form_can_travel() -> None:
    """What is sent is read as strictly as everything that is signed: no fractions, no name twice."""
    plain = read_object(to_bytes(compiled(TABLE)))
    assert set(plain) == {"schema", "form"}
    for name in shipped.names():
        read_object(shipped.raw(name))


def parts(form: dict[str, Any]) -> dict[str, Any]:
    return {one["path"]: one for one in form["definitions"]}


TAMPERINGS = {
    "another relevant": lambda form: parts(form)["n"]["relevant"].update(plain=["call", "true"]),
    "another class": lambda form: parts(form)["r/who"].update(value_class="public"),
    "another code": lambda form: form["lists"]["yn"][0].update(code="maybe"),
    "no rules": lambda form: form.update(rules=[]),
    "another order": lambda form: form["rules"].reverse(),
    "another question": lambda form: form["definitions"].append({"path": "x", "sort": "field"}),
    "a question less": lambda form: form["definitions"].pop(0),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_was_changed_on_its_way_is_refused(name: str) -> None:
    stored = json.loads(to_bytes(compiled(TABLE)))
    TAMPERINGS[name](stored["form"])
    refused(json.dumps(stored).encode())


DISHONEST = {
    "no rules": lambda form: form.update(rules=()),
    "rules in another order": lambda form: form["rules"].reverse(),
    "a rule too many": lambda form: form["rules"].append(form["rules"][0]),
    "a formula that is none": lambda form: parts(form)["n"]["constraint"].update(plain=["path"]),
    "a label that is none": lambda form: form["definitions"][0]["label"][""].update(
        parts=[{"text": "x", "plain": ["call", 7]}]
    ),
    "an operator with one side": lambda form: parts(form)["n"]["relevant"].update(plain=["=", "x"]),
    "depth without end": lambda form: parts(form)["n"]["relevant"].update(plain=deep(400)),
    "a question outside its group": lambda form: parts(form)["r/who"].update(path="q/who"),
    "a question twice": lambda form: parts(form)["n"].update(path="a"),
    "a row id in a path": lambda form: parts(form)["a"].update(path="a#b"),
    "rows without end": lambda form: parts(form)["r"].update(first_rows=10**9),
    "an answer let down": lambda form: parts(form)["c"].update(value_class="public"),
    "a class nobody knows": lambda form: parts(form)["a"].update(value_class="secret"),
    "a meaning nobody knows": lambda form: parts(form)["a"].update(facet="secret"),
}


def deep(levels: int) -> Any:
    found: Any = "x"
    for _ in range(levels):
        found = ["minus", found]
    return found


@pytest.mark.parametrize("name", DISHONEST)
def test_a_form_with_an_honest_version_and_dishonest_insides_is_refused(name: str) -> None:
    plain = msgspec.to_builtins(compiled(TABLE))
    plain["rules"] = list(plain["rules"])
    plain["definitions"] = list(plain["definitions"])
    DISHONEST[name](plain)
    form = msgspec.convert(plain, Form)
    try:
        raw = to_bytes(form)
    except (KeyError, ValueError):
        return  # what no schema can say cannot even be written
    refused(raw)


def refused(raw: bytes) -> None:
    with pytest.raises(Known) as problem:
        from_bytes(raw)
    assert problem.value.code is FormsCode.FORM_MALFORMED


STORED = to_bytes(compiled(TABLE))
VERSION = schema_of(compiled(TABLE)).version


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.integers(0, 1 << 30).map(lambda seed: worn(seed)))
def test_hostile_bytes_give_known_only(raw: bytes) -> None:
    if known(lambda: from_bytes(raw)) is not FormsCode.FORM_MALFORMED:
        assert schema_of(from_bytes(raw)).version == VERSION, "only words were changed"


def worn(seed: int) -> bytes:
    """The stored form with a few bytes changed, taken out or put in."""
    chance = Random(seed)
    raw = bytearray(STORED)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(raw))
        match chance.randrange(3):
            case 0:
                raw[at] = chance.randrange(256)
            case 1:
                del raw[at : at + chance.randint(1, 20)]
            case _:
                raw[at:at] = raw[: chance.randint(1, 20)]
    return bytes(raw)


def test_no_field_holds_what_cannot_be_answered() -> None:
    """Bookkeeping of the XForm is no field of a record."""
    form = compiled(TABLE)
    assert any(one.path == "meta/instanceID" for one in form.definitions)
    assert not any(one.path.startswith("meta") for one in schema_of(form).fields)
    assert all(one.control is not Control.UPLOAD for one in form.definitions)
