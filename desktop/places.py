"""Where one can be in the window, and how to ask to be elsewhere. Plain values."""

from dataclasses import dataclass
from enum import Enum


class Where(Enum):
    """The places. Those of a navigation, and those one comes to from another."""

    HOME = "home"
    NOTES = "notes"
    NOTE = "note"
    WRITE = "write"
    HAND_OVER = "hand-over"
    INBOX = "inbox"
    OFFICES = "offices"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Go:
    """A wish to be somewhere. record: a record's id; form: a form's name; draft: a draft's id; said: what to say.

    conflicts: of a list, only what stands in two versions. by_phone: somebody tells it on the telephone.
    """

    where: Where
    record: bytes | None = None
    form: str = ""
    draft: str = ""
    said: str = ""
    conflicts: bool = False
    by_phone: bool = False
