"""Saying anew who reads a note: each trusted office by name, and the network. Changes nothing before [Done]."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QScrollArea, QWidget

from desktop.questionnaire.asking import Question, Way
from desktop.questionnaire.controls.picks import Manner, Picks
from desktop.readers.naming import Choice, Reads, choice_in, line, reads, say, wished, with_choice
from desktop.readers.wanted import Wanted
from desktop.widgets.pieces import Part, box, button, column, label, row
from forms.session import Offered
from records.people import NETWORK, Office
from records.values import Answers
from resources.palettes import BODY_POINTS, GRID
from resources.texts import Texts

_WIDTH = 88 * GRID
_ROUND = 16 * GRID
_MORE = (Reads.NOW, Reads.WHOLE_LATER)


class OfficeLine(QFrame):
    """One office: its name, what it reads as things stand, and the choices."""

    def __init__(self, texts: Texts, name: str, choices: Sequence[Choice]) -> None:
        """Nothing picked."""
        super().__init__()
        self._texts = texts
        self.state = label("", Part.QUIET)
        offered = tuple(Offered(choice.value, texts(f"readers.choose-{choice.value}")) for choice in choices)
        self.keys = Picks(Question("", Way.KEYS, name, choices=offered), Manner.KEYS)
        title = label(name, Part.HEADING)
        self.setLayout(column(title, self.state, self.keys, spacing=0.5))

    def show_choice(self, choice: Choice, what: Reads) -> None:
        """What was chosen, and what it comes to."""
        self.keys.show_answer(choice.value)
        self.state.setText(self._texts(f"readers.reads-{what.value}"))


class ReadersDialog(QDialog):
    """One line an office. done: the wishes are said."""

    done_with = Signal(object)

    def __init__(self, parent: QWidget, texts: Texts, wanted: Wanted, answers: Answers) -> None:
        """What was wished so far is marked."""
        super().__init__(parent)
        self._texts = texts
        self._circle = wanted.circle
        self._answers = answers
        self._wishes = wanted.wishes
        self._proposed = wanted.circle.proposed(answers)
        self.setModal(True)
        self.setWindowTitle(texts("readers.title"))
        self.words = label("")
        self.network = QCheckBox(texts("readers.network"))
        self.network.setAccessibleName(texts("readers.network"))
        self.network.clicked.connect(self._on_network)
        self.offices = {office.key: self._office(office) for office in self._circle.offices()}
        self.ready = button(texts("readers.done"), self._on_done, Part.PRIMARY, name="readersDone")
        self._ways = box(row(None, button(texts("dialog.cancel"), self.reject), self.ready, spacing=1))
        self._area = self._scrolling()
        self.setLayout(column(self._area, self._ways, spacing=2, margin=3))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """What is in it has its sizes now."""
        self._fit()
        super().showEvent(event)

    def _scrolling(self) -> QScrollArea:
        """Everything but the ways out scrolls where the screen is low."""
        texts = self._texts
        none = label(texts("readers.no-offices"), Part.QUIET)
        none.setVisible(not self.offices)
        names = label(texts("readers.protected"), Part.QUIET)
        self._inner = column(self.words, *self.offices.values(), none, self.network, names, None, spacing=2)
        found = QScrollArea()
        found.setWidgetResizable(True)
        found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._all = box(self._inner, "scrolled")
        found.setWidget(self._all)
        return found

    def _fit(self) -> None:
        """As wide as it reads well, and as high as everything in it, as far as the screen goes."""
        room = self.screen().availableGeometry().size()
        width = min(round(_WIDTH * self.font().pointSizeF() / BODY_POINTS), room.width() - 4 * GRID)
        wanted = self._inner.heightForWidth(width - 8 * GRID)
        self._all.setMinimumHeight(wanted)  # by itself Qt takes the height at the narrowest
        self._area.setFixedHeight(min(wanted, room.height() - self._ways.sizeHint().height() - _ROUND))
        self.setFixedSize(width, self._area.height() + self._ways.sizeHint().height() + 8 * GRID)

    def _office(self, office: Office) -> "OfficeLine":
        """The choices of an office: only those that would come to something."""
        named = replace(self._wishes, also=(office.key,), never=())
        most = reads(self._circle, wished(self._proposed, named), self._answers, office)
        choices = [Choice.PROPOSED, *([Choice.READS] if most in _MORE else []), Choice.NEVER]
        found = OfficeLine(self._texts, office.name, choices)
        found.keys.answered.connect(lambda code: self._on_office(office, code))
        return found

    def _on_office(self, office: Office, code: object) -> None:
        choice = Choice(code) if code else Choice.PROPOSED
        self._wishes = with_choice(self._wishes, office.key, choice)
        self._show()

    def _on_network(self, checked: bool) -> None:
        proposed = NETWORK in self._proposed.then
        self._wishes = replace(self._wishes, network=None if checked == proposed else checked)
        self._show()

    def _show(self) -> None:
        readers = wished(self._proposed, self._wishes)
        self.network.setChecked(NETWORK in readers.then)
        self.words.setText(say(line(self._circle, readers, self._answers), self._texts))
        for office in self._circle.offices():
            what = reads(self._circle, readers, self._answers, office)
            self.offices[office.key].show_choice(choice_in(self._wishes, office.key), what)

    def _on_done(self) -> None:
        self.accept()
        self.done_with.emit(self._wishes)
