"""Unlocking: tells nobody anything, says what may be wrong with the keys, and opens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import wiring
from desktop.unlocking.unlock_page import UnlockPage
from desktop.window_wiring import NAME, WindowProcess
from records.people import Role
from resources.texts import LANGUAGES, PSEUDO, Texts
from tests.support.windows import (
    LONG,
    PASSPHRASE,
    WINDOW,
    assert_named,
    press,
    quick_notebook,
    show,
    tab_to,
    window_process,
)

pytestmark = WINDOW

OFFICE = "Bishop's office Kilwa"
# what nobody who looks at a locked laptop may read (English: the other languages are checked for names and numbers)
TELLING = re.compile(
    r"\b(incident|atrocit|genocid|crime|hate|violence|victim|kill|monitor|headquarters|office|focal|protection|"
    r"warn|early|report|hand(ed)? over|package|drive|note\b|notes|record|draft|backup|arrived|ago|last|yesterday|"
    r"today|Benin|BEN|Kilwa)",
    re.IGNORECASE,
)


def every_word(page: QWidget) -> list[str]:
    """Everything on a page that can be read, heard or hovered."""
    found = [page.windowTitle(), page.toolTip(), page.statusTip()]
    for widget in page.findChildren(QWidget):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.whatsThis()]
        if isinstance(widget, QLabel | QPushButton):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found += [widget.placeholderText(), widget.text()]
        if isinstance(widget, QComboBox):
            found += [widget.itemText(place) for place in range(widget.count())]
    return [words for words in found if words]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two real notebooks lie here; the second opens with other words."""
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KINGA_STATE", str(tmp_path / "state"))
    for number, words in (("1", PASSPHRASE), ("2", "other words")):
        notebook = quick_notebook(wiring.home() / number, Role.MONITOR, OFFICE, passphrase=words)
        notebook.vault.close()
    return tmp_path / "home"


@pytest.fixture
def process(qapp: QApplication, qtbot: QtBot, home: Path) -> Iterator[WindowProcess]:
    with window_process(qapp, qtbot) as found:
        yield found


def page_of(process: WindowProcess) -> UnlockPage:
    page = process.frame.centralWidget()
    assert isinstance(page, UnlockPage)
    return page


@pytest.mark.parametrize("language", [*(language.code for language in LANGUAGES), PSEUDO])
def test_nothing_tells_what_it_is_for_who_uses_it_or_when(process: WindowProcess, language: str) -> None:
    if language != PSEUDO:
        page_of(process).language_chosen.emit(language)
    words = every_word(page_of(process))
    assert process.frame.windowTitle() == NAME
    assert words
    for text in words:
        plain = text.replace(process.texts("unlock.notebook", number=1).rstrip("1").strip(), "")
        assert OFFICE not in text
        assert not re.search(r"\d\d", text), text  # neither date nor hour nor count
        if language == "en":
            assert not TELLING.search(plain), text


def test_the_list_of_telling_words_would_find_some() -> None:
    assert all(TELLING.search(text) for text in ("Write an incident", "Last backup 3 days ago", OFFICE, "2 notes"))


def test_names_for_everything(process: WindowProcess) -> None:
    assert_named(page_of(process))


def test_caps_lock_is_told_and_taken_back(qtbot: QtBot) -> None:
    texts = Texts("en")
    page = UnlockPage(texts, ["1"])
    show(qtbot, page)
    page.field.setFocus()
    assert not page.caps.isVisible()
    press(qtbot, "M")  # a capital without Shift
    assert page.caps.isVisible()
    press(qtbot, "m")
    assert not page.caps.isVisible()
    qtbot.keyClick(page.field, "M", Qt.KeyboardModifier.ShiftModifier)
    assert not page.caps.isVisible()


def test_letters_are_shown_only_when_asked(qtbot: QtBot) -> None:
    texts = Texts("en")
    page = UnlockPage(texts, ["1"])
    show(qtbot, page)
    assert page.field.echoMode() is QLineEdit.EchoMode.Password
    page.field.setFocus()
    tab_to(qtbot, page.show_words)
    press(qtbot, Qt.Key.Key_Return)
    assert page.field.echoMode() is QLineEdit.EchoMode.Normal
    tab_to(qtbot, page.show_words)
    press(qtbot, Qt.Key.Key_Space)
    assert page.field.echoMode() is QLineEdit.EchoMode.Password


def test_a_wrong_passphrase_says_so_and_lets_one_try_again(qtbot: QtBot, process: WindowProcess) -> None:
    page = page_of(process)
    page.field.setFocus()
    press(qtbot, "not these words", Qt.Key.Key_Return)
    qtbot.waitUntil(page.problem.isVisible, timeout=LONG)
    assert page.problem.text() == process.texts("error.wrong-passphrase")
    assert page.field.hasFocus() and page.field.selectedText() == "not these words"
    press(qtbot, PASSPHRASE)  # replaces what was selected
    assert not page.problem.isVisible()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: process.main is not None, timeout=LONG)
    assert process.desk is not None and process.desk.owner.me.office.name == OFFICE
    assert process.frame.windowTitle() == NAME


def test_several_notebooks_are_numbered_and_each_opens_with_its_own(qtbot: QtBot, process: WindowProcess) -> None:
    page = page_of(process)
    assert page.notebook.isVisible() and page.notebook.count() == 2
    page.notebook.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    tab_to(qtbot, page.field)
    press(qtbot, "other words", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: process.main is not None, timeout=LONG)


def test_one_notebook_needs_no_choice(qtbot: QtBot) -> None:
    texts = Texts("en")
    page = UnlockPage(texts, ["1"])
    show(qtbot, page)
    assert not page.notebook.isVisible()
    assert [words for words in every_word(page) if "Notebook 1" in words] == ["Notebook 1"]  # hidden with its list


def test_another_language_is_there_at_once_and_stays(qtbot: QtBot, process: WindowProcess) -> None:
    page_of(process).language_chosen.emit("fr")
    assert process.texts.language.code == "fr"
    assert page_of(process).field.accessibleName() == Texts("fr")("unlock.passphrase")
    assert "language fr" in (wiring.home() / "preferences").read_text(encoding="utf-8")


def test_another_notebook_leads_to_the_beginning_and_back(qtbot: QtBot, process: WindowProcess) -> None:
    page = page_of(process)
    page.more.click()
    assert page.more.text() == "One moment…" and not page.more.isEnabled()
    qtbot.waitUntil(lambda: process.beginning is not None, timeout=LONG)
    assert process.beginning is not None
    tab_to(qtbot, process.beginning.language.back_button)
    press(qtbot, Qt.Key.Key_Return)
    assert page_of(process).field.hasFocus()
