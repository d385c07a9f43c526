"""Whatever a person pastes, contradicts or drops: kept as it is or refused beside its field, and the rest stays."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageFile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook
from desktop.places import Go, Where
from desktop.questionnaire.controls.files import FileField
from records.attachments.cleaning import LARGEST_PICTURE
from records.values import Blob
from resources.texts import Texts
from tests.support.windows import WINDOW, words_on
from tests.support.writing import CONTROL, Pen, writing

pytestmark = WINDOW

TEXTS = Texts("en")
REQUIRED = {"story": "They came.", "kind": "killing", "when": "2026-11-20", "where": "Kilwa", "how_known": "saw"}
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PASTED = {
    "turned around": "They \u202ecame\u2066 at dawn",
    "never closed": "\u2067\u202b\u202e Kilwa",
    "closed too often": "Kilwa\u2069\u2069\u202c\u202c market",
    "codes of a terminal": "Kilwa\x07\x1b[31m red\x08\x7f",
    "blanks": "15\u00a0000 personnes\u202f; «\u00a0dehors\u00a0»\u200b\u2003end",
    "Arabic": "هاجموا \u200fالسوق\u200e عند 5:30 (تقريبًا)",
    "N'Ko": "ߒߞߏ ߛߓߍ߫",
    "Amharic": "ገበያው ላይ ጥቃት ደረሰ።",
    "Chinese": "他们在黎明时分来到了水井。",
    "Khmer": "ពួកគេ\u200bបាន\u200bមក\u200bដល់\u200bទី\u200bផ្សារ",
    "Devanagari and joiners": "र्‍य क्‌ष",
    "faces and families": "👩‍👩‍👧🏽 at the well",
    "a tower of marks": "K" + "\u0301" * 60 + "ilwa",
    "a tab": "first\tsecond",
}


def paste(pen: Pen, path: str, text: str) -> None:
    QApplication.clipboard().setText(text)
    pen.at(path)
    pen.press(Qt.Key.Key_V, modifier=CONTROL)


def answer(pen: Pen, **answers: str) -> None:
    for path, value in answers.items():
        pen.answer(path, value)


def shown(pen: Pen) -> Iterator[str]:
    """Every text that is painted, on its own."""
    for label in pen.main.findChildren(QLabel):
        if label.isVisible():
            yield label.text()
    for view in pen.main.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount() if view.isVisible() else 0):
            yield from (str(model.index(row, column).data()) for column in range(model.columnCount()))


def bodies(notebook: Notebook) -> bytes:
    """All that could leave this notebook."""
    kept = notebook.vault.journal.entries(notebook.vault.journal.numbers())
    return b"".join(str(one.entry).encode() + repr(one.entry).encode() for one in kept)


# texts


@pytest.mark.parametrize("what", PASTED)
def test_a_pasted_text_is_kept_letter_for_letter(what: str, tmp_path: Path, qtbot: QtBot) -> None:
    text = PASTED[what]
    long = f"{text}\n{text}"
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        answer(pen, **{path: REQUIRED[path] for path in ("kind", "when", "how_known")})
        for path in ("where", "group"):
            paste(pen, path, text)
        paste(pen, "story", long)
        assert pen.page.layoutDirection() is Qt.LayoutDirection.LeftToRight
        pen.go(Go(Where.HOME))
        [draft] = pen.drafts()
        assert [draft.answers.values[path] for path in ("story", "where", "group")] == [long, text, text]
        assert_nothing_turns(pen, text)
        pen.go(Go(Where.WRITE, draft=draft.id))
        pen.finish()
        [line] = pen.notes()
        assert [pen.answers(line).values[path] for path in ("story", "where", "group")] == [long, text, text]
        for place in (Go(Where.HOME), Go(Where.NOTES), Go(Where.NOTE, record=line.id), Go(Where.HAND_OVER)):
            pen.go(place)
            assert_nothing_turns(pen, text)


def assert_nothing_turns(pen: Pen, text: str) -> None:
    """Where a text of hers stands among words of ours it cannot turn them around; alone it is what she wrote."""
    for words in shown(pen):
        if not TURNING & set(text) or all(line in ("", text) for line in words.split("\n")):
            continue
        rest = words.replace("\u2068", "").replace("\u2069", "")
        assert not TURNING & set(rest), words
        assert words.count("\u2068") == words.count("\u2069"), words


@pytest.mark.parametrize("path", ["story", "where", "group"])
def test_what_no_record_can_keep_is_told_beside_its_question(path: str, tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        answer(pen, **REQUIRED)
        answer(pen, **{path: ""})
        paste(pen, path, "Kilwa\0market")
        pen.finish()
        assert pen.notes() == []
        assert pen.problem(path) == TEXTS("problem.kind")
        assert {name: pen.page.session().value(name) for name in REQUIRED if name != path} == {
            name: value for name, value in REQUIRED.items() if name != path
        }
        answer(pen, **{path: "Kilwa market"})
        pen.finish()
        [line] = pen.notes()
        assert pen.answers(line).values[path] == "Kilwa market"


# half finished, contradictory


def test_what_contradicts_itself_is_kept_and_not_finished(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        answer(pen, **REQUIRED, killed_least="12", killed_most="5")
        pen.finish()
        assert pen.notes() == []
        assert pen.problem("killed_most") == 'This cannot be less than "at least".'
        pen.go(Go(Where.HOME))
        [draft] = pen.drafts()
        assert {**draft.answers.values, "place_level": ""} == {
            **REQUIRED,
            "killed_least": 12,
            "killed_most": 5,
            "place_level": "",
        }
        pen.go(Go(Where.WRITE, draft=draft.id))
        answer(pen, killed_most="15")
        pen.finish()
        assert len(pen.notes()) == 1


def test_half_a_note_is_found_as_it_was_left(tmp_path: Path, qtbot: QtBot) -> None:
    half = {"killed_least": "many", "when": "2026-13-77", "kind": "not a kind", "story": " "}
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        for path, value in half.items():
            pen.page.session()  # the page is there
            pen.control(path).answered.emit(value)
        pen.go(Go(Where.HOME))
        [draft] = pen.drafts()
        pen.go(Go(Where.WRITE, draft=draft.id))
        assert {path: pen.page.session().value(path) for path in half} == half
        pen.finish()
        assert pen.notes() == []
        assert {"killed_least", "when", "kind", "where", "how_known"} <= {
            path for path in pen.asked() if pen.problem(path)
        }


def test_a_day_that_is_still_to_come_is_kept_as_it_was_said(tmp_path: Path, qtbot: QtBot) -> None:
    """This laptop's clock may be wrong, and a person knows what day it is: nobody is kept from finishing."""
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        answer(pen, **{**REQUIRED, "when": "2999-01-02"})
        pen.finish()
        [line] = pen.notes()
        assert pen.answers(line).values["when"] == "2999-01-02"


