"""What is missing or wrong before a note can be finished: said in one line, listed when wanted. Enter goes there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from desktop.questionnaire.answering import Fault
from desktop.questionnaire.controls.base import ENTER, pressed, watch
from desktop.widgets.pieces import button, column, label, row
from desktop.widgets.tone import Tone
from resources.palettes import GRID
from resources.texts import Texts

_LINE = 4 * GRID
_MOST_LINES = 5


class FaultsBox(QWidget):
    """A sentence, and behind it a list of questions. chosen: the path of one."""

    chosen = Signal(str)

    def __init__(self, texts: Texts) -> None:
        """Nothing is wrong."""
        super().__init__()
        self._texts = texts
        self._faults: tuple[Fault, ...] = ()
        self.words = label("", tone=Tone.DANGER)
        self.words.setObjectName("problems")
        self.key = button(texts("write.show-problems"), self._on_key, name="showProblems")
        self.key.setProperty("part", "quiet")
        self.list = QListWidget()
        self.list.setObjectName("faults")
        self.list.setAccessibleName(texts("write.problems-list"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self._on_chosen())
        watch(self, self.list)
        line = row(self.words, self.key, spacing=1)
        line.setStretch(0, 1)
        inner = column(spacing=1)
        inner.addLayout(line)
        inner.addWidget(self.list)
        self.setLayout(inner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.tell("")

    def tell(self, words: str, faults: Sequence[Fault] = ()) -> None:
        """Say a sentence, "" for none, and keep what can be listed behind it."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setVisible(bool(words))
        faults = tuple(faults)
        self.key.setVisible(bool(faults))
        if faults != self._faults:
            self._faults = faults
            self._fill()
        if not faults:
            self._open(opened=False)

    def stops(self) -> Sequence[QWidget]:
        """What Tab comes to."""
        return (self.key, self.list)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the question, Escape closes the list."""
        if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        key = pressed(event)
        if key is not None and key.key() in ENTER:
            self._on_chosen()
            return True
        if key is not None and key.key() == Qt.Key.Key_Escape:
            self._open(opened=False)
            self.key.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        here = max(self.list.currentRow(), 0)
        self.list.clear()
        for fault in self._faults:
            item = QListWidgetItem(self._texts("write.problem-line", question=fault.title, problem=fault.words))
            item.setToolTip(fault.words)
            self.list.addItem(item)
        self.list.setCurrentRow(min(here, len(self._faults) - 1))
        self.list.setFixedHeight(self._high())

    def _high(self) -> int:
        """As high as its first lines are, in whatever script."""
        rows = range(min(len(self._faults), _MOST_LINES))
        return sum(max(self.list.sizeHintForRow(place), _LINE) for place in rows) + GRID

    def _open(self, *, opened: bool) -> None:
        self.list.setVisible(opened)
        words = self._texts("write.hide-problems" if opened else "write.show-problems")
        self.key.setText(words)
        self.key.setAccessibleName(words)

    def _on_key(self) -> None:
        self._open(opened=self.list.isHidden())
        if not self.list.isHidden():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_chosen(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._faults):
            self.chosen.emit(self._faults[place].path)
