"""Six words of a fixed list of 2 048: proposed as a passphrase, and compared as check words.

The lists are BIP-39's, as the package `mnemonic` carries them; a word is 11 bits, so six are 66. Where a language has
no list, the same bits are six four-digit numbers.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from mnemonic import Mnemonic

from records.ids import Chance

COUNT: Final = 6
BITS: Final = 11
_LISTS: Final = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese", "it": "italian", "cs": "czech"}


def has_words(language: str) -> bool:
    """Whether there is a list in this language; otherwise numbers serve."""
    return language in _LISTS


def proposed_passphrase(chance: Chance, language: str = "en") -> str:
    """Return six different random words (66 bits) in the language, in English where it has no list."""
    words = _words(language if has_words(language) else "en")
    picks: list[int] = []
    for _ in range(COUNT):
        pick = int.from_bytes(chance(2), "big") % len(words)
        while pick in picks:  # said twice a word protects nothing: the next one
            pick = (pick + 1) % len(words)
        picks.append(pick)
    return " ".join(words[pick] for pick in picks)


def as_words(bits: bytes, language: str = "en") -> str:
    """Write the first 66 bits as six words of the language's list, or as numbers where it has none."""
    numbers = _numbers(bits)
    if not has_words(language):
        return as_numbers(bits)
    words = _words(language)
    return " ".join(words[number] for number in numbers)


def as_numbers(bits: bytes) -> str:
    """Write the first 66 bits as six four-digit numbers from 0000 to 2047."""
    return " ".join(f"{number:04d}" for number in _numbers(bits))


def same(bits: bytes, typed: str) -> bool:
    """Whether somebody typed these 66 bits, as words of any list or as numbers."""
    parts = unicodedata.normalize("NFKD", typed).casefold().split()
    wanted = _numbers(bits)
    if len(parts) != COUNT:
        return False
    if all(part.isdecimal() for part in parts):  # in the digits of any script
        return [int(part) for part in parts] == wanted
    return any(parts == [_words(language)[number] for number in wanted] for language in _LISTS)


def _numbers(bits: bytes) -> list[int]:
    whole = int.from_bytes(bits[:9], "big") >> (9 * 8 - COUNT * BITS)
    return [whole >> BITS * place & (1 << BITS) - 1 for place in reversed(range(COUNT))]


@cache
def _words(language: str) -> Sequence[str]:
    return tuple(unicodedata.normalize("NFKD", word) for word in Mnemonic(_LISTS[language]).wordlist)
