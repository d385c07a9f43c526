"""What became of an act that hostile input may stop: its result, or a known failure. Anything else is a bug."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from records.errors import Known

T = TypeVar("T")


def outcome(act: Callable[..., T], *args: object) -> T | StrEnum:
    """Return what an act returns, or the code it was refused with; every other exception goes through."""
    try:
        return act(*args)
    except Known as problem:
        return problem.code


def code_of(act: Callable[..., object], *args: object) -> StrEnum:
    """Return the code an act is refused with; it must be refused."""
    found = outcome(act, *args)
    assert isinstance(found, StrEnum), f"not refused: {found!r}"
    return found
