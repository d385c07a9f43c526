"""The choice in which language the questions of a form are asked."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.questionnaire.tongues import Tongue, spoken, tongues
from forms.model import Form
from resources.texts import Texts


class TonguesMenu(QMenu):
    """Each language by its own name. chosen: a `Tongue`."""

    chosen = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        """Empty, and not to be seen."""
        super().__init__(texts("write.language"), parent)
        self.setAccessibleName(texts("write.language"))
        self._own = texts.language.code
        self._group = QActionGroup(self)
        self.menuAction().setVisible(False)

    def offer(self, form: Form, now: Tongue | None = None) -> None:
        """Offer the languages of a form, the one it is asked in marked: the person's own, where none is given."""
        self.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        now = now or spoken(form, self._own)
        for one in tongues(form):
            action = self.addAction(one.name, partial(self._choose, one))
            action.setCheckable(True)
            action.setChecked(one == now)
            self._group.addAction(action)
        self.menuAction().setVisible(not self.isEmpty())

    def _choose(self, tongue: Tongue) -> None:
        self.chosen.emit(tongue)
