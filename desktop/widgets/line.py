"""A line one can press: an icon, words that wrap, and as much height as they need."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.pieces import Part, column, label, row, spoken
from desktop.widgets.tone import Tone
from resources.palettes import GRID

_UNTOUCHED = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class Line(QPushButton):
    """A button as wide as the page. Its name is all its words."""

    def __init__(
        self, words: str, act: Callable[[], object], picture: QPixmap, tone: Tone = Tone.NONE, below: str = ""
    ) -> None:
        """below: a quieter second line."""
        super().__init__()
        self.setObjectName("line")
        self.setAutoDefault(True)  # Enter presses it, not Space alone
        self.setAccessibleName(spoken(words, below) if below else words)
        self.icon_label = QLabel()
        self.icon_label.setPixmap(picture)
        self.icon_label.setFixedWidth(max(3 * GRID, round(picture.deviceIndependentSize().width())))
        text: QVBoxLayout = column(label(words, tone=tone), spacing=0.25)
        if below:
            text.addWidget(label(below, Part.QUIET))
        inside = row(self.icon_label, spacing=1.5, margin=1.5)
        inside.addLayout(text, 1)
        self.setLayout(inside)
        for child in self.findChildren(QWidget):
            child.setAttribute(_UNTOUCHED)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _checked=False: act())

    def sizeHint(self) -> QSize:
        """As large as its words."""
        return self.layout().sizeHint()  # type: ignore[union-attr]

    def minimumSizeHint(self) -> QSize:
        """As large as its words at the least."""
        return self.layout().minimumSize()  # type: ignore[union-attr]

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high its words are at a width."""
        return self.layout().heightForWidth(width)  # type: ignore[union-attr]
