"""What somebody types: found anywhere in the words, digits of any script, hours as people write them."""

import pytest

from desktop.questionnaire.clocks import joined, parted, read_hour
from desktop.questionnaire.finding import beginning_with, folded, found, plain_digits

WORDS = (
    *("Somebody was killed", "Three or more were killed", "People were attacked"),
    *("Menaces", "Tortures", "État d'urgence"),
)
DIGITS = [("١٢", "12"), ("1 200", "1200"), ("۳", "3"), ("-4", "-4"), ("many", "many")]
HOURS = [
    *(("14:30", "14:30"), ("1430", "14:30"), ("14.30", "14:30"), ("14h30", "14:30"), ("9h", "09:00"), ("7", "07:00")),
    *(("25:00", "25:00"), ("12:75", "12:75"), ("noon", "noon"), ("", ""), ("٧:٣٠", "07:30")),
]


def test_nothing_typed_finds_everything_in_order() -> None:
    assert found(WORDS, "  ") == (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("k", (0, 1, 2)),
        ("kill", (0, 1)),
        ("KILLED more", (1,)),
        ("tort", (4,)),
        ("etat", (5,)),
        ("ÉTAT", (5,)),
        ("acked", (2,)),
        ("zzz", ()),
    ],
)
def test_typing_finds_anywhere_and_beginnings_first(typed: str, places: tuple[int, ...]) -> None:
    assert found(WORDS, typed) == places


ALIKE = [
    *(("أحمد", "احمد"), ("إدلب", "ادلب"), ("آمد", "امد"), ("ٱلشام", "الشام"), ("مصطفى", "مصطفي"), ("تهران", "تهران")),
    *(("الحسكة", "الحسكه"), ("بـــاب", "باب"), ("حِمْص", "حمص"), ("کابل", "كابل"), ("هرات", "ہرات"), ("شئون", "شيون")),
    *(
        ("N'Djamena", "ndjamena"),
        ("Sar-e-Pul", "sar e pul"),
        ("Łódź", "lodz"),
        ("Ɓakin", "bakin"),
        ("Kpalimé", "KPALIME"),
    ),
    *(("Iğdır", "igdir"), ("Kayǝna", "kayena"), ("Sao Tome", "São Tomé"), ("مؤسسة", "موسسه")),
]


@pytest.mark.parametrize(("written", "typed"), ALIKE)
def test_letters_that_are_typed_alike_are_found_alike(written: str, typed: str) -> None:
    assert " ".join(folded(written).split()) == " ".join(folded(typed).split())
    assert found((written, "somewhere else"), typed) == (0,)


def test_letters_that_differ_stay_apart() -> None:
    assert len({folded(one) for one in ("باب", "تاب", "ناب", "bab", "pab")}) == 5


def test_a_letter_goes_round() -> None:
    keys = ("Today", "Yesterday", "This week", "Another day", "About", "Between")
    assert beginning_with(keys, "t", -1) == 0
    assert beginning_with(keys, "t", 0) == 2
    assert beginning_with(keys, "t", 2) == 0
    assert beginning_with(keys, "x", 0) is None
    assert beginning_with((), "x", 0) is None
    assert beginning_with(("نعم", "لا"), "ل", -1) == 1


@pytest.mark.parametrize(("typed", "kept"), DIGITS)
def test_digits_of_any_script(typed: str, kept: str) -> None:
    assert plain_digits(typed) == kept


@pytest.mark.parametrize(("typed", "kept"), HOURS)
def test_hours_as_people_write_them(typed: str, kept: str) -> None:
    assert read_hour(typed) == kept


def test_a_moment_has_a_day_and_an_hour() -> None:
    assert joined("2026-11-22", "14:30") == "2026-11-22T14:30"
    assert joined("2026-11-22", "") == joined("", "14:30") == ""
    assert parted("2026-11-22T14:30:00.000+03:00") == ("2026-11-22", "14:30")
