"""Rows: how many there are, what happens in them, and what reads across them.

RP1  A repeat begins with one row, or none where it is asked on demand; rows are added at the end and removed anywhere.
RP2  A row has its own relevance, calculation and constraint; another row's answers do not matter to it.
RP3  Rows of a counted repeat come and go with the number, from the end; what was in them comes back.
RP4  position(..) is the row's number now; indexed-repeat and predicates find another row.
RP5  sum, count, min, max and join read every row that is relevant.
RP6  Repeats nest: rows inside rows have all of this, and expressions outside read all of them.
RP7  A group in a row has its own condition from the moment the row is there.
RP8  A repeat that is not relevant is not asked, offers no row, and none of its answers count.
RP9  A removed row is gone from every expression, answer and list.
RP10 Rows a form counts are limited in number; what is not a number counts none.
"""

import pytest

from forms.filling import MOST_ROWS
from tests.support.filling import Scenario, session_of

PEOPLE = """
    | survey |
    | | type | name | label | relevant | calculation | constraint |
    | | integer | limit | L | | | |
    | | begin repeat | p | P | | | |
    | | integer | age | A | | | . < 150 |
    | | text | school | S | ${age} < 18 | | |
    | | calculate | number | | | position(..) | |
    | | calculate | double | | | ${age} * 2 | |
    | | calculate | over | | | ${age} > ${limit} | |
    | | end repeat | | | | | |
    | | calculate | total | | | sum(${age}) | |
    | | calculate | rows | | | count(${p}) | |
    | | calculate | oldest | | | max(${age}) | |
    | | calculate | list | | | join(', ', ${age}) | |
    | | calculate | second | | | indexed-repeat(${age}, ${p}, 2) | |
    | | calculate | minors | | | count(${p}[age < 18]) | |
    | | calculate | doubles | | | sum(${double}) | |
"""


def test_rp1_rows_come_and_go() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | appearance |
        | | begin repeat | r | R | |
        | | text | a | A | |
        | | end repeat | | | |
        | | begin repeat | s | S | on-demand |
        | | text | b | B | |
        | | end repeat | | | |
    """)
    assert form.asked == ["r+", "r[1]", "r[1]/a", "s+"]
    form.add("s")
    form.add("r")
    form["r[1]/a"], form["r[2]/a"], form["s[1]/b"] = "one", "two", "three"
    assert form.asked == ["r+", "r[1]", "r[1]/a", "r[2]", "r[2]/a", "s+", "s[1]", "s[1]/b"]
    form.remove("r[1]")
    assert form.answers == {"r[1]/a": "two", "s[1]/b": "three"}
    form.remove("r[1]")
    assert form.asked == ["r+", "s+", "s[1]", "s[1]/b"]
    form.add("r")
    assert next(path for path, _ in form.session.places()).startswith("r#"), "rows stand in the order of the form"


def test_rp2_rows_mind_their_own() -> None:
    form = Scenario(PEOPLE)
    form.add("p")
    form["p[1]/age"], form["p[2]/age"], form["limit"] = "10", "200", "50"
    assert (form.relevant("p[1]/school"), form.relevant("p[2]/school")) == (True, False)
    assert (form["p[1]/double"], form["p[2]/double"]) == ("20", "400")
    assert (form["p[1]/over"], form["p[2]/over"]) == ("false", "true")
    assert form.wrong == {"p[2]/age": "constraint"}
    form["limit"] = "5"
    assert (form["p[1]/over"], form["p[2]/over"]) == ("true", "true")


def test_rp4_rp5_reading_across_rows() -> None:
    form = Scenario(PEOPLE)
    form.add("p")
    form.add("p")
    for row, age in enumerate(("10", "20", "30"), 1):
        form[f"p[{row}]/age"] = age
    read = ("total", "rows", "oldest", "list", "second", "minors", "doubles")
    assert [form[name] for name in read] == ["60", "3", "30", "10, 20, 30", "20", "1", "120"]
    assert [form[f"p[{row}]/number"] for row in (1, 2, 3)] == ["1", "2", "3"]


def test_rp9_a_removed_row_is_gone_from_everything() -> None:
    form = Scenario(PEOPLE)
    form.add("p")
    form.add("p")
    for row, age in enumerate(("10", "20", "30"), 1):
        form[f"p[{row}]/age"] = age
    gone = form.path("p[1]")
    form.remove("p[1]")
    read = ("total", "rows", "oldest", "list", "second", "minors", "doubles")
    assert [form[name] for name in read] == ["50", "2", "30", "20, 30", "30", "0", "100"]
    assert [form[f"p[{row}]/number"] for row in (1, 2)] == ["1", "2"]
    with pytest.raises(KeyError):
        form.session.value(f"{gone}/age")
    assert all(gone.partition("#")[2] not in ids for ids in form.session.answers().rows.values())


COUNTED = """
    | survey |
    | | type | name | label | repeat_count | calculation | relevant |
    | | integer | n | N | | | |
    | | begin repeat | r | R | ${n} | | |
    | | text | a | A | | | |
    | | integer | m | M | | | |
    | | begin repeat | q | Q | ${m} | | |
    | | text | b | B | | | |
    | | end repeat | | | | | |
    | | end repeat | | | | | |
    | | calculate | inner | | | count(${q}) | |
    | | calculate | said | | | join('-', ${b}) | |
    | | text | many | M | | | ${inner} > 2 |
