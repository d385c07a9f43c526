"""The file itself: fonts embedded and no other named, text that can be copied and searched, same input same bytes."""

import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import SimpleDocTemplate, Table

from reports.text.canvas import PaperCanvas
from reports.text.cleaning import clean, visible
from reports.text.drawing import draw_line
from reports.text.paragraph import ShapedParagraph
from reports.text.pdf_fonts import document_fonts, missing_characters
from reports.text.style import Align, Direction, Run, TextStyle
from resources.fonts import Weight

STYLE = TextStyle(size=12)
NEEDS_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not here")

EXACT = {
    "English": "Efficient offices file affidavits: fi ffl fj (KE-0012), 22 %",
    "Français": "« Où étiez-vous ? » l’œuvre de Noël coûte 1 250 €",
    "Tiếng Việt": "Mọi người sinh ra đều được tự do",
    "Yorùbá": "ẹ̀kọ́ ṣọ̀ọ́ṣì ɓ ɗ ƙ ŋ",
    "Русский": "Широкая электрификация; ґанок, їжак",
    "Ελληνικά": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία ἀρχῇ",
    "ខ្មែរ": "មនុស្សទាំងអស់ ស្ត្រី កំណើត",
    "signs": "yes ✓ no ✗ list ● then → at most ≤ and 🐀 or 🔪 too",
    "missing": "漢字 ไทย አማርኛ",
}
ARABIC = {
    "العربية": "تقرير سرّي جدًّا من المكتب",
    "حركات": "بِسْمِ ٱللَّهِ الرَّحْمٰنِ",
    "فارسی": "حقوق‌شان می‌آیند گچپژ",
    "اردو": "تمام انسان آزاد ہیں",
}


def written(lines: list[str], direction: Direction = Direction.AUTO) -> bytes:
    """One page with a text on each line, right-to-left ones from the right."""
    file = io.BytesIO()
    canvas = PaperCanvas(file, pagesize=(500, 30 * len(lines) + 30), invariant=1)
    style = STYLE.but(direction=direction)
    for index, line in enumerate(lines):
        rtl = re.search("[\u0590-\u08ff]", line)
        draw_line(canvas, 480 if rtl else 20, 30 * (len(lines) - index), line, style)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def normal(text: str) -> str:
    """As a reader compares: canonical order of marks, no direction controls, no form feed."""
    return unicodedata.normalize("NFC", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\f]", "", text)).strip()


def read_by_poppler(data: bytes, folder: Path) -> list[str]:
    path = folder / "page.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    assert done.stderr == b""
    return [normal(line) for line in done.stdout.decode().splitlines() if normal(line)]


def read_by_pdfium(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [normal(line) for line in document[0].get_textpage().get_text_range().splitlines() if normal(line)]
    finally:
        document.close()


@NEEDS_POPPLER
@pytest.mark.parametrize("text", EXACT.values(), ids=EXACT.keys())
def test_poppler_reads_what_was_written(text: str, tmp_path: Path) -> None:
    assert read_by_poppler(written([text]), tmp_path) == [normal(text)]


@NEEDS_POPPLER
@pytest.mark.parametrize("text", ARABIC.values(), ids=ARABIC.keys())
def test_poppler_reads_arabic_in_logical_order(text: str, tmp_path: Path) -> None:
    assert read_by_poppler(written([text]), tmp_path) == [normal(text)]


@NEEDS_POPPLER
def test_poppler_finds_every_word_of_a_mixed_line(tmp_path: Path) -> None:
    text = "في يوم 22 نوفمبر 2026 في Kisumu انتهى"
    (path := tmp_path / "page.pdf").write_bytes(written([text]))
    found = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True).stdout.decode()
    assert re.sub("[\u202a-\u202e\\s]+", " ", found).split() == text.split()


@pytest.mark.parametrize("text", (EXACT | ARABIC).values(), ids=(EXACT | ARABIC).keys())
def test_pdfium_reads_what_was_written(text: str) -> None:
    assert read_by_pdfium(written([text])) == [normal(text)]


@pytest.mark.parametrize("text", ["قال (نعم) 123 مرّة", "في يوم 22 نوفمبر 2026 في Kisumu انتهى"])
def test_pdfium_reads_mixed_lines_with_brackets_and_numbers(text: str) -> None:
    assert read_by_pdfium(written([text])) == [normal(text)]


def fonts_of(data: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            str(font.BaseFont): bytes(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())[:4]
            for page in pdf.pages
            for font in page.Resources.Font.values()
        }


