"""The syntax tree of an expression: frozen values that say what was written and do nothing (XPath 1.0, 2 and 3).

Abbreviations are written out (`//`, `..`, `.`, `@`), and brackets leave no trace but the shape of the tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MAX_DEPTH = 150
"""How deep an expression may be nested: deeper than any real form, and far from Python's own limit."""

_PREDICATE_WEIGHS = 3  # times what a bracket does, because it takes so much more of Python's stack


class Axis(StrEnum):
    """The thirteen directions a step can take from a node (XPath 1.0, 2.2)."""

    ANCESTOR = "ancestor"
    ANCESTOR_OR_SELF = "ancestor-or-self"
    ATTRIBUTE = "attribute"
    CHILD = "child"
    DESCENDANT = "descendant"
    DESCENDANT_OR_SELF = "descendant-or-self"
    FOLLOWING = "following"
    FOLLOWING_SIBLING = "following-sibling"
    NAMESPACE = "namespace"
    PARENT = "parent"
    PRECEDING = "preceding"
    PRECEDING_SIBLING = "preceding-sibling"
    SELF = "self"


class NodeType(StrEnum):
    """What `text()` and its like ask for."""

    NODE = "node"
    TEXT = "text"
    COMMENT = "comment"
    INSTRUCTION = "processing-instruction"


class Operator(StrEnum):
    """Everything written between two operands."""

    OR = "or"
    AND = "and"
    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    LESS_EQUAL = "<="
    GREATER = ">"
    GREATER_EQUAL = ">="
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "div"
    REMAINDER = "mod"
    UNION = "|"


COMPARISONS = frozenset(
    {
        Operator.EQUAL,
        Operator.UNEQUAL,
        Operator.LESS,
        Operator.LESS_EQUAL,
        Operator.GREATER,
        Operator.GREATER_EQUAL,
    }
)


class Start(StrEnum):
    """Where a path begins: at the root (`/a`) or at the context node (`a`)."""

    ROOT = "/"
    HERE = "."


@dataclass(frozen=True, slots=True)
class NameTest:
    """`name`, `prefix:name`, `*` or `prefix:*`; an asterisk is the name `*`."""

    name: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`node()`, `text()`, `comment()` or `processing-instruction('target')`; no target is the empty text."""

    type: NodeType
    target: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a direction, what to look for, and what it must fulfil."""

    axis: Axis
    test: NameTest | TypeTest
    predicates: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, never negative: the minus is a `Negation`."""

    value: float


@dataclass(frozen=True, slots=True)
class Variable:
    """`$name`. XPath has them; forms have none, so compiling refuses them."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus before an operand."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two or more operands with the same operator between them, worked from left to right.

    A chain `a or b or c` is one operation, so a long sum is long and not deep. Comparisons always have two operands.
    """

    operator: Operator
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; the name carries its prefix (`jr:itext`)."""

    name: str
    arguments: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path. Without steps it is `/`, the root alone."""

    start: Start
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Any expression with predicates, steps or both behind it: `instance('a')/root/item`, `(//a)[1]`."""

    primary: "Expression"
    predicates: "tuple[Expression, ...]" = ()
    steps: tuple[Step, ...] = ()


Expression = Literal | Number | Variable | Negation | Operation | Call | Path | Filter

ANY_NODE = TypeTest(NodeType.NODE)
SELF = Step(Axis.SELF, ANY_NODE)
PARENT = Step(Axis.PARENT, ANY_NODE)
DESCENDANTS = Step(Axis.DESCENDANT_OR_SELF, ANY_NODE)
"""What `//` stands for, between two steps."""

CONTEXT_NODE = Path(Start.HERE, (SELF,))


def operands(expression: Expression) -> tuple[Expression, ...]:
    """Every expression directly inside this one, but for its predicates."""
    match expression:
        case Operation():
            return expression.operands
        case Call():
            return expression.arguments
        case Negation():
            return (expression.operand,)
        case Filter():
            return (expression.primary,)
        case _:
            return ()


def predicates(expression: Expression) -> Iterator[Expression]:
    """The predicates of a path or filter, and of its steps."""
    if isinstance(expression, Filter):
        yield from expression.predicates
    if isinstance(expression, Path | Filter):
        for step in expression.steps:
            yield from step.predicates


def depth(expression: Expression) -> int:
    """How deep an expression is nested; 1 for a number. Counts without calling itself."""
    deepest = 0
    waiting = [(expression, 1)]
    while waiting:
        part, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((inner, level + 1) for inner in operands(part))
        waiting.extend((inner, level + _PREDICATE_WEIGHS) for inner in predicates(part))
    return deepest
