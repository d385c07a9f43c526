"""Merging against an oracle written from docs/formats/entry.md section 6 alone: any order, repetition and batching."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from records.journal.body import Body, Change, May, RecordName
from records.journal.merge import (
    Cells,
    Place,
    RecordCells,
    Showing,
    Standing,
    conflicts,
    merged,
    removed_rows,
    seen,
    shown,
)
from records.schema import BodyClass
from records.values import GONE, Gone, Value, same

AUTHOR, OTHER = b"\x01" * 32, b"\x02" * 32
RECORD = RecordName(AUTHOR, bytes(8))
PATHS = ["title", "people#a/age", "people#a/@exists"]
N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED


@dataclass(frozen=True)
class Save:
    """One body of one entry, as the tests write it."""

    entry: bytes
    which: BodyClass
    changes: tuple[Change, ...]
    author: bytes = AUTHOR
    at: str = "2026-11-22T10:00:00.000+00:00"
    record: RecordName = RECORD

    @property
    def body(self) -> Body:
        return Body(self.record, "note", "ab" * 32, self.at, False, May(), self.changes)


def entry_id(number: int) -> bytes:
    return hashlib.sha256(bytes([number])).digest()


def save(number: int, *changes: tuple[str, Value | Gone, list[int]], which: BodyClass = N, minute: int = 0) -> Save:
    found = tuple(Change(path, value, tuple(entry_id(one) for one in over)) for path, value, over in changes)
    return Save(entry_id(number), which, found, at=f"2026-11-22T10:{minute:02}:00.000+00:00")


def cells_of(*saves: Save) -> Cells:
    return merged((one.entry, one.author, one.which, one.body) for one in saves)[RECORD.id]


def oracle(saves: list[Save]) -> dict[tuple[bytes, str, int], dict[bytes, Value | Gone]]:
    """A value stands unless some body of that record and class names its entry in a change of that path."""
    written: dict[tuple[bytes, str, int], dict[bytes, Value | Gone]] = defaultdict(dict)
    replaced: set[tuple[bytes, str, int, bytes]] = set()
    for one in saves:
        for change in one.changes:
            at = (one.record.id, change.path, int(one.which))
            written[at][one.entry] = change.value
            replaced |= {(*at, old) for old in change.over}
    standing = {
        at: {entry: value for entry, value in found.items() if (*at, entry) not in replaced}
        for at, found in written.items()
    }
    return {at: found for at, found in standing.items() if found}


def flat(records: dict[bytes, Cells]) -> dict[tuple[bytes, str, int], dict[bytes, Value | Gone]]:
    return {
        (record, place.path, int(place.body)): {one.entry: one.value for one in standing}
        for record, cells in records.items()
        for place, standing in cells.items()
    }


values = st.sampled_from([None, True, False, 1, "a", "b", ("a",), GONE])
numbers = st.integers(0, 9)


@st.composite
def histories(draw: st.DrawFn) -> list[Save]:
    """Saves by two authors in two records; what is replaced may have come, may come later, or may not exist."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        record = draw(st.sampled_from([RECORD, RecordName(OTHER, b"\x09" * 8)]))
        for which in draw(st.sets(st.sampled_from(BodyClass), min_size=1, max_size=2)):
            paths = draw(st.lists(st.sampled_from(PATHS), unique=True, max_size=3))
            changes = tuple(
                Change(path, draw(values), tuple(map(entry_id, draw(st.lists(numbers, max_size=3))))) for path in paths
            )
            found.append(Save(entry_id(number), which, changes, record=record))
    return found


@given(histories())
def test_what_stands_is_the_one_rule(saves: list[Save]) -> None:
    found = merged((one.entry, one.author, one.which, one.body) for one in saves)
    assert flat(dict(found)) == oracle(saves)


@given(histories(), st.data())
def test_order_repetition_and_batching_have_no_part_in_it(saves: list[Save], data: st.DataObject) -> None:
    again = data.draw(st.permutations(saves)) + data.draw(st.lists(st.sampled_from(saves), max_size=4))
    records: dict[bytes, RecordCells] = defaultdict(RecordCells)
    for one in again:
        cells = records[one.record.id]
        if data.draw(st.booleans()):  # as a table that was written out and read again
            reread = RecordCells(replaced=set(cells.replaced))
            reread.standing = {place: dict(standing) for place, standing in cells.standing.items()}
            cells = records[one.record.id] = reread
        cells.take(one.entry, one.author, one.which, one.body)
    assert flat({record: cells.cells() for record, cells in records.items()}) == oracle(saves)


@given(histories())
def test_what_is_added_and_removed_follows_what_stands(saves: list[Save]) -> None:
    """A table that applies the marks of each step holds what stands."""
    table: set[tuple[bytes, Place, bytes]] = set()
    records: dict[bytes, RecordCells] = defaultdict(RecordCells)
    for one in saves:
        cells = records[one.record.id]
        cells.take(one.entry, one.author, one.which, one.body)
        for place, entry in cells.removed:
            table.remove((one.record.id, place, entry))
        table |= {(one.record.id, place, entry) for place, entry in cells.added}
        cells.added.clear()
        cells.removed.clear()
    wanted = {
        (record, Place(path, BodyClass(which)), entry)
        for (record, path, which), found in oracle(saves).items()
        for entry in found
    }
    assert table == wanted


