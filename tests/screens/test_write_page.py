"""The page a note is written on: kept by itself, wrong things told beside, what is not asked does not stand there."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook, correction, finish_draft, session
from desktop.places import Go, Where
from desktop.questionnaire import write_page
from desktop.questionnaire.controls.files import FileField
from desktop.questionnaire.controls.whens import WhenField
from desktop.questionnaire.keeping import WAIT
from desktop.questionnaire.write_page import WritePage
from records.people import Role
from records.recording import submit
from records.taking import take
from records.values import Blob
from records.vault.vault import Vault
from resources.texts import Texts
from tests.support.windows import LONG, WINDOW, assert_named, focused, quick_notebook, show, words_on
from tests.support.writing import CONTROL, Pen, writing

pytestmark = WINDOW

REQUIRED = {"story": "They came.", "kind": "killing", "when": "2026-11-20", "where": "Kilwa", "how_known": "saw"}


def write(pen: Pen, **answers: str) -> None:
    for path, value in (REQUIRED | answers).items():
        pen.answer(path, value)


# what is missing, what is wrong


def test_five_questions_must_be_answered_and_it_is_said_when_she_wants_to_finish(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        assert not any(pen.problem(path) for path in pen.asked())
        pen.finish()
        assert [path for path in pen.asked() if pen.problem(path)] == list(REQUIRED)
        assert pen.here() == "What happened?"
        assert pen.page.problems.text() == "5 questions are not right yet."
        pen.type("They came.")
        assert pen.problem("story") == ""
        assert pen.page.problems.text() == "4 questions are not right yet."
        assert pen.notes() == []
        write(pen)
        assert pen.page.problems.isHidden()
        pen.finish()
        assert len(pen.notes()) == 1


def test_a_problem_stands_beside_its_question_once_that_was_left(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("killed_least")
        pen.press("1", "2", Qt.Key.Key_Return)
        pen.press("5")
        assert pen.problem("killed_most") == ""
        pen.press(Qt.Key.Key_Tab)
        assert pen.problem("killed_most") == 'This cannot be less than "at least".'
        field = pen.control("killed_most").stops()[0]
        assert 'This cannot be less than "at least".' in field.accessibleDescription()
        assert field.property("wrong") == "true"
        pen.at("killed_least")
        pen.press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, "3")
        assert pen.problem("killed_most") == ""


def test_the_first_wrong_question_of_another_part_is_opened(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin("country_profile")
        pen.answer("a/country", "Benin")
        pen.answer("a/as_of", "2026-11-20")
        pen.paper.turn(2)
        pen.press("many")
        pen.paper.turn(3)
        pen.finish()
        assert pen.here() == "Population"
        assert pen.problem("c/population") == "Write a whole number, such as 12."


# what is asked


def test_a_survivor_s_note_asks_only_what_is_needed_to_get_help(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        assert "sv_count" not in pen.asked()
        pen.at("kind")
        pen.press("sexual", Qt.Key.Key_Return)
        asked = pen.asked()
        assert asked[2:6] == ["sv_note", "sv_count", "sv_referred", "sv_safe"]
        assert not {"killed_least", "killed_most", "hurt", "missing"} & set(asked)
        assert "Do not write her account." in words_on(pen.page)
        assert pen.page.readers.words.text() == "Read by: Headquarters."
        assert pen.here() == "When?" or pen.here() == "How many people need help?"
        pen.finish()
        assert pen.problem("story") == ""


def test_no_name_can_be_written_before_the_person_agreed(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.page.findChild(QPushButton, "add-people").click()  # type: ignore[union-attr]
        name = pen.named("people#1/name")
        for answers in (("2",), ("2", "1")):
            pen.at("people#1/minor")
            for key in answers:
                pen.press(key, Qt.Key.Key_Return)
            assert name not in pen.asked()
        pen.at("people#1/agrees")
        pen.press("1")
        assert name in pen.asked()
        pen.answer("people#1/name", "Neema Secret")
        pen.at("people#1/minor")
        pen.press("1")
        assert name not in pen.asked()
        pen.page.leave()
        assert "Neema Secret" not in repr(pen.drafts())


def test_what_appears_below_takes_neither_focus_nor_cursor(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin("country_profile")
        pen.paper.turn(2)
        field = focused()
        assert isinstance(field, QLineEdit)
        boxes = {box.path: box for box in pen.paper.sheet.boxes()}
        for typed in ("4", "2", Qt.Key.Key_Left, "0"):
            pen.press(typed)
            assert focused() is field
        assert (field.text(), field.cursorPosition()) == ("402", 2)
        assert "c/population_source" in pen.asked()
        pen.press(Qt.Key.Key_Home, Qt.Key.Key_Delete, Qt.Key.Key_Delete, Qt.Key.Key_Delete)
        assert focused() is field
        assert "c/population_source" not in pen.asked()
        assert {box.path: box for box in pen.paper.sheet.boxes()} == boxes


def test_only_the_part_that_is_open_is_made(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin("country_profile")
        assert {path.partition("/")[0] for path in pen.asked()} == {"a"}
        made = len(pen.paper.findChildren(QPlainTextEdit))
        pen.paper.turn(1)
        assert pen.asked() == ["b/borders", "b/terrain", "b/climate"]
        assert len(pen.paper.findChildren(QPlainTextEdit)) == made + 3


def test_the_outline_stands_where_there_is_room_and_marks_the_parts(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin("country_profile")
        outline = pen.page.outline
        assert outline.isVisible()
        assert not outline.field.isVisible()
        pen.main.resize(1024, 600)
        qtbot.waitUntil(lambda: not outline.isVisible() and outline.field.isVisible(), timeout=LONG)
        pen.paper.turn(2)
        pen.press("many", Qt.Key.Key_Tab)
        people = outline.list.item(2)
        assert people.data(Qt.ItemDataRole.AccessibleTextRole) == "C. People, something to mend"
        pen.answer("c/population", "12")
        assert people.data(Qt.ItemDataRole.AccessibleTextRole) == "C. People, begun"
        outline.field.activated.emit(5)
        assert pen.asked()[0] == "f/courts"
        pen.begin("incident")
        assert not outline.isVisible()
        assert not outline.field.isVisible()


# kept


def test_an_untouched_note_leaves_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
        pen.finish()
        pen.go(Go(Where.HOME))
        assert pen.drafts() == []


def test_a_draft_is_kept_on_leaving_a_question_and_two_seconds_after_the_last_key(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.type("One")
        assert pen.page.kept.text() == ""
        assert pen.drafts() == []
        pen.press(Qt.Key.Key_Tab)
        pen.settle()
        assert pen.page.kept.text() == "Kept"
        assert pen.drafts()[0].answers.values == {"story": "One"}
        pen.at("story")
        pen.type(" two")
        qtbot.waitUntil(lambda: pen.page.kept.text() == "Kept", timeout=WAIT + LONG)
        assert "two" in str(pen.drafts()[0].answers.values["story"])


def test_after_the_program_ended_the_cursor_is_where_it_was(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.type("They came at dawn")
        pen.page.findChild(QPushButton, "add-doers").click()  # type: ignore[union-attr]
        pen.at("doers#1/unit")
        pen.type("Third brigade")
        pen.press(*[Qt.Key.Key_Left] * 7)
        pen.qtbot.waitUntil(lambda: bool(pen.drafts()), timeout=LONG)
        qtbot.waitUntil(lambda: pen.page.kept.text() == "Kept", timeout=WAIT + LONG)
        [draft] = pen.drafts()
        fresh = WritePage(pen.desk)  # a new process knows no more than the notebook does
        show(qtbot, fresh)
        fresh.bring(Go(Where.WRITE, draft=draft.id))
        pen.settle()
        field = focused()
        assert fresh.isAncestorOf(field)
        assert isinstance(field, QLineEdit)
        assert (field.text(), field.cursorPosition()) == ("Third brigade", 6)
        assert fresh.session().value("story") == "They came at dawn"


def test_a_draft_that_is_finished_elsewhere_leads_home(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.go(Go(Where.WRITE, draft="0123456789ABCDEF"))
        pen.settle()
        assert not pen.page.isVisible()
        assert pen.main.said.text() == "That note is finished, or was thrown away."


def test_throwing_away_can_be_undone_and_then_is_for_good(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_page, "UNDO_FOR", 50)
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.type("A mistake")
        pen.page.menu.actions()[1].trigger()
        assert not pen.paper_is_shown()
        pen.page.findChild(QPushButton, "undoThrow").click()  # type: ignore[union-attr]
        assert pen.paper_is_shown()
        assert pen.here() == "What happened?"
        pen.settle()
        assert len(pen.drafts()) == 1
        pen.page.menu.actions()[1].trigger()
        pen.main.leave()
        assert pen.drafts() == []


# attachments


def test_a_photo_travels_without_its_hidden_details_and_is_hidden_until_asked_for(tmp_path: Path, qtbot: QtBot) -> None:
    photo = tmp_path / "river.jpg"
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(photo))
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        write(pen)
        pen.page.findChild(QPushButton, "add-photos").click()  # type: ignore[union-attr]
        control = pen.control("photos#1/file")
        assert isinstance(control, FileField)
        control.take(photo)
        pen.settle()
        assert pen.here() == "What does it show?"
        words = words_on(control)
        assert "river.jpg" in words
        assert "Picture" in words
        assert "without hidden details" in words
        assert not control.face.is_shown()
        control.face.show_button.click()
        pen.settle()
        assert control.face.is_shown()
        pen.finish()
        [line] = pen.notes()
        [blob] = [value for value in pen.answers(line).values.values() if isinstance(value, Blob)]
        custody = pen.vault(lambda notebook: [row.act for row in notebook.vault.custody.of(blob.name)])
        assert custody == ["cleaned", "viewed"]


def test_what_cannot_be_taken_in_is_said_and_nothing_is_there(tmp_path: Path, qtbot: QtBot) -> None:
    tool = tmp_path / "tool"
    tool.write_bytes(b"\x7fELF" + bytes(100))
    with writing(tmp_path, qtbot) as pen:
        pen.begin("hate_speech")
        control = pen.control("capture")
        assert isinstance(control, FileField)
        for path in (tool, tmp_path / "gone.jpg", tmp_path):
            control.take(path)
            pen.settle()
            assert not control.face.problem.isHidden()
            assert pen.page.session().value("capture") == ""
        sound = tmp_path / "voice.mp3"
        sound.write_bytes(b"ID3" + bytes(500))
        control.take(sound)
        pen.settle()
        assert control.face.problem.isHidden()
        assert "its hidden details could not be removed" in words_on(control)
        assert control.face.show_button.isHidden()
        control.face.remove_button.click()
        assert pen.page.session().value("capture") == ""


def test_a_file_is_dropped_and_a_picture_pasted(tmp_path: Path, qtbot: QtBot) -> None:
    note = tmp_path / "note.txt"
    note.write_text("seen at the market", encoding="utf-8")
    with writing(tmp_path, qtbot) as pen:
        pen.begin("hate_speech")
        control = pen.control("capture")
        assert isinstance(control, FileField)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(note))])
        control.take_all(data)
        pen.settle()
        assert "note.txt" in words_on(control)
        control.face.remove_button.click()
        image = QImage(30, 20, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.blue)
        pasted = QMimeData()
        pasted.setImageData(image)
        control.take_all(pasted)
        pen.settle()
        assert "Pasted picture" in words_on(control)


def test_a_file_that_is_stopped_is_not_taken_in(tmp_path: Path, qtbot: QtBot) -> None:
    long = tmp_path / "film.mp4"
    with long.open("wb") as file:
        file.write(b"\0\0\0\x20ftypisom")
        file.truncate(200 << 20)
    with writing(tmp_path, qtbot) as pen:
        pen.begin("hate_speech")
        control = pen.control("capture")
        assert isinstance(control, FileField)
        control.take(long)
        control.face.stop_button.click()
        pen.settle()
        assert pen.page.session().value("capture") == ""
        assert pen.vault(lambda notebook: notebook.vault.blobs.all()) == []


def test_a_removed_row_comes_back_with_its_photo(tmp_path: Path, qtbot: QtBot) -> None:
    note = tmp_path / "note.txt"
    note.write_text("seen", encoding="utf-8")
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.page.findChild(QPushButton, "add-photos").click()  # type: ignore[union-attr]
        control = pen.control("photos#1/file")
        assert isinstance(control, FileField)
        control.take(note)
        pen.settle()
        pen.type("A paper")
        [remove] = [
            one for one in pen.paper.findChildren(QPushButton) if one.accessibleName().startswith("Remove: Photo")
        ]
        remove.click()
        assert pen.page.session().rows("photos") == ()
        undo = focused()
        assert undo.objectName() == "undo"
        pen.press(Qt.Key.Key_Return)
        assert "note.txt" in words_on(pen.control("photos#1/file"))
        assert pen.page.session().value(pen.named("photos#1/about")) == "A paper"


# corrections


def test_a_correction_keeps_the_history_and_nothing_changed_writes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        write(pen)
        pen.finish()
        [line] = pen.notes()

        def bodies(notebook: Notebook) -> int:
            return len({entry for entry, _ in notebook.vault.lists.history(line.number)})

        pen.go(Go(Where.WRITE, record=line.id))
        assert f"Correction of {line.code}" in words_on(pen.page)
        pen.finish()
        assert (pen.vault(bodies), pen.main.said.text()) == (1, "Nothing was changed.")
        pen.go(Go(Where.WRITE, record=line.id))
        pen.answer("where", "Kilwa Kivinje")
        pen.finish()
        assert pen.vault(bodies) == 2
        assert pen.answers(line).values["where"] == "Kilwa Kivinje"
        assert pen.main.here == Go(Where.NOTE, record=line.id)
        assert pen.main.said.text() == "Corrected. Nobody else has the correction yet."


def test_a_correction_left_half_done_is_gone_on_with(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        write(pen)
        pen.finish()
        [line] = pen.notes()
        for place in ("Lindi", "Lindi town"):
            pen.go(Go(Where.WRITE, record=line.id))
            pen.at("where")
            pen.answer("where", place)
            pen.go(Go(Where.HOME))
        [draft] = pen.drafts()
        assert draft.answers.values["where"] == "Lindi town"
        pen.go(Go(Where.WRITE, record=line.id))
        assert pen.page.session().value("where") == "Lindi town"


def test_paragraphs_keep_their_lasting_names_through_two_corrections(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin("country_profile")
        pen.answer("a/country", "Benin")
        pen.answer("a/as_of", "2026-11-20")
        pen.paper.turn(1)
        pen.type("First.\nSecond.\nThird.")
        pen.finish()
        [line] = pen.notes()
        before = pen.vault(lambda notebook: paragraphs(notebook.vault, line.id))
        assert list(before.values()) == ["First.", "Second.", "Third."]
        for words in ("Second, mended.", "Second, mended twice."):
            pen.go(Go(Where.WRITE, record=line.id))
            pen.at("b/borders")
            field = focused()
            assert isinstance(field, QPlainTextEdit)
            lines = field.toPlainText().split("\n")
            field.setPlainText("\n".join([lines[0], words, *lines[2:]]))
            pen.finish()
        after = pen.vault(lambda notebook: paragraphs(notebook.vault, line.id))
        assert list(after) == list(before)
        assert list(after.values()) == ["First.", "Second, mended twice.", "Third."]


def paragraphs(vault: Vault, record: bytes) -> dict[str, object]:
    """The paragraphs of the borders' text, by their lasting names, in order."""
    cells = {place.path: standing[-1].value for place, standing in vault.projection.cells(record).items()}
    names = [path for path in cells if path.startswith("b/borders#") and "/@" not in path]
    order = {path: str(cells[f"{path}/@order"]) for path in names if cells[f"{path}/@exists"] is True}
    return {path: cells[path] for path in sorted(order, key=lambda path: order[path])}


