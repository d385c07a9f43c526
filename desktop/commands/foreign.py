"""What others wrote, as people read it on a terminal: it can pass for no line of the program, and gives no orders.

Pure. JSON is never changed by this. Kinga's own lines never begin with the margin.
"""

from typing import Final

from reports.text.cleaning import REPLACEMENT

_MARGIN: Final = "│ "
_LONGEST: Final = 200
_KEPT: Final = frozenset(b"\n\t")
_CONTROLS: Final = (*range(32), *range(127, 160))
_DIRECTIONS: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
# what a terminal would take for an order, or would write backwards, and not for a letter
_ORDERS: Final = dict.fromkeys({*_CONTROLS, *_DIRECTIONS} - _KEPT, REPLACEMENT)


def harmless(text: str) -> str:
    """The text with every control code, and every mark that turns what follows around, replaced."""
    return text.translate(_ORDERS)


def under(text: str, indent: str = "      ") -> str:
    """The text as it stands inside a line of the program: its further lines below, each behind a margin."""
    return f"\n{indent}{_MARGIN}".join(text.splitlines())


def on_one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.splitlines())


def shortened(text: str) -> str:
    """No more of a text than a sentence can bear."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
