"""Which formula waits for which: found once, when a form is compiled.

The order it gives settles a form in one pass; a change needs only the rules that read what changed. Formulas that wait
for each other are refused, the circle named.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from forms.errors import FormsCode
from forms.model import Definition, Form, Formula, Property, Rule, Sort
from forms.xpath.plain import from_plain
from forms.xpath.references import Origin, Reference, fields_read, references
from forms.xpath.syntax import PARENT, SELF, Axis
from records.errors import Known


def with_rules(form: Form) -> Form:
    """Return the form with its rules in order. Known(FORM_CIRCLE) names the fields that wait for each other."""
    reader = _Reads(form)
    rules = [
        Rule(one.path, settles, *reader.of(one.path, formula))
        for one in form.definitions
        for settles, formula in _settling(one)
    ]
    return replace(form, rules=tuple(_ordered(rules)))


class _Reads:
    """Answers which fields a formula reads, given where it stands."""

    def __init__(self, form: Form) -> None:
        self._root = form.root
        self._paths = {one.path: (form.root, *one.path.split("/")) for one in form.definitions}
        self._fields = frozenset(self._paths.values())
        self._back = {split: path for path, split in self._paths.items()}
        self._repeats = {self._paths[one.path] for one in form.definitions if one.sort is Sort.REPEAT}

    def of(self, path: str, formula: Formula) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The paths a formula at `path` reads, and those it reads in its own row alone; both sorted."""
        at = self._paths.get(path, (self._root,))
        row = max((len(repeat) for repeat in self._repeats if at[: len(repeat)] == repeat), default=0)
        near: set[str] = set()
        far: set[str] = set()
        for reference in references(from_plain(formula.plain)):
            if reference.origin is not Origin.INSTANCE:
                found = {self._back[read] for read in fields_read(reference, at, self._fields)}
                (near if _stays_in(reference, len(at), row) else far).update(found)
        return tuple(sorted(near | far)), tuple(sorted(near - far))


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
    by_path: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_path[rule.path].append(rule)
    sorter: TopologicalSorter[Rule] = TopologicalSorter()
    for rule in rules:
        sorter.add(rule, *_waits_for(rule, by_path))
    try:
        return iter(tuple(sorter.static_order()))
    except CycleError as problem:
        circle = dict.fromkeys(rule.path for rule in problem.args[1])
        raise Known(FormsCode.FORM_CIRCLE, fields=tuple(circle)) from problem


def _waits_for(rule: Rule, by_path: Mapping[str, list[Rule]]) -> Iterator[Rule]:
    """A reader waits for the values it reads, and for whether they and the groups around them are there at all.

    What surrounds the reader too is settled with the reader itself and is not waited for.
    """
    around = set(_upward(rule.path))
    for read in rule.reads:
        for place in _upward(read):
            for other in by_path.get(place, ()):
                surrounds = place in around and place != read
                settles_there = other.settles is not Property.CALCULATE or place == read
                if settles_there and not surrounds and other != rule:
                    yield other
        if read == rule.path and rule.settles is Property.CALCULATE:
            raise Known(FormsCode.FORM_CIRCLE, fields=(rule.path,))
    if rule.settles is Property.CALCULATE:
        yield from (other for other in by_path[rule.path] if other.settles is Property.RELEVANT)


def _upward(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def below_what_it_reads(form: Form, order: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield each calculated field whose class is lower than that of a field it reads, and that field."""
    fields = {one.path for one in form.definitions if one.sort is Sort.FIELD}
    for rule in form.rules:
        if rule.settles is Property.CALCULATE:
            for read in rule.reads:
                if read in fields and order[read] > order[rule.path]:
                    yield rule.path, read
