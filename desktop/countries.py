"""Countries by their names in a language, and finding one by typing. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from records import folding
from resources.countries import ALPHA3, PRACTICE
from resources.texts import FALLBACK, Texts


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its three letters, and its name in the language."""

    code: str
    name: str


@cache
def countries(language: str) -> tuple[Country, ...]:
    """Every country by its name in the language, sorted as people look for names: accents do not count."""
    names = _locale(language).territories
    found = [Country(code, names[short]) for short, code in ALPHA3.items()]
    return tuple(sorted(found, key=lambda country: folded(country.name)))


def country_name(code: str, texts: Texts) -> str:
    """The name of a country by its three letters; the letters themselves where nobody knows them."""
    if code == PRACTICE:
        return texts("country.practice")
    return next((one.name for one in countries(texts.language.code) if one.code == code), code)


def named(typed: str, among: Sequence[Country]) -> Country | None:
    """The one country that was typed: by its letters, its whole name, or a beginning that fits no other."""
    wanted = folded(typed)
    if not wanted:
        return None
    exact = [one for one in among if wanted in (one.code.casefold(), folded(one.name))]
    begun = [one for one in among if folded(one.name).startswith(wanted)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def folded(name: str) -> str:
    """A name without case, accents and punctuation, as somebody types it in a hurry."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folding.folded(name)).split())


def _locale(language: str) -> Locale:
    try:
        return Locale(language)
    except UnknownLocaleError:
        return Locale(FALLBACK)
