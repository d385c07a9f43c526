"""Which mounted things are drives one can take out, and what is known of each."""

import shutil
from pathlib import Path

import pytest

from sync.drives import found as finding
from sync.drives.found import Drive, found, on_linux

MOUNTS = r"""sysfs /sys sysfs rw 0 0
/dev/sda2 / ext4 rw 0 0
/dev/sda1 /boot/efi vfat rw 0 0
/dev/sda3 /home ext4 rw 0 0
/dev/sdb1 /media/anna/KING\040STON vfat rw 0 0
/dev/sdc1 /run/media/anna/BLUE exfat rw 0 0
/dev/sdd1 /mnt/by-hand vfat rw 0 0
/dev/sde /mnt/whole ext4 rw 0 0
tmpfs /media/anna/not-a-disk tmpfs rw 0 0
//server/share /media/anna/share cifs rw 0 0
broken
"""


@pytest.fixture
def blocks(tmp_path: Path) -> Path:
    """As /sys/class/block: links to the devices; a disk says whether it is removable, its parts lie inside it."""
    devices, links = tmp_path / "devices", tmp_path / "block"
    links.mkdir()
    for disk, removable in {"sda": "0", "sdb": "1", "sdc": "1", "sdd": "1", "sde": "1"}.items():
        (devices / disk).mkdir(parents=True)
        (devices / disk / "removable").write_text(f"{removable}\n")
        (links / disk).symlink_to(devices / disk)
        for part in ("1", "2", "3"):
            (devices / disk / f"{disk}{part}").mkdir()
            (links / f"{disk}{part}").symlink_to(devices / disk / f"{disk}{part}")
    return links


def test_what_a_desktop_mounted_and_what_says_it_is_removable(blocks: Path) -> None:
    assert on_linux(MOUNTS, blocks) == [
        Path("/media/anna/KING STON"),
        Path("/run/media/anna/BLUE"),
        Path("/mnt/by-hand"),
        Path("/mnt/whole"),
    ]


def test_a_system_that_runs_from_a_drive_is_none_of_them(blocks: Path) -> None:
    (blocks / "sda").resolve().joinpath("removable").write_text("1\n")
    assert Path("/") not in on_linux(MOUNTS, blocks)
    assert Path("/boot/efi") not in on_linux(MOUNTS, blocks)


def test_without_any_knowledge_of_disks_only_a_desktops_folders_count(tmp_path: Path) -> None:
    places = on_linux(MOUNTS, tmp_path / "nothing")
    assert places == [Path("/media/anna/KING STON"), Path("/run/media/anna/BLUE")]


def test_each_is_told_with_name_and_room_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b stick", "A stick"):
        (tmp_path / name).mkdir()
    places = [tmp_path / "b stick", tmp_path / "A stick", tmp_path / "b stick"]
    monkeypatch.setattr(finding, "_places", lambda: places)
    drives = found()
    assert [drive.name for drive in drives] == ["A stick", "b stick"]
    assert all(drive.writable and 0 < drive.free <= shutil.disk_usage(tmp_path).total for drive in drives)


def test_one_that_is_pulled_while_it_is_looked_at_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_places", lambda: [tmp_path, tmp_path / "gone"])
    assert [drive.path for drive in found()] == [tmp_path]


def test_one_mounted_for_reading_alone_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_places", lambda: [tmp_path])
    monkeypatch.setattr(finding, "_is_read_only", lambda _path: True)
    assert found() == (Drive(tmp_path, tmp_path.name, found()[0].free, writable=False),)
