"""Schemas: the version covers what gives answers their meaning and nothing else; classes fail towards less sharing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.schema import BodyClass, Class, Facet, Field, Kind, Schema, is_reserved
from records.strict_json import Json, read, write
from tests.support.vaults import NOTE

fields = st.builds(
    Field,
    path=st.text("abc/_", min_size=1, max_size=6),
    kind=st.sampled_from(Kind),
    value_class=st.sampled_from(Class),
    facet=st.none() | st.sampled_from(Facet),
    codes=st.lists(st.text(max_size=4), max_size=3).map(tuple),
)
schemas = st.builds(
    Schema,
    form=st.text(max_size=8),
    fields=st.lists(fields, max_size=4, unique_by=lambda field: field.path).map(tuple),
    repeats=st.lists(st.text(max_size=4), max_size=2).map(tuple),
    writers=st.lists(st.sampled_from(["monitor", "focal-point"]), max_size=2).map(tuple),
    logic=st.text("0123456789abcdef", max_size=8),
)


@given(schemas)
def test_a_schema_is_read_as_it_was_written(schema: Schema) -> None:
    again = Schema.from_plain(read(write(schema.plain())))
    assert again == schema
    assert again.version == schema.version


def with_field(**changes: object) -> Schema:
    first, *rest = NOTE.fields
    return replace(NOTE, fields=(replace(first, **changes), *rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        replace(NOTE, form="other"),
        replace(NOTE, fields=NOTE.fields[:-1]),
        replace(NOTE, fields=tuple(reversed(NOTE.fields))),
        replace(NOTE, repeats=()),
        replace(NOTE, writers=("monitor",)),
        replace(NOTE, logic="1"),
        with_field(path="heading"),
        with_field(kind=Kind.LONG_TEXT),
        with_field(value_class=Class.PUBLIC),
        with_field(facet=None),
        with_field(codes=("a",)),
    ],
)
def test_the_version_changes_with_everything_that_gives_meaning(other: Schema) -> None:
    assert other.version != NOTE.version


def test_the_version_is_a_function_of_the_meaning() -> None:
    assert replace(NOTE).version == NOTE.version
    assert len(NOTE.version) == 64
    bounds = [Schema("a", (Field("b", Kind.TEXT, Class.PUBLIC, None, codes),)) for codes in (("x", "y"), ("xy",))]
    assert bounds[0].version != bounds[1].version


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: [],
        lambda plain: {**plain, "form": 1},
        lambda plain: {**plain, "fields": {}},
        lambda plain: {**plain, "fields": [["title"]]},
        lambda plain: {**plain, "fields": [["title", "text", 9, None, []]]},
        lambda plain: {**plain, "fields": [["title", "tune", 1, None, []]]},
        lambda plain: {**plain, "fields": [["title", "text", 1, "mood", []]]},
        lambda plain: {**plain, "fields": [["title", "text", 1, None, [1]]]},
        lambda plain: {**plain, "fields": [plain["fields"][0], plain["fields"][0]]},
        lambda plain: {**plain, "repeats": [None]},
        lambda plain: {**plain, "writers": "monitor"},
        lambda plain: {name: value for name, value in plain.items() if name != "logic"},
    ],
)
def test_what_is_no_schema_is_refused(spoil: object) -> None:
    assert callable(spoil)
    plain: Json = spoil(NOTE.plain())
    with pytest.raises(Known) as caught:
        Schema.from_plain(plain)
    assert caught.value.code is RecordsCode.SCHEMA_MALFORMED


def test_a_path_spoken_of_twice_cannot_lower_a_class() -> None:
    twice = Schema("f", (Field("name", Kind.TEXT, Class.PROTECTED), Field("name", Kind.TEXT, Class.PUBLIC)))
    with pytest.raises(Known):
        Schema.from_plain(twice.plain())


def test_each_class_travels_in_its_body() -> None:
    table = {
        Class.PUBLIC: BodyClass.NETWORK,
        Class.NETWORK: BodyClass.NETWORK,
        Class.RESTRICTED: BodyClass.RESTRICTED,
        Class.PROTECTED: BodyClass.PROTECTED,
    }
    assert {value_class: BodyClass.of(value_class) for value_class in Class} == table
    assert all(BodyClass.of(which.value_class) is which for which in BodyClass)
    assert [int(which) for which in BodyClass] == [0, 1, 2]


def test_what_a_form_does_not_know_is_restricted() -> None:
    assert NOTE.class_of("nothing/like/it") is Class.RESTRICTED
    assert NOTE.kind("nothing/like/it") is None


def test_rows_have_the_class_of_their_field() -> None:
    assert NOTE.class_of("people#a1/name") is Class.PROTECTED
    assert NOTE.kind("story#p1") is Kind.LONG_TEXT


def test_the_first_field_of_a_facet_counts() -> None:
    assert NOTE.by_facet[Facet.NAME].path == "name"


@pytest.mark.parametrize("path", ["@withdrawn", "people#a/@exists", "story#p/@order"])
def test_reserved_paths(path: str) -> None:
    assert is_reserved(path)


@pytest.mark.parametrize("path", ["withdrawn", "people#a/exists", "order"])
def test_answers_are_not_reserved(path: str) -> None:
    assert not is_reserved(path)
