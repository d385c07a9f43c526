"""The leak guard in the window: beside the field once it was left, before the end, and again before a hand-over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.handing.hand_over_page import HandOverPage, Stage
from desktop.handing.telling_box import TellingBox
from desktop.places import Go, Where
from records.guarding import fine
from records.schema import BodyClass
from sync.drives.found import Drive
from tests.support.notes import MARKET, write
from tests.support.two_desks import Pair, two_desks
from tests.support.windows import LONG, WINDOW, assert_named, focused, name_of, press, show, tab_to, words_on
from tests.support.writing import CONTROL, Pen, writing

pytestmark = WINDOW

NAMED = {"minor": "no", "explained": "yes", "agrees": "yes", "name": "Grace Mwakalinga"}
STORY = "Mwakalinga ran. Call 0754 123 456."


@pytest.fixture
def pen(tmp_path: Path, qtbot: QtBot) -> Iterator[Pen]:
    with writing(tmp_path, qtbot) as found:
        found.vault(lambda notebook: write(notebook.vault, "incident", MARKET, people=[NAMED]).id)
        yield found


def told(pen: Pen, path: str = "story") -> list[str]:
    leaks = pen.box(path).leaks
    if leaks is None or leaks.isHidden():
        return []
    return [
        one.text().translate({0x2068: None, 0x2069: None})
        for one in leaks.findChildren(QLabel, "leak")
        if one.isVisible()
    ]


def keys(pen: Pen, name: str) -> list[QPushButton]:
    leaks = pen.box("story").leaks
    assert leaks is not None
    return [one for one in leaks.buttons if one.objectName() == name]


def test_beside_the_field_on_leaving_it_by_keyboard_alone(pen: Pen) -> None:
    pen.begin("incident")
    pen.type(STORY)
    assert told(pen) == []
    pen.press(Qt.Key.Key_Tab)
    pen.settle()
    assert told(pen) == ["May tell who somebody is: Mwakalinga", "Looks like a telephone number: 0754 123 456"]
    assert pen.box("kind").isAncestorOf(focused()), "the person stays where she went"
    assert_named(pen.page)
    pen.press(Qt.Key.Key_Backtab)
    assert name_of(focused()) == "It is fine: 0754 123 456"
    pen.press(Qt.Key.Key_Return)
    assert told(pen) == ["May tell who somebody is: Mwakalinga"]
    assert name_of(focused()) == "Move to protected: Mwakalinga"
    pen.press(Qt.Key.Key_Return)
    pen.settle()
    assert pen.page.session().value("story") == "■■■ ran. Call 0754 123 456."
    assert pen.page.session().value("apart/kept_apart") == "Mwakalinga"
    assert told(pen) == []
    assert name_of(focused()) == "Undo"
    pen.press(Qt.Key.Key_Space)
    pen.settle()
    assert pen.page.session().value("story") == STORY and told(pen)
    tab_to(pen.qtbot, keys(pen, "leak.mask")[0])
    pen.press(Qt.Key.Key_Space)
    assert pen.page.session().value("story") == "■■■■■■■■■■ ran. Call 0754 123 456."


def test_what_was_moved_is_protected_and_never_leaves_with_the_rest(pen: Pen) -> None:
    pen.begin("incident")
    for path, value in {**MARKET, "story": STORY}.items():
        pen.page.session().set(path, value)
    pen.at("story")
    pen.at("kind")
    pen.settle()
    for button in ("leak.move", "leak.move"):
        keys(pen, button)[0].click()
        pen.settle()
    pen.finish()
    line = pen.notes()[0]
    cells = pen.vault(lambda notebook: notebook.vault.projection.cells(line.id))
    where = {place.body for place, ones in cells.items() for one in ones if "Mwakalinga" in str(one.value)}
    assert where == {BodyClass.PROTECTED}


def test_finishing_shows_it_once_and_does_not_stand_in_the_way(pen: Pen) -> None:
    pen.begin("incident")
    for path, value in {**MARKET, "story": STORY}.items():
        pen.page.session().set(path, value)
    before = len(pen.notes())
    pen.finish()
    assert len(pen.notes()) == before
    assert told(pen) and "who somebody is" in pen.page.problems.text()
    pen.back()
    pen.at("story")
    pen.press(Qt.Key.Key_Return, modifier=CONTROL)
    pen.settle()
    assert len(pen.notes()) == before + 1


def test_what_is_fine_is_remembered_with_the_notebook(pen: Pen) -> None:
    pen.begin("incident")
    for path, value in {**MARKET, "story": "Mwakalinga ran."}.items():
        pen.page.session().set(path, value)
    pen.at("story")
    pen.at("kind")
    keys(pen, "leak.fine")[0].click()
    pen.finish()
    assert len(pen.vault(lambda notebook: fine(notebook.vault))) == 1
    line = pen.notes()[0]
    pen.go(Go(Where.WRITE, record=line.id))
    pen.at("story")
    pen.at("kind")
    assert told(pen) == []


class TestHandingOver:
    @pytest.fixture
    def pair(self, tmp_path: Path, qtbot: QtBot) -> Iterator[Pair]:
        with two_desks(tmp_path, qtbot) as made:
            yield made

    def page(self, pair: Pair, usb: Path) -> HandOverPage:
        drive = Drive(usb, "KINGSTON", 14_200_000_000, writable=True)
        page = HandOverPage(pair.monitor, find=lambda: (drive,))
        show(pair.qtbot, page)
        page.enter()
        pair.qtbot.waitUntil(lambda: page.stage is Stage.WHAT, timeout=LONG)
        pair.settle()
        return page

    def boxes(self, page: QWidget) -> list[TellingBox]:
        return [one for one in page.findChildren(TellingBox) if not one.isHidden()]

    def test_notes_that_tell_are_named_beside_and_nothing_is_kept_back(self, pair: Pair, tmp_path: Path) -> None:
        first = pair.on(pair.monitor, lambda one: write(one.vault, "incident", MARKET, people=[NAMED]).id)
        answers = {**MARKET, "story": STORY}
        record = pair.on(pair.monitor, lambda one: write(one.vault, "incident", answers).id)
        page = self.page(pair, tmp_path)
        said = words_on(page)
        assert "One of these notes may tell who somebody is." in said
        assert "Grace" not in said, "nothing of what is protected but what stands in the text"
        (box,) = self.boxes(page)
        assert box.record == record != first
        assert_named(page)
        wanted: list[Go] = []
        page.go.connect(wanted.append)
        box.findChildren(QPushButton, "openTelling")[0].click()
        assert wanted == [Go(Where.NOTE, record=record)]
        for _ in range(2):
            (box,) = self.boxes(page)
            box.findChildren(QPushButton, "leak.fine")[0].click()
            pair.settle()
        assert self.boxes(page) == []
        assert "who somebody is" not in words_on(page)
        again = self.page(pair, tmp_path)
        assert self.boxes(again) == []
        press(pair.qtbot, Qt.Key.Key_Return)
        assert again.stage is Stage.WHERE
