"""A monitor and headquarters, two real vaults and a folder between them: everything written arrives, once, and is told.

And the same with the plug pulled in the middle: what was there before, or what should be there after; nothing between.
"""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from records.owing import Readers
from records.people import Role
from records.recording import withdraw
from records.scope import shared_state
from records.vault.deliveries import Progress
from records.vault.inbox import Waiting
from records.vault.lists import Query, RecordLine
from sync.inbox import Came, accept, release, sender_card
from sync.plan import plan
from sync.trust.cards import check_numbers, check_words
from sync.trust.trusting import trust
from sync.usb import PART
from tests.support.killed import SMALL
from tests.support.offices import (
    Region,
    Station,
    acquaint,
    cells_of,
    correct,
    hand_over,
    look,
    photo,
    state_of,
    take_in,
    write,
)

READERS = Readers(("BEN/kilwa", "@headquarters"))
CANARY = "the mother of two at the second well"
ROOT = Path(__file__).parents[2]


def the_same(anna: Station, office: Station) -> bool:
    """Whether both hold the same of what Anna wrote for headquarters."""
    here, there = (shared_state(one.vault, anna.device, office.device) for one in (anna, office))
    return here == there


def lines(station: Station) -> dict[bytes, RecordLine]:
    return {line.id: line for line in station.vault.lists.page(Query())}


def progress(anna: Station, office: Station) -> set[Progress]:
    return {anna.vault.deliveries.progress(line.number)[office.device] for line in lines(anna).values()}


def test_a_first_hand_over_and_a_second(region: Region, tmp_path: Path) -> None:
    anna = region.station("Kilwa")
    office = region.station("Headquarters", Role.HEADQUARTERS)
    out, back = tmp_path / "out", tmp_path / "back"

    # she compared headquarters' card by phone; headquarters never saw hers
    trust(anna.vault, office.card, check_words(office.card, "fr"))
    picture = random.Random(1).randbytes(3_000_000)
    first = write(anna, 3, readers=READERS, narrative=CANARY, photo=photo(anna, picture)).records
    hand_over(anna, out)
    assert progress(anna, office) == {Progress.COPIED}
    assert plan(anna.vault).is_empty

    arrivals = look(office, out)
    assert {one.came for one in arrivals} == {Came.SEALED}
    package = arrivals[0].package
    assert package is not None and office.vault.lists.count(Query()) == 0
    trust(office.vault, sender_card(package), check_numbers(anna.card))
    for arrival in arrivals:
        assert arrival.package is not None
        assert accept(office.vault, release(office.vault, arrival.package)).held == {}
    assert the_same(anna, office)
    assert lines(office).keys() == {name.id for name in first}
    name = office.vault.blobs.whole_from(anna.device)[0]
    row = office.vault.blobs.get(name)
    assert row is not None and b"".join(office.vault.blobs.content(row.blob)) == picture

    hand_over(office, back)
    assert take_in(anna, back) == [Came.RECEIPTS]
    assert progress(anna, office) == {Progress.KEPT}
    assert plan(office.vault).is_empty and plan(anna.vault).is_empty

    # the second round: each changes something, one takes a record back
    correct(anna, first[0].id, f1="there were three")
    correct(office, first[1].id, f3="seen by two")
    withdraw(anna.vault, lines(anna)[first[2].id], "asked me to")
    hand_over(anna, tmp_path / "out 2")
    hand_over(office, tmp_path / "back 2")
    assert take_in(office, tmp_path / "out 2") == [Came.WAITING]
    assert take_in(anna, tmp_path / "back 2") == [Came.WAITING]
    assert the_same(anna, office)
    assert cells_of(anna) == cells_of(office)
    assert lines(office).keys() == {first[0].id, first[1].id}

    # everything once more, in any order: already known
    for station, folders in ((office, (out, tmp_path / "out 2")), (anna, (tmp_path / "back 2", back))):
        before = state_of(station.vault)
        assert {one.came for one in look(station, *folders)} == {Came.KNOWN}
        assert state_of(station.vault) == before

    # receipts for the second round, and then silence
    hand_over(office, tmp_path / "back 3")
    hand_over(anna, tmp_path / "out 3")
    assert take_in(anna, tmp_path / "back 3") == take_in(office, tmp_path / "out 3") == [Came.RECEIPTS]
    assert progress(anna, office) == {Progress.KEPT}
    assert plan(anna.vault).is_empty and plan(office.vault).is_empty
    seen_nowhere(CANARY.encode(), tmp_path)


