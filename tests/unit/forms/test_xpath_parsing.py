"""Reading expressions: XPath's riddles of words, what is refused and where, and how deep an expression may be.

1. A name is an operator only where an operator can stand (XPath 1.0, 3.7).
2. What cannot be read is refused with its place, counted from 1, and the text found there.
3. The deepest expression allowed goes through every stage in a few hundred frames of Python's stack; one deeper is
   refused, however deep; so is one too long.
"""

import inspect
import json
import sys
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import pytest

from forms.errors import FormsCode
from forms.xpath.compiling import compile_expression
from forms.xpath.nodes import Context
from forms.xpath.parsing import MAX_LENGTH, parse
from forms.xpath.plain import from_plain, to_plain
from forms.xpath.printing import to_text
from forms.xpath.references import references
from forms.xpath.syntax import (
    MAX_DEPTH,
    Axis,
    Call,
    Literal,
    NameTest,
    Negation,
    Number,
    Operation,
    Operator,
    Path,
    Start,
    Step,
    depth,
)
from records.errors import Known
from tests.support.xml_nodes import Surroundings, read_xml

FRAMES = 700  # of Python's thousand; the rest is the caller's
SHAPES: dict[str, Callable[[int], str]] = {
    "brackets": lambda depth: "(" * depth + "1" + ")" * depth,
    "if": lambda depth: "if(a, 1, " * depth + "2" + ")" * depth,
    "if in a test": lambda depth: "if(" * depth + "a" + ", 1, 2)" * depth,
    "concat": lambda depth: "concat('a', " * depth + "'b'" + ")" * depth,
    "not": lambda depth: "not(" * depth + "a" + ")" * depth,
    "number": lambda depth: "number(" * depth + "1" + ")" * depth,
    "max": lambda depth: "max(1, " * depth + "1" + ")" * depth,
    "string": lambda depth: "substr(" * depth + "'abc'" + ", 0)" * depth,
    "minus": lambda depth: "-" * depth + "1",
    "sums": lambda depth: "(1 - " * depth + "1" + ")" * depth,
    "sums of three": lambda depth: "(1 - 2 - " * depth + "1" + ")" * depth,
    "turns": lambda depth: "1 + 1 - " * (depth // 2) + "1",
    "logic": lambda depth: "(a or b or (c and d and " * (depth // 2) + "e" + "))" * (depth // 2),
    "comparisons": lambda depth: "(a = " * depth + "1" + ")" * depth,
    "predicates": lambda depth: "a[" * depth + "1" + "]" * depth,
    "filters": lambda depth: "(" * depth + "a" + ")[1]" * depth,
    "predicates on calls": lambda depth: "current()[" * depth + "1" + "]" * depth,
    "predicates with paths": lambda depth: "//data[self::node()[" * (depth // 2) + "1" + "]]" * (depth // 2),
}


def named(name: str) -> Path:
    return Path(Start.HERE, (Step(Axis.CHILD, NameTest(name)),))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("div div div", Operation(Operator.DIVIDE, (named("div"), named("div")))),
        ("* * *", Operation(Operator.MULTIPLY, (named("*"), named("*")))),
        ("a -b", Operation(Operator.SUBTRACT, (named("a"), named("b")))),
        ("a-b", named("a-b")),
        ("1and1", Operation(Operator.AND, (Number(1), Number(1)))),
        ("/and", Path(Start.ROOT, (Step(Axis.CHILD, NameTest("and")),))),
        ("/ = 1", Operation(Operator.EQUAL, (Path(Start.ROOT, ()), Number(1)))),
        ("position ( )", Call("position")),
        ("child", named("child")),
        ("child ::child", named("child")),
        ("node", named("node")),
        ("jr:itext", Path(Start.HERE, (Step(Axis.CHILD, NameTest("itext", "jr")),))),
        ("- - 1", Negation(Negation(Number(1)))),
        ("'a\"b'", Literal('a"b')),
    ],
)
def test_words_mean_what_can_stand_there(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position", "found"),
    [
        ("1 +", 4, ""),
        ("a b", 3, "b"),
        ("1 And 1", 3, "And 1"),
        ("'open", 1, "'open"),
        ("/data/a[", 9, ""),
        ("a)", 2, ")"),
        ("a::b", 2, "::b"),
        ("f(1,)", 5, ")"),
        ("/data/position()", 15, "()"),
        (".[1]", 2, "[1]"),
        ("${age} > 3", 2, "{age} > 3"),
        ("7.9e-12", 4, "e-12"),
        ("a \f", 3, "\f"),
        ("1 + " + "9" * 400, 5, "9" * 20),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, position: int, found: str) -> None:
    with pytest.raises(Known) as refused:
        parse(text)
    assert refused.value.code is FormsCode.EXPRESSION_SYNTAX
    assert refused.value.facts == {"position": position, "found": found}


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(Known) as refused:
        parse(text)
    assert refused.value.code is FormsCode.EXPRESSION_EMPTY


@pytest.mark.parametrize("shape", SHAPES)
def test_the_deepest_expression_goes_through_every_stage(shape: str) -> None:
    write = SHAPES[shape]
    deepest = bisect_right(range(MAX_DEPTH), MAX_DEPTH, key=lambda size: _depth_or_more(write(size))) - 1
    assert deepest >= MAX_DEPTH // 4
    allowed = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + FRAMES)
    try:
        _go_through(write(deepest))
    finally:
        sys.setrecursionlimit(allowed)


def _depth_or_more(text: str) -> int:
    try:
        return depth(parse(text))
    except Known:
        return MAX_DEPTH + 1


def _go_through(text: str) -> None:
    document = read_xml("<data><a>1<a>2</a></a></data>")
    time = datetime(2026, 4, 30, tzinfo=UTC)
    context = Context(document.children[0], Surroundings(document, document, time, UTC, Random(1)))
    tree = parse(text)
    assert to_text(from_plain(json.loads(json.dumps(to_plain(tree))))) == to_text(tree)
    references(tree)
    compiled = compile_expression(tree)
    compiled.as_string(context)
    compiled.as_number(context)
    compiled.as_boolean(context)


@pytest.mark.parametrize("shape", SHAPES)
def test_five_hundred_deep_is_read_or_refused(shape: str) -> None:
    text = SHAPES[shape](500)
    if shape == "brackets":
        assert parse(text) == Number(1)
        return
    with pytest.raises(Known) as refused:
        parse(text)
    assert refused.value.code is FormsCode.EXPRESSION_TOO_DEEP


@pytest.mark.parametrize("text", ["(" * MAX_LENGTH, "[" * MAX_LENGTH, "a[" * (MAX_LENGTH // 2), "-" * MAX_LENGTH])
def test_a_long_beginning_without_an_end_is_refused(text: str) -> None:
    with pytest.raises(Known) as refused:
        parse(text)
    assert refused.value.code is FormsCode.EXPRESSION_SYNTAX


def test_ten_thousand_characters_are_read_and_a_megabyte_is_refused() -> None:
    text = " or ".join(f"/data/q{number} = 'yes'" for number in range(500))
    assert len(text) > 10_000
    assert depth(parse(text)) == 3
    with pytest.raises(Known) as refused:
        parse("a" * 1_000_000)
    assert refused.value.code is FormsCode.EXPRESSION_TOO_LONG
    assert refused.value.facts == {"length": 1_000_000, "limit": MAX_LENGTH}
