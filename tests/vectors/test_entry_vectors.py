"""Frozen vectors of entries, merging and states, held against the code and against the page read a second time."""

import base64
import hashlib
import json
from collections import defaultdict
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from records.ids import read_code
from records.journal.body import read_body, write_body
from records.journal.entry import Entry, Header, Realm, check_entry, sign_entry
from records.journal.merge import conflicts, merged, seen
from records.journal.state import Accepted, state_hash
from records.schema import BodyClass
from records.values import to_plain
from tests.vectors.entry import make

FOLDER = Path(__file__).parent / "entry"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


ENTRIES, MERGE, STATES = load("entries.json"), load("merge.json"), load("state.json")
each_entry = pytest.mark.parametrize("vector", ENTRIES, ids=["begun", "by another", "exercise"])
each_state = pytest.mark.parametrize("vector", STATES, ids=[one["scope"] for one in STATES])


def test_the_generator_makes_these_files_still() -> None:
    assert make.files() == {"entries.json": ENTRIES, "merge.json": MERGE, "state.json": STATES}


# The page, read a second time: nothing below this line and above the next uses the code under test


def header_by_the_page(vector: Any) -> bytes:
    raw: bytes = bytes([1]) + bytes.fromhex(vector["device"]) + bytes.fromhex(vector["log"])
    raw += vector["sequence"].to_bytes(8, "big") + bytes.fromhex(vector["previous"])
    header = bytes.fromhex(vector["header"])
    for place, body in enumerate(vector["bodies"]):
        there = header[89 + 32 * place : 121 + 32 * place]
        raw += there if body is None else hashlib.sha256(body.encode()).digest()
    return raw


def dsse(domain: str, payload: bytes) -> bytes:
    return b" ".join([b"DSSEv1", str(len(domain)).encode(), domain.encode(), str(len(payload)).encode(), payload])


def record_by_the_page(body: Any, author: str) -> str:
    device = bytes.fromhex(body.get("of", author))
    return hashlib.sha256(b"kinga-record/1" + device + bytes.fromhex(body["record"])).digest()[:16].hex()


def standing_by_the_page(bodies: list[Any]) -> dict[tuple[str, str, int], dict[str, Any]]:
    """An entry's value stands unless some body of that record and class names the entry in a change of that path."""
    written: dict[tuple[str, str, int], dict[str, Any]] = defaultdict(dict)
    named = set()
    for one in bodies:
        body = json.loads(one["body"])
        for path, value, *over in body["changes"]:
            place = (record_by_the_page(body, one["author"]), path, one["class"])
            written[place][one["entry"]] = value
            named |= {(*place, old) for old in (over[0] if over else [])}
    found = {
        place: {entry: value for entry, value in values.items() if (*place, entry) not in named}
        for place, values in written.items()
    }
    return {place: values for place, values in found.items() if values}


def state_by_the_page(bodies: list[Any]) -> str:
    hashes = {(one["entry"], one["class"]): hashlib.sha256(one["body"].encode()).hexdigest() for one in bodies}
    lines = [
        f"{record}\t{path}\t{which}\t{entry}\t{hashes[entry, which]}\n".encode()
        for (record, path, which), values in standing_by_the_page(bodies).items()
        for entry in values
    ]
    return hashlib.sha256(b"kinga-state/1\n" + b"".join(sorted(lines))).hexdigest()


def code_by_the_page(record: str) -> str:
    bits = int(record, 16) >> 88
    letters = [bits >> 5 * place & 31 for place in reversed(range(8))]
    doubled = [value * 2 if place % 2 else value for place, value in enumerate(letters)]
    check = -sum(value // 32 + value % 32 for value in doubled) % 32
    text = "".join(CROCKFORD[value] for value in letters)
    return f"{text[:4]}-{text[4:]}-{CROCKFORD[check]}"


@each_entry
def test_headers_ids_and_signatures_by_the_page(vector: Any) -> None:
    header = header_by_the_page(vector)
    assert header.hex() == vector["header"]
    assert len(header) == 185
    assert hashlib.sha256(header).hexdigest() == vector["id"]
    key = bytes.fromhex(vector["signing_key"])
    assert hashlib.sha256(key).hexdigest() == vector["device"]
    seed = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["signing_seed"]))
    assert seed.public_key().public_bytes_raw() == key
    public, signature = Ed25519PublicKey.from_public_bytes(key), bytes.fromhex(vector["signature"])
    public.verify(signature, dsse(f"{vector['realm']}-entry/1", header))
    other = {"kinga": "kinga-exercise", "kinga-exercise": "kinga"}[vector["realm"]]
    with pytest.raises(InvalidSignature):
        public.verify(signature, dsse(f"{other}-entry/1", header))


