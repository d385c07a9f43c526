"""Asking for a folder or a file: everything in it has a name, and nothing of what was chosen is written down."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.choosing import choose_file, choose_folder, choose_where
from resources.texts import Texts
from tests.support.windows import LONG, WINDOW, assert_named, look_for, show

pytestmark = WINDOW

Ask = Callable[[QWidget, Texts, Callable[[Path], object]], QFileDialog]


def ask_where(parent: QWidget, texts: Texts, then: Callable[[Path], object]) -> QFileDialog:
    return choose_where(parent, texts, "copy.pdf", then)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    look_for(Texts("en"))
    found = QWidget()
    show(qtbot, found)
    return found


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.mark.parametrize(
    ("ask", "name"), [(choose_folder, "KINGSTON"), (choose_file, "a.card"), (ask_where, "copy.pdf")]
)
def test_what_is_chosen_is_heard_and_leaves_no_trace(
    qtbot: QtBot, window: QWidget, tmp_path: Path, config: Path, ask: Ask, name: str
) -> None:
    place = tmp_path / "media"
    (place / "KINGSTON").mkdir(parents=True)
    (place / "a.card").write_text("card")
    heard: list[Path] = []
    dialog = ask(window, Texts("en"), heard.append)
    dialog.setDirectory(str(place))
    assert_named(dialog)
    dialog.selectFile(str(place / name))
    dialog.accept()
    qtbot.waitUntil(lambda: heard == [place / name], timeout=LONG)
    written = [path for path in (*config.rglob("*"), *Path.home().rglob("*")) if path.is_file()]
    assert not [path for path in written if b"media" in path.read_bytes()]


def test_cancelling_chooses_nothing(qtbot: QtBot, window: QWidget) -> None:
    heard: list[Path] = []
    choose_folder(window, Texts("fr"), heard.append).reject()
    qtbot.wait(1)
    assert heard == []
