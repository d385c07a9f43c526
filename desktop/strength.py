"""How hard a passphrase is to guess, roughly and without a list: the rule of NIST SP 800-63-1, appendix A.

What repeats adds nothing. Different words count at least seven bits each, or six short ones that nobody chose would be
called weak. Only the empty one is ever refused: a person may know better than a rule.
"""

import unicodedata
from enum import StrEnum
from itertools import pairwise
from typing import Final

ENOUGH: Final = 40
PLENTY: Final = 52
_STEPS: Final = ((1, 4.0), (8, 2.0), (20, 1.5))
_REST: Final = 1.0
_MIXED: Final = 6.0
_WORD: Final = 7.0
_SHORTEST: Final = 3


class Strength(StrEnum):
    """What is said of a passphrase; the texts know these."""

    EMPTY = "empty"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(passphrase: str) -> Strength:
    """Say how strong a passphrase is."""
    if not passphrase.strip():
        return Strength.EMPTY
    found = bits(passphrase)
    if found < ENOUGH:
        return Strength.WEAK
    return Strength.STRONG if found >= PLENTY else Strength.FAIR


def bits(passphrase: str) -> float:
    """Return about how many bits a passphrase that a person made up has: 4 for the first letter, then ever less."""
    words = list(dict.fromkeys(unicodedata.normalize("NFKC", passphrase).split()))
    text = " ".join(words)
    counted = _counted(text)
    found, done = 0.0, 0
    for upto, worth in _STEPS:
        found += max(0, min(counted, upto) - done) * worth
        done = upto
    found += max(0, counted - done) * _REST
    mixed = any(letter.isupper() for letter in text) and any(not letter.isalpha() for letter in text.replace(" ", ""))
    in_words = _WORD * sum(map(_is_word, words))
    return max(found + (_MIXED if mixed else 0.0), in_words)


def _counted(text: str) -> int:
    """How many letters neither repeat nor count on from the one before."""
    return sum(1 for before, letter in pairwise(f"\0{text}") if not _follows(before, letter))


def _is_word(word: str) -> bool:
    """Whether somebody would have to know it: three letters or more that do not count on, as aaa and 123 do."""
    steps = {ord(letter) - ord(before) for before, letter in pairwise(word)}
    return len(word) >= _SHORTEST and not (len(steps) == 1 and abs(min(steps)) <= 1)


def _follows(before: str, letter: str) -> bool:
    """Whether a letter repeats or counts on from the one before it: aaaa, 1234, dcba."""
    return abs(ord(letter) - ord(before)) <= 1


def same(one: str, other: str) -> bool:
    """Whether two ways of typing are the same passphrase: the same letters, whatever the spaces between words."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
