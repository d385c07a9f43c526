"""What stands on the home page to begin with, for the role, and what waits behind one button. Pure (DESIGN 11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.places import Go, Where
from records.people import Role

_WARNING: Final = "warning"
_FIRST: Final = {
    Role.MONITOR: ("incident", "hate_speech", "week_note", _WARNING),
    Role.FOCAL_POINT: ("incident", "hate_speech", "verification", "country_profile", _WARNING),
    Role.HEADQUARTERS: ("verification", "incident", "hate_speech", "country_profile", _WARNING),
}
_MOST: Final = 4
CALL: Final = Go(Where.WRITE, form="incident", by_phone=True)
"""An incident that a colleague tells on the telephone."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Ids of forms: those in sight, and those behind one button."""

    first: tuple[str, ...]
    rest: tuple[str, ...]


def offered(role: Role, forms: Sequence[str]) -> Offered:
    """Part the forms a role writes, which come in their usual order. What a role seldom begins is one press away."""
    wanted = _FIRST.get(role, tuple(forms[:_MOST]))
    first = tuple(name for name in wanted if name in forms)
    return Offered(first, tuple(name for name in forms if name not in first))


def takes_calls(role: Role) -> bool:
    """Whether colleagues call somebody of this role to tell what happened."""
    return role in (Role.FOCAL_POINT, Role.HEADQUARTERS)
