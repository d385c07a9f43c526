"""Six words: 66 bits in every language that has a list, and in numbers where it has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.keys.words import as_numbers, as_words, has_words, proposed_passphrase, same

LANGUAGES = ("en", "fr", "es", "pt", "it", "cs")
bits = st.binary(min_size=32, max_size=32)


def number(raw: bytes) -> int:
    return int.from_bytes(raw[:9], "big") >> 6


@pytest.mark.parametrize("language", LANGUAGES)
@given(bits)
def test_words_say_the_first_66_bits(language: str, raw: bytes) -> None:
    words = as_words(raw, language)
    assert len(words.split()) == 6
    assert same(raw, words)
    assert same(raw, f"  {words.upper()}\n".replace(" ", "  "))


@given(bits)
def test_numbers_say_the_same(raw: bytes) -> None:
    parts = as_numbers(raw).split()
    assert [len(part) for part in parts] == [4] * 6
    assert sum(int(part) << 11 * place for place, part in enumerate(reversed(parts))) == number(raw)
    assert same(raw, as_numbers(raw))


@given(bits, bits)
def test_other_bits_are_other_words(one: bytes, other: bytes) -> None:
    assert same(one, as_words(other)) == (number(one) == number(other)) == same(one, as_numbers(other))


@given(bits, st.integers(0, 65))
def test_every_one_of_the_66_bits_counts(raw: bytes, bit: int) -> None:
    changed = bytearray(raw)
    changed[bit // 8] ^= 0x80 >> bit % 8
    assert not same(raw, as_words(bytes(changed)))
    assert not same(raw, as_numbers(bytes(changed)))


@pytest.mark.parametrize("typed", ["", "abandon", " ".join(["abandon"] * 5), " ".join(["abandon"] * 7), "0000 " * 5])
def test_fewer_or_more_words_are_not_the_same(typed: str) -> None:
    assert not same(bytes(9), typed)


def test_words_of_two_languages_do_not_mix() -> None:
    raw = bytes(range(32))
    english, french = as_words(raw).split(), as_words(raw, "fr").split()
    assert not same(raw, " ".join([*english[:3], *french[3:]]))


def test_numbers_are_read_in_the_digits_of_any_script() -> None:
    raw = bytes(range(32))
    arabic = as_numbers(raw).translate({ord(str(digit)): chr(0x0660 + digit) for digit in range(10)})
    assert same(raw, arabic)
    assert not same(raw, as_numbers(raw).replace("0", "²"))


def test_a_language_without_a_list_has_numbers() -> None:
    assert not has_words("ar")
    assert as_words(bytes(9), "ar") == as_numbers(bytes(9))


@pytest.mark.parametrize("language", [*LANGUAGES, "sw"])
def test_a_proposed_passphrase_is_six_words_of_66_bits(language: str) -> None:
    steps = iter(range(0, 65_536, 9_973))
    found = proposed_passphrase(lambda size: next(steps).to_bytes(size, "big"), language)
    assert len(set(found.split())) == 6
    numbers = (number for one in range(2048) for number in [one] * 6)
    picks = [proposed_passphrase(lambda size: next(numbers).to_bytes(size, "big"), language) for _ in range(2048)]
    assert len(set(picks)) == 2048
    assert all(len(set(one.split())) == 6 for one in picks)
