"""Three laptops that write on the same records end in one state, however what they wrote came to each other.

Twice: on cells alone, where any order, repetition and batching is cheap to try, and with real vaults. In both, nothing
is replaced that whoever replaced it had not seen, a merge that comes while a form is open included.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.changes import resolution
from records.due import read_bodies
from records.journal.merge import Cells, Place, Showing, conflicts, seen, shown
from records.journal.state import Accepted, state_hash
from records.people import Role
from records.recording import begin, resolve, submit
from records.schema import BodyClass
from records.taking import take
from records.values import Answers, Gone, Value
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from tests.support.devices import Device, swap
from tests.support.vaults import (
    NOTE,
    Vaults,
    carry,
    edit,
    entries_of,
    introduce,
    line_of,
    views,
    with_bodies,
    write,
)

N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED
three = st.integers(0, 2)
fields = st.dictionaries(
    st.sampled_from(["title", "kind", "story", "name", "people#a/age", "people#a/sex", "people#b/name"]),
    st.sampled_from(["x", "y", "x\ny", "y\nx\nz", None]),
    min_size=1,
    max_size=3,
)


# On cells alone


@dataclass
class Trial:
    """Three laptops, the form each has open, and of every save what its form was opened on."""

    laptops: list[Device] = field(default_factory=lambda: [Device(name) for name in "xyz"])
    open: dict[int, Cells] = field(default_factory=dict)
    opened_on: dict[bytes, Cells] = field(default_factory=dict)

    def save(self, who: int, values: dict[str, Value]) -> None:
        opened = self.open.pop(who, self.laptops[who].cells)
        self.opened_on[self.laptops[who].change(values, opened)] = opened

    def remove_row(self, who: int, row: str) -> None:
        laptop = self.laptops[who]
        if row in laptop.answers.rows.get("people", ()):
            opened = laptop.cells
            self.opened_on[laptop.save(laptop.without_row("people", row))] = opened

    def settle(self, who: int, choice: int) -> None:
        laptop = self.laptops[who]
        if laptop.conflicts:
            path = laptop.conflicts[choice % len(laptop.conflicts)]
            standing = [one for one in shown(laptop.cells, path).all if not isinstance(one.value, Gone)]
            opened = laptop.cells
            found = resolution(opened, path, standing[choice % len(standing)].entry)
            self.opened_on[laptop.write(found)] = opened

    def send(self, sender: int, receiver: int, picks: list[int]) -> None:
        """Some of what one holds, in any order and some of it twice."""
        saves = self.laptops[sender].saves
        self.laptops[receiver].accept([saves[pick % len(saves)] for pick in picks if saves])


steps = st.lists(
    st.one_of(
        st.tuples(st.just("save"), three, fields),
        st.tuples(st.just("save"), three, fields),
        st.tuples(st.just("open"), three),
        st.tuples(st.just("remove_row"), three, st.sampled_from("ab")),
        st.tuples(st.just("settle"), three, st.integers(0, 9)),
        st.tuples(st.just("send"), three, three, st.lists(st.integers(0, 40), max_size=9)),
    ),
    max_size=14,
)


def played(found: list[tuple[str, ...]]) -> Trial:
    trial = Trial()
    for act, who, *rest in found:
        if act == "open":
            trial.open[int(who)] = trial.laptops[int(who)].cells
        else:
            getattr(trial, act)(who, *rest)
    return trial


def plain(cells: Cells) -> dict[Place, frozenset[object]]:
    return {place: frozenset(standing) for place, standing in cells.items()}


@settings(max_examples=150, deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_three_laptops_end_in_one_state(found: list[tuple[str, ...]], order: object) -> None:
    trial = played(found)
    first = trial.laptops[0]
    swap(*trial.laptops)
    late = Device("late")
    everything = [*first.saves, *first.saves[::2]]
    assert hasattr(order, "shuffle")
    order.shuffle(everything)
    late.accept(everything)
    for laptop in (*trial.laptops, late):
        assert plain(laptop.cells) == plain(first.cells)
        assert laptop.answers == first.answers
        assert laptop.conflicts == first.conflicts
        for classes in ({N}, {N, R}, {N, R, P}):
            assert state_hash(scope(laptop, classes)) == state_hash(scope(first, classes))


def scope(laptop: Device, classes: set[BodyClass]) -> list[Accepted]:
    return [save for save in laptop.saves if save.which in classes]


@settings(max_examples=150, deadline=None)
@given(steps)
def test_nothing_is_replaced_that_whoever_replaced_it_had_not_seen(found: list[tuple[str, ...]]) -> None:
    trial = played(found)
    swap(*trial.laptops)
    saves = trial.laptops[0].saves
    replaced = {
        (Place(change.path, save.which), old): save.entry
        for save in saves
        for change in save.body.changes
        for old in change.over
    }
    for (place, old), by in replaced.items():
        assert any(one.entry == old for one in trial.opened_on[by].get(place, ())), place
    standing = {(place, one.entry) for place, values in trial.laptops[0].cells.items() for one in values}
    for save in saves:
        for change in save.body.changes:
            mark = (Place(change.path, save.which), save.entry)
            assert (mark in standing) != (mark in replaced)


@settings(max_examples=100, deadline=None)
@given(steps)
def test_readers_of_fewer_classes_see_no_conflict_of_their_own_making(found: list[tuple[str, ...]]) -> None:
    """Whoever gets the network bodies alone agrees with all others who do, and knows no value of another class."""
    trial = played(found)
    swap(*trial.laptops)
    readers = [Device("r1"), Device("r2")]
    for reader, source in zip(readers, trial.laptops, strict=False):
        reader.take(source, frozenset({N}))
    assert plain(readers[0].cells) == plain(readers[1].cells)
    network = {place: values for place, values in plain(trial.laptops[0].cells).items() if place.body is N}
    assert plain(readers[0].cells) == network


@settings(max_examples=150, deadline=None)
@given(steps, st.lists(st.integers(0, 9), min_size=1))
def test_every_conflict_can_be_settled_whichever_side_is_taken(
    found: list[tuple[str, ...]], choices: list[int]
) -> None:
    trial = played(found)
    swap(*trial.laptops)
    for number in range(len(trial.laptops[0].conflicts)):
        before = len(trial.laptops[0].conflicts)
        if not before:
            break
        trial.settle(0, choices[number % len(choices)])
        assert len(trial.laptops[0].conflicts) < before
    assert trial.laptops[0].conflicts == ()
    trial.laptops[1].take(trial.laptops[0])
    assert trial.laptops[1].conflicts == ()


# With real vaults


@dataclass
class Play:
    """Three vaults, the records they share, and the forms that stand open."""

    vaults: list[Vault]
    records: list[RecordLine]

    def edit(self, who: int, record: int, values: dict[str, Value]) -> None:
        edit(self.vaults[who], self.records[record], values)

    def send(self, sender: int, receiver: int, classes: int) -> None:
        """All of it, in pieces: the bodies of some classes first, the rest with the next."""
        chosen = [which for which in BodyClass if classes & 1 << which]
        parts = [with_bodies(entry, [which]) for entry in entries_of(self.vaults[sender]) for which in reversed(chosen)]
        take(self.vaults[receiver], list(reversed(parts)))


@pytest.fixture(scope="module")
def folders() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


vault_steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), three, st.integers(0, 1), fields),
        st.tuples(st.just("send"), three, three, st.integers(1, 7)),
    ),
    min_size=4,
    max_size=10,
)


@settings(max_examples=6, deadline=None)
@given(vault_steps)
def test_three_vaults_end_in_one_state(folders: Path, found: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory(dir=folders) as folder, Vaults(Path(folder)) as vaults:
        three_vaults = [vaults.make(name, Role.HEADQUARTERS, office="headquarters") for name in "xyz"]
        introduce(*three_vaults)
        records = [write(three_vaults[0], {"title": f"record {number}"}) for number in range(2)]
        for vault in three_vaults[1:]:
            carry(three_vaults[0], vault)
        play = Play(three_vaults, records)
        for act, *rest in found:
            getattr(play, act)(*rest)
        for _ in range(2):
            for sender in three_vaults:
                for receiver in three_vaults:
                    carry(sender, receiver)
        hashes = {state_hash(accepted(vault)) for vault in three_vaults}
        assert len(hashes) == 1
        shown_views = [views(vault) for vault in three_vaults]
        for table in ("view_record", "view_cell", "view_protected_cell", "view_replaced", "view_held", "view_search"):
            assert shown_views[0][table] == shown_views[1][table] == shown_views[2][table], table


def accepted(vault: Vault) -> list[Accepted]:
    """Every accepted body of a vault, with its bytes."""
    found = []
    for kept in vault.journal.entries(vault.journal.numbers()):
        for taken in read_bodies(kept):
            raw = kept.entry.body(taken.which)
            assert raw is not None
            found.append(Accepted(taken.entry, taken.author, taken.which, raw, taken.body))
    return found


def test_a_merge_that_comes_while_a_form_is_open_is_never_lost(tmp_path: Path) -> None:
    """All three have the form open; two saves come in before each of them saves."""
    with Vaults(tmp_path) as vaults:
        three_vaults = [vaults.make(name, Role.HEADQUARTERS, office="headquarters") for name in "xyz"]
        introduce(*three_vaults)
        line = write(three_vaults[0], {"title": "first", "story": "one\ntwo"})
        for vault in three_vaults[1:]:
            carry(three_vaults[0], vault)
        drafts = [begin(vault, NOTE, line_of(vault, line.id)) for vault in three_vaults]
        for number, (vault, draft) in enumerate(zip(three_vaults, drafts, strict=True)):
            for earlier in three_vaults[:number]:
                carry(earlier, vault)
            answers = Answers({"title": f"by {number}", "story": f"one by {number}\ntwo"}, draft.answers.rows)
            submit(vault, [replace(draft, answers=answers)])
        for sender in three_vaults:
            for receiver in three_vaults:
                carry(sender, receiver)
        for vault in three_vaults:
            here = seen(vault.projection.cells(line.id))
            assert {one.value for one in here["title"].all} == {"by 0", "by 1", "by 2"}
            assert here["title"].state is Showing.CONFLICT
            texts = {one.value for found in here.values() for one in found.all if isinstance(one.value, str)}
            assert texts >= {"one by 0", "one by 1", "one by 2"}
            assert line_of(vault, line.id).conflicts == len(conflicts(here)) == 2
        assert len({state_hash(accepted(vault)) for vault in three_vaults}) == 1
        taken = here["title"].all[-1]
        resolve(three_vaults[2], line_of(three_vaults[2], line.id), "title", taken.entry)
        for vault in three_vaults[:2]:
            carry(three_vaults[2], vault)
            assert line_of(vault, line.id).title == taken.value
