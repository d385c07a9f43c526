"""Node-sets, booleans and conditions: XPath 1.0, 4.1 and 4.3, and ODK's of the same groups."""

from collections.abc import Callable, Iterator
from itertools import zip_longest

from forms.xpath.axes import WALKS, in_document_order
from forms.xpath.nodes import Context, Family, Node, NodeKind, NodeSet, Value
from forms.xpath.syntax import Axis
from forms.xpath.values import texts_of

XML = "http://www.w3.org/XML/1998/namespace"
_NAMED = frozenset({NodeKind.ELEMENT, NodeKind.ATTRIBUTE})
_NO_LIMIT = -1


def last(context: Context) -> float:
    """How many nodes the predicate looks at."""
    return float(context.size)


def position(context: Context) -> float:
    """The place of the context node among the nodes the predicate looks at, from 1."""
    return float(context.position)


def position_of(context: Context, nodes: NodeSet | None = None) -> float:
    """ODK: the place of a node among its siblings of the same name, from 1; `position(..)` is the row's number.

    A row that is not relevant is not among them, and has no number.
    """
    if nodes is None:
        return position(context)
    if not nodes:
        return float("nan")
    node = nodes[0]
    if node.parent is None:
        return 1.0
    if isinstance(node.parent, Family):
        number = node.parent.number(node)
        return float("nan") if number is None else float(number)
    family = node.parent.children
    if node not in family:
        return float("nan")
    before = family[: family.index(node)]
    return 1.0 + sum(1 for each in before if each.name == node.name and each.namespace == node.namespace)


def count(nodes: NodeSet) -> float:
    """How many nodes."""
    return float(len(nodes))


def count_non_empty(nodes: NodeSet) -> float:
    """How many of the nodes hold a text."""
    return float(sum(1 for node in nodes if node.text != ""))


def current(context: Context) -> NodeSet:
    """The node the whole expression is about, even inside a predicate."""
    return (context.current,)


def by_id(context: Context, value: Value) -> NodeSet:
    """The elements whose attribute `id` is one of the words in `value`; without a DTD, ids are called `id`."""
    wanted = {word for text in texts_of(value) for word in text.split()}
    found: dict[str, Node] = {}
    for element in _elements(_top(context.node)):
        for attribute in element.attributes:
            if attribute.name == "id" and not attribute.namespace and attribute.text in wanted:
                found.setdefault(attribute.text, element)
    return in_document_order(found.values())


def _top(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _elements(top: Node) -> Iterator[Node]:
    return (node for node in WALKS[Axis.DESCENDANT_OR_SELF](top) if node.kind is NodeKind.ELEMENT)


def local_name(nodes: NodeSet) -> str:
    """The name of the first node without its prefix."""
    return nodes[0].name if nodes else ""


def namespace_uri(nodes: NodeSet) -> str:
    """The namespace of the first node's name."""
    return nodes[0].namespace if nodes and nodes[0].kind in _NAMED else ""


def name(nodes: NodeSet) -> str:
    """The name of the first node as written, with its prefix."""
    if not nodes:
        return ""
    return f"{nodes[0].prefix}:{nodes[0].name}" if nodes[0].prefix else nodes[0].name


def lang(context: Context, language: str) -> bool:
    """Whether the nearest `xml:lang` is `language` or a part of it: `en-us` is part of `en`."""
    wanted = language.lower()
    for node in WALKS[Axis.ANCESTOR_OR_SELF](context.node):
        for attribute in node.attributes:
            if attribute.name == "lang" and attribute.namespace == XML:
                spoken = attribute.text.lower()
                return spoken == wanted or spoken.startswith(f"{wanted}-")
    return False


def true() -> bool:
    """True."""
    return True


def false() -> bool:
    """False."""
    return False


def negated(truth: bool) -> bool:
    """Not."""
    return not truth


def same(value: Value) -> Value:
    """The argument itself: `string()`, `boolean()` and XPath's `number()` are the conversion on its way in."""
    return value


def boolean_from_string(text: str) -> bool:
    """ODK: only `true` and `1` are true."""
    return text in {"true", "1"}


Thunk = Callable[[Context], Value]
TextThunk = Callable[[Context], str]


def choose(context: Context, condition: Thunk, then: Thunk, otherwise: Thunk) -> Value:
    """if(): only the branch that is chosen is evaluated."""
    return then(context) if condition(context) else otherwise(context)


def coalesce(context: Context, first: TextThunk, second: TextThunk) -> str:
    """The first text unless it is empty."""
    return first(context) or second(context)


def once(context: Context, calculation: TextThunk) -> str:
    """The answer that stands in the context node already, or the calculation."""
    return context.node.text or calculation(context)


def checklist(least: float, most: float, *groups: list[bool]) -> bool:
    """Whether the number of true answers lies between two limits; -1 is no limit."""
    return _within(sum(sum(group) for group in groups), least, most)


def weighted_checklist(least: float, most: float, *pairs: list[bool] | list[float]) -> bool:
    """Like `checklist`, each true answer counting as much as the weight behind it."""
    total = 0.0
    for truths, weights in zip(pairs[::2], pairs[1::2], strict=True):
        for truth, weight in zip_longest(truths, weights):
            if weight is None:
                break
            if truth is None:
                return False
            total += weight if truth else 0
    return _within(total, least, most)


def _within(total: float, least: float, most: float) -> bool:
    return total >= least and (most == _NO_LIMIT or total <= most)
