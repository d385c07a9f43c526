"""The frame of one stage of the beginning: which of how many, what it is about, and the ways back and on."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QRadioButton, QWidget

from desktop.widgets.page import Page
from desktop.widgets.pieces import Part, button, label
from desktop.widgets.tone import Tone
from resources.texts import Texts

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Step(Page):
    """One calm screen. back and on: the person wants to go there; nothing is checked yet."""

    back = Signal()
    on = Signal()

    def __init__(self, texts: Texts, title: str, subtitle: str = "") -> None:
        """Title and subtitle are ids of texts."""
        super().__init__(texts(title), texts(subtitle) if subtitle else "")
        self.texts = texts
        self.number = label("", Part.QUIET)
        self.number.setWordWrap(False)
        self.head.addWidget(self.number)
        self.problem = label("", tone=Tone.DANGER)
        self.problem.hide()
        self.back_button = button(texts("beginning.back"), self.back.emit, name="back")
        self.on_button = button(texts("beginning.on"), self.on.emit, Part.PRIMARY, name="on")
        self.footer.addWidget(self.back_button)
        self.footer.addStretch(1)
        self.footer.addWidget(self.on_button)
        self.show_footer()

    def show_number(self, place: tuple[int, int] | None) -> None:
        """Say which of how many it is."""
        self.number.setText(self.texts("beginning.of", number=place[0], of=place[1]) if place else "")

    def say(self, problem: str) -> None:
        """Say what is missing, or nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            QTimer.singleShot(0, self, lambda: self.show_inside(self.problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a choice goes on; a field or a button says itself what Enter means."""
        if event.key() in _ENTER and isinstance(self.focusWidget(), QRadioButton):
            self.after_choice()
        else:
            super().keyPressEvent(event)

    def after_choice(self) -> None:
        """What Enter on a choice leads to."""
        self.on.emit()

    def stand_on(self, widget: QWidget) -> None:
        """Be ready there, and let it be seen once it has its place."""
        widget.setFocus()
        QTimer.singleShot(0, self, lambda: self.show_inside(widget))