@given(histories())
def test_no_value_that_nobody_replaced_is_dropped_from_sight(saves: list[Save]) -> None:
    for record, cells in merged((one.entry, one.author, one.which, one.body) for one in saves).items():
        for (at, path, _), standing in oracle(saves).items():
            for entry, value in standing.items():
                if at == record and not isinstance(value, Gone):
                    assert any(one.entry == entry and same(one.value, value) for one in shown(cells, path).all)


def test_two_values_side_by_side_are_a_conflict_and_the_later_claim_is_shown_first() -> None:
    cells = cells_of(save(1, ("title", "early", []), minute=1), save(2, ("title", "late", []), minute=2))
    here = shown(cells, "title")
    assert (here.state, here.value, here.body) == (Showing.CONFLICT, "late", N)
    assert [one.value for one in here.all] == ["late", "early"]
    assert conflicts(seen(cells)) == ("title",)


def test_claims_compare_as_moments_not_as_texts() -> None:
    east = Save(entry_id(1), N, (Change("title", "noon in Nairobi"),), at="2026-11-22T12:00:00.000+03:00")
    west = Save(entry_id(2), N, (Change("title", "ten in Accra"),), at="2026-11-22T10:00:00.000+00:00")
    assert shown(cells_of(east, west), "title").value == "ten in Accra"


def test_of_one_moment_the_higher_entry_is_shown_first() -> None:
    first, second = sorted([entry_id(1), entry_id(2)])
    change = (Change("title", "lower"),), (Change("title", "higher"),)
    cells = cells_of(Save(first, N, change[0]), Save(second, N, change[1]))
    assert shown(cells, "title").value == "higher"


def test_the_same_value_twice_is_no_conflict() -> None:
    cells = cells_of(save(1, ("title", "same", [])), save(2, ("title", "same", [])))
    assert shown(cells, "title").state is Showing.ONE
    assert len(shown(cells, "title").all) == 2


def test_true_is_not_one() -> None:
    cells = cells_of(save(1, ("title", True, [])), save(2, ("title", 1, [])))
    assert shown(cells, "title").state is Showing.CONFLICT


def test_nothing_beside_something_is_a_conflict() -> None:
    cells = cells_of(save(1, ("title", "kept", []), minute=1), save(2, ("title", None, []), minute=2))
    here = shown(cells, "title")
    assert (here.state, here.value) == (Showing.CONFLICT, None)


def test_a_value_that_moved_up_is_not_shared_for_whom_it_left() -> None:
    before = save(1, ("name", "Anna", []))
    moved = [save(2, ("name", GONE, [1])), save(2, ("name", "Anna", []), which=R)]
    everything, network_only = cells_of(before, *moved), cells_of(before, moved[0])
    assert (shown(everything, "name").state, shown(everything, "name").value) == (Showing.ONE, "Anna")
    assert shown(everything, "name").body is R
    assert (shown(network_only, "name").state, shown(network_only, "name").value) == (Showing.NOT_SHARED, None)
    assert conflicts(seen(everything)) == conflicts(seen(network_only)) == ()


def test_a_change_never_replaces_a_value_of_another_class() -> None:
    cells = cells_of(save(1, ("name", "low", [])), save(2, ("name", "high", [1]), which=P))
    assert {one.value for one in shown(cells, "name").all} == {"low", "high"}


def test_a_change_never_replaces_a_value_at_another_path_or_record() -> None:
    elsewhere = Save(
        entry_id(2), N, (Change("title", "x", (entry_id(1),)),), record=RecordName(OTHER, bytes(8)), author=OTHER
    )
    cells = cells_of(save(1, ("title", "kept", [])), save(3, ("kind", "x", [1])), elsewhere)
    assert shown(cells, "title").value == "kept"


def test_a_removed_row_with_a_value_in_it_is_a_conflict() -> None:
    begun = save(1, ("people#a/@exists", True, []), ("people#a/age", 5, []))
    removed = save(2, ("people#a/@exists", False, [1]), ("people#a/age", None, [1]), minute=1)
    edited = save(3, ("people#a/age", 6, [1]), minute=2)
    assert conflicts(seen(cells_of(begun, removed))) == ()
    cells = cells_of(begun, removed, edited)
    assert removed_rows(seen(cells)) == {"people#a"}
    assert conflicts(seen(cells)) == ("people#a/age",)
    only_new = save(4, ("people#a/sex", "w", []))
    assert conflicts(seen(cells_of(begun, removed, only_new))) == ("people#a/sex",)


def test_a_removed_paragraph_that_somebody_wrote_on_is_a_conflict() -> None:
    begun = save(1, ("story#p/@exists", True, []), ("story#p", "one", []))
    removed = save(2, ("story#p/@exists", False, [1]), ("story#p", None, [1]))
    edited = save(3, ("story#p", "one more", [1]))
    assert "story#p" in conflicts(seen(cells_of(begun, removed, edited)))


def test_where_rows_stand_is_no_conflict_for_people() -> None:
    cells = cells_of(save(1, ("people#a/@order", "V", [])), save(2, ("people#a/@order", "k", [])))
    assert conflicts(seen(cells)) == ()


def test_nothing_stands_where_nothing_was_said() -> None:
    assert shown({}, "title").state is Showing.NOTHING
    assert seen({}) == {}


def test_a_standing_value_tells_who_set_it_and_when() -> None:
    cells = cells_of(save(1, ("title", "x", []), minute=7))
    assert cells[Place("title", N)] == (Standing(entry_id(1), AUTHOR, "2026-11-22T10:07:00.000+00:00", "x"),)
