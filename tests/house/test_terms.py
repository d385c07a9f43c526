"""What choices mean: every choice of every form we ship is explained, in every language, in few and plain words."""

import pytest

from forms import shipped
from resources.compiling import read_catalogue
from resources.glossary import FOLDER, Glossary, Side
from resources.texts import LANGUAGES
from tests.house.test_words import STOP

CODES = [language.code for language in LANGUAGES]
EVERYBODY_KNOWS = {"yes", "no", "other", "none"}
"""Shared by many lists; these need no example and are taken for nothing else."""
LONGEST = {Side.MEANING: 120, Side.EXAMPLE: 95, Side.NOT_THIS: 95}
"""Letters in English: two short lines, and one each. Other languages may take a quarter more."""


def choices() -> list[tuple[str, str, str]]:
    """Form, list and code of each of our choices."""
    return [
        (name, one, choice.code)
        for name in shipped.names()
        for one, offered in shipped.program(name).form.lists.items()
        for choice in offered
    ]


def written(language: str) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in read_catalogue(language, FOLDER) if message.id}


def lacking(language: str) -> list[str]:
    """Choices without a meaning, or without an example and what they are not."""
    glossary, found = Glossary(language), []
    for form, one, code in choices():
        term = glossary.term(one, code)
        whole = term is not None and term.meaning and ((term.example and term.not_this) or code in EVERYBODY_KNOWS)
        if not whole:
            found.append(f"{form}: {one}.{code}")
    return found


@pytest.mark.parametrize("language", CODES)
def test_every_choice_is_explained_in_every_language(language: str) -> None:
    assert len(choices()) > 400
    assert lacking(language) == []
    assert written(language).keys() == written("en").keys()  # so that English stood in for none
    assert [name for name, text in written(language).items() if not text.strip()] == []


def test_nothing_is_explained_that_is_no_choice() -> None:
    asked = {f"{one}.{code}" for _form, one, code in choices()} | {code for _form, _one, code in choices()}
    assert {name.rpartition(".")[0] for name in written("en")} - asked == set()


@pytest.mark.parametrize("language", CODES)
def test_it_is_said_in_few_words(language: str) -> None:
    more = 1 if language == "en" else 1.25
    long = [
        f"{name}: {len(text)}"
        for name, text in written(language).items()
        if len(text) > LONGEST[Side(name.rpartition(".")[2])] * more
    ]
    assert long == []


@pytest.mark.parametrize("language", CODES)
def test_and_in_plain_ones(language: str) -> None:
    assert [f"{name}: {text}" for name, text in written(language).items() if STOP.search(text)] == []


@pytest.mark.parametrize("language", CODES)
def test_no_two_choices_of_a_list_mean_the_same(language: str) -> None:
    glossary, seen = Glossary(language), set()
    for form, one, code in choices():
        term = glossary.term(one, code)
        assert term is not None
        assert (form, one, term.meaning) not in seen
        seen.add((form, one, term.meaning))


def test_every_catalogue_belongs_to_a_language_and_stands_in_order() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.po")) == sorted(CODES)
    terms = [name.rpartition(".")[0] for name in written("en")]
    assert terms == sorted(terms)
