"""The stages of a first run: which there are for whom, in which order, and which number a person is told. Pure."""

from enum import Enum, auto

from records.people import Role


class Stage(Enum):
    """Each is one calm screen, but practice, which is a small walk of its own and has no number."""

    LANGUAGE = auto()
    PASSPHRASE = auto()
    PRACTICE = auto()
    WHO = auto()
    CARD = auto()


_WITHOUT_CARD = frozenset({Role.HEADQUARTERS, Role.TRAINER})


def stages(role: Role) -> tuple[Stage, ...]:
    """The stages for a role: headquarters has nobody above it, and a trainer's notebook is never real."""
    return tuple(stage for stage in Stage if stage is not Stage.CARD or role not in _WITHOUT_CARD)


def number(stage: Stage, role: Role) -> tuple[int, int] | None:
    """Which of how many a stage is, None for practice."""
    counted = [one for one in stages(role) if one is not Stage.PRACTICE]
    return (counted.index(stage) + 1, len(counted)) if stage in counted else None


def after(stage: Stage, role: Role) -> Stage | None:
    """The next stage; None when everything is known and the notebook can be made."""
    order = stages(role)
    place = order.index(stage) + 1
    return order[place] if place < len(order) else None


def before(stage: Stage, role: Role) -> Stage | None:
    """The stage before; None before the first."""
    order = stages(role)
    place = order.index(stage)
    return order[place - 1] if place else None
