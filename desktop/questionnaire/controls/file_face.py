"""How a file looks on the page: a place to drop one, one being taken in, one that is here and hidden until shown."""

from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton

from desktop.desk import Desk
from desktop.viewing.content import Raster
from desktop.viewing.images import image_of
from desktop.widgets.pieces import Part, box, button, column, label, row
from desktop.widgets.tone import Tone
from records.attachments.adding import Attached
from reports.files import file_in_words
from resources.palettes import GRID

_LARGEST: Final = QSize(72 * GRID, 48 * GRID)
_PICTURE: Final = "image/"


class State(Enum):
    """What is seen."""

    EMPTY = "empty"
    BUSY = "busy"
    HERE = "here"


class FileFace(QFrame):
    """The three states, one at a time."""

    choose = Signal()
    stop = Signal()
    show_picture = Signal()
    hide_parts = Signal()
    remove = Signal()

    def __init__(self, desk: Desk) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("drop")
        self._desk = desk
        self._texts = desk.texts
        self.choose_button = self._button("file.choose", self.choose.emit, "folder-open")
        self.stop_button = self._button("file.stop", self.stop.emit, "x")
        self.show_button = self._button("file.show", self.show_picture.emit, "eye")
        self.parts_button = self._button("file.hide-parts", self.hide_parts.emit, "eye-off")
        self.remove_button = self._button("file.remove", self.remove.emit, "trash-2")
        self.problem = label("", tone=Tone.DANGER)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self._doing, self._title, self._about = label(""), label(""), label("", Part.QUIET)
        self._picture = QLabel()
        drop = label(self._texts("file.drop"), Part.QUIET)
        empty = row(self.choose_button, drop, spacing=2)
        empty.setStretch(1, 1)
        busy = row(self._doing, self.progress, self.stop_button, spacing=2)
        busy.setStretch(1, 1)
        self._boxes = {State.EMPTY: box(empty), State.BUSY: box(busy), State.HERE: self._here()}
        self.setLayout(column(*self._boxes.values(), self.problem, spacing=0.5, margin=1.5))
        self.turn(State.EMPTY)
        self.complain("")

    def buttons(self) -> tuple[QPushButton, ...]:
        """Every button, in order."""
        return (self.choose_button, self.stop_button, self.show_button, self.remove_button, self.parts_button)

    def turn(self, state: State) -> None:
        """Show one state."""
        for one, inside in self._boxes.items():
            inside.setVisible(one is state)

    def begin(self, title: str, size: int) -> None:
        """Say what is being taken in, of how many bytes; 0 where nobody knows."""
        self.complain("")
        self._doing.setText(self._texts("file.taking", title=title))
        self.progress.setRange(0, size >> 10)
        self.progress.setAccessibleName(self._doing.text())

    def fill(self, found: Attached) -> None:
        """Say what is here."""
        self._title.setText(found.title or self._texts("file.untitled"))
        what = file_in_words(found.blob.media, found.blob.length, self._texts)
        details = self._texts("file.clean" if found.cleaned else "file.not-clean")
        self._about.setText(f"{what}  ·  {details}")
        picture = found.blob.media.startswith(_PICTURE)
        self.show_button.setVisible(picture)
        self._parts.setVisible(picture)
        self.hide_picture()
        self.turn(State.HERE)

    def complain(self, words: str) -> None:
        """Say what went wrong; "" takes it back."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def is_shown(self) -> bool:
        """Whether the picture is seen."""
        return not self._picture.isHidden()

    def reveal(self, raster: Raster) -> None:
        """Show the picture, no larger than reads well."""
        self._picture.setPixmap(QPixmap.fromImage(image_of(raster, _LARGEST)))
        self._picture.setAccessibleName(self._title.text())
        self._picture.show()
        self._call_show("file.hide", "eye-off")

    def hide_picture(self) -> None:
        """Hide it, and forget its points."""
        self._picture.hide()
        self._picture.clear()
        self._call_show("file.show", "eye")

    def _here(self) -> QFrame:
        words = column(self._title, self._about, spacing=0.25)
        first = row(spacing=1)
        first.addLayout(words, 1)
        first.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        asked = row(label(self._texts("file.own-name"), Part.QUIET), self.parts_button, spacing=2)
        asked.setStretch(0, 1)
        self._parts = box(asked)
        inner = column(spacing=1)
        inner.addLayout(first)
        inner.addWidget(self._parts)
        inner.addWidget(self._picture)
        return box(inner)

    def _call_show(self, text: str, icon: str) -> None:
        words = self._texts(text)
        fresh = self._button(text, lambda: None, icon)
        self.show_button.setText(fresh.text())
        self.show_button.setIcon(fresh.icon())
        self.show_button.setAccessibleName(words)
        fresh.deleteLater()

    def _button(self, text: str, act: Callable[[], object], icon: str) -> QPushButton:
        found = button(self._texts(text), act, Part.PLAIN, self._desk.look.icon(icon))
        found.setProperty("own name", True)  # noqa: FBT003 - a property's value
        return found
