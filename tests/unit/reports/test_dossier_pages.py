"""The pure half of a dossier: plain values become pages, in either direction, with no heading left alone."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import Definition, Sort
from records.people import Office, Party, Role
from records.values import Blob
from records.vault.deliveries import Progress
from records.vault.lists import RecordLine
from reports.dossier import Material, compose
from reports.paper.answers import range_in_words
from reports.paper.attachments import Absence
from reports.paper.facts import heading_of
from reports.paper.look import COLOURS, Look
from reports.paper.pages import Made
from reports.paper.sheet import Paper
from reports.reading import Detail, Reading, Row, Step, Version
from resources.compiling import read_catalogue
from resources.palettes import contrast
from resources.texts import Texts

EN, PSEUDO = Texts("en"), Texts("xx")
HERE = Party(bytes(32), Office("BEN", "Kilwa"), Role.MONITOR)
OTHER = Party(b"\1" * 32, Office("BEN", "Headquarters"), Role.HEADQUARTERS)
AT = "2026-11-22T14:03:11.123+03:00"
LINE = RecordLine(
    number=1,
    id=b"\2" * 32,
    device=HERE.device,
    nonce=b"",
    code="7Q2M-9XC4-R",
    form="incident",
    version="d565a8ce" * 8,
    created=AT,
    changed=AT,
    title="They came at dawn",
    sort_when="",
    when="",
    place="",
    kind="",
    state="",
    conflicts=0,
    withdrawn=False,
    attachments=0,
)
FIRST = Step(b"\3" * 32, HERE, AT, uncertain=False, first=True, changes=())

# What no first page says (DESIGN 1; docs of the words on screen): words of the code, of specifications, of judgement.
STOP = """
    record entry journal log cell bundle seal sealed vault hash head class body fork quarantine conflict projection
    admiralty cap edtf cusum ears poisson alpha bcp p-code iso s0 s1 s2 s3 incitement exercise ledger
"""


def long_text(path: str, label: str, answer: str) -> Row:
    return Row(path, 0, label, answer, definition=Definition(path, Sort.FIELD, appearance="multiline"))


def reading(rows: Sequence[Row], history: Sequence[Step] = (FIRST,), title: str = LINE.title) -> Reading:
    progress = ((OTHER, Progress.KEPT),)
    return Reading(replace(LINE, title=title), "Incident", tuple(rows), tuple(history), HERE, progress)


def made(found: Reading, texts: Texts = EN, paper: Paper = Paper.A4, *, exercise: bool = False) -> Made:
    return compose(Material(found, {}, HERE, exercise, AT), texts, paper)


def pages_of(data: bytes) -> list[list[str]]:
    """The lines of each page, in the order they were drawn."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range().splitlines() for page in document]
    finally:
        document.close()


