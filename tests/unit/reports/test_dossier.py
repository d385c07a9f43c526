"""The dossier of a record in a vault: what it says, what it never says, and what is known of it afterwards."""

import shutil
import stat
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from forms import shipped
from records.errors import Known, RecordsCode
from records.journal.entry import Realm
from records.people import Role
from records.recording import begin, withdraw
from records.values import Value
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from reports.dossier import Printed, compose, dossier, gather
from reports.errors import ReportsCode
from reports.paper.sheet import Paper
from resources.texts import Texts
from tests.support.notes import MARKET, STORY, amend, attachment, photograph, take_form, write
from tests.support.vaults import MOMENT, StandingClock, Vaults, carry, introduce, line_of
from tests.support.vaults import write as write_plain

EN = Texts("en")
NEEDS_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not here")
CANARY = "QUETZALCOATL"
INCIDENT = shipped.schema("incident")


@pytest.fixture
def vaults(tmp_path: Path) -> Iterator[Vaults]:
    with Vaults(tmp_path) as found:
        yield found


@pytest.fixture
def anna(vaults: Vaults) -> Vault:
    return vaults.make("anna", office="Bishop's office Kilwa", clock=StandingClock(step=timedelta(minutes=1)))


def printed(vault: Vault, line: RecordLine | str, folder: Path, texts: Texts = EN) -> Printed:
    return dossier(vault, line, folder / "dossier.pdf", texts, Paper.A4)


