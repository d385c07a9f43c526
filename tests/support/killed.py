"""A program that is killed in the middle of an act, as by a pulled plug: run as a process of its own.

    python -m tests.support.killed FOLDER hand-over DRIVE STEP TIMES
    python -m tests.support.killed FOLDER accept PACKAGE STEP TIMES

Kills itself with SIGKILL when it reaches the step for the so-manieth time; ends with 0 when it never does.
"""

import os
import signal
import sys
from pathlib import Path

from sync import attachments, inbox, shelf
from sync.drives.place import FolderPlace
from sync.filling import Room
from sync.handing import carry_out
from sync.plan import plan
from tests.support.offices import Region, Station

SMALL = Room(size=20_000, entries=4, ranges=2, authors=9, least=4000)


class _Countdown:
    def __init__(self, step: str, times: int) -> None:
        self.step = step
        self.times = times

    def pass_by(self, step: str) -> None:
        if step == self.step:
            self.times -= 1
            if self.times == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _hand_over(station: Station, drive: Path, countdown: _Countdown) -> None:
    for _ in carry_out(
        station.vault,
        plan(station.vault, room=SMALL),
        FolderPlace(drive),
        station.card,
        lambda step, _: countdown.pass_by(step),
    ):
        countdown.pass_by("noted")


def _accept(station: Station, package: str, countdown: _Countdown) -> None:
    vault = station.vault

    def watched(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def act(*args: object, **named: object) -> object:
            countdown.pass_by(f"before {name}")
            found = real(*args, **named)
            countdown.pass_by(f"after {name}")
            return found

        setattr(owner, name, act)

    watched(vault.journal, "add")
    watched(vault.projection, "take")
    watched(vault.deliveries, "owe")
    watched(vault.blobs, "take")
    watched(vault.inbox, "put")
    watched(attachments, "take")
    watched(shelf, "discard")
    waiting = vault.inbox.get(package)
    assert waiting is not None
    inbox.accept(vault, waiting)


def main(folder: str, act: str, what: str, step: str, times: str) -> None:
    """Open the vault and act."""
    region = Region(Path(folder))
    countdown = _Countdown(step, int(times))
    match act:
        case "hand-over":
            _hand_over(region.reopened("Kilwa"), Path(what), countdown)
        case _:
            _accept(region.reopened("Headquarters"), what, countdown)


if __name__ == "__main__":
    main(*sys.argv[1:])
