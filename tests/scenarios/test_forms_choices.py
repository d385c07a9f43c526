"""Choices: what a select offers, what counts as an answer to it, and what else may choose.

CH1  A select offers its list; one code is an answer to select_one, several different ones to select_multiple.
CH2  A choice that is not offered is told.
CH3  choice_filter: what is offered follows from other answers, through any number of steps, also in a row.
CH4  What was chosen and is offered no longer is told, and not taken away.
CH5  Labels of choices come in the language, with values in them; jr:choice-name says a label.
CH6  randomize() with a seed gives one order, the same each time.
CH7  The rows of a repeat can be choices.
CH8  instance() finds a column of the row of a choice.
CH9  or_other adds a choice and a question; loops ask the same of each choice.
CH10 rank takes each choice at most once; acknowledge knows one answer; a range has its ends.
"""

from tests.support.filling import Scenario

CASCADE = """
    | survey |
    | | type | name | label | choice_filter | calculation |
    | | select_one region | region | R | | |
    | | select_one town | town | T | region = ${region} | |
    | | select_multiple quarter | quarter | Q | town = ${town} and region = ${region} | |
    | | calculate | people | | | instance('town')/root/item[name = ${town}]/people |
    | | calculate | said | | | jr:choice-name(${town}, '${town}') |
    | choices |
    | | list_name | name | label | region | town | people |
    | | region | n | North | | | |
    | | region | s | South | | | |
    | | town | a | Aville | n | | 100 |
    | | town | b | Bville | n | | 200 |
    | | town | c | Cville | s | | 300 |
    | | quarter | a1 | A one | n | a | |
    | | quarter | a2 | A two | n | a | |
    | | quarter | b1 | B one | n | b | |
"""


def test_ch1_ch2_what_counts_as_an_answer() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label |
        | | select_one yn | one | O |
        | | select_multiple yn | many | M |
        | choices |
        | | list_name | name | label |
        | | yn | yes | Yes |
        | | yn | no | No |
    """)
    assert form.labels("one") == ["Yes", "No"]
    form["one"] = "yes"
    form["many"] = ("yes", "no")
    assert form.answers == {"one": "yes", "many": ("yes", "no")}
    form["one"] = "perhaps"
    form["many"] = "yes perhaps"
    assert form.wrong == {"one": "choice", "many": "choice"}
    form["one"] = "no"
    form["many"] = "yes yes"
    assert form.wrong == {"many": "choice"}


def test_ch3_ch4_cascades() -> None:
    form = Scenario(CASCADE)
    assert form.codes("town") == []
    form["region"] = "n"
    assert form.codes("town") == ["a", "b"]
    form["town"] = "a"
    form["quarter"] = "a1 a2"
    assert (form.codes("quarter"), form.wrong) == (["a1", "a2"], {})
    form["region"] = "s"
    assert (form.codes("town"), form.codes("quarter")) == (["c"], [])
    assert form.wrong == {"town": "choice", "quarter": "choice"}
    assert form["town"] == "a"


def test_ch3_a_cascade_in_each_row() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | choice_filter |
        | | begin repeat | r | R | |
        | | select_one a | a | A | |
        | | select_one b | b | B | of = ${a} |
        | | end repeat | | | |
        | choices |
        | | list_name | name | label | of |
        | | a | x | X | |
        | | a | y | Y | |
        | | b | x1 | X1 | x |
        | | b | y1 | Y1 | y |
    """)
    form.add("r")
    form["r[1]/a"], form["r[2]/a"] = "x", "y"
    assert (form.codes("r[1]/b"), form.codes("r[2]/b")) == (["x1"], ["y1"])


def test_ch5_ch8_labels_and_columns() -> None:
    form = Scenario(CASCADE)
    form["region"], form["town"] = "n", "b"
    assert (form["people"], form["said"]) == ("200", "Bville")


def test_ch5_labels_in_the_language_with_values() -> None:
    table = """
        | survey |
        | | type | name | label::English (en) | label::French (fr) | calculation |
        | | text | who | Who | Qui | |
        | | select_one yn | ok | Ok | Bien | |
        | | calculate | said | | | jr:choice-name(${ok}, '${ok}') |
        | choices |
        | | list_name | name | label::English (en) | label::French (fr) |
        | | yn | yes | Yes, ${who} | Oui, ${who} |
        | | yn | no | No | Non |
    """
    form = Scenario(table, language="fr")
    form["who"], form["ok"] = "Anna", "no"
    assert form.labels("ok") == ["Oui, Anna", "Non"]
    assert form["said"] == "Non"
    assert Scenario(table).labels("ok") == ["Yes, ", "No"]


def test_ch6_randomize_with_a_seed() -> None:
    table = """
        | survey |
        | | type | name | label | parameters |
        | | select_one n | n | N | randomize=true, seed=42 |
        | choices |
        | | list_name | name | label |
    """ + "".join(f"        | | n | c{number} | C {number} |\n" for number in range(12))
    form, again = Scenario(table), Scenario(table)
    assert form.codes("n") == again.codes("n")
    assert sorted(form.codes("n")) == sorted(f"c{number}" for number in range(12))
    assert form.codes("n") != [f"c{number}" for number in range(12)]
    form["n"] = "c7"
    assert form.wrong == {}


def test_ch7_rows_as_choices() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | choice_filter |
        | | begin repeat | p | P | |
        | | begin group | g | G | |
        | | text | name | N | |
        | | end group | | | |
        | | end repeat | | | |
        | | select_one ${name} | head | H | |
        | | select_one ${name} | short | S | string-length(${name}) < 4 |
    """)
    form.add("p")
    form.add("p")
    form["p[1]/g/name"], form["p[2]/g/name"] = "Anna", "Bo"
    assert (form.codes("head"), form.labels("head")) == (["Anna", "Bo"], ["Anna", "Bo"])
    assert form.codes("short") == ["Bo"]
    form["head"] = "Anna"
    assert (form.wrong, form.answers["head"]) == ({}, "Anna")
    form["p[1]/g/name"] = "Ann"
    assert form.wrong == {"head": "choice"}


def test_ch9_or_other_and_loops() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label |
        | | select_one x or_other | a | A |
        | | begin loop over x | l | Loop |
        | | integer | n | How many %(label)s? |
        | | end loop | | |
        | choices |
        | | list_name | name | label |
        | | x | p | Pots |
        | | x | q | Pans |
    """)
    assert form.codes("a") == ["p", "q", "other"]
    form["a"] = "p"
    assert not form.relevant("a_other")
    form["a"] = "other"
    assert form.relevant("a_other")
    form["l/p/n"] = "2"
    assert (form.label("l/q/n"), form.answers["l/p/n"]) == ("How many Pans?", 2)


def test_ch10_rank_acknowledge_range() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | parameters | constraint |
        | | rank x | order | O | | |
        | | acknowledge | ok | I agree | | . = 'OK' |
        | | range | level | L | start=1 end=5 step=1 | |
        | | range | part | P | start=-1 end=1 step=0.5 | |
        | choices |
        | | list_name | name | label |
        | | x | p | P |
        | | x | q | Q |
    """)
    form["order"], form["ok"], form["level"], form["part"] = ("q", "p"), "OK", "5", "-0.5"
    assert form.wrong == {}
    assert form.answers["order"] == ("q", "p")
    assert form.answers["level"] == 5
    form["order"], form["ok"], form["level"], form["part"] = "q q", "no", "6", "-1.5"
    assert form.wrong == {"order": "choice", "ok": "constraint", "level": "constraint", "part": "constraint"}
    form["level"] = "2.5"
    assert form.wrong["level"] == "kind"
