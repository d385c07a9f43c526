"""JSON in one reading only: what two programs could read differently is refused.

Refused: bytes that are not UTF-8, names twice in one object, lone surrogates, NaN and infinities, fractions and
exponents (decimals travel as strings), integers beyond 2^53, nesting deeper than 32. Used for everything that is
signed: bodies, cards, manifests, receipts.
"""

import json
from typing import NoReturn

from records.errors import Known, RecordsCode

LARGEST_INTEGER = 2**53
DEEPEST = 32

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def read(raw: bytes, *, fractions: bool = False) -> Json:
    """Return what the bytes say. Known(JSON_MALFORMED) with a `reason` when they say it ambiguously or not at all.

    fractions: let numbers that are not whole pass, for what is not signed as JSON (a compiled form).
    """
    try:
        text = raw.decode("utf-8")
        found: Json = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=float if fractions else _refuse_number,
            parse_constant=_refuse_number,
            parse_int=_integer,
        )
        if text.count("[") + text.count("{") > DEEPEST:
            _check_depth(found)
        if "\\ud" in text or "\\uD" in text:
            _write_text(found).encode("utf-8")
    except RecursionError:
        _refuse("nesting")
    except UnicodeError:
        _refuse("not Unicode text")
    except ValueError:
        _refuse("not JSON")
    return found


def read_object(raw: bytes, *, fractions: bool = False) -> dict[str, Json]:
    """Return the object the bytes hold; Known(JSON_MALFORMED) when they hold anything else."""
    found = read(raw, fractions=fractions)
    if not isinstance(found, dict):
        _refuse("not an object")
    return found


def write(value: Json) -> bytes:
    """Return compact UTF-8, names in the order given. Signed bytes are kept as written, never made again.

    Known(JSON_MALFORMED) for a lone surrogate, which no UTF-8 can hold.
    """
    try:
        return _write_text(value).encode("utf-8")
    except UnicodeEncodeError:
        _refuse("not Unicode text")


def _write_text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _refuse("a name twice")
    return found


def _check_depth(found: Json) -> None:
    """Refuse deep nesting by a number of our own: interpreters differ in how much they bear."""
    deep, level = 0, [found]
    while holders := [value for value in level if isinstance(value, (dict, list))]:
        deep += 1
        if deep > DEEPEST:
            _refuse("nesting")
        level = [one for held in holders for one in (held.values() if isinstance(held, dict) else held)]


def _integer(digits: str) -> int:
    if len(digits) > len(str(LARGEST_INTEGER)) + 1:
        _refuse("a number too large")
    value = int(digits)
    if abs(value) > LARGEST_INTEGER:
        _refuse("a number too large")
    return value


def _refuse_number(_digits: str) -> NoReturn:
    _refuse("a number that is not whole")


def _refuse(reason: str) -> NoReturn:
    raise Known(RecordsCode.JSON_MALFORMED, reason=reason)
