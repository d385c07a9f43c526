"""Patterns of `regex()`: found, not found, or given up after a moment, whatever the pattern and the text.

Looking itself is bounded by time. Preparing a pattern cannot be: what is too long, or is so once counts in braces
are written out, is refused before.
"""

import re
from functools import lru_cache
from typing import Final

import regex  # type: ignore[import-untyped]

from forms.errors import FormsCode
from records.errors import Known

LONGEST: Final = 4096
LONGEST_IN_ANY_CASE: Final = 512
"""Preparing to look for n letters in any case takes time like n³."""
MOST_UNROLLED: Final = 20_000
_SECONDS: Final = 0.05
_SHOWN: Final = 200
_DIGITS: Final = 9
_PIECE: Final = re.compile(
    r"\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|(?P<open>\()|(?P<close>\))|\{(?P<least>\d+)(?:,\d*)?\}|.", re.DOTALL
)
_ANY_CASE: Final = re.compile(r"\(\?[a-zA-Z0-9-]*i")
_HIDING: Final = re.compile(r"\(\?(?:#|[a-zA-Z0-9-]*[xV])")
"""Comments, free spacing and a second syntax of sets: what counts would be counted with could be hidden in them."""


def found(text: str, pattern: str) -> bool:
    """Whether a pattern is found anywhere in a text; `^` and `$` tie it to the ends.

    Digits and letters of words are ASCII's, as in the engines forms are written for. Known(BAD_PATTERN |
    PATTERN_TOO_SLOW).
    """
    longest = LONGEST_IN_ANY_CASE if _ANY_CASE.search(pattern) else LONGEST
    if len(pattern) > longest or _unrolled(pattern) > MOST_UNROLLED:
        raise Known(FormsCode.PATTERN_TOO_SLOW, pattern=pattern[:_SHOWN])
    try:
        return regex.search(pattern, text, regex.ASCII, timeout=_SECONDS) is not None
    except TimeoutError as late:
        raise Known(FormsCode.PATTERN_TOO_SLOW, pattern=pattern[:_SHOWN]) from late
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as wrong:
        raise Known(FormsCode.BAD_PATTERN, pattern=pattern[:_SHOWN]) from wrong


@lru_cache(maxsize=512)
def _unrolled(pattern: str) -> int:
    """How many pieces a pattern has at most once its counts are written out; counting ends where they are too many.

    Known(BAD_PATTERN) for what could hide a count. A bracket that closes nothing stands for all before it.
    """
    groups = [0]
    last = 0
    for piece in _PIECE.finditer(pattern):
        if piece["open"]:
            if _HIDING.match(pattern, piece.start()):
                raise Known(FormsCode.BAD_PATTERN, pattern=pattern[:_SHOWN])
            groups.append(0)
        elif piece["close"]:
            last = groups.pop() + 1 if len(groups) > 1 else groups[0]
            groups[-1] += last
        elif piece["least"]:
            times = int(piece["least"][:_DIGITS])
            groups[-1] += last * max(0, times - 1)
            last *= max(1, times)
        else:
            groups[-1] += 1
            last = 1
        if groups[-1] > MOST_UNROLLED:
            break
    return max(groups)
