"""How a function is called, written as in the specifications: `substr(string, number, number?) -> string`.

`?` marks an argument that may be left out, `= .` one that is then the context node, `*` one or a bracketed group
that may come any number of times.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from forms.xpath.code import Kind


class Style(Enum):
    """What the Python function behind a name is given."""

    VALUES = auto()
    """The arguments, converted."""
    CONTEXT = auto()
    """The context, then the arguments, converted."""
    LAZY = auto()
    """The context, then one closure for each argument: it decides which of them are evaluated."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of a library: its name, its arguments' kinds, its result's kind, and what does the work."""

    name: str
    required: tuple[Kind, ...]
    optional: tuple[Kind, ...]
    repeated: tuple[Kind, ...]
    returns: Kind
    context_stands_in: bool
    usage: str
    style: Style
    body: Callable[..., Any]

    def kinds(self, given: int) -> tuple[Kind, ...] | None:
        """Return the kinds of `given` arguments, or None when the function does not take so many."""
        fixed = self.required + self.optional
        if len(self.required) <= given <= len(fixed):
            return fixed[:given]
        beyond = given - len(fixed)
        if beyond < 0 or not self.repeated or beyond % len(self.repeated):
            return None
        return fixed + self.repeated * (beyond // len(self.repeated))


_USAGE = re.compile(r"(?P<name>[^(]+)\((?P<fixed>[^()]*?)(?:(?:, )?\((?P<group>[^()]*)\)\*)?\) -> (?P<returns>\w+)")


def declare(usage: str, body: Callable[..., Any], style: Style = Style.VALUES) -> Function:
    """Read a usage line and tie it to the function that does the work."""
    read = _USAGE.fullmatch(usage)
    assert read is not None, usage
    words = [word for word in read["fixed"].split(", ") if word]
    return Function(
        name=read["name"],
        required=tuple(Kind(word) for word in words if word[-1] not in "?*."),
        optional=tuple(Kind(word.rstrip("?= .")) for word in words if word[-1] in "?."),
        repeated=_repeated(words, read["group"]),
        returns=Kind(read["returns"]),
        context_stands_in=any(word.endswith("= .") for word in words),
        usage=usage,
        style=style,
        body=body,
    )


def _repeated(words: list[str], group: str | None) -> tuple[Kind, ...]:
    if group is not None:
        return tuple(Kind(word) for word in group.split(", "))
    return tuple(Kind(word.rstrip("*")) for word in words if word.endswith("*"))
