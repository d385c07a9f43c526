"""Numbers: XPath 1.0, 4.4, and ODK's number functions, as IEEE 754 has them: nothing raises, NaN and infinity come."""

import math
from collections.abc import Callable, Sequence
from math import copysign, inf, isfinite, isnan, nan

from forms.xpath.moments import Dated, days_of_moment, read_moment
from forms.xpath.nodes import Context, NodeSet, Value
from forms.xpath.values import is_nodes, number_of, number_of_text, text_of_nodes


def total(context: Context, nodes: NodeSet) -> float:
    """sum(): the numbers in the nodes added up; one that is none makes the sum none."""
    return sum((number_of_text(node.text, context) for node in nodes), start=0.0)


def floor(number: float) -> float:
    """The greatest whole number not above `number`."""
    return copysign(math.floor(number), number) if isfinite(number) else number


def ceiling(number: float) -> float:
    """The least whole number not below `number`."""
    return copysign(math.ceil(number), number) if isfinite(number) else number


def round_half_up(number: float) -> float:
    """XPath's round(): the nearest whole number, the greater one of two."""
    return copysign(math.floor(number + 0.5), number) if isfinite(number) else number


def round_to(number: float, decimals: float = 0.0) -> float:
    """ODK's round(): to so many decimals, halves away from zero; negative decimals round tens and hundreds."""
    if not isfinite(number) or isnan(decimals):
        return nan if isnan(decimals) else number
    factor = power(10.0, decimals)
    shifted = abs(number) * factor
    if not factor or not isfinite(shifted):
        return number if factor else copysign(0.0, number)
    return copysign(math.floor(shifted + 0.5) / factor, number)


def integer(number: float) -> float:
    """ODK's int(): the number without its fraction."""
    return copysign(math.trunc(number), number) if isfinite(number) else number


def dated_number(context: Context, value: Value) -> float:
    """ODK's number(): a date or dateTime becomes its days, written as whole days."""
    if is_nodes(value):
        value = text_of_nodes(value)
    moment = read_moment(value, context.environment.zone) if isinstance(value, str) else None
    if moment is None:
        return number_of(value, context)
    days = days_of_moment(moment)
    return Dated(days, str(math.floor(days)))


def least(*groups: Sequence[float]) -> float:
    """min(): of all numbers given; none when there are none or one is none."""
    return _extreme(min, groups)


def greatest(*groups: Sequence[float]) -> float:
    """max(): of all numbers given; none when there are none or one is none."""
    return _extreme(max, groups)


def _extreme(choose: Callable[[list[float]], float], groups: Sequence[Sequence[float]]) -> float:
    numbers = [number for group in groups for number in group]
    return nan if not numbers or any(map(isnan, numbers)) else choose(numbers)


def power(base: float, exponent: float) -> float:
    """`base` to the power of `exponent`."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -inf if base < 0 and exponent % 2 == 1 else inf
    except ValueError:
        return inf if base == 0 else nan


def exp(number: float) -> float:
    """Euler's number to the power of `number`."""
    try:
        return math.exp(number)
    except OverflowError:
        return inf


def exp10(number: float) -> float:
    """Ten to the power of `number`."""
    return power(10.0, number)


def log(number: float) -> float:
    """The natural logarithm; of zero it is minus infinity."""
    return -inf if number == 0 else _or_nan(math.log, number)


def log10(number: float) -> float:
    """The logarithm to base ten; of zero it is minus infinity."""
    return -inf if number == 0 else _or_nan(math.log10, number)


def sqrt(number: float) -> float:
    """The square root; of a negative number there is none."""
    return _or_nan(math.sqrt, number)


def sin(number: float) -> float:
    """The sine."""
    return _or_nan(math.sin, number)


def cos(number: float) -> float:
    """The cosine."""
    return _or_nan(math.cos, number)


def tan(number: float) -> float:
    """The tangent."""
    return _or_nan(math.tan, number)


def asin(number: float) -> float:
    """The angle whose sine it is."""
    return _or_nan(math.asin, number)


def acos(number: float) -> float:
    """The angle whose cosine it is."""
    return _or_nan(math.acos, number)


def pi() -> float:
    """The ratio of a circle's circumference to its diameter."""
    return math.pi


def _or_nan(function: Callable[[float], float], number: float) -> float:
    try:
        return function(number)
    except ValueError:
        return nan
