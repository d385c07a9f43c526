"""Loaded by Python itself in programs under test: notes every file they open for writing, and every network call."""

import os
import sys
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CALLS = ("socket.connect", "socket.sendto", "socket.getaddrinfo")


def _begin(path: str) -> None:
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event in _CALLS:
            os.write(log, f"{event} {arguments[1:]}\n".encode())
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
            name = arguments[0]
            if isinstance(name, (str, bytes)):
                os.write(log, b"open " + os.fsencode(Path(os.fsdecode(name)).absolute()) + b"\n")

    sys.addaudithook(note)


if "WATCHED" in os.environ:
    _begin(os.environ["WATCHED"])
