"""Home begins what is written every day with one press, everything else with two; by keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.home.home_page import HomePage
from desktop.places import Go, Where
from records.people import Role
from tests.support.windows import WINDOW, assert_named, desk_in, press, settle, show

pytestmark = [*WINDOW, pytest.mark.xdist_group("window")]


def shown(page: HomePage) -> list[str]:
    return [one.objectName() for one in page.findChildren(QPushButton) if one.isVisible() and one.objectName()]


def test_a_monitor_writes_with_one_press_or_two(tmp_path: Path, qtbot: QtBot) -> None:
    with desk_in(tmp_path, qtbot) as desk:
        page = HomePage(desk)
        show(qtbot, page)
        page.enter()
        settle(qtbot, desk.background)
        assert_named(page)
        wanted = ["write-incident", "write-hate_speech", "write-week_note"]
        assert [name for name in shown(page) if name != "write-warning"][:4] == [*wanted, "write-something-else"]
        gone: list[Go] = []
        page.go.connect(gone.append)
        more = page.findChild(QPushButton, "write-something-else")
        assert more is not None
        more.setFocus()
        press(qtbot, Qt.Key.Key_Space)
        assert {"write-source", "write-arms_flow"} <= {*shown(page)}
        focused = page.window().focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.objectName() == "write-source"
        press(qtbot, Qt.Key.Key_Space)
        assert gone == [Go(Where.WRITE, form="source")]
        page.enter()
        settle(qtbot, desk.background)
        assert "write-source" not in shown(page)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.HEADQUARTERS])
def test_an_office_checks_from_home(tmp_path: Path, qtbot: QtBot, role: Role) -> None:
    with desk_in(tmp_path, qtbot, role=role) as desk:
        page = HomePage(desk)
        show(qtbot, page)
        assert "write-verification" in shown(page)
        assert ("go-inbox" in shown(page)) == (role is Role.HEADQUARTERS)
