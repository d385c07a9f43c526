"""Whatever comes in: it is taken, or refused with a reason, and nothing hangs, grows without end or breaks.

BI1  Ten megabytes pasted into a field stay out of the record, are told, and the rest is answered on.
BI2  A repeat with ten thousand rows is filled in, opened again and changed; what is counted over all rows follows.
BI3  Answers for another form or another version are told question by question.
BI4  Choices that lie in a file of ten thousand rows are offered, found and looked up.
BI5  Expressions of ten thousand characters, and nested hundreds deep, are read or refused with the row.
BI6  Whatever a questionnaire or a stored form is turned into by chance, it runs or is refused (in `--long`).
"""

import json
from pathlib import Path
from random import Random

import pytest

from forms.answer_files import FileKind, Plain, Row, read_answers
from forms.answers import nested, problems_of
from forms.converting import compile_file, compile_source
from forms.errors import FormsCode
from forms.model import Form
from forms.reading import Source
from forms.storing import from_bytes, to_bytes
from records.errors import Known
from tests.support.answering import Answerer
from tests.support.filling import Scenario, compiled, known, session_of, state_of

PASTED = "0123456789" * (1 << 20)
MANY = 10_000
ROWS = """
    | survey |
    | | type | name | label | relevant | calculation |
    | | begin repeat | person | P | | |
    | | text | name | N | | |
    | | integer | age | A | ${name} != '' | |
    | | calculate | double | | | ${age} * 2 |
    | | end repeat | | | | |
    | | calculate | all | | | sum(${age}) |
    | | calculate | people | | | count(${person}) |
"""


KINDS = ("text", "integer", "date", "geopoint", "select_one x", "select_multiple x", "geoshape")


@pytest.mark.parametrize("kind", KINDS)
def test_bi1_ten_megabytes_pasted(kind: str) -> None:
    form = Scenario(f"""
        | survey |
        | | type | name | label | constraint |
        | | {kind} | a | A | regex(., '^.*$') and string-length(.) < 20 |
        | | text | b | B | |
        | choices |
        | | list_name | name | label |
        | | x | p | P |
    """)
    form["a"] = PASTED
    form["b"] = "on"
    assert form.wrong == {"a": "kind"}
    assert form.answers == {"b": "on"}
    form["a"] = None
    assert form.wrong == {}


def test_bi1_ten_megabytes_in_a_file_of_answers() -> None:
    form = compiled("| survey |\n| | type | name | label |\n| | text | a | A |\n")
    row = read_answers(json.dumps({"a": PASTED}).encode(), FileKind.JSON)[0]
    assert [problem.code for problem in problems_of(session_of(form), row)] == [FormsCode.ANSWER_WRONG_KIND]


def test_bi2_ten_thousand_rows() -> None:
    form = compiled(ROWS)
    session = session_of(form)
    people: list[Plain] = [{"name": "x", "age": number % 90} for number in range(MANY)]
    assert problems_of(session, Row(1, {"person": people})) == ()
    total = sum(number % 90 for number in range(MANY))
    assert (session.value("all"), session.value("people")) == (str(total), str(MANY))
    again = session_of(form, session.draft_answers(), rows="n")
    row = again.rows("person")[5]
    again.set(f"{row}/age", "90")
    again.remove_row(again.rows("person")[0])
    again.add_row("person")
    assert (again.value("all"), again.value("people")) == (str(total + 90 - 5 - 0), str(MANY))
    assert again.problems() == ()


def test_bi2_one_row_too_many_in_a_list_is_refused() -> None:
    people: list[Plain] = [{"name": "x"} for _ in range(MANY + 1)]
    problems = problems_of(session_of(compiled(ROWS)), Row(1, {"person": people}))
    assert {problem.code for problem in problems} <= {
        FormsCode.ANSWER_WRONG_KIND,
        FormsCode.ANSWER_UNKNOWN_QUESTION,
        FormsCode.ANSWER_NOT_ASKED,
    }
    assert problems


def test_bi3_answers_for_another_form_or_version() -> None:
    old = compiled(ROWS)
    new = compiled(ROWS.replace("| text | name |", "| integer | name |").replace("${name} != ''", "${name} > 0"))
    answers = Row(1, {"person": [{"name": "Ana", "age": 4}]})
    session = session_of(old)
    assert problems_of(session, answers) == ()
    assert nested(old, session.answers())["all"] == "4"
    told = {(problem.code, problem.facts["column"]) for problem in problems_of(session_of(new), answers)}
    assert (FormsCode.ANSWER_WRONG_KIND, "person[1]/name") in told
    other = compiled("| survey |\n| | type | name | label |\n| | text | village | V |\n")
    problems = problems_of(session_of(other), answers)
    assert {problem.code for problem in problems} == {FormsCode.ANSWER_UNKNOWN_QUESTION}
    assert problems[0].facts["column"] == "person"


def test_bi4_ten_thousand_choices_in_a_file(tmp_path: Path) -> None:
    rows = "".join(f"c{number},Town {number},r{number % 100}\n" for number in range(MANY))
    (tmp_path / "towns.csv").write_text(f"name,label,region\n{rows}", encoding="utf-8")
    path = tmp_path / "form.md"
    path.write_text(
        "| survey |\n| | type | name | label | choice_filter | calculation |\n| | text | r | R | | |\n"
        "| | select_one_from_file towns.csv | town | T | region = ${r} | |\n"
        "| | calculate | pulled | | | pulldata('towns', 'label', 'name', ${town}) |\n"
        "| | calculate | said | | | jr:choice-name(${town}, '${town}') |\n",
        encoding="utf-8",
    )
    session = session_of(from_bytes(to_bytes(compile_file(path))))
    session.set("r", "r7")
    assert len(session.choices("town")) == MANY // 100
    session.set("town", "c107")
    assert (session.value("pulled"), session.value("said"), session.problems()) == ("Town 107", "Town 107", ())


