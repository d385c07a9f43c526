"""A week is written by keyboard alone: a quiet one in a few keys, the twelve signs each in one line of a table."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.support.windows import WINDOW
from tests.support.writing import writing

pytestmark = [*WINDOW, pytest.mark.xdist_group("window")]


def test_a_quiet_week_by_keyboard_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("week_note")
        pen.press("1", Qt.Key.Key_Return)
        pen.press("1", Qt.Key.Key_Return)
        pen.type("Kilwa district")
        pen.finish()
        [line] = pen.notes()
        assert (line.form, line.title, line.kind) == ("week_note", "Kilwa district", "nothing")
        values = pen.answers(line).values
        assert {path for path, value in values.items() if value} == {"report", "when", "area"}


def test_signs_stand_beside_their_answers(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("week_note")
        boxes = [pen.box(path) for path in pen.asked() if path.startswith("signs/")]
        assert len(boxes) == 12
        for box in boxes:
            words, answers = box.words.geometry(), box.control.geometry()
            assert words.right() < answers.left()
            assert words.top() <= answers.center().y() <= words.bottom()
        starts = {box.control.mapTo(pen.page, QPoint(0, 0)).x() for box in boxes}
        assert len(starts) == 1, "answers stand below each other"
        pen.at("signs/strangers")
        for answer in "1234":
            pen.press(answer, Qt.Key.Key_Return)
        signs = ("strangers", "leaving", "marked", "weapons")
        said = [pen.page.session().value(f"signs/{sign}") for sign in signs]
        assert said == ["no", "little", "lot", "not_looked"]
