"""F1 on a choice: what it means stands beside it, is read out, and goes again; the keys stay where they are."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.questionnaire.controls.typing import TypeAhead
from desktop.questionnaire.write_page import WritePage
from records.people import Role
from resources.glossary import Glossary
from tests.screens.test_controls import FOREIGN, open_foreign
from tests.support.windows import WINDOW, focused
from tests.support.writing import Pen, writing

pytestmark = WINDOW

F1 = Qt.Key.Key_F1
DOWN = Qt.Key.Key_Down
ESCAPE = Qt.Key.Key_Escape


def said(pen: Pen, path: str) -> list[str]:
    """The lines of the box of a question, none while there is no box."""
    box = pen.box(path).meaning
    return box.lines() if box is not None and box.isVisible() else []


def below(one: QWidget, other: QWidget, page: QWidget) -> bool:
    return one.mapTo(page, one.rect().topLeft()).y() >= other.mapTo(page, other.rect().bottomLeft()).y()


@pytest.mark.parametrize("language", ["en", "ar", "xx"])
def test_f1_explains_a_key_and_goes_with_the_person(tmp_path: Path, qtbot: QtBot, language: str) -> None:
    with writing(tmp_path, qtbot, language=language) as pen:
        pen.begin("incident")
        pen.at("worse")
        here = focused()
        pen.press(F1)
        term = Glossary(language).term("worse", "over")
        assert term is not None
        assert focused() is here
        lines = said(pen, "worse")
        assert len(lines) == 4
        assert lines[1] == term.meaning
        assert term.example in lines[2]
        assert term.not_this in lines[3]
        box = pen.box("worse").meaning
        assert box is not None
        qtbot.waitUntil(lambda: below(box, here, pen.page))
        pen.press(DOWN)
        assert said(pen, "worse")[1] != term.meaning
        pen.press(F1)
        assert said(pen, "worse") == []
        assert pen.page.session().value("worse") == "", "to ask is not to answer"


def test_escape_closes_it_before_it_leaves_the_page(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("worse")
        pen.press(F1)
        pen.press(ESCAPE)
        assert said(pen, "worse") == []
        assert isinstance(pen.main.stack.currentWidget(), WritePage)
        pen.press(ESCAPE)
        pen.settle()
        assert not isinstance(pen.main.stack.currentWidget(), WritePage)


def test_it_is_read_out_and_what_was_read_before_comes_back(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("worse")
        before = focused().accessibleDescription()
        pen.press(F1)
        for line in said(pen, "worse"):
            assert line in told[-1]
            assert line in focused().accessibleDescription()
        pen.press(F1)
        assert focused().accessibleDescription() == before


def test_in_a_list_it_stands_below_its_choice(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("week_note")
        pen.at("report")
        pen.press(F1)
        assert said(pen, "report")[0] == "Nothing to report"
        pen.begin("incident")
        pen.paper.show_question("followup/response")
        pen.press(DOWN)
        pen.press(F1)
        response = pen.box("followup/response")
        assert said(pen, "followup/response")[0] == "They came"
        second, third = response.control.stops()[1:3]
        assert response.meaning is not None
        between = response.meaning
        qtbot.waitUntil(lambda: below(between, second, pen.page) and below(third, between, pen.page))
        pen.press(Qt.Key.Key_Space)
        assert pen.page.session().value("followup/response") == "came"
        assert said(pen, "followup/response")[0] == "They came", "a tick does not end it"


def test_in_a_table_it_stands_below_the_row(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, role=Role.FOCAL_POINT) as pen:
        pen.begin("risk_assessment")
        pen.at("f1/i1_3")
        cell = focused()
        pen.press(F1)
        assert said(pen, "f1/i1_3")[0] == "Not looked at"
        row = pen.box("f1/i1_3")
        between = row.meaning
        assert between is not None
        assert focused() is cell
        qtbot.waitUntil(lambda: below(between, cell, pen.page) and below(pen.box("f1/i1_4"), between, pen.page))
        assert between.width() > cell.width() * len(row.control.stops())


def test_while_typing_it_explains_what_is_marked(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("kind")
        pen.press(DOWN)
        pen.press(F1)
        assert said(pen, "kind")[0] == "Somebody was killed"
        pen.press(DOWN)
        assert said(pen, "kind")[0] == "Three or more were killed"
        pen.press(Qt.Key.Key_Return)
        assert pen.page.session().value("kind") == "mass_killing"
        assert said(pen, "kind") == [], "it goes when the person goes on"


def test_where_there_is_no_choice_the_question_is_explained(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        pen.at("story")
        pen.press(F1)
        hint = pen.box("story").hint.text()
        assert hint
        assert said(pen, "story") == ["What happened?", hint]


def test_a_form_from_elsewhere_says_that_nothing_is_written(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        open_foreign(pen, FOREIGN)
        pen.at("radio")
        pen.press(F1)
        assert said(pen, "radio")[1:] == ["Nothing is written about this."]


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("path", ["worse", "kind", "how_known", "actor", "followup/response"])
def test_it_is_seen_whole(tmp_path: Path, qtbot: QtBot, path: str, size: tuple[int, int]) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.main.resize(*size)
        pen.begin("incident")
        pen.paper.show_question(path)
        qtbot.waitUntil(lambda: not focused().visibleRegion().isEmpty())
        pen.settle()
        pen.press(DOWN)
        pen.press(F1)
        control, box = pen.control(path), pen.box(path).meaning
        assert box is not None
        qtbot.waitUntil(lambda: box.visibleRegion().boundingRect().height() == box.height())
        if isinstance(control, TypeAhead):
            qtbot.waitUntil(lambda: below(control.offers, box, pen.page))
        qtbot.waitUntil(lambda: not focused().visibleRegion().isEmpty())


def test_the_page_says_how_to_ask(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        assert "F1" in pen.page.subtitle.text()
