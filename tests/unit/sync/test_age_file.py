"""One age file: any pieces give the same bytes, no damage is accepted, and the header tells nothing of who reads it."""

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import Known
from records.ids import Chance
from records.stream import CHUNK, sealed_size
from sync.bundle.age.file import NONCE_BYTES, AgeOpener, AgeSealer
from sync.bundle.age.header import Header, HeaderReader
from sync.bundle.age.recipients import HybridIdentity, X25519Identity, unwrap_file_key
from sync.errors import SyncCode
from tests.support.pieces import cut, pieces, run

Identity = HybridIdentity | X25519Identity

ANNA, BORA, CLEO = (HybridIdentity(bytes([number]) * 32) for number in (1, 2, 3))
CLASSIC = X25519Identity(bytes([4]) * 32)
CLEAR = b"one incident, two sources"

sizes = st.builds(lambda chunks, off: max(0, chunks * CHUNK + off), st.integers(0, 2), st.integers(-20, 20))
places = st.lists(st.integers(0, 2 * CHUNK + 8000), max_size=10)


def chance_of(seed: int) -> Chance:
    return random.Random(seed).randbytes


def seal(clear: bytes, *identities: Identity, counts: tuple[int, ...] = (1,), seed: int = 1) -> bytes:
    recipients = [identity.recipient() for identity in identities]
    return run(AgeSealer(recipients, counts, chance_of(seed)), [clear])


def header_of(sealed: bytes) -> tuple[Header, memoryview]:
    found = HeaderReader().feed(sealed)
    assert found is not None
    return found


def refusal(sealed: bytes, identity: Identity) -> tuple[SyncCode, bytes]:
    """Open what must be refused; return why, and what was released before."""
    out = bytearray()
    with pytest.raises(Known) as caught:
        run(AgeOpener([identity]), pieces(sealed, 1000), out)
    assert isinstance(caught.value.code, SyncCode)
    return caught.value.code, bytes(out)


@settings(max_examples=40, deadline=None)
@given(size=sizes, clear_places=places, sealed_places=places)
def test_any_pieces_give_the_same_bytes(size: int, clear_places: list[int], sealed_places: list[int]) -> None:
    clear = random.Random(size).randbytes(size)
    sealed = run(AgeSealer([ANNA.recipient()]), cut(clear, clear_places))
    assert run(AgeOpener([ANNA]), cut(sealed, sealed_places)) == clear


def test_byte_by_byte_is_a_way_to_cut_as_well() -> None:
    sealed = seal(CLEAR, ANNA)
    assert run(AgeOpener([ANNA]), pieces(sealed, 1)) == CLEAR


def test_two_pieces_open_wherever_the_cut_is() -> None:
    sealed = seal(CLEAR, CLASSIC)
    for place in range(len(sealed) + 1):
        assert run(AgeOpener([CLASSIC]), cut(sealed, [place])) == CLEAR


def test_each_recipient_opens_it_and_nobody_else() -> None:
    sealed = seal(CLEAR, ANNA, BORA, counts=(4,))
    assert run(AgeOpener([ANNA]), [sealed]) == CLEAR
    assert run(AgeOpener([CLEO, BORA]), [sealed]) == CLEAR
    assert refusal(sealed, CLEO) == (SyncCode.SEALED_NOT_FOR_US, b"")
    assert refusal(sealed, CLASSIC) == (SyncCode.SEALED_NOT_FOR_US, b"")


def test_no_identity_opens_nothing() -> None:
    with pytest.raises(Known) as caught:
        run(AgeOpener([]), [seal(CLEAR, ANNA)])
    assert caught.value.code is SyncCode.SEALED_NOT_FOR_US


@pytest.mark.parametrize("identity", [ANNA, CLASSIC], ids=["hybrid", "X25519"])
def test_every_truncation_is_refused(identity: Identity) -> None:
    sealed = seal(CLEAR, identity)
    head = len(sealed) - sealed_size(len(CLEAR))
    for length in range(len(sealed)):
        code, released = refusal(sealed[:length], identity)
        assert released == b""
        # A last chunk cut short looks like a damaged one; everywhere else a cut is seen to be a cut.
        cut_chunk = length >= head + 16
        assert code is (SyncCode.SEALED_PAYLOAD if cut_chunk else SyncCode.SEALED_TRUNCATED)


@pytest.mark.parametrize(("identity", "bits"), [(ANNA, 1), (CLASSIC, 8)], ids=["hybrid", "X25519"])
def test_every_flipped_byte_is_refused(identity: Identity, bits: int) -> None:
    sealed = seal(CLEAR, identity)
    codes = Counter[SyncCode]()
    for place, bit in itertools.product(range(len(sealed)), range(bits)):
        damaged = bytearray(sealed)
        damaged[place] ^= 1 << (place + bit) % 8
        code, released = refusal(bytes(damaged), identity)
        assert released == b""
        codes[code] += 1
    # Every stage refuses something on the way, so none hides behind another.
    assert set(codes) >= {
        SyncCode.SEALED_VERSION,
        SyncCode.SEALED_HEADER,
        SyncCode.SEALED_NOT_FOR_US,
        SyncCode.SEALED_HEADER_CHANGED,
        SyncCode.SEALED_PAYLOAD,
    }


