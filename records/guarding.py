"""The leak guard of one vault: its own protected names, what a person found fine, and what would leave with a plan.

Names are read on the vault's lane and never leave it as such; found are places in texts that may leave (DESIGN 5).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from records.due import read_bodies
from records.leaking.guard import Finding, Guard, mark, passages, protected_paths
from records.strict_json import Json
from records.values import template
from records.vault.deliveries import Item
from records.vault.engine import kept_json
from records.vault.vault import Vault

_FINE: Final = "found-fine"
_MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in a text that would leave. mark: what is remembered if a person says it is fine."""

    text: str
    finding: Finding
    mark: str

    @property
    def passage(self) -> str:
        """The words themselves, as they stand in the text."""
        return self.text[self.finding.start : self.finding.end]


def guard_of(vault: Vault) -> Guard:
    """The guard with every protected name that stands in this vault."""
    paths = {one.version: protected_paths(one.schema) for one in vault.forms.all()}
    cells = vault.lists.protected()
    found = (kept_json(value) for version, path, value in cells if template(path) in paths.get(version, ()))
    return Guard(dict.fromkeys(text for text in found if isinstance(text, str)))


def fine(vault: Vault) -> frozenset[str]:
    """The marks of what a person found fine here."""
    return frozenset(_marks(vault))


def remember_fine(vault: Vault, marks: Iterable[str]) -> None:
    """Remember what a person found fine; the oldest of very many is asked again."""
    known = _marks(vault)
    fresh = [one for one in dict.fromkeys(marks) if one not in known]
    if fresh:
        kept: list[Json] = [*known, *fresh]
        vault.settings.put(_FINE, kept[-_MOST:])


def found_in(vault: Vault, items: Iterable[Item]) -> Mapping[bytes, tuple[Found, ...]]:
    """What these bodies would tell, by record, each passage of a question once; what was found fine is left out."""
    wanted = frozenset(items)
    guard, known = guard_of(vault), fine(vault)
    found: dict[bytes, dict[str, Found]] = defaultdict(dict)
    for kept in vault.journal.entries(sorted({item.entry for item in wanted})):
        for taken in read_bodies(kept):
            schema = vault.forms.schema(taken.body.version)
            if schema is None or Item(kept.number, taken.which) not in wanted:
                continue
            texts = ((one.path, one.value) for one in taken.body.changes if isinstance(one.value, str))
            for passage in passages(schema, texts):
                for finding in guard.find(passage):
                    one = Found(passage.text, finding, mark(passage.path, passage.text, finding))
                    if one.mark not in known:
                        found[taken.body.record.id].setdefault(one.mark, one)
    return {record: tuple(those.values()) for record, those in found.items()}


def _marks(vault: Vault) -> list[str]:
    kept = vault.settings.get(_FINE)
    return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []
