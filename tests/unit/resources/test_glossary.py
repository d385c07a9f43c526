"""Looking up a term: a list's own words first, then those of the code, then English."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from resources import glossary
from resources.glossary import Glossary, Term
from resources.texts import PSEUDO


def catalogue(folder: Path, language: str, texts: dict[str, str]) -> None:
    made = Catalog(locale=language)
    for name, text in texts.items():
        made.add(name, text)
    with (folder / f"{language}.mo").open("wb") as file:
        write_mo(file, made)


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A glossary of two languages, one of which lacks words."""
    english = {"unknown.meaning": "Nobody knows.", "tree.oak.meaning": "A tree.", "tree.oak.example": "This one."}
    english |= {"tree.oak.not-this": "A beech.", "tree.unknown.meaning": "No leaf was seen."}
    catalogue(tmp_path, "en", english)
    catalogue(tmp_path, "fr", {"unknown.meaning": "Personne ne sait."})
    monkeypatch.setattr(glossary, "COMPILED", tmp_path)
    glossary._catalogue.cache_clear()
    yield
    glossary._catalogue.cache_clear()


def test_a_list_speaks_before_what_all_share() -> None:
    assert Glossary("en").term("tree", "unknown") == Term("No leaf was seen.")
    assert Glossary("en").term("bush", "unknown") == Term("Nobody knows.")


def test_all_parts_are_read() -> None:
    assert Glossary("en").term("tree", "oak") == Term("A tree.", "This one.", "A beech.")


def test_english_stands_in_where_a_language_lacks_words() -> None:
    french = Glossary("fr-CM")
    assert french.term("bush", "unknown") == Term("Personne ne sait.")
    assert french.term("tree", "oak") == Term("A tree.", "This one.", "A beech.")
    assert french.term("tree", "unknown") == Term("No leaf was seen."), "what is meant here goes before the language"


def test_what_nobody_wrote_is_none() -> None:
    assert Glossary("en").term("tree", "elm") is None
    assert Glossary("en").term("", "") is None


def test_nothing_is_read_before_somebody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary, "COMPILED", tmp_path / "nowhere")
    asked = Glossary("en")
    with pytest.raises(FileNotFoundError):
        asked.term("tree", "oak")


def test_the_made_up_language_has_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary, "COMPILED", glossary.FOLDER / "compiled")
    glossary._catalogue.cache_clear()
    english, made_up = Glossary("en").term("actor", "army"), Glossary(PSEUDO).term("actor", "army")
    assert english is not None
    assert made_up is not None
    assert "" not in (made_up.meaning, made_up.example, made_up.not_this)
    assert made_up.meaning != english.meaning
