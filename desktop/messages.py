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
_FACT: Final = "fact.{name}.{value}"


def sentence(texts: Texts, problem: Known) -> str:
    """What happened, whether anything was lost, and what to do, in the language."""
    facts = {name: _word(texts, name, fact) for name, fact in problem.facts.items()}
    return texts(f"error.{problem.code.value}", **facts).rstrip()


def _word(texts: Texts, name: str, fact: Fact) -> Fact:
    """Facts that are codes themselves are told in words."""
    if name in _NAMED and isinstance(fact, str):
        known = _FACT.format(name=name, value=fact)
        return texts(known) if texts.has(known) else fact
    return fact
