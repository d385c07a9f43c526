"""The beginning: walked by keyboard alone, practice and all; back from everywhere; nothing of practice left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop import wiring
from desktop.acts import Notebook, open_notebook
from desktop.background import Background
from desktop.beginning.beginning_page import BeginningPage
from desktop.beginning.making import measured
from desktop.questionnaire.write_page import WritePage
from records.journal.entry import Realm
from records.keys.slots import FLOOR, QUICK
from records.people import Card, Office, Role
from resources.countries import PRACTICE
from resources.texts import Texts
from sync.trust.cards import check_numbers, check_words
from tests.support.windows import (
    LONG,
    WINDOW,
    assert_named,
    background_for,
    focused,
    look_for,
    press,
    quick_notebook,
    settle,
    show,
    tab_to,
    words_on,
)

pytestmark = WINDOW

TAB, ENTER, DOWN, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space


class Walk:
    """One person at the beginning, without a mouse."""

    def __init__(self, qtbot: QtBot, background: Background, language: str = "en", *, another: bool = False) -> None:
        self.qtbot = qtbot
        self.background = background
        texts = Texts(language)
        self.page = BeginningPage(texts, look_for(texts), background, WritePage, another=another, measure=lambda: QUICK)
        self.made: list[Notebook] = []
        self.page.made.connect(self.made.append)
        show(qtbot, self.page)
        self.page.begin()

    def press(self, *keys: Qt.Key | str) -> None:
        press(self.qtbot, *keys)

    def tab_to(self, widget: QWidget) -> None:
        tab_to(self.qtbot, widget)

    def settle(self) -> None:
        settle(self.qtbot, self.background)

    def choose_passphrase(self) -> str:
        """From the language to the practice page, with the six words."""
        self.tab_to(self.page.language.on_button)
        self.press(ENTER)
        words = self.page.passphrase.choosing.proposed
        assert focused() is self.page.passphrase.choosing.again
        self.press(words, ENTER)
        assert self.page.stack.currentWidget() is self.page.practice
        return words

    def skip_practice(self) -> None:
        self.tab_to(self.page.practice.intro.skip_button)
        self.press(ENTER)
        assert self.page.stack.currentWidget() is self.page.who

    def say_who(self, country: str = "ben", office: str = "Kilwa office", downs: int = 0) -> None:
        """From the role to whatever follows the office."""
        self.press(*([DOWN] * downs), TAB, country)
        self.press(TAB, office, ENTER)

    def wait_made(self) -> Notebook:
        self.qtbot.waitUntil(lambda: bool(self.made), timeout=LONG)
        return self.made[0]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KINGA_STATE", str(tmp_path / "state"))
    return tmp_path / "home"


@pytest.fixture
def background(qtbot: QtBot, home: Path) -> Iterator[Background]:
    with background_for(qtbot) as found:
        yield found


@pytest.fixture
def walk(qtbot: QtBot, background: Background) -> Iterator[Walk]:
    found = Walk(qtbot, background)
    yield found
    found.page.abandon()
    for notebook in found.made:
        background.vault(lambda _tell, made=notebook: made.vault.close())
    found.settle()


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[Card]:
    """The card of a real headquarters, as a file one was given."""
    notebook = quick_notebook(tmp_path / "hq", Role.HEADQUARTERS, "Headquarters", "KEN")
    (tmp_path / "hq.card").write_bytes(notebook.card.raw)
    yield notebook.card
    notebook.vault.close()


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def practise(walk: Walk) -> None:
    """Write the invented note on the real form, by keyboard, and finish it."""
    practice = walk.page.practice
    assert focused() is practice.intro.on_button
    walk.press(ENTER)
    walk.qtbot.waitUntil(lambda: practice.page is not None and practice.page.isVisible(), timeout=LONG)
    walk.settle()
    page = practice.page
    assert isinstance(page, WritePage)
    walk.press("Traders fought about a stall", TAB, "attacked", DOWN, ENTER)  # the story, what kind, on to the day
    walk.press(SPACE, ENTER, "Tessa, at the market")  # today, and on; where
    tab_to_named(walk, "How do you know?")
    walk.press("saw it", DOWN, ENTER)
    press(walk.qtbot, ENTER, modifier=Qt.KeyboardModifier.ControlModifier)
    walk.qtbot.waitUntil(practice.after.give.isVisible, timeout=LONG)
    walk.qtbot.waitUntil(lambda: len(words_on(practice.after).splitlines()) > 2, timeout=LONG)


def tab_to_named(walk: Walk, name: str) -> None:
    for _ in range(40):
        if focused().accessibleName() == name:
            return
        walk.press(TAB)
    raise AssertionError(f"Tab never comes to {name}")


def test_the_whole_way_by_keyboard(walk: Walk, home: Path, tmp_path: Path, headquarters: Card) -> None:
    page = walk.page
    words = walk.choose_passphrase()
    practise(walk)
    shown = words_on(page.practice.after)
    assert page.practice.after.texts("practice.theirs") in shown  # who would read it, by name
    assert focused() is page.practice.after.give
    walk.press(ENTER)
    walk.qtbot.waitUntil(page.practice.after.wiped.isVisible, timeout=LONG)
    shown = words_on(page.practice.after)
    for stage in ("copied", "arrived", "kept", "wiped"):
        assert page.practice.after.texts(f"practice.{stage}") in shown
    assert not wiring.practice().exists()
    assert files_below(home) == []
    assert focused() is page.practice.after.on_button
    walk.press(ENTER)
    walk.say_who("ben", "Kilwa office")
    assert page.stack.currentWidget() is page.card
    page.card.file_chosen.emit(tmp_path / "hq.card")
    walk.settle()
    shown = words_on(page.card)
    assert "Headquarters" in shown and "Kenya" in shown
    walk.press(check_words(headquarters), ENTER)
    notebook = walk.wait_made()
    vault = notebook.vault
    assert vault.me.office == Office("BEN", "Kilwa office") and vault.me.role is Role.MONITOR
    assert vault.realm is Realm.REAL
    assert vault.cards.is_trusted(headquarters.device)
    assert wiring.notebooks() == [home / "1"]
    opened = list[Notebook]()
    walk.background.vault(lambda _tell: reopened(notebook, words)).then(opened.append)
    walk.settle()
    assert opened


def reopened(notebook: Notebook, words: str) -> Notebook:
    """Close it and open it again, with the words as somebody types them."""
    notebook.vault.close()
    again = open_notebook(wiring.around(wiring.notebooks()[0]), f"  {words}  ".replace(" ", "  "))
    again.vault.close()
    return again


def test_everything_can_be_skipped_that_can_be_skipped(walk: Walk) -> None:
    walk.choose_passphrase()
    walk.skip_practice()
    walk.say_who()
    walk.tab_to(walk.page.card.later_button)
    walk.press(ENTER)
    assert walk.wait_made().vault.cards.all() == []


def test_back_leads_all_the_way(walk: Walk) -> None:
    page = walk.page
    walk.choose_passphrase()
    walk.skip_practice()
    walk.say_who()
    for step, earlier in (
        (page.card, page.who),
        (page.who, page.practice),
        (page.practice.intro, page.passphrase),
        (page.passphrase, page.language),
    ):
        walk.tab_to(step.back_button)
        walk.press(ENTER)
        assert page.stack.currentWidget() is earlier
    assert page.who.office.text() == "Kilwa office"  # nothing that was said is lost
    assert not page.language.back_button.isVisible()


def test_beside_other_notebooks_the_first_page_leads_back_too(qtbot: QtBot, background: Background) -> None:
    walk = Walk(qtbot, background, another=True)
    walk.tab_to(walk.page.language.back_button)
    with qtbot.waitSignal(walk.page.back, timeout=LONG):
        walk.press(ENTER)


@pytest.mark.parametrize(("role", "downs"), [(Role.HEADQUARTERS, 3), (Role.TRAINER, 5)])
def test_headquarters_and_trainers_are_done_after_the_office(walk: Walk, role: Role, downs: int) -> None:
    walk.choose_passphrase()
    walk.skip_practice()
    walk.tab_to(walk.page.who.roles[Role.MONITOR])
    for _ in range(downs):
        walk.page.who.roles[role].setFocus()
    walk.page.who.roles[role].click()
    assert walk.page.who.number.text() == walk.page.who.texts("beginning.of", number=3, of=3)
    walk.page.who.country.setFocus()
    walk.press("kenya", TAB, "Head office", ENTER)
    vault = walk.wait_made().vault
    assert vault.me.role is role
    assert vault.exercise is (role is Role.TRAINER)


def test_roles_are_chosen_with_arrows(walk: Walk) -> None:
    walk.choose_passphrase()
    walk.skip_practice()
    chosen = {walk.page.who.role}
    for key in (DOWN, DOWN, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        walk.press(key)
        chosen.add(walk.page.who.role)
    assert chosen == set(Role)


def test_enter_on_a_choice_goes_on(walk: Walk) -> None:
    """Nobody is stuck on the first page; and nothing is called wrong that was not asked yet."""
    walk.press(ENTER)
    assert walk.page.stack.currentWidget() is walk.page.passphrase
    walk.press(walk.page.passphrase.choosing.proposed, ENTER)
    walk.skip_practice()
    assert focused() is walk.page.who.roles[Role.MONITOR]
    walk.press(ENTER)
    assert focused() is walk.page.who.country
    assert not walk.page.who.no_country.isVisible() and not walk.page.who.problem.isVisible()


def test_another_language_is_asked_for_at_once(walk: Walk) -> None:
    with walk.qtbot.waitSignal(walk.page.language_chosen, timeout=LONG) as heard:
        walk.press(DOWN)
    assert heard.args == ["fr"]


def test_words_typed_wrongly_are_told_beside_the_field(walk: Walk) -> None:
    walk.tab_to(walk.page.language.on_button)
    walk.press(ENTER)
    choosing = walk.page.passphrase.choosing
    walk.press(ENTER)
    assert choosing.problem.isVisible()
    walk.press("some other six words than these", ENTER)
    assert choosing.problem.text() == Texts("en")("passphrase.differ-now")
    assert choosing.again.hasFocus() and choosing.again.hasSelectedText()
    walk.press("x")
    assert not choosing.problem.isVisible()
    assert walk.page.stack.currentWidget() is walk.page.passphrase


def test_other_words_are_other_words(walk: Walk) -> None:
    walk.tab_to(walk.page.language.on_button)
    walk.press(ENTER)
    choosing = walk.page.passphrase.choosing
    seen = {choosing.proposed}
    for _ in range(3):
        walk.tab_to(choosing.other)
        walk.press(SPACE)
        seen.add(choosing.proposed)
        assert choosing.words.text() == choosing.proposed
    assert len(seen) == 4


def test_ones_own_passphrase_is_taken_weak_or_not_but_never_empty(walk: Walk) -> None:
    walk.tab_to(walk.page.language.on_button)
    walk.press(ENTER)
    choosing = walk.page.passphrase.choosing
    walk.tab_to(choosing.to_own)
    walk.press(ENTER)
    assert focused() is choosing.own
    walk.tab_to(walk.page.passphrase.on_button)
    walk.press(ENTER)
    assert choosing.problem.text() == Texts("en")("passphrase.is-empty")
    walk.press("goat")
    assert choosing.strength.text() == Texts("en")("passphrase.weak")
    walk.press(ENTER, "goat", ENTER)
    assert walk.page.stack.currentWidget() is walk.page.practice


def test_a_country_or_office_that_is_none_is_told_beside_its_field(walk: Walk) -> None:
    walk.choose_passphrase()
    walk.skip_practice()
    who = walk.page.who
    walk.say_who("nowhere land", "")
    assert who.no_country.isVisible() and who.problem.isVisible()
    assert focused() is who.country
    who.country.clear()
    walk.press("cote d")
    assert not who.no_country.isVisible()
    walk.press(TAB)
    who.office.setText("an office \u202e turned")
    walk.press(ENTER)
    assert who.problem.isVisible() and focused() is who.office
    who.office.clear()
    walk.press("  Bishop's   office ", ENTER)
    assert walk.page.stack.currentWidget() is walk.page.card
    assert who.wanted() == Office("CIV", "Bishop's office")
    assert who.country.text() == "Côte d’Ivoire"


def to_the_card(walk: Walk) -> None:
    walk.choose_passphrase()
    walk.skip_practice()
    walk.say_who()


@pytest.mark.parametrize("content", [b"", b"not a card", b"x" * 20_000])
def test_a_file_that_is_no_card_is_told(walk: Walk, tmp_path: Path, content: bytes) -> None:
    to_the_card(walk)
    (tmp_path / "file").write_bytes(content)
    walk.page.card.file_chosen.emit(tmp_path / "file")
    walk.settle()
    assert walk.page.card.problem.text() == Texts("en")("error.card-malformed")
    assert not walk.page.card.on_button.isEnabled()
    assert focused() is walk.page.card.choose


def test_a_practice_card_is_no_card_for_real_notes(walk: Walk, tmp_path: Path) -> None:
    to_the_card(walk)
    notebook = quick_notebook(tmp_path / "play", Role.HEADQUARTERS, "Play", PRACTICE, Realm.EXERCISE)
    (tmp_path / "play.card").write_bytes(notebook.card.raw)
    notebook.vault.close()
    walk.page.card.file_chosen.emit(tmp_path / "play.card")
    walk.settle()
    assert walk.page.card.problem.text() == Texts("en")("error.card-realm")


def test_wrong_check_words_trust_nobody_and_right_numbers_do(walk: Walk, tmp_path: Path, headquarters: Card) -> None:
    to_the_card(walk)
    card = walk.page.card
    card.file_chosen.emit(tmp_path / "hq.card")
    walk.settle()
    walk.press("these are not the right words", ENTER)
    walk.settle()
    assert card.problem.text() == Texts("en")("error.words-differ")
    assert not walk.made and wiring.notebooks() == []
    card.words.clear()
    walk.press(check_numbers(headquarters), ENTER)
    assert walk.wait_made().vault.cards.is_trusted(headquarters.device)


def test_the_card_file_is_chosen_in_a_window_that_does_not_block(walk: Walk) -> None:
    to_the_card(walk)
    walk.tab_to(walk.page.card.choose)
    walk.press(ENTER)
    dialog = walk.page.card.findChild(QFileDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.reject()


def test_practice_that_is_left_in_the_middle_leaves_nothing(walk: Walk, home: Path) -> None:
    walk.choose_passphrase()
    practice = walk.page.practice
    walk.press(ENTER)
    walk.qtbot.waitUntil(lambda: practice.page is not None and practice.page.isVisible(), timeout=LONG)
    walk.settle()
    walk.press("Half a sentence")
    walk.tab_to(practice.leave_button)
    assert files_below(wiring.practice())
    walk.press(ENTER)
    assert walk.page.stack.currentWidget() is walk.page.who
    walk.settle()
    assert not wiring.practice().exists() and files_below(home) == []


def test_practice_that_is_put_off_begins_anew(walk: Walk, home: Path) -> None:
    walk.choose_passphrase()
    practice = walk.page.practice
    walk.press(ENTER)
    walk.qtbot.waitUntil(lambda: practice.page is not None and practice.page.isVisible(), timeout=LONG)
    walk.settle()
    walk.press(Qt.Key.Key_Escape)  # "Later", as on any note
    walk.qtbot.waitUntil(practice.intro.isVisible, timeout=LONG)
    walk.settle()
    assert not wiring.practice().exists()


def test_where_nothing_can_be_written_it_says_so_and_loses_nothing(walk: Walk, home: Path) -> None:
    to_the_card(walk)
    home.parent.mkdir(exist_ok=True)
    home.write_text("in the way", encoding="utf-8")
    walk.tab_to(walk.page.card.later_button)
    walk.press(ENTER)
    walk.qtbot.waitUntil(walk.page.who.isVisible, timeout=LONG)
    assert walk.page.who.problem.isVisible()
    assert not walk.made
    home.unlink()
    walk.tab_to(walk.page.who.on_button)
    walk.press(ENTER)
    walk.tab_to(walk.page.card.later_button)
    walk.press(ENTER)
    walk.wait_made()


def test_everything_has_a_name(walk: Walk) -> None:
    page = walk.page
    assert_named(page.language)
    walk.choose_passphrase()
    assert_named(page.practice)
    walk.skip_practice()
    assert_named(page.who)
    walk.say_who()
    assert_named(page.card)
    page.passphrase.choosing.to_own.click()
    page.stack.setCurrentWidget(page.passphrase)
    assert_named(page.passphrase)


@pytest.mark.long
def test_the_passphrase_is_made_as_hard_as_this_computer_can_bear() -> None:
    cost = measured()
    assert cost.memory >= FLOOR.memory and cost.passes >= 1
