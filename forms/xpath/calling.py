"""Compile a function call: find the function, count and convert its arguments, tie them together.

A wrong call is refused when the expression is compiled; `forms check` counts on it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from forms.errors import FormsCode
from forms.xpath.axes import resolve
from forms.xpath.code import Code, Run, convert
from forms.xpath.functions.signatures import Function, Style
from forms.xpath.functions.table import JAVAROSA, ODK, Library
from forms.xpath.nodes import Context
from forms.xpath.syntax import CONTEXT_NODE, Call, Expression
from records.errors import Known

_SINGLE_NODE = frozenset({"current", "instance"})


def find_function(call: Call, library: Library, namespaces: Mapping[str, str]) -> Function:
    """Return the function a call means. Raises Known: UNKNOWN_PREFIX, UNKNOWN_FUNCTION, WRONG_ARGUMENTS."""
    prefix, _, local = call.name.rpartition(":")
    function = library.get((resolve(prefix, namespaces) if prefix else "", local))
    if function is None:
        raise Known(FormsCode.UNKNOWN_FUNCTION, function=call.name)
    if function.kinds(len(call.arguments)) is None:
        given = len(call.arguments)
        raise Known(FormsCode.WRONG_ARGUMENTS, function=call.name, given=given, expects=function.usage)
    return function


def arguments_of(call: Call, function: Function) -> tuple[Expression, ...]:
    """Return the arguments, the context node standing in for the one that may be left out."""
    if function.context_stands_in and not call.arguments:
        return (CONTEXT_NODE,)
    return call.arguments


def compile_call(function: Function, arguments: Sequence[Code]) -> Code:
    """Tie compiled arguments to a function that takes so many. Raises Known NOT_NODES."""
    kinds = function.kinds(len(arguments)) or ()
    runs = [convert(code, kind, f"{function.name}()") for code, kind in zip(arguments, kinds, strict=True)]
    returns = function.returns
    if function.name == "if" and arguments[1].kind is arguments[2].kind:
        returns = arguments[1].kind
    return Code(returns, _joined(function, runs), level=function.name in _SINGLE_NODE)


def _joined(function: Function, runs: Sequence[Run]) -> Run:
    match function.style:
        case Style.VALUES:
            return _with_values(function.body, runs)
        case Style.CONTEXT:
            return _with_context(function.body, runs)
        case Style.LAZY:
            body = function.body
            return lambda context: body(context, *runs)


def _with_values(body: Callable[..., Any], runs: Sequence[Run]) -> Run:
    match runs:
        case []:
            return lambda _context: body()
        case [only]:
            return lambda context: body(only(context))
        case [first, second]:
            return lambda context: body(first(context), second(context))
        case _:
            return lambda context: body(*[run(context) for run in runs])


def _with_context(body: Callable[..., Any], runs: Sequence[Run]) -> Run:
    match runs:
        case []:
            return body
        case [only]:
            return lambda context: body(context, only(context))
        case _:

            def call(context: Context) -> Any:
                return body(context, *[run(context) for run in runs])

            return call


def usages(library: Library = ODK) -> dict[str, str]:
    """Return every function by name, each with the way to write it, in the order of the specification's groups."""
    prefixes = {"": "", JAVAROSA: "jr:"}
    return {
        f"{prefixes[namespace]}{function.name}": f"{prefixes[namespace]}{function.usage}"
        for (namespace, _), function in library.items()
    }
