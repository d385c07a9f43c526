"""The committed bundle opens for ever and says what it said; of it changed, cut or lengthened, nothing is taken.

The reader in here is written from docs/formats/bundle.md alone, on a general tar, zstd and JSON: it is the proof that a
stranger can write one.
"""

import base64
import hashlib
import io
import json
import shutil
import struct
import subprocess
import tarfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from records.journal.entry import Realm
from records.keys.device import DeviceKeys
from records.keys.slots import QUICK
from records.people import Office, Role
from records.vault.vault import Beginning, Vault, create
from sync.bundle.age.file import AgeOpener
from sync.bundle.age.recipients import HybridIdentity
from sync.bundle.opening import Opened, Opening
from sync.errors import SyncCode
from sync.inbox import Came, receive
from sync.receipts import read_receipt
from sync.trust.cards import check_numbers, check_words, read_card
from tests.support.offices import PASSPHRASE, state_of, surroundings
from tests.support.outcomes import code_of, outcome

FOLDER = Path(__file__).parent / "bundle"
SEALED = (FOLDER / "bundle.age").read_bytes()
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
KEYS = {
    name: DeviceKeys(bytes.fromhex(found["signing seed"]), bytes.fromhex(found["sealing seed"]))
    for name, found in EXPECTED["keys"].items()
}
CARDS = {name: read_card((FOLDER / f"{name}.card").read_bytes()) for name in KEYS}
READER = HybridIdentity(KEYS["headquarters"].sealing_seed)
PAYLOAD = SEALED.index(b"\n--- ")
IN_HEADER = {
    SyncCode.SEALED_VERSION,
    SyncCode.SEALED_HEADER,
    SyncCode.SEALED_NOT_FOR_US,
    SyncCode.SEALED_HEADER_CHANGED,
    SyncCode.SEALED_TRUNCATED,
}
IN_PAYLOAD = {SyncCode.SEALED_PAYLOAD, SyncCode.SEALED_TRUNCATED}


def opened(sealed: bytes) -> Opened:
    opening = Opening(READER, Realm.REAL, lambda card: card == CARDS["kilwa"])
    opening.feed(sealed)
    return opening.finish()


def flipped() -> Iterator[tuple[int, bytes]]:
    """The file with each of its bytes changed, one bit at a time in turn."""
    for place, byte in enumerate(SEALED):
        yield place, b"%b%c%b" % (SEALED[:place], byte ^ 1 << place % 8, SEALED[place + 1 :])


def cuts() -> Iterator[int]:
    """Every length below 1 KiB, and every 64th above."""
    yield from range(1024)
    yield from range(1024, len(SEALED), 64)


def test_the_bundle_says_what_it_said() -> None:
    found = opened(SEALED)
    assert found.known and found.sender == CARDS["kilwa"]
    assert [
        {
            "id": one.id.hex(),
            "header": one.header.packed().hex(),
            "signature": one.signature.hex(),
            "bodies": [None if raw is None else hashlib.sha256(raw).hexdigest() for raw in one.bodies],
        }
        for one in found.entries
    ] == EXPECTED["entries"]
    assert [version for version, _ in found.forms] == [json.loads(EXPECTED["manifest"])["members"][0][0][6:-4]]
    assert found.blobs == (("0123456789ABCDEF", 0, 5120),)


@pytest.mark.parametrize("name", KEYS)
def test_cards_and_check_words_are_those_they_were(name: str) -> None:
    card = CARDS[name]
    assert card.signing_key == KEYS[name].signing_key
    assert HybridIdentity(KEYS[name].sealing_seed).recipient().public == card.sealing_key
    words = EXPECTED["words"][name]
    assert (check_words(card), check_words(card, "fr")) == (words["en"], words["fr"])
    assert check_numbers(card) == words["numbers"]


