"""What questions ask of each other: relevant, required, read-only, constraint, calculation, default, trigger.

Relevance
  RE1  A question that is not relevant is not asked and its answer does not count; the answer waits and comes back.
  RE2  A group that is not relevant takes everything inside along, at any depth.
  RE3  No expression sees an answer that is not relevant.
  RE4  Relevance settles through chains, in whatever order the form writes them.
  RE5  What changes while a group is away is seen when it comes back.
Required and read-only
  RQ1  A required question without an answer is told, with the form's own words if it has any.
  RQ2  Required may depend on other answers.
  RQ3  Nothing is required of a question that is not relevant, and nothing of what is never asked.
  RO1  A question can only be read when the form says so, always or for now; a calculated one always.
Constraint
  CO1  A constraint speaks of `.`, of other answers, and tells the form's message; an empty answer breaks none.
  CO2  A constraint that cannot be evaluated is not kept.
Calculation
  CA1  Calculations follow from answers and from each other.
  CA2  A calculation that is not relevant does not count.
  CA3  A calculation has the kind of its question: whole numbers are cut off, days become dates.
  CA4  once() keeps its first value.
Default
  DE1  A static default stands from the start, also in a new row, and can be taken away.
  DE2  A dynamic default is set once, when a new filling-in begins, and never when one is opened again.
Trigger
  TR1  A triggered calculation is made when the other answer changes, and only then.
  TR2  A trigger without calculation empties its question.
  TR3  Triggers stay in their row, and reach from outside into rows.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

from records.values import Answers
from tests.support.filling import Scenario, session_of


def test_re1_an_irrelevant_answer_waits() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | relevant |
        | | text | a | A | |
        | | text | b | B | ${a} = 'yes' |
    """)
    assert form.asked == ["a"]
    form["a"] = "yes"
    form["b"] = "here"
    assert form.answers == {"a": "yes", "b": "here"}
    form["a"] = "no"
    assert form.asked == ["a"]
    assert form.answers == {"a": "no"}
    assert form.draft == {"a": "no", "b": "here"}
    form["a"] = "yes"
    assert form.answers == {"a": "yes", "b": "here"}


GROUPS = """
    | survey |
    | | type | name | label | relevant | default |
    | | text | a | A | | yes |
    | | begin group | g | G | ${a} = 'yes' | |
    | | begin group | h | H | | |
    | | text | b | B | | b |
    | | text | c | C | ${b} = 'b' | c |
    | | end group | | | | |
    | | end group | | | | |
    | | calculate | seen | | | |
"""


def test_re2_a_group_takes_all_inside_along() -> None:
    form = Scenario(GROUPS.replace("| | calculate | seen | | | |\n", ""))
    assert form.asked == ["a", "g", "g/h", "g/h/b", "g/h/c"]
    form["a"] = "no"
    assert form.asked == ["a"]
    assert not form.relevant("g/h/c")
    form["g/h/b"] = "other"
    form["a"] = "yes"
    assert form.asked == ["a", "g", "g/h", "g/h/b"]
    assert form.answers == {"a": "yes", "g/h/b": "other"}


def test_re3_no_expression_sees_what_is_not_relevant() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | relevant | calculation |
        | | text | a | A | | |
        | | begin group | g | G | ${a} = 'yes' | |
        | | text | b | B | | |
        | | end group | | | | |
        | | calculate | both | | | concat(${b}, '-', count(/form/g), '-', count-non-empty(/form/g/b), '-', string(/form/g)) |
        | | text | c | C | ${b} = 'x' | |
    """)
    form["a"] = "yes"
    form["g/b"] = "x"
    assert form["both"] == "x-1-1-x"
    assert form.relevant("c")
    form["a"] = "no"
    assert form["both"] == "-0-0-"
    assert not form.relevant("c")


def test_re4_chains_settle_in_any_order() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | relevant |
        | | text | c | C | ${b} = 'x' |
        | | text | b | B | ${a} = 'x' |
        | | text | a | A | |
    """)
    for name in "cba":
        form[name] = "x"
    assert form.asked == ["c", "b", "a"]
    form["a"] = ""
    assert form.asked == ["a"]


