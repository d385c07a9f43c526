"""What an answer to "Where?" says, and what is written beside it: how exact it is, no more than its district. Pure.

A question with the appearance `place` names the questions beside it that are filled from what was picked:
`place area:NAME code:NAME exact:NAME`. Free text is an answer like any other; then they are a person's own to fill.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

from desktop.countries import country_name
from desktop.questionnaire.finding import found
from desktop.questionnaire.place_index import PlaceIndex
from forms.model import Definition
from forms.session import Session
from records.gazetteer.values import DISTRICT, PROVINCE, Exactness, Gazetteer, Place
from resources.texts import Texts

OFFERED: Final = 30
"""So many places are offered at once; who looks for another one types another letter."""
_LATEST: Final = 3
"""So many of the last places stand before what else fits."""
_STEPS: Final = ("province", "district")
_EXACT: Final = frozenset(one.value for one in Exactness)


@dataclass(frozen=True, slots=True)
class Spot:
    """An answer: what it says, the district or province it lies in, its code in the list, and how exact it is."""

    text: str
    area: str = ""
    code: str = ""
    exact: str = ""


NOWHERE: Final = Spot("")


@dataclass(frozen=True, slots=True)
class Beside:
    """The paths of the questions that are filled with the answer, "" for what the form does not ask."""

    area: str = ""
    code: str = ""
    exact: str = ""

    def paths(self) -> tuple[str, str, str]:
        """All three."""
        return self.area, self.code, self.exact


@dataclass(frozen=True, slots=True)
class Offer:
    """A place as it is offered: what it is called, what stands beneath in small, and what it answers."""

    spot: Spot
    beneath: str


def beside(one: Definition, path: str) -> Beside:
    """The questions beside one that stands at a path, as its appearance names them."""
    above = path.rpartition("/")[0]
    named = dict(word.split(":", 1) for word in one.appearance.split() if ":" in word)
    names = (named.get(field.name, "") for field in fields(Beside))
    return Beside(*(f"{above}/{name}".lstrip("/") if name else "" for name in names))


def spot_at(session: Session, path: str, there: Beside) -> Spot:
    """What is answered now."""
    return Spot(session.value(path), *(session.value(one) if one else "" for one in there.paths()))


def answer(session: Session, path: str, there: Beside, said: Spot | str, picked: Spot) -> Spot:
    """Write an answer and what follows from it; return what now counts as picked, to be given the next time.

    Words added behind a picked place leave it picked. An area that came along goes with it; her own stays.
    """
    if isinstance(said, str):
        if picked.text and said.startswith(picked.text):
            session.set(path, said)
            return picked
        said = Spot(said, exact=Exactness.WRITTEN.value if said.strip() else "")
    session.set(path, said.text)
    came_along = bool(there.area) and bool(picked.area) and session.value(there.area) == picked.area
    area = said.area or ("" if came_along else None)
    for where, value in zip(there.paths(), (area, said.code, said.exact), strict=True):
        if where and value is not None and session.value(where) != value:
            session.set(where, value)
    return said if said.area or said.code else NOWHERE


class PlaceWords:
    """Places in words, for somebody in a country."""

    def __init__(self, texts: Texts, own: str) -> None:
        """own: her country, by its three letters."""
        self._texts = texts
        self._own = own

    def spot(self, gazetteer: Gazetteer, place: Place) -> Spot:
        """What picking a place answers."""
        area = gazetteer.area_of(place)
        said = "" if area is None else self.name(gazetteer, area)
        return Spot(self.name(gazetteer, place), said, place.code, place.exactness.value)

    def name(self, gazetteer: Gazetteer, place: Place) -> str:
        """`Kilwa, Lindi`: a place and the next larger one that people know; abroad its country too."""
        larger = (above for above in gazetteer.above(place) if above.level <= DISTRICT)
        said = place.name(self._language)
        for one in [next((above.name(self._language) for above in larger), ""), self._abroad(place)]:
            said = self._texts("place.name", place=said, above=one) if one else said
        return said

    def beneath(self, gazetteer: Gazetteer, place: Place) -> str:
        """`A village or quarter · district of Kilwa, province of Lindi`."""
        parts = [self._within(above) for above in gazetteer.above(place)]
        return self._sentence(place.exactness, [*parts, self._abroad(place)])

    def beneath_spot(self, spot: Spot) -> str:
        """The same for a place that was answered before."""
        return self._sentence(Exactness(spot.exact), [spot.area]) if spot.exact in _EXACT else spot.area

    def exact(self, exact: str) -> str:
        """`A district`; "" for what nobody knows."""
        return self._texts(f"place.exact.{exact}") if exact in _EXACT else ""

    def _sentence(self, exactness: Exactness, parts: Sequence[str]) -> str:
        said = [one for one in parts if one]
        what = self.exact(exactness.value)
        if not said:
            return what
        above = said[0]
        for one in said[1:]:
            above = self._texts("place.name", place=above, above=one)
        return self._texts("place.beneath", what=what, above=above)

    def _within(self, above: Place) -> str:
        name = above.name(self._language)
        return self._texts(f"place.in.{_STEPS[above.level - PROVINCE]}", name=name) if above.level <= DISTRICT else name

    def _abroad(self, place: Place) -> str:
        return "" if place.country in ("", self._own) else country_name(place.country, self._texts)

    @property
    def _language(self) -> str:
        return self._texts.language.code


def offers(typed: str, before: Sequence[Spot], index: PlaceIndex | None, words: PlaceWords) -> tuple[Offer, ...]:
    """What is offered for what is typed: the last places first; for nothing typed, all of them."""
    texts = [one.text for one in before]
    latest = [before[place] for place in found(texts, typed)]
    latest = [one for one in latest if one.text != typed]
    latest = latest[:_LATEST] if typed else latest
    known = {one.text for one in latest}
    places = (offer for offer in _places(typed, index, words) if offer.spot.text not in known)
    return (*(Offer(one, words.beneath_spot(one)) for one in latest), *places)


def _places(typed: str, index: PlaceIndex | None, words: PlaceWords) -> Iterator[Offer]:
    if index is None:
        return
    for place in index.find(typed, OFFERED):
        yield Offer(words.spot(index.gazetteer, place), words.beneath(index.gazetteer, place))