def test_the_receipt_reads_as_it_did() -> None:
    receipt = read_receipt((FOLDER / "receipt").read_bytes(), Realm.REAL, CARDS["headquarters"].signing_key)
    ids = [bytes.fromhex(entry["id"]) for entry in EXPECTED["entries"]]
    log = receipt.logs[0]
    assert (receipt.by, log.sequence, log.head) == (CARDS["headquarters"].device, 3, ids[-1])
    assert log.entries == hashlib.sha256(b"".join(ids)).digest()
    assert [(run.first, run.last, sorted(run.bodies)) for run in log.runs] == [(1, 3, [0, 1])]


@pytest.mark.parametrize("quarter", range(4))
def test_every_byte_changed_is_refused(quarter: int) -> None:
    for place, changed in islice(flipped(), quarter, None, 4):
        found = outcome(opened, changed)
        assert found in (IN_HEADER if place <= PAYLOAD + 48 else IN_PAYLOAD), place


def test_every_cut_is_refused() -> None:
    for length in cuts():
        found = outcome(opened, SEALED[:length])
        assert found in IN_HEADER | IN_PAYLOAD, length


@pytest.mark.parametrize("more", [b"\0", b"x", b"\n", SEALED, bytes(65536 + 16)])
def test_nothing_may_follow(more: bytes) -> None:
    assert code_of(lambda: opened(SEALED + more)) is SyncCode.SEALED_PAYLOAD


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault with the keys of the vector's headquarters, which trusts the vector's sender."""
    around = surroundings(tmp_path, "headquarters")
    seeds = [KEYS["headquarters"].signing_seed, KEYS["headquarters"].sealing_seed]
    beginning = Beginning(Office("BEN", "Headquarters"), Role.HEADQUARTERS, Realm.REAL, PASSPHRASE, QUICK)
    made = create(around, beginning)
    with made.database.writing():
        made.settings.put("keys", {"signing": seeds[0].hex(), "sealing": seeds[1].hex()})
        made.cards.trust(CARDS["kilwa"], Role.MONITOR, made.now())
    made.keys = KEYS["headquarters"]
    yield made
    made.close()


def test_a_refused_file_changes_nothing_in_a_vault(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "package.age"
    before = state_of(vault)
    changed = [raw for place, raw in flipped() if place % 97 == 0 or place > len(SEALED) - 4]
    cut = [SEALED[:length] for length in cuts() if length % 512 == 0]
    for raw in (*changed, *cut):
        path.write_bytes(raw)
        assert receive(vault, path).came in (Came.REFUSED, Came.NOT_FOR_US)
    assert state_of(vault) == before
    path.write_bytes(SEALED)
    assert receive(vault, path).came is Came.WAITING


# A second reader, from the format's description.


def sealed_content() -> bytes:
    opener = AgeOpener([READER])
    return opener.feed(SEALED) + opener.finish()


def pae(domain: str, payload: bytes) -> bytes:
    return b"DSSEv1 %d %b %d %b" % (len(domain), domain.encode(), len(payload), payload)


def verifies(key: bytes, signature: bytes, domain: str, payload: bytes) -> bool:
    Ed25519PublicKey.from_public_bytes(key).verify(signature, pae(domain, payload))
    return True


def entries_of(part: bytes) -> Iterator[tuple[bytes, bytes, list[bytes | None]]]:
    """Header, signature and bodies of each entry of a decompressed part: section 4 of the description."""
    count, size = struct.unpack_from(">II", part)
    heads, bodies = io.BytesIO(part[8 : 8 + size]), io.BytesIO(part[8 + size :])
    before = b""
    for _ in range(count):
        flags = heads.read(1)[0]
        if flags & 8:
            sequence = int.from_bytes(before[49:57], "big") + 1
            place = before[1:49] + sequence.to_bytes(8, "big") + hashlib.sha256(before).digest()
        else:
            place = heads.read(88)
        signature = heads.read(64)
        hashes = [b"" if flags >> which & 1 else heads.read(32) for which in range(3)]
        texts: list[bytes | None] = []
        for which in range(3):
            if not flags >> which & 1:
                texts.append(None)
                continue
            text = bodies.read(int.from_bytes(heads.read(4), "big"))
            text += b" " * (-len(text) % 256)
            hashes[which] = hashlib.sha256(text).digest()
            texts.append(text)
        before = b"\x01" + place + b"".join(hashes)
        yield before, signature, texts
    assert not heads.read() and not bodies.read()


def test_a_stranger_can_read_it_from_the_description() -> None:
    content = sealed_content()
    assert len(content) == 16384
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        files = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
    manifest = json.loads(files["manifest.json"])
    card_line, card_signature, _ = manifest["card"].encode().split(b"\n")
    card = json.loads(card_line)
    key = bytes.fromhex(card["signing"])
    assert verifies(key, bytes.fromhex(card_signature.decode()), "kinga-card/1", card_line)
    assert verifies(key, files["manifest.sig"], "kinga-bundle/1", files["manifest.json"])
    address = hashlib.sha256(b"kinga-to/1" + bytes.fromhex(manifest["id"]) + CARDS["headquarters"].sealing_key)
    assert manifest["to"] == [address.hexdigest()]
    assert list(files)[2:] == [name for name, _, _ in manifest["members"]]
    for name, size, digest in manifest["members"]:
        assert (len(files[name]), hashlib.sha256(files[name]).hexdigest()) == (size, digest)
    part = zstandard.ZstdDecompressor().decompress(files["entries-0001.zst"])
    found = list(entries_of(part))
    for (header, signature, texts), expected in zip(found, EXPECTED["entries"], strict=True):
        assert (header.hex(), signature.hex()) == (expected["header"], expected["signature"])
        assert [None if raw is None else hashlib.sha256(raw).hexdigest() for raw in texts] == expected["bodies"]
        assert header[1:33] == hashlib.sha256(key).digest()
        assert verifies(key, signature, "kinga-entry/1", header)
        assert json.loads(texts[0] or b"null")["form"] == "incident"
    bits = [(byte >> 7 - at) & 1 for byte in base64.b64decode(manifest["bodies"]) for at in range(8)]
    assert bits == [1, 1, 0] * 3 + [0] * 7 and manifest["entries"] == 3


@pytest.mark.parametrize("program", ["tar", "zstd", "openssl"])
def test_other_peoples_programs_open_each_layer(tmp_path: Path, program: str) -> None:
    if shutil.which(program) is None or shutil.which("tar") is None:
        pytest.skip(f"{program} is not installed")
    (tmp_path / "content.tar").write_bytes(sealed_content())
    subprocess.run(["tar", "-xf", "content.tar"], cwd=tmp_path, check=True)
    match program:
        case "tar":
            assert (tmp_path / "manifest.json").read_text() == EXPECTED["manifest"]
        case "zstd":
            ran = subprocess.run(["zstd", "-dqc", "entries-0001.zst"], cwd=tmp_path, check=True, capture_output=True)
            assert len(list(entries_of(ran.stdout))) == 3
        case _:
            manifest = (tmp_path / "manifest.json").read_bytes()
            (tmp_path / "signed").write_bytes(pae("kinga-bundle/1", manifest))
            # SubjectPublicKeyInfo of an Ed25519 key: RFC 8410
            (tmp_path / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + CARDS["kilwa"].signing_key)
            words = "pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in signed -sigfile manifest.sig"
            ran = subprocess.run(["openssl", *words.split()], cwd=tmp_path, check=True, capture_output=True)
            assert b"Verified Successfully" in ran.stdout


def test_the_vectors_are_those_the_keys_make() -> None:
    """Nobody exchanged a file: signatures are made again from the seeds."""
    key = Ed25519PrivateKey.from_private_bytes(KEYS["kilwa"].signing_seed)
    line, signature, _ = CARDS["kilwa"].raw.split(b"\n")
    assert key.sign(pae("kinga-card/1", line)).hex().encode() == signature
    for entry in EXPECTED["entries"]:
        assert key.sign(pae("kinga-entry/1", bytes.fromhex(entry["header"]))).hex() == entry["signature"]
