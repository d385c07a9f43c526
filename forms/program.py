"""A compiled form made to run: closures for its formulas, bound to places by path. Shared by all its filling-ins.

What settles a form is compiled at once; what a person only sees (constraints, labels, choices) when it is asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from forms.model import Definition, Form, Formula, Property, Rule, Sort
from forms.storing import from_bytes
from forms.tree import Place
from forms.xpath.compiling import Compiled, Finder, Resolver, compile_expression
from forms.xpath.nodes import Node, NodeSet
from forms.xpath.syntax import PARENT, SELF, Axis, NameTest, Path, Start
from records.bulk import without_collecting

_KEPT_READY: Final = 8
_NOTHING: Final[tuple[Place, ...]] = ()


@dataclass(frozen=True, slots=True)
class Settling:
    """A rule that runs: its place in the order, the rule, its closure, and the path of the places it is run at."""

    order: int
    rule: Rule
    compiled: Compiled
    at: str


class Program:
    """The closures of one form."""

    def __init__(self, form: Form) -> None:
        """Compiles the rules; Known(UNKNOWN_FUNCTION …) when the form was compiled by a program that knew more."""
        self.form = form
        self.definitions: Mapping[str, Definition] = {one.path: one for one in form.definitions}
        self.inside: Mapping[str, list[Definition]] = _children(form)
        self.asked_of_device = tuple(one for one in form.definitions if one.turned_on)
        self._compiled: dict[tuple[str, str], Compiled] = {}
        self._chains = {one.path: self._repeats_above(one.path) for one in form.definitions}
        self.rules = tuple(
            Settling(order, rule, self._compile(rule.path, self._formula(rule)), _place_of(rule))
            for order, rule in enumerate(form.rules)
        )

    @cached_property
    def readers(self) -> Mapping[str, list[Settling]]:
        """The rules that read a path."""
        found: dict[str, list[Settling]] = defaultdict(list)
        for settling in self.rules:
            for path in settling.rule.reads:
                found[path].append(settling)
        return found

    @cached_property
    def of_path(self) -> Mapping[str, list[Settling]]:
        """The rules that settle something at a path: its own, and those that count the rows of a repeat inside it."""
        found: dict[str, list[Settling]] = defaultdict(list)
        for settling in self.rules:
            found[settling.at].append(settling)
        return found

    def compiled(self, path: str, formula: Formula) -> Compiled:
        """A formula at a path, compiled once."""
        key = (path, formula.text)
        if key not in self._compiled:
            self._compiled[key] = self._compile(path, formula)
        return self._compiled[key]

    def innermost_repeat(self, path: str) -> str | None:
        """The repeat whose rows hold this path, or that it is."""
        chain = self._chains[path]
        return chain[-1] if chain else None

    def _formula(self, rule: Rule) -> Formula:
        one = self.definitions[rule.path]
        found = {
            Property.RELEVANT: one.relevant,
            Property.CALCULATE: one.calculate,
            Property.COUNT: one.count,
        }[rule.settles]
        assert found is not None
        return found

    def _compile(self, path: str, formula: Formula) -> Compiled:
        return compile_expression(formula.expression, resolver=self._resolver(path))

    def _repeats_above(self, path: str) -> tuple[str, ...]:
        parts = path.split("/")
        above = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
        return tuple(one for one in above if self.definitions[one].sort is Sort.REPEAT)

    def _resolver(self, at: str) -> Resolver:
        """Bind paths of plain steps to places: at once when there is one of them in a row around the formula."""
        chain = self._chains.get(at, ())

        def resolve(path: Path) -> Finder | None:
            target, lowest = self._target(at, path)
            if target is None or target not in self.definitions:
                return None
            wanted = self._chains[target]
            if self.definitions[target].sort is Sort.REPEAT or not _shares(wanted, at, lowest):
                return None
            return _single(target, len(chain) - len(wanted))

        return resolve

    def _target(self, at: str, path: Path) -> tuple[str | None, int]:
        """The path a path of plain steps leads to, and how many names of where it stands it never leaves."""
        here = [] if path.start is Start.ROOT else [self.form.root, *at.split("/")] if at else [self.form.root]
        lowest = len(here)
        for step in path.steps:
            if step.axis is Axis.CHILD and isinstance(step.test, NameTest) and step.test.name != "*":
                here.append(step.test.name)
            elif step == PARENT and here:
                here.pop()
                lowest = min(lowest, len(here))
            elif step != SELF:
                return None, 0
        if len(here) < 2 or here[0] != self.form.root:
            return None, 0
        return "/".join(here[1:]), lowest


def _shares(repeats: tuple[str, ...], at: str, lowest: int) -> bool:
    """Whether the row of each of these repeats is one around a place, by the names that are never left."""
    around = "/".join(at.split("/")[: lowest - 1]) if repeats and lowest else ""
    return all(around == one or around.startswith(f"{one}/") for one in repeats)


def _place_of(rule: Rule) -> str:
    """Where a rule is run: rows are counted in the group or row around their repeat."""
    return rule.path.rpartition("/")[0] if rule.settles is Property.COUNT else rule.path


@lru_cache(maxsize=_KEPT_READY)
@without_collecting()
def ready(raw: bytes) -> Program:
    """A stored form, ready to run; those used last are kept so. Known(FORM_MALFORMED)."""
    return Program(from_bytes(raw))


@lru_cache(maxsize=8192)
def _single(target: str, up: int) -> Callable[[Node], NodeSet]:
    def find(node: Node) -> NodeSet:
        assert isinstance(node, Place)
        scope = node.scope
        for _ in range(up):
            assert scope.parent is not None
            scope = scope.parent.scope
        place = scope.single.get(target)
        return _NOTHING if place is None else place.as_set

    return find


def _children(form: Form) -> Mapping[str, list[Definition]]:
    found: dict[str, list[Definition]] = defaultdict(list)
    for one in form.definitions:
        found[one.path.rpartition("/")[0]].append(one)
    return found
