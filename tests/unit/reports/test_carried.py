"""What bodies that leave say, and what a note says that people do not agree on or took back."""

from dataclasses import replace
from pathlib import Path

import pytest

from records.people import Role
from records.recording import begin, resolve, submit, withdraw
from records.schema import BodyClass
from records.values import Answers
from records.vault.deliveries import Item
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from reports.files import file_in_words, size_in_words, sort_in_words
from reports.reading import carried, read
from resources.texts import Texts
from tests.support.notes import MARKET, amend, attachment, photograph, write
from tests.support.offices import Region, Station, acquaint, hand_over, take_in

TEXTS = Texts("en")


@pytest.fixture
def anna(region: Region) -> Station:
    return region.station("Kilwa")


def items(vault: Vault, line: RecordLine, *classes: BodyClass) -> list[Item]:
    """The bodies of a note in these classes."""
    bodies = [Item(entry, BodyClass(which)) for entry, which in vault.lists.history(line.number)]
    return [item for item in bodies if item.which in classes]


class TestCarried:
    def test_only_the_bodies_that_are_named_speak(self, anna: Station) -> None:
        row = {"minor": "no", "explained": "yes", "agrees": "yes", "name": "Amina", "age": "about 30"}
        line = write(anna.vault, "incident", MARKET, people=[row])
        (network,) = carried(anna.vault, line, items(anna.vault, line, BodyClass.NETWORK), TEXTS)
        said = [detail.answer for detail in network.details]
        assert "Homes or goods burnt, looted or seized" in said
        assert "Mudzi Pela" not in said and "about 30" not in said
        both = items(anna.vault, line, BodyClass.NETWORK, BodyClass.RESTRICTED)
        (save,) = carried(anna.vault, line, both, TEXTS)
        said = [detail.answer for detail in save.details]
        assert "Mudzi Pela" in said and "about 30" in said
        assert "Amina" not in said

    def test_in_the_order_the_form_asks_paragraph_by_paragraph_and_row_by_row(self, anna: Station) -> None:
        parts = [f"Paragraph {number}" for number in range(12)]
        rows = [{"unit": f"Unit {number}", "why": f"Reason {number}"} for number in range(6)]
        line = write(anna.vault, "incident", {**MARKET, "story": "\n".join(parts)}, doers=rows)
        both = items(anna.vault, line, BodyClass.NETWORK, BodyClass.RESTRICTED)
        (save,) = carried(anna.vault, line, both, TEXTS)
        said = [detail.answer for detail in save.details]
        assert said[:12] == parts
        wanted = [words for number in range(6) for words in (f"Unit {number}", f"Reason {number}")]
        assert [one for one in said if one.startswith(("Unit", "Reason"))] == wanted
        assert said.index("between 18 and 20 November 2026") < said.index("Mudzi Pela") < said.index("Unit 0")

    def test_each_save_by_itself_and_attachments_by_sort_and_size(self, anna: Station) -> None:
        blob = attachment(anna.vault, photograph())
        line = write(anna.vault, "incident", MARKET, photos=[{"file": blob}])
        line = amend(anna.vault, line, {"hurt": 3})
        everything = items(anna.vault, line, *BodyClass)
        first, second = carried(anna.vault, line, everything, TEXTS)
        assert file_in_words("image/jpeg", blob.length, TEXTS) in [detail.answer for detail in first.details]
        assert [(detail.label, detail.answer) for detail in second.details] == [("Hurt", "3")]
        assert carried(anna.vault, line, [], TEXTS)[0].details == ()


class TestWhatIsNotAgreed:
    @pytest.fixture
    def torn(self, region: Region, anna: Station, tmp_path: Path) -> tuple[Station, RecordLine]:
        """Anna took a row out; headquarters, not knowing, changed it."""
        office = region.station("Headquarters", Role.HEADQUARTERS)
        acquaint(anna, office)
        line = write(anna.vault, "incident", MARKET, doers=[{"unit": "The men of the hill"}])
        hand_over(anna, tmp_path / "first")
        take_in(office, tmp_path / "first")
        schema = anna.vault.forms.schema(line.version)
        assert schema is not None
        draft = begin(anna.vault, schema, line)
        left = {path: value for path, value in draft.answers.values.items() if "doers#" not in path}
        submit(anna.vault, [replace(draft, answers=Answers(left))])
        there = office.vault.lists.by_id(line.id)
        assert there is not None
        path = next(path for path in begin(office.vault, schema, there).answers.values if "doers#" in path)
        amend(office.vault, there, {path: "The men of the valley"})
        hand_over(anna, tmp_path / "second")
        take_in(office, tmp_path / "second")
        return office, there

    def test_both_sides_are_shown_and_either_can_be_taken(self, torn: tuple[Station, RecordLine]) -> None:
        office, line = torn
        found = read(office.vault, line, TEXTS)
        (row,) = found.torn
        assert sorted(version.answer for version in row.others) == ["(taken out)", "The men of the valley"]
        out = next(version for version in row.others if version.answer == "(taken out)")
        resolve(office.vault, line, out.path, out.entry)
        after = read(office.vault, line, TEXTS)
        assert after.torn == ()
        assert "The men of the valley" not in [one.answer for one in after.rows]

    def test_the_change_brings_the_row_back(self, torn: tuple[Station, RecordLine]) -> None:
        office, line = torn
        (row,) = read(office.vault, line, TEXTS).torn
        kept = next(version for version in row.others if version.answer != "(taken out)")
        resolve(office.vault, line, kept.path, kept.entry)
        after = read(office.vault, line, TEXTS)
        assert after.torn == ()
        assert "The men of the valley" in [one.answer for one in after.rows]

    def test_the_reason_for_taking_back_is_read(self, anna: Station) -> None:
        line = write(anna.vault, "incident", MARKET)
        assert read(anna.vault, line, TEXTS).taken_back == ""
        withdraw(anna.vault, line, "A name stood in it")
        assert read(anna.vault, line, TEXTS).taken_back == "A name stood in it"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0.1 kB"),
        (1, "0.1 kB"),
        (1_000, "1 kB"),
        (63_400, "63 kB"),
        (1_250_000, "1.2 MB"),
        (14_200_000_000, "14 GB"),
    ],
)
def test_sizes_as_people_compare_them(length: int, words: str) -> None:
    assert size_in_words(length, TEXTS) == words


def test_sorts_of_files() -> None:
    sorts = {"image/webp": "Picture", "application/pdf": "PDF paper", "audio/ogg": "Sound", "x/y": "File"}
    assert {media: sort_in_words(media, TEXTS) for media in sorts} == sorts
