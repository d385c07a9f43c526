"""A window over the window in which parts of a picture are blacked out or cut away before a copy of it travels."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from desktop.desk import Desk
from desktop.viewing.content import Raster
from desktop.viewing.images import image_of
from desktop.viewing.marked_picture import MarkedPicture
from desktop.viewing.marking import Tool
from desktop.widgets.pieces import Part, button, column, label, restyle, row
from resources.palettes import GRID

_SHARE = 0.94


class HidingDialog(QDialog):
    """done_with: the person wants the copy to be made with these marks (`Marks`)."""

    done_with = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, raster: Raster) -> None:
        """Over the page of `parent`, with the pixels of the whole picture."""
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("hiding")
        texts = desk.texts
        self.picture = MarkedPicture(texts("hiding.picture"))
        self.tools = {
            tool: button(texts(f"hiding.{tool.value}"), partial(self._choose, tool), Part.KEY, name=tool.value)
            for tool in Tool
        }
        for one in self.tools.values():
            one.setCheckable(True)
            one.setMinimumWidth(one.sizeHint().width() + GRID)  # the chosen one is in bold
        self.undo = button(texts("hiding.undo"), self.picture.undo, name="undoMark", icon=desk.look.icon("undo-2"))
        self.cancel = button(texts("dialog.cancel"), self.reject, name="cancel")
        self.keep = button(texts("hiding.keep"), self._on_keep, Part.PRIMARY, name="keep")
        words = label(texts("hiding.title"), Part.HEADING)
        hint = label(texts("hiding.hint"), Part.QUIET)
        acts = row(*self.tools.values(), self.undo, None, self.cancel, self.keep, spacing=1)
        inside = column(words, hint, self.picture, spacing=1, margin=2)
        inside.setStretch(2, 1)
        inside.addLayout(acts)
        self.setLayout(inside)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.picture.undo)
        self.picture.changed.connect(self._show_undo)
        window = parent.window()
        self.resize(QSize(round(window.width() * _SHARE), round(window.height() * _SHARE)))
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())
        self._choose(Tool.BLACK)
        self._show_undo()
        self.picture.show_picture(QPixmap.fromImage(image_of(raster)))
        self.picture.setFocus()

    def done(self, result: int) -> None:
        """Forget what was shown."""
        self.picture.show_picture(QPixmap())
        super().done(result)

    def _choose(self, tool: Tool) -> None:
        self.picture.tool = tool
        for one, key in self.tools.items():
            key.setChecked(one is tool)
            restyle(key)

    def _show_undo(self) -> None:
        self.undo.setEnabled(self.picture.marks.before is not None)

    def _on_keep(self) -> None:
        self.done_with.emit(self.picture.marks)
        self.accept()
