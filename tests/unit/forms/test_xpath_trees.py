"""Trees of every shape: written as text or as JSON they come back the same, and nothing that is typed breaks anything.

1. `from_plain(to_plain(tree))` is the tree, through real JSON too.
2. `parse(to_text(tree))` is the tree.
3. Any text at all either parses or raises Known, and what parses compiles, runs and is looked into likewise.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import FormsCode
from forms.xpath.compiling import Mistakes, compile_expression
from forms.xpath.functions.table import ODK
from forms.xpath.nodes import Context
from forms.xpath.parsing import MAX_LENGTH, parse
from forms.xpath.plain import from_plain, to_plain
from forms.xpath.printing import to_text
from forms.xpath.references import references
from forms.xpath.syntax import (
    COMPARISONS,
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
from records.errors import Known
from tests.support.xml_nodes import Surroundings, read_xml

NAMES = st.sampled_from(["a", "data", "div", "and", "or", "mod", "node", "text", "child", "q-1.x", "ដើម", "_"])
PREFIXES = st.sampled_from(["", "", "", "jr", "h"])
TEXTS = st.text(max_size=6).filter(lambda text: not ("'" in text and '"' in text))
TARGETS = TEXTS.filter(bool)


def steps(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Step]:
    names = st.builds(NameTest, NAMES | st.just("*"), PREFIXES)
    types = st.builds(TypeTest, st.sampled_from(NodeType)) | st.builds(TypeTest, st.just(NodeType.INSTRUCTION), TARGETS)
    predicates = st.lists(inner, max_size=2).map(tuple)
    plain = st.builds(Step, st.just(Axis.CHILD), names)
    return (
        plain
        | st.builds(Step, st.sampled_from(Axis), names | types, predicates)
        | st.builds(
            Step, st.sampled_from([Axis.SELF, Axis.PARENT, Axis.DESCENDANT_OR_SELF]), st.just(TypeTest(NodeType.NODE))
        )
    )


def some_steps(inner: st.SearchStrategy[Expression], least: int) -> st.SearchStrategy[tuple[Step, ...]]:
    return st.lists(steps(inner), min_size=least, max_size=3).map(tuple)


def operation(operator: Operator, first: Expression, others: list[Expression]) -> Operation:
    """As the parser builds it: two operands to compare, and a chain of one operator flat at its beginning."""
    if operator in COMPARISONS:
        return Operation(operator, (first, others[0]))
    begun = first.operands if isinstance(first, Operation) and first.operator is operator else (first,)
    return Operation(operator, (*begun, *others))


def compounds(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    predicates = st.lists(inner, min_size=1, max_size=2).map(tuple)
    names = st.builds(lambda prefix, name: f"{prefix}:{name}" if prefix else name, PREFIXES, FUNCTIONS)
    return st.one_of(
        st.builds(operation, st.sampled_from(Operator), inner, st.lists(inner, min_size=1, max_size=3)),
        st.builds(Negation, inner),
        st.builds(Call, names, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Path, st.just(Start.HERE), some_steps(inner, 1)),
        st.builds(Path, st.just(Start.ROOT), some_steps(inner, 0)),
        st.builds(Filter, inner, predicates, some_steps(inner, 0)),
        st.builds(Filter, inner, st.just(()), some_steps(inner, 1)),
    )


FUNCTIONS = st.sampled_from([*sorted({name for _, name in ODK}), "explode", "and", "data"])
LEAVES = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(Number, st.floats(min_value=0, allow_infinity=False, allow_nan=False)),
    st.builds(Variable, st.sampled_from(["a", "h:b"])),
    st.builds(Path, st.just(Start.ROOT), st.just(())),
    st.builds(lambda name: Path(Start.HERE, (Step(Axis.CHILD, NameTest(name)),)), NAMES),
)
TREES = st.recursive(LEAVES, compounds, max_leaves=12)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_json_brings_a_tree_back(tree: Expression) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(tree)))) == tree


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_text_brings_a_tree_back(tree: Expression) -> None:
    assert parse(to_text(tree)) == tree


@settings(max_examples=120, deadline=None)
@given(TREES)
def test_every_tree_runs_or_is_refused(tree: Expression) -> None:
    use(lambda: tree)


SYMBOLS = "/ // a data * and or div - ( ) [ ] 'x' \" 1 .5 .. . @ :: child:: | != <= , $v node() jr:itext( count( é"
WORDS = st.sampled_from([*SYMBOLS.split(), "position()", "current()", " ", "\n", " or "])


@settings(max_examples=250, deadline=None)
@given(st.lists(WORDS, max_size=14).map("".join) | st.text(max_size=20))
def test_no_text_breaks_anything(text: str) -> None:
    use(lambda: parse(text))


def use(make: Callable[[], Expression]) -> None:
    """Do everything with a tree that can be done; only Known may come of it."""
    document = read_xml("<data id='1'><a>3</a><a>2012-07-23</a><b>x y</b></data>")
    time = datetime(2026, 4, 30, tzinfo=UTC)
    context = Context(document.children[0], Surroundings(document, document, time, UTC, Random(1)))
    try:
        tree = make()
        references(tree)
        compiled = compile_expression(tree, mistakes=Mistakes.RAISED_WHEN_REACHED)
        for run in (compiled.as_string, compiled.as_number, compiled.as_boolean, compiled.as_nodes):
            with suppress(Known):
                run(context)
    except Known:
        return


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/data/a", "/data/a"),
        ("child::a/attribute::b", "a/@b"),
        (".//a[ . >3 ]/..", ".//a[. > 3]/.."),
        ("(1+2)*3-(4-5)", "(1 + 2) * 3 - (4 - 5)"),
        ("( / ) * 2", "(/) * 2"),
        ("--1", "--1"),
        ("jr:itext( 'it''s' )", None),
        ("""concat("it's", 'a "b"')""", """concat("it's", 'a "b"')"""),
        ("a or (b or c) and d", "a or (b or c) and d"),
        ("(a)[1][2]/b", "(a)[1][2]/b"),
        ("a = (b = c)", "a = (b = c)"),
        ("0.000001 + 1e", None),
    ],
)
def test_expressions_are_shown_as_people_write_them(text: str, shown: str | None) -> None:
    if shown is None:
        with pytest.raises(Known):
            parse(text)
        return
    assert to_text(parse(text)) == shown


def test_the_longest_text_is_read_and_one_letter_more_is_refused() -> None:
    chain = "+".join(["1"] * (MAX_LENGTH // 2))
    assert len(chain) == MAX_LENGTH - 1
    tree = parse(chain)
    assert from_plain(to_plain(tree)) == tree
    with pytest.raises(Known) as refused:
        parse(chain + "+1")
    assert refused.value.code is FormsCode.EXPRESSION_TOO_LONG
