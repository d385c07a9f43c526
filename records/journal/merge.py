"""From accepted bodies to cells (docs/formats/entry.md, section 6).

The union of bodies decides; order of arrival and clocks never do. A value stands until an entry that names it replaces
it, in the same class. A cell keeps every concurrent value; one is shown, and the conflict is visible.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from records.clock import instant
from records.journal.body import Body
from records.schema import BodyClass, is_reserved
from records.values import EXISTS, ORDER, Gone, Value, rows_above, same


class Place(NamedTuple):
    """Where a value stands: the path, and the class of body that carries it."""

    path: str
    body: BodyClass


@dataclass(frozen=True, slots=True)
class Standing:
    """A value that nothing accepted has replaced: who set it, when she claims to have, and in which entry."""

    entry: bytes
    author: bytes
    at: str
    value: Value | Gone


Cells = Mapping[Place, tuple[Standing, ...]]


class Showing(Enum):
    """What a cell has to show."""

    NOTHING = "nothing"
    ONE = "one"
    CONFLICT = "conflict"
    NOT_SHARED = "not shared"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at one path over all classes: the value shown first, and all that stand."""

    state: Showing
    value: Value
    all: tuple[Standing, ...]
    body: BodyClass | None


@dataclass(slots=True)
class RecordCells:
    """The cells of one record while bodies are taken in; remembers what changed so that a table can follow.

    `replaced` are the values known to be replaced, those of entries that have not arrived included.
    """

    standing: dict[Place, dict[bytes, Standing]] = field(default_factory=dict)
    replaced: set[tuple[Place, bytes]] = field(default_factory=set)
    added: set[tuple[Place, bytes]] = field(default_factory=set)
    removed: set[tuple[Place, bytes]] = field(default_factory=set)
    newly_replaced: set[tuple[Place, bytes]] = field(default_factory=set)

    def take(self, entry: bytes, author: bytes, which: BodyClass, body: Body) -> None:
        """Take in one accepted body. Taking it twice, or in another order, ends the same."""
        for change in body.changes:
            place = Place(change.path, which)
            here = self.standing.get(place)
            if here is None:
                here = self.standing[place] = {}
            for old in change.over:
                mark = (place, old)
                if mark not in self.replaced:
                    self.replaced.add(mark)
                    self.newly_replaced.add(mark)
                if here.pop(old, None) is not None:
                    if mark in self.added:
                        self.added.remove(mark)
                    else:
                        self.removed.add(mark)
            mark = (place, entry)
            if entry not in here and mark not in self.replaced:
                here[entry] = Standing(entry, author, body.at, change.value)
                self.added.add(mark)

    def cells(self) -> Cells:
        """What stands now."""
        return {place: tuple(found.values()) for place, found in self.standing.items() if found}


def merged(bodies: Iterable[tuple[bytes, bytes, BodyClass, Body]]) -> Mapping[bytes, Cells]:
    """Merge bodies given as (entry, author, class, body) into the cells of each record, by record id."""
    records: dict[bytes, RecordCells] = defaultdict(RecordCells)
    for entry, author, which, body in bodies:
        records[body.record.id].take(entry, author, which, body)
    return {record: found.cells() for record, found in records.items()}


Seen = Mapping[str, Shown]


def seen(cells: Cells) -> Seen:
    """Say what stands at every path, over all classes, paths sorted."""
    found: dict[str, list[tuple[Standing, BodyClass]]] = defaultdict(list)
    for place in sorted(cells):
        for one in cells[place]:
            found[place.path].append((one, place.body))
    return {path: _shown(standing) for path, standing in found.items()}


def shown(cells: Cells, path: str) -> Shown:
    """Say what stands at one path."""
    return _shown([(one, which) for which in BodyClass for one in cells.get(Place(path, which), ())])


def _shown(found: list[tuple[Standing, BodyClass]]) -> Shown:
    """Of concurrent values the latest claimed time is shown first, then the higher entry."""
    if len(found) == 1 and not isinstance(value := found[0][0].value, Gone):  # as almost always
        return Shown(Showing.ONE, value, (found[0][0],), found[0][1])
    values = [(one, which) for one, which in found if not isinstance(one.value, Gone)]
    if not values:
        state = Showing.NOT_SHARED if found else Showing.NOTHING
        return Shown(state, None, tuple(one for one, _ in found), None)
    if len(values) > 1:
        values.sort(key=lambda pair: (instant(pair[0].at), pair[0].entry), reverse=True)
    first, body = values[0]
    assert not isinstance(first.value, Gone)
    differ = any(not same(one.value, first.value) for one, _ in values)
    return Shown(Showing.CONFLICT if differ else Showing.ONE, first.value, tuple(one for one, _ in values), body)


def conflicts(found: Seen) -> tuple[str, ...]:
    """The paths people must look at: values that differ, and rows removed here while edited there."""
    removed = removed_rows(found)
    return tuple(
        path
        for path, here in found.items()
        if (here.state is Showing.CONFLICT and not path.endswith("/" + ORDER))
        or (removed and _edited_in_removed(path, here, removed))
    )


def removed_rows(found: Seen) -> frozenset[str]:
    """Rows that an accepted entry removed and nothing brought back."""
    return frozenset(
        path.removesuffix("/" + EXISTS)
        for path, here in found.items()
        if here.value is False and path.endswith("/" + EXISTS)
    )


def _edited_in_removed(path: str, here: Shown, removed: frozenset[str]) -> bool:
    lies_in = any(row in removed for row in (*rows_above(path), path))
    return lies_in and here.value is not None and not is_reserved(path)