@pytest.mark.parametrize("identity", [ANNA, CLASSIC], ids=["hybrid", "X25519"])
def test_a_change_in_somebody_elses_stanza_is_seen_by_everybody(identity: Identity) -> None:
    sealed = seal(CLEAR, identity, counts=(4,))
    header, _ = header_of(sealed)
    mine = next(i for i, stanza in enumerate(header.stanzas) if identity.unwrap([stanza]))
    start = [place for place in range(len(sealed)) if sealed.startswith(b"\n-> ", place)][(mine + 1) % 4]
    damaged = bytearray(sealed)
    share = sealed.index(b" ", start + 4) + 1
    damaged[share] = ord("A") if damaged[share] != ord("A") else ord("B")
    assert refusal(bytes(damaged), identity) == (SyncCode.SEALED_HEADER_CHANGED, b"")


@pytest.mark.parametrize("extra", [b"x", b"x" * 100, b"x" * 2 * CHUNK])
def test_bytes_after_the_end_are_refused(extra: bytes) -> None:
    for size in (len(CLEAR), CHUNK):
        code, released = refusal(seal(bytes(size), CLASSIC) + extra, CLASSIC)
        assert (code, released) == (SyncCode.SEALED_PAYLOAD, b"")


def test_nothing_is_released_before_the_header_is_proven() -> None:
    sealed = bytearray(seal(bytes(3 * CHUNK), CLASSIC))
    mac = sealed.index(b"\n--- ") + 5
    sealed[mac] = ord("A") if sealed[mac] != ord("A") else ord("B")
    assert refusal(bytes(sealed), CLASSIC) == (SyncCode.SEALED_HEADER_CHANGED, b"")


def test_after_a_failure_nothing_more_is_opened() -> None:
    opener = AgeOpener([CLASSIC])
    with pytest.raises(Known):
        opener.feed(seal(CLEAR, X25519Identity(bytes(32))))
    with pytest.raises(RuntimeError):
        opener.feed(seal(CLEAR, CLASSIC))
    with pytest.raises(RuntimeError):
        opener.finish()


@pytest.mark.parametrize("machine", [lambda: AgeSealer([ANNA.recipient()]), lambda: AgeOpener([ANNA])])
def test_after_the_end_there_is_nothing_more(machine: type) -> None:
    file = machine()
    file.feed(seal(CLEAR, ANNA))
    file.finish()
    for again in (lambda: file.feed(b"x"), file.finish):
        with pytest.raises(RuntimeError):
            again()


@pytest.mark.parametrize(("readers", "stanzas"), [(1, 4), (2, 4), (4, 4), (5, 16), (16, 16)])
def test_stanzas_are_padded_to_4_or_16(readers: int, stanzas: int) -> None:
    identities = [HybridIdentity(bytes([number]) * 32) for number in range(readers)]
    sealed = run(AgeSealer([identity.recipient() for identity in identities]), [CLEAR])
    assert len(header_of(sealed)[0].stanzas) == stanzas
    for identity in identities:
        assert run(AgeOpener([identity]), [sealed]) == CLEAR


@pytest.mark.parametrize("identity", [ANNA, CLASSIC], ids=["hybrid", "X25519"])
def test_all_stanzas_have_one_form(identity: Identity) -> None:
    header, _ = header_of(seal(CLEAR, identity, counts=(4, 16)))
    forms = {(s.kind, len(s.arguments), len(s.arguments[0]), len(s.body)) for s in header.stanzas}
    assert len(forms) == 1
    assert len({s.arguments for s in header.stanzas}) == len({s.body for s in header.stanzas}) == 4


def test_files_for_one_and_for_four_have_one_size() -> None:
    one = seal(CLEAR, ANNA, counts=(4, 16))
    four = seal(CLEAR, ANNA, BORA, CLEO, HybridIdentity(bytes(32)), counts=(4, 16))
    assert len(one) == len(four)


def test_the_real_stanza_stands_in_every_place() -> None:
    found = Counter[int]()
    for seed in range(60):
        header, _ = header_of(seal(CLEAR, CLASSIC, counts=(4,), seed=seed))
        found[next(i for i, stanza in enumerate(header.stanzas) if CLASSIC.unwrap([stanza]))] += 1
    assert set(found) == {0, 1, 2, 3}


def test_a_strangers_secret_would_open_nothing() -> None:
    source, drawn = chance_of(5), list[bytes]()

    def chance(size: int) -> bytes:
        drawn.append(source(size))
        return drawn[-1]

    sealed = run(AgeSealer([ANNA.recipient()], (4,), chance), [CLEAR])
    secrets = [HybridIdentity(raw) for raw in drawn if len(raw) == 32]
    assert len(secrets) == 3
    for secret in secrets:
        header, _ = header_of(sealed)
        assert unwrap_file_key(header.stanzas, [secret]) != unwrap_file_key(header.stanzas, [ANNA])
        assert refusal(sealed, secret) == (SyncCode.SEALED_HEADER_CHANGED, b"")


def test_two_files_share_no_key_and_no_nonce() -> None:
    first, second = (run(AgeSealer([ANNA.recipient()]), [CLEAR]) for _ in range(2))
    (one, one_rest), (two, two_rest) = header_of(first), header_of(second)
    assert unwrap_file_key(one.stanzas, [ANNA]) != unwrap_file_key(two.stanzas, [ANNA])
    assert one_rest[:NONCE_BYTES] != two_rest[:NONCE_BYTES]
    assert one_rest[NONCE_BYTES:] != two_rest[NONCE_BYTES:]


def test_what_cannot_be_sealed_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="one kind"):
        AgeSealer([])
    with pytest.raises(ValueError, match="one kind"):
        AgeSealer([ANNA.recipient(), CLASSIC.recipient()])
    with pytest.raises(ValueError, match="more recipients"):
        AgeSealer([ANNA.recipient()] * 17)


def test_an_empty_file_is_a_file() -> None:
    sealed = run(AgeSealer([ANNA.recipient()]), [])
    assert run(AgeOpener([ANNA]), [sealed]) == b""
