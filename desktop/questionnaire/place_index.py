"""Finding one of very many places by what somebody types of it: every keystroke, without a pause. Pure.

Beginnings of names come first, then beginnings of words, then what stands anywhere; among these one's own country, and
the larger before the smaller. Words of what a place lies in narrow the search: `masoko lindi`. Made once, beside the
window's thread; then it only answers.
"""

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from desktop.questionnaire.finding import folded
from records.gazetteer.values import Gazetteer, Place

_BEHIND: Final = "\U0010ffff"
_LATER: Final = 1 << 24
"""Added to the number of a place that a word inside its name was found in."""
_LOOKED_AT: Final = 800
"""Names looked at for a word that stands anywhere in very many of them."""


class PlaceIndex:
    """The places of a list, to be found by typing. Numbers of places are theirs in `places`."""

    def __init__(self, gazetteer: Gazetteer, own: str) -> None:
        """own: one's own country, by its three letters."""
        self.gazetteer = gazetteer
        self.places = tuple(sorted(gazetteer.places, key=lambda one: (one.country != own, one.level)))
        names = [tuple(dict.fromkeys(" ".join(folded(name.text).split()) for name in one.names)) for one in self.places]
        self._lines = self._with_what_is_above(names)
        starts = sorted(_starts(names))
        self._starts = [word for word, _number in starts]
        self._numbers = array("l", (number for _word, number in starts))
        self._all = "\n".join("\t".join(one) for one in names)
        self._begins = array("l", accumulate((len("\t".join(one)) + 1 for one in names), initial=0))

    def find(self, typed: str, limit: int) -> tuple[Place, ...]:
        """What fits, the best first; nothing when nothing is typed."""
        wanted = sorted(set(folded(typed).split()), key=len, reverse=True)
        if not wanted:
            return ()
        found = list(dict.fromkeys(number % _LATER for number in self._beginning(wanted, limit)))[:limit]
        if len(found) < limit:
            more = (number for number in self._anywhere(wanted) if number not in found)
            found += [number for number, _ in zip(more, range(limit - len(found)), strict=False)]
        return tuple(self.places[number] for number in found)

    def _with_what_is_above(self, names: Sequence[Sequence[str]]) -> list[str]:
        """Each place's own names and those of what it lies in, as one line; every word begins behind a blank."""
        number_of = {one.code: number for number, one in enumerate(self.places)}
        lines = []
        for number, one in enumerate(self.places):
            numbers = (number, *(number_of[above.code] for above in self.gazetteer.above(one)))
            lines.append(" " + " ".join(name for each in numbers for name in names[each]))
        return lines

    def _beginning(self, wanted: Sequence[str], limit: int) -> list[int]:
        """Where a word of a place's own names begins so, and the others begin words of its line."""
        if len(wanted) == 1:
            low, high = self._range(wanted[0])
            return heapq.nsmallest(4 * limit, self._numbers[low:high])
        found: list[int] = []
        for word in wanted if len(wanted[0]) == 1 else [one for one in wanted if len(one) > 1]:
            low, high = self._range(word)
            others = [f" {one}" for one in wanted if one != word]
            found += self._narrowed(self._numbers[low:high], others)
        return heapq.nsmallest(4 * limit, found)

    def _narrowed(self, numbers: Iterable[int], others: Sequence[str]) -> list[int]:
        for one in others:
            numbers = [number for number in numbers if one in self._lines[number % _LATER]]
        return list(numbers)

    def _range(self, word: str) -> tuple[int, int]:
        return bisect_left(self._starts, word), bisect_left(self._starts, word + _BEHIND)

    def _anywhere(self, wanted: Sequence[str]) -> Iterator[int]:
        """Where the longest word stands anywhere in a name, and the others in its line."""
        at, others = self._all.find(wanted[0]), wanted[1:]
        for _ in range(_LOOKED_AT):
            if at < 0:
                return
            number = bisect_left(self._begins, at + 1) - 1
            if all(one in self._lines[number] for one in others):
                yield number
            at = self._all.find(wanted[0], self._begins[number + 1])


def _starts(names: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Every name from each of its words on, with the number of its place; larger where it is not the first word."""
    for number, each in enumerate(names):
        for name in each:
            yield name, number
            at = name.find(" ") + 1
            while at:
                yield name[at:], number + _LATER
                at = name.find(" ", at) + 1
