"""Taking a note down while a colleague tells it on the telephone: an office may, and the page speaks to that."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.home.offered import CALL, takes_calls
from records.people import Role
from tests.support.windows import WINDOW, words_on
from tests.support.writing import writing

pytestmark = WINDOW


def test_an_office_takes_a_call_down(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.FOCAL_POINT) as pen:
        pen.go(CALL)
        assert "No names on an open line" in words_on(pen.page)
        assert pen.asked()[:3] == ["call/call_note", "call/caller", "call/call_safe"]
        assert "read_back" in pen.asked()
        pen.at("call/call_safe")
        pen.press("2")
        assert "Agree when to call again" in words_on(pen.page)
        pen.at("story")
        pen.type("They came at dawn.")
        assert pen.page.session().answers().values["by_phone"] == "yes"


def test_nobody_else_is_asked_about_a_call(tmp_path: Path, qtbot: QtBot) -> None:
    assert not takes_calls(Role.MONITOR)
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        assert pen.asked()[0] == "story"
        assert not [path for path in pen.asked() if path.startswith("call/") or path == "read_back"]
