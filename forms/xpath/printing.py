"""Write a syntax tree as an expression again, abbreviated as people write it: for messages and `forms check`."""

from forms.xpath.syntax import (
    ANY_NODE,
    DESCENDANTS,
    PARENT,
    SELF,
    Axis,
    Call,
    Expression,
    Filter,
    Literal,
    NameTest,
    Negation,
    Number,
    Operation,
    Operator,
    Path,
    Start,
    Step,
    Variable,
)
from forms.xpath.values import text_of_number

_BINDING = {
    Operator.OR: 1,
    Operator.AND: 2,
    Operator.EQUAL: 3,
    Operator.UNEQUAL: 3,
    Operator.LESS: 4,
    Operator.LESS_EQUAL: 4,
    Operator.GREATER: 4,
    Operator.GREATER_EQUAL: 4,
    Operator.ADD: 5,
    Operator.SUBTRACT: 5,
    Operator.MULTIPLY: 6,
    Operator.DIVIDE: 6,
    Operator.REMAINDER: 6,
    Operator.UNION: 8,
}
_NEGATION_BINDS = 7
_TIGHTEST = 9


def to_text(expression: Expression) -> str:
    """Return an expression that reads back as the same tree.

    The one exception is a text holding both kinds of quotes: XPath 1.0 cannot write it, and no parsed tree has it.
    """
    return _write(expression, 0)


def _write(expression: Expression, outer: int) -> str:
    """Write `expression` inside one that binds as tightly as `outer`; brackets where it binds less."""
    match expression:
        case Operation(operator, operands):
            binds = _BINDING[operator]
            first, *others = operands
            written = [_write(first, binds), *(_write(operand, binds + 1) for operand in others)]
            return _bracket(f" {operator.value} ".join(written), binds < outer)
        case Negation(operand):
            return _bracket(f"-{_write(operand, _NEGATION_BINDS)}", outer > _NEGATION_BINDS)
        case Path(Start.ROOT, ()):
            return _bracket("/", outer > 0)  # a bare `/` would take a following `*` or `div` for its step
        case Path(start, steps):
            return _steps(steps, is_open=start is Start.HERE)
        case Filter(primary, predicates, steps):
            return _primary(primary) + _predicates(predicates) + (_steps(steps, is_open=False) if steps else "")
        case Call(name, arguments):
            return f"{name}({', '.join(_write(argument, 0) for argument in arguments)})"
        case Literal(value):
            return f"'{value}'" if '"' in value else f'"{value}"'
        case Number(value):
            return text_of_number(value)
        case Variable(name):
            return f"${name}"


def _bracket(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _primary(expression: Expression) -> str:
    match expression:
        case Call() | Literal() | Number() | Variable():
            return _write(expression, _TIGHTEST)
        case _:
            return f"({_write(expression, 0)})"


def _steps(steps: tuple[Step, ...], *, is_open: bool) -> str:
    """Write steps with their slashes; an open path begins without one."""
    written = ""
    slash = "" if is_open else "/"
    for place, step in enumerate(steps):
        if step == DESCENDANTS and slash == "/" and place + 1 < len(steps):
            slash = "//"
            continue
        written += slash + _step(step)
        slash = "/"
    return written


def _step(step: Step) -> str:
    if step in (SELF, PARENT):
        return "." if step == SELF else ".."
    match step.axis:
        case Axis.CHILD:
            axis = ""
        case Axis.ATTRIBUTE:
            axis = "@"
        case other:
            axis = f"{other.value}::"
    return axis + _test(step) + _predicates(step.predicates)


def _test(step: Step) -> str:
    match step.test:
        case NameTest(name, prefix):
            return f"{prefix}:{name}" if prefix else name
        case test if test == ANY_NODE or not test.target:
            return f"{test.type.value}()"
        case test:
            return f"{test.type.value}({_write(Literal(test.target), 0)})"


def _predicates(predicates: tuple[Expression, ...]) -> str:
    return "".join(f"[{_write(predicate, 0)}]" for predicate in predicates)
