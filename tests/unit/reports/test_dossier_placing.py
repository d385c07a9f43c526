"""A finished file is there whole or not at all, for its owner alone, whatever the disk does."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from records.errors import Known, RecordsCode
from records.ids import system_chance
from reports.errors import ReportsCode
from reports.paper.placing import place

POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and owners of this kind are POSIX's")
DATA = b"%PDF " + bytes(200_000)


def test_it_is_whole_and_private(tmp_path: Path) -> None:
    out = tmp_path / "dossier.pdf"
    place(out, DATA, system_chance)
    assert out.read_bytes() == DATA
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [out]


def test_what_stood_there_is_replaced_and_as_private(tmp_path: Path) -> None:
    out = tmp_path / "dossier.pdf"
    out.write_bytes(b"before")
    out.chmod(0o644)
    place(out, DATA, system_chance)
    assert out.read_bytes() == DATA
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["gone/dossier.pdf", "folder"])
def test_where_no_file_can_be_it_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(Known) as refused:
        place(tmp_path / name, DATA, system_chance)
    assert refused.value.code is ReportsCode.NOT_WRITTEN
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond this, as on a full disk."""
    import resource  # noqa: PLC0415 - there is none on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@POSIX
@pytest.mark.parametrize("size", [0, 1, 4096, 199_999])
def test_a_full_disk_leaves_what_stood_there(tmp_path: Path, size: int) -> None:
    out = tmp_path / "dossier.pdf"
    out.write_bytes(b"before")
    with room_for(size), pytest.raises(Known) as refused:
        place(out, DATA, system_chance)
    assert refused.value.code is RecordsCode.DISK_FULL
    assert out.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [out]


@contextmanager
def nobody() -> Iterator[None]:
    """As a user who may write nothing here; only the administrator can become one."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@POSIX
def test_a_folder_one_may_not_write_in_stays_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        with nobody(), pytest.raises(Known) as refused:
            place(folder / "dossier.pdf", DATA, system_chance)
    finally:
        folder.chmod(0o700)
    assert refused.value.code is RecordsCode.NOT_WRITABLE
    assert list(folder.iterdir()) == []
