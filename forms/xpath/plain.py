"""A syntax tree as plain JSON data and back: what a compiled form keeps, so that nothing is parsed when it loads.

Each expression is a list that begins with its kind; texts and whole numbers stand for themselves, and so does the
most frequent step, a child by its name: `/data/age > 3` is `[">", ["path", "/", "data", "age"], 3]`. Other numbers
are written in digits, because JSON that travels here has no fractions (`records.strict_json`). `from_plain` trusts
its data: for anything `to_plain` would not write it raises whatever comes up.
"""

from functools import lru_cache
from typing import TypeAlias

from forms.xpath.syntax import (
    COMPARISONS,
    PARENT,
    SELF,
    Axis,
    Call,
    Expression,
    Filter,
    Literal,
    NameTest,
    Negation,
    NodeType,
    Number,
    Operation,
    Operator,
    Path,
    Start,
    Step,
    TypeTest,
    Variable,
)

Plain: TypeAlias = "str | int | list[Plain]"

_PATH, _FILTER, _CALL, _NEGATION, _VARIABLE, _DIGITS = "path", "filter", "call", "minus", "$", "#"
_EXACT_INTEGERS = 2.0**53
_TWO = 2
_OPERATORS = {operator.value: operator for operator in Operator}
_STARTS = {start.value: start for start in Start}
_AXES = {axis.value: axis for axis in Axis}
_SHORT = {".": SELF, "..": PARENT}


def to_plain(expression: Expression) -> Plain:
    """Write `expression` as lists, texts and numbers."""
    match expression:
        case Literal(text):
            return text
        case Number(value):
            return int(value) if value.is_integer() and value < _EXACT_INTEGERS else [_DIGITS, repr(value)]
        case Path(start, steps):
            return [_PATH, start.value, *map(_plain_step, steps)]
        case Operation(operator, operands):
            return [operator.value, *map(to_plain, operands)]
        case Call(name, arguments):
            return [_CALL, name, *map(to_plain, arguments)]
        case Filter(primary, predicates, steps):
            return [_FILTER, to_plain(primary), [*map(to_plain, predicates)], *map(_plain_step, steps)]
        case Negation(operand):
            return [_NEGATION, to_plain(operand)]
        case Variable(name):
            return [_VARIABLE, name]


def from_plain(data: Plain) -> Expression:
    """Rebuild the expression that `to_plain` wrote as `data`."""
    if isinstance(data, str):
        return Literal(data)
    if not isinstance(data, list):
        return Number(float(data))
    kind, *rest = data
    match kind:
        case "path":
            return Path(_STARTS[_text(rest[0])], tuple([_step(part) for part in rest[1:]]))
        case "call":
            return Call(_text(rest[0]), tuple([from_plain(part) for part in rest[1:]]))
        case "filter":
            primary, predicates, *steps = rest
            return Filter(from_plain(primary), _many(predicates), tuple([_step(part) for part in steps]))
        case "minus":
            return Negation(from_plain(rest[0]))
        case "$":
            return Variable(_text(rest[0]))
        case "#":
            return Number(float(_text(rest[0])))
        case _:
            operator = _OPERATORS[_text(kind)]
            if len(rest) < _TWO or (len(rest) > _TWO and operator in COMPARISONS):
                raise ValueError("an operator has two operands, and only what can be strung together has more")
            return Operation(operator, tuple([from_plain(part) for part in rest]))


def _plain_step(step: Step) -> Plain:
    if step in (SELF, PARENT):
        return "." if step == SELF else ".."
    if isinstance(step.test, NameTest):
        name = f"{step.test.prefix}:{step.test.name}" if step.test.prefix else step.test.name
        test: list[Plain] = [name]
    else:
        test = [step.test.type.value, step.test.target]
    if step.axis is Axis.CHILD and not step.predicates and len(test) == 1:
        return test[0]
    return [step.axis.value, test, *map(to_plain, step.predicates)]


def _step(data: Plain) -> Step:
    if isinstance(data, str):
        return _short_step(data)
    assert isinstance(data, list), "a step is a text or a list"
    axis, test, *predicates = data
    return Step(_AXES[_text(axis)], _test(test), tuple([from_plain(part) for part in predicates]))


@lru_cache(maxsize=4096)
def _short_step(name: str) -> Step:
    """Return the step a name stands for; forms name the same groups again and again, and steps can be shared."""
    return _SHORT.get(name) or Step(Axis.CHILD, _name_test(name))


def _test(data: Plain) -> NameTest | TypeTest:
    assert isinstance(data, list), "a test is a list of one or two texts"
    if len(data) == 1:
        return _name_test(_text(data[0]))
    return TypeTest(NodeType(_text(data[0])), _text(data[1]))


def _name_test(name: str) -> NameTest:
    prefix, _, local = name.rpartition(":")
    return NameTest(local, prefix)


def _many(data: Plain) -> tuple[Expression, ...]:
    assert isinstance(data, list), "predicates are a list"
    return tuple([from_plain(part) for part in data])


def _text(data: Plain) -> str:
    assert isinstance(data, str), "a word is a text"
    return data
