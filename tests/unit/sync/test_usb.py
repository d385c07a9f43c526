"""Success means it lies there. Whatever the drive does, nothing half stays, and what went wrong has its name."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from records.errors import Known
from records.ids import system_chance
from sync.drives.place import FolderPlace, Place
from sync.errors import SyncCode
from sync.handing import silent
from sync.usb import PART, SUFFIX, Step, put
from tests.support.drives import Endless, FakePlace, FullInTheMiddle, Lazy, Lying, PulledAt
from tests.support.offices import pulled
from tests.support.outcomes import code_of

PIECES = [random.Random(at).randbytes(5000) for at in range(10)]
WHOLE = b"".join(PIECES)


def carry(place: Place, pieces: Iterator[bytes] | None = None) -> str:
    return put(place, len(WHOLE), iter(PIECES) if pieces is None else pieces, system_chance, silent)


def test_a_package_lies_there_whole_under_a_random_name() -> None:
    place = FakePlace()
    names = {carry(place) for _ in range(3)}
    assert len(names) == 3
    assert place.files == dict.fromkeys(names, WHOLE)
    for name in names:
        assert len(name) == 16 + len(SUFFIX) and name.endswith(SUFFIX)


def test_the_steps_are_told_in_their_order() -> None:
    told: list[tuple[Step, int]] = []
    put(FakePlace(), len(WHOLE), iter(PIECES), system_chance, lambda step, done: told.append((step, done)))
    steps = list(dict.fromkeys(step for step, _ in told))
    assert steps == [Step.SPACE, Step.WRITING, Step.READING_BACK, Step.RENAMING, Step.COPIED]
    for step in (Step.WRITING, Step.READING_BACK):
        done = [count for told_step, count in told if told_step is step]
        assert done == sorted(done) and done[-1] == len(WHOLE)


def test_a_drive_that_is_too_small_is_not_begun() -> None:
    place = FakePlace(room=len(WHOLE))
    with pytest.raises(Known) as caught:
        carry(place)
    assert caught.value.code is SyncCode.DRIVE_FULL
    assert place.acts == ["free"]
    needed, free = caught.value.facts["needed"], caught.value.facts["free"]
    assert isinstance(needed, int) and free == len(WHOLE) < needed


def test_a_drive_that_is_full_in_the_middle_keeps_nothing_of_it() -> None:
    place = FullInTheMiddle(room=len(WHOLE) + 12_345)
    first = carry(place)
    assert code_of(lambda: carry(place)) is SyncCode.DRIVE_FULL
    assert place.files == {first: WHOLE}


@pytest.mark.parametrize(
    ("act", "times"),
    [
        ("free", 1),
        ("write", 1),
        ("piece", 1),
        ("piece", 6),
        ("flush", 1),
        ("read", 1),
        ("piece read", 20),
        ("rename", 1),
    ],
)
def test_a_drive_pulled_out_at_any_step_has_nothing_under_a_final_name(act: str, times: int) -> None:
    place = PulledAt(act, times)
    assert code_of(lambda: carry(place)) is SyncCode.DRIVE_GONE
    assert not any(name.endswith(SUFFIX) for name in place.files)
    assert all(name.endswith(PART) for name in place.files)


def test_a_drive_pulled_out_after_the_last_step_has_all_of_it() -> None:
    """The name is there, the folder was not flushed: not told as copied, and whole if it is found."""
    place = PulledAt("renamed")
    assert code_of(lambda: carry(place)) is SyncCode.DRIVE_GONE
    assert list(place.files.values()) == [WHOLE]


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-1],
        lambda raw: raw + b"x",
        lambda raw: b"",
        lambda raw: bytes(len(raw)),
        lambda raw: raw[:30_000] + bytes(5) + raw[30_005:],
        lambda raw: raw[5000:10000] + raw[:5000] + raw[10000:],
    ],
)
def test_a_drive_that_gives_back_something_else_is_found_out(change: Callable[[bytes], bytes]) -> None:
    place = Lying(change)
    assert code_of(lambda: carry(place)) is SyncCode.DRIVE_DIFFERS
    assert place.files == {}


def test_a_drive_that_never_stops_giving_back_is_left() -> None:
    place = Endless()
    assert code_of(lambda: carry(place)) is SyncCode.DRIVE_DIFFERS
    assert place.given == 1
    assert place.files == {}


@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_drive_that_took_only_a_part_is_found_out(count: int) -> None:
    place = Lazy(count)
    assert code_of(lambda: carry(place)) is SyncCode.DRIVE_DIFFERS
    assert place.files == {}


def test_what_fails_on_this_side_leaves_nothing_there_either() -> None:
    place = FakePlace()

    def fails() -> Iterator[bytes]:
        yield PIECES[0]
        raise Known(SyncCode.PLAN_CHANGED)

    assert code_of(lambda: carry(place, fails())) is SyncCode.PLAN_CHANGED
    assert place.files == {}

    def stopped(step: Step, _done: int) -> None:
        if step is Step.READING_BACK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(place, len(WHOLE), iter(PIECES), system_chance, stopped)
    assert place.files == {}


class TestFolder:
    """A folder as the system gives it."""

    def test_a_package_lies_there_and_only_its_owner_reads_it(self, tmp_path: Path) -> None:
        name = carry(FolderPlace(tmp_path))
        assert [path.name for path in tmp_path.iterdir()] == [name]
        assert (tmp_path / name).read_bytes() == WHOLE
        if os.name == "posix":
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600

    def test_it_is_flushed_before_it_is_read_back_and_before_it_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[str] = []
        monkeypatch.setattr(os, "fsync", lambda _: seen.append("flush"))
        monkeypatch.setattr("sync.drives.place.forget_cached", lambda _: seen.append("forget"))
        put(FolderPlace(tmp_path), 1, iter([b"x"]), system_chance, lambda step, _: seen.append(step))
        wanted = ["space", "writing", "flush", "forget", "reading-back", "renaming"]
        assert seen == [*wanted, *(["flush"] if os.name == "posix" else []), "copied"]

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.touch()
        for missing in (tmp_path / "none", file):
            assert code_of(carry, FolderPlace(missing)) is SyncCode.DRIVE_MISSING

    @pytest.mark.parametrize("step", [Step.WRITING, Step.READING_BACK, Step.RENAMING])
    def test_a_folder_that_goes_away_on_the_way(self, tmp_path: Path, step: Step) -> None:
        drive = tmp_path / "drive"
        drive.mkdir()

        def pull(told: Step, _done: int) -> None:
            if told is step and drive.exists():
                shutil.rmtree(drive)

        found = code_of(lambda: put(FolderPlace(drive), len(WHOLE), iter(PIECES), system_chance, pull))
        assert found in (SyncCode.DRIVE_MISSING, SyncCode.DRIVE_GONE)

    def test_an_error_of_the_medium(self, tmp_path: Path) -> None:
        assert code_of(lambda: FolderPlace(tmp_path).write("a", pulled(PIECES, 3))) is SyncCode.DRIVE_GONE

    def test_a_name_that_is_taken_is_never_written_over(self, tmp_path: Path) -> None:
        (tmp_path / "taken").write_bytes(b"theirs")
        assert code_of(lambda: FolderPlace(tmp_path).write("taken", iter(PIECES))) is SyncCode.DRIVE_GONE
        assert (tmp_path / "taken").read_bytes() == b"theirs"

    def test_what_cannot_be_removed_is_no_failure(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        FolderPlace(tmp_path).remove("folder")
        FolderPlace(tmp_path / "none").remove("a")

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_one_may_not_write(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        try:
            assert code_of(lambda: carry(FolderPlace(tmp_path))) is SyncCode.DRIVE_READ_ONLY
        finally:
            tmp_path.chmod(0o700)

    @pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
    def test_a_limit_in_the_middle_of_a_write(self, tmp_path: Path) -> None:
        resource = pytest.importorskip("resource")
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        try:
            found = code_of(lambda: carry(FolderPlace(tmp_path)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert found is SyncCode.DRIVE_FULL
        assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 2 MB, where this process may mount one."""
    drive = tmp_path / "drive"
    drive.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root mounts a drive")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", drive], capture_output=True).returncode:
        pytest.skip("this system lets nobody mount a drive")
    yield drive
    subprocess.run(["umount", drive], check=True)


