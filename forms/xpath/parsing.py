"""Read an expression: text in, syntax tree out, or the reason why not.

The only module of the language that loads lark. Neither the parser nor the check of the depth calls itself, so
nothing a form can hold ends in a RecursionError.
"""

from functools import cache
from math import isinf

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from forms.errors import FormsCode
from forms.xpath.grammar import GRAMMAR
from forms.xpath.syntax import (
    COMPARISONS,
    DESCENDANTS,
    MAX_DEPTH,
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
    depth,
)
from records.errors import Known

MAX_LENGTH = 32_768
_SHOWN = 20

_Test = NameTest | TypeTest
_Many = tuple[Expression, ...]
_Steps = tuple[Step, ...]


def parse(text: str) -> Expression:
    """Return the syntax tree of `text`.

    Raises Known: EXPRESSION_EMPTY, EXPRESSION_TOO_LONG, EXPRESSION_TOO_DEEP, EXPRESSION_SYNTAX.
    """
    if not text.strip():
        raise Known(FormsCode.EXPRESSION_EMPTY)
    if len(text) > MAX_LENGTH:
        raise Known(FormsCode.EXPRESSION_TOO_LONG, length=len(text), limit=MAX_LENGTH)
    try:
        expression: Expression = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput as wrong:
        raise _unreadable(text, wrong) from wrong
    if depth(expression) > MAX_DEPTH:
        raise Known(FormsCode.EXPRESSION_TOO_DEEP, limit=MAX_DEPTH)
    return expression


@cache
def _parser() -> Lark:
    """Build the parser at the first expression: who only runs compiled forms never pays for it."""
    return Lark(GRAMMAR, parser="lalr", lexer="contextual", transformer=_Builder(), maybe_placeholders=False)


def _unreadable(text: str, wrong: UnexpectedInput) -> Known:
    """Say where reading stopped. The end is a token of lark's with the place of the one before it."""
    is_end = isinstance(wrong, UnexpectedToken) and wrong.token.type == "$END"
    at = len(text) if is_end or wrong.pos_in_stream is None else wrong.pos_in_stream
    return Known(FormsCode.EXPRESSION_SYNTAX, position=at + 1, found=text[at : at + _SHOWN])


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    """What each rule of the grammar becomes; lark calls these while it parses, innermost first."""

    def operation(self, left: Expression, word: Token, right: Expression) -> Operation:
        operator = Operator(word)
        if isinstance(left, Operation) and left.operator is operator and operator not in COMPARISONS:
            return Operation(operator, (*left.operands, right))
        return Operation(operator, (left, right))

    def negation(self, operand: Expression) -> Negation:
        return Negation(operand)

    def relative_path(self, steps: _Steps) -> Path:
        return Path(Start.HERE, steps)

    def root(self) -> Path:
        return Path(Start.ROOT, ())

    def absolute_path(self, steps: _Steps) -> Path:
        return Path(Start.ROOT, steps)

    def anywhere_path(self, steps: _Steps) -> Path:
        return Path(Start.ROOT, (DESCENDANTS, *steps))

    def filtered(self, primary: Expression, predicates: _Many) -> Filter:
        return Filter(primary, predicates)

    def filtered_path(self, primary: Expression, *rest: tuple[Expression, ...] | _Steps) -> Filter:
        *predicates, steps = rest
        return Filter(primary, *predicates, steps=steps)  # type: ignore[arg-type, misc]

    def filtered_anywhere(self, primary: Expression, *rest: tuple[Expression, ...] | _Steps) -> Filter:
        *predicates, steps = rest
        return Filter(primary, *predicates, steps=(DESCENDANTS, *steps))  # type: ignore[arg-type, misc]

    def relative(self, step: Step) -> _Steps:
        return (step,)

    def further(self, steps: _Steps, step: Step) -> _Steps:
        return (*steps, step)

    def further_anywhere(self, steps: _Steps, step: Step) -> _Steps:
        return (*steps, DESCENDANTS, step)

    def child_step(self, test: _Test, predicates: _Many = ()) -> Step:
        return Step(Axis.CHILD, test, predicates)

    def attribute_step(self, test: _Test, predicates: _Many = ()) -> Step:
        return Step(Axis.ATTRIBUTE, test, predicates)

    def axis_step(self, axis: Token, test: _Test, predicates: _Many = ()) -> Step:
        return Step(Axis(axis), test, predicates)

    def self_step(self) -> Step:
        return SELF

    def parent_step(self) -> Step:
        return PARENT

    def name_test(self, name: Token) -> NameTest:
        prefix, _, local = str(name).rpartition(":")
        return NameTest(local, prefix)

    def type_test(self, word: Token) -> TypeTest:
        return TypeTest(NodeType(word))

    def instruction_test(self, _word: Token, target: Token | str = "''") -> TypeTest:
        return TypeTest(NodeType.INSTRUCTION, str(target[1:-1]))

    def predicates(self, *predicates: Expression) -> _Many:
        return predicates

    def literal(self, quoted: Token) -> Literal:
        return Literal(str(quoted[1:-1]))

    def number(self, digits: Token) -> Number:
        value = float(digits)
        if isinf(value):
            raise Known(FormsCode.EXPRESSION_SYNTAX, position=(digits.start_pos or 0) + 1, found=digits[:_SHOWN])
        return Number(value)

    def variable(self, name: Token) -> Variable:
        return Variable(str(name))

    def call(self, name: Token, *arguments: Expression) -> Call:
        return Call(str(name), arguments)
