"""ODK's own XPath tests, case by case, and the table of them in `docs/formats/forms-subset.md`.

See `xpath/SOURCES.md`. Set KINGA_WRITE_TABLES=1 to write the table instead of checking it.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from math import copysign, inf, isnan, nan
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms.xpath.calling import usages
from forms.xpath.compiling import Compiled, Mistakes, compile_expression
from forms.xpath.functions.table import CORE, ODK
from forms.xpath.nodes import Context
from forms.xpath.parsing import parse
from records.errors import Known
from tests.support.xml_nodes import Surroundings, XmlNode, read_xml

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "docs" / "formats" / "forms-subset.md"
WRITE = "KINGA_WRITE_TABLES" in os.environ

NOT_PASSED: dict[str, str] = {}
"""Cases that do not pass, by id, each with the reason. A case that passes may not be listed."""

RECORDED: dict[str, Any] = json.loads((HERE / "xpath" / "cases.json").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in RECORDED["cases"]}
ZONE = ZoneInfo(RECORDED["defaults"]["timezone"])
XFORMS = RECORDED["defaults"]["default_namespace"]
NUMBERS = {"NaN": nan, "Infinity": inf, "-Infinity": -inf, "-0": -0.0}


@pytest.mark.parametrize("identifier", CASES)
def test_case(identifier: str) -> None:
    reason = NOT_PASSED.get(identifier)
    if reason is None:
        _run(CASES[identifier])
        return
    with pytest.raises((AssertionError, Known)):
        _run(CASES[identifier])


def test_nearly_all_pass() -> None:
    assert set(NOT_PASSED) <= set(CASES)
    assert len(NOT_PASSED) < 0.03 * len(CASES)


def test_the_tables_in_the_document_are_true() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    wanted = _filled(_filled(text, "functions", _functions()), "conformance", _conformance())
    if WRITE:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    assert WRITE or text == wanted


def _filled(text: str, name: str, content: str) -> str:
    """Put `content` between the two marks of that name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n{content}{end}{after}"


def _functions() -> str:
    lines = [f"{usage}{'' if name in usages(CORE) else '  (ODK)'}" for name, usage in usages().items()]
    return "\n".join(["", "```", *lines, "```", "", ""])


def _conformance() -> str:
    files = Counter(_file(case) for case in CASES.values())
    failed = Counter(_file(CASES[identifier]) for identifier in NOT_PASSED)
    rows = [f"| {name} | {number - failed[name]} | {number} |" for name, number in sorted(files.items())]
    total = f"| **all** | **{len(CASES) - len(NOT_PASSED)}** | **{len(CASES)}** |"
    reasons = [f"* `{identifier}`: {reason}" for identifier, reason in sorted(NOT_PASSED.items())]
    lines = ["", "| test file | passed | all |", "|---|---:|---:|", *rows, total, ""]
    return "\n".join([*lines, *(reasons or ["No case is left out."]), "", ""])


def _file(case: Mapping[str, Any]) -> str:
    return str(case["file"]).removeprefix("packages/xpath/test/").removesuffix(".test.ts")


def _run(case: Mapping[str, Any]) -> None:
    if case["type"] == "error":
        with pytest.raises(Known):
            _compiled(case).evaluate(_context(case))
        return
    _check(case, _compiled(case), _context(case))


def _compiled(case: Mapping[str, Any]) -> Compiled:
    options = case["options"]
    is_core = "/native/" in case["file"] or options.get("core_functions_only", False)
    return compile_expression(
        parse(case["expr"]),
        namespaces={"": XFORMS} | case["namespaces"],
        library=CORE if is_core else ODK,
        mistakes=Mistakes.RAISED_WHEN_REACHED,
    )


def _context(case: Mapping[str, Any]) -> Context:
    options = case["options"]
    document = read_xml(RECORDED["documents"][case["doc"]])
    node = document.at(case["context"])
    root = document.at(options.get("root", "/"))
    root.parent = None
    time = datetime.fromisoformat(options.get("now", "2026-04-30T12:00:00-07:00"))
    return Context(node, Surroundings(document, root, time, ZONE, Random(case["id"]), options.get("language")))


def _check(case: Mapping[str, Any], compiled: Compiled, context: Context) -> None:
    expected, options = case["expected"], case["options"]
    match case["type"]:
        case "string":
            actual = compiled.as_string(context)
            assert (actual.lower() if "note" in options else actual) == expected
        case "number":
            _check_number(compiled.as_number(context), NUMBERS.get(expected, expected), case["tolerance"])
        case "boolean":
            assert compiled.as_boolean(context) is expected
        case "string-matches":
            flags = re.IGNORECASE if options.get("flags") == "i" else 0
            assert re.search(expected, compiled.as_string(context), flags)
        case "string-length":
            assert len(compiled.as_string(context)) == expected
        case "strings":
            assert [node.text for node in compiled.as_nodes(context)] == expected
        case "first-node":
            assert compiled.as_nodes(context)[0] is _document(context).at(expected)
        case "nodeset-count":
            _check_nodes(case, compiled, context)
        case other:
            raise AssertionError(f"unknown type of case: {other}")


def _check_number(actual: float, expected: float, tolerance: float | None) -> None:
    assert isinstance(actual, float)
    if isnan(expected):
        assert isnan(actual)
    elif tolerance:
        assert abs(actual - expected) <= tolerance
    else:
        assert actual == expected
        assert copysign(1, actual) == copysign(1, expected)


def _check_nodes(case: Mapping[str, Any], compiled: Compiled, context: Context) -> None:
    nodes = compiled.as_nodes(context)
    assert len(nodes) == case["expected"]
    if "nodes" not in case["options"]:
        return
    wanted = [_document(context).at(path) for path in case["options"]["nodes"]]
    if case["options"].get("unordered"):
        assert set(nodes) == set(wanted)
    else:
        assert list(nodes) == wanted


def _document(context: Context) -> XmlNode:
    environment = context.environment
    assert isinstance(environment, Surroundings)
    return environment.document
