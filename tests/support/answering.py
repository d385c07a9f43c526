"""Somebody who answers whatever a form asks, with answers it takes, a little differently each time."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Final

from forms.model import Control, Definition, Sort
from forms.session import Asked, Session
from forms.storing import kind_of
from forms.values import WHEN
from records.schema import Kind
from records.values import Blob, Value
from tests.support.filling import is_repeat

_PLACES: Final = {
    "geopoint": "-1.5 29.25 1500 5",
    "geotrace": "1 2 0 0; 3 4 0 0",
    "geoshape": "1 2 0 0; 3 4 0 0; 5 6 0 0; 1 2 0 0",
}
MOST_ROWS: Final = 3


class Answerer:
    """Answers by chance; the same chance gives the same answers."""

    def __init__(self, chance: Random, eager: float = 0.8) -> None:
        """eager: how likely a question is answered at all."""
        self._chance = chance
        self._eager = eager

    def answer_all(self, session: Session) -> None:
        """Answer what is asked, and what is asked for these answers, until nothing new is."""
        seen: set[str] = set()
        while new := [one for one in session.asked() if one.path not in seen]:
            for one in new:
                seen.add(one.path)
                with suppress(KeyError):  # an answer before took its row away
                    self._answer(session, one)

    def _answer(self, session: Session, asked: Asked) -> None:
        one = asked.definition
        if is_repeat(asked):
            for _ in range(self._chance.randint(0, MOST_ROWS) if one.count is None else 0):
                session.add_row(asked.path)
        if one.sort is not Sort.FIELD or session.is_readonly(asked.path):
            return
        if session.is_required(asked.path) or self._chance.random() < self._eager:
            for answer in self._answers(session, asked.path, one):
                session.set(asked.path, answer)
                if session.problem(asked.path) is None:
                    return
        session.set(asked.path, None)

    def _answers(self, session: Session, path: str, one: Definition) -> Iterator[Value]:
        codes = [choice.code for choice in session.choices(path)]
        for _ in range(12):
            yield self._one(one, codes)

    def _one(self, one: Definition, codes: list[str]) -> Value:
        if WHEN in one.appearance.split():
            return self._chance.choice(["2026-11-20", "2026-11~", "2026-11-18/2026-11-20"])
        number = self._chance.choice([0, 1, 2, 3, 5, 20])
        match kind_of(one):
            case Kind.CHOICE:
                return self._chance.choice(codes) if codes else None
            case Kind.CHOICES:
                least = len(codes) if one.control is Control.RANK else min(1, len(codes))
                return tuple(self._chance.sample(codes, self._chance.randint(least, len(codes))))
            case Kind.INTEGER:
                return number
            case Kind.DECIMAL:
                return f"{number}.5" if number else "0"
            case Kind.DATE:
                return self._chance.choice(["2026-11-22", "2026-11-01", "1990-02-28", "2027-01-01"])
            case Kind.TIME:
                return "06:30:00.000+02:00"
            case Kind.MOMENT:
                return "2026-11-22T06:30:00.000+02:00"
            case Kind.PLACE:
                return _PLACES[one.data]
            case Kind.FILE:
                return Blob("".join(self._chance.choices("ABCDEFGH", k=16)), number, bytes(32), bytes(32), "image/png")
            case Kind.TEXT | Kind.LONG_TEXT:
                return "OK" if one.control is Control.ACKNOWLEDGE else self._chance.choice(["é ü", "two words", "12"])


def both_ways(session: Session, seen: dict[str, set[bool]]) -> None:
    """Note for each condition of the form whether it holds now, wherever its group or row is there to have one."""
    for path, one in session.places():
        if one.relevant is not None and _is_there(session, path):
            seen.setdefault(one.path, set()).add(session.is_relevant(path))


def _is_there(session: Session, path: str) -> bool:
    above = path.rpartition("/")[0]
    return not above or session.is_relevant(above)
