"""Notes written by keyboard alone, with few keys besides their text: a scripted run counts them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from records.people import Role
from tests.support.windows import WINDOW, focused
from tests.support.writing import CONTROL, SHIFT, Pen, writing

pytestmark = WINDOW

FIRST_NOTE = 12
NEXT_NOTE = 7
STORY = "They came at dawn from the river and burnt two houses."


def write_incident(pen: Pen) -> None:
    """An incident from the home page to its end."""
    pen.press(Qt.Key.Key_Return)  # the first thing on the home page
    pen.settle()
    assert pen.here() == "What happened?"
    pen.type(STORY)
    pen.press(Qt.Key.Key_Tab)
    pen.press("k", Qt.Key.Key_Return)
    pen.press("t", Qt.Key.Key_Return)
    pen.type("Kilwa market")
    pen.press(Qt.Key.Key_Return)
    pen.type("Kilwa district")
    pen.press(Qt.Key.Key_Return)
    pen.press(Qt.Key.Key_Down, Qt.Key.Key_Return)


def test_an_incident_needs_few_keys_besides_its_text(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.go(pen.main.here)
        write_incident(pen)
        pen.finish()
        assert pen.keys <= FIRST_NOTE, pen.keys
        [line] = pen.notes()
        assert pen.drafts() == []
        values = pen.answers(line).values
        today = pen.vault(lambda notebook: notebook.vault.now())[:10]
        assert {key: values[key] for key in ("kind", "where", "area", "how_known", "when")} == {
            "kind": "killing",
            "where": "Kilwa market",
            "area": "Kilwa district",
            "how_known": "saw",
            "when": today,
        }
        assert values["story"] == STORY
        assert pen.main.said.text() == "Finished. Nobody else has it yet."


def test_the_next_one_from_the_same_place_needs_fewer(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.go(pen.main.here)
        write_incident(pen)
        pen.finish(CONTROL | SHIFT)
        assert pen.here() == "What happened?"
        pen.keys = 0
        pen.type("In the evening they came back.")
        pen.press(Qt.Key.Key_Tab)
        pen.press("h", Qt.Key.Key_Return)
        assert pen.here() == "How do you know?"
        pen.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
        pen.finish()
        assert pen.keys <= NEXT_NOTE, pen.keys
        first, second = (pen.answers(line).values for line in pen.notes())
        assert [first[path] for path in ("when", "where", "area")] == [
            second[path] for path in ("when", "where", "area")
        ]
        assert first["story"] != second["story"]


def letter(pen: Pen, text: str) -> None:
    """One letter of a keyboard for Arabic."""
    pen.keys += 1
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(focused(), QKeyEvent(kind, ord(text), Qt.KeyboardModifier.NoModifier, text))


def arabic_incident(pen: Pen, story: str) -> None:
    """What differs from note to note: the story, its kind, how it is known."""
    pen.type(story)
    pen.press(Qt.Key.Key_Tab)
    letter(pen, "ق")
    pen.press(Qt.Key.Key_Return)


def test_in_arabic_it_needs_as_few(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, language="ar") as pen:
        pen.go(pen.main.here)
        pen.press(Qt.Key.Key_Return)
        pen.settle()
        arabic_incident(pen, STORY)
        pen.press("1", Qt.Key.Key_Return)
        pen.type("Kilwa market")
        pen.press(Qt.Key.Key_Return)
        pen.type("Kilwa district")
        pen.press(Qt.Key.Key_Return)
        letter(pen, "ر")
        pen.press(Qt.Key.Key_Return)
        pen.finish(CONTROL | SHIFT)
        assert pen.keys <= FIRST_NOTE, pen.keys
        pen.keys = 0
        arabic_incident(pen, "In the evening they came back.")
        letter(pen, "ر")
        pen.press(Qt.Key.Key_Return)
        pen.finish()
        assert pen.keys <= NEXT_NOTE, pen.keys
        first, second = (pen.answers(line).values for line in pen.notes())
        for path, said in (("kind", "killing"), ("how_known", "saw"), ("where", "Kilwa market")):
            assert first[path] == second[path] == said
        assert first["when"] == second["when"]


def test_enter_on_an_empty_field_takes_the_last_answer(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.go(pen.main.here)
        write_incident(pen)
        pen.finish()
        pen.begin("incident")
        pen.at("where")
        assert "Kilwa market" in focused().property("placeholderText")
        pen.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
        assert [pen.page.session().value(path) for path in ("where", "area")] == ["Kilwa market", "Kilwa district"]


def test_hate_speech_by_keyboard_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("hate_speech")
        pen.type("They are rats, drive them out.")
        pen.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
        pen.press("y", Qt.Key.Key_Return)
        pen.press("radio", Qt.Key.Key_Return)
        pen.type("Radio Pwani")
        pen.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
        pen.type("the river people")
        pen.press(Qt.Key.Key_Return)
        assert pen.here() == "What is this group?"  # asked once a group is named
        pen.press("tribe", Qt.Key.Key_Return)
        pen.press("lea", Qt.Key.Key_Down, Qt.Key.Key_Return)
        pen.press("2", Qt.Key.Key_Return)
        pen.finish()
        [line] = pen.notes()
        values = pen.answers(line).values
        assert {key: values[key] for key in ("quote", "medium", "locator", "group", "basis", "does")} == {
            "quote": "They are rats, drive them out.",
            "medium": "radio",
            "locator": "Radio Pwani",
            "group": "the river people",
            "basis": "ethnic",
            "does": "dehumanises",
        }


@pytest.mark.parametrize("form", ["incident", "hate_speech", "source"])
def test_tab_goes_through_everything_in_the_order_it_is_read(tmp_path: Path, qtbot: QtBot, form: str) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin(form)
        seen_paths: list[str] = []
        for _ in range(80):
            here = [one.path for one in pen.paper.sheet.boxes() if one.isAncestorOf(focused())]
            seen_paths += here
            if focused() is pen.page.finish:
                break
            pen.press(Qt.Key.Key_Tab)
        assert focused() is pen.page.finish
        asked = [one.path for one in pen.paper.sheet.boxes() if one.can_be_answered]
        assert list(dict.fromkeys(seen_paths)) == asked


def test_a_profile_is_walked_part_by_part(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.begin("country_profile")
        pen.press("tog", Qt.Key.Key_Return)
        assert pen.page.session().value("a/country") == "Togo"
        pen.press("t")
        pen.press(Qt.Key.Key_PageDown, modifier=CONTROL)
        assert pen.here() == "Area, borders, neighbours"
        pen.type("Flat.")
        pen.press(Qt.Key.Key_PageDown, modifier=CONTROL)
        assert pen.here() == "Population"
        pen.press(Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, modifier=CONTROL)
        assert pen.here() == "Country"
        pen.finish()
        [line] = pen.notes()
        assert pen.answers(line).values["b/borders"] == "Flat."


def test_escape_goes_home_and_everything_is_kept(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.type("Half a")
        pen.press(Qt.Key.Key_Escape)
        pen.settle()
        assert not pen.page.isVisible()
        [draft] = pen.drafts()
        assert draft.answers.values["story"] == "Half a"


def test_escape_first_closes_the_list_that_is_open(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("kind")
        pen.press("k")
        pen.press(Qt.Key.Key_Escape)
        assert pen.page.isVisible()
        pen.press(Qt.Key.Key_Escape)
        pen.settle()
        assert not pen.page.isVisible()
