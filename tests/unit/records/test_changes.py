"""One save against the cells its form was opened on: nothing changes by itself, nothing is overwritten unseen."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.changes import changes, resolution
from records.errors import Known, RecordsCode
from records.journal.body import Change
from records.journal.merge import Place, Showing, conflicts, removed_rows, seen, shown
from records.schema import BodyClass, Class, Field, Kind, Schema
from records.values import GONE, Answers, Gone, Value
from tests.support.devices import Device, swap
from tests.support.vaults import NOTE

N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED
AUTHOR = b"\x01" * 32


def pair(**values: Value) -> tuple[Device, Device]:
    """Two laptops that hold the same record."""
    one, other = Device("x"), Device("y")
    one.change(values)
    other.take(one)
    return one, other


def state(device: Device, path: str) -> tuple[Showing, Value]:
    here = shown(device.cells, path)
    return here.state, here.value


texts = st.lists(st.sampled_from(["", "a", "b", "long one", " "]), min_size=1, max_size=5).map("\n".join)
answer_sets = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["x", "y"]),
        "kind": st.sampled_from(["killing", "threat"]),
        "story": texts,
        "name": st.just("Anna"),
        "people#a/age": st.integers(0, 3),
        "people#a/sex": st.just("w"),
        "people#b/name": st.sampled_from(["Ben", "Bea"]),
        "unknown": st.just(True),
    },
)


def answers(values: dict[str, Value]) -> Answers:
    given_rows = {path.partition("#")[2].partition("/")[0] for path in values if path.startswith("people#")}
    kept = {path: value for path, value in values.items() if value not in ("", ())}
    return Answers(kept, {"people": tuple(sorted(given_rows))} if given_rows else {})


@given(answer_sets)
def test_what_is_saved_is_what_is_opened_again(values: dict[str, Value]) -> None:
    device = Device()
    device.save(answers(values))
    assert device.answers == answers(values)


@given(answer_sets, answer_sets)
def test_a_save_makes_of_what_stood_what_is_wanted(before: dict[str, Value], after: dict[str, Value]) -> None:
    device = Device()
    device.save(answers(before))
    device.save(answers(after))
    assert device.answers == answers(after)


@given(answer_sets, answer_sets)
def test_unchanged_answers_give_no_change(before: dict[str, Value], after: dict[str, Value]) -> None:
    device = Device()
    device.save(answers(before))
    device.save(answers(after))
    assert device.wanted(device.answers) == {}


@given(answer_sets, answer_sets, answer_sets)
def test_unchanged_answers_give_no_change_in_the_middle_of_conflicts(
    before: dict[str, Value], here: dict[str, Value], there: dict[str, Value]
) -> None:
    one, other = Device("x"), Device("y")
    one.save(answers(before))
    other.take(one)
    one.save(answers(here))
    other.save(answers(there))
    swap(one, other)
    assert one.wanted(one.answers) == {}
    assert other.wanted(other.answers) == {}


@given(answer_sets, answer_sets, answer_sets)
def test_what_two_people_wrote_is_in_sight_until_somebody_decides(
    before: dict[str, Value], here: dict[str, Value], there: dict[str, Value]
) -> None:
    one, other = Device("x"), Device("y")
    one.save(answers(before))
    other.take(one)
    opened = one.cells
    other.save(answers(there))
    one.take(other)  # it came while the form was open
    one.save(answers(here), opened)
    swap(one, other)
    assert one.cells == {
        place: tuple(sorted(found, key=one.cells[place].index)) for place, found in other.cells.items()
    }
    for path in set(answers(here).values) & set(answers(there).values) - {"story"}:
        mine, theirs, first = here[path], there[path], before.get(path)
        if mine != first and theirs != first and mine != theirs:
            assert {found.value for found in shown(one.cells, path).all} >= {mine, theirs}
            assert path in conflicts(seen(one.cells))


def test_every_answer_goes_into_the_body_of_its_class() -> None:
    found = Device().wanted(answers({"title": "t", "story": "s", "name": "n", "people#a/age": 3, "people#a/name": "A"}))
    paths = {which: {change.path for change in some} for which, some in found.items()}
    assert paths[N] == {"title"}
    assert {path for path in paths[R] if not path.startswith("story#")} == {
        "people#a/age",
        "people#a/@exists",
        "people#a/@order",
    }
    assert paths[P] == {"name", "people#a/name", "people#a/@exists", "people#a/@order"}
    assert all(change.over == () for some in found.values() for change in some)


def test_a_change_replaces_what_stood_where_it_was_opened() -> None:
    device = Device()
    device.change({"title": "a"})
    (first,) = (one.entry for one in device.cells[Place("title", N)])
    found = device.wanted(answers({"title": "b"}))
    assert found == {N: (Change("title", "b", (first,)),)}


def test_an_answer_taken_away_is_nothing_not_absent() -> None:
    device = Device()
    device.change({"title": "a"})
    found = device.wanted(answers({}))
    assert [change.value for change in found[N]] == [None]
    device.save(answers({}))
    assert state(device, "title") == (Showing.ONE, None)
    assert device.wanted(answers({})) == {}


def test_what_arrived_meanwhile_stays_beside_what_is_saved() -> None:
    one, other = pair(title="first")
    opened = one.cells
    other.change({"title": "theirs"})
    one.take(other)
    one.change({"title": "mine"}, opened)
    assert {found.value for found in shown(one.cells, "title").all} == {"mine", "theirs"}
    assert conflicts(seen(one.cells)) == ("title",)


@pytest.mark.parametrize("order", ["mine first", "theirs first"])
def test_a_conflict_nobody_touched_stays_one(order: str) -> None:
    one, other = pair(title="first", kind="killing")
    for device in (one, other) if order == "mine first" else (other, one):
        device.change({"title": device.name})
    swap(one, other)
    one.change({"kind": "threat"})
    assert {found.value for found in shown(one.cells, "title").all} == {"x", "y"}
    assert state(one, "kind") == (Showing.ONE, "threat")


@pytest.mark.parametrize("order", ["emptied first", "emptied last"])
def test_an_answer_emptied_here_and_changed_there_stays_a_conflict(order: str) -> None:
    """The side shown may be nothing: that the form then has no answer there is no decision."""
    one, other = pair(title="first", kind="killing")
    steps: list[Callable[[], object]] = [lambda: one.change({"title": None}), lambda: other.change({"title": "kept"})]
    for step in steps if order == "emptied first" else reversed(steps):
        step()
    swap(one, other)
    one.change({"kind": "threat"})
    one.change({"kind": "killing"})
    assert {found.value for found in shown(one.cells, "title").all} == {None, "kept"}


def test_writing_over_a_conflict_replaces_all_of_it() -> None:
    one, other = pair(title="first")
    one.change({"title": "x"})
    other.change({"title": "y"})
    swap(one, other)
    one.change({"title": "both"})
    other.take(one)
    assert state(other, "title") == (Showing.ONE, "both")


def test_two_kinds_of_the_same_are_not_the_same() -> None:
    device = Device()
    device.change({"unknown": True})
    assert device.wanted(Answers({"unknown": 1}))[R][0].value == 1


# Rows


def test_a_row_is_added() -> None:
    device = Device()
    device.change({"people#a/age": 1})
    device.change({"people#b/age": 2})
    assert device.answers.rows == {"people": ("a", "b")}
    found = Answers({**device.answers.values, "people#c/age": 3}, {"people": ("a", "c", "b")})
    written = device.wanted(found)
    assert {change.path.partition("/")[0] for change in written[R]} == {"people#c"}  # the others keep their keys
    device.save(found)
    assert device.answers == found


def test_a_row_is_removed_in_every_class_in_which_it_stood() -> None:
    device = Device()
    device.change({"people#a/sex": "w", "people#a/age": 1, "people#a/name": "A", "people#b/sex": "m"})
    written = device.wanted(device.without_row("people", "a"))
    exists = {which: next(c.value for c in some if c.path == "people#a/@exists") for which, some in written.items()}
    assert exists == {N: False, R: False, P: False}
    assert all(change.value in (None, False) for some in written.values() for change in some)
    device.save(device.without_row("people", "a"))
    assert removed_rows(seen(device.cells)) == {"people#a"}
    assert device.answers == answers({"people#b/sex": "m"})


def test_a_row_stands_only_where_it_has_an_answer() -> None:
    device = Device()
    device.change({"people#a/name": "A"})
    assert {place.body for place in device.cells if place.path.startswith("people#a/@")} == {P}
    device.change({"people#a/sex": "w"})
    assert {place.body for place in device.cells if place.path == "people#a/@exists"} == {N, P}
    device.change({"people#a/name": None})
    values = {place.body: found[0].value for place, found in device.cells.items() if place.path == "people#a/@exists"}
    assert values == {N: True, P: GONE}


def test_a_row_without_answers_is_not_kept() -> None:
    device = Device()
    assert device.wanted(Answers({}, {"people": ("a",)})) == {}
    device.change({"people#a/sex": "w"})
    device.save(Answers({}, {"people": ("a",)}))
    assert removed_rows(seen(device.cells)) == {"people#a"}


def removed_here_edited_there() -> Device:
    one, other = Device("x"), Device("y")
    one.change({"people#a/sex": "w", "people#a/age": 1, "title": "t"})
    other.take(one)
    one.save(one.without_row("people", "a"))
    other.change({"people#a/age": 2})
    swap(one, other)
    return one


def test_removed_here_and_edited_there_survives_the_next_saves() -> None:
    device = removed_here_edited_there()
    assert "people#a/age" in conflicts(seen(device.cells))
    before = device.cells
    device.change({"title": "another"})
    device.change({"title": "and another"})
    assert "people#a/age" in conflicts(seen(device.cells))
    assert {place: found for place, found in device.cells.items() if place.path != "title"} == {
        place: found for place, found in before.items() if place.path != "title"
    }


@pytest.mark.parametrize("order", ["removed first", "removed last"])
def test_a_row_removed_here_and_given_a_first_answer_of_another_class_there(order: str) -> None:
    one, other = Device("x"), Device("y")
    one.change({"people#a/sex": "w", "title": "t"})
    other.take(one)
    steps: list[Callable[[], object]] = [
        lambda: one.save(one.without_row("people", "a")),
        lambda: other.change({"people#a/age": 2}),
    ]
    for step in steps if order == "removed first" else reversed(steps):
        step()
    swap(one, other)
    exists = seen(one.cells)["people#a/@exists"]
    assert exists.state is Showing.CONFLICT
    one.change({"title": "another"})
    other.take(one)
    other.change({"title": "and another"})
    assert seen(other.cells)["people#a/@exists"] == exists
    assert 2 in {found.value for found in shown(other.cells, "people#a/age").all}


def test_a_row_that_holds_only_an_open_conflict_stays() -> None:
    one, other = Device("x"), Device("y")
    one.change({"people#a/age": 1, "people#a/sex": "w"})
    other.take(one)
    other.change({"people#a/age": 2})
    one.change({"people#a/age": None})
    swap(one, other)
    one.change({"people#a/sex": None})
    assert removed_rows(seen(one.cells)) == frozenset()
    assert {found.value for found in shown(one.cells, "people#a/age").all} == {None, 2}
    assert one.wanted(one.answers) == {}


def test_rows_in_rows_come_and_go_with_what_they_lie_in() -> None:
    schema = Schema("f", (Field("village/house/age", Kind.INTEGER, Class.NETWORK),), ("village", "village/house"))
    device = Device(schema=schema)
    found = Answers(
        {"village#v/house#a/age": 1, "village#v/house#b/age": 2, "village#w/house#c/age": 3},
        {"village": ("v", "w"), "village#v/house": ("b", "a"), "village#w/house": ("c",)},
    )
    device.save(found)
    assert device.answers == found
    device.save(Answers({"village#w/house#c/age": 3}, {"village": ("w",), "village#w/house": ("c",)}))
    assert removed_rows(seen(device.cells)) == {"village#v", "village#v/house#a", "village#v/house#b"}
    assert conflicts(seen(device.cells)) == ()


# Long texts


def test_a_paragraph_keeps_its_id_through_edits() -> None:
    device = Device()
    device.change({"story": "one\ntwo\nthree"})
    ids = {
        found[0].value: place.path
        for place, found in device.cells.items()
        if not place.path.endswith(("@exists", "@order"))
    }
    device.change({"story": "one\ntwo, changed\nthree"})
    assert state(device, ids["two"]) == (Showing.ONE, "two, changed")
    device.change({"story": "zero\none\ntwo, changed\nthree"})
    device.change({"story": "three\nzero\none"})
    assert state(device, ids["three"])[1] == "three"
    assert state(device, ids["one"])[1] == "one"
    assert device.answers.values["story"] == "three\nzero\none"


def test_two_people_in_two_paragraphs_are_no_conflict() -> None:
    one, other = pair(story="one\ntwo\nthree")
    one.change({"story": "one by x\ntwo\nthree"})
    other.change({"story": "one\ntwo\nthree by y\nfour by y"})
    swap(one, other)
    assert conflicts(seen(one.cells)) == ()
    assert one.answers.values["story"] == other.answers.values["story"] == "one by x\ntwo\nthree by y\nfour by y"


def test_two_people_in_one_paragraph_are() -> None:
    one, other = pair(story="one\ntwo")
    one.change({"story": "one\ntwo by x"})
    other.change({"story": "one\ntwo by y"})
    swap(one, other)
    (path,) = conflicts(seen(one.cells))
    assert {found.value for found in shown(one.cells, path).all} == {"two by x", "two by y"}


@given(texts, texts)
def test_a_long_text_is_what_was_written_whatever_it_was(before: str, after: str) -> None:
    device = Device()
    device.change({"story": before})
    device.change({"story": after})
    assert device.answers.values.get("story", "") == after


def test_ids_that_chance_gives_twice_name_one_paragraph_each() -> None:
    ids = iter(["same", "same", "same", "other", "third"])
    found = changes(NOTE, {}, Answers({"story": "one\ntwo\nthree"}), lambda: next(ids))
    texts_by_path = {
        change.path: change.value for change in found[R] if isinstance(change.value, str) and "@" not in change.path
    }
    assert texts_by_path == {"story#same": "one", "story#other": "two", "story#third": "three"}


# Classes


def form(value_class: Class, kind: Kind = Kind.TEXT) -> Schema:
    return Schema("note", (Field("name", kind, value_class), Field("title", Kind.TEXT, Class.NETWORK)))


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG_TEXT])
def test_a_field_that_moves_up_leaves_gone_below(kind: Kind) -> None:
    device = Device(schema=form(Class.NETWORK, kind))
    device.save(Answers({"name": "Anna"}))
    reader = Device()
    device.save(Answers({"name": "Anna"}), schema=form(Class.PROTECTED, kind))
    reader.take(device, frozenset({N}))
    assert device.answers.values == {"name": "Anna"}
    assert reader.answers.values == {}
    assert Showing.NOT_SHARED in {here.state for here in seen(reader.cells).values()}
    assert conflicts(seen(device.cells)) == conflicts(seen(reader.cells)) == ()
    for place, found in device.cells.items():
        assert (place.body is P) == (not isinstance(found[0].value, Gone))


@pytest.mark.parametrize("before", [Kind.TEXT, Kind.LONG_TEXT])
@pytest.mark.parametrize("after", [Kind.TEXT, Kind.LONG_TEXT])
@pytest.mark.parametrize("text", ["Anna", "Anna and Ben", "Ben\nand Anna", "Ben\nand\nAnna too"])
def test_a_class_is_never_lowered(before: Kind, after: Kind, text: str) -> None:
    device = Device(schema=form(Class.RESTRICTED, before))
    device.save(Answers({"name": "Ben\nand Anna"}))
    device.save(Answers({"name": text}), schema=form(Class.PUBLIC, after))
    assert device.answers.values["name"] == text
    assert {place.body for place in device.cells} == {R}


def test_what_was_emptied_stays_in_its_class() -> None:
    device = Device(schema=form(Class.PROTECTED))
    device.save(Answers({"name": "Anna"}))
    device.save(Answers({}))
    device.save(Answers({"name": "Ben"}), schema=form(Class.NETWORK))
    assert {place.body for place in device.cells} == {P}


def test_who_was_not_given_a_value_does_not_put_hers_below_it() -> None:
    """A reader who only sees that the name moved up writes hers above what she sees."""
    author = Device(schema=form(Class.NETWORK))
    author.save(Answers({"name": "Anna"}))
    author.save(Answers({"name": "Anna"}), schema=form(Class.RESTRICTED))
    reader = Device(schema=form(Class.NETWORK))
    reader.take(author, frozenset({N}))
    written = reader.wanted(Answers({"name": "Ben"}))
    assert {which for which, some in written.items() if any(one.value == "Ben" for one in some)} == {R}


def test_an_unknown_path_is_restricted() -> None:
    assert set(Device().wanted(Answers({"invented": 1}))) == {R}


def test_another_version_of_the_form_moves_a_text_only_when_it_is_changed() -> None:
    device = Device(schema=form(Class.NETWORK, Kind.TEXT))
    device.save(Answers({"name": "one\ntwo"}))
    longer = form(Class.NETWORK, Kind.LONG_TEXT)
    assert device.wanted(Answers({"name": "one\ntwo"}), schema=longer) == {}
    device.save(Answers({"name": "one\ntwo\nthree"}), schema=longer)
    assert state(device, "name") == (Showing.ONE, None)
    assert device.answers.values == {"name": "one\ntwo\nthree"}


def test_two_versions_of_a_form_side_by_side_hide_nothing() -> None:
    one, other = Device("x", form(Class.NETWORK, Kind.TEXT)), Device("y", form(Class.NETWORK, Kind.LONG_TEXT))
    one.save(Answers({"name": "by the old form"}))
    other.save(Answers({"name": "by the new form"}))
    swap(one, other)
    assert other.answers.values == {"name": "by the old form\nby the new form"}
    assert other.wanted(other.answers) == {}


# Resolving


def entry_with(device: Device, path: str, value: Value) -> bytes:
    return next(found.entry for found in shown(device.cells, path).all if found.value == value)


def resolve(device: Device, path: str, value: Value) -> None:
    device.write(resolution(device.cells, path, entry_with(device, path, value)))


@pytest.mark.parametrize("value", ["x", "y"])
def test_a_resolved_conflict_is_none_whichever_was_taken(value: str) -> None:
    one, other = pair(title="first")
    one.change({"title": "x"})
    other.change({"title": "y"})
    swap(one, other)
    resolve(one, "title", value)
    other.take(one)
    assert state(other, "title") == (Showing.ONE, value)
    assert conflicts(seen(other.cells)) == ()


def moved_up_and_edited() -> Device:
    """A name that was raised to protected here while somebody edited it below."""
    one, other = Device("x", form(Class.NETWORK)), Device("y", form(Class.NETWORK))
    one.save(Answers({"name": "Anna"}))
    other.take(one)
    one.save(Answers({"name": "Anna B."}), schema=form(Class.PROTECTED))
    other.save(Answers({"name": "Ann"}))
    swap(one, other)
    assert conflicts(seen(one.cells)) == ("name",)
    return one


@pytest.mark.parametrize("value", ["Anna B.", "Ann"])
def test_resolving_loses_no_value_and_lowers_no_class(value: str) -> None:
    device = moved_up_and_edited()
    resolve(device, "name", value)
    assert state(device, "name") == (Showing.ONE, value)
    assert shown(device.cells, "name").body is P
    reader = Device()
    reader.take(device, frozenset({N}))
    assert reader.answers.values == {}


def test_taking_the_edit_brings_a_removed_row_back() -> None:
    device = removed_here_edited_there()
    resolve(device, "people#a/age", 2)
    assert conflicts(seen(device.cells)) == ()
    assert device.answers.values == {"title": "t", "people#a/age": 2}
    assert device.answers.rows == {"people": ("a",)}
    assert device.wanted(device.answers).get(N, ()) == ()


def test_taking_the_removal_takes_away_what_stands_in_the_row() -> None:
    device = removed_here_edited_there()
    resolve(device, "people#a/@exists", False)
    assert conflicts(seen(device.cells)) == ()
    assert device.answers == Answers({"title": "t"}, {})


def test_what_does_not_stand_cannot_be_taken() -> None:
    one, _ = pair(title="first")
    gone = entry_with(one, "title", "first")
    one.change({"title": "x"})
    for path, entry in (("title", gone), ("title", b"\x00" * 32), ("kind", gone)):
        with pytest.raises(Known) as caught:
            resolution(one.cells, path, entry)
        assert caught.value.code is RecordsCode.NOT_STANDING


def test_that_a_value_left_a_class_cannot_be_taken_as_a_value() -> None:
    device = Device(schema=form(Class.NETWORK))
    device.save(Answers({"name": "Anna"}))
    device.save(Answers({"name": "Anna"}), schema=form(Class.PROTECTED))
    reader = Device()
    reader.take(device, frozenset({N}))
    (gone,) = (found.entry for found in shown(reader.cells, "name").all)
    with pytest.raises(Known):
        resolution(reader.cells, "name", gone)


def test_answers_leave_out_what_is_reserved_removed_or_withdrawn() -> None:
    device = removed_here_edited_there()
    device.write({N: (Change("@withdrawn", "asked to"),)})
    assert device.answers == Answers({"title": "t"}, {})