def middle_of(data: bytes, text: str) -> float:
    """How far from the left a text stands on the first page: 0 at the left edge, 1 at the right one."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        found = page.get_textpage()
        place = found.search(text).get_next()
        assert place is not None, text
        left, _, _, _ = found.get_charbox(place[0])
        _, _, right, _ = found.get_charbox(place[0] + place[1] - 1)
        return float((left + right) / 2 / page.get_width())
    finally:
        document.close()


ROWS = [
    long_text("story", "What happened?", "They came at dawn.\nوصلوا عند الفجر"),
    Row("where", 0, "Where?", "Mudzi"),
    Row("group", 0, "Against whom?", "مسلمون"),
]


def test_left_to_right_labels_stand_left_and_answers_beside_them() -> None:
    data = made(reading(ROWS)).data
    assert middle_of(data, "Where?") < 0.25
    assert 0.4 < middle_of(data, "Mudzi") < 0.5
    assert 0.4 < middle_of(data, "مسلمون") < 0.5
    assert middle_of(data, "7Q2M") < 0.3
    assert middle_of(data, "1 of") > 0.8
    assert middle_of(data, "الفجر") > 0.75  # a paragraph in Arabic is set right


def test_right_to_left_the_page_is_mirrored() -> None:
    data = made(reading(ROWS), PSEUDO).data
    assert middle_of(data, "Where?") > 0.75
    assert 0.5 < middle_of(data, "Mudzi") < 0.6
    assert middle_of(data, "7Q2M") > 0.7
    assert middle_of(data, "They came at dawn.") < 0.25  # a paragraph in English is set left


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_the_sheet_is_the_one_that_was_asked_for(paper: Paper, size: tuple[int, int]) -> None:
    with pikepdf.open(io.BytesIO(made(reading(ROWS), paper=paper).data)) as document:
        box = [float(edge) for edge in document.pages[0].mediabox]
    assert (round(box[2]), round(box[3])) == size


def test_every_page_has_its_number_and_how_many_there_are() -> None:
    found = made(reading([long_text("story", "What happened?", "They walked on. " * 900)]))
    pages = pages_of(found.data)
    assert len(pages) == found.pages > 2
    for number, lines in enumerate(pages, 1):
        assert f"7Q2M-9XC4-R Not checked yet {number} of {found.pages}" in " ".join(" ".join(lines[:4]).split())
        assert ("They came at dawn" in " ".join(lines)) and ("Incident" in lines) is (number == 1)
    assert f"{found.pages} pages" in " ".join(pages[-1])


paragraphs = st.lists(st.integers(1, 60), min_size=1, max_size=6).map(
    lambda counts: "\n".join("they walked on " * count for count in counts)
)
rows = st.lists(
    st.one_of(
        paragraphs.map(lambda text: ("long", text)),
        st.integers(0, 40).map(lambda count: ("short", "ford " * count)),
        st.just(("heading", "")),
    ),
    min_size=20,
    max_size=45,
)


@settings(max_examples=25, deadline=None)
@given(rows, st.sampled_from(Paper))
def test_no_heading_stands_alone_at_the_foot_of_a_page(found: list[tuple[str, str]], paper: Paper) -> None:
    given_rows = []
    for number, (kind, text) in enumerate(found):
        label = f"Heading{number}"
        if kind == "long":
            given_rows.append(long_text(f"q{number}", label, text))
        else:
            heading = kind == "heading"
            given_rows.append(Row(f"q{number}", 0, label if heading else f"Q{number}", text, heading=heading))
    given_rows.append(Row("last", 0, "Last", "answer"))
    pages = pages_of(made(reading(given_rows), paper=paper).data)
    said = " ".join(" ".join(lines) for lines in pages)
    assert all(row.label in said for row in given_rows)
    for lines in pages:
        assert not re.search(r"Heading\d+\s*$", lines[-1]), lines[-3:]
        assert lines[-1] not in ("History", "Who has it", "Made from")


@pytest.mark.parametrize("count", range(2, 8))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(count: int) -> None:
    look = Look(EN, Paper.A4)
    for room in range(1, count):
        paragraph = look.theirs("\n".join(["They came."] * count))
        parts = paragraph.split(look.width, room * paragraph.style.leading)
        lines = [len(part.lines(look.width)) for part in parts]
        assert not lines or (sum(lines) == count and min(lines) >= 2)
        assert lines or count < 4 or room < 2


@pytest.mark.parametrize("words", [1, 400, 6000])
def test_however_much_somebody_wrote_it_is_printed(words: int) -> None:
    text = "ford " * words
    definition = Definition("q", Sort.FIELD)
    others = tuple(Version("q", bytes(32), f"{text}{number}", HERE, AT) for number in (1, 2))
    people = [
        Row("q", 0, text, "short", definition=definition),
        Row("r", 0, "R", "short", others=others, definition=definition),
        long_text("s", text, text),
        Row("t", 0, text, heading=True),
        Row("u", 0, "U", text),
    ]
    blob = Blob("A" * 16, 10, bytes(32), bytes(32), "audio/ogg")
    beside = [
        Row("p#1/file", 1, "File", "Sound", blob=blob, definition=replace(definition, path="p/file")),
        Row("p#1/about", 1, "About", text, definition=replace(definition, path="p/about")),
    ]
    found = replace(reading([*people, *beside]), title=text)
    data = compose(Material(found, {"p#1/file": Absence.NO_PICTURE}, HERE, False, AT), EN, Paper.A4).data
    said = " ".join(" ".join(lines) for lines in pages_of(data))
    assert said.count("ford") > 5 * words


def test_the_first_page_says_no_word_of_the_code() -> None:
    found = made(reading(ROWS), exercise=True)
    words = set(re.findall(r"[\w-]+", " ".join(pages_of(found.data)[0]).casefold()))
    assert not words & set(STOP.split())


def test_no_text_of_a_dossier_has_a_word_of_the_code() -> None:
    for message in read_catalogue("en"):
        name = str(message.id[0] if isinstance(message.id, tuple) else message.id)
        if name.startswith(("dossier.", "when.")):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            words = {word for text in texts for word in re.findall(r"[\w-]+", str(text).casefold())}
            assert not words & set(STOP.split()), name


def test_a_step_that_does_not_count_says_why_and_is_not_what_it_was_made_from() -> None:
    detail = Detail("hurt", "Hurt", "9", ("4",), typed=False)
    held = Step(b"\xab" * 32, OTHER, AT, uncertain=True, first=False, changes=(), held="fork", details=(detail,))
    said = " ".join(line for lines in pages_of(made(reading(ROWS, [FIRST, held])).data) for line in lines)
    assert "Not counted here: two histories from one laptop" in said
    assert "22 November 2026, 14:03 (by a clock" in said
    assert "abababab" not in said and "03030303" in said
    assert "Corrected" not in said


def test_a_stranger_is_called_one() -> None:
    stranger = Party(b"\7" * 32, Office("", ""), Role.MONITOR)
    found = replace(reading(ROWS, [replace(FIRST, author=stranger)]), author=stranger)
    said = " ".join(line for lines in pages_of(made(found).data) for line in lines)
    assert "an office that is not trusted here, signed on its laptop" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("They came at dawn.", "They came at dawn"),
        ("They came at dawn and burned it. Then they left.", "They came at dawn and burned it"),
        ("Near St. Mary. They burned it", "Near St. Mary. They burned it"),
        ("Who was it that came here at night? Nobody knows.", "Who was it that came here at night?"),
        ("word " * 40, ("word " * 21).strip() + "…"),
        ("x" * 200, "x" * 110 + "…"),
        ("", "Incident"),
    ],
)
def test_a_title_is_a_sentence_or_as_much_as_fits(text: str, said: str) -> None:
    assert heading_of(reading([], title=text)) == said


@pytest.mark.parametrize("broken", ["\n", "\r", "\x0b", "\u2028"])
def test_a_title_is_one_line_in_its_own_direction(broken: str) -> None:
    title = f"They came{broken}kept by \u202eHeadquarters\u2066"
    assert heading_of(reading([], title=title)) == "They came kept by Headquarters"
    with pikepdf.open(io.BytesIO(made(replace(reading([]), title=title)).data)) as document:
        assert str(document.docinfo["/Title"]) == "7Q2M-9XC4-R They came kept by Headquarters"


def test_who_lacks_a_correction_alone_is_not_said_to_have_nothing() -> None:
    for behind, said in ((frozenset({OTHER.device}), "the correction is not"), (frozenset[bytes](), "not handed over")):
        found = replace(reading([]), progress=((OTHER, Progress.OWED),), behind=behind)
        lines = [line for page in pages_of(made(found).data) for line in page]
        assert any(said in line for line in lines)
        assert any("as it was" in line for line in lines) == bool(behind)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_range_names_both_numbers_and_no_other(least: int, most: int) -> None:
    said = range_in_words(str(least), str(most), EN)
    numbers = {int(number) for number in re.findall(r"\d+", said)}
    assert numbers == ({least, most} if (least, most) != (0, 0) else set())


def test_what_is_read_can_be_read() -> None:
    for colour in (COLOURS.ink, COLOURS.quiet, COLOURS.accent):
        assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(COLOURS.practice, COLOURS.on_practice) >= 4.5
