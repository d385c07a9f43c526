"""The tar stream is what other people's programs read, and ours reads only what ours writes."""

import io
import random
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.bundle import tar
from sync.errors import SyncCode
from tests.support.outcomes import code_of

names = st.from_regex(r"[a-z]{1,8}(/[0-9A-Za-z.]{1,60})?", fullmatch=True)


def refused(block: bytes) -> None:
    assert code_of(lambda: tar.read_header(block)) is SyncCode.BUNDLE_MALFORMED


@given(names, st.integers(0, 64 << 20))
def test_a_header_reads_as_it_was_written(name: str, size: int) -> None:
    block = tar.header(name, size)
    assert len(block) == tar.BLOCK
    assert tar.read_header(block) == (name, size)


@given(st.lists(st.tuples(names, st.binary(max_size=2000)), unique_by=lambda pair: pair[0], max_size=5))
def test_other_programs_open_it(files: list[tuple[str, bytes]]) -> None:
    raw = b"".join(tar.header(name, len(data)) + data + tar.padding(len(data)) for name, data in files) + tar.END
    with tarfile.open(fileobj=io.BytesIO(raw)) as opened:
        assert [(one.name, opened.extractfile(one).read()) for one in opened] == files  # type: ignore[union-attr]


def test_nobody_and_no_time_is_named() -> None:
    info = tarfile.TarInfo.frombuf(tar.header("cards", 5), "ascii", "strict")
    assert (info.uid, info.gid, info.uname, info.gname, info.mtime, info.mode) == (0, 0, "", "", 0, 0o600)


@settings(max_examples=500, deadline=None)
@given(st.integers(0, tar.BLOCK - 1), st.integers(1, 255))
def test_every_changed_byte_is_refused(place: int, flip: int) -> None:
    block = bytearray(tar.header("blobs/0123456789ABCDEF.0", 4711))
    block[place] ^= flip
    refused(bytes(block))


@pytest.mark.parametrize(
    "changes",
    [
        {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        {"type": tarfile.DIRTYPE},
        {"type": tarfile.GNUTYPE_SPARSE},
        {"type": tarfile.XHDTYPE},
        {"mode": 0o777},
        {"mtime": 1},
        {"uname": "anna"},
        {"uid": 1000},
        {"name": "./cards"},
    ],
)
def test_whole_headers_of_other_kinds_are_refused_or_other_names(changes: dict[str, object]) -> None:
    info = tarfile.TarInfo("cards")
    info.size, info.mode = 5, 0o600
    for name, value in changes.items():
        setattr(info, name, value)
    block = info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")
    if "name" in changes:
        assert tar.read_header(block) == ("./cards", 5)
    else:
        refused(block)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_any_block_gives_a_known_failure(seed: int) -> None:
    refused(random.Random(seed).randbytes(tar.BLOCK))


def test_a_size_in_another_spelling_is_refused() -> None:
    """Base-256 sizes and negative ones: other programs read them, ours never writes them."""
    block = bytearray(tar.header("cards", 5))
    for size in (b"\x80" + bytes(10) + b"\x05", b"\xff" * 12, b"00000000005 ", b"          5\0"):
        block[124:136] = size
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        refused(bytes(block))
