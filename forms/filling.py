"""The places of one filling-in, grown from the form and kept settled: relevance, calculations, rows, actions.

Works on places and texts alone; what a person is shown, and what counts as an answer, is `forms.session`'s.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import isfinite
from typing import Final

from forms.metadata import END
from forms.model import ROOT, Action, Definition, Formula, Property, Sort, When
from forms.program import Program, Settling
from forms.tree import Place, Top
from forms.values import cast, fits
from forms.xpath.nodes import Context, Environment
from records.errors import Known

MOST_ROWS: Final = 10_000
"""In all repeats together, as far as a form counts them itself."""

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
        self._at: dict[str, dict[Place, None]] = {ROOT: {self.root: None}}
        self._dirty: list[int] = []
        self._waiting: dict[int, dict[Place, None] | None] = {}
        self._new_rows: list[Place] = []
        self._row_total = 0
        self._set_aside: dict[str, list[_Aside]] = {}
        self.environment: Environment
        self.of_device: Callable[[Definition], str] = _nothing

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
        try:
            return formula is not None and self.holds(place, formula)
        except Known:
            return False

    def holds(self, place: Place, formula: Formula) -> bool:
        """Whether a formula holds at a place. Known when it cannot be evaluated."""
        return self.program.compiled(template(place), formula).as_boolean(self.context(place))

    def begin(self, rows: Rows | None, values: Mapping[str, str] | None) -> None:
        """Grow all places, with as many rows as there are answers for, take the answers in, and settle."""
        self._grow(self.root, ROOT, rows)
        if values is not None:
            for place in self.root.fields():
                place.value = values.get(place.path, "")
        else:
            self._ask_device(self.program.asked_of_device)
        self._run_later(self.program.rules, None)
        self._settle()
        if values is None:
            self._new_rows.clear()
            for action in self._actions(When.FIRST_LOAD):
                self._set_by(action, self._at.get(action.target, ()))
        self._finish()

    def set(self, path: str, text: str) -> None:
        """Change an answer, and all that follows. What is calculated is calculated again."""
        place = self._by_path[path]
        if not self._take(place, text):
            return
        self._settle()
        for action in self._actions(When.CHANGED, template(place)):
            self._set_by(action, self._near(place, action.target))
        self._finish()

    def set_together(self, answers: Iterable[tuple[str, str]]) -> bool:
        """Change answers on whose change nothing is set, and what follows from all of them; whether any changed."""
        changed = [path for path, text in answers if self._take(self._by_path[path], text)]
        self._settle()
        self._finish()
        return bool(changed)

    def _take(self, place: Place, text: str) -> bool:
        if text == place.value:
            return False
        place.value = text
        self._changed(place)
        self._ask_device(one for one in self.program.asked_of_device if one.metadata == END)
        self._run_later(self.program.of_path.get(template(place), ()), (place,))
        return True

    def add_rows(self, repeat: str, count: int) -> list[Place]:
        """Add rows at the end of a repeat. KeyError when there is no such repeat, or the form counts its rows."""
        if self._repeat(repeat).count is not None:
            raise KeyError(repeat)
        rows = [self._add_row(repeat, self._new_row(), None) for _ in range(count)]
        self._settle()
        self._finish()
        return rows

    def remove_row(self, path: str) -> None:
        """Remove a row and all in it. A form that counts its rows puts an empty one at the end instead."""
        row = self._by_path[path]
        assert row.parent is not None
        self._remove_row(row)
        self._run_later(self.program.of_path.get(template(row.parent), ()), (row.parent,))
        self._settle()
        self._finish()

    def rows(self, repeat: str) -> tuple[str, ...]:
        """The paths of a repeat's rows, in order."""
        above, name = self._above(repeat)
        return tuple(item.path for item in above.items if item.name == name)

    def offers(self, above: Place, one: Definition) -> bool:
        """Whether a repeat is asked at all in a group or row: its condition, as a new row would have it."""
        return one.relevant is None or self.truth(_new(one, above), one.relevant)

    def said_at(self, path: str) -> Place:
        """The place a text at a path is said for: a repeat itself speaks as a new row of it would. KeyError."""
        return self._by_path.get(path) or _new(self._repeat(path), self._above(path)[0])

    def repeats(self) -> Iterator[Place]:
        """Every row there is, those of one repeat in order."""
        return (place for place in self.root.everything() if is_row(place))

    def _ask_device(self, asked: Iterable[Definition]) -> None:
        """Let the device answer what it is asked and a person turned on; `end` is the time of the last change."""
        for one in asked:
            for place in self._at.get(one.path, ()):
                place.value = self.of_device(one)
                self._changed(place)

    def _grow(self, above: Place, path: str, rows: Rows | None) -> None:
        """Make the places below a group or row: as many rows as there are answers for, or as the form begins with."""
        for one in self.program.inside.get(path, ()):
            name = one.path.rpartition("/")[2]
            here = f"{above.path}/{name}" if above.path else name
            if one.sort is Sort.REPEAT:
                ids = rows.get(here, ()) if rows is not None else [self._new_row() for _ in range(one.first_rows)]
                for row_id in ids:
                    self._grow(self._place(above, one, f"{here}#{row_id}", len(above.items)), one.path, rows)
            else:
                place = self._place(above, one, here, len(above.items))
                place.value = one.initial
                self._grow(place, one.path, rows)

    def _place(self, above: Place, one: Definition, path: str, at: int) -> Place:
        place = Place(one.path.rpartition("/")[2], path, one, above)
        above.insert(at, place)
        self._row_total += is_row(place)
        self._by_path[path] = place
        self._at.setdefault(one.path, {})[place] = None
        if one.sort is not Sort.REPEAT:
            place.scope.single[one.path] = place
        return place

    def _add_row(self, repeat: str, row_id: str, rows: Rows | None) -> Place:
        """Add a row behind those there are; what it begins with is done when all is settled."""
        above, one = self._above(repeat)[0], self._repeat(repeat)
        order = {inside.path: number for number, inside in enumerate(self.program.inside[template(above)])}
        at = len(above.items)
        while at and order[template(above.items[at - 1])] > order[one.path]:
            at -= 1
        row = self._place(above, one, f"{repeat}#{row_id}", at)
        self._grow(row, template(row), rows)
        self._new_rows.append(row)
        for place in row.everything():
            self._run_later(self.program.of_path.get(template(place), ()), (place,))
        self._rows_changed(row, ())
        return row

    def _remove_row(self, row: Place) -> None:
        assert row.parent is not None
        family = row.parent.items
        at = next(at for at in reversed(range(len(family))) if family[at] is row)
        row.parent.remove(at)
        for place in row.everything():
            self._row_total -= is_row(place)
            del self._by_path[place.path]
            del self._at[template(place)][place]
        self._rows_changed(row, [place for place in family[at:] if place.definition is row.definition])

    def _repeat(self, repeat: str) -> Definition:
        above, name = self._above(repeat)
        one = self.program.definitions[f"{template(above)}/{name}".lstrip("/")]
        if one.sort is not Sort.REPEAT:
            raise KeyError(repeat)
        return one

    def _above(self, repeat: str) -> tuple[Place, str]:
        above, _, name = repeat.rpartition("/")
        return self._by_path[above], name

    def _settle(self) -> None:
        """Run what waits, in the form's order, until nothing does."""
        while self._dirty:
            order = heappop(self._dirty)
            places = self._waiting.pop(order)
            settling = self.program.rules[order]
            for place in tuple(self._at.get(settling.at, ())) if places is None else places:
                if self._by_path.get(place.path) is place:
                    self._run(settling, place)

    def _finish(self) -> None:
        """Do what the form says of new rows, until no more come."""
        while self._new_rows:
            inside = tuple(self._new_rows.pop(0).everything())
            for action in self._actions(When.NEW_ROW):
                self._set_by(action, [place for place in inside if template(place) == action.target])

    def _run(self, settling: Settling, place: Place) -> None:
        """Settle one thing at a place that is there; what is not there is settled when it comes back."""
        match settling.rule.settles:
            case Property.RELEVANT:
                if place.parent is None or place.parent.shown:
                    self._relevant(settling, place)
            case Property.CALCULATE:
                if place.shown:
                    self._calculate(settling, place)
            case Property.COUNT:
                if place.shown:
                    self._count(settling, place)

    def _calculate(self, settling: Settling, place: Place) -> None:
        try:
            text = self._cast(place, settling.compiled.as_string(self.context(place)))
        except Known:
            text = ""
        if text != place.value:
            place.value = text
            self._changed(place)

    def _relevant(self, settling: Settling, place: Place) -> None:
        try:
            here = settling.compiled.as_boolean(self.context(place))
        except Known:
            here = True
        if place.settle(here=here):
            for inside in place.everything():
                self._changed(inside)
                if place.shown:
                    self._run_later(self.program.of_path.get(template(inside), ()), (inside,))

    def _count(self, settling: Settling, above: Place) -> None:
        """Give a counted repeat as many rows as its formula says: new ones at the end, from the end away.

        A row that goes is set aside with its answers and comes back when the number rises again: who corrects a 12 to
        a 13 passes through 1.
        """
        place = _new(self.program.definitions[settling.rule.path], above)
        repeat = place.path
        try:
            wanted = settling.compiled.as_number(self.context(place))
        except Known:
            wanted = 0
        rows = self.rows(repeat)
        most = len(rows) + MOST_ROWS - self._row_total
        count = min(most, max(0, int(wanted))) if isfinite(wanted) else 0
        aside = self._set_aside.setdefault(repeat, [])
        for path in reversed(rows[count:]):
            row = self._by_path[path]
            aside.append(_Aside.of(row))
            self._remove_row(row)
        for _ in range(count - len(rows)):
            if aside:
                self._take_back(repeat, aside.pop())
            else:
                self._add_row(repeat, self._new_row(), None)

    def _take_back(self, repeat: str, aside: "_Aside") -> None:
        row = self._add_row(repeat, aside.row_id, aside.rows)
        self._new_rows.pop()  # it comes with what it held, and begins nothing anew
        for place in row.fields():
            place.value = aside.values.get(place.path, "")

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

    def _rows_changed(self, row: Place, after: Sequence[Place]) -> None:
        """Let everything run again that reads a row which came or went, or something inside it.

        after: the rows behind it, which are counted anew. Who reads only in her own row reads nothing of this one.
        """
        for inside in row.everything():
            path = template(inside)
            for settling in self.program.readers.get(path, ()):
                near = self._in_row(inside, settling) if path in settling.rule.local else None
                if near is not None and inside is row:
                    near = (*near, *(found for one in after for found in self._in_row(one, settling) or ()))
                self._run_later((settling,), near)

    def _run_later(self, rules: Iterable[Settling], places: Iterable[Place] | None) -> None:
        for settling in rules:
            if settling.order not in self._waiting:
                heappush(self._dirty, settling.order)
                self._waiting[settling.order] = None if places is None else dict.fromkeys(places)
                continue
            waiting = self._waiting[settling.order]
            if places is None:
                self._waiting[settling.order] = None
            elif waiting is not None:
                waiting.update(dict.fromkeys(places))

    def _actions(self, when: When, trigger: str = "") -> Iterator[Action]:
        """What the form says happens at such a moment."""
        return (one for one in self.program.form.actions if one.when is when and one.trigger == trigger)

    def _near(self, place: Place, target: str) -> list[Place]:
        """The places of a field that lie in the same rows as another place, as far as both lie in rows of a repeat."""
        around = {template(row): row for row in place.rows()}
        found = self._at.get(target, ())
        return [one for one in found if all(around.get(template(row), row) is row for row in one.rows())]

    def _set_by(self, action: Action, places: Iterable[Place]) -> None:
        for place in tuple(places):
            text = "" if action.value is None else self._cast(place, self.string(place, action.value))
            if text != place.value:
                place.value = text
                self._changed(place)
        self._settle()

    def _cast(self, place: Place, text: str) -> str:
        one = place.definition
        assert one is not None
        return text if fits(one, text) else cast(one, text, self.environment.zone)


