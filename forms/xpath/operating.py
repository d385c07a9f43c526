"""Compile operators: logic, arithmetic, comparison, union (XPath 1.0, 3.3 to 3.5)."""

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from math import copysign, fmod, inf, nan

from forms.xpath.axes import in_document_order
from forms.xpath.code import Code, Kind, Run, convert
from forms.xpath.comparing import EQUALITIES, TESTS, Test, equate, relate
from forms.xpath.nodes import Context, NodeSet
from forms.xpath.syntax import COMPARISONS, Operator
from forms.xpath.values import number_of_text


def compile_operation(word: Operator, operands: Sequence[Code]) -> Code:
    """Compile one operator with its operands, worked from left to right. Raises Known NOT_NODES."""
    if word in COMPARISONS:
        left, right = operands
        return Code(Kind.BOOLEAN, _comparison(word, left, right))
    if word is Operator.UNION:
        return Code(Kind.NODES, _union([convert(each, Kind.NODES, word.value) for each in operands]))
    if word in _LOGIC:
        return Code(Kind.BOOLEAN, _LOGIC[word]([convert(each, Kind.BOOLEAN, word.value) for each in operands]))
    return Code(
        Kind.NUMBER, _arithmetic(_ARITHMETIC[word], [convert(each, Kind.NUMBER, word.value) for each in operands])
    )


def _conjunction(runs: Sequence[Run]) -> Run:
    if len(runs) == 2:
        left, right = runs
        return lambda context: left(context) and right(context)
    return lambda context: all(run(context) for run in runs)


def _disjunction(runs: Sequence[Run]) -> Run:
    if len(runs) == 2:
        left, right = runs
        return lambda context: left(context) or right(context)
    return lambda context: any(run(context) for run in runs)


_LOGIC: dict[Operator, Callable[[Sequence[Run]], Run]] = {Operator.AND: _conjunction, Operator.OR: _disjunction}


def divide(dividend: float, divisor: float) -> float:
    """Divide as IEEE 754 does: by zero gives infinity or NaN."""
    if divisor:
        return dividend / divisor
    if not dividend or dividend != dividend:
        return nan
    return copysign(inf, dividend) * copysign(1.0, divisor)


def remainder(dividend: float, divisor: float) -> float:
    """What is left of a division cut to a whole number: its sign is the dividend's, as in Java and JavaScript."""
    try:
        return fmod(dividend, divisor)
    except ValueError:
        return nan


_ARITHMETIC: dict[Operator, Callable[[float, float], float]] = {
    Operator.ADD: operator.add,
    Operator.SUBTRACT: operator.sub,
    Operator.MULTIPLY: operator.mul,
    Operator.DIVIDE: divide,
    Operator.REMAINDER: remainder,
}


def _arithmetic(work: Callable[[float, float], float], runs: Sequence[Run]) -> Run:
    if len(runs) == 2:
        left, right = runs
        return lambda context: work(left(context), right(context))
    return lambda context: reduce(work, [run(context) for run in runs])


def _union(runs: Sequence[Run]) -> Run:
    def union(context: Context) -> NodeSet:
        return in_document_order(node for run in runs for node in run(context))

    return union


def _comparison(word: Operator, left: Code, right: Code) -> Run:
    """Compile a comparison; the frequent pairs of kinds have closures of their own, the others decide as they run."""
    test = TESTS[word]
    match left.kind, right.kind:
        case Kind.NODES, Kind.NUMBER:
            return _nodes_with_number(test, left.run, right.run)
        case Kind.NODES, Kind.STRING if word in EQUALITIES:
            return _nodes_with_text(test, left.run, right.run)
        case Kind.STRING, Kind.STRING if word in EQUALITIES:
            return _scalars(test, left.run, right.run)
        case (Kind.STRING | Kind.NUMBER, Kind.STRING | Kind.NUMBER):
            return _scalars(test, convert(left, Kind.NUMBER, word.value), convert(right, Kind.NUMBER, word.value))
    compare, first, second = (equate if word in EQUALITIES else relate), left.run, right.run
    return lambda context: compare(test, first(context), second(context), context)


def _scalars(test: Test, left: Run, right: Run) -> Run:
    return lambda context: test(left(context), right(context))


def _nodes_with_number(test: Test, nodes: Run, number: Run) -> Run:
    def holds(context: Context) -> bool:
        limit = number(context)
        for node in nodes(context):  # noqa: SIM110 - any() costs as much again as the test
            if test(number_of_text(node.text, context), limit):
                return True
        return False

    return holds


def _nodes_with_text(test: Test, nodes: Run, text: Run) -> Run:
    def holds(context: Context) -> bool:
        wanted = text(context)
        for node in nodes(context):  # noqa: SIM110 - any() costs as much again as the test
            if test(node.text, wanted):
                return True
        return False

    return holds
