"""STREAM: whatever the pieces, the same bytes; whatever the damage, nothing unproven is released."""

import random
import tracemalloc

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from records.stream import (
    CHUNK,
    SEALED_CHUNK,
    TAG,
    StreamFailure,
    StreamOpener,
    StreamReason,
    StreamSealer,
    sealed_size,
)
from tests.support.pieces import cut, pieces, run

KEY = bytes(range(32))
SIZES = [0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK - 17]

# Sizes around the edges of chunks, where a mistake would show.
sizes = st.builds(lambda chunks, off: max(0, chunks * CHUNK + off), st.integers(0, 3), st.integers(-20, 20))
places = st.lists(st.integers(0, 3 * SEALED_CHUNK + 20), max_size=12)


def clear_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def by_the_book(clear: bytes, key: bytes = KEY) -> list[bytes]:
    """The specification's construction, written a second time and in the plainest way."""
    chunks = list(pieces(clear, CHUNK)) or [b""]
    last = len(chunks) - 1
    aead = ChaCha20Poly1305(key)
    return [
        aead.encrypt(number.to_bytes(11, "big") + bytes([number == last]), chunk, None)
        for number, chunk in enumerate(chunks)
    ]


def seal(clear: bytes) -> bytes:
    return run(StreamSealer(KEY), [clear])


def refusal(sealed: bytes, size: int = 5000) -> tuple[StreamReason, bytes]:
    """Open in pieces what must be refused; return why, and what was released before."""
    out = bytearray()
    with pytest.raises(StreamFailure) as caught:
        run(StreamOpener(KEY), pieces(sealed, size), out)
    return caught.value.reason, bytes(out)


@pytest.mark.parametrize("size", SIZES)
def test_sealing_is_what_the_specification_says(size: int) -> None:
    clear = clear_bytes(size)
    sealed = seal(clear)
    assert sealed == b"".join(by_the_book(clear))
    assert len(sealed) == sealed_size(size)


@settings(max_examples=60, deadline=None)
@given(size=sizes, places=places)
def test_any_pieces_seal_to_the_same_bytes(size: int, places: list[int]) -> None:
    clear = clear_bytes(size)
    assert run(StreamSealer(KEY), cut(clear, places)) == b"".join(by_the_book(clear))


@settings(max_examples=60, deadline=None)
@given(size=sizes, places=places)
def test_any_pieces_open_to_the_same_bytes(size: int, places: list[int]) -> None:
    clear = clear_bytes(size)
    assert run(StreamOpener(KEY), cut(b"".join(by_the_book(clear)), places)) == clear


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_every_kind_of_buffer_is_taken_and_left_as_it_was(kind: type) -> None:
    clear = clear_bytes(CHUNK + 5)
    given_bytes = kind(clear)
    assert run(StreamSealer(KEY), [given_bytes]) == seal(clear)
    assert bytes(given_bytes) == clear


def test_a_buffer_used_again_by_the_caller_does_not_change_what_was_kept() -> None:
    sealer, reused = StreamSealer(KEY), bytearray(b"first")
    out = sealer.feed(reused)
    reused[:] = b"other"
    assert out + sealer.feed(reused) + sealer.finish() == seal(b"firstother")


