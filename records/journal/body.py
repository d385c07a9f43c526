"""What an entry says to those who may read it: one JSON text for each class (docs/formats/entry.md, section 4).

Exact bytes are kept and never made again to be checked. The first member is a random salt, so that nobody can guess a
body from its hash; spaces pad the text to a multiple of 256 bytes. Names a reader does not know are ignored and, since
the bytes travel as they are, never lost.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NoReturn

from records.clock import instant
from records.errors import Known, RecordsCode
from records.strict_json import Json, read_object, write
from records.values import Gone, Value, from_plain, is_path, to_plain

PADDING: Final = 256
SALT_SIZE: Final = 32
NONCE_SIZE: Final = 8
LARGEST: Final = 8 << 20

_HEX64 = re.compile(r"[0-9a-f]{64}")
_NONCE = re.compile(r"[0-9a-f]{16}")
_FORM = re.compile(r"[\w.-]{1,128}")
_is_path = lru_cache(4096)(is_path)  # a form's paths come again with every body
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class RecordName:
    """A record's lasting name: who began it, and a nonce of hers. Nobody else can claim to have begun it.

    id: 16 bytes by which tables and people's codes know the record.
    """

    device: bytes
    nonce: bytes
    id: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = hashlib.sha256(b"kinga-record/1" + self.device + self.nonce).digest()[:16]
        object.__setattr__(self, "id", found)


@dataclass(frozen=True, slots=True)
class May:
    """Who may get a body, and for what. Receivers may narrow it, never widen it; nobody named means nobody.

    to: office keys, or roles as `@headquarters`. then: the same, once the record is checked. never: those that must not
    get it. uses: what it may be used for.
    """

    to: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    def narrowed(self, other: "May") -> "May":
        """Return what both allow."""
        return May(
            tuple(name for name in self.to if name in other.to),
            tuple(name for name in self.then if name in other.then),
            tuple(dict.fromkeys((*self.never, *other.never))),
            tuple(name for name in self.uses if name in other.uses),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A new value at a path, and the entries whose value at this path (in this class) it replaces."""

    path: str
    value: Value | Gone
    over: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """One body, read. `at` is the author's clock as she claims it, ISO 8601 with milliseconds and offset."""

    record: RecordName
    form: str
    version: str
    at: str
    uncertain: bool
    may: May
    changes: tuple[Change, ...]


Bodies = tuple[Body | None, Body | None, Body | None]


def write_body(body: Body, author: bytes, salt: bytes) -> bytes:
    """Return the exact bytes of a body by the device `author`, padded. `salt` is 32 fresh random bytes."""
    if len(salt) != SALT_SIZE:
        raise ValueError("a salt has 32 bytes")
    plain: dict[str, Json] = {"salt": base64.b64encode(salt).decode(), "record": body.record.nonce.hex()}
    if body.record.device != author:
        plain["of"] = body.record.device.hex()
    plain |= {"form": body.form, "version": body.version, "at": body.at}
    if body.uncertain:
        plain["uncertain"] = True
    plain["may"] = {
        "to": list(body.may.to),
        "then": list(body.may.then),
        "never": list(body.may.never),
        "uses": list(body.may.uses),
    }
    plain["changes"] = [_change_plain(change) for change in body.changes]
    raw = write(plain)
    return raw + b" " * (-len(raw) % PADDING)


def read_body(raw: bytes, author: bytes) -> Body:
    """Read a body signed by the device `author`. Known(BODY_MALFORMED | JSON_MALFORMED)."""
    bare = raw.rstrip(b" ")
    if not bare or len(raw) != len(bare) + -len(bare) % PADDING or len(raw) > LARGEST:
        _refuse("its length")
    plain = read_object(raw)
    if next(iter(plain), None) != "salt":
        _refuse("its first member is no salt")
    _check_salt(plain["salt"])
    uncertain = plain.get("uncertain", False)
    if not isinstance(uncertain, bool):
        _refuse("uncertain")
    return Body(
        record=_record(plain, author),
        form=_matching(plain, "form", _FORM),
        version=_matching(plain, "version", _HEX64),
        at=_moment(plain),
        uncertain=uncertain,
        may=_may(plain.get("may")),
        changes=_changes(plain.get("changes")),
    )


def _change_plain(change: Change) -> Json:
    plain: list[Json] = [change.path, to_plain(change.value)]
    if change.over:
        plain.append([entry.hex() for entry in change.over])
    return plain


def _record(plain: dict[str, Json], author: bytes) -> RecordName:
    nonce = bytes.fromhex(_matching(plain, "record", _NONCE))
    if "of" not in plain:
        return RecordName(author, nonce)
    return RecordName(bytes.fromhex(_matching(plain, "of", _HEX64)), nonce)


def _check_salt(salt: Json) -> None:
    try:
        if isinstance(salt, str) and len(base64.b64decode(salt, validate=True)) == SALT_SIZE:
            return
    except ValueError:  # no base64, or letters outside ASCII
        pass
    _refuse("its salt")


def _moment(plain: dict[str, Json]) -> str:
    at = _matching(plain, "at", _MOMENT)
    try:
        instant(at)
    except (ValueError, OverflowError):
        _refuse("at")
    return at


def _may(plain: Json) -> May:
    if not isinstance(plain, dict):
        _refuse("who may get it")
    return May(*[_names(plain.get(name)) for name in ("to", "then", "never", "uses")])


def _names(plain: Json) -> tuple[str, ...]:
    if not isinstance(plain, list) or len(plain) > 1000:
        _refuse("who may get it")
    if not plain:
        return ()
    found = tuple([name for name in plain if isinstance(name, str) and 0 < len(name) <= 200])
    if len(found) != len(plain):
        _refuse("who may get it")
    return found


def _changes(plain: Json) -> tuple[Change, ...]:
    if not isinstance(plain, list):
        _refuse("its changes")
    found = tuple([_change(item) for item in plain])
    if len({change.path for change in found}) != len(found):
        _refuse("a path twice")
    return found


def _change(plain: Json) -> Change:
    if not isinstance(plain, list) or len(plain) not in (2, 3):
        _refuse("a change")
    path = plain[0]
    if not isinstance(path, str) or not _is_path(path):
        _refuse("a path")
    if len(plain) == 2:
        return Change(path, from_plain(plain[1]))
    over = plain[2]
    if not isinstance(over, list):
        _refuse("what a change replaces")
    return Change(path, from_plain(plain[1]), tuple([_entry_id(entry) for entry in over]))


def _entry_id(plain: Json) -> bytes:
    if not isinstance(plain, str) or _HEX64.fullmatch(plain) is None:
        _refuse("what a change replaces")
    return bytes.fromhex(plain)


def _matching(plain: dict[str, Json], name: str, pattern: re.Pattern[str]) -> str:
    found = plain.get(name)
    if not isinstance(found, str) or pattern.fullmatch(found) is None:
        _refuse(name)
    return found


def _refuse(reason: str) -> NoReturn:
    raise Known(RecordsCode.BODY_MALFORMED, reason=reason)
