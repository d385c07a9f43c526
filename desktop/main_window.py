"""The one window after unlocking: navigation, the page, a calm status line, the lock. Holds pages; decides nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from desktop.desk import Desk
from desktop.palette_dialog import Act, ActsPanel
from desktop.places import Go, Where
from desktop.standing import stand
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, box, button, column, label, row
from records.people import Role
from resources.palettes import GRID

_NAVIGATION = 26 * GRID
_SAID_FOR = 8000

_ICONS = {
    Where.HOME: "house",
    Where.NOTES: "list",
    Where.HAND_OVER: "usb",
    Where.INBOX: "inbox",
    Where.OFFICES: "building-2",
    Where.SETTINGS: "settings",
}


def places_of(role: Role) -> tuple[Where, ...]:
    """What stands in the navigation of a role."""
    few = (Where.HOME, Where.NOTES, Where.HAND_OVER, Where.SETTINGS)
    more = (Where.HOME, Where.INBOX, Where.NOTES, Where.HAND_OVER, Where.OFFICES, Where.SETTINGS)
    return few if role is Role.MONITOR else more


def name_of(where: Where, role: Role) -> str:
    """The id of what a place is called."""
    return "nav.my-notes" if where is Where.NOTES and role is Role.MONITOR else f"nav.{where.value}"


class MainWindow(QWidget):
    """Navigation beside a stack of pages."""

    lock = Signal()

    def __init__(self, desk: Desk, pages: Mapping[Where, Page], acts: Callable[[], Sequence[Act]]) -> None:
        """`pages` by place; `acts` is asked for what the palette offers each time it opens."""
        super().__init__()
        self._desk = desk
        self._pages = dict(pages)
        self._acts = acts
        self.here = Go(Where.HOME)
        self.stack = QStackedWidget()
        for page in self._pages.values():
            self.stack.addWidget(page)
            page.go.connect(self._on_go)
            page.told.connect(self.tell)
            page.stands.connect(partial(self._on_stands, page))
        self._places: dict[Where, QPushButton] = {}  # in a group of Qt's, Tab would come to the marked one alone
        self.said = label("", Part.QUIET)
        self._silence = QTimer(self, singleShot=True)
        self._silence.timeout.connect(lambda: self.said.setText(""))
        middle = row(self._navigation(), self.stack, spacing=0)
        middle.setStretch(1, 1)
        outer = column(self._practice(), spacing=0)
        outer.addLayout(middle, 1)
        outer.addWidget(self._status())
        self.setLayout(outer)
        for keys, act in (("Ctrl+K", self.open_palette), ("Ctrl+L", self.lock.emit), ("Ctrl+H", self._home)):
            QShortcut(QKeySequence(keys), self, act)

    def show_place(self, go: Go) -> None:
        """Leave where one is, and be elsewhere."""
        page = self._pages[go.where]
        current = self.stack.currentWidget()
        if isinstance(current, Page) and current is not page:
            current.leave()
        page.bring(go)
        self.here = replace(go, said="")
        self.stack.setCurrentWidget(page)
        self._on_stands(page, None)
        page.enter()
        self._mark(go.where)
        if go.said:
            self.tell(go.said)

    def leave(self) -> None:
        """Keep what was begun on the page that is shown."""
        current = self.stack.currentWidget()
        if isinstance(current, Page):
            current.leave()

    def tell(self, line: str) -> None:
        """Say a calm line for a while."""
        self.said.setText(line)
        self._silence.start(_SAID_FOR)

    def open_palette(self) -> None:
        """Every act, and every note, by typing; once more leads back."""
        open_one = next((one for one in self.findChildren(ActsPanel) if one.isVisible()), None)
        if open_one is not None:
            open_one.leave()
            return
        panel = ActsPanel(self._desk, self._acts(), self)
        panel.chosen.connect(self._on_go)
        panel.open()

    def _navigation(self) -> QWidget:
        texts, look = self._desk.texts, self._desk.look
        search = button(texts("nav.search"), self.open_palette, Part.PLAIN, look.icon("search", look.palette.quiet))
        inner = column(search, spacing=0.5, margin=1.5)
        inner.addSpacing(GRID)
        for where in places_of(self._desk.owner.me.role):
            inner.addWidget(self._place_button(where))
        inner.addStretch(1)
        inner.addWidget(button(texts("nav.lock"), self.lock.emit, Part.PLAIN, look.icon("lock")))
        found = box(inner, "navigation")
        found.setFixedWidth(round(_NAVIGATION * max(1.0, look.scale * 0.9)))
        return found

    def _place_button(self, where: Where) -> QPushButton:
        texts, look = self._desk.texts, self._desk.look
        words = texts(name_of(where, self._desk.owner.me.role))
        found = button(words, lambda: self.show_place(Go(where)), Part.PLAIN, look.icon(_ICONS[where]))
        found.setCheckable(True)
        self._places[where] = found
        return found

    def _status(self) -> QWidget:
        texts, me = self._desk.texts, self._desk.owner.me
        who = label(texts("status.who", office=me.office.name, role=texts(f"role.{me.role.value}")), Part.QUIET)
        for one in (who, self.said):
            one.setWordWrap(False)
        found = box(row(who, None, self.said, spacing=2), "status")
        found.layout().setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)  # type: ignore[union-attr]
        return found

    def _practice(self) -> QWidget:
        words = label(self._desk.texts("practice.band"))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        found = box(column(words, margin=0.5), "practice")
        if not self._desk.owner.exercise:
            found.hide()
        return found

    def _mark(self, here: Where) -> None:
        shown = {Where.NOTE: Where.NOTES, Where.WRITE: Where.HOME}.get(here, here)
        for where, one in self._places.items():
            one.setChecked(where is shown)

    def _home(self) -> None:
        self.show_place(Go(Where.HOME))

    def _on_stands(self, page: Page, go: object) -> None:
        """Keep where to come back to if the program ended now; what is said after leaving does not count."""
        if page is self.stack.currentWidget():
            assert go is None or isinstance(go, Go)
            self._desk.vault(lambda notebook: stand(notebook, go))

    def _on_go(self, go: object) -> None:
        assert isinstance(go, Go)
        self.show_place(go)