@dataclass(frozen=True, slots=True)
class _Aside:
    """A row that is not counted now: its id, the rows inside it, and all its answers."""

    row_id: str
    rows: dict[str, tuple[str, ...]]
    values: dict[str, str]

    @staticmethod
    def of(row: Place) -> "_Aside":
        """Note down a row before it goes."""
        inside = (place for place in row.everything() if place is not row and is_row(place))
        values = {field.path: field.value for field in row.fields()}
        return _Aside(row.path.rpartition("#")[2], ids_of(inside), values)


def ids_of(rows: Iterable[Place]) -> dict[str, tuple[str, ...]]:
    """The ids of rows by their repeat, in order."""
    found: dict[str, list[str]] = {}
    for row in rows:
        repeat, _, row_id = row.path.rpartition("#")
        found.setdefault(repeat, []).append(row_id)
    return {repeat: tuple(ids) for repeat, ids in found.items()}


def _nothing(_one: Definition) -> str:
    return ""


def _new(one: Definition, above: Place) -> Place:
    """A row that is not there yet, to look around from."""
    name = one.path.rpartition("/")[2]
    return Place(name, f"{above.path}/{name}" if above.path else name, one, above)


def template(place: Place) -> str:
    """The path of a place as the form knows it."""
    return place.definition.path if place.definition else ROOT


def is_row(place: Place) -> bool:
    """Whether a place is a row of a repeat."""
    return place.definition is not None and place.definition.sort is Sort.REPEAT
