"""Compiling: what is refused before anybody answers, how a resolver is asked, what a compiled expression gives.

1. Unknown functions, prefixes and variables, wrong numbers of arguments, and values where nodes belong are refused
   while compiling, wherever they stand.
2. A resolver is asked for paths without predicates that start at the root or at the expression's node, and nothing
   else; what it finds is what walking finds.
3. Inside a predicate an absolute path, and one from `current()`, still starts from the expression's own node.
4. Every function of the specification can be called by its name.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random

import pytest

from forms.errors import FormsCode
from forms.xpath.calling import usages
from forms.xpath.compiling import Finder, Mistakes, compile_expression
from forms.xpath.functions.table import CORE
from forms.xpath.nodes import Context, Node, NodeSet
from forms.xpath.parsing import parse
from forms.xpath.printing import to_text
from forms.xpath.syntax import Path
from records.errors import Fact, Known
from tests.support.xml_nodes import Surroundings, XmlNode, read_xml

FORM = """
<model>
  <instance>
    <data><age>34</age><place>north</place><row><n>1</n><m>a</m></row><row><n>2</n><m>b</m></row><row><n/><m/></row></data>
  </instance>
  <instance id="places">
    <root>
      <item><name>north</name><label>The North</label><zone>1</zone></item>
      <item><name>south</name><label>The South</label><zone>2</zone></item>
    </root>
  </instance>
</model>"""
SPECIFIED = """
    string concat join substr substring-before substring-after translate string-length normalize-space contains
    starts-with ends-with uuid digest pulldata if coalesce once true false boolean boolean-from-string not regex
    checklist weighted-checklist number random int sum max min round pow log log10 abs sin cos tan asin acos atan
    atan2 sqrt exp exp10 pi count count-non-empty position instance current randomize today now format-date
    format-date-time date date-time decimal-date-time decimal-time selected selected-at count-selected
    jr:choice-name jr:itext indexed-repeat area distance geofence base64-decode extract-signed last id local-name
    namespace-uri name substring lang floor ceiling
"""


def surroundings() -> Surroundings:
    document = read_xml(FORM)
    root = document.at("/*[1]/*[1]")
    root.parent = None
    return Surroundings(document, root, datetime(2026, 4, 30, 12, tzinfo=UTC), UTC, Random(1))


def element(environment: Surroundings, path: str) -> XmlNode:
    """The node at `/*[1]/...`, seen from the form's root."""
    return environment.document.at("/*[1]/*[1]").at(path)


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("explode(1)", FormsCode.UNKNOWN_FUNCTION, {"function": "explode"}),
        ("false() and explode()", FormsCode.UNKNOWN_FUNCTION, {"function": "explode"}),
        ("/data/row[explode(n)]", FormsCode.UNKNOWN_FUNCTION, {"function": "explode"}),
        ("itext('a')", FormsCode.UNKNOWN_FUNCTION, {"function": "itext"}),
        ("x:itext('a')", FormsCode.UNKNOWN_PREFIX, {"prefix": "x"}),
        ("/data/x:age", FormsCode.UNKNOWN_PREFIX, {"prefix": "x"}),
        ("//x:*", FormsCode.UNKNOWN_PREFIX, {"prefix": "x"}),
        ("$age", FormsCode.UNKNOWN_VARIABLE, {"variable": "age"}),
        (
            "selected(1)",
            FormsCode.WRONG_ARGUMENTS,
            {"function": "selected", "given": 1, "expects": "selected(string, string) -> boolean"},
        ),
        (
            "weighted-checklist(1, 2, 3)",
            FormsCode.WRONG_ARGUMENTS,
            {
                "function": "weighted-checklist",
                "given": 3,
                "expects": "weighted-checklist(number, number, (booleans, numbers)*) -> boolean",
            },
        ),
        ("count('a')", FormsCode.NOT_NODES, {"where": "count()"}),
        ("1 | /data", FormsCode.NOT_NODES, {"where": "|"}),
        ("'a'/b", FormsCode.NOT_NODES, {"where": "path"}),
        ("('a')[1]", FormsCode.NOT_NODES, {"where": "path"}),
        ("sum(/data/age + 1)", FormsCode.NOT_NODES, {"where": "sum()"}),
    ],
)
def test_what_cannot_work_is_refused_while_compiling(text: str, code: FormsCode, facts: Mapping[str, Fact]) -> None:
    with pytest.raises(Known) as refused:
        compile_expression(parse(text))
    assert refused.value.code is code
    assert refused.value.facts == facts


