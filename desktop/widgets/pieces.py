"""Labels, buttons and columns as every page uses them: one look, an accessible name on everything one can act on."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.layouts import box, column, row
from desktop.widgets.tone import Tone

__all__ = ["Part", "box", "button", "clear", "column", "label", "paragraph", "restyle", "row", "spoken"]

_BEGINNING = {
    Qt.LayoutDirection.LeftToRight: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    Qt.LayoutDirection.RightToLeft: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}
_GAP = "\u2002"  # Qt leaves no room between a button's icon and its words
_ENDS = (".", "?", "!", "…", "؟", "។")
_LARGEST = QSize(1000, 1000)
_SHOWN = 0.4  # icons are drawn twice as large as they are, and stand a little lower than a line beside words


class Part(StrEnum):
    """What a text or button is on its page; the style sheet knows these."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    QUIET = "quiet"
    PRIMARY = "primary"
    KEY = "key"
    PLAIN = "plain"


def label(text: str, part: Part = Part.BODY, tone: Tone = Tone.NONE) -> QLabel:
    """A text that wraps, never understood as markup. It begins where the page begins, whatever it is written in."""
    found = paragraph(text)
    found.setAlignment(_BEGINNING[QGuiApplication.layoutDirection()] | Qt.AlignmentFlag.AlignVCenter)
    found.setProperty("part", part.value)
    found.setProperty("tone", tone.value)
    return found


def paragraph(text: str) -> QLabel:
    """A longer text of somebody's own, from the side its own script begins at."""
    found = QLabel(text)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setWordWrap(True)
    found.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return found


def button(
    text: str, act: Callable[[], object], part: Part = Part.PLAIN, icon: QIcon | None = None, name: str = ""
) -> QPushButton:
    """A button with words, and an icon beside them where it helps."""
    found = QPushButton(f"{_GAP}{text}" if icon is not None else text)
    found.setProperty("part", part.value)
    found.setAccessibleName(text)
    found.setObjectName(name)
    found.setCursor(Qt.CursorShape.PointingHandCursor)
    found.setAutoDefault(True)  # Enter presses it, not Space alone
    if icon is not None:
        found.setIcon(icon)
        found.setIconSize(icon.actualSize(_LARGEST) * _SHOWN)
    found.clicked.connect(lambda _checked=False: act())
    return found


def spoken(*sentences: str) -> str:
    """Several sentences to be read out one after the other, each but the last with an end."""
    said = [one for one in sentences if one]
    return " ".join([*(one if one.endswith(_ENDS) else f"{one}." for one in said[:-1]), *said[-1:]])


def restyle(widget: QWidget, **properties: str) -> None:
    """Change what the style sheet looks at, and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        inner = item.layout()
        if isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
