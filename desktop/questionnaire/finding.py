"""Finding in a list what somebody types: anywhere in the words, without accents, beginnings of words first. Pure."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from records.folding import alike

_BETWEEN: Final = str.maketrans(dict.fromkeys('"#&()*+,-./:;[]_|~«»–—‐‑،؛', " "))
"""Words are what stands between these."""


def found(words: Sequence[str], typed: str) -> tuple[int, ...]:
    """Return the places of what fits, the best first; all of them, in their order, when nothing is typed."""
    wanted = folded(typed).split()
    ranked = [(_rank(folded(one), wanted), place) for place, one in enumerate(words)]
    return tuple(place for rank, place in sorted(ranked) if rank < _NOWHERE)


def folded(text: str) -> str:
    """Return letters as they compare: small, without the marks on them, words parted by blanks alone."""
    return alike(text).translate(_BETWEEN)


def beginning_with(words: Sequence[str], letter: str, after: int) -> int | None:
    """Return the next place behind `after`, round and round, whose words begin with a letter."""
    wanted = folded(letter)
    order = [(after + 1 + step) % len(words) for step in range(len(words))]
    return next((place for place in order if wanted and folded(words[place]).startswith(wanted)), None)


def plain_digits(text: str) -> str:
    """Return a number as it is kept: digits of any script as 0-9, without spaces in between."""
    digits = (str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    return "".join(letter for letter in digits if not letter.isspace())


_NOWHERE = 3


def _rank(words: str, wanted: Sequence[str]) -> int:
    """0 where the whole begins so, 1 where words do, 2 where it stands anywhere."""
    if not wanted or (words.startswith(wanted[0]) and all(f" {one}" in f" {words}" for one in wanted)):
        return 0
    if all(f" {one}" in f" {words}" for one in wanted):
        return 1
    return 2 if all(one in words for one in wanted) else _NOWHERE
