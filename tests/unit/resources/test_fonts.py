"""The font files: they are what SOURCES.md says, what the names say, and they set the languages we print."""

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from resources.fonts import FONTS, Family, Font, Weight, font

FOLDER = FONTS[0].path.parent

LANGUAGES = {
    "English": "The quick brown fox; “quotes” – dashes — and 100 % of $£€ ₦₵ №",
    "Français": "« Où étiez-vous ? » l’œuvre, Noël, ça, ÿ, À É Î Ô Ù",
    "Tiếng Việt": "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm",
    "Hausa, Ewe, Yorùbá": "ɓ ɗ ƙ ƴ Ɓ Ɗ Ƙ Ƴ ŋ ɖ ƒ ɣ ʋ ẹ̀kọ́ ṣọ̀ọ́ṣì",
    "Русский, українська": "Съешь ещё этих мягких булок; ґанок, їжак, є, І",
    "Ελληνικά": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία ἀρχῇ ἦν ὁ λόγος",
    "العربية": "تلقّى المكتب أوّل بلاغ عن حادثة، صباحًا؛ ٢٠٢٦ ٪ ﷲ ﻻ",
    "فارسی، اردو": "گچپژ همهٔ می‌آیند ۱۲۳ ٹڈڑں ہے ۔",
    "ភាសាខ្មែរ": "មនុស្សទាំងអស់កើតមកមានសេរីភាព។ ១២៣",
    "signs": "✓✗☐☑●○■□★⚠→←≤≥≠±×",
    "pictures": "🐀🪳🐍🔪🔥💀😀👍🏽🩸🚩",
}


@pytest.mark.parametrize("each", FONTS, ids=lambda each: each.path.stem)
def test_each_file_is_the_family_and_weight_it_is_listed_as(each: Font) -> None:
    with TTFont(each.path) as opened:
        assert opened["name"].getDebugName(1) == each.family.value
        assert opened["OS/2"].usWeightClass == each.weight.value
        assert "glyf" in opened


@pytest.mark.parametrize("each", FONTS, ids=lambda each: each.path.stem)
def test_a_missing_letter_is_a_visible_box(each: Font) -> None:
    with TTFont(each.path) as opened:
        first = opened.getGlyphOrder()[0]
        assert opened["glyf"][first].numberOfContours >= 2
        assert opened["hmtx"][first][0] > 0


@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("sample", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_the_fonts_together_set_a_language(sample: str, weight: Weight) -> None:
    covered: set[int] = set()
    for family in Family:
        with TTFont(font(family, weight).path) as opened:
            covered |= set(opened.getBestCmap())
    assert [char for char in sample if ord(char) not in covered] == []


def test_a_family_without_bold_gives_its_regular() -> None:
    assert font(Family.SYMBOLS, Weight.BOLD).weight is Weight.REGULAR
    assert font(Family.SANS, Weight.BOLD).weight is Weight.BOLD


def test_bold_and_regular_hold_the_same_letters() -> None:
    for family in Family:
        sets = []
        for weight in Weight:
            with TTFont(font(family, weight).path) as opened:
                sets.append(set(opened.getBestCmap()))
        assert sets[0] == sets[1], family


def test_every_file_is_listed_in_the_code_and_in_sources_with_its_hash() -> None:
    listed = dict(re.findall(r"^\| (\S+\.ttf) \|.*\| ([0-9a-f]{64}) \|$", _read("SOURCES.md"), re.MULTILINE))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.ttf")}
    assert found == listed
    assert set(found) == {each.path.name for each in FONTS}


def test_the_licence_travels_with_the_fonts() -> None:
    licence = _read("LICENSE-OFL.txt")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for each in FONTS:
        with TTFont(each.path) as opened:
            assert opened["name"].getDebugName(0) in licence


def test_the_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) < 1_500_000


def _read(name: str) -> str:
    return Path(FOLDER, name).read_text(encoding="utf-8")
