"""Asking a person for a folder or a file. Leaves no trace of what was chosen: Qt would write the last folders down.

Where the system has a dialog of its own that keeps no list for us (Windows, macOS) it is asked; elsewhere Qt's.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialogButtonBox, QFileDialog, QLineEdit, QWidget

from resources.texts import Texts

Then = Callable[[Path], object]
Choose = Callable[[QWidget, Texts, Then], object]
ChooseWhere = Callable[[QWidget, Texts, str, Then], object]
_NAMES: Final = {"lookInCombo": "folder", "fileNameEdit": "name", "sidebar": "places", "fileTypeCombo": "kind"}


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
    found.setLabelText(QFileDialog.DialogLabel.FileType, texts("choose.kind"))
    found.setLabelText(QFileDialog.DialogLabel.Reject, texts("dialog.cancel"))
    found.fileSelected.connect(lambda path: then(Path(path)))
    return found


def _opened(dialog: QFileDialog, texts: Texts, accept: str) -> QFileDialog:
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, texts(accept))
    for one in dialog.findChildren(QWidget):
        if isinstance(one, QComboBox | QLineEdit | QAbstractItemView) and not one.accessibleName():
            one.setAccessibleName(texts(f"choose.{_NAMES.get(one.objectName(), 'files')}"))
    for box in dialog.findChildren(QDialogButtonBox):
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
    dialog.open()
    return dialog
