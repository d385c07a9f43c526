"""The four types of a value and the ways between them (XPath 1.0, 4.2 to 4.4, with ODK's dates).

Two differences from XPath 1.0 are ODK's: a text that is a date becomes a number of days, and a number that is none
becomes an empty text, not "NaN".
"""

import re
from decimal import Decimal
from math import isfinite, isnan, nan
from typing import TypeGuard

from forms.xpath.moments import Dated, days_of_text
from forms.xpath.nodes import Context, NodeSet, Value

_number = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*").fullmatch
_DATE_LENGTH, _DASH = 10, 4  # of `2012-07-23`, the shortest text that is a date
_EXACT_INTEGERS = 2.0**53


def text_of_number(number: float) -> str:
    """Write a number without exponent: a whole one without a point, another with as few digits as tell it apart."""
    if isinstance(number, Dated):
        return number.text
    if number.is_integer() and abs(number) < _EXACT_INTEGERS:
        return str(int(number))
    if not isfinite(number):
        return "" if isnan(number) else "Infinity" if number > 0 else "-Infinity"
    shortest = repr(number)
    return format(Decimal(shortest), "f").removesuffix(".0") if "e" in shortest else shortest.removesuffix(".0")


def text_of_boolean(truth: bool) -> str:
    """Write `true` or `false`."""
    return "true" if truth else "false"


def text_of_nodes(nodes: NodeSet) -> str:
    """Return the text of the first node, or nothing."""
    return nodes[0].text if nodes else ""


def number_of_text(text: str, context: Context) -> float:
    """Read a number as XPath writes it, or a date as its days; NaN for anything else."""
    if _number(text):
        return float(text)
    if len(text) >= _DATE_LENGTH and text[_DASH] == "-":
        return days_of_text(text, context.environment.zone)
    return nan


def number_of_nodes(nodes: NodeSet, context: Context) -> float:
    """Return the number in the first node, or NaN."""
    return number_of_text(nodes[0].text, context) if nodes else nan


def truth_of_number(number: float) -> bool:
    """Tell whether a number is neither zero nor NaN."""
    return number != 0 and number == number


def text_of(value: Value) -> str:
    """Convert any value as `string()` does."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return text_of_boolean(value)
    if isinstance(value, float):
        return text_of_number(value)
    return text_of_nodes(value)


def number_of(value: Value, context: Context) -> float:
    """Convert any value as `number()` does."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return number_of_text(value if isinstance(value, str) else text_of_nodes(value), context)


def truth_of(value: Value) -> bool:
    """Convert any value as `boolean()` does."""
    if isinstance(value, float):
        return truth_of_number(value)
    return bool(value)


def is_nodes(value: Value) -> TypeGuard[NodeSet]:
    """Tell whether a value is a set of nodes."""
    return not isinstance(value, str | float | bool)


def texts_of(value: Value) -> list[str]:
    """Return the text of each node, or the one text of any other value."""
    return [node.text for node in value] if is_nodes(value) else [text_of(value)]


def numbers_of(value: Value, context: Context) -> list[float]:
    """Return the number in each node, or the one number of any other value."""
    if is_nodes(value):
        return [number_of_text(node.text, context) for node in value]
    return [number_of(value, context)]


def truths_of(value: Value) -> list[bool]:
    """Return for each node whether it holds a text, or the one truth of any other value."""
    return [node.text != "" for node in value] if is_nodes(value) else [truth_of(value)]
