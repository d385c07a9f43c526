"""Unlock: a passphrase, the language, the keyboard's layout, a sign for Caps Lock. Says nothing else to anybody.

It is the first thing one sees, so it does without what takes time: the pieces of other pages, icons, Qt's own names.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from desktop.widgets.layouts import box, column, row
from resources.palettes import GRID
from resources.texts import LANGUAGES, Texts

_WIDTH = 48 * GRID
_SHIFT = 0x02000000
"""Qt.KeyboardModifier.ShiftModifier."""


class UnlockPage(QWidget):
    """One field. Several notebooks on a laptop are numbered, never named."""

    unlock = Signal(int, str)
    typing = Signal()
    language_chosen = Signal(str)
    another = Signal()

    def __init__(self, texts: Texts, notebooks: Sequence[str]) -> None:
        """`notebooks` are the numbers of those there are."""
        super().__init__()
        self._texts = texts
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
        self.show_words = _button(texts("unlock.show"), self._on_show)
        self.open_button = _button(texts("unlock.open"), self._on_unlock, part="primary")
        self.problem = _label("", tone="danger")
        self.problem.hide()
        self.caps = _label(texts("unlock.caps"), tone="attention")
        self.caps.hide()
        self.keyboard = _label("", part="quiet")
        self.language = self._languages()
        self.more = _button(texts("unlock.another"), self._on_another, part="quiet")
        self._lay_out()
        QTimer.singleShot(0, self, self._show_keyboard)  # Qt's list of languages is large: not before a first paint
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
            shifted = bool(event.modifiers().value & _SHIFT)
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
        self.show_words.setAccessibleName(self.show_words.text())
        self.field.setFocus()

    def _on_another(self) -> None:
        self.more.setEnabled(False)
        self.more.setText(self._texts("unlock.moment"))
        self.another.emit()

    def _on_unlock(self) -> None:
        if self.field.text() and self.open_button.isEnabled():
            self._set_busy(busy=True)
            self.unlock.emit(self.notebook.currentIndex(), self.field.text())

    def _set_busy(self, *, busy: bool) -> None:
        self.open_button.setEnabled(not busy)
        self.open_button.setText(self._texts("unlock.opening" if busy else "unlock.open"))

    def _show_keyboard(self) -> None:
        """Where the system does not say, nothing stands there."""
        layout = QGuiApplication.inputMethod().locale().nativeLanguageName()
        self.keyboard.setText(self._texts("unlock.keyboard", layout=layout) if layout else "")


def _label(text: str, part: str = "body", tone: str = "") -> QLabel:
    found = QLabel(text)
    found.setWordWrap(True)
    found.setProperty("part", part)
    found.setProperty("tone", tone)
    return found


def _button(text: str, act: Callable[[], object], part: str = "plain") -> QPushButton:
    found = QPushButton(text)
    found.setProperty("part", part)
    found.setAccessibleName(text)
    found.setAutoDefault(True)
    found.clicked.connect(lambda _checked=False: act())
    return found
