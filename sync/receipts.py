"""A receipt: what a device says it has of another's (docs/formats/bundle.md, section 5). Bytes in, values out.

*Arrived* names bundles, *kept* names bodies and attachments that are in the journal after a person accepted them. Only
*kept* may ever free anything where it came from. Known failures are told; nothing is believed unsigned.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NoReturn

from records.clock import instant
from records.errors import Known
from records.journal.entry import Realm, Sign, Signed, to_be_signed, verify
from records.schema import BodyClass
from records.strict_json import Json, read_object, write
from sync.errors import SyncCode

KIND: Final = "kinga receipt/1"
_HEX32: Final = re.compile(r"[0-9a-f]{32}")
_HEX64: Final = re.compile(r"[0-9a-f]{64}")
_BLOB: Final = re.compile(r"[0-9A-Z]{16}")
_MOMENT: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){2}T[0-9]{2}(?::[0-9]{2}){2}\.[0-9]{3}[+-][0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Run:
    """Entries from one sequence to another of which the same classes of bodies are kept."""

    first: int
    last: int
    bodies: frozenset[BodyClass]


@dataclass(frozen=True, slots=True)
class LogKept:
    """One log as the giver of the receipt has it: the highest entry, and runs of what is kept.

    entries: `digest` of the entries the runs name, so that a receipt counts only for this very history.
    """

    device: bytes
    log: bytes
    sequence: int
    head: bytes
    runs: tuple[Run, ...]
    entries: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the device `by` says it has, at a time it claims."""

    by: bytes
    at: str
    arrived: tuple[bytes, ...]
    logs: tuple[LogKept, ...]
    blobs: tuple[str, ...]


def runs(kept: Iterable[tuple[int, frozenset[BodyClass]]]) -> tuple[Run, ...]:
    """Join sequences, rising, that keep the same bodies into runs."""
    found: list[Run] = []
    for sequence, bodies in kept:
        if found and found[-1].last == sequence - 1 and found[-1].bodies == bodies:
            found[-1] = Run(found[-1].first, sequence, bodies)
        else:
            found.append(Run(sequence, sequence, bodies))
    return tuple(found)


def digest(entries: Iterable[bytes]) -> bytes:
    """Return SHA-256 over the ids of entries, in the order of their log."""
    return hashlib.sha256(b"".join(entries)).digest()


def sign_receipt(receipt: Receipt, realm: Realm, sign: Sign) -> bytes:
    """Return a receipt as it travels: one line of JSON, one line of signature."""
    payload = write(
        {
            "kind": KIND,
            "by": receipt.by.hex(),
            "at": receipt.at,
            "arrived": [bundle.hex() for bundle in receipt.arrived],
            "logs": [_log_plain(log) for log in receipt.logs],
            "blobs": list(receipt.blobs),
        }
    )
    return payload + b"\n" + sign(to_be_signed(realm, Signed.RECEIPT, payload)).hex().encode() + b"\n"


def read_receipt(raw: bytes, realm: Realm, signing_key: bytes) -> Receipt:
    """Read a receipt signed by this key. Known(BUNDLE_MALFORMED | BUNDLE_SIGNATURE)."""
    payload, signature = _parts(raw)
    if not verify(realm, Signed.RECEIPT, payload, signature, signing_key):
        raise Known(SyncCode.BUNDLE_SIGNATURE)
    return _receipt(payload)


def signer(raw: bytes) -> bytes:
    """Return the device a receipt says it is by, before its signature is checked. Known(BUNDLE_MALFORMED)."""
    return _receipt(_parts(raw)[0]).by


def check_form(raw: bytes) -> None:
    """Check that this reads as a receipt, whoever signed it. Known(BUNDLE_MALFORMED)."""
    signer(raw)


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    """The signed line and the signature."""
    payload, _, rest = raw.partition(b"\n")
    if re.fullmatch(rb"[0-9a-f]{128}\n", rest) is None:
        _refuse()
    return payload, bytes.fromhex(rest.decode().strip())


def _receipt(payload: bytes) -> Receipt:
    try:
        plain = read_object(payload)
    except Known as problem:
        raise Known(SyncCode.BUNDLE_MALFORMED, part="receipts") from problem
    match plain:
        case {
            "kind": str(kind),
            "by": str(by),
            "at": str(at),
            "arrived": list(arrived),
            "logs": list(logs),
            "blobs": list(blobs),
        } if kind == KIND and _is_moment(at):
            found = tuple(_log(one) for one in logs)
            if len({(log.device, log.log) for log in found}) != len(found):
                _refuse()
            return Receipt(
                _hex(by, _HEX64),
                at,
                tuple(_hex(one, _HEX32) for one in arrived),
                found,
                tuple(_blob(one) for one in blobs),
            )
        case _:
            _refuse()


def _log_plain(log: LogKept) -> Json:
    found: list[Json] = [
        [run.first, run.last, sum(1 << which for which in BodyClass if which in run.bodies)] for run in log.runs
    ]
    return {
        "device": log.device.hex(),
        "log": log.log.hex(),
        "sequence": log.sequence,
        "head": log.head.hex(),
        "kept": found,
        "entries": log.entries.hex(),
    }


def _log(plain: Json) -> LogKept:
    match plain:
        case {
            "device": str(device),
            "log": str(log),
            "sequence": int(sequence),
            "head": str(head),
            "kept": list(kept),
            "entries": str(entries),
        } if not isinstance(sequence, bool):
            found = tuple(_runs(kept))
            if any(after.first <= before.last for before, after in pairwise(found)):
                _refuse()
            return LogKept(
                _hex(device, _HEX64), _hex(log, _HEX32), sequence, _hex(head, _HEX64), found, _hex(entries, _HEX64)
            )
        case _:
            _refuse()


def _runs(plain: list[Json]) -> Iterator[Run]:
    for item in plain:
        match item:
            case [int(first), int(last), int(bits)] if (
                1 <= first <= last and 0 <= bits < 8 and bool not in _kinds(item)
            ):
                yield Run(first, last, frozenset(which for which in BodyClass if bits & 1 << which))
            case _:
                _refuse()


def _kinds(items: list[Json]) -> set[type]:
    """`true` is no number, though Python takes it for 1."""
    return {type(item) for item in items}


def _is_moment(text: str) -> bool:
    if _MOMENT.fullmatch(text) is None:
        return False
    try:
        instant(text)
    except (ValueError, OverflowError):
        return False
    return True


def _hex(text: Json, pattern: re.Pattern[str]) -> bytes:
    if not isinstance(text, str) or pattern.fullmatch(text) is None:
        _refuse()
    return bytes.fromhex(text)


def _blob(text: Json) -> str:
    if not isinstance(text, str) or _BLOB.fullmatch(text) is None:
        _refuse()
    return text


def _refuse() -> NoReturn:
    raise Known(SyncCode.BUNDLE_MALFORMED, part="receipts")