def test_re5_what_changed_while_it_was_away() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | relevant | calculation |
        | | text | a | A | | |
        | | text | b | B | | |
        | | begin group | g | G | ${a} != 'away' | |
        | | begin group | h | H | ${b} = 'x' | |
        | | calculate | c | | | ${b} |
        | | text | d | D | ${b} = 'x' | |
        | | end group | | | | |
        | | end group | | | | |
    """)
    form["a"] = "away"
    form["b"] = "x"
    assert form.asked == ["a", "b"]
    form["a"] = "back"
    assert form.asked == ["a", "b", "g", "g/h", "g/h/d"]
    assert form["g/h/c"] == "x"
    form["a"] = "away"
    form["b"] = "y"
    form["a"] = "back"
    assert form.asked == ["a", "b", "g"]


def test_rq1_rq2_rq3_required() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | required | required_message | relevant | calculation |
        | | text | a | A | yes | Say a. | | |
        | | text | b | B | ${a} = 'b' | | | |
        | | text | c | C | yes | | ${a} = 'c' | |
        | | calculate | d | | yes | | | ${c} |
    """)
    assert form.wrong == {"a": "required"}
    assert [one.message for one in form.session.problems()] == ["Say a."]
    assert not form.session.is_required("b")
    form["a"] = "b"
    assert form.session.is_required("b")
    assert form.wrong == {"b": "required"}
    form["a"] = "c"
    assert form.wrong == {"c": "required"}


def test_ro1_read_only() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | readonly | calculation |
        | | text | a | A | | |
        | | text | b | B | yes | |
        | | text | c | C | ${a} = 'x' | |
        | | text | d | D | | 1 + 1 |
        | | note | e | E | | |
    """)
    assert {name: form.session.is_readonly(name) for name in "abcde"} == dict.fromkeys("bde", True) | dict.fromkeys(
        "ac", False
    )
    form["a"] = "x"
    assert form.session.is_readonly("c")


def test_co1_constraint() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | constraint | constraint_message |
        | | integer | least | L | . >= 0 | None is 0. |
        | | integer | most | M | . >= ${least} | Not less than ${least}. |
    """)
    assert form.wrong == {}
    form["most"] = "2"
    form["least"] = "3"
    assert form.wrong == {"most": "constraint"}
    assert [one.message for one in form.session.problems()] == ["Not less than 3."]
    form["most"] = "3"
    assert form.wrong == {}
    form["least"] = "-1"
    assert [(one.path, one.message) for one in form.session.problems()] == [("least", "None is 0.")]


def test_co2_what_cannot_be_evaluated_is_not_kept() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | constraint |
        | | text | a | A | regex(., '[') |
    """)
    form["a"] = "x"
    assert form.wrong == {"a": "constraint"}


def test_ca1_ca2_calculations() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | calculation | relevant |
        | | calculate | sum | | ${twice} + 1 | |
        | | calculate | twice | | ${n} * 2 | |
        | | integer | n | N | | |
        | | calculate | hidden | | ${n} | ${n} > 5 |
        | | note | said | It is ${sum}. | | |
    """)
    form["n"] = "2"
    assert form["sum"] == "5"
    assert form.label("said") == "It is 5."
    assert form.answers == {"n": 2, "twice": "4", "sum": "5"}
    form["n"] = "6"
    assert form.answers == {"n": 6, "twice": "12", "sum": "13", "hidden": "6"}


def test_ca3_calculations_have_the_kind_of_their_question() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | calculation | default |
        | | integer | n | N | 7 div 2 | |
        | | decimal | d | D | 7 div 2 | |
        | | date | later | L | ${day} + 7 | |
        | | date | day | D | | now() |
        | | dateTime | at | A | | today() |
    """)
    assert (form["n"], form["d"], form["day"], form["later"]) == ("3", "3.5", "2026-11-22", "2026-11-29")
    assert form["at"] == "2026-11-22T00:00:00.000+00:00"
    assert form.wrong == {}


def test_ca4_once_keeps_its_first_value() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | calculation |
        | | text | a | A | |
        | | calculate | first | | once(${a}) |
        | | calculate | code | | once(random()) |
    """)
    code = form["code"]
    form["a"] = "x"
    form["a"] = "y"
    assert form["first"] == "x"
    assert form["code"] == code != ""
    again = session_of(form.form, form.session.draft_answers())
    assert (again.value("first"), again.value("code")) == ("x", code)


