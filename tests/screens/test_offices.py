"""Offices: one's own card to read out, another's to compare by voice, and trust that can be taken away again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.acts import plan_for
from desktop.offices.offices_page import OfficesPage
from desktop.offices.words_box import WordsBox
from records.people import Card, Role
from records.vault.local import KnownCard
from sync.trust.cards import check_numbers, check_words
from tests.support.notes import MARKET, write
from tests.support.two_desks import MONITOR, OFFICE, Pair, two_desks
from tests.support.windows import LONG, WINDOW, assert_named, focused, press, show, words_on

pytestmark = WINDOW


@pytest.fixture
def pair(tmp_path: Path, qtbot: QtBot) -> Iterator[Pair]:
    with two_desks(tmp_path, qtbot) as made:
        yield made


def page_for(pair: Pair, file: Path | None = None) -> OfficesPage:
    """The monitor's page; what she chooses is this file, and what she saves goes there."""

    def choose(_parent: QWidget, _texts: object, then: object) -> None:
        assert file is not None and callable(then)
        then(file)

    def where(_parent: QWidget, _texts: object, _name: str, then: object) -> None:
        assert file is not None and callable(then)
        then(file)

    page = OfficesPage(pair.monitor, choose=choose, where=where)
    show(pair.qtbot, page)
    page.enter()
    rest(pair)
    return page


def rest(pair: Pair) -> None:
    pair.settle()
    pair.qtbot.wait(1)
    pair.settle()
    pair.qtbot.wait(1)


def act(page: QWidget, name: str) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton, name) if one.isVisibleTo(page)]
    assert found, name
    return found[0]


def card_file(folder: Path, card: Card) -> Path:
    path = folder / "their.card"
    path.write_bytes(card.raw)
    return path


def known(pair: Pair, card: Card) -> KnownCard | None:
    return pair.on(pair.monitor, lambda notebook: [notebook.vault.cards.get(card.device)])[0]


class TestOnesOwn:
    def test_words_and_numbers_are_those_the_other_side_compares(self, pair: Pair) -> None:
        page = page_for(pair)
        own = pair.monitor.owner.card
        words = page.findChild(QLabel, "own-words")
        assert words is not None and check_words(own) in words.text()
        assert check_numbers(own) in words_on(page)
        assert f"\u2068{MONITOR}\u2069 · \u2068Benin\u2069 · monitor" in words_on(page)
        assert "whoever finds it can read the office, the country and the role" in words_on(page)
        assert_named(page)

    def test_the_card_is_saved_as_it_is(self, pair: Pair, tmp_path: Path) -> None:
        page = page_for(pair, tmp_path / "mine.card")
        act(page, "save-card").click()
        rest(pair)
        assert (tmp_path / "mine.card").read_bytes() == pair.monitor.owner.card.raw
        assert "The card was written to" in words_on(page)

    def test_where_one_may_not_write_it_says_so(self, pair: Pair, tmp_path: Path) -> None:
        page = page_for(pair, tmp_path / "no such folder" / "mine.card")
        act(page, "save-card").click()
        rest(pair)
        assert "One may not write there." in words_on(page)


class TestAnothers:
    def test_by_keyboard_from_the_file_to_trust(self, pair: Pair, tmp_path: Path) -> None:
        third = pair.third(tmp_path / "third", Role.COORDINATOR, "Regional office").owner.card
        page = page_for(pair, card_file(tmp_path, third))
        assert focused() is page.add
        press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair)
        box = page.findChild(WordsBox)
        assert box is not None and focused() is box.field
        assert "\u2068Regional office\u2069 · \u2068Benin\u2069 · coordinator" in words_on(page)
        assert check_words(third) not in words_on(page), "what is typed must come from the other side"
        assert_named(page)
        press(pair.qtbot, check_numbers(third), Qt.Key.Key_Return)
        pair.qtbot.waitUntil(lambda: "is trusted now." in words_on(page), timeout=LONG)
        rest(pair)
        found = known(pair, third)
        assert found is not None and found.role is Role.COORDINATOR
        assert "Regional office" in words_on(page)

    def test_wrong_words_are_refused_clearly_and_can_be_typed_again(self, pair: Pair, tmp_path: Path) -> None:
        third = pair.third(tmp_path / "third", Role.COORDINATOR, "Regional office").owner.card
        page = page_for(pair, card_file(tmp_path, third))
        page.add.click()
        rest(pair)
        box = page.findChild(WordsBox)
        assert box is not None
        press(pair.qtbot, check_words(pair.office.owner.card), Qt.Key.Key_Return)
        pair.qtbot.waitUntil(lambda: not box.problem.isHidden(), timeout=LONG)
        assert "These are not the check words of this card. Do not trust it." in box.problem.text()
        assert known(pair, third) is None
        assert focused() is box.field and box.field.selectedText() == box.field.text()
        press(pair.qtbot, check_words(third), Qt.Key.Key_Return)
        pair.qtbot.waitUntil(lambda: "is trusted now." in words_on(page), timeout=LONG)
        rest(pair)

    def test_one_can_leave_it(self, pair: Pair, tmp_path: Path) -> None:
        third = pair.third(tmp_path / "third", Role.COORDINATOR, "Regional office").owner.card
        page = page_for(pair, card_file(tmp_path, third))
        page.add.click()
        rest(pair)
        act(page, "leave-card").click()
        rest(pair)
        assert "Regional office" not in words_on(page)
        assert known(pair, third) is None

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [(b"no card\n", "This is no office card"), (None, "cannot be read"), ("own", "This is your own card.")],
    )
    def test_what_is_no_card_of_another_is_refused(
        self, pair: Pair, tmp_path: Path, content: bytes | str | None, sentence: str
    ) -> None:
        path = tmp_path / "file"
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif content == "own":
            path.write_bytes(pair.monitor.owner.card.raw)
        page = page_for(pair, path)
        page.add.click()
        rest(pair)
        assert sentence in words_on(page)
        assert page.findChild(WordsBox) is None

    def test_a_card_that_was_only_seen_can_be_trusted(self, pair: Pair, tmp_path: Path) -> None:
        third = pair.third(tmp_path / "third", Role.MONITOR, "Regional office").owner.card
        pair.on(pair.monitor, lambda notebook: [notebook.vault.cards.see(third)])
        page = page_for(pair)
        assert "Seen, not trusted" in words_on(page)
        act(page, "trust-seen").click()
        rest(pair)
        press(pair.qtbot, check_words(third), Qt.Key.Key_Return)
        pair.qtbot.waitUntil(lambda: "is trusted now." in words_on(page), timeout=LONG)
        rest(pair)
        assert "Seen, not trusted" not in words_on(page)


class TestTrustNoLonger:
    def test_nothing_goes_there_any_more_and_undo_gives_it_back(self, pair: Pair) -> None:
        pair.on(pair.monitor, lambda notebook: write(notebook.vault, "incident", MARKET))
        office = pair.office.owner.card
        page = page_for(pair)
        assert f"{OFFICE}" in words_on(page) and "since" in words_on(page)
        act(page, "stop").click()
        rest(pair)
        found = known(pair, office)
        assert found is not None and found.role is None
        assert pair.on(pair.monitor, lambda notebook: plan_for(notebook.vault, None)).is_empty
        assert "is trusted no longer." in words_on(page)
        assert focused() is act(page, "undo")
        press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair)
        found = known(pair, office)
        assert found is not None and found.role is Role.HEADQUARTERS
        assert not pair.on(pair.monitor, lambda notebook: plan_for(notebook.vault, None)).is_empty