@pytest.mark.parametrize("size", [0, 1, 40])
def test_every_flipped_bit_and_every_truncation_of_one_chunk_is_refused(size: int) -> None:
    sealed = seal(clear_bytes(size))
    for length in range(len(sealed)):
        reason, released = refusal(sealed[:length])
        assert released == b""
        assert reason is (StreamReason.TRUNCATED if length < TAG else StreamReason.BAD_TAG)
    for bit in range(len(sealed) * 8):
        damaged = bytearray(sealed)
        damaged[bit // 8] ^= 1 << bit % 8
        assert refusal(bytes(damaged)) == (StreamReason.BAD_TAG, b"")


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, sealed_size(2 * CHUNK + 100) - 1), flip=st.integers(1, 255))
def test_damage_releases_only_whole_chunks_before_it(place: int, flip: int) -> None:
    clear = clear_bytes(2 * CHUNK + 100)
    damaged = bytearray(seal(clear))
    damaged[place] ^= flip
    reason, released = refusal(bytes(damaged))
    assert reason is StreamReason.BAD_TAG
    assert released == clear[: place // SEALED_CHUNK * CHUNK]


@settings(max_examples=40, deadline=None)
@given(length=st.integers(0, sealed_size(2 * CHUNK + 100) - 1))
def test_truncation_never_ends_well(length: int) -> None:
    clear = clear_bytes(2 * CHUNK + 100)
    _, released = refusal(seal(clear)[:length])
    assert clear.startswith(released)
    assert len(released) == max(0, length - 1) // SEALED_CHUNK * CHUNK


def test_a_cut_between_two_chunks_is_named_a_truncation() -> None:
    sealed = seal(clear_bytes(2 * CHUNK))
    assert refusal(sealed[:SEALED_CHUNK]) == (StreamReason.TRUNCATED, b"")
    assert refusal(sealed[: SEALED_CHUNK + 5]) == (StreamReason.TRUNCATED, clear_bytes(2 * CHUNK)[:CHUNK])


def test_chunks_exchanged_doubled_or_left_out_are_refused() -> None:
    first, second, last = by_the_book(clear_bytes(2 * CHUNK + 9))
    for order in ([second, first, last], [first, first, second, last], [first, last], [last], [first, second, second]):
        assert refusal(b"".join(order))[0] is StreamReason.BAD_TAG


@pytest.mark.parametrize("extra", [b"x", b"x" * SEALED_CHUNK, b"x" * (2 * SEALED_CHUNK)])
def test_bytes_after_a_full_last_chunk_are_refused_and_the_chunk_is_not_released(extra: bytes) -> None:
    assert refusal(seal(clear_bytes(CHUNK)) + extra) == (StreamReason.TRAILING, b"")


def test_an_empty_last_chunk_after_others_is_refused() -> None:
    aead = ChaCha20Poly1305(KEY)
    sealed = aead.encrypt(bytes(12), bytes(CHUNK), None) + aead.encrypt(bytes(10) + b"\1\1", b"", None)
    assert refusal(sealed) == (StreamReason.EMPTY_LAST, bytes(CHUNK))


def test_another_key_opens_nothing() -> None:
    out = bytearray()
    with pytest.raises(StreamFailure):
        run(StreamOpener(bytes(32)), [seal(clear_bytes(3 * CHUNK))], out)
    assert out == b""


def test_a_last_chunk_is_released_by_finish_alone() -> None:
    opener = StreamOpener(KEY)
    assert opener.feed(seal(bytes(CHUNK))) == b""
    assert opener.finish() == bytes(CHUNK)


@pytest.mark.parametrize("machine", [StreamSealer, StreamOpener])
def test_after_the_end_there_is_nothing_more(machine: type[StreamSealer] | type[StreamOpener]) -> None:
    stream = machine(KEY)
    stream.feed(seal(b"once"))
    stream.finish()
    with pytest.raises(RuntimeError):
        stream.feed(b"x")
    with pytest.raises(RuntimeError):
        stream.finish()


def test_after_a_failure_the_rest_is_not_opened_even_when_it_is_sound() -> None:
    first, second, last = by_the_book(clear_bytes(2 * CHUNK + 9))
    opener = StreamOpener(KEY)
    with pytest.raises(StreamFailure):
        opener.feed(bytes(SEALED_CHUNK) + b"x")
    with pytest.raises(RuntimeError):
        opener.feed(first + second + last)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_has_32_bytes(length: int) -> None:
    with pytest.raises(ValueError):
        StreamSealer(bytes(length))


def test_memory_does_not_grow_with_the_stream() -> None:
    sealer, opener, piece = StreamSealer(KEY), StreamOpener(KEY), bytes(CHUNK + 1)
    tracemalloc.start()
    try:
        for _ in range(64):
            opener.feed(sealer.feed(piece))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * CHUNK
