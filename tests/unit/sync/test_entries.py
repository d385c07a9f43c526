"""Entries come out of a part exactly as they went in; nothing in a part makes a reader hang, grow or crash."""

import random

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from records.journal.entry import HEADER_SIZE, Entry, Header, body_hash
from sync.bundle import limits
from sync.bundle.entries import compressed, decompressed, read_part, stated_size, write_parts
from sync.errors import SyncCode
from tests.support.outcomes import code_of, outcome

LOG = bytes(16)


def body(text: bytes) -> bytes:
    return text + b" " * (-len(text) % 256)


def entry(header: Header, bodies: tuple[bytes | None, bytes | None, bytes | None], seed: int) -> Entry:
    rng = random.Random(seed)
    hashes = [rng.randbytes(32) if raw is None else body_hash(raw) for raw in bodies]
    full = Header(header.device, header.log, header.sequence, header.previous, (hashes[0], hashes[1], hashes[2]))
    return Entry(full, rng.randbytes(64), bodies)


bodies = st.none() | st.binary(min_size=1, max_size=600).map(lambda raw: body(raw.rstrip(b" ") or b"x"))
saves = st.tuples(st.tuples(bodies, bodies, bodies), st.booleans(), st.integers(1, 3), st.integers(0, 2**32))


@st.composite
def journals(draw: st.DrawFn) -> list[Entry]:
    """Entries that follow each other or do not, of several devices and logs, with gaps and forks."""
    found: list[Entry] = []
    for three, follows, device, seed in draw(st.lists(saves, max_size=8)):
        if follows and found:
            last = found[-1].header
            header = Header(last.device, last.log, last.sequence + 1, last.id, last.bodies)
        else:
            sequence = random.Random(seed).choice([1, 2, 77, 2**63 - 1])
            header = Header(bytes([device]) * 32, LOG, sequence, random.Random(seed).randbytes(32), (b"", b"", b""))
        if header.sequence < 2**63:
            found.append(entry(header, three, seed))
    return found


def read_all(parts: list[bytes]) -> list[Entry]:
    return [one for part in parts for one in read_part(decompressed(part))]


def refused(plain: bytes) -> None:
    assert code_of(lambda: read_part(plain)) is SyncCode.BUNDLE_MALFORMED


@settings(max_examples=100, deadline=None)
@given(journals())
def test_entries_read_as_they_were_written(entries: list[Entry]) -> None:
    assert read_all(write_parts(entries)) == entries


