"""Attachments at rest: sealed, padded, whole or told, and a full disk leaves nothing behind."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from records.errors import Known, RecordsCode
from records.owing import Readers
from records.padding import padme
from records.people import Role
from records.stream import sealed_size
from records.values import Blob
from records.vault.blobs import FLOOR, BlobRow, sealed_length
from records.vault.deliveries import Sent
from records.vault.vault import Vault
from tests.support.files import files_in, mode_of, readable_in
from tests.support.vaults import Vaults, introduce, write

HOUSE = Path(__file__).parents[3]
SIZES = [0, 1, 4095, 4096, 4097, 65_536, 200_000, 1_500_000]


@pytest.fixture
def vault(vaults: Vaults) -> Vault:
    return vaults.make("anna")


def content(vault: Vault, blob: Blob) -> bytes:
    return b"".join(vault.blobs.content(blob))


def pieces(raw: bytes, size: int) -> Iterator[bytes]:
    return (raw[start : start + size] for start in range(0, len(raw), size))


def parts(folder: Path, raw: bytes, *places: int) -> list[tuple[int, Path]]:
    """A file of sealed bytes, cut at these places, as ranges with their offsets."""
    marks = [0, *places, len(raw)]
    found = []
    for start, end in pairwise(marks):
        path = folder / f"range-{start}"
        path.write_bytes(raw[start:end])
        found.append((start, path))
    return found


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_is_read_again(vault: Vault, size: int) -> None:
    raw = hashlib.shake_128(bytes([size % 251])).digest(size)
    blob = vault.blobs.seal(pieces(raw, 10_000), "image/jpeg")
    assert content(vault, blob) == raw
    path = vault.blobs.path(blob)
    assert path.stat().st_size == sealed_length(blob) == sealed_size(padme(size, FLOOR))
    assert blob.digest == hashlib.sha256(path.read_bytes()).digest()
    assert (blob.length, blob.media) == (size, "image/jpeg")
    assert vault.blobs.is_whole(blob)
    assert mode_of(path) == 0o600


def test_nothing_of_the_content_lies_there_in_the_clear(vault: Vault) -> None:
    blob = vault.blobs.seal([b"canary-in-a-photograph" * 1000], "image/jpeg")
    vault.blobs.keep(BlobRow(blob, "canary-in-a-photograph.jpg"))
    assert readable_in(["canary-in-a-photograph", ".jpg", "image/jpeg"], vault.folder.path) == []


def test_two_copies_of_one_picture_have_nothing_in_common(vault: Vault) -> None:
    one, other = (vault.blobs.seal([b"the same"], "image/jpeg") for _ in range(2))
    assert one.name != other.name
    assert one.key != other.key
    assert one.digest != other.digest


def test_small_sizes_look_alike(vault: Vault) -> None:
    assert len({sealed_length(vault.blobs.seal([b"x" * size], "a/b")) for size in (0, 1, 100, 4096)}) == 1


@pytest.mark.parametrize(
    ("place", "released"), [(0, 0), (70_000, 65_536), (-1, 196_608)], ids=["first", "second chunk", "last"]
)
def test_a_flipped_byte_is_damage_and_nothing_after_it_is_released(vault: Vault, place: int, released: int) -> None:
    raw = bytes(200_000)
    blob = vault.blobs.seal([raw], "image/jpeg")
    path = vault.blobs.path(blob)
    spoilt = bytearray(path.read_bytes())
    spoilt[place] ^= 1
    path.write_bytes(spoilt)
    out = bytearray()
    with pytest.raises(Known) as caught:
        out.extend(byte for piece in vault.blobs.content(blob) for byte in piece)
    assert caught.value.code is RecordsCode.BLOB_DAMAGED
    assert len(out) <= released
    assert not vault.blobs.is_whole(blob)


@pytest.mark.parametrize(
    "spoil", [lambda raw: b"", lambda raw: raw[:-1], lambda raw: raw[:65_552], lambda raw: raw + b"\0"]
)
def test_a_torn_attachment_is_told(vault: Vault, spoil: object) -> None:
    blob = vault.blobs.seal([bytes(200_000)], "image/jpeg")
    path = vault.blobs.path(blob)
    assert callable(spoil)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Known) as caught:
        content(vault, blob)
    assert caught.value.code is RecordsCode.BLOB_DAMAGED


def test_a_missing_attachment_is_told(vault: Vault) -> None:
    blob = vault.blobs.seal([b"x"], "image/jpeg")
    vault.blobs.path(blob).unlink()
    with pytest.raises(Known) as caught:
        content(vault, blob)
    assert caught.value.code is RecordsCode.BLOB_MISSING
    assert not vault.blobs.is_whole(blob)


def test_an_attachment_that_cannot_be_read_is_told(vault: Vault) -> None:
    blob = vault.blobs.seal([b"x"], "image/jpeg")
    vault.blobs.path(blob).unlink()
    vault.blobs.path(blob).mkdir()
    with pytest.raises(Known) as caught:
        content(vault, blob)
    assert caught.value.code is RecordsCode.DISK_FAILED


def test_another_key_opens_nothing(vault: Vault) -> None:
    blob = vault.blobs.seal([b"x" * 100], "image/jpeg")
    with pytest.raises(Known):
        content(vault, replace(blob, key=b"k" * 32))


def test_a_source_that_fails_leaves_nothing_behind(vault: Vault) -> None:
    def drive_pulled() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise OSError(5, "Input/output error")

    with pytest.raises(Known) as caught:
        vault.blobs.seal(drive_pulled(), "image/jpeg")
    assert caught.value.code is RecordsCode.DISK_FAILED
    assert list(files_in(vault.folder.blobs)) == []


FULL = """
import resource, sys
from pathlib import Path
from records.errors import Known
from records.recording import begin, keep_draft
from tests.support.vaults import NOTE, Vaults, write

