"""What is wrong as a list, questions in another language in place, and Undo for what is no text; by keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.questionnaire.controls.files import FileField
from records.people import Role
from resources.texts import Texts
from tests.screens.test_controls import open_foreign
from tests.support.windows import WINDOW, assert_named, focused, tab_to, words_on
from tests.support.writing import CONTROL, SHIFT, Pen, writing

pytestmark = WINDOW
RIGHT, LEFT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight

TWO = """
    | survey | | | | | |
    | | type | name | label::French (fr) | label::Arabic (ar) | label::Swahili (sw) |
    | | text | story | Histoire | قصة | Hadithi |
    | | select_one yn | sure | Sûr ? | متأكد؟ | Hakika? |
    | choices | | | | | |
    | | list_name | name | label::French (fr) | label::Arabic (ar) | label::Swahili (sw) |
    | | yn | yes | Oui | نعم | Ndiyo |
    | | yn | no | Non | لا | Hapana |
"""


def choose(pen: Pen, name: str) -> None:
    """Choose a language of the questions in the menu."""
    [action] = [one for one in pen.page.tongues.actions() if one.text() == name]
    action.trigger()
    pen.settle()


def marked(pen: Pen) -> list[str]:
    return [one.text() for one in pen.page.tongues.actions() if one.isChecked()]


def undo(pen: Pen) -> None:
    pen.press(Qt.Key.Key_Z, modifier=CONTROL)


# what is wrong, as a list


def lines(pen: Pen) -> list[str]:
    listed = pen.page.faults.list
    return [listed.item(row).text() for row in range(listed.count())]


def test_what_is_wrong_is_listed_and_enter_goes_there(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin("preparedness")
        assert pen.page.faults.isHidden()
        pen.press("to", Qt.Key.Key_Return)
        pen.press(Qt.Key.Key_PageDown, modifier=CONTROL)
        pen.press(Qt.Key.Key_Down, Qt.Key.Key_Down, "4")
        pen.finish()
        assert pen.page.problems.text() == "2 questions are not right yet."
        assert pen.page.faults.list.isHidden()
        tab_to(qtbot, pen.page.faults.key, 100)
        pen.press(Qt.Key.Key_Return)
        assert focused() is pen.page.faults.list
        assert lines(pen)[0] == "As of — This needs an answer."
        assert lines(pen)[1].startswith("The main treaties are ratified and applied — ")
        assert_named(pen.page)
        pen.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
        pen.settle()
        assert pen.here() == "What shows it?"
        pen.type("A law of 2019.")
        assert lines(pen) == ["As of — This needs an answer."]
        pen.at("a/as_of")
        pen.press("1")
        assert pen.page.faults.isHidden()


def test_escape_closes_the_list_and_not_the_page(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.finish()
        pen.page.faults.key.click()
        pen.press(Qt.Key.Key_Escape)
        assert pen.page.faults.list.isHidden()
        assert pen.page.isVisible()
        assert focused() is pen.page.faults.key
        assert focused().accessibleName() == "Show them"


# another language


def test_the_questions_change_their_language_in_place(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        assert marked(pen) == ["English"]
        pen.type("They came.")
        pen.press(Qt.Key.Key_Left, Qt.Key.Key_Left)
        choose(pen, "العربية")
        assert pen.here() == Texts("ar").of_form("What happened?")
        assert focused().textCursor().position() == len("They came.") - 2  # type: ignore[attr-defined]
        assert focused().toPlainText() == "They came."  # type: ignore[attr-defined]
        assert pen.paper.layoutDirection() == RIGHT
        assert pen.page.layoutDirection() == LEFT
        assert pen.page.finish.text() == "Finish"
        words = [one for one in pen.paper.findChildren(QLabel) if one.alignment() & Qt.AlignmentFlag.AlignAbsolute]
        assert all(one.alignment() & Qt.AlignmentFlag.AlignRight for one in words)
        assert "What happened?" not in words_on(pen.paper)
        pen.at("kind")
        pen.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
        kind = pen.page.session().value("kind")
        choose(pen, "Français")
        assert marked(pen) == ["Français"]
        assert pen.page.session().value("kind") == kind
        assert pen.paper.layoutDirection() == LEFT
        assert pen.page.title.text() == Texts("fr").of_form("Incident")


@pytest.mark.parametrize("form", ["incident", "country_profile", "preparedness", "week_note"])
def test_no_english_word_of_the_form_is_left(tmp_path: Path, qtbot: QtBot, form: str) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin(form)
        before = {one.path: one.words.text() for one in pen.paper.sheet.boxes()}
        choose(pen, "العربية")
        after = {one.path: one.words.text() for one in pen.paper.sheet.boxes()}
        assert [path for path in before if before[path] == after[path]] == []
        pen.paper.turn(1)
        arabic = Texts("ar")
        session = pen.page.session()
        shown = [one.words.text().removesuffix("\u2002•") for one in pen.paper.sheet.boxes()]
        assert shown == [session.label(path) for path in pen.asked()]
        assert all(arabic.of_form(text) == text for text in shown)


def test_a_form_from_elsewhere_offers_its_own_languages(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, TWO)
        assert [one.text() for one in pen.page.tongues.actions()] == ["French", "Arabic", "Swahili"]
        assert marked(pen) == ["French"]
        pen.at("sure")
        pen.press("1")
        choose(pen, "Swahili")
        assert pen.here() == "Ndiyo"
        assert pen.page.session().value("sure") == "yes"
        assert {"Hadithi", "Hakika?", "Ndiyo", "Hapana"} <= set(words_on(pen.paper).splitlines())


def test_a_form_in_one_language_has_no_such_choice(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n")
        action = pen.page.tongues.menuAction()
        assert isinstance(action, QAction)
        assert not action.isVisible()


def test_the_next_note_from_the_same_place_is_asked_in_the_same_language(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("week_note")
        choose(pen, "Español")
        for path, answer in (("from", "2026-11-16"), ("until", "2026-11-20"), ("when", "2026-11-16/2026-11-20")):
            if path in pen.asked():
                pen.answer(path, answer)
        for fault in pen.page._now.answering.faults():  # type: ignore[union-attr]
            pen.answer(
                fault.path,
                pen.page.session().choices(fault.path)[0].code if pen.page.session().choices(fault.path) else "1",
            )
        pen.finish(CONTROL | SHIFT)
        assert len(pen.notes()) == 1
        assert marked(pen) == ["Español"]
        pen.begin("week_note")
        assert marked(pen) == ["English"]


# undo


def test_undo_brings_back_what_was_picked_before(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("when")
        pen.press("2")
        yesterday = pen.page.session().value("when")
        pen.press("1")
        undo(pen)
        assert pen.page.session().value("when") == yesterday
        assert pen.main.said.text() == "Undone."
        undo(pen)
        assert pen.page.session().value("when") == ""
        undo(pen)
        assert pen.page.session().value("when") == ""
        pen.at("story")
        pen.type("They came.")
        pen.at("how_known")
        pen.press("1")
        undo(pen)
        assert pen.page.session().value("how_known") == ""
        assert pen.page.session().value("story") == "They came."


def test_undo_in_a_text_takes_back_letters_and_nothing_of_another_question(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("when")
        pen.press("1")
        today = pen.page.session().value("when")
        pen.at("story")
        pen.type("They came.")
        undo(pen)
        assert pen.page.session().value("story") == ""
        undo(pen)
        assert pen.page.session().value("when") == today


def test_undo_of_a_count_and_of_a_place(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("killed_least")
        pen.press("1", "2")
        undo(pen)
        assert pen.page.session().value("killed_least") == ""
        assert focused().text() == ""  # type: ignore[attr-defined]
        pen.at("where")
        pen.type("Kilwa")
        pen.press(Qt.Key.Key_Tab)
        pen.at("where")
        undo(pen)
        assert pen.page.session().value("where") == ""


def test_undo_of_a_file(tmp_path: Path, qtbot: QtBot) -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | file | paper | Paper |\n| | text | a | A |\n"
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, table)
        source = tmp_path / "list.csv"
        source.write_text("a,b\n", encoding="utf-8")
        field = pen.control("paper")
        assert isinstance(field, FileField)
        field.take(source)
        pen.settle()
        kept = pen.page.session().value("paper")
        assert kept
        pen.at("paper")
        field.face.remove_button.click()
        assert pen.page.session().value("paper") == ""
        undo(pen)
        assert pen.page.session().value("paper") == kept
        assert pen.page.session().blob("paper") is not None
