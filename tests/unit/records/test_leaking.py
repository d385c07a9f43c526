"""The leak guard: planted names and numbers are found whatever they look like; ordinary notes raise no alarm."""

import csv
import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import shipped
from records.ids import record_code
from records.leaking.guard import Finding, Guard, Passage, Tells, mark, masked, passages, protected_paths, taken_out
from records.schema import Class

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
NAMES = (
    "Grace Mwakalinga",
    "Juma, dit le Grand",
    "N'Guessan Kouadio",
    "أحمد الحسن",
    "José Núñez",
    "សុខ ភារម្យ",
    "behind the mosque in Masoko near the old well",
    "0754 123 456 (WhatsApp)",
)
GUARD = Guard(NAMES)


def found(text: str, guard: Guard = GUARD, value_class: Class = Class.RESTRICTED) -> list[tuple[str, str]]:
    passage = Passage("story", value_class, text)
    return [(one.tells.value, text[one.start : one.end]) for one in guard.find(passage)]


def told(text: str) -> list[str]:
    return [what for what, _ in found(text, Guard())]


class TestNames:
    @pytest.mark.parametrize(
        ("text", "passage"),
        [
            ("Then Grace Mwakalinga came.", "Grace Mwakalinga"),
            ("GRACE\nMWAKALINGA", "GRACE\nMWAKALINGA"),
            ("mwakalinga's house", "mwakalinga"),
            ("They took Juma.", "Juma"),
            ("chez l'abbé Kouadio", "Kouadio"),
            ("N’Guessan was there", "Guessan"),
            ("Jose Nunez", "Jose Nunez"),
            ("JOSÉ", "JOSÉ"),
            ("ثم قال احمد الحسن", "احمد الحسن"),
            ("ذهبوا بأحمَد إلى السوق", "بأحمَد"),
            ("គេបាននិយាយថាភារម្យនៅទីនេះ", "ភារម្យ"),
            ("a house in masoko", "masoko"),
        ],
    )
    def test_whatever_they_look_like(self, text: str, passage: str) -> None:
        assert found(text) == [("name", passage)]

    @pytest.mark.parametrize(
        "text", ["Jumapili", "gracefully", "the old well", "near the mosque", "le grand marché", "Dit moi", "Masokoni"]
    )
    def test_parts_of_words_and_small_words_are_none(self, text: str) -> None:
        assert found(text) in ([], [("name", "grand")])

    def test_two_letters_are_no_name(self) -> None:
        assert found("Al and Bo and Li", Guard(["Al", "Bo", "Li"])) == []
        assert found("Bo Li and Li", Guard(["Bo Li"])) == [("name", "Bo Li")]

    def test_names_of_the_note_itself_count_too(self) -> None:
        more = GUARD.with_names(["Neema Abdi"])
        assert found("Neema Abdi and Juma", more) == [("name", "Neema Abdi"), ("name", "Juma")]
        assert found("Neema Abdi and Juma") == [("name", "Juma")]

    def test_a_protected_number_is_found_however_it_is_dialled(self) -> None:
        assert found("+255 754-123-456") == [("phone", "+255 754-123-456")]
        assert found("call 4123456 000", Guard(["4123456000"])) == [("phone", "4123456 000")]

    def test_what_is_protected_is_left_alone(self) -> None:
        assert found("Grace Mwakalinga", value_class=Class.PROTECTED) == []

    @settings(max_examples=100, deadline=None)
    @given(st.text(st.characters(categories=["L"], max_codepoint=0x6FF), min_size=4, max_size=12), st.text(max_size=30))
    def test_a_planted_name_is_found_between_other_words(self, name: str, rest: str) -> None:
        text = f"{rest} {name} {rest}"
        spans = [(one.start, one.end) for one in Guard([name]).find(Passage("story", Class.NETWORK, text))]
        start = len(rest) + 1
        covered = any(first <= start and last >= start + len(name) for first, last in spans)
        assert covered or name.casefold() in ("alias", "none") or not any(letter.isalnum() for letter in name)

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=80))
    def test_any_text_and_any_names_give_places_in_order(self, names: list[str], text: str) -> None:
        ones = Guard(names).find(Passage("x", Class.NETWORK, text))
        assert all(0 <= one.start < one.end <= len(text) for one in ones)
        assert all(one.end <= following.start for one, following in itertools.pairwise(ones))


