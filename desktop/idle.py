"""Watching whether anybody is there: a notice half a minute before the time is over, and then the end of it.

Counted by the wall clock too, so that a laptop that slept is over the moment it wakes.
"""

import time
from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from records.clock import system_clock

NOTICE: Final = 30.0
_LOOK: Final = 1000
_LIVELY: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class Presence(Enum):
    """Whether somebody is there."""

    THERE = auto()
    NEARLY_GONE = auto()
    GONE = auto()


def presence(unused: float, minutes: int) -> Presence:
    """Say it from the seconds since the last sign of life, and the minutes a person allowed."""
    left = minutes * 60 - unused
    if left <= 0:
        return Presence.GONE
    return Presence.NEARLY_GONE if left <= NOTICE else Presence.THERE


def system_times() -> tuple[float, float]:
    """Two clocks in seconds: one that nobody can set, and one that goes on while the laptop sleeps."""
    return time.monotonic(), system_clock().timestamp()


class Watch(QObject):
    """Looks once a second. changed: what is so now, told once each time it becomes so."""

    changed = Signal(object)

    def __init__(self, minutes: int, times: Callable[[], tuple[float, float]] = system_times) -> None:
        """`times` gives the seconds of two clocks."""
        super().__init__()
        self.minutes = minutes
        self._times = times
        self._last = times()
        self._told = Presence.THERE
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._last = self._times()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Tell if something changed."""
        found = presence(max(now - last for now, last in zip(self._times(), self._last, strict=True)), self.minutes)
        if found is not self._told:
            self._told = found
            self.changed.emit(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or movement is a sign of life, unless the time was over before it: then it only wakes the laptop."""
        if event.type() in _LIVELY and self._timer.isActive():
            self.look()
            if self._told is not Presence.GONE:
                self._last = self._times()
        return super().eventFilter(watched, event)