@each_entry
def test_bodies_by_the_page(vector: Any) -> None:
    for raw in filter(None, vector["bodies"]):
        assert len(raw.encode()) % 256 == 0
        assert len(raw.encode()) - len(raw.rstrip(" ").encode()) < 256
        body = json.loads(raw)
        assert next(iter(body)) == "salt"
        assert len(base64.b64decode(body["salt"])) == 32
        assert record_by_the_page(body, vector["device"]) == vector["record"]
        assert code_by_the_page(vector["record"]) == vector["code"]


@each_state
def test_state_hashes_by_the_page(vector: Any) -> None:
    assert state_by_the_page(vector["bodies"]) == vector["hash"]


def test_merging_by_the_page() -> None:
    found = standing_by_the_page(MERGE["bodies"])
    plain = [[path, which, sorted(map(list, values.items()))] for (_, path, which), values in sorted(found.items())]
    assert plain == MERGE["standing"]


# The code


def header_of(vector: Any) -> Header:
    return Header.unpacked(bytes.fromhex(vector["header"]))


def entry_of(vector: Any) -> Entry:
    bodies = [None if raw is None else raw.encode() for raw in vector["bodies"]]
    return Entry(header_of(vector), bytes.fromhex(vector["signature"]), (bodies[0], bodies[1], bodies[2]))


@each_entry
def test_the_code_reads_and_checks_them(vector: Any) -> None:
    entry, realm = entry_of(vector), Realm(vector["realm"])
    assert entry.id.hex() == vector["id"]
    assert entry.header.packed().hex() == vector["header"]
    check_entry(entry, realm, bytes.fromhex(vector["signing_key"]))
    seed = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["signing_seed"]))
    assert sign_entry(entry.header, entry.bodies, realm, seed.sign) == entry


@each_entry
def test_the_code_reads_and_writes_their_bodies(vector: Any) -> None:
    author = bytes.fromhex(vector["device"])
    for text in filter(None, vector["bodies"]):
        body = read_body(text.encode(), author)
        salt = base64.b64decode(json.loads(text)["salt"])
        assert write_body(body, author, salt) == text.encode()
        assert body.record.id.hex() == vector["record"]
        assert read_code(vector["code"]) == vector["code"].replace("-", "")[:8]


def accepted(bodies: list[Any]) -> list[Accepted]:
    found = []
    for one in bodies:
        raw, author = one["body"].encode(), bytes.fromhex(one["author"])
        found.append(
            Accepted(bytes.fromhex(one["entry"]), author, BodyClass(one["class"]), raw, read_body(raw, author))
        )
    return found


@each_state
def test_the_codes_state_hashes(vector: Any) -> None:
    assert state_hash(accepted(vector["bodies"])) == vector["hash"]
    assert state_hash(reversed(accepted(vector["bodies"]) * 2)) == vector["hash"]


@pytest.mark.parametrize("order", list(permutations(range(len(MERGE["bodies"]))))[::97])
def test_the_code_merges_them_in_any_order(order: tuple[int, ...]) -> None:
    bodies = accepted([MERGE["bodies"][place] for place in order])
    (cells,) = merged((one.entry, one.author, one.which, one.body) for one in bodies).values()
    standing = [
        [place.path, int(place.body), sorted([one.entry.hex(), to_plain(one.value)] for one in found)]
        for place, found in sorted(cells.items())
    ]
    assert standing == MERGE["standing"]
    found = seen(cells)
    assert {path: [here.state.value, to_plain(here.value)] for path, here in found.items()} == MERGE["shown"]
    assert list(conflicts(found)) == MERGE["conflicts"]


def test_the_vectors_show_what_matters() -> None:
    states = {state for state, _ in MERGE["shown"].values()}
    assert states == {"one", "conflict"}
    assert MERGE["conflicts"] == ["kind", "people#r1/age"]
    assert MERGE["shown"]["village"] == ["one", "Kilwa"]
    assert any(value == {"gone": True} for _, _, values in MERGE["standing"] for _, value in values)
    assert len({one["hash"] for one in STATES}) == len(STATES) == 3
    assert STATES[0]["hash"] == hashlib.sha256(b"kinga-state/1\n").hexdigest()
