"""What a stranger sent is shown by kinds named here and within limits, or is said not to be shown."""

import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.viewing import content
from desktop.viewing.content import LARGEST, LONGEST_SIDE, MOST_TEXT, Way, page, pages, picture, text, way_of


def painted(kind: str, size: tuple[int, int] = (30, 20), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind, **more)
    return out.getvalue()


def paper(*sizes: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    with pypdfium2.PdfDocument.new() as made:
        for size in sizes:
            made.new_page(*size).close()
        made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("media", "way"),
    [
        ("image/jpeg", Way.PICTURE),
        ("image/png", Way.PICTURE),
        ("image/webp", Way.PICTURE),
        ("application/pdf", Way.PAPER),
        ("text/plain", Way.TEXT),
        ("audio/ogg", Way.PLAYS),
        ("video/mp4", Way.PLAYS),
        ("image/heic", Way.OTHER),
        ("image/svg+xml", Way.OTHER),
        ("application/zip", Way.OTHER),
        ("application/octet-stream", Way.OTHER),
    ],
)
def test_only_kinds_that_are_named_are_shown(media: str, way: Way) -> None:
    assert way_of(media, 10) is way
    assert way.shows == (way in (Way.PICTURE, Way.PAPER, Way.TEXT))
    if way.shows:
        assert way_of(media, LARGEST) is way
        assert way_of(media, LARGEST + 1) is Way.TOO_LARGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_become_pixels(kind: str) -> None:
    found = picture(painted(kind))
    assert found is not None
    assert (found.width, found.height, len(found.pixels)) == (30, 20, 30 * 20 * 4)
    red, green, blue, solid = found.pixels[:4]
    assert abs(red - 0x33) < 8 and abs(green - 0x66) < 8 and abs(blue - 0x99) < 8 and solid == 255


def test_a_picture_stands_upright_as_the_phone_meant_it() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    found = picture(painted("JPEG", exif=turned))
    assert found is not None and (found.width, found.height) == (20, 30)


def test_no_side_is_longer_than_the_longest() -> None:
    found = picture(painted("PNG", (LONGEST_SIDE * 2, 10)))
    assert found is not None and found.width == LONGEST_SIDE


def test_a_picture_of_too_many_points_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGEST_PICTURE", 100)
    assert picture(painted("PNG")) is None


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM"])
def test_other_kinds_of_pictures_are_not_even_tried(kind: str) -> None:
    assert picture(painted(kind)) is None


@settings(max_examples=60)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 400), st.binary(max_size=8))
def test_damaged_pictures_are_said_not_to_be_shown(kind: str, at: int, wrong: bytes) -> None:
    raw = painted(kind)
    found = picture(raw[: at % len(raw)] + wrong)
    assert found is None or len(found.pixels) == found.width * found.height * 4


def test_pages_of_a_paper_are_drawn_as_wide_as_asked() -> None:
    raw = paper((200, 100), (100, 400))
    assert pages(raw) == 2
    first, second = page(raw, 0, 600), page(raw, 1, 300)
    assert first is not None and (first.width, first.height) == (600, 300)
    assert second is not None and (second.width, second.height) == (300, 1200)
    assert set(first.pixels) == {255}


def test_a_giant_page_stays_within_its_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_PIXELS", 10_000)
    found = page(paper((1000, 1000)), 0, 4000)
    assert found is not None and found.width * found.height <= 10_201


@settings(max_examples=40)
@given(st.binary(max_size=64), st.booleans())
def test_what_is_no_paper_has_no_pages(raw: bytes, begins: bool) -> None:
    content_of_it = (b"%PDF-1.7\n" if begins else b"") + raw
    if not pages(content_of_it):
        assert page(content_of_it, 0, 100) is None


def test_texts_are_shown_whatever_their_bytes() -> None:
    assert text("جاءوا عند الفجر\n".encode()) == "جاءوا عند الفجر\n"
    assert text(b"caf\xe9") == "caf\ufffd"
    assert len(text(b"x" * (MOST_TEXT + 5))) == MOST_TEXT
