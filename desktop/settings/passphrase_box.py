"""Changing the passphrase: the present one, then another, as at the beginning."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.acts import Notebook
from desktop.desk import Desk
from desktop.messages import sentence
from desktop.widgets.new_passphrase import NewPassphrase
from desktop.widgets.pieces import Part, box, button, column, label, row
from desktop.widgets.tone import Tone
from records.errors import Known


class PassphraseBox(QWidget):
    """A button that opens into fields."""

    def __init__(self, desk: Desk) -> None:
        """Closed."""
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self.open_button = button(texts("settings.change"), self.open_up, icon=desk.look.icon("key-round"))
        self.old = QLineEdit()
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self.old.setAccessibleName(texts("settings.old"))
        self.choosing = NewPassphrase(texts)
        self.choosing.entered.connect(self._on_change)
        self.old.returnPressed.connect(self._on_old)
        self.problem = label("", tone=Tone.DANGER)
        self.old.textEdited.connect(lambda _text: self._say(""))
        self.done = label(texts("settings.changed"), tone=Tone.GOOD)
        self.change = button(texts("settings.change-now"), self._on_change, Part.PRIMARY, name="change-now")
        self.cancel = button(texts("dialog.cancel"), self.close_up, name="cancel-change")
        heading = label(texts("settings.old"), Part.HEADING)
        heading.setBuddy(self.old)
        inner = column(column_box(heading, self.old, self.problem), self.choosing, spacing=2)
        inner.addLayout(row(self.change, self.cancel, None))
        self._inside = box(inner)
        outer = column(spacing=1)
        outer.addLayout(row(self.open_button, None))
        outer.addWidget(self._inside)
        outer.addWidget(self.done)
        self.setLayout(outer)
        self._say("")
        self.done.hide()
        self._inside.hide()

    def open_up(self) -> None:
        """Ask."""
        self.done.hide()
        self.open_button.hide()
        self._inside.show()
        self.old.setFocus()

    def close_up(self) -> None:
        """Ask no more; what was typed goes."""
        standing = self._inside.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.old.clear()
        self.choosing.clear()
        self._say("")
        self._inside.hide()
        self.open_button.show()
        if standing:
            self.open_button.setFocus()

    def _on_old(self) -> None:
        field = self.choosing.own if self.choosing.makes_up else self.choosing.again
        field.setFocus()

    def _on_change(self) -> None:
        old = self.old.text()
        if not old:
            self._say(self._desk.texts("settings.is-empty"))
            self.old.setFocus()
            return
        fresh = self.choosing.chosen()
        if fresh is None:
            return

        def change(notebook: Notebook) -> None:
            notebook.vault.change_passphrase(old, fresh)

        self._set_busy(busy=True)
        self._desk.vault(change).then(lambda _none: self._on_changed()).otherwise(self._on_refused)

    def _on_changed(self) -> None:
        self._set_busy(busy=False)
        self.close_up()
        self.done.show()

    def _on_refused(self, problem: Known) -> None:
        self._set_busy(busy=False)
        self._say(sentence(self._desk.texts, problem))
        self.old.setFocus()
        self.old.selectAll()

    def _set_busy(self, *, busy: bool) -> None:
        texts = self._desk.texts
        self.change.setEnabled(not busy)
        self.change.setText(texts("settings.changing" if busy else "settings.change-now"))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def column_box(*widgets: QWidget) -> QWidget:
    """A field with its name above and its problem below."""
    return box(column(*widgets, spacing=0.5))
