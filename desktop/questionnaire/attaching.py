"""Taking a file or a picture into the notebook, on its lane: a person may stop it, and then nothing is kept."""

import threading
from collections.abc import Callable
from pathlib import Path

from desktop.acts import Notebook, add_file
from records.attachments.adding import Attached, attach_bytes


class Stop(threading.Event):
    """Set on the main thread, looked at on the lane."""


class _Stopped(Exception):
    """A person said stop."""


def take_file(notebook: Notebook, path: Path, stop: Stop, tell: Callable[[int], None]) -> Attached | None:
    """Take a file in; None when it was stopped. Known(FILE_UNREADABLE | FILE_PROGRAM | FILE_TOO_LARGE …)."""

    def progress(done: int) -> None:
        if stop.is_set():
            raise _Stopped
        tell(done)

    try:
        return add_file(notebook.vault, path, progress)
    except _Stopped:
        return None


def take_picture(notebook: Notebook, raw: bytes, title: str) -> Attached:
    """Take a picture in that lies in the clipboard. Known(DISK_FULL …)."""
    return attach_bytes(notebook.vault, raw, title)
