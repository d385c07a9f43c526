"""Every way to answer, in somebody else's questionnaire: each control takes what is typed and shows what is there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook, write_down
from desktop.places import Go, Where
from desktop.questionnaire.controls.picks import Picks
from forms.storing import schema_of, to_bytes
from records.recording import begin
from tests.support.filling import compiled
from tests.support.windows import WINDOW, assert_named, focused
from tests.support.writing import Pen, writing
from tests.unit.desktop.test_asking import MANY, TABLE

pytestmark = WINDOW

FOREIGN = TABLE.replace("calculate | sum | | | |", "text | last | Last & least | | |") + MANY
REPEATS = """
    | survey | | | | |
    | | type | name | label | relevant |
    | | begin_repeat | visits | Visit | |
    | | text | who | Who? | |
    | | text | why | Why? | ${who} != '' |
    | | end_repeat | | | |
    | | text | last | The last one | |
"""


def open_foreign(pen: Pen, table: str) -> None:
    """Begin a questionnaire that came from elsewhere."""
    form = compiled(table)
    schema = schema_of(form)

    def begun(notebook: Notebook) -> str:
        notebook.vault.forms.put(schema, to_bytes(form))
        return write_down(notebook.vault, begin(notebook.vault, schema)).id

    pen.go(Go(Where.WRITE, draft=pen.vault(begun)))


TYPED: list[tuple[str, tuple[Qt.Key | str, ...], str]] = [
    ("line", ("Kilwa",), "Kilwa"),
    ("line", ("  ",), ""),
    ("story", ("Kilwa",), "Kilwa"),
    ("age", ("12",), "12"),
    ("weight", ("1 2.5",), "12.5"),
    ("hour", ("930",), "09:30"),
    ("spot", ("-8.92 39.51",), "-8.92 39.51"),
    ("scale", ("7",), "7"),
    ("radio", (Qt.Key.Key_Down, Qt.Key.Key_Space), "b"),
    ("radio", ("b", "b"), "b"),
    ("radio", ("2", Qt.Key.Key_Backspace), ""),
    ("keys", (Qt.Key.Key_Right, Qt.Key.Key_Space), "b"),
    ("keys", (Qt.Key.Key_Right, Qt.Key.Key_Return), "b"),
    ("keys", (Qt.Key.Key_Return,), ""),
    ("keys", ("a", Qt.Key.Key_Space), ""),
    ("search", (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return), "b"),
    ("ticks", ("2", "1", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space), "m0 m1 m2"),
    ("ticks", ("2", "2"), ""),
    ("rank", (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space), "b a"),
    ("agree", (Qt.Key.Key_Space,), "OK"),
    ("agree", (Qt.Key.Key_Space, Qt.Key.Key_Space), ""),
]


@pytest.mark.parametrize(("path", "keys", "kept"), TYPED)
def test_what_is_typed_is_what_is_kept(
    tmp_path: Path, qtbot: QtBot, path: str, keys: tuple[Qt.Key | str, ...], kept: str
) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, FOREIGN)
        pen.at(path)
        pen.press(*keys)
        assert pen.page.session().value(path) == kept
        assert pen.problem(path) == ""


def test_an_order_is_changed_with_alt(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, FOREIGN)
        pen.at("rank")
        pen.press(Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
        assert pen.page.session().value("rank") == "b a"
        pen.press(Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.AltModifier)
        assert pen.page.session().value("rank") == "a b"


def test_a_day_and_a_moment_are_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, FOREIGN)
        pen.at("day")
        pen.press("3", Qt.Key.Key_Return)
        before = pen.page.session().value("day")
        pen.press(Qt.Key.Key_Down)
        assert pen.page.session().value("day") < before
        pen.at("moment")
        pen.press("t", Qt.Key.Key_Return)
        assert pen.page.session().value("moment") == ""
        pen.press("1430")
        today = pen.vault(lambda notebook: notebook.vault.clock().astimezone().date().isoformat())
        assert pen.page.session().value("moment") == f"{today}T14:30"


def test_everything_has_a_name_and_long_words_stay_on_the_page(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.main.resize(960, 540)
        open_foreign(pen, FOREIGN.replace("| a | A |", f"| a | {'A rather long answer ' * 9}|"))
        assert_named(pen.page)
        for path in ("radio", "keys", "ticks"):
            control = pen.control(path)
            assert isinstance(control, Picks)
            assert all(
                button.mapTo(pen.page, button.rect().topRight()).x() <= pen.page.width() for button in control.buttons
            )


def test_answers_of_a_draft_stand_there_again(tmp_path: Path, qtbot: QtBot) -> None:
    answers = {
        "line": "Kilwa",
        "dead": "3",
        "radio": "b",
        "many": "m4",
        "ticks": "m1 m2",
        "rank": "b a",
        "hour": "09:30",
    }
    answers |= {"moment": "2026-11-20T14:30", "day": "2026-11-20", "when": "2026-11-18/2026-11-20", "agree": "OK"}
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, FOREIGN)
        for path, value in answers.items():
            pen.answer(path, value)
        pen.page.leave()
        [draft] = pen.drafts()
        pen.go(Go(Where.HOME))
        pen.go(Go(Where.WRITE, draft=draft.id))
        session = pen.page.session()
        assert {path: session.value(path) for path in answers} == answers
        ticks = pen.control("ticks")
        assert isinstance(ticks, Picks)
        assert [button.isChecked() for button in ticks.buttons[:4]] == [False, True, True, False]


def test_rows_that_are_always_asked_are_added_and_taken_away(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, REPEATS)
        add = {one.objectName(): one for one in pen.paper.sheet.stops()}["add-visits"]
        assert add.text().strip() == "Visit"  # type: ignore[attr-defined]
        add.setFocus()
        pen.press(Qt.Key.Key_Return)
        assert pen.here() == "Who?"
        pen.type("Anna")
        assert pen.asked() == [pen.named("visits#1/who"), pen.named("visits#1/why"), "last"]
        add = {one.objectName(): one for one in pen.paper.sheet.stops()}["add-visits"]
        assert add.text().strip() == "Add another: Visit"  # type: ignore[attr-defined]


def test_a_letter_of_another_keyboard_does_no_harm(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, FOREIGN)
        pen.at("radio")
        pen.press("z", "9", "#")
        assert pen.page.session().value("radio") == ""
        assert pen.control("radio").isAncestorOf(focused())
