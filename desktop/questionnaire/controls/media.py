"""What a form shows beside its words: pictures, no larger than reads well; of sounds and films the name.

A picture is looked for on the notebook's lane, and stands there once it was found. Nothing plays in this program.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from desktop.desk import Desk
from desktop.questionnaire.showing import look_at_media
from desktop.viewing.content import Raster
from desktop.viewing.images import image_of
from desktop.widgets.pieces import Part, column, label
from records.errors import Known
from resources.palettes import GRID

BESIDE_LABEL: Final = QSize(60 * GRID, 40 * GRID)
BESIDE_CHOICE: Final = QSize(20 * GRID, 14 * GRID)
_LARGE: Final = "big-image"
_IMAGE: Final = "image"
_PLAYED: Final = ("audio", "video")


class FormPicture(QLabel):
    """One picture of a form, or a word that it is not here. words: what it belongs to, for a reader for the blind."""

    def __init__(self, desk: Desk, form: str, name: str, words: str, largest: QSize) -> None:
        """Looked for at once, shown when it is found."""
        super().__init__()
        self.setWordWrap(True)
        self.setProperty("part", Part.QUIET.value)
        self.setAccessibleName(desk.texts("question.picture", what=words or name))
        self._largest = largest
        self._missing = desk.texts("question.picture-missing", file=name)
        job = desk.vault(lambda notebook: look_at_media(notebook, form, name))
        job.then(self._on_pixels).otherwise(self._on_missing)

    def _on_pixels(self, found: Raster | None) -> None:
        if not isValid(self):
            return
        if found is None:
            self.setText(self._missing)
            return
        self.setPixmap(QPixmap.fromImage(image_of(found, self._largest)))

    def _on_missing(self, _problem: Known) -> None:
        if isValid(self):
            self.setText(self._missing)


class LabelMedia(QWidget):
    """All that is shown with a label; hidden while that is nothing."""

    def __init__(self, desk: Desk, form: str) -> None:
        """Nothing yet."""
        super().__init__()
        self._desk = desk
        self._form = form
        self._shown: dict[str, str] = {}
        self._lines = column(spacing=0.5)
        self.setLayout(self._lines)
        self.hide()

    def show_media(self, media: Mapping[str, str], words: str) -> None:
        """Show these files: names by kind. words: what they belong to."""
        if dict(media) == self._shown:
            return
        self._shown = dict(media)
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for widget in _widgets(self._desk, self._form, media, words, BESIDE_LABEL):
            self._lines.addWidget(widget)
        self.setVisible(bool(media))


def beside_choice(desk: Desk, form: str, media: Mapping[str, str], words: str) -> QWidget:
    """All that is shown with a choice."""
    found = QWidget()
    found.setLayout(column(*_widgets(desk, form, media, words, BESIDE_CHOICE), spacing=0.5))
    return found


def _widgets(desk: Desk, form: str, media: Mapping[str, str], words: str, largest: QSize) -> Iterator[QWidget]:
    picture = media.get(_LARGE) or media.get(_IMAGE)
    if picture:
        yield FormPicture(desk, form, picture, words, largest)
    for kind in _PLAYED:
        if kind in media:
            yield label(desk.texts(f"question.{kind}", file=media[kind]), Part.QUIET)
