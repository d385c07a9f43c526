"""Typing the check words somebody reads out, and for what she is trusted then. The program compares, not the eye."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit

from desktop.desk import Desk
from desktop.widgets.pieces import Part, button, column, label, restyle, row
from desktop.widgets.revealing import reveal
from desktop.widgets.still import keep_still
from desktop.widgets.tone import Tone
from records.people import Role


class WordsBox(QFrame):
    """A field, a choice of role where there is one, and a button; `acts` takes others beside it.

    `typed` carries the words and the role.
    """

    typed = Signal(str, object)

    def __init__(self, desk: Desk, ask: str, act: str, roles: Sequence[Role]) -> None:
        """ask: what to do, in words. act: what the button says. roles: the likeliest first."""
        super().__init__()
        texts = desk.texts
        self._texts = texts
        self.field = QLineEdit()
        self.field.setPlaceholderText(texts("words.field"))
        self.field.setAccessibleName(texts("words.field"))
        self.field.setObjectName("check-words")
        self.field.returnPressed.connect(self._on_typed)
        self.field.textEdited.connect(lambda _text: self._clear())
        self.role = QComboBox()
        keep_still(self.role)
        self.role.setAccessibleName(texts("words.role"))
        self._roles = tuple(roles)
        self.role.addItems([texts("words.as", role=texts(f"role.{one.value}")) for one in roles])
        self.trust = button(texts(act), self._on_typed, Part.PRIMARY, name="trust")
        self.problem = label("", tone=Tone.DANGER)
        self.problem.hide()
        inner = column(label(ask), self.field, self.problem, spacing=1)
        self.acts = row(self.role, self.trust, spacing=1)
        last = row(spacing=1)
        last.addLayout(self.acts)
        last.addStretch(1)
        inner.addLayout(last)
        self.setLayout(inner)
        self.role.setVisible(len(roles) > 1)

    def begin(self) -> None:
        """Be ready for the words, with everything that belongs to them in sight."""
        self.field.setFocus()
        QTimer.singleShot(0, self, lambda: reveal(self))

    def fail(self, sentence: str) -> None:
        """Say why it was refused, beside the field, and let the person try again."""
        self.set_busy(busy=False)
        self.problem.setText(sentence)
        self.problem.show()
        restyle(self.field, wrong="true")
        self.begin()
        self.field.selectAll()

    def set_busy(self, *, busy: bool) -> None:
        """Comparing takes a moment: it is made slow for whoever guesses."""
        self.trust.setEnabled(not busy)
        self.field.setReadOnly(busy)

    def _clear(self) -> None:
        self.problem.hide()
        restyle(self.field, wrong="false")

    def _on_typed(self) -> None:
        if self.field.text().strip() and self.trust.isEnabled():
            self.set_busy(busy=True)
            self.typed.emit(self.field.text(), self._roles[self.role.currentIndex()])
