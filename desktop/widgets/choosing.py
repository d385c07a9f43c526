"""Asking a person for a folder or a file. Leaves no trace of what was chosen: Qt would write the last folders down.

Where the system has a dialog of its own that keeps no list for us (Windows, macOS) it is asked; elsewhere Qt's.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from resources.palettes import GRID
from resources.texts import Texts

Then = Callable[[Path], object]
Choose = Callable[[QWidget, Texts, Then], object]
ChooseWhere = Callable[[QWidget, Texts, str, Then], object]
_NAMES: Final = {"lookInCombo": "folder", "fileNameEdit": "name"}
_KEPT: Final = {"toParentButton": ("choose.up", "↑"), "newFolderButton": ("choose.new-folder", "+")}
"""Of the small buttons of Qt's own dialog, those one needs; as signs, which are seen in every colour."""
_WITHOUT: Final = ("fileTypeLabel", "fileTypeCombo")
_SIDE: Final = 16 * GRID
_MEDIA: Final = ("/media", "/run/media")


def choose_folder(parent: QWidget, texts: Texts, then: Then) -> QFileDialog:
    """Ask for a folder that is there."""
    dialog = _dialog(parent, texts, texts("choose.folder"), then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _opened(dialog, texts, "choose.take")


def choose_file(parent: QWidget, texts: Texts, then: Then) -> QFileDialog:
    """Ask for a file that is there."""
    dialog = _dialog(parent, texts, texts("choose.file"), then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _opened(dialog, texts, "choose.take")


def choose_where(parent: QWidget, texts: Texts, name: str, then: Then) -> QFileDialog:
    """Ask where to write a file, with a name proposed."""
    dialog = _dialog(parent, texts, texts("choose.where"), then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    return _opened(dialog, texts, "choose.save")


def _dialog(parent: QWidget, texts: Texts, title: str, then: Then) -> QFileDialog:
    if sys.platform == "linux":
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    found = QFileDialog(parent, title, str(Path.home()))
    found.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform == "linux")
    found.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    found.setLabelText(QFileDialog.DialogLabel.LookIn, texts("choose.look-in"))
    found.setLabelText(QFileDialog.DialogLabel.FileName, texts("choose.name"))
    found.setLabelText(QFileDialog.DialogLabel.Reject, texts("dialog.cancel"))
    found.fileSelected.connect(lambda path: then(Path(path)))
    return found


def _simplify(dialog: QFileDialog, texts: Texts) -> None:
    """Leave what one needs of Qt's own dialog, without the words it has in English alone."""
    places = [Path.home(), *(path for path in map(Path, _MEDIA) if path.is_dir())]
    dialog.setSidebarUrls([QUrl.fromLocalFile(str(path)) for path in places])
    for one in dialog.findChildren(QToolButton):
        words, sign = _KEPT.get(one.objectName(), ("", ""))
        one.setVisible(bool(words))
        if words:
            one.setIcon(QIcon())
            one.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            one.setText(sign)
            one.setToolTip(texts(words))
            one.setAccessibleName(texts(words))
    for name in _WITHOUT:
        for widget in dialog.findChildren(QWidget, name):
            widget.hide()
    for tree in dialog.findChildren(QTreeView, "treeView"):
        tree.header().hide()
        for column in range(1, tree.header().count()):
            tree.hideColumn(column)
    for side in dialog.findChildren(QWidget, "sidebar"):
        side.setMinimumWidth(_SIDE)
        side.setAccessibleName(texts("choose.places"))


def _opened(dialog: QFileDialog, texts: Texts, accept: str) -> QFileDialog:
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, texts(accept))
    for one in dialog.findChildren(QWidget):
        if isinstance(one, QComboBox | QLineEdit | QAbstractItemView) and not one.accessibleName():
            one.setAccessibleName(texts(f"choose.{_NAMES.get(one.objectName(), 'files')}"))
    for box in dialog.findChildren(QDialogButtonBox):
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
    if dialog.testOption(QFileDialog.Option.DontUseNativeDialog):
        _simplify(dialog, texts)
    dialog.open()
    return dialog
