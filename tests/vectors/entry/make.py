"""Make the vectors of entries, merging and state hashes: `python -m tests.vectors.entry.make`.

Fixed keys, fixed salts, fixed moments: the files come out the same every time. They are frozen: when they change, the
format changed, and with it docs/formats/entry.md and its version.
"""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from records.ids import record_code
from records.journal.body import Body, Change, May, RecordName, read_body, write_body
from records.journal.entry import NO_ENTRY, Entry, Header, Realm, sign_entry
from records.journal.merge import conflicts, merged, seen
from records.journal.state import Accepted, state_hash
from records.keys.device import DeviceKeys
from records.schema import BodyClass
from records.values import GONE, Blob, Gone, Value, to_plain

FOLDER = Path(__file__).parent
ANNA = DeviceKeys(bytes(range(32)), bytes(32))
OFFICE = DeviceKeys(bytes(range(32, 64)), bytes(32))
LOG = b"one log of many."
VERSION = hashlib.sha256(b"a form").hexdigest()
RECORD = RecordName(ANNA.device, b"\x00\x01\x02\x03\x04\x05\x06\x07")
MAY = May(("BEN/headquarters", "@headquarters"), ("@network",), ("BEN/national office",))
PHOTO = Blob("0123456789ABCDEF", 81_234, bytes(range(64, 96)), hashlib.sha256(b"sealed").digest(), "image/jpeg")
N, R, P = BodyClass


class Pen:
    """Writes the entries of one device, one after the other."""

    def __init__(self, keys: DeviceKeys, realm: Realm = Realm.REAL) -> None:
        """Begin an empty log."""
        self.keys, self.realm = keys, realm
        self.sequence, self.previous = 0, NO_ENTRY

    def write(self, at: str, changes: dict[BodyClass, tuple[Change, ...]], *, uncertain: bool = False) -> Entry:
        """Sign the next entry."""
        self.sequence += 1
        raws: list[bytes | None] = []
        for which in BodyClass:
            body = Body(RECORD, "incident", VERSION, at, uncertain, MAY, changes.get(which, ()))
            raws.append(write_body(body, self.keys.device, self.chance(which)) if which in changes else None)
        digests = [hashlib.sha256(raw).digest() if raw else self.chance(3 + place) for place, raw in enumerate(raws)]
        header = Header(self.keys.device, LOG, self.sequence, self.previous, (digests[0], digests[1], digests[2]))
        entry = sign_entry(header, tuple(raws), self.realm, self.keys.signer())
        self.previous = entry.id
        return entry

    def chance(self, number: int) -> bytes:
        """Thirty-two bytes that are random once and for all."""
        return hashlib.sha256(self.keys.device + bytes([self.sequence, number])).digest()


def over(*entries: Entry) -> tuple[bytes, ...]:
    """What a change replaces."""
    return tuple(sorted(entry.id for entry in entries))


def story() -> list[Entry]:
    """A record begun, edited by two at once, moved up a class, a row removed that somebody edits."""
    anna, office = Pen(ANNA), Pen(OFFICE)
    begun = anna.write(
        "2026-11-22T14:03:11.123+03:00",
        {
            N: (Change("kind", "killing"), Change("killed", 3), Change("village", "Kilwa"), Change("sure", True)),
            R: (
                Change("story#p1", "It was at the market. كان في السوق."),
                Change("story#p1/@exists", True),
                Change("story#p1/@order", "V"),
                Change("people#r1/age", 40),
                Change("people#r1/@exists", True),
                Change("people#r1/@order", "V"),
                Change("photo", PHOTO),
                Change("share", Decimal("12.50")),
                Change("means", ("bladed", "fire")),
                Change("nothing", None),
            ),
            P: (Change("name", "Anna"),),
        },
    )
    checked = office.write("2026-11-23T09:00:00.000+00:00", {N: (Change("kind", "mass_killing", over(begun)),)})
    corrected = anna.write(
        "2026-11-23T12:30:00.000+03:00",
        {
            N: (Change("kind", "assault", over(begun)), Change("village", GONE, over(begun))),
            R: (
                Change("village", "Kilwa", ()),
                Change("people#r1/age", None, over(begun)),
                Change("people#r1/@exists", False, over(begun)),
            ),
        },
        uncertain=True,
    )
    edited = office.write("2026-11-23T09:30:00.001+00:00", {R: (Change("people#r1/age", 41, over(begun)),)})
    return [begun, checked, corrected, edited]


def entry_plain(entry: Entry, keys: DeviceKeys, realm: Realm) -> dict[str, Any]:
    """One entry, everything in hex."""
    return {
        "realm": realm.value,
        "signing_seed": keys.signing_seed.hex(),
        "signing_key": keys.signing_key.hex(),
        "device": entry.header.device.hex(),
        "log": entry.header.log.hex(),
        "sequence": entry.header.sequence,
        "previous": entry.header.previous.hex(),
        "header": entry.header.packed().hex(),
        "id": entry.id.hex(),
        "signature": entry.signature.hex(),
        "bodies": [None if raw is None else raw.decode() for raw in entry.bodies],
        "record": RECORD.id.hex(),
        "code": record_code(RECORD.id),
    }


def accepted(entries: Iterable[Entry], classes: Iterable[BodyClass] = BodyClass) -> list[Accepted]:
    """The bodies of these classes."""
    return [
        Accepted(entry.id, entry.header.device, which, raw, read_body(raw, entry.header.device))
        for entry in entries
        for which in classes
        if (raw := entry.body(which)) is not None
    ]


def value_plain(value: Value | Gone) -> Any:
    """A value as a body writes it."""
    return to_plain(value)


def merge_plain(bodies: list[Accepted]) -> dict[str, Any]:
    """What stands after merging, what is shown, and what people must look at."""
    (cells,) = merged((one.entry, one.author, one.which, one.body) for one in bodies).values()
    standing = [
        [place.path, int(place.body), sorted([one.entry.hex(), value_plain(one.value)] for one in found)]
        for place, found in sorted(cells.items())
    ]
    views = {path: [here.state.value, value_plain(here.value)] for path, here in seen(cells).items()}
    return {"standing": standing, "shown": views, "conflicts": list(conflicts(seen(cells)))}


def body_plain(body: Accepted) -> dict[str, Any]:
    """One accepted body."""
    return {"entry": body.entry.hex(), "author": body.author.hex(), "class": int(body.which), "body": body.raw.decode()}


def files() -> dict[str, Any]:
    """Every vector file by its name."""
    entries = story()
    keys = [ANNA, OFFICE, ANNA, OFFICE]
    exercise = Pen(ANNA, Realm.EXERCISE).write("2026-11-22T14:03:11.123+03:00", {N: (Change("kind", "threat"),)})
    bodies = accepted(entries)
    scopes = {
        "empty": [],
        "simple: the network body of the first entry": accepted(entries[:1], [N]),
        "with a conflict and gone: every network and restricted body": accepted(entries, [N, R]),
    }
    return {
        "entries.json": [
            *(entry_plain(entry, key, Realm.REAL) for entry, key in zip(entries[:2], keys, strict=False)),
            entry_plain(exercise, ANNA, Realm.EXERCISE),
        ],
        "merge.json": {"bodies": [body_plain(one) for one in bodies], **merge_plain(bodies)},
        "state.json": [
            {"scope": name, "bodies": [body_plain(one) for one in found], "hash": state_hash(found)}
            for name, found in scopes.items()
        ],
    }


def main() -> None:
    """Write the files."""
    for name, content in files().items():
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
