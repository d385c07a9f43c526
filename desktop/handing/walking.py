"""Carrying a plan to a place, package by package, on the notebook's lane: what is told on the way, and how it ended.

A person may stop at any moment: the package that is being written is taken away again, those finished before stay.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from desktop.acts import Notebook, hand_over, plan_for
from desktop.stopping import Stop, Stopped
from records.errors import Known
from sync.drives.place import Place
from sync.errors import SyncCode
from sync.handing import Handed
from sync.plan import Plan, is_within, plan_receipts
from sync.usb import Step

MakePlace = Callable[[Path], Place]
Walk = Callable[[Notebook, Place, Stop, Callable[["At"], None]], "Walked"]


@dataclass(frozen=True, slots=True)
class At:
    """Where a walk is: the package of so many, its step, and the bytes done of about so many."""

    package: int
    packages: int
    step: Step
    done: int
    size: int


class Ended(Enum):
    """How a walk ended. CHANGED: what would leave is not what a person saw; nothing more was written."""

    COPIED = "copied"
    STOPPED = "stopped"
    FAILED = "failed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Walked:
    """The end of a walk: the packages that lie there whole, of how many, and what went wrong."""

    ended: Ended
    handed: tuple[Handed, ...]
    packages: int
    problem: Known | None = None


def walk(notebook: Notebook, plan: Plan, place: Place, stop: Stop, tell: Callable[[At], None]) -> Walked:
    """Carry a plan out. What goes wrong with the drive is in the answer, beside what was finished before."""
    packages = packages_of(plan)
    done: list[Handed] = []
    at = At(1, packages, Step.SPACE, 0, 0)

    def progress(step: Step, count: int) -> None:
        nonlocal at
        if step is not Step.COPIED:
            stop.check()
        if step is Step.SPACE:
            at = At(len(done) + 1, packages, step, 0, count)
        else:
            at = replace(at, step=step, done=count, size=max(count, at.size))
        tell(at)

    try:
        for handed in hand_over(notebook, plan, place, progress):
            done.append(handed)
    except Stopped:
        return Walked(Ended.STOPPED, tuple(done), packages)
    except Known as problem:
        ended = Ended.CHANGED if problem.code is SyncCode.PLAN_CHANGED else Ended.FAILED
        return Walked(ended, tuple(done), packages, problem)
    return Walked(Ended.COPIED, tuple(done), packages)


def walk_again(notebook: Notebook, approved: Plan, place: Place, stop: Stop, tell: Callable[[At], None]) -> Walked:
    """Carry out what is left of a plan that a person saw. Anything she did not see sends her back to look."""
    offices = sorted({card.office.key for audience in approved.audiences for card in audience.cards})
    try:
        fresh = plan_for(notebook.vault, offices)
    except Known as problem:  # an office that is trusted no longer
        return Walked(Ended.CHANGED, (), 0, problem)
    if not is_within(fresh, approved):
        return Walked(Ended.CHANGED, (), 0, Known(SyncCode.PLAN_CHANGED))
    return walk(notebook, fresh, place, stop, tell)


def walk_receipts(notebook: Notebook, place: Place, stop: Stop, tell: Callable[[At], None]) -> Walked:
    """Carry the answer to what came: receipts and nothing else, which need nobody's approval."""
    return walk(notebook, plan_receipts(notebook.vault), place, stop, tell)


def packages_of(plan: Plan) -> int:
    """How many packages a plan makes."""
    return sum(len(audience.bundles) for audience in plan.audiences)
