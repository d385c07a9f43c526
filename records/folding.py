"""Letters as they compare: whatever their case, their marks, and which of several forms of a letter was typed. Pure."""

import unicodedata
from typing import Final

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("'`´‘’ʻʼʾʿ\u0640\u200c\u200d", ""),  # and tatweel, which only makes a word longer
        **dict.fromkeys("ٱ\u0672\u0673", "ا"),
        **dict.fromkeys("ىیے", "ي"),
        **dict.fromkeys("ةۀەہھ", "ه"),
        "ک": "ك",
        "ٶ": "و",
        **dict(zip("øłđðıŋɓɗɛǝəɔƙƴ", "olddinbdeeeoky", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)


def folded(text: str) -> str:
    """Return a text as search compares it: small letters, without accents and vowel signs, one form of each letter."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def alike(text: str) -> str:
    """Return a text folded further, as names of people and places compare: letters that are typed alike are the same.

    Marks on and below letters (alef with hamza, Arabic vowels) go as marks do.
    """
    plain = folded(text)
    return plain if plain.isascii() and plain.isalnum() else plain.translate(_ALIKE)