"""


def test_rp3_counted_rows_follow_the_number() -> None:
    form = Scenario(COUNTED)
    assert form.count("r") == 0
    form["n"] = "3"
    form["r[1]/a"], form["r[2]/a"], form["r[3]/a"] = "one", "two", "three"
    form["n"] = "1"
    assert form.answers == {"n": 1, "r[1]/a": "one", "inner": "0"}
    form["n"] = ""
    assert form.count("r") == 0
    form["n"] = "2"
    assert (form["r[1]/a"], form["r[2]/a"]) == ("one", "two")
    form["n"] = "4"
    assert [form[f"r[{row}]/a"] for row in (1, 2, 3, 4)] == ["one", "two", "three", ""]


def test_rp3_what_comes_back_brings_its_own_rows() -> None:
    form = Scenario(COUNTED)
    form["n"] = "2"
    form["r[2]/m"] = "2"
    form["r[2]/q[1]/b"], form["r[2]/q[2]/b"] = "x", "y"
    form["n"] = "1"
    assert (form["inner"], form["said"]) == ("0", "")
    form["n"] = "2"
    assert (form["inner"], form["said"]) == ("2", "x-y")


def test_rp6_rows_in_rows() -> None:
    form = Scenario(COUNTED)
    form["n"] = "2"
    form["r[1]/m"], form["r[2]/m"] = "1", "2"
    assert (form.count("r[1]/q"), form.count("r[2]/q"), form["inner"]) == (1, 2, "3")
    assert form.relevant("many")
    form["r[1]/q[1]/b"], form["r[2]/q[2]/b"] = "x", "y"
    assert form["said"] == "x--y"
    form["n"] = "1"
    assert (form["inner"], form["said"], form.relevant("many")) == ("1", "x", False)


NESTED = """
    | survey |
    | | type | name | label | relevant | calculation |
    | | text | see | S | | |
    | | begin repeat | r | R | | |
    | | text | kind | K | | |
    | | begin group | g | G | ${kind} = 'x' | |
    | | text | a | A | | |
    | | begin repeat | q | Q | ${see} = 'yes' | |
    | | text | b | B | ${a} != '' | |
    | | calculate | where | | | concat(position(../../..), '.', position(..), ' ', ${kind}) | |
    | | end repeat | | | | |
    | | end group | | | | |
    | | end repeat | | | | |
    | | calculate | there | | | count(${q}) | |
    | | calculate | groups | | | count(/form/r/g) | |
    | | calculate | wheres | | | join('; ', ${where}) | |
"""


def test_rp7_a_group_in_a_new_row_has_its_condition() -> None:
    form = Scenario(NESTED)
    form.add("r")
    assert not form.relevant("r[1]/g")
    assert not form.relevant("r[2]/g")
    assert (form["groups"], form["there"]) == ("0", "0")
    form["r[2]/kind"] = "x"
    assert (form.relevant("r[1]/g"), form.relevant("r[2]/g")) == (False, True)
    assert form["groups"] == "1"


def test_rp8_a_repeat_that_is_not_relevant() -> None:
    form = Scenario(NESTED)
    form["r[1]/kind"] = "x"
    assert "r[1]/g/q+" not in form.asked
    form["see"] = "yes"
    assert "r[1]/g/q+" in form.asked
    form.add("r[1]/g/q")
    form["r[1]/g/a"] = "a"
    form["r[1]/g/q[2]/b"] = "b"
    assert (form["there"], form["wheres"]) == ("2", "1.1 x; 1.2 x")
    form["see"] = "no"
    assert (form["there"], form["wheres"]) == ("0", "")
    assert "r[1]/g/q[2]/b" not in form.answers
    assert not any("q" in repeat for repeat in form.session.answers().rows)
    assert form.draft["r[1]/g/q[2]/b"] == "b"
    form["see"] = "yes"
    form.remove("r[1]")
    assert (form["there"], form["wheres"], form["groups"]) == ("0", "", "0")


def test_rp10_rows_a_form_counts_are_limited() -> None:
    form = Scenario(COUNTED)
    form["n"] = str(MOST_ROWS + 5)
    assert form.count("r") == MOST_ROWS
    form["n"] = "2"
    form["r[1]/m"] = "99999999999"
    assert form.count("r[1]/q") == MOST_ROWS - 2
    form["r[1]/m"] = "1"
    for nothing in ("-3", "", "x"):
        form["n"] = nothing
        assert form.count("r") == 0


def test_a_filling_in_opens_again_with_its_rows() -> None:
    form = Scenario(NESTED)
    form["see"] = "yes"
    form["r[1]/kind"] = "x"
    form.add("r[1]/g/q")
    form["r[1]/g/a"] = "a"
    form["r[1]/g/q[2]/b"] = "b"
    again = session_of(form.form, form.session.draft_answers(), rows="other")
    assert again.answers() == form.session.answers()
    assert again.rows("r") == form.session.rows("r")
