"""One note: read in the words of its form, decided, taken back, its attachments looked at and nothing left lying."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook
from desktop.desk import Desk
from desktop.notes.attachment_box import AttachmentBox
from desktop.notes.note_page import NotePage
from desktop.places import Go, Where
from desktop.viewing.viewer import Viewer
from desktop.widgets.fold import Fold
from records.journal.merge import seen
from records.recording import begin, submit
from records.values import Answers, Blob, Value
from records.vault.lists import Query, RecordLine
from tests.support.notes import MARKET, amend, attachment, photograph, write
from tests.support.two_desks import MONITOR, OFFICE, Pair, two_desks
from tests.support.windows import LONG, WINDOW, assert_named, focused, press, show, words_on

pytestmark = WINDOW


@pytest.fixture
def pair(tmp_path: Path, qtbot: QtBot) -> Iterator[Pair]:
    with two_desks(tmp_path, qtbot) as made:
        yield made


def note(pair: Pair, desk: Desk | None = None, **answers: Value) -> RecordLine:
    return pair.on(desk or pair.monitor, lambda notebook: write(notebook.vault, "incident", {**MARKET, **answers}))


def with_file(pair: Pair, content: bytes, media: str, **row: Value) -> RecordLine:
    """A note with one attachment."""

    def make(notebook: Notebook) -> RecordLine:
        photo = {"file": attachment(notebook.vault, content, media), **row}
        return write(notebook.vault, "incident", MARKET, photos=[photo])

    return pair.on(pair.monitor, make)


def change(pair: Pair, desk: Desk, record: bytes, **answers: Value) -> None:
    def amended(notebook: Notebook) -> bool:
        line = notebook.vault.lists.by_id(record)
        assert line is not None
        amend(notebook.vault, line, answers)
        return True

    pair.on(desk, amended)


def page_for(pair: Pair, desk: Desk, record: bytes, to: Path | None = None) -> NotePage:
    """The page of a note, shown; copies and papers go where `to` says."""

    def where(_parent: QWidget, _texts: object, name: str, then: object) -> None:
        assert to is not None and callable(then)
        then(to / name)

    page = NotePage(desk, where=where)
    show(pair.qtbot, page)
    page.bring(Go(Where.NOTE, record=record))
    page.enter()
    rest(pair)
    return page


def rest(pair: Pair) -> None:
    pair.settle()
    pair.qtbot.wait(1)
    pair.settle()


def act(page: QWidget, name: str, place: int = 0) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton, name) if one.isVisibleTo(page.window())]
    assert len(found) > place, name
    return found[place]


def acts(page: QWidget) -> set[str]:
    return {one.objectName() for one in page.findChildren(QPushButton) if one.isVisibleTo(page)}


class TestReading:
    def test_answers_stand_under_their_questions_in_the_forms_order(self, pair: Pair) -> None:
        line = note(pair)
        page = page_for(pair, pair.monitor, line.id)
        shown = words_on(page)
        wanted = (
            *("What happened?", "Men came by night and burned the houses near the river."),
            *("The teacher opened the school.", "What kind of event was it?", "Homes or goods burnt, looted or seized"),
            *("When?", "between 18 and 20 November 2026", "Where?", "Mudzi Pela", "Somebody who saw it told me"),
        )
        places = [shown.index(one) for one in wanted[1:]]
        assert places == sorted(places)
        assert line.code in page.code.text()
        assert f"signed on the laptop of \u2068{MONITOR}" in shown
        assert "Nobody has it yet." in shown or "not handed over yet" in shown
        assert_named(page)

    def test_each_paragraph_takes_its_own_side(self, pair: Pair) -> None:
        line = note(pair, story="They came at dawn.\nجاءوا عند الفجر")
        page = page_for(pair, pair.monitor, line.id)
        labels = {one.text(): one for one in page.findChildren(QLabel)}
        english, arabic = labels["They came at dawn."], labels["جاءوا عند الفجر"]
        assert ink_begins(english) < 4
        assert ink_begins(arabic) > arabic.width() / 2

    def test_protected_answers_are_said_to_be_there_and_not_shown(self, pair: Pair) -> None:
        row = {"minor": "no", "explained": "yes", "agrees": "yes", "name": "Amina of the well"}
        line = pair.on(pair.monitor, lambda notebook: write(notebook.vault, "incident", MARKET, people=[row]))
        page = page_for(pair, pair.monitor, line.id)
        assert "What only the protection officer may read is not shown here." in words_on(page)
        assert "Amina" not in words_on(page)

    def test_who_may_read_it_and_who_has_it(self, pair: Pair, tmp_path: Path) -> None:
        line = note(pair)
        page = page_for(pair, pair.monitor, line.id)
        assert f"\u2068{OFFICE}\u2069: not handed over yet" in words_on(page)
        readers = page.findChild(QLabel, "read-by")
        assert readers is not None and OFFICE in readers.text()
        for state in ("copied to a drive, not known to have arrived", "kept"):
            if state == "kept":
                pair.take_in(pair.office, tmp_path / "usb")
                pair.hand_over(pair.office, tmp_path / "usb")
                pair.take_in(pair.monitor, tmp_path / "usb")
            else:
                pair.hand_over(pair.monitor, tmp_path / "usb")
            page.enter()
            rest(pair)
            assert f"\u2068{OFFICE}\u2069: {state}" in words_on(page)

    def test_a_correction_by_the_author_is_called_that(self, pair: Pair, tmp_path: Path) -> None:
        line = note(pair, hurt=5)
        change(pair, pair.monitor, line.id, hurt=2)
        pair.carry(pair.monitor, pair.office, tmp_path / "usb")
        change(pair, pair.office, line.id, where="near the mill")
        page = page_for(pair, pair.office, line.id)
        fold = page.findChildren(Fold)[-1]
        assert "History: saved 3 times" in fold.head.accessibleName()
        fold.open()
        pair.qtbot.wait(1)
        shown = words_on(fold)
        assert f"Changed by \u2068{OFFICE}" in shown
        assert "Correction, " in shown and "Written, " in shown
        assert "\u2068Hurt\u2069 \u20682\u2069, not \u20685\u2069" in shown
        assert "\u2068Where?\u2069 \u2068near the mill\u2069, not \u2068Mudzi Pela\u2069" in shown
        assert shown.index("Changed by") < shown.index("Correction") < shown.index("Written")

    def test_a_note_that_is_not_here_says_so(self, pair: Pair) -> None:
        page = page_for(pair, pair.monitor, bytes(32))
        assert "This note is not here" in words_on(page)

    def test_page_keys_read_on(self, pair: Pair) -> None:
        line = note(pair, story="\n".join(f"Paragraph {number}" for number in range(60)))
        page = page_for(pair, pair.monitor, line.id)
        assert focused() is act(page, "note.correct")
        bar = page._area.verticalScrollBar()
        press(pair.qtbot, Qt.Key.Key_PageDown)
        assert 0 < bar.value() < bar.maximum()
        press(pair.qtbot, Qt.Key.Key_End)
        assert bar.value() == bar.maximum()
        press(pair.qtbot, Qt.Key.Key_Home)
        assert bar.value() == 0


class TestTwoVersions:
    @pytest.fixture
    def disputed(self, pair: Pair, tmp_path: Path) -> bytes:
        """Both changed where it was, without knowing of each other; headquarters has both."""
        line = note(pair)
        pair.carry(pair.monitor, pair.office, tmp_path / "first")
        change(pair, pair.monitor, line.id, where="near the mill")
        change(pair, pair.office, line.id, where="near the well")
        pair.carry(pair.monitor, pair.office, tmp_path / "second")
        return line.id

    def test_both_stand_with_their_offices_and_one_is_taken(self, pair: Pair, disputed: bytes) -> None:
        page = page_for(pair, pair.office, disputed)
        shown = words_on(page)
        assert "1 answer stands in two versions" in shown
        for words in (
            "2 versions",
            "near the mill",
            "near the well",
            f"\u2068{MONITOR}\u2069, ",
            f"\u2068{OFFICE}\u2069, ",
        ):
            assert words in shown
        assert_named(page)
        take = next(one for one in page.findChildren(QPushButton, "take-this") if "mill" in one.accessibleName())
        take.setFocus()
        with pair.qtbot.waitSignal(page.told):
            press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair)
        assert "two versions" not in words_on(page)
        assert "near the well" not in words_on(page)
        assert values(pair, pair.office, disputed)["where"] == ["near the mill"]

    def test_a_row_taken_out_while_another_changed_it_is_decided_too(self, pair: Pair, tmp_path: Path) -> None:
        def begin(notebook: Notebook) -> RecordLine:
            return write(notebook.vault, "incident", MARKET, doers=[{"unit": "The men of the hill"}])

        line = pair.on(pair.monitor, begin)
        pair.carry(pair.monitor, pair.office, tmp_path / "first")
        row = next(path for path in values(pair, pair.office, line.id) if path.startswith("doers#"))
        pair.on(pair.monitor, lambda notebook: without_row(notebook, line.id))
        change(pair, pair.office, line.id, **{row.rpartition("/")[0] + "/unit": "The men of the valley"})
        pair.carry(pair.monitor, pair.office, tmp_path / "second")
        page = page_for(pair, pair.office, line.id)
        assert "Taken out by somebody while somebody else changed it" in words_on(page)
        take = next(one for one in page.findChildren(QPushButton, "take-this") if "valley" in one.accessibleName())
        take.click()
        rest(pair)
        assert "Taken out by somebody" not in words_on(page)
        assert "The men of the valley" in words_on(page)


class TestTakingBack:
    def test_a_reason_is_asked_on_the_page_and_it_is_hidden_at_once(self, pair: Pair, tmp_path: Path) -> None:
        line = note(pair)
        pair.hand_over(pair.monitor, tmp_path / "usb")
        page = page_for(pair, pair.monitor, line.id)
        act(page, "note.take-back").click()
        assert_named(page)
        assert focused().objectName() == "asked"
        press(pair.qtbot, Qt.Key.Key_Return)
        assert "Write a reason first." in words_on(page)
        press(pair.qtbot, "A name stood in it")
        with pair.qtbot.waitSignal(page.go, timeout=LONG) as heard:
            press(pair.qtbot, Qt.Key.Key_Return)
        go = heard.args[0]
        assert go.where is Where.NOTES and "1 other laptop has it" in go.said
        assert pair.on(pair.monitor, lambda notebook: notebook.vault.lists.page(Query())) == []
        page.enter()
        rest(pair)
        assert "This note was taken back. Reason: \u2068A name stood in it" in words_on(page)
        assert "Mudzi Pela" not in words_on(page)
        assert not acts(page) & {"note.correct", "note.take-back", "nav.hand-over"}

    def test_leaving_it_leaves_everything(self, pair: Pair) -> None:
        line = note(pair)
        page = page_for(pair, pair.monitor, line.id)
        act(page, "note.take-back").click()
        act(page, "leave-it").click()
        rest(pair)
        assert "note.correct" in acts(page)
        assert len(pair.on(pair.monitor, lambda notebook: notebook.vault.lists.page(Query()))) == 1

    def test_another_office_is_not_offered_it(self, pair: Pair, tmp_path: Path) -> None:
        line = note(pair)
        pair.carry(pair.monitor, pair.office, tmp_path / "usb")
        page = page_for(pair, pair.office, line.id)
        assert "note.take-back" not in acts(page)
        assert "note.correct" in acts(page)


class TestAttachments:
    def test_a_picture_is_shown_and_nothing_of_it_touches_the_disk(self, pair: Pair, tmp_path: Path) -> None:
        content = photograph()
        line = with_file(pair, content, "image/jpeg")
        page = page_for(pair, pair.monitor, line.id)
        assert "Picture, " in words_on(page)
        before = files(tmp_path)
        act(page, "show").click()
        pair.qtbot.waitUntil(lambda: page.findChild(Viewer) is not None, timeout=LONG)
        viewer = page.findChild(Viewer)
        assert viewer is not None
        pair.qtbot.waitUntil(lambda: not viewer.picture.pixmap().isNull(), timeout=LONG)
        assert viewer.picture.pixmap().width() == 160
        assert_named(viewer)
        viewer.larger.click()
        assert viewer.picture.pixmap().width() == 240
        press(pair.qtbot, Qt.Key.Key_Escape)
        pair.qtbot.waitUntil(lambda: page.findChild(Viewer) is None, timeout=LONG)
        pair.settle()
        assert files(tmp_path) == before, "no new file anywhere"
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and content[:64] in path.read_bytes()]
        blob = next(iter(values(pair, pair.monitor, line.id, kind="blob")))
        rows = pair.on(pair.monitor, lambda notebook: notebook.vault.custody.of(blob))
        assert [row.act for row in rows] == ["viewed"]

    def test_what_is_hard_to_look_at_needs_a_second_press(self, pair: Pair) -> None:
        line = with_file(pair, photograph(), "image/jpeg", disturbing="yes")
        page = page_for(pair, pair.monitor, line.id)
        act(page, "show").click()
        rest(pair)
        assert page.findChild(Viewer) is None
        assert "Somebody who saw it says that it is hard to look at." in words_on(page)
        assert act(page, "show").accessibleName() == "Show it all the same"
        act(page, "show").click()
        pair.qtbot.waitUntil(lambda: page.findChild(Viewer) is not None, timeout=LONG)

    def test_a_copy_is_saved_behind_its_warning_and_written_down(self, pair: Pair, tmp_path: Path) -> None:
        content = b"The words somebody wrote. " * 100
        line = with_file(pair, content, "text/plain")
        out = tmp_path / "out"
        out.mkdir()
        page = page_for(pair, pair.monitor, line.id, out)
        act(page, "save-copy").click()
        assert "The copy lies unsealed wherever you put it" in words_on(page)
        assert_named(page)
        assert not list(out.iterdir())
        with pair.qtbot.waitSignal(page.told, timeout=LONG) as heard:
            press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair)
        assert [path.name for path in out.iterdir()] == ["copy.txt"]
        assert (out / "copy.txt").read_bytes() == content
        assert "It lies there unsealed." in heard.args[0]
        blob = next(iter(values(pair, pair.monitor, line.id, kind="blob")))
        rows = pair.on(pair.monitor, lambda notebook: notebook.vault.custody.of(blob))
        assert [row.act for row in rows] == ["exported"]

    def test_a_copy_that_cannot_be_written_leaves_nothing_and_says_why(self, pair: Pair, tmp_path: Path) -> None:
        line = with_file(pair, b"words", "text/plain")
        page = page_for(pair, pair.monitor, line.id, tmp_path / "no such folder")
        act(page, "save-copy").click()
        act(page, "save-where").click()
        rest(pair)
        assert "One may not write there." in words_on(page)
        blob = next(iter(values(pair, pair.monitor, line.id, kind="blob")))
        assert pair.on(pair.monitor, lambda notebook: notebook.vault.custody.of(blob)) == []

    @pytest.mark.parametrize(
        ("media", "words"),
        [
            ("audio/ogg", "Sound and film do not play here yet."),
            ("video/mp4", "Sound and film do not play here yet."),
            ("application/zip", "This kind of file cannot be shown here."),
        ],
    )
    def test_what_cannot_be_shown_says_so(self, pair: Pair, media: str, words: str) -> None:
        line = with_file(pair, b"OggS....", media)
        page = page_for(pair, pair.monitor, line.id)
        assert words in words_on(page)
        assert "show" not in acts(page) and "save-copy" in acts(page)

    def test_what_has_not_come_whole_says_so(self, pair: Pair, tmp_path: Path) -> None:
        line = with_file(pair, b"words", "text/plain")
        pair.carry(pair.monitor, pair.office, tmp_path / "usb")
        name = next(iter(values(pair, pair.office, line.id, kind="blob")))
        pair.on(pair.office, lambda notebook: forget(notebook, name))
        page = page_for(pair, pair.office, line.id)
        box = page.findChild(AttachmentBox)
        assert box is not None and "It has not come whole yet." in words_on(box)
        assert not acts(page) & {"show", "save-copy"}


class TestGoingOn:
    def test_correct_and_hand_over_lead_on(self, pair: Pair) -> None:
        line = note(pair)
        page = page_for(pair, pair.monitor, line.id)
        for name, go in {
            "note.correct": Go(Where.WRITE, record=line.id),
            "nav.hand-over": Go(Where.HAND_OVER),
        }.items():
            with pair.qtbot.waitSignal(page.go) as heard:
                act(page, name).click()
            assert heard.args == [go]

    def test_headquarters_prints_and_a_monitor_is_not_offered_it(self, pair: Pair, tmp_path: Path) -> None:
        line = note(pair)
        pair.carry(pair.monitor, pair.office, tmp_path / "usb")
        assert "note.print" not in acts(page_for(pair, pair.monitor, line.id))
        page = page_for(pair, pair.office, line.id, tmp_path)
        act(page, "note.print").click()
        assert "The paper lies unsealed wherever you put it" in words_on(page)
        with pair.qtbot.waitSignal(page.told, timeout=LONG):
            press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair)
        paper = tmp_path / f"{line.code}.pdf"
        assert paper.read_bytes().startswith(b"%PDF-")
        assert "note.correct" in acts(page)


def values(pair: Pair, desk: Desk, record: bytes, kind: str = "text") -> Mapping[str, Sequence[Value]]:
    """What stands in a record: texts by their paths, or attachments by their names."""

    def read(notebook: Notebook) -> Mapping[str, Sequence[Value]]:
        found = seen(notebook.vault.projection.cells(record))
        if kind == "blob":
            return {one.value.name: [] for one in found.values() if isinstance(one.value, Blob)}
        return {path: [each.value for each in one.all if isinstance(each.value, str)] for path, one in found.items()}

    return pair.on(desk, read)


def without_row(notebook: Notebook, record: bytes) -> bool:
    """Correct a note so that it has no row any more."""
    line = notebook.vault.lists.by_id(record)
    assert line is not None
    schema = notebook.vault.forms.schema(line.version)
    assert schema is not None
    draft = begin(notebook.vault, schema, line)
    left = {path: value for path, value in draft.answers.values.items() if "doers#" not in path}
    submit(notebook.vault, [replace(draft, answers=Answers(left))])
    return True


def forget(notebook: Notebook, name: str) -> bool:
    """As if the last part had not come."""
    row = notebook.vault.blobs.get(name)
    assert row is not None
    notebook.vault.blobs.keep(replace(row, whole=False))
    return True


def ink_begins(words: QLabel) -> int:
    """How far from its left edge a text is painted."""
    image = words.grab().toImage()
    ground = image.pixel(image.width() // 2, 0)
    return next(x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height())))


def files(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}