def seen_nowhere(canary: bytes, folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert not [path for path in files if canary in path.read_bytes()]


def killed(folder: Path, *words: str) -> bool:
    """Let another process act until it kills itself; whether it did."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.support.killed", str(folder), *words], cwd=ROOT, capture_output=True, check=False
    )
    assert ran.returncode in (0, -signal.SIGKILL), ran.stderr.decode()
    return ran.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize(
    ("step", "times"),
    [("space", 2), ("writing", 3), ("reading-back", 2), ("renaming", 2), ("copied", 2), ("noted", 2)],
)
def test_killed_in_the_middle_of_a_hand_over(region: Region, tmp_path: Path, step: str, times: int) -> None:
    anna, office = region.station("Kilwa"), region.station("Headquarters", Role.HEADQUARTERS)
    acquaint(anna, office)
    write(anna, 12, f1="x" * 1500)
    write(anna, photo=photo(anna, random.Random(2).randbytes(50_000)))
    device = office.device
    region.close()
    drive = tmp_path / "drive"
    drive.mkdir()
    assert killed(tmp_path, "hand-over", str(drive), step, str(times))

    anna = region.reopened("Kilwa")
    known = {one.name for one in anna.vault.deliveries.bundles()}
    lying = {path.name for path in drive.iterdir() if path.suffix != PART}
    assert known <= lying
    assert len(lying - known) <= 1  # one may lie there whole that nobody noted
    rest = {body.item for body in plan(anna.vault, room=SMALL).bodies}
    assert rest.isdisjoint(anna.vault.deliveries.delivered(device))

    if not plan(anna.vault).is_empty:
        hand_over(anna, drive, room=SMALL)
    office = region.reopened("Headquarters")
    assert set(take_in(office, drive)) == {Came.WAITING}
    assert the_same(anna, office)
    assert cells_of(anna) == cells_of(office)
    assert len(office.vault.blobs.whole_from(anna.device)) == 1
    assert plan(anna.vault).is_empty


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize(
    ("step", "times"),
    [
        ("after add", 1),
        ("after take", 1),  # the cells
        ("after take", 2),  # the attachment's bytes
        ("after take", 3),  # the attachment
        ("after owe", 1),
        ("after put", 1),
        ("before discard", 1),
        ("after discard", 1),
        ("after discard", 2),
    ],
)
def test_killed_in_the_middle_of_an_accept(region: Region, tmp_path: Path, step: str, times: int) -> None:
    anna, office = region.station("Kilwa"), region.station("Headquarters", Role.HEADQUARTERS)
    acquaint(anna, office)
    write(anna, 5, readers=READERS, photo=photo(anna, random.Random(3).randbytes(100_000)))
    hand_over(anna, tmp_path / "drive")
    package = look(office, tmp_path / "drive")[0].package
    assert package is not None
    before = state_of(office.vault)
    region.close()
    was_killed = killed(tmp_path, "accept", package.id, step, str(times))
    assert was_killed == ((step, times) != ("after discard", 2))

    anna, office = region.reopened("Kilwa"), region.reopened("Headquarters")
    now = office.vault.inbox.get(package.id)
    assert now is not None
    after = state_of(office.vault)
    if now.state is Waiting.WAITING:
        assert after | {"files": 0} == before | {"files": 0}
        assert office.vault.lists.count(Query()) == 0
    else:
        assert now.state is Waiting.ACCEPTED
        assert the_same(anna, office)
    accept(office.vault, now)
    assert the_same(anna, office)
    assert cells_of(anna) == cells_of(office)
    assert len(office.vault.blobs.whole_from(anna.device)) == 1
    write(anna)
    hand_over(anna, tmp_path / "again")
    assert take_in(office, tmp_path / "again") == [Came.WAITING]
    assert list(office.vault.folder.inbox.iterdir()) == []  # nothing of the act that was cut short is left
