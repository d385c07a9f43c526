"""What an expression runs on: nodes, the surroundings of a form, and the place of one evaluation (XPath 1.0, 5).

The engine knows nodes only through `Node`. A filling-in is one implementation, an XML document in tests another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, auto
from typing import Protocol


class NodeKind(Enum):
    """The seven kinds of node of XPath's data model."""

    ROOT = auto()
    ELEMENT = auto()
    ATTRIBUTE = auto()
    NAMESPACE = auto()
    TEXT = auto()
    COMMENT = auto()
    INSTRUCTION = auto()


class Node(Protocol):
    """One node of a tree. A node is hashable and equal to itself alone.

    Document order is never asked for: it follows from `parent`, `namespaces`, `attributes` and `children`. Plain
    attributes do as well as properties, and are faster.
    """

    @property
    def kind(self) -> NodeKind:
        """Which of the seven it is."""

    @property
    def name(self) -> str:
        """The local name; an instruction's target; a namespace node's prefix; otherwise empty."""

    @property
    def namespace(self) -> str:
        """The address of the name's namespace, or empty."""

    @property
    def prefix(self) -> str:
        """The prefix as written in the source, or empty; only `name()` asks for it."""

    @property
    def parent(self) -> "Node | None":
        """The node above, for attributes too; None at the top, and at the node `/` stands for."""

    @property
    def children(self) -> "Sequence[Node]":
        """Elements, texts, comments and instructions inside, in order; empty for all but roots and elements."""

    @property
    def attributes(self) -> "Sequence[Node]":
        """The attributes, without namespace declarations."""

    @property
    def namespaces(self) -> "Sequence[Node]":
        """The namespaces in scope; a form being filled in may always say none."""

    @property
    def text(self) -> str:
        """The string-value: an element's is all the text inside it."""


class Family:
    """A node that keeps count of its children, so that thousands of them are not counted again for each."""

    __slots__ = ()

    def number(self, child: Node) -> int | None:
        """The place of a child among those of its name, from 1; None when it is not among them."""
        raise NotImplementedError


NodeSet = Sequence[Node]
Value = str | float | bool | NodeSet
"""What an expression can be. Nodes stand in document order, except as `randomize()` leaves them."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Short names for `format-date`: twelve months from January, seven days from Monday."""

    months: tuple[str, ...]
    days: tuple[str, ...]


ENGLISH = Calendar(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)


class Environment(Protocol):
    """Everything a function needs from outside: the form, the active language, the time, chance."""

    @property
    def root(self) -> Node:
        """The node `/` stands for: the parent of a form's first element."""

    @property
    def zone(self) -> tzinfo:
        """The time zone in which dates without one are meant."""

    @property
    def calendar(self) -> Calendar:
        """Names of months and days in the active language."""

    def now(self) -> datetime:
        """The time with its offset; the same for one whole round of evaluation, if the caller is wise."""

    def random(self) -> float:
        """A number from 0 up to, not including, 1."""

    def uuid(self) -> str:
        """A random UUID, version 4, as it is written."""

    def instance(self, identifier: str) -> Node | None:
        """The `<instance>` node with that id, whose child is its root element; None when the form has none."""

    def pull(self, instance: str, wanted: str, key: str, value: str) -> str:
        """pulldata(): `wanted` of the first item of `instance` whose `key` is `value`, or empty.

        `functions.instances.find_in` does it by looking at each item; who has an index does better.
        """

    def itext(self, identifier: str) -> str | NodeSet:
        """The text with that id in the active language, as a string or as its value nodes."""

    def choice_name(self, value: str, question: str, node: Node) -> str:
        """jr:choice-name(): the label of choice `value` of `question` (a path as written, seen from `node`)."""


class Context:
    """Where an expression is evaluated: the context node, its place among others, and the surroundings.

    One predicate moves one context along its candidates, so nothing may keep a context beyond a call.
    """

    __slots__ = ("current", "environment", "node", "position", "size")

    def __init__(self, node: Node, environment: Environment, current: Node | None = None) -> None:
        """Begin at `node`; `current` is what `current()` means, the same node unless inside a predicate."""
        self.node = node
        self.environment = environment
        self.current = node if current is None else current
        self.position = 1
        self.size = 1
