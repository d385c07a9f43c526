"""Handing over: a person sees exactly what leaves, and whatever the drive does, she knows what lies there."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook, plan_for
from desktop.desk import Desk
from desktop.handing.hand_over_page import HandOverPage, Stage
from desktop.home.home_page import HomePage
from desktop.main_window import MainWindow
from desktop.places import Go, Where
from desktop.widgets.fold import Fold
from desktop.widgets.line import Line
from records.errors import Known
from records.people import Role
from records.vault.deliveries import Progress
from reports.reading import read
from sync.drives.found import Drive
from sync.drives.place import Place
from sync.errors import SyncCode
from tests.support.drives import FakePlace, FullInTheMiddle, Lying, PulledAt
from tests.support.notes import MARKET, write
from tests.support.two_desks import OFFICE, Pair, two_desks
from tests.support.windows import LONG, WINDOW, assert_named, desk_in, focused, press, settle, show, words_on

pytestmark = WINDOW

MINISTRY = "Ministry of Justice"
SECOND = "Second headquarters"
TAKE_OUT = "Copied and read back. You can take the drive out."


@pytest.fixture
def pair(tmp_path: Path, qtbot: QtBot) -> Iterator[Pair]:
    with two_desks(tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def nothing_found() -> tuple[Drive, ...]:
    return ()


def page_for(pair: Pair, desk: Desk, usb: Path, make_place: Callable[[Path], Place] | None = None) -> HandOverPage:
    """The page with one drive in the laptop, shown and settled."""
    drive = Drive(usb, "KINGSTON", 14_200_000_000, writable=True)
    more = {} if make_place is None else {"make_place": make_place}
    page = HandOverPage(desk, find=lambda: (drive,), **more)
    show(pair.qtbot, page)
    page.enter()
    pair.settle()
    return page


def stage(pair: Pair, page: HandOverPage, wanted: Stage) -> None:
    pair.qtbot.waitUntil(lambda: page.stage is wanted, timeout=LONG)
    pair.settle()


def foot(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def note(pair: Pair, story: str = MARKET["story"], **answers: object) -> bytes:  # type: ignore[assignment]
    filled = {**MARKET, "story": story, **answers}
    return pair.on(pair.monitor, lambda notebook: write(notebook.vault, "incident", filled).id)


def packages(usb: Path) -> list[str]:
    return sorted(path.name for path in usb.iterdir())


def opened(page: HandOverPage, words: str) -> Fold:
    """Open the line that begins with these words."""
    found = next(fold for fold in page.what.findChildren(Fold) if fold.head.accessibleName().startswith(words))
    found.open()
    return found


class TestTheWalk:
    def test_four_acts_from_home_by_keyboard_alone(self, pair: Pair, usb: Path) -> None:
        note(pair)
        desk = pair.monitor
        drive = Drive(usb, "KINGSTON", 14_200_000_000, writable=True)
        page = HandOverPage(desk, find=lambda: (drive,))
        main = MainWindow(desk, {Where.HOME: HomePage(desk), Where.HAND_OVER: page}, list)
        show(pair.qtbot, main)
        main.show_place(Go(Where.HOME))
        pair.settle()
        acts = 0
        navigation = next(one for one in main.findChildren(QPushButton) if one.accessibleName() == "Hand over")
        navigation.setFocus()
        press(pair.qtbot, Qt.Key.Key_Space)
        acts += 1
        stage(pair, page, Stage.WHAT)
        press(pair.qtbot, Qt.Key.Key_Return)  # [Choose where to] is ready
        acts += 1
        stage(pair, page, Stage.WHERE)
        assert focused().property("path") == str(usb)
        press(pair.qtbot, Qt.Key.Key_Return)
        acts += 1
        stage(pair, page, Stage.ENDED)
        assert acts <= 4
        assert TAKE_OUT in words_on(page)
        assert "It has not arrived yet." in words_on(page)
        assert len(packages(usb)) == 1
        pair.qtbot.waitUntil(lambda: "Copied. Not known to have arrived." in words_on(page), timeout=LONG)

    def test_what_is_shown_is_what_the_other_side_reads(self, pair: Pair, usb: Path) -> None:
        row = {"minor": "no", "explained": "yes", "agrees": "yes", "name": "Amina of the well", "age": "about 30"}
        record = pair.on(pair.monitor, lambda notebook: write(notebook.vault, "incident", MARKET, people=[row]).id)
        page = page_for(pair, pair.monitor, usb)
        opened(page, "Men came by night")
        pair.settle()
        shown = words_on(page)
        assert "Amina of the well" not in shown
        foot(page, "leaving.where").click()
        page.where.chosen.emit(usb)
        stage(pair, page, Stage.ENDED)
        pair.take_in(pair.office, usb)

        def there(notebook: Notebook) -> list[str]:
            line = notebook.vault.lists.by_id(record)
            assert line is not None
            rows = read(notebook.vault, line, pair.office.texts).rows
            return [part for one in rows for part in one.answer.split("\n")]

        answers = [answer for answer in pair.on(pair.office, there) if answer]
        assert "about 30" in answers
        for answer in answers:
            assert answer in shown

    def test_paragraphs_stand_in_their_order(self, pair: Pair, usb: Path) -> None:
        parts = [f"Paragraph {number} of the story" for number in range(8)]
        note(pair, "\n".join(parts))
        page = page_for(pair, pair.monitor, usb)
        opened(page, "Paragraph 0")
        pair.settle()
        shown = words_on(page)
        places = [shown.rindex(part) for part in parts[1:]]
        assert places == sorted(places)

    def test_the_finder_is_told_of_and_everything_has_a_name(self, pair: Pair, usb: Path) -> None:
        note(pair)
        page = page_for(pair, pair.monitor, usb)
        assert "sees that it holds locked files" in words_on(page)
        assert_named(page)
        foot(page, "leaving.where").click()
        pair.settle()
        assert_named(page)
        assert "14 GB free" in words_on(page)
        page.where.chosen.emit(usb)
        stage(pair, page, Stage.ENDED)
        assert_named(page)

    def test_the_folder_that_is_chosen_is_written_to(self, pair: Pair, usb: Path) -> None:
        note(pair)
        page = HandOverPage(pair.monitor, find=nothing_found, choose=lambda _parent, _texts, then: then(usb))
        show(pair.qtbot, page)
        page.enter()
        pair.settle()
        foot(page, "leaving.where").click()
        pair.settle()
        assert "No drive is here" in words_on(page)
        page.where.folder.click()
        stage(pair, page, Stage.ENDED)
        assert len(packages(usb)) == 1


class TestWhatLeaves:
    def test_an_office_can_be_left_out(self, pair: Pair, usb: Path, tmp_path: Path) -> None:
        second = pair.third(tmp_path / "second", Role.HEADQUARTERS, SECOND)
        pair.trust(pair.monitor, second.owner.card)
        note(pair)
        page = page_for(pair, pair.monitor, usb)
        boxes = page.what.findChildren(QCheckBox)
        assert [box.isChecked() for box in boxes] == [True, True]
        box = next(box for box in boxes if SECOND in box.text())
        box.setFocus()
        press(pair.qtbot, Qt.Key.Key_Space)
        assert f"for \u2068{SECOND}" not in words_on(page)
        foot(page, "leaving.where").click()
        page.where.chosen.emit(usb)
        stage(pair, page, Stage.ENDED)
        assert len(packages(usb)) == 1
        owed = pair.on(pair.monitor, lambda notebook: plan_for(notebook.vault, None))
        assert {card.office.name for audience in owed.audiences for card in audience.cards} == {SECOND}

    def test_without_any_office_nothing_can_leave(self, pair: Pair, usb: Path, tmp_path: Path) -> None:
        second = pair.third(tmp_path / "second", Role.HEADQUARTERS, SECOND)
        pair.trust(pair.monitor, second.owner.card)
        note(pair)
        page = page_for(pair, pair.monitor, usb)
        for box in page.what.findChildren(QCheckBox):
            box.click()
        pair.settle()
        assert not [one for one in page.findChildren(QPushButton, "leaving.where") if one.isVisibleTo(page)]
        assert "There is nothing to hand over now." in words_on(page)

    def test_what_stays_is_said_with_its_reason(self, pair: Pair, usb: Path, tmp_path: Path) -> None:
        ministry = pair.third(tmp_path / "ministry", Role.FOCAL_POINT, MINISTRY)
        pair.trust(pair.monitor, ministry.owner.card)
        note(pair)
        page = page_for(pair, pair.monitor, usb)
        page.what.findChildren(Fold)[-1].open()
        assert f"Not for \u2068{MINISTRY}\u2069, because you did not name them" in words_on(page)

    def test_who_trusts_nobody_is_led_to_the_cards(self, tmp_path: Path, qtbot: QtBot) -> None:
        with desk_in(tmp_path, qtbot) as desk:
            page = HandOverPage(desk, find=nothing_found)
            show(qtbot, page)
            page.enter()
            settle(qtbot, desk.background)
            assert "Add the card of your headquarters" in words_on(page)
            with qtbot.waitSignal(page.go) as heard:
                foot(page, "leaving.add-card").click()
            assert heard.args == [Go(Where.OFFICES)]

    def test_a_lost_drive_is_said_and_what_lay_on_it_goes_again(self, pair: Pair, usb: Path) -> None:
        record = note(pair)
        pair.hand_over(pair.monitor, usb)
        page = page_for(pair, pair.monitor, usb)
        stage(pair, page, Stage.WHAT)
        assert page.what.leaving is not None
        assert page.what.leaving.plan.is_empty
        lost = page.findChild(QPushButton, "lost")
        assert lost is not None
        lost.setFocus()
        press(pair.qtbot, Qt.Key.Key_Space)
        pair.qtbot.waitUntil(
            lambda: page.what.leaving is not None and not page.what.leaving.plan.is_empty, timeout=LONG
        )
        assert progress(pair, record) == {Progress.OWED}
        assert_named(page)

    def test_what_was_handed_over_is_not_owed_again(self, pair: Pair, usb: Path) -> None:
        note(pair)
        pair.hand_over(pair.monitor, usb)
        page = page_for(pair, pair.monitor, usb)
        assert "There is nothing to hand over now." in words_on(page)
        assert f"\u2068{OFFICE}\u2069, " in words_on(page)


class ReadOnly(FakePlace):
    """One may read there."""

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        raise Known(SyncCode.DRIVE_READ_ONLY, path=str(self.path))


class Waiting(FakePlace):
    """Stops in the middle of a package until a test lets it go on."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()
        self.let_go = threading.Event()

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        super().write(name, self._slowly(pieces))

    def _slowly(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            self.reached.set()
            assert self.let_go.wait(20)


class Second:
    """The first place the first time, the other one from then on."""

    def __init__(self, first: Place, then: Place) -> None:
        self.places = [first, then]

    def __call__(self, _path: Path) -> Place:
        return self.places.pop(0) if len(self.places) > 1 else self.places[0]


def set_out(pair: Pair, page: HandOverPage, usb: Path) -> None:
    foot(page, "leaving.where").click()
    pair.settle()
    page.where.chosen.emit(usb)


def progress(pair: Pair, record: bytes) -> set[Progress]:
    def there(notebook: Notebook) -> set[Progress]:
        line = notebook.vault.lists.by_id(record)
        assert line is not None
        return set(notebook.vault.deliveries.progress(line.number).values())

    return pair.on(pair.monitor, there)


BROKEN = {
    "full": (lambda: FakePlace(room=100), "There is no room"),
    "full in the middle": (lambda: FullInTheMiddle(room=20_000), "There is no room"),
    "read-only": (ReadOnly, "One may not write"),
    "pulled while writing": (lambda: PulledAt("piece"), "was pulled out"),
    "pulled while reading back": (lambda: PulledAt("piece read"), "was pulled out"),
    "pulled before it has its name": (lambda: PulledAt("rename"), "was pulled out"),
    "lying": (lambda: Lying(lambda raw: raw[:-1] + b"!"), "gave back something else"),
}


class TestWhateverTheDriveDoes:
    @pytest.mark.parametrize("name", BROKEN)
    def test_it_says_so_keeps_everything_and_goes_on_elsewhere(self, pair: Pair, usb: Path, name: str) -> None:
        make, sentence = BROKEN[name]
        record = note(pair)
        good = FakePlace()
        page = page_for(pair, pair.monitor, usb, Second(make(), good))
        set_out(pair, page, usb)
        stage(pair, page, Stage.ENDED)
        assert sentence in words_on(page)
        assert "No package lies there. Everything is still here." in words_on(page)
        assert TAKE_OUT not in words_on(page)
        assert progress(pair, record) == {Progress.OWED}
        assert_named(page)
        again = foot(page, "walk.again")
        assert focused() is again
        press(pair.qtbot, Qt.Key.Key_Return)
        stage(pair, page, Stage.ENDED)
        pair.qtbot.waitUntil(lambda: TAKE_OUT in words_on(page), timeout=LONG)
        assert progress(pair, record) == {Progress.COPIED}
        assert len(good.files) == 1

    def test_what_was_finished_before_is_named_and_not_written_twice(
        self, pair: Pair, usb: Path, tmp_path: Path
    ) -> None:
        """Two offices that lack different notes get a package each; the drive goes between the two."""
        note(pair)
        pair.hand_over(pair.monitor, tmp_path / "first")
        second = pair.third(tmp_path / "second", Role.HEADQUARTERS, SECOND)
        pair.trust(pair.monitor, second.owner.card)
        note(pair, "Another story")
        place = PulledAt("free", times=2)
        good = FakePlace()
        page = page_for(pair, pair.monitor, usb, Second(place, good))
        assert len(pair.on(pair.monitor, lambda notebook: plan_for(notebook.vault, None)).audiences) == 2
        set_out(pair, page, usb)
        stage(pair, page, Stage.ENDED)
        assert "lies there whole" in words_on(page)
        assert "The rest is still here." in words_on(page)
        assert len(place.files) == 1
        foot(page, "walk.again").click()
        pair.qtbot.waitUntil(lambda: TAKE_OUT in words_on(page), timeout=LONG)
        pair.settle()
        assert len(good.files) == 1

    def test_stop_leaves_nothing_half_there(self, pair: Pair, usb: Path) -> None:
        record = note(pair)
        place = Waiting()
        page = page_for(pair, pair.monitor, usb, lambda _path: place)
        set_out(pair, page, usb)
        pair.qtbot.waitUntil(place.reached.is_set, timeout=LONG)
        pair.qtbot.waitUntil(lambda: "Finding space" in page.walk.state.text(), timeout=LONG)
        assert focused() is foot(page, "walk.stop")
        press(pair.qtbot, Qt.Key.Key_Space)
        assert page.walk.state.text() == "Stopping…"
        place.let_go.set()
        stage(pair, page, Stage.ENDED)
        assert "Stopped." in words_on(page)
        assert place.files == {}
        assert progress(pair, record) == {Progress.OWED}

    def test_going_elsewhere_and_coming_back_leaves_it_on_its_way(self, pair: Pair, usb: Path) -> None:
        note(pair)
        place = Waiting()
        page = page_for(pair, pair.monitor, usb, lambda _path: place)
        set_out(pair, page, usb)
        pair.qtbot.waitUntil(place.reached.is_set, timeout=LONG)
        page.leave()
        page.enter()
        assert page.stage is Stage.GOING
        place.let_go.set()
        stage(pair, page, Stage.ENDED)
        assert TAKE_OUT in words_on(page)

    def test_what_nobody_saw_does_not_leave_with_a_second_try(self, pair: Pair, usb: Path) -> None:
        note(pair)
        good = FakePlace()
        page = page_for(pair, pair.monitor, usb, Second(PulledAt("piece"), good))
        set_out(pair, page, usb)
        stage(pair, page, Stage.ENDED)
        note(pair, "Written after she looked")
        foot(page, "walk.again").click()
        stage(pair, page, Stage.WHAT)
        assert "Something changed since you looked." in words_on(page)
        assert "Written after she looked" in words_on(page)
        assert good.files == {}

    def test_a_drive_that_is_put_in_while_one_looks_appears(self, pair: Pair, usb: Path) -> None:
        note(pair)
        here: list[Drive] = []
        page = HandOverPage(pair.monitor, find=lambda: tuple(here))
        page.where.again.setInterval(10)
        show(pair.qtbot, page)
        page.enter()
        pair.settle()
        foot(page, "leaving.where").click()
        pair.qtbot.waitUntil(lambda: "No drive is here" in words_on(page), timeout=LONG)
        here.append(Drive(usb, "KINGSTON", 14_200_000_000, writable=True))
        here.append(Drive(Path("/media/locked"), "LOCKED", 1_000_000, writable=False))
        pair.qtbot.waitUntil(lambda: "KINGSTON" in words_on(page), timeout=LONG)
        lines = page.where.findChildren(Line)
        assert [line.isEnabled() for line in lines] == [True, False]
        assert "One may not write on it." in words_on(page)
        here.clear()
        pair.qtbot.waitUntil(lambda: "KINGSTON" not in words_on(page), timeout=LONG)
        page.hide()
        assert not page.where.again.isActive()
