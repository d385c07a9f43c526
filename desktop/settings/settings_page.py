"""Settings: how it looks and when it locks, at once; the language from the next unlocking; what this notebook is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLayout, QPlainTextEdit, QWidget

from desktop.calendars import Calendar
from desktop.countries import country_name
from desktop.desk import Desk
from desktop.places import Go, Where
from desktop.preferences import MINUTES, SIZES, Preferences
from desktop.settings.passphrase_box import PassphraseBox
from desktop.settings.places_box import PlacesBox
from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, button, column, label, row
from desktop.widgets.still import keep_still
from resources.about import VERSION, notices
from resources.palettes import GRID, Theme
from resources.texts import LANGUAGES

T = TypeVar("T")
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"  # a path is written so in every language
_CHOICES = 28 * GRID
_WIDEST = 1.25  # larger text needs the room for the names of the choices
_NOTICES = 32 * GRID


class SettingsPage(Page):
    """What a person can set. changed: other preferences, to be kept and worn at once."""

    changed = Signal(object)

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        """As it is now."""
        texts = desk.texts
        super().__init__(texts("nav.settings"))
        self._desk = desk
        self.preferences = preferences
        languages = [(one.name, one.code) for one in LANGUAGES]
        themes = [(texts(f"settings.theme.{one.value}"), one) for one in Theme]
        sizes = [(texts("settings.percent", size=one), one) for one in SIZES]
        minutes = [(texts("settings.minutes", count=one), one) for one in MINUTES]
        self.language = self._choice("language", languages, preferences.language or texts.language.code)
        self.theme = self._choice("theme", themes, preferences.theme)
        self.text_size = self._choice("size", sizes, preferences.size)
        calendars = [(texts(f"calendar.{one.value}"), one) for one in Calendar]
        self.calendar = self._choice("calendar", calendars, preferences.calendar)
        self.idle = self._choice("idle", minutes, preferences.idle)
        self.passphrase = PassphraseBox(desk)
        self.places = PlacesBox(desk)
        self.where = label("")
        self.card = button(texts("settings.my-card"), self._on_card, icon=desk.look.icon("id-card"), name="my-card")
        self.notices = self._notices()
        self._fill()

    def enter(self) -> None:
        """Be ready to choose."""
        self.language.setFocus()
        self.places.look()
        self._desk.vault(lambda notebook: str(notebook.vault.folder.path)).then(self._show_where)

    def leave(self) -> None:
        """What was typed of a passphrase does not stay."""
        self.passphrase.close_up()
        self.places.close_up()

    def _fill(self) -> None:
        texts, owner = self._desk.texts, self._desk.owner
        looks = self._asked(
            ("settings.language", self.language),
            ("settings.theme", self.theme),
            ("settings.size", self.text_size),
            ("settings.calendar", self.calendar),
        )
        role = texts(f"role-name.{owner.me.role.value}")
        who = f"{owner.me.office.name} · {role} · {country_name(owner.me.office.country, texts)}"
        kind = texts("settings.practice" if owner.exercise else "settings.real")
        self._add("settings.looks", looks)
        self._add("settings.locking", self._asked(("settings.idle", self.idle)), self._quiet("settings.locking-why"))
        self._add("settings.passphrase", self.passphrase)
        self._add("settings.places", self.places)
        self._add(
            "settings.notebook",
            column(label(who), label(kind, Part.QUIET), spacing=0.25),
            row(self.card, None),
            column(self.where, self._quiet("settings.backup"), spacing=0.25),
        )
        more = button(texts("settings.notices"), self._on_notices, Part.QUIET, name="notices")
        self._add(
            "settings.about",
            column(label(texts("settings.version", version=VERSION)), self._quiet("settings.licence"), spacing=0.25),
            row(more, None),
            self.notices,
        )

    def _add(self, heading: str, *parts: QWidget | QLayout) -> None:
        section = column(label(self._desk.texts(heading), Part.HEADING), spacing=1)
        for part in parts:
            if isinstance(part, QLayout):
                section.addLayout(part)
            else:
                section.addWidget(part)
        self.body.addLayout(section)
        self.body.addSpacing(GRID)

    def _asked(self, *asked: tuple[str, QComboBox]) -> QGridLayout:
        """Names beside what one chooses."""
        found = QGridLayout()
        found.setHorizontalSpacing(2 * GRID)
        found.setVerticalSpacing(GRID)
        for place, (name, control) in enumerate(asked):
            words = label(self._desk.texts(name))
            words.setBuddy(control)
            control.setAccessibleName(words.text())
            found.addWidget(words, place, 0)
            found.addWidget(control, place, 1)
        found.setColumnStretch(0, 1)
        return found

    def _quiet(self, text: str) -> QWidget:
        return label(self._desk.texts(text), Part.QUIET)

    def _choice(self, name: str, choices: Sequence[tuple[str, T]], chosen: T) -> QComboBox:
        found = QComboBox()
        found.setObjectName(f"settings-{name}")
        keep_still(found)
        found.setMinimumWidth(round(_CHOICES * min(_WIDEST, self._desk.look.scale)))
        for words, _value in choices:
            found.addItem(words)
        values = [value for _words, value in choices]
        found.setCurrentIndex(values.index(chosen) if chosen in values else 0)
        found.activated.connect(lambda place: self._change(name, values[place]))
        return found

    def _change(self, name: str, value: object) -> None:
        fresh = replace(self.preferences, **{name: value})  # type: ignore[arg-type]
        if fresh != self.preferences:
            self.preferences = fresh
            self.changed.emit(fresh)

    def _show_where(self, path: str) -> None:
        self.where.setText(self._desk.texts("settings.lies", path=f"{_LEFT_TO_RIGHT}{path}{_END}"))

    def _on_card(self) -> None:
        self.go.emit(Go(Where.OFFICES))

    def _notices(self) -> QPlainTextEdit:
        found = QPlainTextEdit(notices())
        found.setReadOnly(True)
        found.setTabChangesFocus(True)
        found.setAccessibleName(self._desk.texts("settings.notices"))
        found.setMinimumHeight(_NOTICES)
        found.hide()
        return found

    def _on_notices(self) -> None:
        self.notices.setVisible(self.notices.isHidden())
        if not self.notices.isHidden():
            self.notices.setFocus()
            QTimer.singleShot(0, self, lambda: self.show_inside(self.notices))
