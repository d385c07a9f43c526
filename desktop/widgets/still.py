"""Fields that a page turned past would change by accident: the wheel and the page keys belong to the page."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_TURNING = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _Still(QObject):
    """Hands on to the page what turns it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        turning = isinstance(event, QKeyEvent) and event.key() in _TURNING and not event.modifiers()
        if event.type() is QEvent.Type.Wheel or (turning and event.type() is QEvent.Type.KeyPress):
            event.ignore()  # not taken: what holds the field is asked next
            return True
        return super().eventFilter(watched, event)


def keep_still(field: QWidget) -> None:
    """Let a choice or a day stay what it is while somebody reads on."""
    field.installEventFilter(_Still(field))
