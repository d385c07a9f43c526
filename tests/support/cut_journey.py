"""A note's whole way, cut at every place (see `tests.support.cut`); run as a process of its own, in a world of its own.

    python -m tests.support.cut_journey WORLD    WORLD: monitor office state usb passphrase photo.txt

Each act is tried again and again on a copy of the world, in a process killed at the first, the second … thing that
could be seen of it, until it gets through. After each kill the next start says what it finds, the act is done again,
and what there is then is said too: one line of JSON each. The way goes on in a world where the act was cut.
"""

import itertools
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from desktop import acts
from records.changes import answers_of
from records.journal.chain import chains
from records.journal.merge import seen
from records.scope import shared_state
from records.vault.lists import Query
from records.vault.vault import Vault
from sync.plan import plan
from sync.usb import PART, SUFFIX
from tests.support.cut import Plug, act, opened

Tell = Callable[[str], None]

PIECES = ("They came at dawn. ", "Four houses burnt.\n", "Nobody was killed.")
FILE = "photo.txt"
_MONITOR, _OFFICE = (("--vault", name, "--passphrase-file", "passphrase") for name in ("monitor", "office"))
ACTS = {
    "writing": ("write", "monitor", "passphrase", *PIECES, FILE),
    "finishing": ("finish", "monitor", "passphrase"),
    "handing over": ("hand-over", "--to", "usb", "--for", "Headquarters", *_MONITOR),
    "receiving": ("receive", "usb", *_OFFICE),
    "accepting": ("receive", "usb", "--accept", *_OFFICE),
    "answering": ("receive", "usb", "--receipt", *_OFFICE),
    "hearing": ("receive", "usb", *_MONITOR),
}


@dataclass(frozen=True, slots=True)
class Side:
    """What the next start of one side finds. packages: what came, by state. strays: files nothing here speaks of."""

    drafts: list[tuple[str, int]]
    stories: list[str]
    entries: int
    log: str
    whole: bool
    packages: list[str]
    attachments: int
    strays: list[str]
    owes: bool
    noted: list[str]
    progress: list[str]
    state: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the next start of both finds, and what lies on the drive."""

    monitor: Side
    office: Side
    lying: list[str]
    parts: int


def main(world: Path) -> None:
    """Cut every act at every place."""
    for name in ACTS:
        world = cut_everywhere(name, world)


def cut_everywhere(name: str, world: Path) -> Path:
    """Cut one act everywhere; return a world in which it was cut in its middle and done again."""
    for at in itertools.count(1):
        work = world.with_name(f"{name} {at}")
        shutil.copytree(world, work)
        told, code = in_child(work, partial(tried, name, at))
        if code != -signal.SIGKILL:
            assert code in (0, 3), (name, code)  # 3: nothing was left to be done
            return world.with_name(f"{name} {at // 2}")
        before = in_child(work, look)[0]
        _, again = in_child(work, partial(tried, name, 0))
        after = in_child(work, look)[0]
        found = {"act": name, "at": at, "told": len(told), "again": again}
        print(json.dumps(found | {"before": json.loads(before), "after": json.loads(after)}), flush=True)
    raise AssertionError


def in_child(work: Path, what: Callable[[Tell], int]) -> tuple[str, int]:
    """Do something in a process of its own, in this world: what it told, and its exit code or minus its signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.chdir(work)
        os.environ["KINGA_STATE"] = str(work / "state")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _end_with(lambda: what(lambda text: _all(writing, text.encode())))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    return told, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _end_with(what: Callable[[], int]) -> NoReturn:
    """End this process with a code; a failure must not go on as the process it was copied from."""
    code = 1
    try:
        code = what()
    finally:
        if code == 1:
            traceback.print_exc()
        os._exit(code)


def _all(descriptor: int, raw: bytes) -> None:
    while raw:
        raw = raw[os.write(descriptor, raw) :]


def tried(name: str, at: int, tell: Tell) -> int:
    """Do an act with the plug armed; a dot for each piece that is kept."""
    Plug(at).arm()
    return act(ACTS[name], lambda _count: tell("."))


def look(tell: Tell) -> int:
    """Start both sides and say what is there."""
    monitor, office = (opened(name, "passphrase").vault for name in ("monitor", "office"))
    lying = sorted(Path("usb").iterdir())
    devices = monitor.me.device, office.me.device
    found = Found(
        side(monitor, *devices),
        side(office, *devices),
        [path.name for path in lying if path.suffix == SUFFIX],
        sum(path.suffix == PART for path in lying),
    )
    tell(json.dumps(asdict(found)))
    monitor.close()
    office.close()
    return 0


def side(vault: Vault, monitor: bytes, office: bytes) -> Side:
    """One side, as it is after its next start."""
    lines = vault.lists.page(Query())
    packages = vault.inbox.all()
    known = {row.blob.name for row in vault.blobs.all()} | {one.id for one in packages}
    files = [path.name for folder in (vault.folder.blobs, vault.folder.inbox) for path in folder.iterdir()]
    written = chains(entry.entry.header for entry in vault.journal.entries(vault.journal.numbers())).values()
    sound = not vault.database.check() and not any(chain.fork or chain.missing for chain in written)
    return Side(
        drafts=[
            (str(one.answers.values["story"]), len(one.answers.rows.get("photos", ()))) for one in acts.drafts(vault)
        ],
        stories=[story(vault, line.id) for line in lines],
        entries=len(vault.journal.numbers()),
        log=vault.log.log.hex(),
        whole=sound,
        packages=sorted(one.state.value for one in packages),
        attachments=sum(row.whole for row in vault.blobs.all()),
        strays=[name for name in files if name not in known],
        owes=not plan(vault).is_empty,
        noted=sorted(one.name for one in vault.deliveries.bundles()),
        progress=[state.name for line in lines for state in vault.deliveries.progress(line.number).values()],
        state=shared_state(vault, monitor, office),
    )


def story(vault: Vault, record: bytes) -> str:
    """The story of a record, as one text."""
    return str(answers_of(seen(vault.projection.cells(record))).values["story"])


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
