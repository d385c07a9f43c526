"""What an expression reads, found by looking at it and never by running it: the edges of a form's dependency graph.

An answer may name too much and never too little, with two exceptions for what cannot be a dependency: `once()` does
not count its own node, and `lang()` reads what never changes.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from forms.xpath.grammar import NAME
from forms.xpath.syntax import (
    CONTEXT_NODE,
    PARENT,
    SELF,
    Axis,
    Call,
    Expression,
    Filter,
    Literal,
    NameTest,
    NodeType,
    Operation,
    Operator,
    Path,
    Start,
    Step,
    TypeTest,
    operands,
)


class Origin(StrEnum):
    """Where a reference begins."""

    ROOT = "root"
    """At `/`."""
    NODE = "node"
    """At the node the expression belongs to."""
    INSTANCE = "instance"
    """At a secondary instance; its id is empty when it is calculated."""
    ANYWHERE = "anywhere"
    """It cannot be told: anything in the form may be read."""


class Reads(StrEnum):
    """What is read there."""

    TEXT = "text"
    """The answer, and in a group the answers of all inside."""
    NODES = "nodes"
    """Only which nodes there are: `count(/data/row)`, `position(..)`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One path an expression reads. Its steps have no predicates: what those read stands in references of its own.

    A path inside a predicate is given with the path to the predicate before it: `/data/row[age > 3]/name` reads
    `/data/row/age` and `/data/row/name`.
    """

    origin: Origin
    steps: tuple[Step, ...] = ()
    reads: Reads = Reads.TEXT
    instance: str = ""


FieldPath = tuple[str, ...]
"""The local names from the first element down to a field, without row numbers: `("data", "row", "age")`."""

_HERE = (Reference(Origin.NODE),)
_STRUCTURAL = frozenset({"count", "position", "local-name", "name", "namespace-uri"})
_CONTEXT_BY_DEFAULT = _STRUCTURAL - {"count", "position"} | {"string", "number", "string-length", "normalize-space"}
_SIMPLE = re.compile(rf"/?(?:\.\.?|{NAME})(?:/(?:\.\.?|{NAME}))*")


def references(expression: Expression) -> tuple[Reference, ...]:
    """Return every path `expression` may read, each once, in the order they are written."""
    reader = _Reader()
    reader.read(expression, _HERE)
    return tuple(reader.found)


class _Reader:
    """Walks an expression; `here` is always where a relative path would begin."""

    def __init__(self) -> None:
        self.found: dict[Reference, None] = {}

    def read(self, expression: Expression, here: Sequence[Reference], reads: Reads = Reads.TEXT) -> None:
        """Note what it takes to use the value of `expression`."""
        self._note(self._nodes(expression, here), reads)

    def _note(self, bases: Iterable[Reference], reads: Reads) -> None:
        for base in bases:
            self.found[base if base.reads is reads else replace(base, reads=reads)] = None

    def _nodes(self, expression: Expression, here: Sequence[Reference]) -> Sequence[Reference]:
        """Return where the nodes of `expression` lie, and note what it takes to find them; a value has none."""
        match expression:
            case Path(start, steps):
                return self._walk((Reference(Origin.ROOT),) if start is Start.ROOT else here, steps)
            case Filter(primary, predicates, steps):
                bases = self._nodes(primary, here)
                for predicate in predicates:
                    self.read(predicate, bases)
                return self._walk(bases, steps)
            case Operation(Operator.UNION, parts):
                return [base for part in parts for base in self._nodes(part, here)]
            case Call():
                return self._call(expression, here)
            case _:
                for operand in operands(expression):
                    self.read(operand, here)
                return ()

    def _walk(self, bases: Sequence[Reference], steps: Sequence[Step]) -> Sequence[Reference]:
        if not any(step.predicates for step in steps):
            return [Reference(base.origin, (*base.steps, *steps), base.reads, base.instance) for base in bases]
        for step in steps:
            bare = Step(step.axis, step.test)
            bases = [replace(base, steps=(*base.steps, bare)) for base in bases]
            for predicate in step.predicates:
                self.read(predicate, bases)
        return bases

    def _call(self, call: Call, here: Sequence[Reference]) -> Sequence[Reference]:
        name = call.name.rpartition(":")[2]
        match name, call.arguments:
            case "current", _:
                return _HERE
            case "instance", (Literal(identifier),):
                return (Reference(Origin.INSTANCE, instance=identifier),)
            case ("if", (condition, *branches)):
                self.read(condition, here)
                return [base for branch in branches for base in self._nodes(branch, here)]
            case ("randomize", (nodes, *seed)):
                self._read_all(seed, here)
                return self._nodes(nodes, here)
            case ("indexed-repeat", (target, *levels)):
                for rows, number in zip(levels[::2], levels[1::2], strict=False):
                    self.read(rows, here, Reads.NODES)
                    self.read(number, here)
                return self._nodes(target, here)
            case _:
                return self._other_call(name, call.arguments, here)

    def _other_call(self, name: str, arguments: Sequence[Expression], here: Sequence[Reference]) -> Sequence[Reference]:
        if not arguments and name in _CONTEXT_BY_DEFAULT:
            arguments = (CONTEXT_NODE,)
        for argument in arguments:
            self.read(argument, here, Reads.NODES if name in _STRUCTURAL else Reads.TEXT)
        match name, arguments:
            case "instance", _:
                return (Reference(Origin.INSTANCE),)
            case "id", _:
                return (Reference(Origin.ANYWHERE),)
            case "pulldata", (first, *_):
                self._note((Reference(Origin.INSTANCE, instance=_literal(first)),), Reads.TEXT)
            case "choice-name", (_, question, *_):
                path = _simple_path(_literal(question))
                self._note(self._walk(*path) if path else (Reference(Origin.ANYWHERE),), Reads.NODES)
        return ()

    def _read_all(self, expressions: Sequence[Expression], here: Sequence[Reference]) -> None:
        for expression in expressions:
            self.read(expression, here)


def _literal(expression: Expression) -> str:
    return expression.value if isinstance(expression, Literal) else ""


def _simple_path(text: str) -> tuple[Sequence[Reference], tuple[Step, ...]] | None:
    """Take apart a path of plain names that stands in quotes, without the parser: where it begins, and its steps."""
    if not _SIMPLE.fullmatch(text.strip()):
        return None
    short = {".": SELF, "..": PARENT}
    words = text.strip().removeprefix("/").split("/")
    steps = tuple(short.get(word) or Step(Axis.CHILD, NameTest(word)) for word in words)
    return ((Reference(Origin.ROOT),) if text.strip().startswith("/") else _HERE), steps


_TEXT, _BESIDE = "#text", "#attribute"  # what is in an element, or on it, and is no field


def fields_read(reference: Reference, at: FieldPath, fields: Collection[FieldPath]) -> frozenset[FieldPath]:
    """Return which of `fields` a reference of the expression at `at` may read.

    `fields` are all paths of the form, groups included or not; a group that is read is read with all inside.
    Names are compared without prefixes; a sibling may be any row's; before and after mean anywhere.
    """
    known = frozenset(path[:length] for path in (*fields, at) for length in range(len(path) + 1))
    match reference.origin:
        case Origin.INSTANCE:
            return frozenset()
        case Origin.ANYWHERE:
            return frozenset(fields)
        case Origin.ROOT:
            reached: frozenset[FieldPath] = frozenset({()})
        case Origin.NODE:
            reached = frozenset({at})
    for step in reference.steps:
        reached = frozenset(path for path in _step(reached, step.axis, known) if _fits(path, step))
    reached = frozenset(path[:-1] if path[-1:] == (_TEXT,) else path for path in reached)
    if reference.reads is Reads.NODES:
        return reached & frozenset(fields)
    return frozenset(path for path in fields if any(path[:length] in reached for length in range(len(path) + 1)))


def _step(paths: frozenset[FieldPath], axis: Axis, known: frozenset[FieldPath]) -> frozenset[FieldPath]:
    """Return where one step along an axis may lead."""
    match axis:
        case Axis.SELF:
            return paths
        case Axis.PARENT:
            return frozenset(path[:-1] for path in paths if path)
        case Axis.CHILD:
            return _children(paths, known)
        case Axis.ATTRIBUTE | Axis.NAMESPACE:
            return frozenset((*path, _BESIDE) for path in paths)
        case Axis.ANCESTOR:
            return frozenset(path[:length] for path in paths for length in range(len(path)))
        case Axis.ANCESTOR_OR_SELF:
            return paths | _step(paths, Axis.ANCESTOR, known)
        case Axis.DESCENDANT:
            return _children(_below(paths, known), known)
        case Axis.DESCENDANT_OR_SELF:
            return paths | _step(paths, Axis.DESCENDANT, known)
        case Axis.FOLLOWING_SIBLING | Axis.PRECEDING_SIBLING:
            return _children(frozenset(path[:-1] for path in paths if path), known)
        case Axis.FOLLOWING | Axis.PRECEDING:
            return _children(known, known) if paths else paths


def _children(paths: frozenset[FieldPath], known: frozenset[FieldPath]) -> frozenset[FieldPath]:
    texts = frozenset((*path, _TEXT) for path in paths if path in known)
    return texts | frozenset(path for path in known if path and path[:-1] in paths)


def _below(paths: frozenset[FieldPath], known: frozenset[FieldPath]) -> frozenset[FieldPath]:
    return frozenset(path for path in known if any(path[:length] in paths for length in range(len(path) + 1)))


def _fits(path: FieldPath, step: Step) -> bool:
    """Tell whether what lies at `path` may be what a step looks for."""
    last = path[-1] if path else ""
    match step.test:
        case TypeTest(NodeType.NODE):
            return True
        case TypeTest():
            return last == _TEXT
        case NameTest(name):
            return bool(path) and last != _TEXT and (name == "*" or last in (name, _BESIDE))