def test_every_font_is_an_embedded_subset_once_and_helvetica_is_not_named() -> None:
    file = io.BytesIO()
    cells = [[ShapedParagraph(text, STYLE)] for text in (EXACT | ARABIC).values()]
    bold = ShapedParagraph([Run("bold", Weight.BOLD), Run(" عريض", Weight.BOLD)], STYLE)
    document = SimpleDocTemplate(file, invariant=1, pageCompression=0)
    document.build(
        [Table(cells, colWidths=[300]), bold, ShapedParagraph("plain " * 2_000, STYLE)], canvasmaker=PaperCanvas
    )
    names = fonts_of(file.getvalue())
    assert all(re.fullmatch(r"/[A-Z]{6}\+Noto[A-Za-z0-9]+-(Regular|Bold)", name) for name in names)
    assert len({name.split("+")[1] for name in names}) == len(names) == 8
    assert b"Helvetica" not in file.getvalue()


def test_only_what_is_drawn_is_embedded() -> None:
    assert len(written(["a"])) < 4_000
    assert len(written(["The whole alphabet: " + "".join(map(chr, range(0x20, 0x7F)))])) < 20_000


def test_same_input_same_bytes() -> None:
    lines = [*EXACT.values(), *ARABIC.values()]
    first = written(lines)
    written(list(reversed(lines)))
    assert written(lines) == first


def test_reportlabs_own_text_is_refused_on_paper() -> None:
    canvas = PaperCanvas(io.BytesIO())
    canvas.setFont("Helvetica", 10)
    for draw in (canvas.drawString, canvas.drawRightString, canvas.drawCentredString, canvas.beginText):
        with pytest.raises(TypeError, match="draw_line"):
            draw(0, 0, "x")


def test_missing_characters_are_listed_sorted_with_counts() -> None:
    canvas = PaperCanvas(io.BytesIO())
    draw_line(canvas, 0, 0, "b漢a字漢", STYLE)
    draw_line(canvas, 0, 0, "ไ", STYLE)
    assert missing_characters(canvas) == sorted([("漢", 2), ("字", 1), ("ไ", 1)])
    assert missing_characters(PaperCanvas(io.BytesIO())) == []


def test_a_missing_character_is_a_box_one_can_see() -> None:
    document = pypdfium2.PdfDocument(written(["漢"]))
    darkest, _ = document[0].render(scale=2).to_pil().convert("L").getextrema()
    document.close()
    assert darkest < 100


def drawn(canvas: PaperCanvas) -> str:
    """What the codes on the page stand for, in the order in which they are drawn."""
    fonts = {font.name: font for font in document_fonts(canvas)._fonts}
    out: list[str] = []
    for name, operands in re.findall(r"/(KF\d+) [\d.]+ Tf [\d. ]+ rg \[(.*?)\] TJ", "\n".join(canvas._code)):
        for codes in re.findall("<([0-9A-F]+)>", operands):
            chunks = (codes[at : at + 4] for at in range(0, len(codes), 4))
            out += [fonts[name].pictures[int(chunk, 16) - 1].text for chunk in chunks]
    return "".join(out)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_every_character_is_on_the_page_and_missing_ones_are_listed(text: str) -> None:
    canvas = PaperCanvas(io.BytesIO())
    paragraph = ShapedParagraph(text, STYLE.but(direction=Direction.LTR))
    paragraph.wrap(300, 10_000)
    paragraph.canv = canvas
    paragraph.draw()
    expected = {char for char in visible(clean(text)) if not char.isspace() and not unicodedata.mirrored(char)}
    assert expected - set(drawn(canvas)) == set()
    assert {char for char, _ in missing_characters(canvas)} <= set(clean(text))


def test_when_the_codes_run_out_a_further_font_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.text.pdf_fonts._MAX_CODES", 20)
    data = written(["abcdefghijkl mnopqrstuvw xyz ABCDEFGHIJ"])
    assert len(fonts_of(data)) > 1
    assert read_by_pdfium(data) == ["abcdefghijkl mnopqrstuvw xyz ABCDEFGHIJ"]


def test_a_file_with_every_script_is_well_formed() -> None:
    with pikepdf.open(io.BytesIO(written([*EXACT.values(), *ARABIC.values()]))) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_alignment_of_a_line_says_what_x_is() -> None:
    canvas = PaperCanvas(io.BytesIO())
    width = draw_line(canvas, 100, 50, "abc", STYLE.but(align=Align.END))
    (x,) = re.findall(r"1 0 0 1 ([\d.]+) 50 Tm", "\n".join(canvas._code))
    assert float(x) == pytest.approx(100 - width, abs=0.001)