def test_a_change_that_arrives_meanwhile_is_never_overwritten(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        write(pen)
        pen.finish()
        [line] = pen.notes()
        pen.go(Go(Where.WRITE, record=line.id))
        pen.answer("where", "my own mending")
        pen.vault(lambda notebook: changed_at_headquarters(notebook, tmp_path / "hq", line.id))
        pen.finish()
        assert pen.main.said.text() == "Corrected. Somebody else changed it too: both versions are kept."
        standing = pen.vault(
            lambda notebook: {
                one.value
                for place, ones in notebook.vault.projection.cells(line.id).items()
                if place.path == "where"
                for one in ones
            }
        )
        assert standing == {"my own mending", "what headquarters says"}


def changed_at_headquarters(notebook: Notebook, folder: Path, record: bytes) -> bool:
    """Headquarters corrects the note on its own notebook, and that arrives here."""
    here = notebook.vault
    office = quick_notebook(folder, Role.HEADQUARTERS, "Main office", "KEN")
    there = office.vault
    try:
        here.cards.trust(office.card, Role.HEADQUARTERS, here.now())
        there.cards.trust(notebook.card, Role.MONITOR, there.now())
        take(there, [kept.entry for kept in here.journal.entries(here.journal.numbers())])
        line = there.lists.by_id(record)
        assert line is not None
        draft = correction(there, line)
        answers = replace(draft.answers, values={**draft.answers.values, "where": "what headquarters says"})
        submit(there, [replace(draft, answers=answers)])
        take(here, [kept.entry for kept in there.journal.entries(there.journal.numbers())])
    finally:
        there.close()
    return True


# controls


def test_when_is_pressed_and_said_back_in_words(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        control = pen.control("when")
        assert isinstance(control, WhenField)
        pen.at("when")
        pen.press("b", Qt.Key.Key_Return)
        assert focused() is control.first
        assert control.words.text().startswith("between ")
        assert "/" in pen.page.session().value("when")
        pen.at("when")
        pen.press("5")
        assert control.words.text().startswith("about ")
        pen.press(Qt.Key.Key_Backspace)
        assert pen.page.session().value("when") == ""
        assert not any(sign in words_on(pen.page) for sign in ("~", "/20", "EDTF", "ISO"))


def test_none_and_not_known_are_keys_beside_a_number(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        control = pen.control("killed_least")
        none, unknown = control.findChildren(QPushButton)
        none.click()
        assert pen.page.session().value("killed_least") == "0"
        unknown.click()
        assert pen.page.session().value("killed_least") == ""
        assert unknown.isChecked()
        pen.type("3")
        assert not unknown.isChecked()


def test_typing_finds_a_choice_anywhere_in_its_words(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("kind")
        offers = pen.control("kind").offers  # type: ignore[attr-defined]
        assert offers.isVisible()
        assert [offers.item(row).text() for row in range(8)][:2] == ["Somebody was killed", "Three or more were killed"]
        pen.press("peacekeep")
        assert [offers.item(row).text() for row in range(offers.count())] == ["Aid workers or peacekeepers attacked"]
        pen.press(Qt.Key.Key_Tab)
        assert pen.page.session().value("kind") == "aid_attacked"
        pen.at("kind")
        focused().selectAll()  # type: ignore[attr-defined]
        pen.press("nothing like this", Qt.Key.Key_Tab)
        assert pen.page.session().value("kind") == "aid_attacked"
        pen.at("kind")
        focused().selectAll()  # type: ignore[attr-defined]
        pen.press(Qt.Key.Key_Delete, Qt.Key.Key_Tab)
        assert pen.page.session().value("kind") == ""


def test_a_new_code_stands_for_a_person_and_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.answer("how_known", "witness")
        pen.at("source")
        pen.press(Qt.Key.Key_Tab, Qt.Key.Key_Space)
        code = pen.page.session().value("source")
        assert len(code.replace("-", "")) == 9
        assert "This code stands for the person" in words_on(pen.page)
        assert "Other offices only if the person who told you agrees." in pen.page.readers.words.text()


# every page


@pytest.mark.parametrize(
    ("language", "form"), [("en", "incident"), ("xx", "incident"), ("fr", "hate_speech"), ("xx", "source")]
)
def test_every_control_has_a_name_in_every_language(tmp_path: Path, qtbot: QtBot, language: str, form: str) -> None:
    with writing(tmp_path, qtbot, language=language) as pen:
        pen.begin(form)
        for add in [one for one in pen.paper.findChildren(QPushButton) if one.objectName().startswith("add-")]:
            add.click()
        assert_named(pen.page)
        mirrored = pen.page.layoutDirection() is Qt.LayoutDirection.RightToLeft
        assert mirrored is (Texts(language).language.direction.value == "rtl")


def test_from_right_to_left_it_is_written_and_finished_too(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, language="xx") as pen:
        pen.begin("incident")
        write(pen, story="جاؤوا عند الفجر\nمن النهر")
        pen.at("when")
        pen.press("1", Qt.Key.Key_Left)
        focus_first = focused()
        pen.press(Qt.Key.Key_Right)
        assert focused() is not focus_first
        pen.finish(CONTROL)
        [line] = pen.notes()
        assert pen.answers(line).values["story"] == "جاؤوا عند الفجر\nمن النهر"


def test_a_session_is_never_shared_with_the_lane(tmp_path: Path, qtbot: QtBot) -> None:
    """What the page fills in is its own: the notebook gets plain drafts, and answers stay what they were."""
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        write(pen)
        pen.page.leave()
        [draft] = pen.drafts()
        pen.answer("story", "changed afterwards")
        filled = pen.vault(lambda notebook: session(notebook.vault, draft, Texts("en")).value("story"))
        assert filled == "They came."
        assert pen.vault(lambda notebook: finish_draft(notebook.vault, draft)).entries
