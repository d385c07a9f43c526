"""What one sees while the notebook is made: a second or two of real work."""

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.widgets.pieces import Part, box, column, label, row
from resources.palettes import GRID
from resources.texts import Texts

_WIDTH = 48 * GRID


class MakingPage(QWidget):
    """One sentence and a bar."""

    def __init__(self, texts: Texts) -> None:
        """It moves from the start."""
        super().__init__()
        self.setObjectName("page")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(texts("beginning.making"))
        why = label(texts("beginning.making-why"), Part.QUIET)
        middle = box(column(label(texts("beginning.making"), Part.TITLE), self.bar, why, spacing=2))
        middle.setFixedWidth(_WIDTH)
        self.setLayout(column(None, box(row(None, middle, None)), None, None))
