"""Unlock: a passphrase, the language, the keyboard's layout, a sign for Caps Lock. Says nothing else to anybody."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.look import Look
from desktop.widgets.pieces import Part, box, button, column, label, row
from desktop.widgets.tone import Tone
from resources.palettes import GRID
from resources.texts import LANGUAGES, Texts

_WIDTH = 48 * GRID


class UnlockPage(QWidget):
    """One field. Several notebooks on a laptop are numbered, never named."""

    unlock = Signal(int, str)
    typing = Signal()
    language_chosen = Signal(str)
    another = Signal()

    def __init__(self, texts: Texts, look: Look, notebooks: Sequence[str]) -> None:
        """`notebooks` are the numbers of those there are."""
        super().__init__()
        self._texts = texts
        self._look = look
        self.setObjectName("page")
        self.notebook = self._choice([texts("unlock.notebook", number=number) for number in notebooks])
        if len(notebooks) < 2:
            self.notebook.hide()
        self.notebook.setAccessibleName(texts("unlock.which"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(texts("unlock.passphrase"))
        self.field.setPlaceholderText(texts("unlock.passphrase"))
        self.field.returnPressed.connect(self._on_unlock)
        self.field.textEdited.connect(lambda _text: self._on_typed())
        self.field.installEventFilter(self)
        self.show_words = button(texts("unlock.show"), self._on_show, Part.PLAIN, look.icon("eye"))
        self.open_button = button(texts("unlock.open"), self._on_unlock, Part.PRIMARY)
        self.problem = label("", tone=Tone.DANGER)
        self.problem.hide()
        self.caps = label(texts("unlock.caps"), tone=Tone.ATTENTION)
        self.caps.hide()
        self.keyboard = label("", Part.QUIET)
        self.language = self._languages()
        self.more = button(texts("unlock.another"), self.another.emit, Part.PLAIN)
        self.more.setProperty("part", "quiet")
        self._lay_out()
        self._show_keyboard()
        QGuiApplication.inputMethod().localeChanged.connect(self._show_keyboard)

    def fail(self, sentence: str) -> None:
        """Say why it did not open, and let the person try again."""
        self.problem.setText(sentence)
        self.problem.show()
        self._set_busy(busy=False)
        self.field.setFocus()
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for Caps Lock: a capital typed without Shift, or the other way."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            text = event.text()
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if text.isalpha() and text.lower() != text.upper():
                self.caps.setVisible(text.isupper() != shifted)
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        keys = row(self.field, self.show_words, spacing=1)
        keys.setStretch(0, 1)
        inner = column(self.notebook, spacing=1.5)
        inner.addLayout(keys)
        for widget in (self.caps, self.problem, self.open_button):
            inner.addWidget(widget)
        inner.addLayout(row(self.keyboard, None, self.language, spacing=1))
        inner.addLayout(row(None, self.more, None))
        middle = box(inner)
        middle.setFixedWidth(_WIDTH)
        self.setLayout(column(None, box(row(None, middle, None)), None, None))

    def _languages(self) -> QComboBox:
        found = QComboBox()
        found.setAccessibleName(self._texts("unlock.language"))
        for language in LANGUAGES:
            found.addItem(language.name, language.code)
        found.setCurrentIndex(max(0, found.findData(self._texts.language.code)))
        found.activated.connect(lambda place: self.language_chosen.emit(found.itemData(place)))
        return found

    def _choice(self, names: Sequence[str]) -> QComboBox:
        found = QComboBox()
        found.addItems(list(names))
        return found

    def _on_typed(self) -> None:
        self.problem.hide()
        self.typing.emit()

    def _on_show(self) -> None:
        hidden = self.field.echoMode() is QLineEdit.EchoMode.Password
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.show_words.setText(self._texts("unlock.hide" if hidden else "unlock.show"))
        self.show_words.setIcon(self._look.icon("eye-off" if hidden else "eye"))
        self.field.setFocus()

    def _on_unlock(self) -> None:
        if self.field.text() and self.open_button.isEnabled():
            self._set_busy(busy=True)
            self.unlock.emit(self.notebook.currentIndex(), self.field.text())

    def _set_busy(self, *, busy: bool) -> None:
        self.open_button.setEnabled(not busy)
        self.open_button.setText(self._texts("unlock.opening" if busy else "unlock.open"))

    def _show_keyboard(self) -> None:
        locale = QGuiApplication.inputMethod().locale()
        self.keyboard.setText(self._texts("unlock.keyboard", layout=locale.nativeLanguageName() or locale.name()))
