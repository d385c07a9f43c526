"""What stands beside a note's answers: who has it, who changed what, and a correction is called a correction."""

from dataclasses import replace

from desktop.notes.brief import Note, below, title_of
from desktop.notes.note_words import byline, disputed, history, holders, is_long, undecided
from desktop.widgets.tone import Tone
from records.people import Office, Party, Role
from records.sharing import Hold
from records.vault.deliveries import Progress
from records.vault.lists import RecordLine
from reports.reading import Detail, Reading, Row, Step, Version
from resources.texts import Texts

TEXTS = Texts("en")
AT = "2026-11-22T14:03:11+00:00"
MINE = Party(b"mine", Office("BEN", "Kilwa office"), Role.MONITOR)
ANNA = Party(b"anna", Office("BEN", "Bishop's office"), Role.FOCAL_POINT)
ANNA_TOO = Party(b"anna too", Office("BEN", "Bishop's office"), Role.FOCAL_POINT)
OFFICE = Party(b"office", Office("CHE", "Headquarters"), Role.HEADQUARTERS)
STRANGER = Party(b"stranger", Office("", ""), Role.MONITOR)
LINE = RecordLine(
    *(1, b"id", b"mine", b"nonce", "7Q2M-9XC4-R", "incident", "v", AT, AT, "They came", "", "", "", "", "", 0),
    withdrawn=False,
    attachments=0,
)


def reading(*steps: Step, progress: tuple[tuple[Party, Progress], ...] = (), author: Party = MINE) -> Reading:
    return Reading(LINE, "Incident", (), steps, author, progress)


def step(author: Party, *details: Detail, first: bool = False, uncertain: bool = False, held: str = "") -> Step:
    return Step(b"entry", author, AT, uncertain, first, (), held, details)


def test_who_wrote_it_on_whose_laptop() -> None:
    words = "Incident · signed on the laptop of \u2068{}\u2069, \u206822 November 2026, 14:03\u2069"
    assert byline(reading(), TEXTS) == words.format("Kilwa office")
    assert "an office you do not trust" in byline(reading(author=STRANGER), TEXTS)


def test_nobody_has_it() -> None:
    assert holders(reading(), MINE, TEXTS) == (("Nobody has it yet.", Tone.NONE),)


def test_an_office_has_it_when_one_of_its_laptops_does() -> None:
    progress = ((ANNA, Progress.OWED), (ANNA_TOO, Progress.KEPT), (OFFICE, Progress.COPIED))
    assert holders(reading(progress=progress), MINE, TEXTS) == (
        ("\u2068Bishop's office\u2069: kept", Tone.GOOD),
        ("\u2068Headquarters\u2069: copied to a drive, not known to have arrived", Tone.NONE),
    )


def test_who_lacks_a_correction_alone_has_the_rest() -> None:
    found = replace(reading(progress=((OFFICE, Progress.OWED),)), behind=frozenset({OFFICE.device}))
    ((words, tone),) = holders(found, MINE, TEXTS)
    assert words == "\u2068Headquarters\u2069: has it as it was; the correction is not handed over yet"
    assert tone is Tone.NONE


def test_elsewhere_its_author_has_it_too() -> None:
    found = holders(reading(progress=((ANNA, Progress.ARRIVED),)), OFFICE, TEXTS)
    assert [words for words, _ in found] == [
        "\u2068Kilwa office\u2069 wrote it",
        "\u2068Bishop's office\u2069: arrived",
    ]


def test_a_correction_is_the_authors_own() -> None:
    hurt = Detail("hurt", "Hurt", "2", ("5",), typed=False)
    found = history(reading(step(MINE, first=True), step(MINE, hurt), step(ANNA, hurt)), TEXTS)
    assert [saved.head for saved in found] == [
        "Changed by \u2068Bishop's office\u2069, \u206822 November 2026, 14:03\u2069",
        "Correction, \u206822 November 2026, 14:03\u2069, \u2068Kilwa office\u2069",
        "Written, \u206822 November 2026, 14:03\u2069, \u2068Kilwa office\u2069",
    ]
    assert found[1].lines == ("\u2068Hurt\u2069 \u20682\u2069, not \u20685\u2069",)
    assert found[2].lines == ()


def test_added_taken_out_nothing_and_held() -> None:
    added = Detail("hurt", "Hurt", "2", (), typed=False)
    out = Detail("hurt", "Hurt", "", ("5",), typed=False)
    found = history(
        reading(step(MINE, added), step(MINE, out), step(MINE), step(MINE, added, held=Hold.FORK.value)), TEXTS
    )
    lines = [saved.lines for saved in reversed(found)]
    assert lines[0] == ("\u2068Hurt\u2069 \u20682\u2069",)
    assert lines[1] == ("\u2068Hurt\u2069 Taken out: \u20685\u2069",)
    assert lines[2] == ("No answer was changed.",)
    assert lines[3][0].startswith("It does not count here: two histories")


def test_an_uncertain_clock_is_said() -> None:
    (saved,) = history(reading(step(MINE, first=True, uncertain=True)), TEXTS)
    assert "(by a clock that may be wrong)" in saved.head


def test_versions_are_counted_by_what_they_are_versions_of() -> None:
    one = Version("story#a", b"1", "a", MINE, AT)
    row = Row("story", 0, "What happened?", "a\nb", others=(one, one, replace(one, path="story#b")))
    assert [len(group) for group in disputed(row)] == [2, 1]
    assert undecided([row, Row("hurt", 0, "Hurt")]) == 2


def test_what_is_long_is_set_as_paragraphs() -> None:
    assert not is_long(Row("where", 0, "Where?", "Mudzi Pela"))
    assert is_long(Row("where", 0, "Where?", "one\ntwo"))
    assert is_long(Row("where", 0, "Where?", "x" * 300))


def test_a_note_in_one_line() -> None:
    note = Note(b"id", "7Q2M-9XC4-R", "incident", "They came", "2026-11-20", withdrawn=False, conflicts=0)
    assert title_of(note, TEXTS) == "They came"
    assert below(note, TEXTS) == "Incident · \u206820 November 2026\u2069 · \u20687Q2M-9XC4-R\u2069"
    assert below(replace(note, conflicts=1, form="theirs"), TEXTS).startswith("theirs · ")
    assert below(replace(note, conflicts=1), TEXTS).endswith(" · two versions")
    assert title_of(replace(note, title=""), TEXTS) == "(no words)"
    assert title_of(replace(note, withdrawn=True), TEXTS) == "Taken back: \u2068They came\u2069"
