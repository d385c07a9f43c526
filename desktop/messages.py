"""The only door for telling a person anything went wrong: a code and its facts become a sentence with a remedy.

Texts stand in the catalogues under `error.<code>`. A test holds that every code of every room has one.
"""

from enum import StrEnum
from typing import Final

from forms.errors import FormsCode
from records.errors import Fact, Known, RecordsCode
from reports.errors import ReportsCode
from resources.texts import Texts
from sync.errors import SyncCode

ROOMS: Final[tuple[type[StrEnum], ...]] = (RecordsCode, FormsCode, SyncCode, ReportsCode)
_NAMED: Final = ("why", "kind", "role")
_UNSAID: Final = ("row", "value", "message")
_FACT: Final = "fact.{name}.{value}"


def sentence(texts: Texts, problem: Known) -> str:
    """What happened, whether anything was lost, and what to do, in the language."""
    facts = {name: _word(texts, name, fact) for name, fact in problem.facts.items()}
    return texts(_text(texts, problem), **facts)


def _text(texts: Texts, problem: Known) -> str:
    """The sentence of a code; where a fact is not known, the one that does without it."""
    text = f"error.{problem.code.value}"
    without = (f"{text}.without-{name}" for name in _UNSAID if not problem.facts.get(name))
    return next((other for other in without if texts.has(other)), text)


def _word(texts: Texts, name: str, fact: Fact) -> Fact:
    """Facts that are codes themselves are told in words."""
    if name in _NAMED and isinstance(fact, str):
        known = _FACT.format(name=name, value=fact)
        return texts(known) if texts.has(known) else fact
    return fact
