"""One act with an attachment of one gibibyte, in a process of its own: attach, hand-over or receive, and a folder."""

import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.carrying import peak
from benchmarks.offices import READERS, pair, put_form, schema
from desktop.acts import Notebook, hand_over, open_notebook, plan_for
from records.attachments.adding import attach
from records.clock import system_clock
from records.ids import system_chance
from records.recording import begin, submit
from records.schema import Class, Field, Kind
from records.values import Answers
from records.vault.vault import Surroundings
from sync.drives.place import FolderPlace
from sync.handing import silent
from sync.inbox import accept, packages_at, receive

SIZE = 1 << 30


def main(act: str, folder: Path) -> None:
    """Do it, and print seconds and peak memory."""
    started = time.perf_counter()
    match act:
        case "attach":
            _attach(folder)
        case "hand-over":
            drive = folder / "drive"
            drive.mkdir()
            made = _open(folder, "field")
            list(hand_over(made, plan_for(made.vault, None), FolderPlace(drive), silent))
        case _:
            made = _open(folder, "head")
            for path in packages_at([folder / "drive"]):
                arrival = receive(made.vault, path)
                assert arrival.package is not None
                accept(made.vault, arrival.package)
            assert all(row.whole for row in made.vault.blobs.all())
    sys.stdout.write(f"{time.perf_counter() - started:.1f} s, {peak()}\n")


def _attach(folder: Path) -> None:
    path = folder / "film.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        for _ in range(SIZE >> 20):
            file.write(system_chance(1 << 20))
    monitor, headquarters = pair(folder)
    form = schema()
    form = replace(form, fields=(*form.fields, Field("film", Kind.FILE, Class.RESTRICTED)))
    for made in (monitor, headquarters):
        put_form(made, form)
    attached = attach(monitor.vault, path)
    draft = begin(monitor.vault, form)
    submit(monitor.vault, [replace(draft, answers=Answers({"film": attached.blob}), readers=READERS)])
    monitor.vault.close()
    headquarters.vault.close()


def _open(folder: Path, name: str) -> Notebook:
    around = Surroundings(folder / name, folder / f"{name}-state", system_clock, system_chance)
    return open_notebook(around, "bench")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
