"""What every choice of our own forms means: two lines, an example, and what it is often taken for. Qt-free.

A choice has the id `<list>.<code>`; where nothing is written of that, what is written of its code alone holds: "not
known" means the same everywhere. The words are ours, in catalogues of their own, read when somebody first asks.
"""

import gettext
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from resources.texts import FALLBACK, known

FOLDER: Final = Path(__file__).parent / "glossary"
COMPILED: Final = FOLDER / "compiled"


class Side(StrEnum):
    """What is said of a choice; the end of a text's id in the catalogues."""

    MEANING = "meaning"
    EXAMPLE = "example"
    NOT_THIS = "not-this"


@dataclass(frozen=True, slots=True)
class Term:
    """What a choice means. A word everybody knows may have no example and nothing it is taken for: then they are ""."""

    meaning: str
    example: str = ""
    not_this: str = ""


class Glossary:
    """The terms in one language."""

    def __init__(self, language: str) -> None:
        """`language` as for `resources.texts.Texts`."""
        self._language = known(language).code

    def term(self, list_name: str, code: str) -> Term | None:
        """What a choice means; in English where the language has no words for it, None where nobody wrote any."""
        for name in (f"{list_name}.{code}", code):
            for language in (self._language, FALLBACK):
                meaning = _text(language, name, Side.MEANING)
                if meaning:
                    return Term(meaning, _text(language, name, Side.EXAMPLE), _text(language, name, Side.NOT_THIS))
        return None


def _text(language: str, term: str, side: Side) -> str:
    """One text, "" where there is none."""
    name = f"{term}.{side.value}"
    found = _catalogue(language).gettext(name)
    return "" if found == name else found


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    with (COMPILED / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
