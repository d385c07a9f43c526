"""A plain strength word: rough, offline, never flattering what repeats."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.strength import ENOUGH, Strength, bits, same, strength
from records.ids import system_chance
from records.keys.words import proposed_passphrase


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("", Strength.EMPTY),
        ("  \t ", Strength.EMPTY),
        ("password1!", Strength.WEAK),
        ("Tr0ub4dor&3", Strength.WEAK),
        ("a" * 60, Strength.WEAK),
        ("12345678901234567890123456789", Strength.WEAK),
        ("zoo " * 20, Strength.WEAK),
        ("the goat ate my blue hat twice", Strength.FAIR),
        ("my grandmother sold maize in Parakou in 1974", Strength.STRONG),
    ],
)
def test_what_is_said(passphrase: str, said: Strength) -> None:
    assert strength(passphrase) is said


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_six_proposed_words_never_count_as_weak(language: str) -> None:
    words = [proposed_passphrase(system_chance, language) for _ in range(200)]
    repeating = [one for one in words if len(set(one.split())) < 6]
    assert all(bits(one) >= ENOUGH for one in words if one not in repeating)


@given(st.text(max_size=40), st.text(max_size=40))
def test_more_letters_never_make_it_weaker(one: str, more: str) -> None:
    longer = f"{one} {more}"
    assert bits(longer) >= bits(one)


@given(st.lists(st.text(alphabet="abcdeé", min_size=1), min_size=1, max_size=6))
def test_spaces_and_forms_of_letters_make_no_difference(words: list[str]) -> None:
    assert same(" ".join(words), "  ".join(unicodedata.normalize("NFD", word) for word in words) + " ")
    assert not same(" ".join(words), " ".join([*words, "more"]))
