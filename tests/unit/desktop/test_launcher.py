"""The launcher starts a fresh window whenever one was locked, and ends as the last one did."""

import pytest

from desktop.endings import LOCKED, WINDOW
from desktop.launcher import command, launch


@pytest.mark.parametrize("last", [0, 1, -9])
def test_a_fresh_process_for_every_locking(last: int) -> None:
    ends, started = [LOCKED, LOCKED, last], list[list[str]]()

    def run(words: list[str]) -> int:
        started.append(words)
        return ends.pop(0)

    assert launch(run) == last
    assert started == [command()] * 3


def test_a_window_process_is_asked_for_by_one_word() -> None:
    assert command()[-1] == WINDOW
    assert "-P" in command()  # what lies in the folder one stands in is never run