DEFAULTS = """
    | survey |
    | | type | name | label | default | repeat_count |
    | | text | a | A | plain | |
    | | date | day | D | today() | |
    | | begin repeat | r | R | | |
    | | text | b | B | row | |
    | | text | place | P | concat('row ', position(..)) | |
    | | end repeat | | | | |
    | | integer | n | N | 1 | |
    | | begin repeat | s | S | | ${n} |
    | | text | c | C | concat('s ', position(..)) | |
    | | end repeat | | | | |
"""


def test_de1_static_defaults() -> None:
    form = Scenario(DEFAULTS)
    assert (form["a"], form["r[1]/b"]) == ("plain", "row")
    form.add("r")
    assert form["r[2]/b"] == "row"
    form["a"] = ""
    again = session_of(form.form, form.session.draft_answers())
    assert again.value("a") == ""


def test_de2_dynamic_defaults_are_set_once() -> None:
    form = Scenario(DEFAULTS)
    assert (form["day"], form["r[1]/place"], form["s[1]/c"]) == ("2026-11-22", "row 1", "s 1")
    form.add("r")
    form["n"] = "3"
    assert form["r[2]/place"] == "row 2"
    assert [form[f"s[{row}]/c"] for row in (1, 2, 3)] == ["s 1", "s 2", "s 3"]
    form["day"] = ""
    form["r[1]/place"] = "mine"
    form.remove("r[2]")
    again = session_of(form.form, form.session.draft_answers(), rows="q")
    assert again.value("day") == ""
    assert [again.value(f"{row}/place") for row in again.rows("r")] == ["mine"]
    again.add_row("r")
    assert [again.value(f"{row}/place") for row in again.rows("r")] == ["mine", "row 2"]


def test_tr1_tr2_triggers() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | calculation | trigger |
        | | text | a | A | | |
        | | text | x | X | | |
        | | text | b | B | concat(${a}, ${x}) | ${a} |
        | | text | c | C | | ${a} |
    """)
    form["c"] = "old"
    form["x"] = "!"
    assert form["b"] == ""
    form["a"] = "hello"
    assert (form["b"], form["c"]) == ("hello!", "")
    form["x"] = "?"
    form["b"] = "mine"
    assert form["b"] == "mine"
    form["a"] = "hello"
    assert form["b"] == "mine", "the same answer again is no change"
    form["a"] = "bye"
    assert form["b"] == "bye?"
    again = session_of(form.form, Answers({"a": "hello"}))
    assert again.value("b") == "", "opening is no change"


def test_tr3_triggers_and_rows() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | calculation | trigger |
        | | text | top | T | | |
        | | begin repeat | r | R | | |
        | | text | a | A | | |
        | | text | same | S | concat('from ', ${a}) | ${a} |
        | | text | all | L | ${top} | ${top} |
        | | begin repeat | q | Q | | |
        | | text | deep | D | concat('deep in ', position(../..)) | ${a} |
        | | end repeat | | | | |
        | | end repeat | | | | |
        | | text | up | U | 'somebody changed a' | ${a} |
    """)
    form.add("r")
    form.add("r[1]/q")
    form["r[1]/a"] = "x"
    assert [form[f"r[{row}]/same"] for row in (1, 2)] == ["from x", ""]
    assert [form[f"r[1]/q[{row}]/deep"] for row in (1, 2)] == ["deep in 1", "deep in 1"]
    assert form["r[2]/q[1]/deep"] == ""
    assert form["up"] == "somebody changed a"
    form["top"] = "t"
    assert [form[f"r[{row}]/all"] for row in (1, 2)] == ["t", "t"]
