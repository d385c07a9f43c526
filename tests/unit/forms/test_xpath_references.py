"""What an expression reads: found without running it, and never too little.

1. Each path is named once, with where it begins; predicates are named with the path before them.
2. What only asks which nodes there are is told apart from what reads answers.
3. Whatever an expression reaches when it runs is among the fields it is said to read.
"""

from datetime import UTC, datetime
from itertools import chain
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.xpath.compiling import compile_expression
from forms.xpath.nodes import Context, Node, NodeKind
from forms.xpath.parsing import parse
from forms.xpath.printing import to_text
from forms.xpath.references import Origin, Reads, Reference, fields_read, references
from forms.xpath.syntax import ANY_NODE, Axis, Expression, NameTest, NodeType, Path, Start, Step, TypeTest
from tests.support.xml_nodes import Surroundings, XmlNode, read_xml

FIELDS = [("data", "a"), ("data", "g", "b"), ("data", "row", "age"), ("data", "row", "name"), ("data", "row", "calc")]
AT = ("data", "row", "calc")


def shown(reference: Reference) -> str:
    path = to_text(Path(Start.HERE, reference.steps)) if reference.steps else ""
    start = {Origin.ROOT: "/", Origin.NODE: "", Origin.ANYWHERE: "?"}.get(reference.origin)
    where = f"{reference.instance}:{path}" if start is None else f"{start}{path}"
    return where if reference.reads is Reads.TEXT else f"#{where}"


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("1 + 'a'", []),
        ("../age + 1", ["../age"]),
        (". > 3 and . < ../age", [".", "../age"]),
        ("/data/row[age > 3]/name", ["/data/row/age", "/data/row/name"]),
        ("/data/row[age > 3][name]/age", ["/data/row/age", "/data/row/name"]),
        ("count(/data/row)", ["#/data/row"]),
        ("count(/data/row[age > 3])", ["/data/row/age", "#/data/row"]),
        ("position(..)", ["#.."]),
        ("sum(/data/row/age) div count(/data/row)", ["/data/row/age", "#/data/row"]),
        (
            "indexed-repeat(/data/row/name, /data/row, position(..) - 1)",
            ["#/data/row", "#..", "/data/row/name"],
        ),
        ("//age", ["/descendant-or-self::node()/age"]),
        (
            "instance('x')/root/item[name = current()/../age]/label",
            ["x:root/item/name", "../age", "x:root/item/label"],
        ),
        ("instance(/data/a)/root/item", ["/data/a", ":root/item"]),
        ("randomize(instance('x')/root/item, /data/a)/name", ["/data/a", "x:root/item/name"]),
        ("if(/data/a, ../age, 'x')", ["/data/a", "../age"]),
        ("if(/data/a, ../age, ../name)/b", ["/data/a", "../age/b", "../name/b"]),
        ("(../age | ../name)[1]", ["../age", "../name"]),
        ("(../row)[age]/name", ["../row/age", "../row/name"]),
        ("jr:choice-name(/data/a, '/data/g/b')", ["/data/a", "#/data/g/b"]),
        ("jr:choice-name(/data/a, ' ../name ')", ["/data/a", "#../name"]),
        ("jr:choice-name(/data/a, concat('/data', '/b'))", ["/data/a", "#?"]),
        ("pulldata('x', 'a', 'b', ../name)", ["../name", "x:"]),
        ("string-length()", ["."]),
        ("/data/row[string() = 'a']/age", ["/data/row/.", "/data/row/age"]),
        ("name()", ["#."]),
        ("id('a')", ["?"]),
        ("once(random())", []),
        ("-/data/a", ["/data/a"]),
    ],
)
def test_an_expression_names_what_it_reads(text: str, reads: list[str]) -> None:
    assert [shown(reference) for reference in references(parse(text))] == reads


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("../age", {"data/row/age"}),
        ("//age", {"data/row/age"}),
        ("/data/*", {"data/a", "data/g/b", "data/row/age", "data/row/name", "data/row/calc"}),
        ("/data/g", {"data/g/b"}),
        ("count(/data/g)", set()),
        ("../*[1]", {"data/row/age", "data/row/name", "data/row/calc"}),
        (".", {"data/row/calc"}),
        ("text()", {"data/row/calc"}),
        ("../@id", set()),
        ("preceding-sibling::age", {"data/row/age"}),
        ("../preceding-sibling::row/age", {"data/row/age"}),
        ("preceding::b", {"data/g/b"}),
        ("ancestor::row/name", {"data/row/name"}),
        ("instance('x')/root/item/age", set()),
        ("id('a')", {"data/a", "data/g/b", "data/row/age", "data/row/name", "data/row/calc"}),
        ("/other/age", set()),
    ],
)
def test_references_become_fields(text: str, fields: set[str]) -> None:
    found = chain.from_iterable(fields_read(reference, AT, FIELDS) for reference in references(parse(text)))
    assert {"/".join(path) for path in found} == fields


NAMES = ["a", "b", "c"]
TREES = st.recursive(
    st.just(()), lambda inner: st.lists(st.tuples(st.sampled_from(NAMES), inner), max_size=3).map(tuple), max_leaves=8
)
TESTS = st.builds(NameTest, st.sampled_from([*NAMES, "*"])) | st.sampled_from([ANY_NODE, TypeTest(NodeType.TEXT)])
CHANCE = st.randoms(use_true_random=False)
STEPS = st.builds(Step, st.sampled_from(Axis), TESTS)


def write(tree: tuple[tuple[str, object], ...]) -> str:
    return "".join(f"<{name} id='1'>t{write(inner)}</{name}>" for name, inner in tree)  # type: ignore[arg-type]


@settings(max_examples=200, deadline=None)
@given(
    TREES, st.lists(STEPS, min_size=1, max_size=4).map(tuple), st.sampled_from(Start), st.randoms(use_true_random=False)
)
def test_nothing_that_is_reached_is_left_out(
    tree: tuple[tuple[str, object], ...], steps: tuple[Step, ...], start: Start, chance: Random
) -> None:
    document = read_xml(f"<a>{write(tree)}</a>")
    elements = [node for node in document.descendants() if node.kind is NodeKind.ELEMENT]
    at = chance.choice(elements)
    expression: Expression = Path(start, steps)
    time = datetime(2026, 4, 30, tzinfo=UTC)
    context = Context(at, Surroundings(document, document, time, UTC, Random(1)))
    reached = {field_of(node) for node in compile_expression(expression).as_nodes(context)}
    (reference,) = references(expression)
    said = fields_read(reference, field_of(at), {field_of(node) for node in elements})
    assert {path for path in reached if path} <= said


def field_of(node: Node) -> tuple[str, ...]:
    """The path of an element, a text's being its parent's; what lies beside a tree has none."""
    if node.kind in {NodeKind.ATTRIBUTE, NodeKind.NAMESPACE, NodeKind.ROOT}:
        return ()
    above = field_of(node.parent) if isinstance(node.parent, XmlNode) else ()
    return (*above, node.name) if node.kind is NodeKind.ELEMENT else above
