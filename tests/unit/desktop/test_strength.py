"""A plain strength word: rough, offline, never flattering what repeats."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from desktop.strength import ENOUGH, Strength, bits, same, strength


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


@pytest.mark.parametrize("language", ["english", "french", "spanish", "portuguese", "italian", "czech"])
def test_any_six_words_that_can_be_proposed_count_as_more_than_weak(language: str) -> None:
    poorest = sorted(Mnemonic(language).wordlist, key=lambda word: (bits(f"{word} {word}"), len(word)))
    assert all(bits(" ".join([*poorest[:5], word])) >= ENOUGH for word in poorest[5:])


@pytest.mark.parametrize("row", ["111 222 333 444 555 666", "123 234 345 456 567 678", "cba fed ihg lkj onm rqp"])
def test_what_counts_on_is_no_word(row: str) -> None:
    assert strength(row) is Strength.WEAK


@given(st.text(max_size=40), st.text(max_size=40))
def test_more_letters_never_make_it_weaker(one: str, more: str) -> None:
    longer = f"{one} {more}"
    assert bits(longer) >= bits(one)


@given(st.lists(st.text(alphabet="abcdeé", min_size=1), min_size=1, max_size=6))
def test_spaces_and_forms_of_letters_make_no_difference(words: list[str]) -> None:
    assert same(" ".join(words), "  ".join(unicodedata.normalize("NFD", word) for word in words) + " ")
    assert not same(" ".join(words), " ".join([*words, "more"]))
