"""Timing, and the line a result is printed as."""

import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Result:
    """ours and anchor in seconds (or another unit, said in `what`); goal: the most the ratio may be."""

    what: str
    ours: float
    anchor: float | None
    goal: str
    how: str
    unit: str = "s"

    def line(self) -> str:
        """As it is printed."""
        if self.anchor is None:
            shown = f"ours {self.ours:.3f} {self.unit}"
        else:
            ratio = self.ours / self.anchor
            shown = f"ours {self.ours:.4f} {self.unit}, anchor {self.anchor:.4f} {self.unit}, ratio {ratio:.2f}"
        return f"{self.what}\n    {shown} (goal {self.goal})\n    {self.how}"


def median_time(act: Callable[[], object], rounds: int = ROUNDS, before: Callable[[], object] | None = None) -> float:
    """The median of several runs after one that is not counted; `before` is not timed."""
    found = []
    for round_number in range(rounds + 1):
        if before is not None:
            before()
        started = time.perf_counter()
        act()
        if round_number:
            found.append(time.perf_counter() - started)
    return statistics.median(found)


def missing(*programs: str) -> list[str]:
    """Which of these programs are not here."""
    return [program for program in programs if shutil.which(program) is None]


def show(result: Result) -> None:
    """Print a result."""
    sys.stdout.write(result.line() + "\n")
    sys.stdout.flush()


def not_measured(what: str, why: str) -> None:
    """Print that something could not be measured here."""
    sys.stdout.write(f"{what}\n    not measured here: {why}\n")
    sys.stdout.flush()