def test_another_kind_takes_back_what_must_not_be_told(tmp_path: Path, qtbot: QtBot) -> None:
    """What was told before it was called sexual violence: names leave the draft at once, and the rest never leaves."""
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        answer(pen, **REQUIRED, killed_least="2", actor="army", group="the river people")
        add_somebody(pen)
        pen.page.leave()
        assert "Neema" in repr(pen.drafts())
        answer(pen, kind="sexual_violence")
        pen.page.leave()
        [draft] = pen.drafts()
        assert not any(name in repr(draft) for name in ("Neema", "Captain"))
        pen.at("sv_count")
        pen.press("1")
        pen.finish()
        [line] = pen.notes()
        values = pen.answers(line).values
        assert "sv_count" in values
        assert not [path for path in values if path.startswith(("people", "doers", "actor", "group", "killed"))]
        left = pen.vault(bodies)
        assert b"Kilwa" in left
        for told in (b"Neema", b"Captain", b"river people", b"army"):
            assert told not in left


def add_somebody(pen: Pen) -> None:
    for repeat in ("people", "doers"):
        button = pen.page.findChild(QPushButton, f"add-{repeat}")
        assert button is not None
        button.click()
    for path, value in (("minor", "no"), ("explained", "yes"), ("agrees", "yes"), ("name", "Neema Juma")):
        pen.answer(f"people#1/{path}", value)
    pen.answer("doers#1/person", "Captain Secret")


# files


