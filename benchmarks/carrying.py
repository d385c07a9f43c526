"""Six thousand notes to a drive and back, and an attachment of one gibibyte."""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.measuring import Result, missing, not_measured, show
from benchmarks.offices import answers, batches, drafts, pair
from desktop.acts import Notebook, hand_over, plan_for
from records.recording import submit
from sync.drives.place import FolderPlace
from sync.handing import count_as_lost, silent
from sync.inbox import accept, packages_at, receive

COUNT: Final = 6000
_ATTACHMENT: Final = 1 << 30
_ROUNDS: Final = 5


def run() -> None:
    """Seal, write, flush, read back; then receive, verify and accept."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        drive = folder / "drive"
        drive.mkdir()
        monitor, headquarters = pair(folder)
        for numbers in batches(COUNT, 500):
            submit(monitor.vault, drafts(monitor, numbers))
        seconds, size = _seal(monitor, drive)
        _against_tar(folder, seconds, size)
        _receive(headquarters, drive)
        for made in (monitor, headquarters):
            made.vault.close()


def _seal(monitor: Notebook, drive: Path) -> tuple[float, int]:
    """All of it handed over, planned before (a person looks at the plan), and again after a lost drive: the median."""
    plans, walks, size = [], [], 0
    for _ in range(_ROUNDS):
        deliveries = monitor.vault.deliveries
        count_as_lost(monitor.vault, [one.bundle for one in deliveries.bundles()])
        for path in drive.iterdir():
            path.unlink()
        started = time.perf_counter()
        plan = plan_for(monitor.vault, None)
        plans.append(time.perf_counter() - started)
        started = time.perf_counter()
        handed = list(hand_over(monitor, plan, FolderPlace(drive), silent))
        walks.append(time.perf_counter() - started)
        size = sum(one.size for one in handed)
    planned = statistics.median(plans)
    sys.stdout.write(f"planning {COUNT} notes (what a person looks at before): {planned:.2f} s\n")
    return statistics.median(walks), size


def _against_tar(folder: Path, seconds: float, size: int) -> None:
    what = f"sealing and writing {COUNT} notes ÷ tar | zstd -3 | age, sync, cmp"
    lacking = missing("tar", "zstd", "age", "age-keygen", "sync", "cmp")
    if lacking:
        not_measured(what, f"{', '.join(lacking)} missing")
        return
    files = folder / "files"
    files.mkdir()
    for number in range(COUNT):
        values = answers(number).values
        (files / f"{number:05d}.json").write_text(json.dumps(dict(values)), encoding="utf-8")
    key = folder / "key"
    subprocess.run(["age-keygen", "-o", key], capture_output=True, check=True)
    reader = next(line.split()[-1] for line in key.read_text().splitlines() if line.startswith("# public key"))
    plain = f"tar cf - -C {files} . | zstd -q -3 | age -r {reader}"
    command = (
        f"{plain} > {folder}/t.age && sync {folder}/t.age && age -d -i {key} {folder}/t.age | zstd -qd > {folder}/u"
    )
    whole = f"{plain} > {folder}/t.age && sync {folder}/t.age && cat {folder}/t.age | cmp - {folder}/t.age"
    subprocess.run(["sh", "-c", command], check=True)
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        subprocess.run(["sh", "-c", whole], check=True)
        times.append(time.perf_counter() - started)
    anchor = statistics.median(times)
    anchor_size = (folder / "t.age").stat().st_size
    how = "vault open, plan approved; both flushed and read back; median of five of each"
    show(Result(what, seconds, anchor, "≤ 5", how))
    sys.stdout.write(
        f"    bytes a note: ours {size / COUNT:.0f}, anchor {anchor_size / COUNT:.0f}, "
        f"{(size - anchor_size) / COUNT:+.0f} (goal ≤ +350)\n"
    )
    shutil.rmtree(files)


def _receive(headquarters: Notebook, drive: Path) -> None:
    """Receive, verify, accept; the signer is trusted."""
    started = time.perf_counter()
    arrivals = [receive(headquarters.vault, path) for path in packages_at([drive])]
    received = time.perf_counter() - started
    for arrival in arrivals:
        assert arrival.package is not None
        accept(headquarters.vault, arrival.package)
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"receiving, verifying and accepting {COUNT} notes of 25 answers\n"
        f"    {COUNT / seconds:.0f} notes a second (goal ≥ 1600); {received:.2f} s to look, "
        f"{seconds - received:.2f} s to take in\n"
    )


def run_attachment() -> None:
    """Peak memory for one gibibyte, each act in a process of its own."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        for act in ("attach", "hand-over", "receive"):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.attachment", act, name], capture_output=True, text=True, check=True
            )
            sys.stdout.write(f"attachment of 1 GiB, {act}: {done.stdout.strip()} (goal ≤ 200 MB)\n")


def peak() -> str:
    """This process's largest memory, in MB."""
    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{found / (1024 if os.uname().sysname == 'Linux' else 1 << 20):.0f} MB at most"
