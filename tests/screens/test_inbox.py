"""Opening a drive: nothing comes in that a person did not decide, and the sender learns what became of it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook
from desktop.desk import Desk
from desktop.handing.hand_over_page import HandOverPage
from desktop.inbox.inbox_page import InboxPage
from desktop.inbox.package_box import PackageBox
from desktop.inbox.stranger_box import StrangerBox
from desktop.places import Go, Where
from desktop.widgets.fold import Fold
from desktop.widgets.line import Line
from records.people import Role
from records.vault.lists import Query
from sync.drives.found import Drive
from sync.trust.cards import check_words
from sync.trust.trusting import stop_trusting
from tests.support.notes import MARKET, amend, write
from tests.support.offices import state_of
from tests.support.two_desks import MONITOR, Pair, two_desks
from tests.support.windows import LONG, WINDOW, assert_named, focused, press, show, words_on

pytestmark = WINDOW


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def pair(tmp_path: Path, qtbot: QtBot) -> Iterator[Pair]:
    with two_desks(tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def unmet(tmp_path: Path, qtbot: QtBot) -> Iterator[Pair]:
    with two_desks(tmp_path, qtbot, strangers=True) as made:
        yield made


def page_for(pair: Pair, desk: Desk) -> InboxPage:
    page = InboxPage(desk, find=lambda: (), choose=lambda _parent, _texts, _then: None)
    show(pair.qtbot, page)
    page.enter()
    pair.settle()
    return page


def opened(pair: Pair, desk: Desk, usb: Path) -> InboxPage:
    """The page after a drive was looked at."""
    page = page_for(pair, desk)
    page.places.chosen.emit(usb)
    rest(pair, page)
    return page


def rest(pair: Pair, page: InboxPage) -> None:
    """Until nothing is on its way and everything is shown."""
    pair.settle()
    pair.qtbot.waitUntil(lambda: not page.working, timeout=LONG)
    pair.settle()
    pair.qtbot.wait(1)


def note(pair: Pair, story: str, desk: Desk | None = None) -> bytes:
    answers = {**MARKET, "story": story}
    return pair.on(desk or pair.monitor, lambda notebook: write(notebook.vault, "incident", answers).id)


def there(pair: Pair, desk: Desk) -> set[str]:
    """The titles of the notes a notebook has."""
    lines = pair.on(desk, lambda notebook: notebook.vault.lists.page(Query()))
    return {line.title for line in lines}


def act(page: QWidget, name: str, place: int = 0) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton, name) if one.isVisibleTo(page)]
    assert len(found) > place, (name, words_on(page))
    return found[place]


class TestSomebodyUnknown:
    def test_kept_sealed_until_the_words_are_typed_and_then_accepted(self, unmet: Pair, usb: Path) -> None:
        pair = unmet
        record = note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        page = opened(pair, pair.office, usb)
        assert "from somebody you do not trust yet. Kept sealed." in words_on(page)
        assert there(pair, pair.office) == set()
        box = page.findChild(StrangerBox)
        assert box is not None
        box.fold.head.setFocus()
        press(pair.qtbot, Qt.Key.Key_Return)
        pair.qtbot.waitUntil(lambda: box.words is not None, timeout=LONG)
        pair.qtbot.wait(1)
        words = check_words(pair.monitor.owner.card)
        assert words in words_on(page)
        assert MONITOR in words_on(page)
        assert_named(page)
        assert box.words is not None and focused() is box.words.field
        press(pair.qtbot, words, Qt.Key.Key_Return)
        rest(pair, page)
        assert "is trusted now." in words_on(page)
        assert "1 new" in words_on(page)
        assert there(pair, pair.office) == set(), "trusting accepts nothing"
        act(page, "accept").click()
        rest(pair, page)
        assert "1 note came in." in words_on(page)
        assert there(pair, pair.office) == {"They came at dawn"}
        line = next(one for one in page.findChildren(Line) if "They came at dawn" in one.accessibleName())
        with pair.qtbot.waitSignal(page.go) as heard:
            line.setFocus()
            press(pair.qtbot, Qt.Key.Key_Return)
        assert heard.args == [Go(Where.NOTE, record=record)]

    def test_wrong_words_trust_nobody(self, unmet: Pair, usb: Path) -> None:
        pair = unmet
        note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        page = opened(pair, pair.office, usb)
        page.resize(1024, 400)
        box = page.findChild(StrangerBox)
        assert box is not None
        box.fold.open()
        pair.qtbot.waitUntil(lambda: box.words is not None, timeout=LONG)
        before = pair.on(pair.office, lambda notebook: state_of(notebook.vault))
        assert box.words is not None
        box.words.field.setText(check_words(pair.office.owner.card))
        box.words.trust.click()
        pair.settle()
        assert "These are not the check words of this card." in box.words.problem.text()
        assert not box.words.problem.isHidden()
        pair.qtbot.waitUntil(lambda: box.words is not None and not box.words.problem.visibleRegion().isEmpty())
        assert not box.words.trust.visibleRegion().isEmpty(), "what to do next is in sight, on a low screen too"
        assert box.words.trust.isEnabled()
        assert pair.on(pair.office, lambda notebook: state_of(notebook.vault)) == before

    def test_a_card_that_claims_much_can_be_trusted_for_less(self, unmet: Pair, usb: Path, tmp_path: Path) -> None:
        pair = unmet
        third = pair.third(tmp_path / "third", Role.COORDINATOR, "Regional office")
        pair.trust(third, pair.office.owner.card)
        pair.on(third, lambda notebook: write(notebook.vault, "incident", MARKET))
        pair.hand_over(third, usb)
        page = opened(pair, pair.office, usb)
        box = page.findChild(StrangerBox)
        assert box is not None
        box.fold.open()
        pair.qtbot.waitUntil(lambda: box.words is not None, timeout=LONG)
        assert box.words is not None
        offered = [box.words.role.itemText(place) for place in range(box.words.role.count())]
        assert offered == ["as coordinator", "as monitor", "as focal point"]
        box.words.role.setCurrentIndex(1)
        box.words.field.setText(check_words(third.owner.card))
        box.words.trust.click()
        rest(pair, page)
        device = third.owner.card.device
        known = pair.on(pair.office, lambda notebook: notebook.vault.cards.get(device))
        assert known is not None and known.role is Role.MONITOR


class TestWhatWaits:
    def test_accepted_answered_and_the_sender_sees_it_kept(self, pair: Pair, usb: Path) -> None:
        note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        page = opened(pair, pair.office, usb)
        assert focused() is act(page, "accept"), "to accept comes before to answer"
        press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair, page)
        answer = act(page, "answer")
        assert answer.text() == "Write the answer to the drive"
        assert focused() is answer
        press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair, page)
        assert "Copied and read back. You can take the drive out." in words_on(page)
        assert not [one for one in page.findChildren(QPushButton, "answer") if one.isVisibleTo(page)]
        page.hide()
        home = opened(pair, pair.monitor, usb)
        assert "Home says what arrived and what is kept." in words_on(home)
        home.hide()
        before = HandOverPage(pair.monitor, find=lambda: ())
        show(pair.qtbot, before)
        before.enter()
        pair.settle()
        pair.qtbot.waitUntil(lambda: "Kept." in words_on(before), timeout=LONG)

    def test_the_same_drive_twice_is_known_and_changes_nothing(self, pair: Pair, usb: Path) -> None:
        note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        page = opened(pair, pair.office, usb)
        act(page, "accept").click()
        rest(pair, page)
        before = pair.on(pair.office, lambda notebook: state_of(notebook.vault))
        page.places.chosen.emit(usb)
        rest(pair, page)
        assert "already known, nothing to do" in words_on(page)
        assert not page.findChildren(PackageBox)
        assert pair.on(pair.office, lambda notebook: state_of(notebook.vault)) == before

    def test_a_damaged_file_is_refused_and_the_others_come_in(self, pair: Pair, usb: Path) -> None:
        note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        whole = next(usb.iterdir()).read_bytes()
        (usb / "A-damaged.age").write_bytes(whole[:-200] + bytes(200))
        page = opened(pair, pair.office, usb)
        assert "2 packages lay there" in words_on(page)
        refused = "\u2068A-damaged.age\u2069: This package is damaged. Nothing was taken in."
        assert refused in words_on(page)
        act(page, "accept").click()
        rest(pair, page)
        assert there(pair, pair.office) == {"They came at dawn"}
        assert refused in words_on(page), "what was refused is still to be known"

    def test_set_aside_stays_sealed_and_can_come_in_later(self, pair: Pair, usb: Path) -> None:
        note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        page = opened(pair, pair.office, usb)
        with pair.qtbot.waitSignal(page.told) as heard:
            act(page, "set-aside").click()
        rest(pair, page)
        assert "You can accept it later." in heard.args[0]
        assert there(pair, pair.office) == set()
        fold = next(one for one in page.findChildren(Fold) if "set aside" in one.head.accessibleName())
        fold.open()
        pair.qtbot.wait(1)
        act(page, "accept").click()
        rest(pair, page)
        assert there(pair, pair.office) == {"They came at dawn"}

    def test_all_that_are_in_order_leaves_what_must_be_looked_at(self, pair: Pair, usb: Path, tmp_path: Path) -> None:
        record = note(pair, "They came at dawn")
        pair.carry(pair.monitor, pair.office, tmp_path / "first")
        change(pair, pair.monitor, record, where="near the mill")
        change(pair, pair.office, record, where="near the well")
        pair.hand_over(pair.monitor, usb)
        for story in ("One story", "Another story"):
            note(pair, story)
            pair.hand_over(pair.monitor, usb)
        page = opened(pair, pair.office, usb)
        assert len(page.findChildren(PackageBox)) == 3
        assert "In 1 note both you and they changed the same answer." in words_on(page)
        assert_named(page)
        everything = act(page, "accept-all")
        assert everything.text() == "Accept the 2 that are in order"
        assert focused() is everything
        press(pair.qtbot, Qt.Key.Key_Space)
        rest(pair, page)
        assert "2 notes came in." in words_on(page)
        assert len([one for one in page.findChildren(PackageBox) if one.isVisibleTo(page)]) == 1
        act(page, "accept").click()
        rest(pair, page)
        assert "two versions" in words_on(page)

    def test_who_is_trusted_no_longer_waits_no_longer(self, pair: Pair, usb: Path) -> None:
        """Between looking and accepting somebody may stop trusting: nothing comes in, and it is said why."""
        note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        page = opened(pair, pair.office, usb)
        accept = act(page, "accept")
        device = pair.monitor.owner.card.device
        pair.on(pair.office, lambda notebook: distrust(notebook, device))
        accept.click()
        rest(pair, page)
        assert there(pair, pair.office) == set()
        assert "kept sealed until you trust its sender" in words_on(page)


class TestThePlace:
    def test_an_empty_folder_says_so(self, pair: Pair, usb: Path) -> None:
        page = opened(pair, pair.office, usb)
        assert "There is no package in" in words_on(page)

    def test_a_drive_that_is_gone_says_so(self, pair: Pair, usb: Path) -> None:
        page = opened(pair, pair.office, usb / "gone")
        assert "Put it in, then try again." in words_on(page)

    def test_one_drive_is_one_press(self, pair: Pair, usb: Path) -> None:
        note(pair, "They came at dawn")
        pair.hand_over(pair.monitor, usb)
        page = InboxPage(pair.office, find=lambda: (Drive(usb, "KINGSTON", 1_000_000, writable=False),))
        show(pair.qtbot, page)
        page.enter()
        pair.qtbot.waitUntil(lambda: "Open \u2068KINGSTON" in words_on(page), timeout=LONG)
        line = next(one for one in page.findChildren(Line) if one.isVisibleTo(page))
        assert line.isEnabled(), "one may read where one may not write"
        line.setFocus()
        press(pair.qtbot, Qt.Key.Key_Return)
        rest(pair, page)
        assert "1 new" in words_on(page)

    def test_stopping_keeps_what_was_looked_at(self, pair: Pair, usb: Path) -> None:
        for number in range(3):
            note(pair, f"Story {number}")
            pair.hand_over(pair.monitor, usb)
        page = page_for(pair, pair.office)
        lane = threading.Event()
        pair.background.vault(lambda _tell: lane.wait(20))
        page.places.chosen.emit(usb)
        act(page, "stop").click()
        lane.set()
        rest(pair, page)
        assert "1 package lay there" in words_on(page)
        assert len([one for one in page.findChildren(PackageBox) if one.isVisibleTo(page)]) == 1
        page.places.chosen.emit(usb)
        rest(pair, page)
        assert len([one for one in page.findChildren(PackageBox) if one.isVisibleTo(page)]) == 3


def change(pair: Pair, desk: Desk, record: bytes, **answers: str) -> None:
    def amended(notebook: Notebook) -> bool:
        line = notebook.vault.lists.by_id(record)
        assert line is not None
        amend(notebook.vault, line, answers)
        return True

    pair.on(desk, amended)


def distrust(notebook: Notebook, device: bytes) -> bool:
    stop_trusting(notebook.vault, device)
    return True