def test_a_mistake_can_wait_until_it_is_reached() -> None:
    environment = surroundings()
    context = Context(element(environment, "/*[1]"), environment)
    compiled = compile_expression(parse("/data/age > 3 or explode()"), mistakes=Mistakes.RAISED_WHEN_REACHED)
    assert compiled.as_boolean(context)
    reached = compile_expression(parse("/data/age < 3 or explode()"), mistakes=Mistakes.RAISED_WHEN_REACHED)
    with pytest.raises(Known) as refused:
        reached.as_boolean(context)
    assert refused.value.code is FormsCode.UNKNOWN_FUNCTION


def test_a_value_is_no_node_set() -> None:
    environment = surroundings()
    context = Context(element(environment, "/*[1]"), environment)
    for text in ("1 + 1", "'a'", "if(true(), 1, /data)", "count(/data/row)"):
        with pytest.raises(Known) as refused:
            compile_expression(parse(text)).as_nodes(context)
        assert refused.value.code is FormsCode.NOT_NODES


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/data/age + ../n", ["/data/age", "../n"]),
        ("/data/row[n = 1]/m", []),
        ("/data/row[n = /data/age]/m", ["/data/age"]),
        ("instance('places')/root/item[name = current()/../m]/label", ["../m"]),
        ("instance('places')/root/item[name = /data/place]/label", ["/data/place"]),
        (". > 3", []),
        ("current()/../n", ["../n"]),
        ("sum(/data/row/n)", ["/data/row/n"]),
    ],
)
def test_a_resolver_is_asked_for_simple_paths(text: str, asked: list[str]) -> None:
    questions: list[str] = []

    def resolver(path: Path) -> Finder | None:
        questions.append(to_text(path))
        return None

    compile_expression(parse(text), resolver=resolver)
    assert questions == asked


@pytest.mark.parametrize(
    "text",
    [
        "/data/age + ../n",
        "/data/row[n = /data/row/n]/m",
        "instance('places')/root/item[name = /data/place]/label",
        "instance('places')/root/item[zone = current()/../n]/label",
        "concat(., '-', ../n, '-', /data/place)",
        "sum(/data/row/n[. != '']) div count(/data/row)",
        "position(..)",
        "indexed-repeat(/data/row/m, /data/row, position(..) - 1)",
    ],
)
def test_what_a_resolver_finds_is_what_walking_finds(text: str) -> None:
    environment = surroundings()
    start = element(environment, "/*[1]/*[4]/*[2]")  # m of the second row

    def resolver(path: Path) -> Finder:
        walked = compile_expression(path)

        def find(node: Node) -> NodeSet:
            assert node is start
            return walked.as_nodes(Context(node, environment))

        return find

    resolved = compile_expression(parse(text), resolver=resolver).as_string(Context(start, environment))
    assert resolved == compile_expression(parse(text)).as_string(Context(start, environment))
    assert resolved


def test_paths_in_a_predicate_start_where_the_specification_says() -> None:
    environment = surroundings()
    context = Context(element(environment, "/*[1]/*[4]/*[2]"), environment)

    def text(expression: str) -> str:
        return compile_expression(parse(expression)).as_string(context)

    assert text("instance('places')/root/item[name = /data/place]/label") == "The North"
    assert text("instance('places')/root/item[zone = current()/../n]/label") == "The South"
    assert text("instance('places')/root/item[zone = ../item[2]/zone]/label") == "The South"
    assert text("instance('nowhere')/root/item/label") == ""
    assert text("pulldata('places', 'label', 'name', 'south')") == "The South"
    assert text("pulldata('places', 'label', 'name', 'east')") == ""
    assert text("jr:choice-name(/data/place, '/data/place')") == "north of /data/place from m"


def test_every_function_of_the_specification_is_there() -> None:
    assert set(usages()) == set(SPECIFIED.split())
    assert usages()["substr"] == "substr(string, number, number?) -> string"
    assert usages()["jr:itext"] == "jr:itext(string) -> any"
    assert set(usages(CORE)) < set(usages())
