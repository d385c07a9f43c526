"""What a person reads: labels, hints, guidance and messages, in her language as far as the form has it.

TX1  A text comes in the language asked for, else in the form's default language, else in any it has: text by text.
TX2  A region falls back to its language, and an exact match goes before that.
TX3  Values stand in labels, hints, guidance and messages, and follow the answers; in a row, those of the row.
TX4  Our own forms are translated by the program, part by part.
TX5  Notes and groups have labels; a question without a label has an empty one.
TX6  Forms can be written in any script; names of questions in all that XML has known from the start.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

from dataclasses import replace

from forms.program import Program
from forms.session import Filling, Session
from tests.support.filling import Scenario, compiled, surroundings

LANGUAGES = """
    | survey |
    | | type | name | label::English (en) | label::French (fr) | label::Portuguese (pt) | label::Brasil (pt-BR) | hint::French (fr) | guidance_hint::English (en) | constraint_message::English (en) | constraint_message::French (fr) | constraint |
    | | text | a | A en | A fr | A pt | A br | indice | Long help | Wrong | Faux | . = 'x' |
    | | text | b | B en | | | | | | | | |
    | | text | c | | C fr | | | | | | | |
    | settings |
    | | form_id | default_language |
    | | f | English (en) |
"""


def labels(language: str) -> list[str]:
    form = Scenario(LANGUAGES, language=language)
    return [form.label(name) for name in "abc"]


def test_tx1_each_text_falls_back_by_itself() -> None:
    assert labels("en") == ["A en", "B en", "C fr"]
    assert labels("fr") == ["A fr", "B en", "C fr"]
    assert labels("sw") == ["A en", "B en", "C fr"]
    form = Scenario(LANGUAGES, language="fr")
    assert (form.session.hint("a"), form.session.guidance("a")) == ("indice", "Long help")
    assert Scenario(LANGUAGES, language="en").session.hint("a") == "indice"
    form["a"] = "y"
    assert [one.message for one in form.session.problems()] == ["Faux"]


def test_tx2_regions() -> None:
    assert labels("fr-CD")[0] == "A fr"
    assert labels("pt-BR")[0] == "A br"
    assert labels("pt-AO")[0] == "A pt"
    assert labels("PT-br")[0] == "A br"


def test_tx3_values_in_texts() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | hint | constraint | constraint_message | required | required_message |
        | | text | who | Who? | | | | | |
        | | begin repeat | r | Row of ${who} | | | | | |
        | | text | name | Name | | | | | |
        | | integer | age | How old is ${name}? | As of ${who} | . < 150 | ${name} is not so old. | yes | How old is ${name}? |
        | | end repeat | | | | | | | |
        | | note | both | ${who} and <b>${who}</b> & co | | | | | |
    """)
    form["who"] = "Anna"
    form.add("r")
    form["r[1]/name"], form["r[2]/name"], form["r[2]/age"] = "Bo", "Cy", "200"
    assert [form.label(f"r[{row}]/age") for row in (1, 2)] == ["How old is Bo?", "How old is Cy?"]
    assert form.session.hint(form.path("r[1]/age")) == "As of Anna"
    assert [form.label("r[1]"), form.session.label("r")] == ["Row of Anna", "Row of Anna"]
    assert form.label("both") == "Anna and <b>Anna</b> & co"
    messages = {form.named(one.path): one.message for one in form.session.problems()}
    assert messages == {"r[1]/age": "How old is Bo?", "r[2]/age": "Cy is not so old."}


def test_tx4_our_own_forms_are_translated_by_the_program() -> None:
    form = compiled("""
        | survey |
        | | type | name | label |
        | | text | who | Who? |
        | | note | hello | Hello ${who}, come in. |
    """)
    words = {"Who?": "Qui ?", "Hello ": "Bonjour ", ", come in.": ", entrez."}
    around = replace(surroundings("fr"), translate=lambda english: words.get(english, english))
    session = Session(Program(replace(form, own=True)), around, Filling(lambda: "r"))
    session.set("who", "Anna")
    assert [session.label("who"), session.label("hello")] == ["Qui ?", "Bonjour Anna, entrez."]
    foreign = Session(Program(form), around, Filling(lambda: "r"))
    assert foreign.label("who") == "Who?"


def test_tx5_labels_that_are_not_there() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | hint |
        | | begin group | g | The group | |
        | | text | a | | Only a hint |
        | | end group | | | |
    """)
    assert (form.label("g"), form.label("g/a"), form.session.hint("g/a")) == ("The group", "", "Only a hint")
    assert form.session.guidance("g/a") == ""


def test_tx6_any_script() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | relevant |
        | | select_one ጾታ | лицо | ጾታ | |
        | | text | اسم | ما اسمك؟ | ${лицо} = 'ሴት' |
        | choices |
        | | list_name | name | label |
        | | ጾታ | ሴት | ሴት |
        | | ጾታ | ወንድ | ወንድ |
    """)
    form["лицо"] = "ሴት"
    form["اسم"] = "مريم"
    assert form.answers == {"лицо": "ሴት", "اسم": "مريم"}
    assert form.wrong == {}
