"""Promises: every mistake in a questionnaire is told with sheet and row; what cannot work here is refused by name; a
file that is no questionnaire, or means harm, is refused and breaks nothing.
"""

import io
import zipfile
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from forms.converting import compile_file
from forms.errors import FormsCode
from forms.reading import LARGEST
from forms.storing import schema_of
from forms.workbooks import LARGEST_UNPACKED
from records.errors import Known
from records.schema import Class
from tests.support.filling import compiled, known, session_of

SURVEY = "| survey |\n| | type | name | label | {columns} |\n"
CHOICES = "| choices |\n| | list_name | name | label |\n| | x | p | P |\n| | x | q | Q |\n"
KINGA = '| settings |\n| | form_id | namespaces |\n| | f | kinga="urn:kinga:forms" |\n'


def refusal(table: str) -> Known:
    with pytest.raises(Known) as problem:
        compiled(table)
    return problem.value


def survey(columns: str, *rows: str) -> str:
    return SURVEY.format(columns=columns) + "".join(f"| | {row} |\n" for row in rows)


MISTAKES = {
    "a reference to nothing": (
        survey("relevant", "text | a | A | ", "text | b | B | ${zz} = 1"),
        {"sheet": "survey", "row": 3, "column": "relevant"},
    ),
    "a reference to nothing in a label": (
        survey("", "text | a | A ${zz} | "),
        {"sheet": "survey", "row": 2, "column": "label"},
    ),
    "a name twice": (survey("", "text | a | A | ", "text | a | A | "), {"sheet": "survey", "row": 3, "column": "name"}),
    "a name that is none": (survey("", "text | a b | A | "), {"sheet": "survey", "row": 2, "column": "name"}),
    "a type nobody knows": (survey("", "text | a | A | ", "txt | b | B | "), {"sheet": "survey", "row": 3}),
    "a group without end": (survey("", "begin group | g | G | ", "text | b | B | "), {"sheet": "survey", "row": 2}),
    "an end without group": (survey("", "text | b | B | ", "end group | | | "), {"sheet": "survey", "row": 3}),
    "a choice twice": (
        survey("", "select_one x | a | A | ") + CHOICES + "| | x | p | P |\n",
        {"sheet": "choices", "row": 4, "column": "name"},
    ),
    "no label": (survey("", "text | a | A | ", "text | b | | "), {"sheet": "survey", "row": 3}),
    "no calculation": (survey("calculation", "calculate | a | | "), {"sheet": "survey", "row": 2}),
    "a reference left open": (
        survey("relevant", "text | a | A | ", "text | b | B | ${a = 1"),
        {"sheet": "survey", "row": 3, "column": "relevant"},
    ),
    "a letter nobody sees": (survey("", "text | a | A\x0bB | "), {"sheet": "survey", "row": 2, "column": "label"}),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_sheet_and_row(name: str) -> None:
    table, place = MISTAKES[name]
    problem = refusal(table)
    assert problem.code is FormsCode.FORM_MISTAKE
    assert {fact: problem.facts[fact] for fact in place} == place
    assert problem.facts["says"]
    assert "[row" not in str(problem.facts["says"])


EXPRESSIONS = {
    "an unknown function": ("relevant", "b_l_o_b(${a})", "unknown-function"),
    "a function of KoBo's": ("calculation", "pulldata-local(${a})", "unknown-function"),
    "wrong arguments": ("constraint", "selected(.)", "wrong-arguments"),
    "unknown prefix": ("required", "x:y(${a})", "unknown-prefix"),
    "brackets": ("relevant", "${a} = )", "expression-syntax"),
    "a variable": ("readonly", "$a", "unknown-variable"),
    "a count of a value": ("calculation", "count(1 + 1)", "not-nodes"),
    "brackets without end": ("relevant", "not(" * 200 + "1" + ")" * 200, "expression-too-deep"),
    "letters without end": ("relevant", "'" + "x" * 40_000 + "'", "expression-too-long"),
    "a number without end": ("relevant", "9" * 400, "expression-syntax"),
}
WRITTEN = {"calculation": "calculation", "readonly": "read_only"}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_that_cannot_work_is_told(name: str) -> None:
    column, expression, why = EXPRESSIONS[name]
    table = survey(
        column, "text | a | A | ", "begin group | g | G | ", f"text | b | B | {expression}", "end group | | | "
    )
    problem = refusal(table)
    assert problem.code is FormsCode.FORM_EXPRESSION
    told = {fact: problem.facts[fact] for fact in ("sheet", "row", "column", "field", "why")}
    assert told == {"sheet": "survey", "row": 4, "column": WRITTEN.get(column, column), "field": "g/b", "why": why}


def test_loosely_written_columns_are_told_all_the_same() -> None:
    table = (
        "| survey |\n| | Type | Name | Label | Relevance |\n| | Begin Group | g | G | |\n| | text | a | A | nope(.) |\n"
    )
    problem = refusal(
        (table + "| | End Group | | | |\n").replace("Begin Group", "begin group").replace("End G", "end g")
    )
    assert (problem.facts["row"], problem.facts["field"]) == (3, "g/a")


def test_an_expression_in_a_choice_filter_or_default_is_told() -> None:
    table = survey("choice_filter", "select_one x | a | A | nope(name)") + CHOICES
    assert refusal(table).facts["column"] == "choice_filter"
    problem = refusal(survey("default", "text | a | A | ", "text | b | B | concat(nope(), ${a})"))
    assert (problem.facts["column"], problem.facts["row"]) == ("default", 3)


CIRCLES = {
    "two calculations": (
        survey("calculation", "calculate | a | | ${b} + 1", "calculate | b | | ${a} + 1"),
        {"a", "b"},
    ),
    "three of different kinds": (
        survey(
            "calculation | relevant",
            "calculate | a | | ${b} | ",
            "text | b | B | | ${c} = 1",
            "calculate | c | | concat(${a}, 1) | ",
        ),
        {"a", "b", "c"},
    ),
    "itself": (survey("calculation", "calculate | a | | ${a} + 1"), {"a"}),
    "asked only when answered": (survey("relevant", "text | a | A | ${a} != ''"), {"a"}),
    "a group asked by what is in it": (
        survey("relevant", "begin group | g | G | ${a} != ''", "text | a | A | ", "end group | | | "),
        {"g", "g/a"},
    ),
    "rows counted by what is in them": (
        survey("repeat_count", "begin repeat | r | R | count(${a}) + 1", "text | a | A | ", "end repeat | | | "),
        {"r", "r_count"},
    ),
}


@pytest.mark.parametrize("name", CIRCLES)
def test_questions_that_wait_for_each_other_are_named(name: str) -> None:
    table, fields = CIRCLES[name]
    problem = refusal(table)
    assert problem.code is FormsCode.FORM_CIRCLE
    assert set(problem.facts["fields"]) == fields  # type: ignore[arg-type]
    assert problem.facts["row"] >= 2  # type: ignore[operator]


SECRET = "text | a | A | | | | protected"
LOWERED = {
    "calculated": ("calculate | b | | ${a} | | | network", FormsCode.FORM_CALCULATION_LOWER),
    "calculated through another": ("calculate | b | | concat('x', string-length(${a})) | | | ", None),
    "by default": ("text | b | B | | ${a} | | network", FormsCode.FORM_CALCULATION_LOWER),
    "by a trigger": ("text | b | B | ${a} | | ${a} | network", FormsCode.FORM_CALCULATION_LOWER),
    "by a choice of rows": ("select_one ${a} | b | B | | | | restricted", FormsCode.FORM_CALCULATION_LOWER),
    "of the same class": ("calculate | b | | ${a} | | | protected", None),
}


@pytest.mark.parametrize("name", LOWERED)
def test_no_answer_is_let_down_into_a_lower_class(name: str) -> None:
    row, _ = LOWERED[name]
    columns = "calculation | default | trigger | bind::kinga:class"
    rows = (
        ["begin repeat | r | R | | | | ", SECRET, "end repeat | | | | | | ", row] if "rows" in name else [SECRET, row]
    )
    if name == "of the same class":
        assert schema_of(compiled(survey(columns, *rows) + KINGA)).by_path["b"].value_class is Class.PROTECTED
        return
    problem = refusal(survey(columns, *rows) + KINGA)
    assert problem.code is FormsCode.FORM_CALCULATION_LOWER
    assert (problem.facts["field"], problem.facts["row"]) == ("b", 5 if "rows" in name else 3)
    assert problem.facts["reads"] in ("a", "r/a")


@pytest.mark.parametrize("mark", ["secret | ", " | nickname", "PROTECTED | "])
def test_classes_and_meanings_nobody_knows(mark: str) -> None:
    problem = refusal(
        survey("bind::kinga:class | bind::kinga:facet", "text | a | A | | ", f"text | b | B | {mark}") + KINGA
    )
    assert (problem.code, problem.facts["row"]) == (FormsCode.FORM_CLASS, 3)


def test_what_a_group_says_of_its_class_holds_for_all_inside() -> None:
    table = survey(
        "bind::kinga:class",
        "begin group | g | G | protected",
        "begin repeat | r | R | ",
        "text | a | A | ",
        "text | b | B | network",
        "end repeat | | | ",
        "end group | | | ",
        "text | c | C | ",
    )
    classes = {one.path: one.value_class for one in schema_of(compiled(table + KINGA)).fields}
    assert classes == {"g/r/a": Class.PROTECTED, "g/r/b": Class.NETWORK, "c": Class.RESTRICTED}


NOT_OURS = {
    "kobomatrix": (
        survey("", "text | z | Z | ", "begin_kobomatrix | a | A | ", "end_kobomatrix | | | "),
        "begin_kobomatrix",
        "kobo-only",
    ),
    "rank of KoBo": (
        survey("", "text | z | Z | ", "begin_rank | a | A | ", "rank__level | b | B | "),
        "begin_rank",
        "kobo-only",
    ),
    "kobo--rank": (survey("", "text | z | Z | ", "begin_kobo--rank | a | A | "), "begin_kobo--rank", "kobo-only"),
    "score": (
        survey("", "text | z | Z | ", "begin_score | a | A | ", "score__row | b | B | "),
        "begin_score",
        "kobo-only",
    ),
    "search": (
        survey("appearance", "text | z | Z | ", "select_one x | a | A | minimal search('f')") + CHOICES,
        "search()",
        "search-function",
    ),
    "the last time": (
        survey("default", "text | z | Z | ", "text | a | A | ${last-saved#z}"),
        "last-saved",
        "last-time",
    ),
    "a name XML does not know": (survey("", "text | z | Z | ", "text | ስም | A | "), "ስም", "letters-of-name"),
}


@pytest.mark.parametrize("name", NOT_OURS)
def test_what_cannot_work_here_is_refused_by_name(name: str) -> None:
    table, what, why = NOT_OURS[name]
    problem = refusal(table)
    assert problem.code is FormsCode.FORM_NOT_SUPPORTED
    assert (problem.facts["what"], problem.facts["row"], problem.facts["why"]) == (what, 3, why)


BESIDE = {
    "a file of choices": (survey("", "text | z | Z | ", "select_one_from_file towns.csv | a | A | "), "towns.csv"),
    "a map of choices": (survey("", "text | z | Z | ", "select_one_from_file t.geojson | a | A | "), "t.geojson"),
    "pulldata": (survey("calculation", "text | z | Z | ", "calculate | a | | pulldata('t', 'p', 'n', ${z})"), "t.csv"),
    "a table beside": (survey("", "text | z | Z | ", "csv-external | towns | T | "), "towns.csv"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_file_that_is_not_beside_the_form_is_named(name: str) -> None:
    table, file = BESIDE[name]
    problem = refusal(table)
    assert problem.code is FormsCode.FORM_FILE
    assert (problem.facts["file"], problem.facts["row"], problem.facts["why"]) == (file, 3, "file-missing")


def test_groups_without_end_are_refused() -> None:
    rows = [f"begin group | g{number} | G | " for number in range(400)]
    problem = refusal(survey("", *rows, "text | a | A | ", *["end group | | | "] * 400))
    assert problem.code is FormsCode.FORM_NOT_SUPPORTED
    assert problem.facts["row"] > 2  # type: ignore[operator]


@cache
def bad_files() -> dict[str, bytes]:
    book = io.BytesIO()
    Workbook().save(book)
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/workbook.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(LARGEST_UNPACKED // (8 << 20) + 1):
            member.write(bytes(8 << 20))
    html = b'<h:html xmlns:h="http://www.w3.org/1999/xhtml">'
    return {
        "nothing": b"",
        "a letter": b"Dear all, the meeting is on Monday.",
        "no text": bytes(range(256)),
        "an empty workbook": book.getvalue(),
        "half a workbook": book.getvalue()[:1000],
        "an old workbook that is none": b"\xd0\xcf\x11\xe0" + bytes(2000),
        "a workbook that grows": bomb.getvalue(),
        "too large": b"| survey |\n" + bytes(LARGEST),
        "XML that is no form": b"<html/>",
        "half an XML": b"<h:html",
        "a form without model": html + b"</h:html>",
        "XML with entities": b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
        "XML that asks for a file": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "XML without end": b"<a>" * 100_000,
        "deep XML": b"<a>" * 5000 + b"</a>" * 5000,
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
    }


@pytest.mark.parametrize("name", bad_files())
def test_a_file_that_is_no_questionnaire_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(bad_files()[name])
    with pytest.raises(Known) as problem:
        compile_file(path)
    assert (problem.value.code, problem.value.facts["path"]) == (FormsCode.FORM_UNREADABLE, str(path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.md", tmp_path):
        with pytest.raises(Known) as problem:
            compile_file(path)
        assert problem.value.code is FormsCode.FORM_UNREADABLE


def test_a_workbook_of_people_compiles_whatever_else_is_in_it(tmp_path: Path) -> None:
    """Hidden sheets, formulas, numbers as cells, empty rows: mistakes are told with the spreadsheet's own row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Survey"
    for row in (
        ["Type", "Name", "Label", "relevant", "default"],
        ["integer", "a", "A", None, 5],
        [],
        ["text", "b", "=1+1", "nope()"],
    ):
        sheet.append(row)
    book.create_sheet("notes").sheet_state = "hidden"
    path = tmp_path / "people.xlsx"
    book.save(path)
    with pytest.raises(Known) as problem:
        compile_file(path)
    assert problem.value.facts["row"] == 4
    sheet["C4"], sheet["D4"] = "B", "${a} = 5"
    book.save(path)
    session = session_of(compile_file(path))
    assert (session.value("a"), session.is_relevant("b")) == ("5", True)


def test_a_formula_counts_as_what_it_came_to_and_is_never_worked_out(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (
        ["type", "name", "label", "relevant"],
        ["text", "a", "A"],
        ["text", "b", "B", '=CONCATENATE("no","pe")'],
    ):
        sheet.append(row)
    book.save(tmp_path / "formula.xlsx")
    with pytest.raises(Known) as problem:
        compile_file(tmp_path / "formula.xlsx")
    told = {fact: problem.value.facts[fact] for fact in ("sheet", "row", "column", "why")}
    assert told == {"sheet": "survey", "row": 3, "column": "D", "why": "formula"}
    raw = (tmp_path / "formula.xlsx").read_bytes()
    came = _replaced(raw, b"</f><v /></c>", b"</f><v>${a} = 1</v></c>", b"</f><v></v></c>")
    (tmp_path / "came.xlsx").write_bytes(came)
    assert not session_of(compile_file(tmp_path / "came.xlsx")).is_relevant("b")


def _replaced(raw: bytes, old: bytes, new: bytes, other: bytes) -> bytes:
    """The workbook as a spreadsheet keeps it: with what its formula came to."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(kept, "w") as written:
        for name in packed.namelist():
            content = packed.read(name).replace(other, old).replace(old, new)
            written.writestr(name, content.replace(b'<c r="D3">', b'<c r="D3" t="str">'))
    return kept.getvalue()


WORN = (
    survey("relevant", "text | a | A | ", "begin repeat | r | R | ", "integer | n | N | ${a} = 1", "end repeat | | | ")
    + CHOICES
).encode()


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 1 << 30))
def test_worn_questionnaires_compile_or_are_refused(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = Random(seed)
    raw = bytearray(WORN)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randint(0, 6)] = bytes(chance.choice(b"| ${}()=.,'\"\n\xff\x00abg") for _ in range(3))
    path = tmp_path_factory.getbasetemp() / "worn.md"
    path.write_bytes(bytes(raw))
    assert known(lambda: session_of(compile_file(path))) in {None, *FormsCode}
