"""A question within a page, beside what led to it: words, perhaps a field, one way on and one back. No dialog."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from desktop.widgets.pieces import Part, button, column, label, restyle, row
from desktop.widgets.tone import Tone
from resources.palettes import GRID
from resources.texts import Texts


class Asking(QFrame):
    """Asks once. With a `field`, nothing goes on before something stands in it. left: the person asks no more of it."""

    left = Signal()

    def __init__(self, texts: Texts, words: str, act: str, on: Callable[[str], object], field: str = "") -> None:
        """words: what is asked. act: what the way on is called. on: hears what was typed. field: the field's name."""
        super().__init__()
        self._on = on
        self.field = QLineEdit()
        self.field.setObjectName("asked")
        self.field.setAccessibleName(field or words)
        self.field.setPlaceholderText(field)
        self._needs = bool(field)
        self.field.returnPressed.connect(self._go_on)
        self.problem = label("", tone=Tone.DANGER)
        self.problem.hide()
        self.go = button(act, self._go_on, Part.PRIMARY, name="go-on")
        self.back = button(texts("offices.leave-it"), self.left.emit, name="leave-it")
        inside = column(label(words), self.field, self.problem, spacing=1)
        inside.addLayout(row(self.go, self.back, None, spacing=1))
        inside.setContentsMargins(0, 2 * GRID, 0, GRID)
        self.setLayout(inside)
        self.field.setVisible(self._needs)
        self._missing = texts("asking.missing")

    def begin(self) -> None:
        """Be ready for an answer."""
        (self.field if self._needs else self.go).setFocus()

    def _go_on(self) -> None:
        typed = self.field.text().strip()
        if self._needs and not typed:
            self.fail(self._missing)
            return
        self._on(typed)

    def fail(self, sentence: str) -> None:
        """Say what is wrong, beside the field."""
        self.problem.setText(sentence)
        self.problem.show()
        restyle(self.field, wrong="true")
        self.begin()