@settings(max_examples=60, deadline=None)
@given(journals(), st.integers(1200, 5000))
def test_parts_are_cut_between_saves_and_each_within_its_limit(entries: list[Entry], most: int) -> None:
    largest = max((sum(len(raw or b"") for raw in one.bodies) + 300 for one in entries), default=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PART", max(most, largest))
        parts = write_parts(entries)
        assert all(stated_size(part) <= limits.PART for part in parts)
        assert read_all(parts) == entries


@settings(max_examples=400, deadline=None)
@given(journals(), st.data())
def test_changed_bytes_give_known_failures_or_other_entries(entries: list[Entry], data: st.DataObject) -> None:
    for part in write_parts(entries):
        plain = bytearray(decompressed(part))
        place = data.draw(st.integers(0, len(plain) - 1))
        plain[place] ^= data.draw(st.integers(1, 255))
        found = outcome(read_part, bytes(plain))
        assert found is SyncCode.BUNDLE_MALFORMED or (isinstance(found, list) and found != entries)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_known_failures(raw: bytes) -> None:
    assert outcome(lambda: read_part(raw)) in (SyncCode.BUNDLE_MALFORMED, [])
    assert outcome(lambda: decompressed(raw)) in (SyncCode.BUNDLE_MALFORMED, b"")


def test_every_cut_and_every_addition_is_noticed() -> None:
    header = Header(bytes(32), LOG, 1, bytes(32), (b"", b"", b""))
    first = entry(header, (body(b"one"), None, body(b"three")), 1)
    part = write_parts([first, entry(Header(bytes(32), LOG, 2, first.id, header.bodies), (None, body(b"x"), None), 2)])
    plain = decompressed(part[0])
    for end in range(len(plain)):
        refused(plain[:end])
    refused(plain + b" ")


@pytest.mark.parametrize("sequence", [0, 1 << 63, (1 << 64) - 1])
def test_a_place_no_log_has_is_refused(sequence: int) -> None:
    head = bytes([0]) + bytes(48) + sequence.to_bytes(8, "big") + bytes(32) + bytes(64) + bytes(96)
    refused((1).to_bytes(4, "big") + len(head).to_bytes(4, "big") + head)


def test_a_log_that_runs_over_is_refused() -> None:
    last = entry(Header(bytes(32), LOG, 2**63 - 1, bytes(32), (b"", b"", b"")), (None, None, None), 1)
    plain = decompressed(write_parts([last])[0])
    head = plain[8:] + bytes([8]) + bytes(64 + 96)
    refused((2).to_bytes(4, "big") + len(head).to_bytes(4, "big") + head)


def test_the_first_entry_follows_nothing() -> None:
    head = bytes([8]) + bytes(64 + 96)
    refused((1).to_bytes(4, "big") + len(head).to_bytes(4, "big") + head)


@pytest.mark.parametrize("text", [b"", b"x ", b" "])
def test_a_body_travels_without_its_padding(text: bytes) -> None:
    place = bytes(32) + LOG + (1).to_bytes(8, "big") + bytes(32)
    head = bytes([1]) + place + bytes(64) + bytes(64) + len(text).to_bytes(4, "big")
    refused((1).to_bytes(4, "big") + len(head).to_bytes(4, "big") + head + text)


def test_the_count_is_believed_only_up_to_what_the_manifest_says() -> None:
    header = Header(bytes(32), LOG, 1, bytes(32), (b"", b"", b""))
    part = decompressed(write_parts([entry(header, (None, None, None), number) for number in range(5)])[0])
    assert len(read_part(part, 5)) == 5
    assert code_of(lambda: read_part(part, 4)) is SyncCode.BUNDLE_MALFORMED
    refused((0xFFFFFFFF).to_bytes(4, "big") + (0xFFFFFFFF).to_bytes(4, "big") + bytes(1000))


def test_a_save_that_no_part_has_room_for_is_never_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PART", 2000)
    one = entry(Header(bytes(32), LOG, 1, bytes(32), (b"", b"", b"")), (body(b"x" * 1000), body(b"y" * 1000), None), 1)
    assert code_of(lambda: write_parts([one])) is SyncCode.BUNDLE_TOO_LARGE


def test_two_bodies_of_the_largest_size_have_room() -> None:
    full = body(random.Random(1).randbytes(1000) + b"x" * ((8 << 20) - 1000))
    one = entry(Header(bytes(32), LOG, 1, bytes(32), (b"", b"", b"")), (full, full, None), 1)
    assert read_all(write_parts([one])) == [one]


def test_what_needs_no_sending_is_not_sent() -> None:
    """185 bytes of header come down to a flag and the hashes of bodies that stay here."""
    header = Header(bytes(32), LOG, 1, bytes(32), (b"", b"", b""))
    first = entry(header, (body(b"a"), body(b"b"), None), 1)
    second = entry(Header(bytes(32), LOG, 2, first.id, header.bodies), (body(b"a"), body(b"b"), None), 2)
    grown = len(decompressed(write_parts([first, second])[0])) - len(decompressed(write_parts([first])[0]))
    assert grown == 1 + 64 + 32 + 2 * (4 + 1) < HEADER_SIZE


class TestFrames:
    """Compressed members: one frame that states its size, and no more memory than that."""

    def refused(self, raw: bytes, most: int = limits.PART) -> None:
        assert code_of(lambda: decompressed(raw, most)) is SyncCode.BUNDLE_MALFORMED

    def test_a_bomb_is_refused_by_the_size_it_states(self) -> None:
        bomb = compressed(bytes(limits.PART + 1))
        assert len(bomb) < 2000
        self.refused(bomb)
        self.refused(compressed(bytes(11)), most=10)

    def test_a_frame_that_holds_more_or_less_than_it_states_is_refused(self) -> None:
        raw = bytearray(compressed(b"x" * 1000))
        assert raw[4] == 0x60 and int.from_bytes(raw[5:7], "little") + 256 == 1000
        for size in (999, 1001, 256, 60000):
            raw[5:7] = (size - 256).to_bytes(2, "little")
            self.refused(bytes(raw))

    def test_a_frame_must_state_its_size(self) -> None:
        self.refused(zstandard.ZstdCompressor(write_content_size=False).compress(b"x" * 100))

    def test_nothing_follows_a_frame_and_nothing_goes_before(self) -> None:
        one = compressed(b"x" * 100)
        skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
        for raw in (one + one, one + b"\0", one[:-1], b"\0" + one, skippable + one, one + skippable):
            self.refused(raw)

    def test_a_window_too_large_is_refused(self) -> None:
        wide = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=True, enable_ldm=True)
        raw = zstandard.ZstdCompressor(compression_params=wide).compress(random.Random(1).randbytes(9 << 20))
        self.refused(raw)

    def test_every_changed_byte_is_refused_or_gives_other_bytes(self) -> None:
        plain = random.Random(2).randbytes(300) + b"again " * 50
        raw = compressed(plain)
        for place in range(len(raw)):
            other = bytearray(raw)
            other[place] ^= 0x55
            found = outcome(decompressed, bytes(other))
            assert isinstance(found, bytes) or found is SyncCode.BUNDLE_MALFORMED
