"""Stopping what runs on the lane: set on the main thread, looked at between two steps. No Qt."""

import threading


class Stopped(Exception):
    """A person said stop."""


class Stop(threading.Event):
    """Set when a person says stop."""

    def check(self) -> None:
        """End here if she did. Stopped."""
        if self.is_set():
            raise Stopped
