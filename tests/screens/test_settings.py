"""Settings: worn at once where they can be, kept, and a passphrase that really changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import wiring
from desktop.desk import Desk
from desktop.places import Go, Where
from desktop.preferences import Preferences, load
from desktop.settings.settings_page import SettingsPage
from desktop.window_wiring import WindowProcess
from records.errors import Known, RecordsCode
from records.journal.entry import Realm
from records.people import Role
from records.vault.vault import open_vault
from resources.about import VERSION, notices
from resources.palettes import PALETTES, Theme
from resources.texts import Texts
from tests.support.windows import (
    LONG,
    PASSPHRASE,
    WINDOW,
    assert_named,
    desk_in,
    focused,
    press,
    quick_notebook,
    settle,
    show,
    tab_to,
    window_process,
    words_on,
)

pytestmark = WINDOW

ENTER, DOWN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with desk_in(tmp_path, qtbot) as found:
        yield found


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    found = SettingsPage(desk, Preferences("en"))
    show(qtbot, found)
    found.bring(Go(Where.SETTINGS))
    found.enter()
    settle(qtbot, desk.background)
    return found


def test_it_says_what_this_notebook_is_and_where_it_lies(page: SettingsPage, tmp_path: Path) -> None:
    shown = words_on(page)
    for words in (
        "Kilwa office",
        "Monitor",
        "Benin",
        Texts("en")("settings.real"),
        str(tmp_path / "notebook"),
        VERSION,
    ):
        assert words in shown
    assert Texts("en")("settings.practice") not in shown


def test_a_practice_notebook_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with desk_in(tmp_path, qtbot, Role.TRAINER, realm=Realm.EXERCISE) as desk:
        page = SettingsPage(desk, Preferences())
        qtbot.addWidget(page)
        assert Texts("en")("settings.practice") in words_on(page)


def test_everything_has_a_name(page: SettingsPage) -> None:
    assert_named(page)
    page.passphrase.open_up()
    assert_named(page)


@pytest.mark.parametrize(
    ("name", "downs", "expected"),
    [
        ("language", 1, Preferences("fr")),
        ("theme", 1, Preferences("en", Theme.DARK)),
        ("theme", 2, Preferences("en", Theme.CONTRAST)),
        ("text_size", 3, Preferences("en", size=150)),
        ("idle", 1, Preferences("en", idle=10)),
    ],
)
def test_each_choice_is_told_by_keyboard(
    page: SettingsPage, qtbot: QtBot, name: str, downs: int, expected: Preferences
) -> None:
    heard: list[Preferences] = []
    page.changed.connect(heard.append)
    tab_to(qtbot, getattr(page, name))
    press(qtbot, *([DOWN] * downs))
    assert heard[-1] == expected


def test_the_card_leads_to_the_offices(page: SettingsPage, qtbot: QtBot) -> None:
    tab_to(qtbot, page.card)
    with qtbot.waitSignal(page.go, timeout=LONG) as heard:
        press(qtbot, ENTER)
    assert heard.args == [Go(Where.OFFICES)]


def test_whose_work_it_stands_on(page: SettingsPage) -> None:
    page._on_notices()
    assert page.notices.isVisible() and page.notices.toPlainText() == notices()
    for work in ("Qt", "SQLCipher", "cryptography", "Noto", "Lucide"):
        assert work in notices()


def opens(folder: Path, passphrase: str) -> bool:
    around = wiring.around(folder)
    try:
        open_vault(around, passphrase).close()
    except Known as problem:
        if problem.code is not RecordsCode.WRONG_PASSPHRASE:
            raise
        return False
    return True


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KINGA_STATE", str(tmp_path / "notebook state"))
    with desk_in(tmp_path, qtbot) as desk:
        page = SettingsPage(desk, Preferences())
        show(qtbot, page)
        tab_to(qtbot, page.passphrase.open_button)
        press(qtbot, ENTER)
        fresh = page.passphrase.choosing.proposed
        assert focused() is page.passphrase.old
        press(qtbot, "not this one", ENTER, fresh, ENTER)
        settle(qtbot, desk.background)
        assert page.passphrase.problem.text() == desk.texts("error.wrong-passphrase")
        assert focused() is page.passphrase.old
        press(qtbot, PASSPHRASE, ENTER, ENTER)
        settle(qtbot, desk.background)
        assert page.passphrase.done.isVisible()
        assert page.passphrase.old.text() == page.passphrase.choosing.again.text() == ""
    assert not opens(tmp_path / "notebook", PASSPHRASE)
    assert opens(tmp_path / "notebook", fresh)


def test_nothing_is_changed_without_the_present_one(page: SettingsPage, qtbot: QtBot, desk: Desk) -> None:
    page.passphrase.open_up()
    page.passphrase.change.click()
    assert page.passphrase.problem.text() == desk.texts("settings.is-empty")
    assert not desk.background.busy


def test_what_was_typed_of_a_passphrase_does_not_stay(page: SettingsPage, qtbot: QtBot) -> None:
    page.passphrase.open_up()
    press(qtbot, "secret words")
    before = page.passphrase.choosing.proposed
    page.leave()
    page.passphrase.open_up()
    assert page.passphrase.old.text() == ""
    assert page.passphrase.choosing.proposed != before


@pytest.fixture
def process(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowProcess]:
    """A whole window, unlocked, at its settings."""
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KINGA_STATE", str(tmp_path / "state"))
    quick_notebook(wiring.home() / "1").vault.close()
    with window_process(qapp, qtbot) as found:
        press(qtbot, PASSPHRASE, ENTER)
        qtbot.waitUntil(lambda: found.main is not None, timeout=LONG)
        assert found.main is not None
        found.main.show_place(Go(Where.SETTINGS))
        settle(qtbot, found.background)
        yield found
    found.frame.deleteLater()


def settings_of(process: WindowProcess) -> SettingsPage:
    assert process.main is not None
    page = process.main.stack.currentWidget()
    assert isinstance(page, SettingsPage)
    return page


def test_colours_and_size_are_worn_at_once_and_one_stays_where_one_was(process: WindowProcess, qtbot: QtBot) -> None:
    before = settings_of(process)
    tab_to(qtbot, before.theme)
    press(qtbot, DOWN)
    settle(qtbot, process.background)
    after = settings_of(process)
    assert after is not before and after.isVisible()
    assert process.look.palette == PALETTES[Theme.DARK]
    assert process.frame.palette().window().color().name() == PALETTES[Theme.DARK].ground
    assert focused() is after.theme  # and the next key goes where the last one went
    points = QApplication.font().pointSizeF()
    tab_to(qtbot, after.text_size)
    press(qtbot, DOWN, DOWN, DOWN, DOWN, DOWN)
    settle(qtbot, process.background)
    assert QApplication.font().pointSizeF() == pytest.approx(points * 2)
    assert load() == Preferences("", Theme.DARK, 200, 5)


def test_the_language_waits_for_the_next_unlocking(process: WindowProcess, qtbot: QtBot) -> None:
    tab_to(qtbot, settings_of(process).language)
    press(qtbot, DOWN)
    assert process.texts.language.code == "en"
    assert settings_of(process).title.text() == Texts("en")("nav.settings")
    assert load().language == "fr"


def test_the_minutes_count_at_once(process: WindowProcess, qtbot: QtBot) -> None:
    tab_to(qtbot, settings_of(process).idle)
    press(qtbot, DOWN, DOWN)
    assert process._watch is not None and process._watch.minutes == 15
