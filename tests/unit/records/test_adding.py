"""Taking files in as the window does: told on the way, stopped on the way, from the clipboard, and known again."""

from pathlib import Path

import pytest
from PIL import Image

from records.attachments.adding import attach, attach_bytes, attached
from records.errors import Known, RecordsCode
from tests.support.vaults import Vaults


class Stopped(Exception):
    pass


def stop(_done: int) -> None:
    raise Stopped


def picture(path: Path) -> Path:
    image = Image.new("RGB", (40, 30), (90, 60, 30))
    exif = image.getexif()
    exif[0x010F] = "A telling phone"
    image.save(path, exif=exif)
    return path


def test_the_way_is_told_and_the_file_known_again(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_bytes(b"words " * 400_000)
    told: list[int] = []
    with Vaults(tmp_path) as vaults:
        vault = vaults.make("anna")
        taken = attach(vault, long, told.append)
        assert told[-1] >= long.stat().st_size
        assert told[: len(told) // 2] == sorted(told[: len(told) // 2])
        assert attached(vault, taken.blob) == taken
        clean = attach(vault, picture(tmp_path / "river.jpg"))
        assert clean.cleaned
        assert attached(vault, clean.blob) == clean
        assert b"telling" not in b"".join(vault.blobs.content(clean.blob))


def test_what_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        vault = vaults.make("anna")
        with pytest.raises(Stopped):
            attach(vault, picture(tmp_path / "river.jpg"), stop)
        assert list(vault.folder.blobs.iterdir()) == []
        assert vault.blobs.all() == []


def test_a_pasted_picture_never_is_a_file_in_the_clear(tmp_path: Path) -> None:
    raw = picture(tmp_path / "river.png").read_bytes()
    (tmp_path / "river.png").unlink()
    with Vaults(tmp_path) as vaults:
        vault = vaults.make("anna")
        taken = attach_bytes(vault, raw, "Pasted picture")
        assert (taken.title, taken.blob.media, taken.cleaned) == ("Pasted picture", "image/png", True)
        assert not any(b"PNG" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        with pytest.raises(Known) as caught:
            attach_bytes(vault, b"\x7fELF" + bytes(64), "tool")
        assert caught.value.code is RecordsCode.FILE_PROGRAM


def test_an_attachment_nobody_knows_here_says_so(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        here, elsewhere = vaults.make("anna"), vaults.make("office")
        taken = attach(elsewhere, picture(tmp_path / "river.jpg"))
        found = attached(here, taken.blob)
        assert (found.blob, found.title, found.cleaned) == (taken.blob, "", False)