def read_pages(path: Path) -> list[str]:
    """The text of each page, lines and blanks as one blank."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def read(path: Path) -> str:
    return " ".join(read_pages(path))


def everything_in(path: Path) -> bytes:
    """A file and all its streams unpacked, pictures as they are."""
    with pikepdf.open(path) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        pictures = [one.read_raw_bytes() for one in streams if one.get("/Subtype") == "/Image"]
        others = [one.read_bytes() for one in streams if one.get("/Subtype") != "/Image"]
    return b"\n".join([path.read_bytes(), *pictures, *others])


def pictures_in(path: Path) -> int:
    with pikepdf.open(path) as document:
        return sum(len(page.get_images()) for page in document.pages)


@NEEDS_POPPLER
def test_another_program_reads_the_story_the_code_and_the_answers(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", {**MARKET, "killed_least": 3, "killed_most": 5, "hurt": 12})
    out = printed(anna, line, tmp_path).path
    done = subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", out, "-"], capture_output=True, check=True)
    text = " ".join(done.stdout.decode().split())
    assert done.stderr == b""
    for said in (
        *STORY.split("\n"),
        line.code,
        "When? between 18 and 20 November 2026",
        "Where? Mudzi Pela",
        "What kind of event was it? Homes or goods burnt, looted or seized",
        "Killed 3 to 5",
        "Hurt 12",
        "How do you know? Somebody who saw it told me",
        "Written by Bishop's office Kilwa, signed on its laptop",
        "State Not checked yet",
        "1 of 1",
    ):
        assert said in text, said


def test_an_answer_stands_on_paper_once(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", {**MARKET, "killed_least": 3, "killed_most": 5, "hurt": 12})
    text = read(printed(anna, line, tmp_path).path)
    assert [text.count(said) for said in ("Mudzi Pela", "3 to 5", "Hurt", "between 18 and 20")] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (3, 5, "Killed 3 to 5"),
        (4, 4, "Killed 4"),
        (0, 0, "Killed none"),
        (2, "", "Killed at least 2"),
        ("", 9, "Killed at most 9"),
    ],
)
def test_numbers_are_ranges(anna: Vault, tmp_path: Path, least: Value, most: Value, said: str) -> None:
    line = write(anna, "incident", {**MARKET, "killed_least": least, "killed_most": most})
    assert f"{said} Written by" in read(printed(anna, line, tmp_path).path)


def test_protected_answers_never_come_onto_paper(anna: Vault, tmp_path: Path) -> None:
    people = {"minor": "no", "explained": "yes", "agrees": "yes", "name": f"{CANARY} Amani", "age": "about 30"}
    doer = {"unit": "Men from the hills", "person": f"Colonel {CANARY}"}
    line = write(anna, "incident", MARKET, people=[people], doers=[doer])
    amend(anna, line, {f"people#{_row(anna, line, 'people')}/name": f"{CANARY} Beni"})
    out = printed(anna, line, tmp_path).path
    text = read(out)
    assert "about 30" in text and "Men from the hills" in text
    assert CANARY not in text and "Nickname" not in text and "under 18" not in text
    assert CANARY.encode() not in everything_in(out)
    source = write(anna, "source", {"minor": "no", "explained": "yes", "agrees": "yes", "name": CANARY})
    text = read(printed(anna, source, tmp_path).path)
    assert CANARY not in text and "Nothing in this note may be printed." in text


def _row(vault: Vault, line: RecordLine, repeat: str) -> str:
    path = next(place.path for place in vault.projection.cells(line.id) if place.path.startswith(f"{repeat}#"))
    return path.partition("#")[2].partition("/")[0]


def test_a_name_that_was_taken_back_stays_back(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", {**MARKET, "story": f"Told by {CANARY} of the mill.", "where": f"{CANARY} mill"})
    amend(anna, line, {"story": "Told by somebody of the mill.", "where": "The mill"})
    text = read(printed(anna, line, tmp_path).path)
    assert CANARY not in text
    assert "What happened? Changed. Where? Changed." in text


def test_history_says_what_a_correction_changed(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", {**MARKET, "hurt": 12})
    amend(anna, line, {"hurt": 14, "kind": "mob", "when": "2026-11-19~", "missing": 1})
    text = read(printed(anna, line, tmp_path).path)
    assert "Hurt: 14, not 12" in text
    assert "What kind of event was it? Crowd violence, not Homes or goods burnt, looted or seized" in text
    assert "When? about 19 November 2026, not between 18 and 20 November 2026" in text
    assert "Missing or taken away: 1" in text
    assert text.index("Bishop's office Kilwa wrote it") < text.index("Bishop's office Kilwa corrected it")


def test_two_versions_stand_side_by_side_with_office_and_date(vaults: Vaults, anna: Vault, tmp_path: Path) -> None:
    office = vaults.make(
        "hq", Role.HEADQUARTERS, office="Headquarters", clock=StandingClock(MOMENT + timedelta(days=1))
    )
    take_form(office, "incident")
    introduce(anna, office)
    line = write(anna, "incident", {**MARKET, "killed_least": 3, "killed_most": 6})
    carry(anna, office)
    amend(anna, line, {"killed_least": 2, "where": "By the mill", "story": STORY.replace("Men came", "Two men came")})
    amend(office, line, {"killed_least": 4, "where": "At the ford", "story": STORY.replace("Men came", "Ten men came")})
    carry(anna, office)
    text = read(printed(office, line, tmp_path).path)
    assert "Where? At the ford (not agreed, see below)" in text
    assert "Killed 2 to 6 (not agreed, see below)" in text
    assert (
        "Where? 2 versions, nobody has decided yet At the ford Headquarters, 23 November 2026, 14:03 "
        "By the mill Bishop's office Kilwa, 22 November 2026, 14:" in text
    )
    assert (
        "2 versions of one paragraph, nobody has decided yet Headquarters, 23 November 2026, 14:03 Ten men came" in text
    )
    assert text.count("Two men came by night and burned the houses") == 1
    assert "Headquarters has it and printed this" in text


def test_a_row_taken_out_here_and_changed_there_is_not_lost(vaults: Vaults, anna: Vault, tmp_path: Path) -> None:
    office = vaults.make("hq", Role.HEADQUARTERS, office="Headquarters")
    take_form(office, "incident")
    introduce(anna, office)
    line = write(anna, "incident", MARKET, doers=[{"unit": "Men on foot"}])
    carry(anna, office)
    row = f"doers#{_row(anna, line, 'doers')}"
    amend(anna, line, {f"{row}/unit": "Men on horses"})
    left = {path: value for path, value in begin(office, INCIDENT, line).answers.values.items() if row not in path}
    write_plain(office, left, record=line_of(office, line.id), rows={}, schema=INCIDENT)
    carry(anna, office)
    text = read(printed(office, line, tmp_path).path)
    assert "Taken out by one, changed by another" in text
    assert "Men on horses" in text and "(taken out)" in text


def test_pictures_are_drawn_and_what_is_hard_to_look_at_is_named(anna: Vault, tmp_path: Path) -> None:
    seen = attachment(anna, photograph())
    line = write(
        anna,
        "incident",
        MARKET,
        photos=[
            {"file": seen, "about": "The market"},
            {"file": attachment(anna, photograph("#223344", kind="PNG"), "image/png"), "disturbing": "no"},
            {"file": attachment(anna, photograph("#445566", kind="WEBP"), "image/webp")},
            {"file": attachment(anna, photograph("#667788")), "disturbing": "yes", "about": "A man at the well"},
            {"file": attachment(anna, b"OggS" + bytes(1_200_000), "audio/ogg")},
            {"file": attachment(anna, b"\xff\xd8\xff no picture")},
        ],
    )
    out = printed(anna, line, tmp_path).path
    assert pictures_in(out) == 3
    text = read(out)
    assert "The market" in text
    assert "4. Picture" in text and "A man at the well It is hard to look at and not printed here." in text
    assert "5. Sound, 1.2 MB. It is not printed here." in text
    assert "It is damaged and cannot be printed." in text
    assert b"PHONE-OF-ANNA" not in everything_in(out) and "IMG-of-Anna" not in text
    assert [row.act for row in anna.custody.of(seen.name)] == ["exported"]


def test_a_picture_that_has_not_come_is_named(vaults: Vaults, anna: Vault, tmp_path: Path) -> None:
    office = vaults.make("hq", Role.HEADQUARTERS)
    take_form(office, "incident")
    introduce(anna, office)
    line = write(anna, "incident", MARKET, photos=[{"file": attachment(anna, photograph())}])
    carry(anna, office)
    out = printed(office, line, tmp_path).path
    assert pictures_in(out) == 0
    assert "It has not come to this office yet." in read(out)


def test_a_withdrawn_note_is_refused(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", MARKET)
    withdraw(anna, line, "It was another village")
    for asked in (line, line.code):
        with pytest.raises(Known) as refused:
            printed(anna, asked, tmp_path)
        assert refused.value.code is ReportsCode.NOTE_WITHDRAWN
    assert not (tmp_path / "dossier.pdf").exists()
    assert not anna.custody.of(line.code)


@pytest.mark.parametrize("code", ["7Q2M-9XC4-R", "nonsense", ""])
def test_a_code_nobody_has_is_refused(anna: Vault, tmp_path: Path, code: str) -> None:
    with pytest.raises(Known) as refused:
        printed(anna, code, tmp_path)
    assert refused.value.code is RecordsCode.NO_SUCH_RECORD


def test_a_code_as_somebody_types_it_is_found(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", MARKET)
    assert printed(anna, line.code.lower().replace("-", " "), tmp_path).records == (line.code,)


def test_every_page_of_an_exercise_says_so(vaults: Vaults, tmp_path: Path) -> None:
    vault = vaults.make("course", realm=Realm.EXERCISE)
    line = write(
        vault, "incident", {**MARKET, "story": "\n".join(["They walked on, and nobody stopped them. " * 8] * 12)}
    )
    found = printed(vault, line, tmp_path)
    pages = read_pages(found.path)
    assert len(pages) == found.pages > 1
    assert all(page.startswith("PRACTICE.") for page in pages)
    with pikepdf.open(found.path) as document:
        assert str(document.docinfo["/Title"]) == f"PRACTICE {line.code} Incident"


def test_the_file_says_code_and_form_and_nothing_else_of_itself(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", MARKET)
    out = printed(anna, line, tmp_path).path
    assert "PRACTICE" not in read(out)
    with pikepdf.open(out) as document:
        assert {key: str(value) for key, value in document.docinfo.items()} == {"/Title": f"{line.code} Incident"}
        assert "/Metadata" not in document.Root
    raw = everything_in(out).lower()
    assert not [name for name in (b"reportlab", b"pikepdf", b"qpdf", b"kinga", b"python", b"/author") if name in raw]


def test_characters_no_font_has_are_listed(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", {**MARKET, "story": "They wrote 漢 and 字 and 漢 on the wall."})
    found = printed(anna, line, tmp_path)
    assert [character for character, _ in found.missing] == ["字", "漢"]
    assert "empty boxes stand for them: U+5B57, U+6F22." in read(found.path)
    line = write(anna, "incident", MARKET)
    found = printed(anna, line, tmp_path)
    assert found.missing == () and "empty box" not in read(found.path)


def test_the_print_is_noted_in_custody_and_only_its_owner_may_read_it(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", MARKET)
    found = printed(anna, line, tmp_path)
    assert [(row.act, row.detail) for row in anna.custody.of(line.code)] == [("exported", "dossier")]
    assert stat.S_IMODE(found.path.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["dossier.pdf"]


@pytest.mark.parametrize("out", ["no such folder/dossier.pdf", "a folder", "a file/dossier.pdf"])
def test_where_nothing_can_be_written_nothing_is_noted(anna: Vault, tmp_path: Path, out: str) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "a file").write_text("here before")
    line = write(anna, "incident", MARKET)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(Known):
        dossier(anna, line, tmp_path / out, EN, Paper.A4)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert not list((tmp_path / "a folder").iterdir())
    assert not anna.custody.of(line.code)


def test_the_same_note_at_the_same_moment_gives_the_same_bytes(anna: Vault) -> None:
    line = write(anna, "incident", MARKET, photos=[{"file": attachment(anna, photograph())}])
    material = gather(anna, line, EN)
    made = compose(material, EN, Paper.A4)
    assert made == compose(material, EN, Paper.A4)
    assert made.data != compose(gather(anna, line, EN), EN, Paper.A4).data  # a minute later


def test_it_names_the_steps_and_the_form_it_was_made_from(anna: Vault, tmp_path: Path) -> None:
    line = write(anna, "incident", MARKET)
    amend(anna, line, {"hurt": 3})
    text = read(printed(anna, line, tmp_path).path)
    for kept in anna.journal.entries(anna.journal.numbers()):
        assert kept.entry.id.hex()[:12] in text
    assert f"Incident, version {line.version[:8]}" in text
    assert "Length 1 page" in text


def test_an_unknown_form_is_printed_by_its_short_names(anna: Vault, tmp_path: Path) -> None:
    answers: dict[str, Value] = {
        "title": "Market",
        "story": "One\nTwo",
        "people#k1/age": 30,
        "people#k1/name": CANARY,
        "name": CANARY,
    }
    line = write_plain(anna, answers, rows={"people": ("k1",)})
    text = read(printed(anna, line, tmp_path).path)
    assert "Its questions stand by their short names." in text
    assert "people 1/age 30" in text and "story One Two" in text
    assert CANARY not in text and "#" not in text


def test_a_note_in_arabic_and_one_in_french_are_printed_in_their_script(anna: Vault, tmp_path: Path) -> None:
    answers = {"when": "2026-11", "medium": "radio", "does": "insults", "group": "النساء"}
    for said in ("هذا كلام يقال في السوق كل يوم", "« Où étiez-vous ? » a-t-on crié dans la rue"):
        line = write(anna, "hate_speech", {**answers, "quote": said})
        found = printed(anna, line, tmp_path)
        assert found.missing == ()
        text = read(found.path)
        assert "When did you hear or see it? November 2026" in text
        assert said in text or said[::-1] in text or set(said.split()) <= set(text.split())