def limited(act, size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        return act()
    except Known as problem:
        return problem.code.value
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

with Vaults(Path(sys.argv[1])) as vaults:
    vault = vaults.make("anna")
    print(limited(lambda: vault.blobs.seal([b"x" * 300_000], "image/jpeg"), 100_000))
    print(limited(lambda: vault.blobs.seal([b"x" * 3000], "image/jpeg"), 1000))
    print(sorted(path.name for path in vault.folder.blobs.iterdir()))
    line = write(vault, {"title": "before"})
    part = Path(sys.argv[1]) / "part"
    part.write_bytes(b"x" * 300_000)
    blob = vault.blobs.seal([b"x"], "image/jpeg")
    print(limited(lambda: vault.blobs.take(blob, [(0, part)]), 100_000))
    database = max(path.stat().st_size for path in vault.folder.path.iterdir() if path.is_file())
    print(limited(lambda: write(vault, {"title": "during", "story": "y" * 500_000}), database))
    print(limited(lambda: keep_draft(vault, begin(vault, NOTE, line)), 16))
    print(len(vault.journal.numbers()), vault.head, vault.drafts.all())
    write(vault, {"title": "after"})
    print(len(vault.journal.numbers()), vault.head, vault.database.check())
    vault.close()
    again = vaults.open("anna")
    print(len(again.journal.numbers()), again.head, again.log == vault.log)
    again.close()
    print(limited(lambda: vaults.make("ben"), 100), sorted(path.name for path in (vaults.folder / "ben").iterdir()))
    print(limited(lambda: vaults.make("ben"), 20_000), sorted(path.name for path in (vaults.folder / "ben").iterdir()))
    vaults.make("ben")
"""


def test_a_full_disk_is_a_known_failure_and_loses_nothing(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], cwd=HOUSE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    disk = ("disk-full", "disk-failed")
    assert lines[0] in disk
    assert lines[1] in disk
    assert lines[2] == "[]"
    assert lines[3] in disk
    assert lines[4] in disk
    assert lines[5] in disk
    assert lines[6] == "1 1 []"
    assert lines[7] == "2 2 ()"
    assert lines[8] == "2 2 True"
    assert lines[9].split()[0] in disk
    assert lines[9].split()[1:] == ["['came',", "'lock',", "'parts']"]
    assert lines[10].split()[0] in disk
    assert lines[10].split()[1:] == ["['came',", "'lock',", "'parts']"]


# Coming in by ranges


def test_ranges_are_put_in_their_places_in_any_order(vaults: Vaults, vault: Vault, tmp_path: Path) -> None:
    blob = vault.blobs.seal([bytes(range(256)) * 1000], "image/jpeg")
    ranges = parts(tmp_path, vault.blobs.path(blob).read_bytes(), 70_000, 200_000)
    other = vaults.make("hq", Role.HEADQUARTERS)
    assert not other.blobs.take(blob, [ranges[2]])
    assert not other.blobs.take(blob, [ranges[0]])
    assert other.blobs.take(blob, [ranges[1]])
    assert content(other, blob) == bytes(range(256)) * 1000
    assert mode_of(other.blobs.path(blob)) == 0o600


def test_wrong_bytes_never_make_a_whole(vaults: Vaults, vault: Vault, tmp_path: Path) -> None:
    blob = vault.blobs.seal([b"x" * 100], "image/jpeg")
    other = vaults.make("hq", Role.HEADQUARTERS)
    assert not other.blobs.take(blob, parts(tmp_path, bytes(sealed_length(blob))))
    assert other.blobs.take(blob, parts(tmp_path, vault.blobs.path(blob).read_bytes()))


def test_what_is_known_of_an_attachment(vault: Vault) -> None:
    original = vault.blobs.seal([b"original"], "image/jpeg")
    copy = vault.blobs.seal([b"copy"], "image/jpeg")
    vault.blobs.keep(BlobRow(original, "IMG_0001.jpg"))
    vault.blobs.keep(BlobRow(copy, "IMG_0001.jpg", original.name))
    came = vault.blobs.seal([b"came"], "image/png")
    vault.blobs.keep(BlobRow(came, sender=b"s" * 32, whole=False))
    assert vault.blobs.get(copy.name) == BlobRow(copy, "IMG_0001.jpg", original.name)
    assert vault.blobs.get("0" * 16) is None
    assert [row.blob for row in vault.blobs.unfinished()] == [came]
    assert vault.blobs.whole_from(b"s" * 32) == []
    vault.blobs.keep(BlobRow(came, sender=b"s" * 32, whole=True))
    assert vault.blobs.whole_from(b"s" * 32) == [came.name]
    vault.blobs.remove(copy.name)
    assert vault.blobs.get(copy.name) is None
    assert not vault.blobs.path(copy).exists()


def test_what_of_an_attachment_a_card_has_not_got(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    blob = anna.blobs.seal([b"x" * 100_000], "image/jpeg")
    anna.blobs.keep(BlobRow(blob, "a.jpg"))
    write(anna, {"title": "x", "photo": blob}, readers=Readers(("@headquarters",)))
    card, deliveries = office.me.device, anna.deliveries
    items = [one.item for one in deliveries.owed([card])]
    assert anna.blobs.unsent(card, []) == []
    assert anna.blobs.unsent(card, [(item.entry, int(item.which)) for item in items]) == [(blob, 0)]
    deliveries.copied(Sent(b"b" * 16, "now", "/media", "x", (card,), None), items)
    deliveries.blob_copied(blob.name, [card], 70_000)
    deliveries.blob_copied(blob.name, [card], 10)
    assert deliveries.blob_upto(blob.name, card) == 70_000
    assert anna.blobs.unsent(card, []) == [(blob, 70_000)]
    deliveries.blob_copied(blob.name, [card], sealed_length(blob))
    assert anna.blobs.unsent(card, []) == []
