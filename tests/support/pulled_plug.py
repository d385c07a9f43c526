"""A save that is killed at every step, as by a pulled plug: `python -m tests.support.pulled_plug FOLDER`.

Makes a vault with one record and two drafts, then, again and again on a copy of it, submits both drafts in a process
that is killed: before the n-th call of a function, or after so many microseconds, in the middle of whatever runs then.
Afterwards another process opens the copy and says what it finds, as one line of JSON.
"""

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from records.drafting import read_draft
from records.journal.chain import chains
from records.recording import begin, keep_draft, submit
from records.values import Answers
from records.vault.lists import Query
from tests.support.vaults import NOTE, Vaults, entries_of, write

# how far into a save the plug is pulled, closer together where it is committed
STEPS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.88, 0.91, 0.94, 0.96, 0.98, 0.99, 0.9995)
MOMENTS = 10


def main(folder: Path) -> None:
    """Do all of it."""
    base = folder / "base"
    with Vaults(base) as vaults:
        vault = vaults.make("anna")
        line = write(vault, {"title": "before", "story": "one\ntwo"})
        keep_draft(vault, replace(begin(vault, NOTE, line), answers=Answers({"title": "after", "story": "one"})))
        keep_draft(vault, replace(begin(vault, NOTE), answers=Answers({"title": "new", "name": "Anna"})))
        print(json.dumps({"log": vault.log.log.hex()}))
    sys.stdout.flush()
    calls = in_child(count_calls, folder, base)
    last = int((calls / "calls").read_text())
    chance = random.Random(7)
    for part in STEPS:
        step = 1 + int(last * part)
        look(in_child(partial(save, arm=before_call(step)), folder, base), f"call {step}")
    for _ in range(MOMENTS):
        moment = chance.uniform(0.001, 0.016)
        look(in_child(partial(save, arm=after(moment)), folder, base), f"moment {moment:.4f}")


def in_child(act: Callable[[Path], None], folder: Path, base: Path) -> Path:
    """Copy the vault and act on the copy in a process of its own, which may die; return the copy."""
    work = folder / f"work{len(list(folder.iterdir()))}"
    shutil.copytree(base, work)
    child = os.fork()
    if child == 0:
        act(work)
        os._exit(0)
    os.waitpid(child, 0)
    return work


def save(work: Path, arm: Callable[[], None]) -> None:
    """Submit all drafts, the plug armed."""
    vault = Vaults(work).open("anna")
    drafts = [read_draft(row) for row in vault.drafts.all()]
    arm()
    submit(vault, drafts)
    sys.setprofile(None)


def before_call(step: int) -> Callable[[], None]:
    """Pull the plug before this call of a function."""
    left = [step]

    def watch(_frame: object, event: str, _argument: object) -> None:
        if event in ("call", "c_call"):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.setprofile(watch)


def after(seconds: float) -> Callable[[], None]:
    """Pull the plug after this time: nobody handles the alarm, so the process ends where it stands."""

    def start() -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return start


def count_calls(work: Path) -> None:
    """Note how many calls a whole save makes."""
    count = [0]

    def watch(_frame: object, event: str, _argument: object) -> None:
        count[0] += event in ("call", "c_call")

    save(work, lambda: sys.setprofile(watch))
    (work / "calls").write_text(str(count[0]))


def look(work: Path, killed: str) -> None:
    """Open what is left in another process and say what is there, before and after one more save."""
    child = os.fork()
    if child == 0:
        with Vaults(work) as vaults:
            vault = vaults.open("anna")
            titles = sorted(line.title for line in vault.lists.page(Query()))
            drafts = sorted(str(read_draft(row).answers.values["title"]) for row in vault.drafts.all())
            entries, log = len(entries_of(vault)), vault.log.log.hex()
            write(vault, {"title": "next"})
            found = {
                "killed": killed,
                "titles": titles,
                "drafts": drafts,
                "entries": entries,
                "log": log,
                "damaged": vault.database.check(),
                "fork": [chain.fork for chain in chains(entry.header for entry in entries_of(vault)).values()],
                "missing": [chain.missing for chain in chains(entry.header for entry in entries_of(vault)).values()],
            }
        print(json.dumps(found))
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    shutil.rmtree(work)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
