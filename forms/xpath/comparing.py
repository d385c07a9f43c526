"""Compare two values (XPath 1.0, 3.4).

A comparison with nodes holds when it holds for one of them. As in ODK's engine, and unlike XPath 1.0, `<` and its
like look at the nodes one by one even when the other side is a boolean.
"""

import operator
from collections.abc import Callable
from typing import Any

from forms.xpath.nodes import Context, NodeSet, Value
from forms.xpath.syntax import Operator
from forms.xpath.values import is_nodes, number_of, number_of_text, numbers_of, text_of, truth_of

Test = Callable[[Any, Any], bool]

TESTS: dict[Operator, Test] = {
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.LESS: operator.lt,
    Operator.LESS_EQUAL: operator.le,
    Operator.GREATER: operator.gt,
    Operator.GREATER_EQUAL: operator.ge,
}
EQUALITIES = frozenset({Operator.EQUAL, Operator.UNEQUAL})


def equate(test: Test, left: Value, right: Value, context: Context) -> bool:
    """Hold `left` against `right` with `=` or `!=`."""
    if isinstance(left, bool) or isinstance(right, bool):
        return test(truth_of(left), truth_of(right))
    if is_nodes(left):
        return _equate_nodes(test, left, right, context)
    if is_nodes(right):
        return _equate_nodes(test, right, left, context)
    if isinstance(left, float) or isinstance(right, float):
        return test(number_of(left, context), number_of(right, context))
    return test(left, right)


def _equate_nodes(test: Test, nodes: NodeSet, other: Value, context: Context) -> bool:
    if is_nodes(other):
        left, right = {node.text for node in nodes}, {node.text for node in other}
        if test is operator.eq:
            return not left.isdisjoint(right)
        return bool(left and right) and (len(left) > 1 or len(right) > 1 or left != right)
    if isinstance(other, float):
        return any(test(number_of_text(node.text, context), other) for node in nodes)
    wanted = text_of(other)
    return any(test(node.text, wanted) for node in nodes)


def relate(test: Test, left: Value, right: Value, context: Context) -> bool:
    """Hold `left` against `right` with `<`, `<=`, `>` or `>=`: always as numbers, and NaN is never in order."""
    if not is_nodes(left) and not is_nodes(right):
        return test(number_of(left, context), number_of(right, context))
    lefts = [number for number in numbers_of(left, context) if number == number]
    rights = [number for number in numbers_of(right, context) if number == number]
    if not lefts or not rights:
        return False
    # One pair is in order exactly when the two that lie furthest apart are.
    return test(min(lefts), max(rights)) or test(max(lefts), min(rights))