def field(pen: Pen, path: Path) -> FileField:
    """A file given to the field of a note that is half written."""
    pen.begin("hate_speech")
    answer(pen, quote="They are rats.", group="the river people")
    control = pen.control("capture")
    assert isinstance(control, FileField)
    control.take(path)
    pen.settle()
    return control


def assert_the_rest_stands(pen: Pen) -> None:
    session = pen.page.session()
    assert (session.value("quote"), session.value("group")) == ("They are rats.", "the river people")


SIDE = 17_321
ROW = b"\0" + bytes((SIDE + 7) // 8)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def photo_of_300_megapixels() -> bytes:
    """A whole PNG of 17 321 × 17 321 points, black or white, that says who took it, and where."""
    assert SIDE * SIDE > 300_000_000 > LARGEST_PICTURE
    packer = zlib.compressobj(1)
    points = b"".join(packer.compress(ROW) for _ in range(SIDE)) + packer.flush()
    said = Image.Exif()
    said[0x010F] = "PHONE-OF-ANNA"
    parts = [
        chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 1, 0, 0, 0, 0)),
        chunk(b"eXIf", said.tobytes().removeprefix(b"Exif\0\0")),
        chunk(b"tEXt", b"Comment\0at the house of ANNA"),
        chunk(b"IDAT", points),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_photo_of_300_megapixels_is_taken_in_and_never_decoded(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "wall.png"
    photo.write_bytes(photo_of_300_megapixels())
    for made in (Image.Image, ImageFile.ImageFile):
        monkeypatch.setattr(made, "load", lambda _self: pytest.fail("it was decoded"))
    with writing(tmp_path, qtbot) as pen:
        control = field(pen, photo)
        assert "without hidden details" in words_on(control)
        [blob] = [pen.page.session().blob("capture")]
        assert isinstance(blob, Blob)
        travels = pen.vault(lambda notebook: b"".join(notebook.vault.blobs.content(blob)))
        assert b"ANNA" not in travels
        assert travels.startswith(b"\x89PNG")
        for button in (control.face.show_button, control.face.parts_button):
            control.face.complain("")
            button.click()
            pen.settle()
            assert control.face.problem.text() == TEXTS("file.cannot-show")
        assert not control.face.is_shown()
        assert pen.page.session().blob("capture") == blob
        assert_the_rest_stands(pen)


def test_a_film_that_calls_itself_a_photo_is_a_film(tmp_path: Path, qtbot: QtBot) -> None:
    film = tmp_path / "IMG_0001.jpg"
    film.write_bytes(b"\0\0\0\x20ftypisom" + bytes(4000))
    with writing(tmp_path, qtbot) as pen:
        control = field(pen, film)
        blob = pen.page.session().blob("capture")
        assert blob is not None and blob.media == "video/mp4"
        words = words_on(control)
        assert "IMG_0001.jpg" in words
        assert words.split("\n")[1].startswith("Film, 4 kB")
        assert "its hidden details could not be removed" in words
        assert control.face.show_button.isHidden()
        assert_the_rest_stands(pen)


@pytest.mark.parametrize(
    "content",
    [b"\x7fELF" + bytes(200), b"MZ\x90\0" + bytes(200), b"#!/bin/sh\necho\n", b"\xcf\xfa\xed\xfe" + bytes(200)],
    ids=["linux", "windows", "script", "macos"],
)
def test_a_program_is_refused_beside_its_field_whatever_it_is_called(
    content: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    program = tmp_path / "photo.jpg"
    program.write_bytes(content)
    with writing(tmp_path, qtbot) as pen:
        control = field(pen, program)
        assert control.face.problem.isVisible()
        assert control.face.problem.text() == "photo.jpg is a program. Programs are not taken in."
        assert pen.box("capture").isAncestorOf(control.face.problem)
        assert pen.page.session().value("capture") == ""
        assert pen.vault(lambda notebook: notebook.vault.blobs.all()) == []
        assert_the_rest_stands(pen)
        (tmp_path / "note.txt").write_text("seen", encoding="utf-8")
        control.take(tmp_path / "note.txt")
        pen.settle()
        assert control.face.problem.isHidden()
        assert pen.page.session().value("capture")
