"""How something is said. No Qt: what decides the words of a page uses it too."""

from enum import StrEnum


class Tone(StrEnum):
    """The style sheet knows these."""

    NONE = ""
    GOOD = "good"
    ATTENTION = "attention"
    DANGER = "danger"
