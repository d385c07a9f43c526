"""Which files a form shows are taken: by name beside it, by kind from their bytes, no more than there is room for."""

from forms import media
from forms.media import LARGEST_MEDIA, media_beside, names_of
from forms.model import Form
from tests.support.filling import compiled

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
MP3 = b"ID3" + bytes(100)
TABLE = """
    | survey |
    | | type | name | label::English (en) | label::French (fr) | image::English (en) | image::French (fr) | audio::English (en) |
    | | text | a | A | A | a.png | a-fr.png | a.mp3 |
    | | select_one x | b | B | B | | | |
    | choices |
    | | list_name | name | label::English (en) | label::French (fr) | image::English (en) | video::English (en) |
    | | x | p | P | P | p.png | p.mp4 |
    | | x | q | Q | Q | a.png | |
"""  # noqa: E501 - as wide as it is
NAMES = ("a-fr.png", "a.mp3", "a.png", "p.mp4", "p.png")


def form() -> Form:
    return compiled(TABLE)


def test_every_name_once_in_all_languages() -> None:
    assert names_of(form()) == NAMES
    assert names_of(compiled("| survey |\n| | type | name | label |\n| | text | a | A |\n")) == ()


def test_what_is_missing_or_no_picture_is_named_and_the_rest_is_taken() -> None:
    beside = {"a.png": PNG, "a.mp3": MP3, "a-fr.png": b"#!/bin/sh\n", "p.png": b"", "other.png": PNG}
    found = media_beside(form(), beside.get)
    assert dict(found.files) == {"a.png": PNG, "a.mp3": MP3}
    assert {(one.facts["file"], one.facts["why"]) for one in found.problems} == {
        ("a-fr.png", "not-shown"),
        ("p.png", "empty"),
        ("p.mp4", "file-missing"),
    }


def test_all_together_have_a_limit() -> None:
    big = PNG + bytes(LARGEST_MEDIA // 2)
    found = media_beside(form(), {"a-fr.png": big, "a.png": big, "p.png": PNG, "a.mp3": MP3}.get)
    assert set(found.files) == {"a-fr.png", "a.mp3", "p.png"}
    assert ("a.png", "too-large") in {(one.facts["file"], one.facts["why"]) for one in found.problems}
    assert sum(map(len, found.files.values())) <= media.LARGEST_MEDIA
