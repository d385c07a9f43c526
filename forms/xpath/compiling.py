"""Compile a syntax tree to closures, and say what a caller can do with them.

What cannot work is refused here, before anybody has answered anything: unknown functions and prefixes, wrong numbers
of arguments, values where questions must be named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Never, assert_never

from forms.errors import FormsCode
from forms.xpath.calling import arguments_of, compile_call, find_function
from forms.xpath.code import Code, Kind, Run, convert
from forms.xpath.functions.table import JAVAROSA, ODK, Library
from forms.xpath.locating import Move, moves, sieve
from forms.xpath.nodes import Context, Node, NodeSet, Value
from forms.xpath.operating import compile_operation
from forms.xpath.syntax import (
    CONTEXT_NODE,
    Call,
    Expression,
    Filter,
    Literal,
    Negation,
    Number,
    Operation,
    Path,
    Start,
    Step,
    Variable,
)
from records.errors import Known

NAMESPACES: Mapping[str, str] = {
    "": "http://www.w3.org/2002/xforms",
    "ev": "http://www.w3.org/2001/xml-events",
    "h": "http://www.w3.org/1999/xhtml",
    "jr": JAVAROSA,
    "odk": "http://www.opendatakit.org/xforms",
    "orx": "http://openrosa.org/xforms",
    "xsd": "http://www.w3.org/2001/XMLSchema",
}
"""The prefixes XLSForms compile with; the empty one is the default namespace of elements."""

Finder = Callable[[Node], NodeSet]
"""From the node an expression belongs to, to the nodes a path means there."""

Resolver = Callable[[Path], Finder | None]
"""Asked once for each path without predicates that starts at the root or at the expression's own node.

Returning None leaves the path to be walked step by step. A filling-in that knows its fields answers at once.
"""


class Mistakes(Enum):
    """When a call of an unknown function, or with a wrong number of arguments, is refused."""

    REFUSED = auto()
    """While compiling: what every form gets."""
    RAISED_WHEN_REACHED = auto()
    """While evaluating, if ever: how ODK's own engine behaves, and its test suite expects."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression that runs. Each of these takes a `Context` and may raise Known as the functions do."""

    evaluate: Callable[[Context], Value]
    as_string: Callable[[Context], str]
    as_number: Callable[[Context], float]
    as_boolean: Callable[[Context], bool]
    as_nodes: Callable[[Context], NodeSet]
    """Raises Known NOT_NODES when the result is a value."""


def compile_expression(
    expression: Expression,
    *,
    namespaces: Mapping[str, str] = NAMESPACES,
    library: Library = ODK,
    resolver: Resolver | None = None,
    mistakes: Mistakes = Mistakes.REFUSED,
) -> Compiled:
    """Make `expression` run.

    Raises Known: UNKNOWN_FUNCTION, WRONG_ARGUMENTS, UNKNOWN_PREFIX, UNKNOWN_VARIABLE, NOT_NODES.
    """
    code = _Compiler(namespaces, library, resolver, mistakes).compile(expression)
    return Compiled(
        evaluate=code.run,
        as_string=convert(code, Kind.STRING, "result"),
        as_number=convert(code, Kind.NUMBER, "result"),
        as_boolean=convert(code, Kind.BOOLEAN, "result"),
        as_nodes=convert(code, Kind.NODES, "result") if code.kind in _MAY_BE_NODES else _no_nodes,
    )


@dataclass(slots=True)
class _Compiler:
    """What compiling one expression needs at every level; `inner` is true inside a predicate."""

    namespaces: Mapping[str, str]
    library: Library
    resolver: Resolver | None
    mistakes: Mistakes
    inner: bool = False

    def compile(self, expression: Expression) -> Code:
        """Compile one expression, and so all inside it."""
        match expression:
            case Path():
                return self._path(expression)
            case Literal():
                return _constant(Kind.STRING, expression.value)
            case Operation():
                return compile_operation(expression.operator, [self.compile(each) for each in expression.operands])
            case Call():
                return self._call(expression)
            case Number():
                return _constant(Kind.NUMBER, expression.value)
            case Filter():
                return self._filter(expression)
            case Negation():
                return _negated(convert(self.compile(expression.operand), Kind.NUMBER, "-"))
            case Variable():
                raise Known(FormsCode.UNKNOWN_VARIABLE, variable=expression.name)
            case _:
                assert_never(expression)

    def _call(self, call: Call) -> Code:
        try:
            function = find_function(call, self.library, self.namespaces)
        except Known as mistake:
            if self.mistakes is Mistakes.REFUSED:
                raise
            return Code(Kind.ANY, _raising(mistake))
        arguments = [self.compile(argument) for argument in arguments_of(call, function)]
        return compile_call(function, arguments)

    def _path(self, path: Path) -> Code:
        if path == CONTEXT_NODE:
            return Code(Kind.NODES, _context_node, level=True)
        is_root = path.start is Start.ROOT
        finder = self._finder(path) if is_root or not self.inner else None
        if finder is not None:
            return Code(Kind.NODES, _from_current(finder) if is_root else _from_here(finder))
        return self._walked(Code(Kind.NODES, _root if is_root else _context_node, level=True), path.steps)

    def _filter(self, part: Filter) -> Code:
        if part.primary == _CURRENT and not part.predicates:
            finder = self._finder(Path(Start.HERE, part.steps))
            if finder is not None:
                return Code(Kind.NODES, _from_current(finder))
        primary = self.compile(part.primary)
        nodes = convert(primary, Kind.NODES, "path")
        for predicate in part.predicates:
            nodes = _sieved(nodes, sieve(self._predicate(predicate)))
        return self._walked(Code(Kind.NODES, nodes, level=primary.level), part.steps)

    def _finder(self, path: Path) -> Finder | None:
        if self.resolver is None:
            return None
        for step in path.steps:
            if step.predicates:
                return None
        return self.resolver(path)

    def _walked(self, start: Code, steps: Sequence[Step]) -> Code:
        moved, level = moves(steps, self.namespaces, self._predicate, level=start.level)
        return Code(Kind.NODES, _chain(start.run, moved), level=level)

    def _predicate(self, predicate: Expression) -> Code:
        return replace(self, inner=True).compile(predicate)


_CURRENT = Call("current")
_MAY_BE_NODES = (Kind.NODES, Kind.ANY)


def _no_nodes(_context: Context) -> Never:
    raise Known(FormsCode.NOT_NODES, where="result")


def _constant(kind: Kind, value: str | float) -> Code:
    return Code(kind, lambda _context: value)


def _negated(number: Run) -> Code:
    return Code(Kind.NUMBER, lambda context: -number(context))


def _root(context: Context) -> NodeSet:
    return (context.environment.root,)


def _context_node(context: Context) -> NodeSet:
    return (context.node,)


def _from_here(finder: Finder) -> Run:
    return lambda context: finder(context.node)


def _from_current(finder: Finder) -> Run:
    return lambda context: finder(context.current)


def _sieved(nodes: Run, keep: Callable[[NodeSet, Context], NodeSet]) -> Run:
    return lambda context: keep(nodes(context), context)


def _chain(start: Run, moved: Sequence[Move]) -> Run:
    match moved:
        case []:
            return start
        case [only]:
            return lambda context: only(start(context), context)

    def walk(context: Context) -> NodeSet:
        nodes: NodeSet = start(context)
        for move in moved:
            nodes = move(nodes, context)
        return nodes

    return walk


def _raising(mistake: Known) -> Run:
    def reached(_context: Context) -> Never:
        raise mistake

    return reached
