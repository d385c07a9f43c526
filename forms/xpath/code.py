"""What a piece of an expression becomes when it is compiled: a closure, and what is known of its results.

Knowing the kind of a result in advance is what makes evaluation fast: conversions are chosen once, not at each run.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

from forms.errors import FormsCode
from forms.xpath.nodes import Context, NodeSet, Value
from forms.xpath.values import (
    is_nodes,
    number_of,
    number_of_text,
    numbers_of,
    text_of,
    text_of_boolean,
    text_of_number,
    texts_of,
    truth_of,
    truth_of_number,
    truths_of,
)
from records.errors import Known

Run = Callable[[Context], Any]


class Kind(Enum):
    """The type of a result, as far as it is known; the plural ones are wanted by functions alone.

    A plural takes one value for each node of a node-set, and one for anything else.
    """

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NODES = "nodes"
    ANY = "any"
    STRINGS = "strings"
    NUMBERS = "numbers"
    BOOLEANS = "booleans"


class Code(NamedTuple):
    """A closure and the kind of what it returns. `level` says that its nodes all lie equally deep, in order.

    A named tuple, because thousands are made while a form loads.
    """

    kind: Kind
    run: Run
    level: bool = False


def convert(code: Code, wanted: Kind, where: str) -> Run:
    """Return a closure whose result is of the kind `wanted`; `where` names the place for the error.

    Raises Known NOT_NODES where nodes are wanted and a value must come; so does the closure, where one comes.
    """
    if code.kind is wanted or wanted is Kind.ANY:
        return code.run
    match wanted:
        case Kind.STRING:
            return _as_string(code)
        case Kind.NUMBER:
            return _as_number(code)
        case Kind.BOOLEAN:
            return _as_boolean(code)
        case Kind.NODES:
            return _as_nodes(code, where)
        case _:
            return _as_many(code.run, wanted)


def _as_string(code: Code) -> Run:
    run = code.run
    match code.kind:
        case Kind.NODES:

            def first_text(context: Context) -> str:
                nodes = run(context)
                return nodes[0].text if nodes else ""

            return first_text
        case Kind.NUMBER:
            return lambda context: text_of_number(run(context))
        case Kind.BOOLEAN:
            return lambda context: text_of_boolean(run(context))
        case _:
            return lambda context: text_of(run(context))


def _as_number(code: Code) -> Run:
    run = code.run
    match code.kind:
        case Kind.STRING:
            return lambda context: number_of_text(run(context), context)
        case Kind.BOOLEAN:
            return lambda context: 1.0 if run(context) else 0.0
        case _:
            return lambda context: number_of(run(context), context)


def _as_boolean(code: Code) -> Run:
    run = code.run
    match code.kind:
        case Kind.STRING | Kind.NODES:
            return lambda context: bool(run(context))
        case Kind.NUMBER:
            return lambda context: truth_of_number(run(context))
        case _:
            return lambda context: truth_of(run(context))


def _as_nodes(code: Code, where: str) -> Run:
    if code.kind is not Kind.ANY:
        raise Known(FormsCode.NOT_NODES, where=where)
    run = code.run

    def nodes_only(context: Context) -> NodeSet:
        value: Value = run(context)
        if not is_nodes(value):
            raise Known(FormsCode.NOT_NODES, where=where)
        return value

    return nodes_only


def _as_many(run: Run, wanted: Kind) -> Run:
    match wanted:
        case Kind.STRINGS:
            return lambda context: texts_of(run(context))
        case Kind.NUMBERS:
            return lambda context: numbers_of(run(context), context)
        case _:
            return lambda context: truths_of(run(context))
