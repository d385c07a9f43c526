"""A stranger's picture becomes pixels on white, small enough to print, or it is said that it cannot be read."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reports.paper.pictures import Picture, printable
from tests.support.notes import photograph

RAWS = {kind: photograph(kind=kind) for kind in ("JPEG", "PNG", "WEBP")}


def opened(picture: Picture | None) -> Image.Image:
    assert picture is not None
    found = Image.open(io.BytesIO(picture.data))
    assert (found.format, found.size) == ("JPEG", (picture.width, picture.height))
    return found


@pytest.mark.parametrize("kind", RAWS)
def test_nothing_but_pixels_stays(kind: str) -> None:
    picture = opened(printable(RAWS[kind]))
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("size", [(3000, 1000), (1000, 3000), (10, 10)])
def test_it_is_made_small_and_keeps_its_shape(size: tuple[int, int]) -> None:
    found = opened(printable(photograph(size=(max(size[0], 100), max(size[1], 100)))))
    width, height = (max(side, 100) for side in size)
    assert max(found.size) <= 1000
    assert abs(found.width / found.height - width / height) < 0.02


def test_what_is_see_through_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(printable(out.getvalue())).getpixel((25, 25)) == (255, 255, 255)


def test_grey_stays_grey() -> None:
    out = io.BytesIO()
    Image.new("L", (50, 50), 120).save(out, "PNG")
    found = printable(out.getvalue())
    assert found is not None and found.grey
    assert opened(found).mode == "L"


def test_a_picture_lying_on_its_side_is_turned_up() -> None:
    lying = Image.new("RGB", (200, 100), "white")
    notes = lying.getexif()
    notes[0x0112] = 6
    out = io.BytesIO()
    lying.save(out, "JPEG", exif=notes)
    assert opened(printable(out.getvalue())).size == (100, 200)


@pytest.mark.parametrize("raw", [b"", b"\xff\xd8\xff", b"GIF89a" + bytes(50), RAWS["PNG"][:60], b"%PDF-1.7"])
def test_what_is_no_picture_is_none(raw: bytes) -> None:
    assert printable(raw) is None


def test_a_picture_of_too_many_points_is_not_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 7000)).save(out, "PNG")
    assert printable(out.getvalue()) is None


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells of what it skips
@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(RAWS)), st.integers(0, 2**32))
def test_a_damaged_picture_never_breaks_the_paper(kind: str, seed: int) -> None:
    dice = random.Random(seed)
    raw = bytearray(RAWS[kind])
    for _ in range(dice.randint(1, 8)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    found = printable(bytes(raw[: dice.randint(1, len(raw))]))
    assert found is None or opened(found)
