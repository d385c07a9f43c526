"""The thirteen axes, what a step looks for, and document order (XPath 1.0, 2.2, 2.3 and 5)."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from forms.errors import FormsCode
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.syntax import Axis, NameTest, NodeType, TypeTest
from records.errors import Known

Walk = Callable[[Node], Iterable[Node]]
"""From a node to the nodes on an axis, nearest first: reverse axes run backwards."""

Match = Callable[[Node], bool]

_UNSEEN = -1
_BESIDE = frozenset({NodeKind.ATTRIBUTE, NodeKind.NAMESPACE})
_KINDS = {
    NodeType.TEXT: NodeKind.TEXT,
    NodeType.COMMENT: NodeKind.COMMENT,
    NodeType.INSTRUCTION: NodeKind.INSTRUCTION,
}


def _self(node: Node) -> Iterable[Node]:
    return (node,)


def _child(node: Node) -> Iterable[Node]:
    return node.children


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _attribute(node: Node) -> Iterable[Node]:
    return node.attributes


def _namespace(node: Node) -> Iterable[Node]:
    return node.namespaces


def _ancestor(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _ancestor(node)


def _descendant(node: Node) -> Iterator[Node]:
    waiting = list(reversed(node.children))
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children))


def _descendant_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _descendant(node)


def _siblings(node: Node) -> tuple[list[Node], list[Node]]:
    """Return the siblings before `node`, nearest first, and those after it.

    Attributes have none, and neither has what its parent does not show: a question that is not relevant.
    """
    if node.parent is None or node.kind in _BESIDE:
        return [], []
    family = list(node.parent.children)
    if node not in family:
        return [], []
    place = family.index(node)
    return family[:place][::-1], family[place + 1 :]


def _following_sibling(node: Node) -> Iterable[Node]:
    return _siblings(node)[1]


def _preceding_sibling(node: Node) -> Iterable[Node]:
    return _siblings(node)[0]


def _following(node: Node) -> Iterator[Node]:
    if node.kind in _BESIDE and node.parent is not None:
        yield from _descendant(node.parent)
        node = node.parent
    for level in _ancestor_or_self(node):
        for sibling in _siblings(level)[1]:
            yield from _descendant_or_self(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    if node.kind in _BESIDE and node.parent is not None:
        node = node.parent
    for level in _ancestor_or_self(node):
        for sibling in _siblings(level)[0]:
            yield from reversed(list(_descendant_or_self(sibling)))


WALKS: Mapping[Axis, Walk] = {
    Axis.ANCESTOR: _ancestor,
    Axis.ANCESTOR_OR_SELF: _ancestor_or_self,
    Axis.ATTRIBUTE: _attribute,
    Axis.CHILD: _child,
    Axis.DESCENDANT: _descendant,
    Axis.DESCENDANT_OR_SELF: _descendant_or_self,
    Axis.FOLLOWING: _following,
    Axis.FOLLOWING_SIBLING: _following_sibling,
    Axis.NAMESPACE: _namespace,
    Axis.PARENT: _parent,
    Axis.PRECEDING: _preceding,
    Axis.PRECEDING_SIBLING: _preceding_sibling,
    Axis.SELF: _self,
}
BACKWARDS = frozenset({Axis.ANCESTOR, Axis.ANCESTOR_OR_SELF, Axis.PRECEDING, Axis.PRECEDING_SIBLING})
LEVEL = frozenset({Axis.CHILD, Axis.ATTRIBUTE, Axis.NAMESPACE, Axis.PARENT, Axis.SELF})
"""From nodes of one depth, in order, these lead to nodes of one depth, in order (a parent is met once per child)."""


def matcher(axis: Axis, test: NameTest | TypeTest, namespaces: Mapping[str, str]) -> Match:
    """Return what tells whether a node on `axis` is looked for.

    A name without prefix means no namespace; for elements the default namespace (the empty prefix) too, as in ODK.
    Raises Known UNKNOWN_PREFIX.
    """
    if isinstance(test, TypeTest):
        return _type_matcher(test)
    kind = principal_kind(axis)
    if test.name == "*" and not test.prefix:
        return lambda node: node.kind is kind
    allowed = allowed_namespaces(axis, test, namespaces)
    if test.name == "*":
        return lambda node: node.kind is kind and node.namespace in allowed
    name = test.name
    return lambda node: node.name == name and node.kind is kind and node.namespace in allowed


def principal_kind(axis: Axis) -> NodeKind:
    """Return the kind of node that names mean on an axis."""
    match axis:
        case Axis.ATTRIBUTE:
            return NodeKind.ATTRIBUTE
        case Axis.NAMESPACE:
            return NodeKind.NAMESPACE
        case _:
            return NodeKind.ELEMENT


def allowed_namespaces(axis: Axis, test: NameTest, namespaces: Mapping[str, str]) -> tuple[str, ...]:
    """Return the namespaces a name may have. Raises Known UNKNOWN_PREFIX."""
    if not test.prefix:
        default = namespaces.get("", "")
        return ("", default) if default and principal_kind(axis) is NodeKind.ELEMENT else ("",)
    return (resolve(test.prefix, namespaces),)


def resolve(prefix: str, namespaces: Mapping[str, str]) -> str:
    """Return the namespace a prefix stands for. Raises Known UNKNOWN_PREFIX."""
    if prefix not in namespaces:
        raise Known(FormsCode.UNKNOWN_PREFIX, prefix=prefix)
    return namespaces[prefix]


def _type_matcher(test: TypeTest) -> Match:
    if test.type is NodeType.NODE:
        return lambda _node: True
    kind = _KINDS[test.type]
    if not test.target:
        return lambda node: node.kind is kind
    target = test.target
    return lambda node: node.kind is kind and node.name == target


def in_document_order(nodes: Iterable[Node]) -> list[Node]:
    """Return each node once, in document order; trees that do not meet keep the order they were met in."""
    unique = list(dict.fromkeys(nodes))
    if len(unique) > 1:
        places = _Places()
        unique.sort(key=places.of)
    return unique


class _Places:
    """Where nodes stand in their trees, each family of siblings being counted once."""

    def __init__(self) -> None:
        self._trees: dict[Node, int] = {}
        self._families: dict[Node, dict[Node, int]] = {}

    def of(self, node: Node) -> tuple[int, ...]:
        """Return the places of `node` and all above it, from the top down: tuples that sort as nodes do."""
        place = []
        while node.parent is not None:
            place.append(self._family(node.parent).get(node, _UNSEEN))
            node = node.parent
        place.append(self._trees.setdefault(node, len(self._trees)))
        return tuple(reversed(place))

    def _family(self, parent: Node) -> dict[Node, int]:
        if parent not in self._families:
            family = (*parent.namespaces, *parent.attributes, *parent.children)
            self._families[parent] = {member: place for place, member in enumerate(family)}
        return self._families[parent]
