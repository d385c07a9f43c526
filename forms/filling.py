"""The places of one filling-in, grown from the form and kept settled: relevance, calculations, rows, actions.

Works on places and texts alone; what a person is shown, and what counts as an answer, is `forms.session`'s.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from math import isfinite
from typing import Final

from forms.model import ROOT, Action, Definition, Formula, Property, Sort, When
from forms.program import Program, Settling
from forms.tree import Place, Top
from forms.xpath.nodes import Context, Environment
from records.errors import Known

MOST_ROWS: Final = 10_000
NewRow = Callable[[], str]
Rows = Mapping[str, tuple[str, ...]]


class Filled:
    """The tree of one filling-in."""

    def __init__(self, program: Program, new_row: NewRow) -> None:
        """Empty: `grow` makes the places."""
        self.program = program
        self.top = Top()
        self.root = Place(program.form.root, ROOT, None, None)
        self.top.children = (self.root,)
        self._new_row = new_row
        self._by_path: dict[str, Place] = {ROOT: self.root}
        self._at: dict[str, list[Place]] = {ROOT: [self.root]}
        self._dirty: list[int] = []
        self._waiting: dict[int, set[Place] | None] = {}
        self.environment: Environment

    def place(self, path: str) -> Place:
        """The place at a path; KeyError when there is none."""
        return self._by_path[path]

    def find(self, path: str) -> Place | None:
        """The place at a path, if there is one."""
        return self._by_path.get(path)

    def context(self, place: Place) -> Context:
        """Where an expression of a place is evaluated."""
        return Context(place, self.environment)

    def string(self, place: Place, formula: Formula) -> str:
        """A formula's text at a place; empty when it cannot be evaluated for these answers."""
        try:
            return self.program.compiled(template(place), formula).as_string(self.context(place))
        except Known:
            return ""

    def truth(self, place: Place, formula: Formula | None) -> bool:
        """Whether a formula holds at a place; no formula, and one that cannot be evaluated, do not."""
        if formula is None:
            return False
        try:
            return self.program.compiled(template(place), formula).as_boolean(self.context(place))
        except Known:
            return False

    def begin(self, rows: Rows | None, values: Mapping[str, str] | None) -> None:
        """Grow all places, with as many rows as there are answers for, take the answers in, and settle."""
        self._grow(self.root, ROOT, rows)
        if values is not None:
            for place in self.root.fields():
                place.value = values.get(place.path, "")
        self._run_later(self.program.rules, None)
        self._settle()
        if values is None:
            self._act(When.FIRST_LOAD)

    def set(self, path: str, text: str) -> None:
        """Change an answer, and all that follows."""
        place = self._by_path[path]
        if text == place.value:
            return
        place.value = text
        self._changed(place)
        self._settle()
        self._act(When.CHANGED, trigger=template(place), near=place)

    def add_row(self, repeat: str) -> Place:
        """Add a row at the end of a repeat."""
        row = self._add_row(repeat, self._new_row())
        self._begin_row(row)
        self._settle()
        self._act(When.NEW_ROW, within=row)
        return row

    def remove_row(self, path: str) -> None:
        """Remove a row and all in it."""
        row = self._by_path[path]
        self._remove_row(row)
        self._rows_changed(row)
        self._settle()

    def rows(self, repeat: str) -> tuple[str, ...]:
        """The paths of a repeat's rows, in order."""
        above, name = self._above(repeat)
        return tuple(item.path for item in above.items if item.name == name)

    def offers(self, above: Place, one: Definition) -> bool:
        """Whether a repeat is asked at all in a group or row: its condition, as a new row would have it."""
        name = one.path.rpartition("/")[2]
        return one.relevant is None or self.truth(Place(name, f"{above.path}/{name}", one, above), one.relevant)

    def repeats(self) -> Iterator[Place]:
        """Every row there is, those of one repeat in order."""
        stack = [self.root]
        while stack:
            place = stack.pop()
            if is_row(place):
                yield place
            stack += reversed(place.items)

    def _grow(self, above: Place, path: str, rows: Rows | None) -> None:
        """Make the places below a group or row: as many rows as there are answers for, or as the form begins with."""
        for one in self.program.inside.get(path, ()):
            name = one.path.rpartition("/")[2]
            here = f"{above.path}/{name}" if above.path else name
            if one.sort is Sort.REPEAT:
                ids = rows.get(here, ()) if rows is not None else [self._new_row() for _ in range(one.first_rows)]
                for row_id in ids:
                    self._make_row(above, one, here, row_id, rows)
            else:
                place = self._place(above, one, here)
                place.value = one.initial
                self._grow(place, one.path, rows)

    def _place(self, above: Place, one: Definition, path: str) -> Place:
        place = Place(one.path.rpartition("/")[2], path, one, above)
        above.items.append(place)
        self._by_path[path] = place
        self._at.setdefault(one.path, []).append(place)
        if one.sort is not Sort.REPEAT:
            place.scope.single[one.path] = place
        return place

    def _make_row(self, above: Place, one: Definition, repeat: str, row_id: str, rows: Rows | None) -> Place:
        place = self._place(above, one, f"{repeat}#{row_id}")
        self._grow(place, one.path, rows)
        return place

    def _add_row(self, repeat: str, row_id: str) -> Place:
        above, name = self._above(repeat)
        one = next(one for one in self.program.inside[template(above)] if one.path.rpartition("/")[2] == name)
        row = self._make_row(above, one, repeat, row_id, None)
        order = [inside.path.rpartition("/")[2] for inside in self.program.inside[template(above)]]
        above.items.sort(key=lambda item: order.index(item.name))
        return row

    def _remove_row(self, row: Place) -> None:
        assert row.parent is not None
        row.parent.items.remove(row)
        stack = [row]
        while stack:
            place = stack.pop()
            self._by_path.pop(place.path, None)
            self._at[template(place)].remove(place)
            stack += place.items

    def _above(self, repeat: str) -> tuple[Place, str]:
        above, _, name = repeat.rpartition("/")
        return self._by_path[above], name

    def _settle(self) -> None:
        """Run what waits, in the form's order, until nothing does."""
        while self._dirty:
            order = heappop(self._dirty)
            places = self._waiting.pop(order)
            settling = self.program.rules[order]
            for place in self._places(settling) if places is None else places:
                if self._by_path.get(place.path) is place:
                    self._run(settling, place)

    def _places(self, settling: Settling) -> tuple[Place, ...]:
        """Where a rule settles something: rows are counted where their repeat stands."""
        path = settling.rule.path
        if settling.rule.settles is Property.COUNT:
            path = path.rpartition("/")[0]
        return tuple(self._at.get(path, ()))

    def _run(self, settling: Settling, place: Place) -> None:
        context = self.context(place)
        match settling.rule.settles:
            case Property.RELEVANT:
                try:
                    here = settling.compiled.as_boolean(context)
                except Known:
                    here = True
                if place.settle(here=here):
                    for inside in (place, *place.fields()):
                        self._changed(inside)
            case Property.CALCULATE:
                try:
                    text = settling.compiled.as_string(context)
                except Known:
                    text = ""
                if text != place.value:
                    place.value = text
                    self._changed(place)
            case Property.COUNT:
                self._count(settling, place)

    def _count(self, settling: Settling, above: Place) -> None:
        """Give a counted repeat as many rows as its formula says: new ones at the end, from the end away."""
        one = self.program.definitions[settling.rule.path]
        name = one.path.rpartition("/")[2]
        repeat = f"{above.path}/{name}" if above.path else name
        try:
            wanted = settling.compiled.as_number(self.context(Place(name, repeat, one, above)))
        except Known:
            wanted = 0
        count = min(MOST_ROWS, max(0, int(wanted))) if isfinite(wanted) else 0
        rows = self.rows(repeat)
        for path in rows[count:]:
            row = self._by_path[path]
            self._remove_row(row)
            self._rows_changed(row)
        for _ in range(count - len(rows)):
            row = self._add_row(repeat, self._new_row())
            self._begin_row(row)

    def _begin_row(self, row: Place) -> None:
        """Settle what is new in a row, and what reads it."""
        for place in (row, *row.fields()):
            self._run_later(self.program.of_path.get(template(place), ()), (place,))
        self._rows_changed(row)

    def _changed(self, place: Place) -> None:
        """Let the rules that read a place run again: those of its own row alone where the form allows it."""
        path = template(place)
        for settling in self.program.readers.get(path, ()):
            near = self._in_row(place, settling) if path in settling.rule.local else None
            self._run_later((settling,), near)

    def _in_row(self, place: Place, settling: Settling) -> Iterable[Place] | None:
        repeat = self.program.innermost_repeat(settling.rule.path)
        row: Place | None = place.scope
        while row is not None and template(row) != repeat:
            row = row.parent.scope if row.parent is not None else None
        if row is None:
            return None
        if settling.rule.path == repeat:
            return (row,)
        found = row.single.get(settling.rule.path)
        return () if found is None else (found,)

    def _rows_changed(self, row: Place) -> None:
        self._run_later(self.program.readers.get(template(row), ()), None)
        for inside in row.fields():
            self._run_later(self.program.readers.get(template(inside), ()), None)

    def _run_later(self, rules: Iterable[Settling], places: Iterable[Place] | None) -> None:
        for settling in rules:
            if settling.order not in self._waiting:
                heappush(self._dirty, settling.order)
                self._waiting[settling.order] = None if places is None else set(places)
                continue
            waiting = self._waiting[settling.order]
            if waiting is not None:
                self._waiting[settling.order] = None if places is None else waiting | set(places)

    def _act(self, when: When, trigger: str = "", near: Place | None = None, within: Place | None = None) -> None:
        """Do what the form says happens now."""
        for action in self.program.form.actions:
            if action.when is when and (when is not When.CHANGED or action.trigger == trigger):
                self._set_by(action, near, within)

    def _set_by(self, action: Action, near: Place | None, within: Place | None) -> None:
        for place in tuple(self._at.get(action.target, ())):
            other_row = near is not None and place.scope is not near.scope and place.scope is not self.root
            outside = within is not None and place.scope is not within
            if other_row or outside:
                continue
            text = "" if action.value is None else self.string(place, action.value)
            if text != place.value:
                place.value = text
                self._changed(place)
        self._settle()


def template(place: Place) -> str:
    """The path of a place as the form knows it."""
    return place.definition.path if place.definition else ROOT


def is_row(place: Place) -> bool:
    """Whether a place is a row of a repeat."""
    return place.definition is not None and place.definition.sort is Sort.REPEAT
