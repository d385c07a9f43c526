"""The right to continue a log: outside the vault, sealed, of one size, and believed only when it fits."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.ids import system_chance
from records.vault.continuing import Right, RightFile
from tests.support.files import mode_of

KEY, LOG = b"k" * 32, b"l" * 16
numbers = st.integers(0, 2**53)


@given(numbers, numbers, numbers)
def test_a_log_continues_between_what_is_done_and_what_was_intended(done: int, head: int, intended: int) -> None:
    assert Right(LOG, intended, done).continues(LOG, head) == (done <= head <= intended)
    assert not Right(LOG, intended, done).continues(b"m" * 16, head)


def right_file(folder: Path, key: bytes = KEY) -> RightFile:
    return RightFile(folder / "state" / "NAME", key, system_chance)


def test_what_is_written_is_read_by_whoever_has_the_key(tmp_path: Path) -> None:
    assert right_file(tmp_path).read() is None
    right_file(tmp_path).write(Right(LOG, 7, 6))
    assert right_file(tmp_path).read() == Right(LOG, 7, 6)
    assert right_file(tmp_path, b"x" * 32).read() is None


def test_the_file_says_nothing(tmp_path: Path) -> None:
    found = set()
    for right in (Right(LOG, 0, 0), Right(LOG, 2**53, 2**53)):
        right_file(tmp_path).write(right)
        raw = (tmp_path / "state" / "NAME").read_bytes()
        assert LOG not in raw
        assert LOG.hex().encode() not in raw
        found.add(len(raw))
    assert len(found) == 1


def test_it_is_private(tmp_path: Path) -> None:
    right_file(tmp_path).write(Right(LOG, 1, 1))
    assert mode_of(tmp_path / "state") == 0o700
    assert mode_of(tmp_path / "state" / "NAME") == 0o600


@pytest.mark.parametrize(
    "spoil", [lambda raw: b"", lambda raw: raw[:-1], lambda raw: raw[::-1], lambda raw: raw + b"\0"]
)
def test_a_damaged_file_is_no_right(tmp_path: Path, spoil: object) -> None:
    right_file(tmp_path).write(Right(LOG, 1, 1))
    path = tmp_path / "state" / "NAME"
    assert callable(spoil)
    path.write_bytes(spoil(path.read_bytes()))
    assert right_file(tmp_path).read() is None


def test_where_nothing_can_be_written_is_a_known_failure(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file where the folder should be")
    with pytest.raises(Known) as caught:
        right_file(tmp_path).write(Right(LOG, 1, 1))
    assert caught.value.code in (RecordsCode.DISK_FAILED, RecordsCode.NOT_WRITABLE)
