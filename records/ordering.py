"""Where rows and paragraphs stand among their like: keys that always leave room between two others.

A key is a fraction written in 62 digits without a trailing zero; keys compare as strings. Keys are spread evenly when
many are made at once, so that they stay short; one longer than 64 digits is made anew.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE: Final = {digit: value for value, digit in enumerate(_DIGITS)}
_LONGEST: Final = 64


def keys_between(low: str, high: str | None, count: int) -> list[str]:
    """Return `count` rising keys above `low` ("" for the very start) and below `high` (None for the very end)."""
    if count == 0:
        return []
    middle = _between(low, high)
    left = count // 2
    return [*keys_between(low, middle, left), middle, *keys_between(middle, high, count - 1 - left)]


def reordered(keys: Sequence[str | None]) -> list[str]:
    """Return rising keys for things in their new order; None marks a new one. As many keys as possible stay."""
    keep = _longest_rising([key if key is not None and _is_key(key) else None for key in keys])
    result: list[str] = []
    at = 0
    while at < len(keys):
        if at in keep:
            result.append(keep[at])
            at += 1
            continue
        end = next((place for place in range(at, len(keys)) if place in keep), len(keys))
        low = result[-1] if result else ""
        result += keys_between(low, keep.get(end), end - at)
        at = end
    return result


def _between(low: str, high: str | None) -> str:
    """Return a key strictly between two; the first digit where they leave room decides."""
    prefix = ""
    place = 0
    while True:
        below = _VALUE[low[place]] if place < len(low) else 0
        above = _VALUE[high[place]] if high is not None and place < len(high) else len(_DIGITS)
        if above - below > 1:
            return prefix + _DIGITS[(below + above) // 2]
        prefix += _DIGITS[below]
        if above - below == 1:
            high = None
        place += 1


def _is_key(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not text.endswith("0") and all(digit in _VALUE for digit in text)


def _longest_rising(keys: Sequence[str | None]) -> dict[int, str]:
    """Return the longest strictly rising choice of keys, by place."""
    tails: list[str] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place, key in enumerate(keys):
        if key is None:
            continue
        length = bisect_left(tails, key)
        before[place] = ends[length - 1] if length else None
        tails[length : length + 1] = [key]
        ends[length : length + 1] = [place]
    chosen: dict[int, str] = {}
    at = ends[-1] if ends else None
    while at is not None:
        key = keys[at]
        assert key is not None
        chosen[at] = key
        at = before[at]
    return chosen