class TestPatterns:
    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("0754 123 456", "phone"),
            ("+255-754-123-456", "phone"),
            ("(022) 211.50.40", "phone"),
            ("٠٧٥٤١٢٣٤٥٦", "phone"),
            ("97123456", "phone"),
            ("write to anna.k@example.org", "e-mail"),
            ("1199080012345678", "number"),
            ("19900101-12345-00001-23", "number"),
            ("AB1234567", "number"),
            ("-6.7924, 39.2083", "coordinates"),
            ("11.8311° N 13.1510° E", "coordinates"),
            ("6°48'23\"S", "coordinates"),
        ],
    )
    def test_are_found(self, text: str, what: str) -> None:
        assert told(f"He said {text}, and left.") == [what]

    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-20",
            "20.11.2026 14.30",
            "2026-11-18/2026-11-20",
            "20261120",
            "1990-1994",
            "2019 2020 2021",
            "between 18 and 20 November 2026",
            "12 500 000 people",
            "1,250,000",
            "1.250.000",
            "1500000",
            "3 500 000 francs",
            "TZS 12345678",
            "$12345678",
            "12 345 678",
            "resolution 2150 (2014)",
            "about 120 persons, 35 houses and 12 cows",
            "12.500 13.200",
            "12,500 13,200",
            "40° in the shade",
            "from 14:30 to 16:45",
            "31.0166712",
            "3° 4 km",
        ],
    )
    def test_dates_counts_and_money_are_none(self, text: str) -> None:
        assert told(f"They said {text}, and left.") == []

    @given(st.binary(min_size=32, max_size=32))
    @settings(max_examples=200)
    def test_codes_of_notes_are_none(self, record: bytes) -> None:
        assert told(f"See {record_code(record)} too") == []

    def test_where_something_happened_may_be_a_point(self) -> None:
        at = Passage("where", Class.RESTRICTED, "-6.7924, 39.2083", place=True)
        assert GUARD.find(at) == ()
        assert [one.tells for one in GUARD.find(Passage("where", Class.RESTRICTED, "0754 123 456", place=True))] == [
            Tells.PHONE
        ]


class TestFalseAlarms:
    def texts(self) -> list[str]:
        found = []
        for name in ("ucdp-200.csv", "hatecheck-40.csv"):
            with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
                found += [
                    value for line in csv.DictReader(file) for key, value in line.items() if not key.endswith("id")
                ]
        return found

    def test_none_in_the_samples_but_what_is_a_name_here(self) -> None:
        texts = self.texts()
        assert len(texts) > 4_000
        assert [text for text in texts if told(text)] == []
        assert {one for text in texts for one in found(text)} == {("name", "José")}  # three places named São José


class TestTexts:
    def test_only_words_of_people_are_looked_at(self) -> None:
        schema = shipped.schema("incident")
        values = {
            "story": "a",
            "source": "7Q2M-9XC4-R",
            "when": "2026-11-20",
            "kind": "killing",
            "people#x/name": "b",
            "people#x/age": "c",
            "nowhere": "d",
        }
        looked = {one.path: one.value_class for one in passages(schema, values.items())}
        assert looked == {
            "story": Class.RESTRICTED,
            "people#x/name": Class.PROTECTED,
            "people#x/age": Class.RESTRICTED,
        }

    @pytest.mark.parametrize("form", ["incident", "hate_speech"])
    def test_short_forms_have_a_place_to_keep_something_apart(self, form: str) -> None:
        assert "apart/kept_apart" in protected_paths(shipped.schema(form))

    def test_contacts_and_localities_of_sources_are_names(self) -> None:
        assert protected_paths(shipped.schema("source")) == {"name", "contact", "locality"}

    def test_masking_hides_every_letter(self) -> None:
        assert masked("Call Anna-Lu now", 5, 12) == "Call ■■■■-■■ now"
        assert taken_out("Call Anna now", 5, 9) == "Call ■■■ now"

    def test_a_mark_is_of_the_paragraph_and_the_question(self) -> None:
        text = "First.\nCall Anna now.\nLast."
        one = Finding("people#x/story", 12, 16, Tells.NAME)
        same = mark("people#y/story", "Call Anna now.", Finding("people#y/story", 5, 9, Tells.NAME))
        assert mark("people#x/story", text, one) == same
        assert mark("story", text, one) != same
        assert mark("people#x/story", text.replace("now", "again"), one) != same


def test_it_takes_time_with_the_length_of_the_text_alone() -> None:
    """Twice the text takes about twice the time, also where much looks like a number: no pattern runs away."""

    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            begun = time.process_time()
            found(text)
            best = min(best, time.process_time() - begun)
        return best

    for piece in ("1 ", "a.", "a@", "+1 (", "1.", "0-", "12.3456 "):
        assert seconds(piece * 16_000) < 40 * seconds(piece * 2_000) + 0.05
