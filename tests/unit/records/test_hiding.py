"""Parts hidden in the copy that travels: no point of them is in it, nothing the phone wrote is, the original stays."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from records.attachments.adding import attach, hide_parts
from records.attachments.hiding import WHOLE, Area, with_parts_hidden
from records.errors import Known, RecordsCode
from records.vault.vault import Vault
from tests.support.notes import photograph
from tests.support.vaults import Vaults

SIDES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
AREAS = st.tuples(SIDES, SIDES).map(lambda both: Area(both[0][0], both[1][0], both[0][1], both[1][1]))
MODES = ("RGB", "RGBA", "L", "LA", "P", "1", "CMYK")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vaults(tmp_path) as vaults:
        yield vaults.make("anna")


def white(mode: str = "RGB", kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").convert(mode).save(out, kind)
    return out.getvalue()


def points(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw)).convert("L")


@given(AREAS)
@settings(max_examples=60)
def test_no_point_of_a_black_part_is_left(area: Area) -> None:
    raw = with_parts_hidden(white(), WHOLE, [area])
    assert raw is not None
    seen, (left, top, right, bottom) = points(raw), area.points(60, 40)
    assert seen.crop((left, top, right, bottom)).getextrema() == (0, 0)
    assert seen.histogram()[0] == (right - left) * (bottom - top)
    assert (left <= area.left * 60 or left == 59) and (right >= area.right * 60)


@pytest.mark.parametrize("mode", MODES)
def test_black_is_black_in_the_colours_of_any_picture(mode: str) -> None:
    raw = with_parts_hidden(white(mode, "JPEG" if mode == "CMYK" else "PNG"), WHOLE, [Area(0, 0, 0.5, 1)])
    assert raw is not None
    seen = points(raw)
    assert seen.getpixel((8, 20)) == 0
    assert seen.getpixel((52, 20)) == 255


def test_a_turned_photograph_is_hidden_as_it_is_seen() -> None:
    picture = Image.new("RGB", (60, 40), "white")
    turned = picture.getexif()
    turned[0x0112] = 6  # shown turned right: the left edge of what is seen is the bottom of what is stored
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=turned)
    raw = with_parts_hidden(out.getvalue(), WHOLE, [Area(0, 0, 0.5, 1)])
    assert raw is not None
    seen = points(raw)
    assert seen.size == (40, 60)
    assert (seen.getpixel((4, 50)), seen.getpixel((36, 50))) == (0, 255)


def test_what_is_cut_away_is_gone() -> None:
    raw = with_parts_hidden(white(), Area(0.5, 0.0, 1.0, 0.5), [])
    assert raw is not None
    assert points(raw).size == (30, 20)


@pytest.mark.parametrize("raw", [b"", b"no picture", white()[:60], white("RGB", "GIF")])
def test_what_cannot_be_drawn_anew_is_said(raw: bytes) -> None:
    assert with_parts_hidden(raw, WHOLE, []) is None


def test_the_copy_is_made_anew_and_the_original_stays(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "group.jpg").write_bytes(photograph())
    first = attach(vault, tmp_path / "group.jpg")
    found = hide_parts(vault, first.blob, WHOLE, [Area(0, 0, 1, 0.5)])
    assert found.blob != first.blob and found.cleaned and found.title == "group.jpg"
    content = b"".join(vault.blobs.content(found.blob))
    assert b"PHONE-OF-ANNA" not in content
    assert points(content).crop((0, 0, 160, 60)).getextrema()[1] < 16
    kept = {row.blob.name: row for row in vault.blobs.all()}
    assert first.blob.name not in kept
    original = kept[kept[found.blob.name].original or ""]
    assert b"".join(vault.blobs.content(original.blob)) == photograph()
    assert sorted(path.name for path in vault.folder.blobs.iterdir()) == sorted(kept)
    plain = hide_parts(vault, found.blob, WHOLE, [])
    assert points(b"".join(vault.blobs.content(plain.blob))).getpixel((5, 5)) != 0


def test_a_picture_that_cannot_be_hidden_in_stays_as_it_was(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "cut.jpg").write_bytes(photograph()[:900])
    first = attach(vault, tmp_path / "cut.jpg")
    before = sorted(path.name for path in vault.folder.blobs.iterdir())
    with pytest.raises(Known) as refused:
        hide_parts(vault, first.blob, WHOLE, [Area(0, 0, 1, 1)])
    assert refused.value.code is RecordsCode.PICTURE_NOT_HIDDEN
    assert sorted(path.name for path in vault.folder.blobs.iterdir()) == before
