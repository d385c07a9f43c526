"""Getting about in the window by keyboard: the navigation, the list of every act, what opens, what turns the page."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.notes.notes_model import Column
from desktop.notes.notes_page import NotesPage
from desktop.palette_dialog import Act, ActsPanel, fitting
from desktop.places import Go, Where
from desktop.widgets.columns import Columns
from desktop.widgets.fold import Fold
from desktop.widgets.page import Page
from desktop.widgets.still import keep_still
from desktop.window_wiring import Frame
from records.people import Role
from resources.texts import Texts
from tests.support.notes import MARKET, amend
from tests.support.notes import write as write_note
from tests.support.two_desks import two_desks
from tests.support.windows import LONG, WINDOW, assert_named, focused, look_for, name_of, press, settle, show, tab_to
from tests.support.writing import CONTROL, Pen, writing

pytestmark = WINDOW

TAB, ENTER, DOWN, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


def palette(pen: Pen) -> ActsPanel:
    pen.press(Qt.Key.Key_K, modifier=CONTROL)
    return next(one for one in pen.main.findChildren(ActsPanel) if one.isVisible())


def place(main: MainWindow, name: str) -> QPushButton:
    return next(one for one in main.findChildren(QPushButton) if name_of(one) == name)


def test_tab_comes_to_every_place_and_enter_goes_there(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.go(Go(Where.HOME))
        for name, where in (("My notes", Where.NOTES), ("Hand over", Where.HAND_OVER), ("Settings", Where.SETTINGS)):
            tab_to(qtbot, place(pen.main, name))
            pen.press(ENTER)
            pen.settle()
            assert pen.main.here.where is where
            assert place(pen.main, name).isChecked()


def test_a_place_outside_the_navigation_leaves_nothing_marked(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.go(Go(Where.HAND_OVER))
        pen.go(Go(Where.OFFICES))
        assert not [one for one in pen.main.findChildren(QPushButton) if one.isCheckable() and one.isChecked()]


def test_every_act_is_found_by_its_words_and_every_note_by_three_letters(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.vault(lambda notebook: write_note(notebook.vault, "incident", MARKET))
        pen.go(Go(Where.HOME))
        panel = palette(pen)
        assert focused() is panel.field
        assert_named(panel)
        assert pen.main.rect().contains(panel.geometry())
        pen.press("offi", ENTER)
        pen.settle()
        assert pen.main.here.where is Where.OFFICES
        panel = palette(pen)
        pen.press("riv")  # stands in "Open a drive", too: what begins so comes first, then notes
        qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=LONG)
        assert panel.field.accessibleDescription().startswith("Men came by night")
        pen.press(DOWN)
        assert panel.field.accessibleDescription() == "Open a drive"
        pen.press(Qt.Key.Key_Up, ENTER)
        pen.settle()
        assert pen.main.here.where is Where.NOTE


def test_acts_that_begin_so_stand_before_those_that_only_have_it() -> None:
    acts = [Act(words, Go(Where.HOME)) for words in ("Open a drive", "Rivers", "Hand over")]
    near, far = fitting(acts, "RIV")
    assert ([one.words for one in near], [one.words for one in far]) == (["Rivers"], ["Open a drive"])
    assert fitting(acts, "dri o") == ([acts[0]], [])
    assert fitting(acts, "") == (acts, [])


def test_escape_and_the_same_keys_lead_back_to_where_one_was(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        before = focused()
        panel = palette(pen)
        pen.press("zzz")
        assert panel.nothing.isVisible()
        pen.press(ESCAPE)
        assert focused() is before and pen.page.isVisible()
        panel = palette(pen)
        pen.press(Qt.Key.Key_K, modifier=CONTROL)
        assert not panel.isVisible() and focused() is before
        panel = palette(pen)
        pen.main.setFocus()
        pen.page.later.setFocus()
        assert not panel.isVisible()


def test_what_opens_below_is_seen_with_the_line_that_opened_it(qtbot: QtBot) -> None:
    look = look_for(Texts("en"))
    page = Page("A long page")
    for _ in range(40):
        page.body.addWidget(QLabel("A line"))
    fold = Fold("More", look, lambda inside: [inside.addWidget(QLabel("Inside")) for _ in range(6)])
    page.body.addWidget(fold)
    show(qtbot, page, (800, 400))
    tab_to(qtbot, fold.head)
    press(qtbot, ENTER)
    inner = fold.inside.itemAt(5)
    assert inner is not None
    last = inner.widget()
    assert last is not None
    qtbot.waitUntil(lambda: bool(last.visibleRegion()) and bool(fold.head.visibleRegion()), timeout=LONG)


def test_turning_the_page_changes_no_choice(qtbot: QtBot) -> None:
    page = Page("Choices")
    field = QComboBox()
    field.addItems([str(number) for number in range(30)])
    field.setAccessibleName("Number")
    keep_still(field)
    page.body.addWidget(field)
    for _ in range(60):
        page.body.addWidget(QLabel("A line"))
    show(qtbot, page, (600, 300))
    field.setFocus()
    press(qtbot, Qt.Key.Key_PageDown)
    assert field.currentIndex() == 0
    assert field.visibleRegion().isEmpty()
    page.show_top()
    middle = QPointF(field.rect().center())
    nothing = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        middle,
        QPointF(field.mapToGlobal(field.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        nothing,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, wheel)
    assert field.currentIndex() == 0
    press(qtbot, DOWN)
    assert field.currentIndex() == 1


@pytest.mark.parametrize(("width", "across"), [(700, 2), (260, 1)])
def test_two_columns_become_one_where_words_would_be_cut(qtbot: QtBot, width: int, across: int) -> None:
    look_for(Texts("en"))
    columns = Columns()
    buttons = [QPushButton(f"Some words on a button {number}") for number in range(3)]
    for one in buttons:
        columns.add(one)
    page = QLabel()
    page.setLayout(QVBoxLayout())
    page.layout().addWidget(columns)  # type: ignore[union-attr]
    show(qtbot, page, (width, 300))
    qtbot.waitUntil(lambda: len({one.x() for one in buttons}) == across, timeout=LONG)
    assert all(one.width() >= one.minimumSizeHint().width() for one in buttons)


def test_home_leads_to_the_notes_in_two_versions_and_to_no_others(tmp_path: Path, qtbot: QtBot) -> None:
    with two_desks(tmp_path, qtbot) as pair:
        line = pair.on(pair.monitor, lambda notebook: write_note(notebook.vault, "incident", MARKET))
        pair.on(pair.monitor, lambda notebook: write_note(notebook.vault, "incident", {**MARKET, "hurt": 3}))
        pair.carry(pair.monitor, pair.office, tmp_path / "usb")
        pair.on(pair.office, lambda notebook: amend(notebook.vault, line, {"hurt": 15}))
        pair.on(pair.monitor, lambda notebook: amend(notebook.vault, line, {"hurt": 14}))
        pair.carry(pair.monitor, pair.office, tmp_path / "usb 2")
        page = NotesPage(pair.office)
        show(qtbot, page)
        for go, count in ((Go(Where.NOTES, conflicts=True), 1), (Go(Where.NOTES), 2)):
            page.bring(go)
            page.enter()
            settle(qtbot, pair.background)
            qtbot.waitUntil(lambda: page.model.rowCount() == count, timeout=LONG)  # noqa: B023 - waited for at once
        titles = [page.model.index(row, Column.TITLE).data() for row in range(2)]
        assert [title.startswith("two versions") for title in titles].count(True) == 1


def test_where_there_is_little_room_words_come_before_codes(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, Role.MONITOR) as pen:
        pen.go(Go(Where.NOTES))
        page = pen.main.stack.currentWidget()
        assert isinstance(page, NotesPage)
        for width, hidden in ((1600, [False, False]), (760, [False, True]), (560, [True, True])):
            page.resize(width, 500)
            assert [page.table.isColumnHidden(one) for one in (Column.FORM, Column.CODE)] == hidden


class _Screen:
    """A screen of some size, less what the system keeps of it."""

    def __init__(self, width: int, height: int) -> None:
        self._room = QRect(0, 0, width, height)

    def availableGeometry(self) -> QRect:
        return self._room


@pytest.mark.parametrize(
    ("room", "size", "whole"), [((1366, 728), (1280, 720), False), ((1024, 560), (1024, 560), True)]
)
def test_the_window_is_never_larger_than_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, room: tuple[int, int], size: tuple[int, int], whole: bool
) -> None:
    monkeypatch.setattr(Frame, "screen", lambda _frame: _Screen(*room))
    frame = Frame(lambda: None)
    qtbot.addWidget(frame)
    assert frame.size().toTuple() == size
    frame.appear()
    assert frame.isMaximized() is whole
    assert frame.minimumSize().height() <= 540  # 600 pixels, less two bars and a title
