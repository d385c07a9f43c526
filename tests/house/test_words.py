"""The words: every id has a text, every language the same facts, every failure a sentence, no word of the stop-list."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from desktop.messages import ROOMS, sentence
from forms import shipped
from forms.model import Form
from records.errors import Known
from resources.compiling import pseudo, read_catalogue
from resources.texts import FOLDER, LANGUAGES, PSEUDO, Texts

ROOT = Path(__file__).parents[2]
LANGUAGE_CODES = [language.code for language in LANGUAGES]
FACT = re.compile(r"\{(\w+)\}")
# what the program says to itself and must not say to people: DESIGN 1, the left column without the right one
STOP = re.compile(
    r"\b(S[0-3]|entr(y|ies)|journal|vault|bundle|hash(es)?|cell|class(es)?|head|manifest|payload|schema|quarantine|"
    r"Admiralty|CAP|EDTF|EARS|CUSUM|Poisson|BCP ?47|P-code|ISO|Argon2\w*|SQL\w*|JSON|incitement to|metadata)\b",
    re.IGNORECASE,
)
# for whoever works with the commands or writes questionnaires, not on any page
TECHNICAL = (
    "command.",
    "option.",
    "error.form-",
    "error.expression",
    "error.unknown-",
    "error.wrong-arg",
    "inspect.",
    "error.answer",
    "error.json",
    "error.not-nodes",
    "error.bad-pattern",
    "forms.",
    "passphrase.",
    "add.",
    "vault.",
    "fact.why.",
)


def ids(catalogue: Catalog) -> dict[str, list[str]]:
    found = {}
    for message in catalogue:
        if message.id and message.context != "form":
            name = message.id[0] if isinstance(message.id, tuple) else message.id
            found[name] = list(message.string) if isinstance(message.string, tuple) else [message.string]
    return found


ENGLISH = ids(read_catalogue("en"))


@pytest.mark.parametrize("language", [code for code in LANGUAGE_CODES if code != "en"])
def test_every_text_is_in_every_language_with_the_same_facts(language: str) -> None:
    other = ids(read_catalogue(language))
    assert sorted(ENGLISH.keys() - other.keys()) == []
    assert sorted(other.keys() - ENGLISH.keys()) == []
    assert [name for name, texts in other.items() if not all(texts)] == []
    wrong = [
        name
        for name, texts in other.items()
        if {f for t in texts for f in FACT.findall(t)} != {f for t in ENGLISH[name] for f in FACT.findall(t)}
    ]
    assert wrong == []


def test_the_made_up_language_keeps_facts() -> None:
    other = ids(pseudo(read_catalogue("en")))
    assert {n: {f for t in ts for f in FACT.findall(t)} for n, ts in other.items()} == {
        n: {f for t in ts for f in FACT.findall(t)} for n, ts in ENGLISH.items()
    }
    assert Texts(PSEUDO)("nav.home") != Texts("en")("nav.home")


def labels(form: Form) -> set[str]:
    texts = [form.title]
    for one in form.definitions:
        texts += [one.label, one.hint, one.guidance, one.constraint_message, one.required_message]
    texts += [choice.label for choices in form.lists.values() for choice in choices]
    return {part for each in texts for text in each.values() for part in text.parts if isinstance(part, str) and part}


@pytest.mark.parametrize("language", [code for code in LANGUAGE_CODES if code != "en"])
def test_every_label_of_our_forms_is_in_every_language(language: str) -> None:
    known = {message.id for message in read_catalogue(language) if message.context == "form" and message.string}
    for name in shipped.names():
        assert sorted(labels(shipped.program(name).form) - known) == [], name


def test_every_failure_has_a_sentence_with_its_facts() -> None:
    texts = Texts("en")
    for room in ROOMS:
        for code in room:
            assert texts.has(f"error.{code.value}"), code
            needed = {fact for text in ENGLISH[f"error.{code.value}"] for fact in FACT.findall(text)}
            told = sentence(texts, Known(code, **dict.fromkeys(needed, "7")))
            assert "{" not in told
            assert told[0].isupper() or told[0] in '"{7', code


def used_ids() -> set[str]:
    """Ids written out in calls of texts, whatever the name of the words' object."""
    found = set()
    for room in ("desktop", "reports"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    called = ast.unparse(node.func)
                    value = node.args[0].value
                    says = called.endswith(("texts", ".say")) and isinstance(value, str)
                    if says and re.fullmatch(r"[a-z-]+(\.[a-z0-9_-]+)+", value):
                        found.add(value)
    return found


def test_every_id_that_is_used_has_a_text() -> None:
    assert sorted(used_ids() - ENGLISH.keys()) == []


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_no_page_speaks_to_itself(language: str) -> None:
    found = [
        f"{name}: {text}"
        for name, texts in ids(read_catalogue(language)).items()
        for text in texts
        if STOP.search(FACT.sub("", text)) and not name.startswith(TECHNICAL)
    ]
    assert found == []


def test_no_form_speaks_to_itself() -> None:
    found = [text for name in shipped.names() for text in labels(shipped.program(name).form) if STOP.search(text)]
    assert found == []


def test_every_catalogue_belongs_to_a_language() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.po")) == sorted(LANGUAGE_CODES)
