"""The viewer: papers page by page, texts as they are, by keyboard, and nothing is kept after it is closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.viewing.content import Way
from desktop.viewing.viewer import Viewer
from tests.support.notes import photograph
from tests.support.windows import LONG, WINDOW, assert_named, desk_in, focused, press, settle, show, words_on
from tests.unit.desktop.test_content import paper

pytestmark = WINDOW


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with desk_in(tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    found = QWidget()
    show(qtbot, found)
    return found


def viewer_for(qtbot: QtBot, desk: Desk, window: QWidget, way: Way, raw: bytes) -> Viewer:
    found = Viewer(desk, window, "Paper, 12 kB", way, raw)
    found.open()
    settle(qtbot, desk.background)
    settle(qtbot, desk.background)
    return found


def test_a_paper_is_turned_page_by_page(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    viewer = viewer_for(qtbot, desk, window, Way.PAPER, paper((200, 100), (100, 200), (100, 100)))
    assert "Page 1 of 3" in words_on(viewer)
    assert not viewer.before.isEnabled() and viewer.after.isEnabled()
    assert_named(viewer)
    first = viewer.picture.pixmap().size()
    viewer.after.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    settle(qtbot, desk.background)
    assert "Page 2 of 3" in words_on(viewer)
    assert viewer.picture.pixmap().size() != first
    press(qtbot, Qt.Key.Key_Space)
    settle(qtbot, desk.background)
    assert not viewer.after.isEnabled()


def test_a_text_is_read_as_it_is(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    viewer = viewer_for(qtbot, desk, window, Way.TEXT, "One <b>line</b>\nجاءوا".encode())
    assert viewer.text.toPlainText() == "One <b>line</b>\nجاءوا"
    assert viewer.text.isReadOnly() and not viewer.text.isHidden()
    assert not viewer.larger.isVisibleTo(viewer)
    assert_named(viewer)


@pytest.mark.parametrize(("way", "raw"), [(Way.PICTURE, b"no picture"), (Way.PAPER, b"no paper")])
def test_what_cannot_be_shown_says_so(desk: Desk, window: QWidget, qtbot: QtBot, way: Way, raw: bytes) -> None:
    viewer = viewer_for(qtbot, desk, window, way, raw)
    assert viewer.picture.text() == "It cannot be shown here."


def test_larger_and_smaller_have_an_end(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    viewer = viewer_for(qtbot, desk, window, Way.PICTURE, photograph())
    assert viewer.picture.pixmap().width() == 160
    assert not viewer.smaller.isEnabled()
    for _ in range(3):
        viewer.larger.click()
    assert not viewer.larger.isEnabled() and viewer.picture.pixmap().width() == 540
    for _ in range(3):
        viewer.smaller.click()
    assert viewer.picture.pixmap().width() == 160


def test_escape_closes_it_and_it_forgets(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    viewer = viewer_for(qtbot, desk, window, Way.PICTURE, photograph())
    assert focused() is viewer.shut
    heard = []
    viewer.finished.connect(lambda _result: heard.append((viewer._raw, viewer.picture.pixmap().isNull())))
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
    assert heard == [(b"", True)]


def test_closing_it_before_the_picture_is_there_is_no_failure(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    viewer = Viewer(desk, window, "Picture", Way.PICTURE, photograph(size=(900, 900)))
    viewer.open()
    viewer.accept()
    settle(qtbot, desk.background)
