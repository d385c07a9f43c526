"""Axes and order, held against the definitions of XPath 1.0 on any small document.

1. `ancestor`, `descendant`, `following`, `preceding` and `self` divide a document: together all, none twice.
2. Each axis holds what its definition says, and a number counts along it, backwards on reverse axes.
3. Results come in document order, each node once, whatever steps and unions led to them.
"""

from datetime import UTC, datetime
from itertools import chain
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.xpath.axes import in_document_order
from forms.xpath.compiling import compile_expression
from forms.xpath.nodes import Context, Node, NodeKind
from forms.xpath.parsing import parse
from forms.xpath.syntax import ANY_NODE, Axis, Expression, NameTest, Operation, Operator, Path, Start, Step
from tests.support.xml_nodes import Surroundings, XmlNode, read_xml

DOCUMENTS = st.recursive(
    st.sampled_from(["t", "<b/>", "<!--c-->", "<?p i?>", "<a x='1' y='2'/>"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"<a z='3'>{''.join(parts)}</a>"),
    max_leaves=12,
).map(lambda inside: read_xml(f"<a xmlns:n='u'>{inside}<b/></a>"))
CHANCE = st.randoms(use_true_random=False)
STEPS = st.builds(Step, st.sampled_from(Axis), st.sampled_from([ANY_NODE, NameTest("a"), NameTest("*")]))


def whole(document: XmlNode) -> list[XmlNode]:
    """Every node of a document in document order: an element, its namespaces, its attributes, what is in it."""
    beside = [*document.namespaces, *document.attributes]
    return [document, *beside, *chain.from_iterable(whole(child) for child in document.children)]


def reach(document: XmlNode, node: Node, expression: str) -> list[Node]:
    return list(compile_expression(parse(expression)).as_nodes(context(document, node)))


def context(document: XmlNode, node: Node) -> Context:
    time = datetime(2026, 4, 30, tzinfo=UTC)
    return Context(node, Surroundings(document, document, time, UTC, Random(1)))


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, CHANCE)
def test_five_axes_divide_a_document(document: XmlNode, chance: Random) -> None:
    tree = [node for node in whole(document) if node.kind not in {NodeKind.ATTRIBUTE, NodeKind.NAMESPACE}]
    node = chance.choice(tree)
    axes = ("ancestor", "descendant", "following", "preceding", "self")
    parts = [each for axis in axes for each in reach(document, node, f"{axis}::node()")]
    assert len(parts) == len(tree)
    assert set(parts) == set(tree)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, CHANCE)
def test_each_axis_is_what_its_definition_says(document: XmlNode, chance: Random) -> None:
    tree = whole(document)
    node = chance.choice(tree)
    place = tree.index(node)
    above = [each for each in tree if _is_above(each, node)]
    below = [each for each in tree if _is_above(node, each) and each.kind not in _BESIDE]
    family = [] if node.parent is None or node.kind in _BESIDE else node.parent.children
    wanted = {
        "ancestor": above,
        "ancestor-or-self": [*above, node],
        "attribute": node.attributes,
        "child": node.children,
        "descendant": below,
        "descendant-or-self": [node, *below],
        "following": [each for each in tree[place + 1 :] if each not in below and each.kind not in _BESIDE],
        "following-sibling": family[family.index(node) + 1 :] if family else [],
        "namespace": node.namespaces,
        "parent": [] if node.parent is None else [node.parent],
        "preceding": [each for each in tree[:place] if each not in above and each.kind not in _BESIDE],
        "preceding-sibling": family[: family.index(node)] if family else [],
        "self": [node],
    }
    assert set(wanted) == {axis.value for axis in Axis}
    for axis, nodes in wanted.items():
        assert reach(document, node, f"{axis}::node()") == list(nodes), axis
        counted = list(reversed(nodes)) if axis in _REVERSE else nodes
        for number, each in enumerate(counted, start=1):
            assert reach(document, node, f"{axis}::node()[{number}]") == [each], axis
            assert reach(document, node, f"{axis}::node()[position() = {number}]") == [each], axis
        assert reach(document, node, f"{axis}::node()[last()]") == list(counted[-1:]), axis


_BESIDE = {NodeKind.ATTRIBUTE, NodeKind.NAMESPACE}
_REVERSE = {"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"}


def _is_above(upper: XmlNode, lower: XmlNode) -> bool:
    return lower.parent is not None and (lower.parent is upper or _is_above(upper, lower.parent))


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.lists(STEPS, min_size=1, max_size=4), st.lists(STEPS, min_size=1, max_size=2), CHANCE)
def test_results_come_in_document_order(document: XmlNode, one: list[Step], two: list[Step], chance: Random) -> None:
    tree = whole(document)
    node = chance.choice(tree)
    paths: list[Expression] = [Path(Start.HERE, tuple(one)), Path(Start.ROOT, tuple(two))]
    for expression in (*paths, Operation(Operator.UNION, tuple(paths))):
        nodes = compile_expression(expression).as_nodes(context(document, node))
        places = [tree.index(each) for each in nodes]  # type: ignore[arg-type]
        assert places == sorted(set(places))


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, CHANCE)
def test_any_nodes_are_put_in_document_order(document: XmlNode, chance: Random) -> None:
    tree = whole(document)
    assert in_document_order(chance.choices(tree, k=2 * len(tree)) + tree) == tree


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ("//b", ["1", "2", "3"]),
        ("//b[1]", ["1", "3"]),
        ("(//b)[1]", ["1"]),
        ("//b[last()]", ["2", "3"]),
        ("/d/a/b[2]", ["2"]),
        ("/d/a[b = 3]/b", ["3"]),
        ("/d/a[2]/preceding-sibling::*[1]/b", ["1", "2"]),
        ("//b/..", ["12", "3"]),
        ("//b/ancestor::*[1]", ["12", "3"]),
        ("(//b/ancestor::*)[1]", ["123"]),
        ("//a/b[. > 1][1]", ["2", "3"]),
        ("//b[position() mod 2 = 1]", ["1", "3"]),
    ],
)
def test_predicates_count_where_they_stand(expression: str, texts: list[str]) -> None:
    document = read_xml("<d><a><b>1</b><b>2</b></a><a><b>3</b></a></d>")
    assert [node.text for node in reach(document, document, expression)] == texts


NESTED = "<a n='1'><a n='2'><a n='3'/><b n='4'/></a><a n='5'><b n='6'><a n='7'/></b></a><b n='8'/></a>"


@pytest.mark.parametrize(
    ("expression", "numbers"),
    [
        ("//a/a", "235"),
        ("//a/b", "468"),
        ("//*/a", "2357"),
        ("//a/@n", "12357"),
        ("//b/../a", "235"),
        ("//a//a", "2357"),
        ("//*/following-sibling::*", "458"),
        ("//*/preceding-sibling::a", "235"),
        ("//b/ancestor::a/b", "468"),
        ("//a[b]/a | /a/b | //b/a", "23578"),
        ("/descendant::a/child::*/self::a", "235"),
    ],
)
def test_nested_rows_come_in_document_order(expression: str, numbers: str) -> None:
    document = read_xml(NESTED)
    found = reach(document, document, expression)
    owners = [node.attribute("n") if node.kind is NodeKind.ELEMENT else node for node in found]  # type: ignore[attr-defined]
    assert "".join(owner.text for owner in owners if owner) == numbers
