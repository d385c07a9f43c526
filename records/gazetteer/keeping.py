"""The list of places a notebook took in: kept among its own settings, as a whole or not at all. It never travels.

The list is one text that is read where nobody waits for it; a mark beside it says which one it is.
"""

import json
from dataclasses import dataclass
from typing import Final

from records.errors import Known, RecordsCode
from records.gazetteer.values import Gazetteer, Name, Place, Point
from records.strict_json import Json
from records.vault.vault import Vault

_LIST: Final = "places"
_MARK: Final = "places-mark"


@dataclass(frozen=True, slots=True)
class Mark:
    """Which list is kept: when it was taken in ("" for none), how many places and countries it has."""

    taken: str = ""
    places: int = 0
    countries: int = 0


NONE_KEPT: Final = Mark()


def keep(vault: Vault, gazetteer: Gazetteer) -> Mark:
    """Keep a list in place of the one before. Known(DISK_FULL …) changes nothing."""
    mark = Mark(vault.now(), len(gazetteer.places), len(gazetteer.countries))
    _put(vault, mark, packed(gazetteer))
    return mark


def forget(vault: Vault) -> None:
    """Keep no list; the one that comes with the program is there always."""
    _put(vault, NONE_KEPT, "")


def mark_of(vault: Vault) -> Mark:
    """Which list is kept. Known(VAULT_DAMAGED)."""
    match vault.settings.get(_MARK):
        case None:
            return NONE_KEPT
        case [str(taken), int(places), int(countries)]:
            return Mark(taken, places, countries)
        case _:
            raise Known(RecordsCode.VAULT_DAMAGED)


def kept_list(vault: Vault) -> str:
    """The list as it is kept, to be read by `unpacked` beside the notebook's lane; "" for none."""
    return vault.settings.text(_LIST)


def packed(gazetteer: Gazetteer) -> str:
    """A list as one text."""
    return json.dumps([_plain(one) for one in gazetteer.places], ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Gazetteer:
    """The list of a text; "" is none. Known(VAULT_DAMAGED) for what `packed` would not write."""
    if not text:
        return Gazetteer()
    try:
        return Gazetteer(tuple(_place(one) for one in json.loads(text)))
    except (ValueError, TypeError, RecursionError) as problem:
        raise Known(RecordsCode.VAULT_DAMAGED) from problem


def _put(vault: Vault, mark: Mark, text: str) -> None:
    with vault.database.writing():
        vault.settings.put(_LIST, text)
        vault.settings.put(_MARK, [mark.taken, mark.places, mark.countries])


def _plain(one: Place) -> Json:
    names: list[Json] = [part for name in one.names for part in (name.language, name.text)]
    point: list[Json] = [] if one.point is None else [repr(one.point.latitude), repr(one.point.longitude)]
    return [one.code, one.country, one.level, one.parent, names, point]


def _place(plain: Json) -> Place:
    match plain:
        case [str(code), str(country), int(level), str(parent), [str(), str(), *_] as names, list() as point]:
            pairs = zip(names[::2], names[1::2], strict=True)
            there = Point(*(float(str(one)) for one in point)) if point else None
            return Place(code, country, level, parent, tuple(Name(str(one), str(text)) for one, text in pairs), there)
        case _:
            raise ValueError(plain)
