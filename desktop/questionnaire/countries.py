"""The names of countries in a language, for whoever types one. Pure."""

from babel import Locale

from reports.when import locale_of
from resources.texts import Texts


def country_names(texts: Texts) -> tuple[str, ...]:
    """Return them sorted; regions of the world and codes nobody uses left out."""
    names = Locale.parse(locale_of(texts)).territories
    return tuple(sorted(name for code, name in names.items() if len(code) == 2 and code.isalpha() and code != "ZZ"))