LONG = {
    "ten thousand characters": " or ".join(f"${{a}} = '{number}'" for number in range(700)),
    "a sum of thousands": "+".join(["1"] * 4000) + " > ${a}",
    "brackets, 500 deep": "(" * 500 + "${a}" + ")" * 500,
    "functions, 500 deep": "not(" * 500 + "${a}" + ")" * 500,
    "predicates, 500 deep": "/data/a" + "[/data/a" * 500 + "]" * 500,
    "minus, 500 times": "-" * 500 + "${a}",
}


def asking(condition: str) -> str:
    """A form with one condition."""
    head = "| survey |\n| | type | name | label | relevant |\n"
    return f"{head}| | text | a | A | |\n| | text | b | B | {condition} |\n"


@pytest.mark.parametrize("name", LONG)
def test_bi5_long_and_deep_expressions(name: str) -> None:
    try:
        form = Scenario(asking(LONG[name]))
    except Known as problem:
        code, facts = problem.code, problem.facts
    else:
        form["a"] = "5"
        form.session.problems()
        return
    assert code in (FormsCode.FORM_EXPRESSION, FormsCode.FORM_MISTAKE)
    assert facts["row"] == 3


def test_bi5_ten_thousand_characters_are_read() -> None:
    assert len(LONG["ten thousand characters"]) > MANY
    form = Scenario(asking(LONG["ten thousand characters"]))
    assert not form.relevant("b")
    form["a"] = "699"
    assert form.relevant("b")


FOLDER = Path(__file__).parents[1] / "vectors" / "xlsforms"
MEDIA = FOLDER / "all-question-types-v2024091201-3-media" / "cities.geojson"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".xlsx", ".xml")))
def test_bi6_worn_questionnaires(name: str, seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    raw = bytearray((FOLDER / name).read_bytes())
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randint(0, 12)] = chance.randbytes(chance.randint(0, 12))
    (tmp_path / name).write_bytes(raw)
    (tmp_path / MEDIA.name).write_bytes(MEDIA.read_bytes())
    found: list[Form] = []
    assert known(lambda: found.append(compile_source(Source(tmp_path / name)))) in {None, *FormsCode}
    for form in found:
        session = session_of(from_bytes(to_bytes(form)))
        Answerer(chance).answer_all(session)
        state_of(session)


WORDS = ("relevant", "constraint", "calculation", "required", "default", "choice_filter", "repeat_count", "trigger")
LEAVES = (
    *("${a}", "${b}", "${n}", "${c}", "${none}", ".", "..", "/data/a", "//*", "'x'", "1", "0.5", "-3"),
    *("today()", "position(..)", "instance('x')/root/item", "../*", "ancestor::*", "${p}", "@a", "$v"),
    *("", "\x7f", "\\", "'2026-11-22'"),
)
AROUND = (
    *("not({})", "count({})", "sum({})", "string({})", "once({})", "number({})", "date({})", "int({})"),
    *("({})", "{}[1]", "{}/..", "if({0}, {0}, 'y')", "{} and {}", "{} or {}", "{} = {}", "{} < {}", "join(' ', {})"),
    *("{} div {}", "{} - {}", "{} * {}", "coalesce({}, {})", "concat({}, {})", "indexed-repeat({}, ${{p}}, {})"),
    *("selected({}, {})", "nope({})", "jr:choice-name({}, '${{c}}')", "randomize({}, {})", "regex({}, {})"),
    *("format-date({}, '%Y')", "substr({}, {})"),
)


def expression(chance: Random, depth: int) -> str:
    """An expression as a child would put one together: mostly one that can be read."""
    if not depth or chance.random() < 0.3:
        return chance.choice(LEAVES if chance.random() < 0.1 else LEAVES[:4])
    around = chance.choice(AROUND)
    return around.format(*(expression(chance, depth - 1) for _ in range(2)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1500))
def test_bi6_questionnaires_of_chance(seed: int) -> None:
    chance = Random(seed)
    asked = ("text | a", "integer | b", "select_one x | c", "begin repeat | p", "integer | n", "calculate | d")
    cells = {kind: dict.fromkeys(WORDS, "") for kind in (*asked, "end repeat |")}
    cells["calculate | d"]["calculation"] = "1"
    for _ in range(chance.randint(1, 4)):
        written = expression(chance, 3).replace("|", "")
        cells[chance.choice(asked)][chance.choice(WORDS[:4])] = written
    rows = [f"| | {kind} | L | {' | '.join(of.values())} |" for kind, of in cells.items()]
    table = "\n".join(["| survey |", f"| | type | name | label | {' | '.join(WORDS)} |", *rows])
    choices = "\n| choices |\n| | list_name | name | label |\n| | x | p | P |\n"
    found: list[Form] = []
    assert known(lambda: found.append(compiled(table + choices))) in {None, *FormsCode}
    for form in found:
        session = session_of(form)
        Answerer(chance).answer_all(session)
        state_of(session_of(form, session.draft_answers()))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(400))
def test_bi6_stored_forms_of_chance(seed: int) -> None:
    chance = Random(seed)
    raw = bytearray(to_bytes(compiled(ROWS)))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randint(0, 5)] = bytes(chance.choices(b'{}[]",:0123abcpath#$', k=chance.randint(0, 5)))
    assert known(lambda: session_of(from_bytes(bytes(raw)))) in {None, *FormsCode}
