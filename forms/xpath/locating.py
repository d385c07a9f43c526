"""Compile the steps of a path: from nodes to nodes, one closure for each step (XPath 1.0, 2 and 2.4).

Steps over children by name, which is what forms are made of, have a closure of their own. Nodes are sorted only
where a step can put them out of order.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from forms.xpath.axes import BACKWARDS, LEVEL, WALKS, Match, Walk, allowed_namespaces, in_document_order, matcher
from forms.xpath.code import Code, Kind, Run, convert
from forms.xpath.nodes import Context, Node, NodeKind, NodeSet
from forms.xpath.syntax import DESCENDANTS, Axis, Expression, NameTest, Step
from forms.xpath.values import truth_of

CompilePredicate = Callable[[Expression], Code]
Move = Callable[[NodeSet, Context], NodeSet]
_Sieve = Callable[[Sequence[Node], Context], list[Node]]


def moves(
    steps: Sequence[Step], namespaces: Mapping[str, str], predicate: CompilePredicate, *, level: bool
) -> tuple[list[Move], bool]:
    """Compile `steps` that begin at nodes which all lie equally deep, in order, if `level`.

    Return one function for each step, and whether the nodes at the end are level again. Raises Known UNKNOWN_PREFIX.
    """
    compiled = []
    for step in _merged(steps):
        compiled.append(_move(step, namespaces, predicate, level=level))
        level = level and step.axis in LEVEL
    return compiled, level


def _merged(steps: Sequence[Step]) -> Iterable[Step]:
    """Read `//name` as one step down, which is the same as long as no predicate counts places."""
    before: Step | None = None
    for step in steps:
        if before == DESCENDANTS and step.axis is Axis.CHILD and not step.predicates:
            before = Step(Axis.DESCENDANT, step.test)
            continue
        if before is not None:
            yield before
        before = step
    if before is not None:
        yield before


def _move(step: Step, namespaces: Mapping[str, str], predicate: CompilePredicate, *, level: bool) -> Move:
    if (
        not step.predicates
        and level
        and step.axis is Axis.CHILD
        and isinstance(step.test, NameTest)
        and step.test.name != "*"
    ):
        return _children_named(step.test.name, allowed_namespaces(step.axis, step.test, namespaces))
    match = matcher(step.axis, step.test, namespaces)
    sieves = [sieve(predicate(each)) for each in step.predicates]
    backwards, in_order = step.axis in BACKWARDS, level and step.axis in LEVEL
    return _general(WALKS[step.axis], match, sieves, backwards=backwards, in_order=in_order)


def _children_named(name: str, allowed: tuple[str, ...]) -> Move:
    element = NodeKind.ELEMENT

    def move(nodes: NodeSet, _context: Context) -> NodeSet:
        return [
            child
            for node in nodes
            for child in node.children
            if child.name == name and child.kind is element and child.namespace in allowed
        ]

    return move


def _general(walk: Walk, match: Match, sieves: Sequence[_Sieve], *, backwards: bool, in_order: bool) -> Move:
    def from_one(node: Node, context: Context) -> list[Node]:
        found = [candidate for candidate in walk(node) if match(candidate)]
        for keep in sieves:
            found = keep(found, context)
        return found[::-1] if backwards else found

    def move(nodes: NodeSet, context: Context) -> NodeSet:
        if len(nodes) == 1:
            return from_one(nodes[0], context)
        found = [each for node in nodes for each in from_one(node, context)]
        return list(dict.fromkeys(found)) if in_order else in_document_order(found)

    return move


def sieve(predicate: Code) -> _Sieve:
    """Return what keeps the nodes that fulfil a predicate; a number is fulfilled at that place."""
    match predicate.kind:
        case Kind.NUMBER:
            holds: Run = _at_place(predicate.run)
        case Kind.ANY:
            holds = _at_place_or_true(predicate.run)
        case _:
            holds = convert(predicate, Kind.BOOLEAN, "predicate")

    def keep(nodes: Sequence[Node], context: Context) -> list[Node]:
        inner = Context(context.node, context.environment, context.current)
        inner.size = len(nodes)
        kept = []
        for position, node in enumerate(nodes, start=1):
            inner.node, inner.position = node, position
            if holds(inner):
                kept.append(node)
        return kept

    return keep


def _at_place(number: Run) -> Run:
    return lambda context: number(context) == context.position


def _at_place_or_true(run: Run) -> Run:
    def holds(context: Context) -> bool:
        value = run(context)
        return value == context.position if isinstance(value, float) else truth_of(value)

    return holds
