"""Questions with the same answers in one table, by keyboard: moving, picking, what a row brings, what is wrong."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.places import Go, Where
from desktop.questionnaire.question_box import QuestionBox
from desktop.questionnaire.table import Table, TableRow
from desktop.taking_forms import proposal, take
from forms.model import Form
from records.people import Role
from tests.support import windows
from tests.support.filling import compiled
from tests.support.windows import LONG, WINDOW, assert_named, focused, look_for
from tests.support.writing import CONTROL, Pen, writing

pytestmark = WINDOW

FIRST = "1.1 Armed conflict, inside the country or with another"
SECOND = "1.2 A security crisis: a broken peace deal, war next door, a threat from outside, terrorism"


def taken(pen: Pen, form: Form) -> None:
    """Take in a form from elsewhere."""
    pen.vault(lambda notebook: take(notebook.vault, proposal(notebook.vault, form, ())))


def at_first_factor(pen: Pen) -> None:
    pen.begin("risk_assessment")
    pen.press(Qt.Key.Key_PageDown, modifier=CONTROL)
    pen.settle()


def table_of(pen: Pen) -> Table:
    found = pen.paper.sheet.findChild(Table)
    assert isinstance(found, Table)
    return found


def test_a_table_is_answered_by_keys_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        at_first_factor(pen)
        assert pen.here() == f"{FIRST}: Not looked at"
        pen.press("2")
        assert pen.page.session().value("f1/i1_1") == "absent"
        pen.press(Qt.Key.Key_Tab)
        assert pen.here() == f"{SECOND}: Not looked at"
        pen.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
        assert pen.here() == f"{SECOND}: Weak"
        assert pen.page.session().value("f1/i1_2") == "", "where one only moved nothing is answered"
        pen.press(Qt.Key.Key_Return)
        assert pen.page.session().value("f1/i1_2") == "weak"
        assert pen.here().startswith("1.3 ")
        pen.press(Qt.Key.Key_Right, Qt.Key.Key_Up)
        assert pen.here() == f"{SECOND}: Not there"
        pen.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
        assert pen.page.session().value("f1/i1_3") == "absent"
        pen.press(Qt.Key.Key_Backspace)
        assert pen.page.session().value("f1/i1_3") == ""


def test_up_and_down_pick_nothing_by_themselves(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        at_first_factor(pen)
        pen.press(Qt.Key.Key_Up)
        assert pen.here() == f"{FIRST}: Not looked at"
        pen.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
        values = [pen.page.session().value(f"f1/i1_{number}") for number in range(1, 12)]
        assert set(values) == {""}


def test_the_reason_stands_below_its_row_and_is_the_next_to_be_answered(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        at_first_factor(pen)
        pen.press("4", Qt.Key.Key_Return)
        assert pen.here() == "Which notes show it, or why do you think so?"
        pen.settle()
        row, below, following = list(table_of(pen).inside.boxes())[:3]
        assert (row.path, below.path, following.path) == ("f1/i1_1", "f1/w1_1", "f1/i1_2")
        assert row.y() < below.y() < following.y()
        assert isinstance(row, TableRow)
        assert type(below) is QuestionBox
        pen.type("BEN-1")
        pen.press(Qt.Key.Key_Tab)
        assert pen.here() == f"{SECOND}: Not looked at"
        pen.press(Qt.Key.Key_Up, "1")
        assert "f1/w1_1" not in pen.asked()


def test_each_row_says_what_is_wrong_with_it(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        at_first_factor(pen)
        pen.press("4")
        pen.finish()
        pen.at("f1/w1_1")
        assert pen.problem("f1/w1_1") == "Give the code of a note, or your reason."
        assert pen.problem("f1/i1_1") == ""


def test_every_cell_says_its_question_and_its_choice(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        at_first_factor(pen)
        assert_named(pen.page)
        [row, *_] = table_of(pen).rows()
        cells = row.cells().buttons
        read = [QAccessible.queryAccessibleInterface(one) for one in cells]
        assert [one.text(QAccessible.Text.Name) for one in read] == [
            f"{FIRST}: {choice}" for choice in ("Not looked at", "Not there", "Weak", "Present", "Strong")
        ]


def test_the_columns_stay_in_sight_and_above_their_cells(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.main.resize(960, 480)
        at_first_factor(pen)
        table = table_of(pen)
        for number in range(10):
            pen.press(Qt.Key.Key_Down)
            QApplication.processEvents()
            seen = table.head.mapTo(pen.page, table.head.rect().topLeft()).y()
            assert 0 <= seen < pen.page.height(), number
            cell = focused()
            assert cell.mapTo(pen.page, cell.rect().topLeft()).y() >= seen + table.head.height() - 1
        assert table.head.y() > 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_with_large_letters_questions_stand_above_their_cells(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(windows, "look_for", partial(look_for, size=200))
    with writing(tmp_path, qtbot, Role.FOCAL_POINT, language) as pen:
        pen.main.resize(1024, 600)
        at_first_factor(pen)
        table = table_of(pen)
        qtbot.waitUntil(lambda: [not_in_its_line(row) for row in table.rows()] == [False] * 11, timeout=LONG)
        assert pen.page.width() >= table.mapTo(pen.page, table.rect().bottomRight()).x(), "nothing is cut at the side"
        assert table.head.height() < pen.page.height() / 3


def not_in_its_line(row: TableRow) -> bool:
    """Whether its words are cut, or stand beside cells that take up the whole width."""
    words, cells = row.words.geometry(), row.cells().geometry()
    return words.bottom() > cells.top() or words.height() < row.words.heightForWidth(words.width())


def test_from_right_to_left_the_keys_turn_round(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT, "ar") as pen:
        at_first_factor(pen)
        pen.press(Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Space)
        assert pen.page.session().value("f1/i1_1") == "weak"
        [row, *_] = table_of(pen).rows()
        first, second = row.cells().buttons[:2]
        assert first.x() > second.x()


def test_a_table_of_another_form_with_130_rows_comes_page_by_page(tmp_path: Path, qtbot: QtBot) -> None:
    rows = "\n".join(f"| | select_one deg | q{number} | Sign {number} | likert |" for number in range(130))
    form = compiled(
        f"| survey | | | | |\n| | type | name | label | appearance |\n{rows}\n"
        "| choices | | | |\n| | list_name | name | label |\n| | deg | low | Low |\n| | deg | high | High |\n"
    )
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        taken(pen, form)
        pen.go(Go(Where.WRITE, form=form.id))
        assert len(pen.asked()) == 40
        pen.press("2")
        pen.press(Qt.Key.Key_PageDown, modifier=CONTROL)
        assert pen.here() == "Sign 40: Low"
        pen.press("1")
        pen.press(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, modifier=CONTROL)
        pen.press(*[Qt.Key.Key_Down] * 12)
        pen.press("2")
        pen.finish()
        [line] = pen.notes()
        assert pen.answers(line).values == {"q0": "high", "q40": "low", "q129": "high"} | {
            key: value for key, value in pen.answers(line).values.items() if "/" in key
        }


def test_a_form_of_a_thousand_questions_makes_only_what_is_looked_at(tmp_path: Path, qtbot: QtBot) -> None:
    questions = "\n".join(f"| | text | q{number} | Question {number} |" for number in range(1000))
    form = compiled(f"| survey | | | |\n| | type | name | label |\n{questions}\n")
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        taken(pen, form)
        pen.go(Go(Where.WRITE, form=form.id))
        assert len(pen.page.findChildren(QuestionBox)) == 40
        assert pen.page.outline.list.count() == 25
        assert pen.paper.show_question("q999")
        assert len(pen.page.findChildren(QuestionBox)) == 80
