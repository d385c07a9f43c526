"""Which formula waits for which: found once, when a form is compiled.

The order it gives settles a form in one pass; a change needs only the rules that read what changed. Formulas that wait
for each other are refused, the circle named.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from forms.errors import FormsCode
from forms.model import Definition, Form, Formula, Property, Rule, Sort
from forms.xpath.references import FieldPath, Origin, Reads, Reference, fields_read, references
from forms.xpath.syntax import PARENT, SELF, Axis, NameTest
from records.errors import Known

_PathsRead = tuple[tuple[str, ...], tuple[str, ...]]


class Graph:
    """What the formulas of one form read of each other."""

    def __init__(self, form: Form) -> None:
        """Nothing is read yet; each formula is once."""
        self._form = form
        self._reader = _Reads(form)

    def ordered(self) -> tuple[Rule, ...]:
        """The rules of the form, in order. Known(FORM_CIRCLE) names the fields that wait for each other."""
        return tuple(_ordered(self._rules()))

    def holds(self, rules: Sequence[Rule]) -> bool:
        """Whether these are the rules of the form, each after all it waits for. Known(FORM_CIRCLE)."""
        places = {rule: place for place, rule in enumerate(rules)}
        if len(places) != len(rules) or places.keys() != set(self._rules()):
            return False
        by_path = _by_path(rules)
        return all(places[other] < place for rule, place in places.items() for other in _waits_for(rule, by_path))

    def below_what_it_reads(self, classes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """Yield each field that takes its value from one of a higher class, and that one.

        A value is taken over by a calculation, by a default or a trigger, and by a select whose choices are answers.
        """
        for path, formula in _taking_over(self._form):
            for read in self._reader.of(path, formula)[0] if path in classes else ():
                if classes.get(read, 0) > classes[path]:
                    yield path, read

    def _rules(self) -> list[Rule]:
        return [
            Rule(one.path, settles, *self._reader.of(one.path, formula))
            for one in self._form.definitions
            for settles, formula in _settling(one)
        ]


def _taking_over(form: Form) -> Iterator[tuple[str, Formula]]:
    for one in form.definitions:
        if one.calculate is not None:
            yield one.path, one.calculate
        if one.choices is not None and one.choices.items is not None and not one.choices.list:
            yield one.path, one.choices.items
    for action in form.actions:
        if action.value is not None:
            yield action.target, action.value


class _Reads:
    """Answers which fields a formula reads, given where it stands."""

    def __init__(self, form: Form) -> None:
        self._root = form.root
        self._paths: dict[str, FieldPath] = {one.path: (form.root, *one.path.split("/")) for one in form.definitions}
        self._back = {split: path for path, split in self._paths.items()}
        self._fields = frozenset(self._back)
        self._repeats = {self._paths[one.path] for one in form.definitions if one.sort is Sort.REPEAT}
        self._known: dict[tuple[str, int], _PathsRead] = {}
        self._inside: dict[FieldPath, list[str]] = defaultdict(list)
        for path, split in self._paths.items():
            for length in range(1, len(split) + 1):
                self._inside[split[:length]].append(path)

    def of(self, path: str, formula: Formula) -> _PathsRead:
        """The paths a formula at `path` reads, and those it reads in its own row alone; both sorted."""
        key = (path, id(formula))  # the form, which outlives this, holds the formula
        if key not in self._known:
            self._known[key] = self._of(path, formula)
        return self._known[key]

    def _of(self, path: str, formula: Formula) -> _PathsRead:
        at = self._paths.get(path, (self._root,))
        row = max((len(at[:length]) for length in range(1, len(at) + 1) if at[:length] in self._repeats), default=0)
        near: set[str] = set()
        far: set[str] = set()
        for reference in references(formula.expression):
            if reference.origin is not Origin.INSTANCE:
                (near if _stays_in(reference, len(at), row) else far).update(self._read(reference, at))
        return tuple(sorted(near | far)), tuple(sorted(near - far))

    def _read(self, reference: Reference, at: FieldPath) -> Iterable[str]:
        target = _target(reference, at)
        if target is None:
            return (self._back[read] for read in fields_read(reference, at, self._fields))
        if reference.reads is Reads.TEXT:
            return self._inside.get(target, ())
        return (self._back[target],) if target in self._back else ()


def _target(reference: Reference, at: FieldPath) -> FieldPath | None:
    """The one path that plain steps lead to; None where they are not plain."""
    if reference.origin is Origin.ANYWHERE:
        return None
    path = [] if reference.origin is Origin.ROOT else list(at)
    for step in reference.steps:
        if step == PARENT and path:
            path.pop()
        elif step.axis is Axis.CHILD and isinstance(step.test, NameTest) and step.test.name != "*":
            path.append(step.test.name)
        elif step != SELF:
            return None
    return tuple(path) or None


def _stays_in(reference: Reference, depth: int, row: int) -> bool:
    """Whether a reference climbs no higher than its own row, by plain steps."""
    if reference.origin is not Origin.NODE or not row:
        return False
    for step in reference.steps:
        if step == PARENT:
            depth -= 1
        elif step.axis is Axis.CHILD:
            depth += 1
        elif step != SELF:
            return False
        if depth < row:
            return False
    return True


def _settling(one: Definition) -> Iterator[tuple[Property, Formula]]:
    if one.relevant is not None:
        yield Property.RELEVANT, one.relevant
    if one.calculate is not None:
        yield Property.CALCULATE, one.calculate
    if one.count is not None:
        yield Property.COUNT, one.count


def _ordered(rules: list[Rule]) -> Iterator[Rule]:
    """Order rules so that each comes after all it waits for."""
    by_path = _by_path(rules)
    sorter: TopologicalSorter[Rule] = TopologicalSorter()
    for rule in rules:
        sorter.add(rule, *_waits_for(rule, by_path))
    try:
        return iter(tuple(sorter.static_order()))
    except CycleError as problem:
        circle = dict.fromkeys(rule.path for rule in problem.args[1])
        raise Known(FormsCode.FORM_CIRCLE, fields=tuple(circle)) from problem


def _by_path(rules: Iterable[Rule]) -> Mapping[str, list[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        found[rule.path].append(rule)
    return found


def _waits_for(rule: Rule, by_path: Mapping[str, list[Rule]]) -> Iterator[Rule]:
    """A reader waits for the values it reads, and for whether they and the groups around them are there at all.

    First of all it waits for whether itself and what surrounds it is there. Known(FORM_CIRCLE) when a field reads
    itself, or a group or repeat is there or not by an answer inside it.
    """
    around = set(_upward(rule.path))
    for read in rule.reads:
        if read == rule.path or (rule.settles is not Property.CALCULATE and rule.path in _upward(read)):
            raise Known(FormsCode.FORM_CIRCLE, fields=tuple(dict.fromkeys((rule.path, read))))
        for place in _upward(read):
            for other in by_path.get(place, ()):
                surrounds = place in around and place != read
                settles_there = other.settles is not Property.CALCULATE or place == read
                if settles_there and not surrounds:
                    yield other
    for place in around:
        yield from (other for other in by_path.get(place, ()) if other.settles is Property.RELEVANT and other != rule)


@lru_cache(maxsize=8192)
def _upward(path: str) -> tuple[str, ...]:
    parts = path.split("/")
    return tuple("/".join(parts[:length]) for length in range(1, len(parts) + 1))