class TestDrive:
    """A real small drive."""

    def test_full_before(self, small_drive: Path) -> None:
        (small_drive / "film.mp4").write_bytes(bytes(1_100_000))
        assert code_of(lambda: carry(FolderPlace(small_drive))) is SyncCode.DRIVE_FULL
        assert [path.name for path in small_drive.iterdir()] == ["film.mp4"]

    def test_full_in_the_middle(self, small_drive: Path) -> None:
        kept = carry(FolderPlace(small_drive))

        def fill(step: Step, done: int) -> None:
            if step is Step.WRITING and done == len(PIECES[0]):
                (small_drive / "film.mp4").write_bytes(bytes(shutil.disk_usage(small_drive).free))

        found = code_of(lambda: put(FolderPlace(small_drive), len(WHOLE), iter(PIECES), system_chance, fill))
        assert found is SyncCode.DRIVE_FULL
        assert sorted(path.name for path in small_drive.iterdir()) == sorted([kept, "film.mp4"])
        assert (small_drive / kept).read_bytes() == WHOLE

    def test_read_only(self, small_drive: Path) -> None:
        subprocess.run(["mount", "-o", "remount,ro", small_drive], check=True)
        assert code_of(lambda: carry(FolderPlace(small_drive))) is SyncCode.DRIVE_READ_ONLY
