"""Every word of the program, in every language: read from catalogues, told by id, Qt-free.

The language is an argument, never a global. A catalogue is `texts/<language>.po`; `python -m resources.compiling` makes
the `.mo` files that are read here. English is a catalogue like the others and stands in where another lacks a text.
The labels of our own forms stand in the same catalogues under the context `form`, by their English words.
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from resources.pseudo import turned

FOLDER: Final = Path(__file__).parent / "texts"
COMPILED: Final = FOLDER / "compiled"
FALLBACK: Final = "en"
PSEUDO: Final = "xx"
_FORM: Final = "form"
_COMMA: Final = "list.comma"

Fact = str | int | tuple[str, ...]


class Direction(StrEnum):
    """Which way a language is written."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class Language:
    """A language the program speaks: its code (BCP 47), its own name, its direction.

    drafted: by a machine, and not read by a native speaker yet; what people agree to says so.
    """

    code: str
    name: str
    direction: Direction
    drafted: bool = False


LANGUAGES: Final = (
    Language("en", "English", Direction.LTR),
    Language("fr", "Français", Direction.LTR, drafted=True),
    Language("es", "Español", Direction.LTR, drafted=True),
    Language("ar", "العربية", Direction.RTL, drafted=True),
)
"""What people may choose. Adding one is a catalogue and a line here."""

_PSEUDO: Final = Language(PSEUDO, "Pseudo", Direction.RTL)


class Texts:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        """`language` is a code of `LANGUAGES`, or `xx`: English letters turned Arabic, to see layouts from right."""
        self.language = known(language)
        self._own = _catalogue(self.language.code)
        self._english = _catalogue(FALLBACK)

    def __call__(self, text: str, /, **facts: Fact) -> str:
        """Return the text with its facts in place; `count` chooses the plural. KeyError for an id nobody wrote."""
        found = _found(self._own, text, facts) or _found(self._english, text, facts)
        if found is None:
            raise KeyError(text)
        if not facts:
            return found
        return found.format(
            **{name: self.listed(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
        )

    def listed(self, words: Iterable[str]) -> str:
        """Several names or answers after each other, with the language's own comma."""
        return f"{self._own.gettext(_COMMA)} ".join(words)

    def has(self, text: str) -> bool:
        """Whether there is a text of this id."""
        return _found(self._english, text, {}) is not None

    def of_form(self, english: str) -> str:
        """Return a label of our own forms in the language."""
        return turned(english) if self.language is _PSEUDO else self._own.pgettext(_FORM, english)


def known(language: str) -> Language:
    """Return the language of a code, with or without a region; English for one the program does not speak."""
    wanted = language.replace("_", "-").partition("-")[0].casefold()
    return next((one for one in (*LANGUAGES, _PSEUDO) if one.code == wanted), LANGUAGES[0])


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    with (COMPILED / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def _found(catalogue: gettext.GNUTranslations, text: str, facts: dict[str, Fact]) -> str | None:
    count = facts.get("count")
    found = catalogue.ngettext(text, text, count) if isinstance(count, int) else catalogue.gettext(text)
    if found == text and isinstance(count, int):
        found = catalogue.gettext(text)
    return None if found == text else found
