"""What was copied in this window does not stay behind it: neither in the clipboard nor in the selection."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class Copied(QObject):
    """Watches whether what the clipboard holds came from here: it changed while one of our windows had the keys."""

    def __init__(self) -> None:
        """From now on."""
        super().__init__()
        self._clipboard = QGuiApplication.clipboard()
        self._ours: set[QClipboard.Mode] = set()
        self._clipboard.changed.connect(self._on_changed)

    def forget(self) -> None:
        """Empty what came from here; what somebody copied elsewhere stays."""
        for mode in tuple(self._ours):
            self._clipboard.clear(mode)
        self._ours.clear()

    def _on_changed(self, mode: QClipboard.Mode) -> None:
        if mode in _MODES and QGuiApplication.focusWindow() is not None:
            self._ours.add(mode)
        else:
            self._ours.discard(mode)
