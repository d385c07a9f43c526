"""A made-up language to look at layouts: Latin letters become Arabic ones and texts a third longer; values stay."""

from typing import Final

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ARABIC: Final = "ابجدهوزحطيكلمنسعفصقرشتثخذض"
_LETTERS: Final = str.maketrans(_LATIN + _LATIN.upper(), _ARABIC * 2)


def turned(text: str) -> str:
    """Turn the letters outside braces, and lengthen what is longer than a syllable."""
    parts = []
    for place, part in enumerate(_split(text)):
        parts.append(part if place % 2 else part.translate(_LETTERS))
    words = "".join(parts)
    return words + " " + "ـ" * (len(words) // 3) if len(words) > 3 else words


def _split(text: str) -> list[str]:
    """Outside, inside, outside … of braces."""
    parts, rest = [], text
    while "{" in rest:
        before, _, rest = rest.partition("{")
        inside, _, rest = rest.partition("}")
        parts += [before, "{" + inside + "}"]
    return [*parts, rest]
