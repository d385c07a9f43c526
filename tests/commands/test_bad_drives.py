"""Drives that are full, read-only, pulled or lie, and disks that take no more: nothing half, nothing lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.commands import hand_over, receive
from desktop.commands.frame import Exit
from records.owing import Readers
from records.people import Role
from records.recording import begin, submit
from records.values import Answers
from records.vault.vault import Vault
from sync.drives.place import FolderPlace
from sync.errors import SyncCode
from sync.usb import PART
from tests.support.called import World
from tests.support.notes import MARKET
from tests.support.offices import SCHEMA, form_of
from tests.support.parcels import device

ROOT = Path(__file__).parents[2]
ANSWERS = json.dumps(MARKET)
FOR = ("--for", "Headquarters")
Fault = Callable[[Path], OSError]


class FaultyPlace(FolderPlace):
    """A real folder whose system fails in the middle of the so-manieth file."""

    fault: Fault
    left = 1
    step = "write"

    def _fail(self, step: str) -> None:
        if step == type(self).step:
            type(self).left -= 1
            if type(self).left <= 0:
                raise self.fault(self.path)

    def write(self, name: str, pieces: Iterator[bytes]) -> None:
        def until_it_fails() -> Iterator[bytes]:
            yield next(pieces)
            self._fail("write")
            yield from pieces

        super().write(name, until_it_fails())

    def read(self, name: str) -> Iterator[bytes]:
        for piece in super().read(name):
            yield piece if type(self).step != "lie" else piece[:-1] + b"\xff"


def system_says(code: int) -> Fault:
    return lambda _path: OSError(code, os.strerror(code))


def pulled(path: Path) -> OSError:
    """The drive is gone with all that was on it."""
    shutil.rmtree(path)
    return OSError(errno.EIO, "Input/output error")


FAULTS: dict[str, tuple[SyncCode, Fault]] = {
    "full": (SyncCode.DRIVE_FULL, system_says(errno.ENOSPC)),
    "over the quota": (SyncCode.DRIVE_FULL, system_says(errno.EDQUOT)),
    "read-only": (SyncCode.DRIVE_READ_ONLY, system_says(errno.EROFS)),
    "locked": (SyncCode.DRIVE_READ_ONLY, system_says(errno.EACCES)),
    "pulled": (SyncCode.DRIVE_MISSING, pulled),
    "worn": (SyncCode.DRIVE_GONE, system_says(errno.EIO)),
}


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> type[FaultyPlace]:
    class Place(FaultyPlace):
        fault = staticmethod(system_says(errno.EIO))

    monkeypatch.setattr(hand_over, "FolderPlace", Place)
    monkeypatch.setattr(receive, "FolderPlace", Place)
    return Place


class TestHandingOver:
    """A failed hand-over leaves the notebook as it was, and nothing half on the drive."""

    @pytest.mark.parametrize("name", FAULTS)
    def test_in_the_middle(self, world: World, faulty: type[FaultyPlace], name: str) -> None:
        code, fault = FAULTS[name]
        faulty.fault = staticmethod(fault)
        world.anna.done("add", "incident", world.file("a.json", ANSWERS))
        for more in ([], ["--json"]):
            faulty.left = 1
            drive = world.drive
            with world.anna.unchanged():
                ended = world.anna.call("hand-over", "--to", str(drive), *FOR, *more)
            assert ended.code == Exit.REFUSED
            assert len(ended.sentences) == 1 and str(drive) in ended.sentences[0]
            assert not drive.exists() or list(drive.iterdir()) == []
        assert ended.json["error"] == code and ended.json["packages"] == []
        faulty.left = 1000
        assert len(world.carry()) == 1

    def test_it_lies(self, world: World, faulty: type[FaultyPlace]) -> None:
        faulty.step = "lie"
        world.anna.done("add", "incident", world.file("a.json", ANSWERS))
        words = ("hand-over", "--to", str(world.drive), *FOR)
        with world.anna.unchanged():
            ended = world.anna.call(*words, "--json")
        assert (ended.code, ended.json["error"]) == (Exit.REFUSED, SyncCode.DRIVE_DIFFERS)
        assert list(world.drive.iterdir()) == []

    def test_no_room(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.anna.done("add", "incident", world.file("a.json", ANSWERS))
        monkeypatch.setattr(FolderPlace, "free", lambda _place: 1000)
        said = world.anna.refused(Exit.REFUSED, "drive-full", "hand-over", "--to", str(world.drive), *FOR)
        assert "the rest stays here" in said and list(world.drive.iterdir()) == []

    def test_no_drive(self, world: World) -> None:
        world.anna.done("add", "incident", world.file("a.json", ANSWERS))
        for path in (str(world.folder / "gone"), world.file("a file", "x")):
            world.anna.refused(Exit.REFUSED, "drive-missing", "hand-over", "--to", path, *FOR)

    def test_what_was_finished_before_stays(self, world: World, faulty: type[FaultyPlace]) -> None:
        """Two packages for two offices; the drive is pulled in the middle of the second."""
        faulty.left = 2
        geneva = device("Geneva", Role.HEADQUARTERS).card
        with world.anna.open() as notebook:
            vault = notebook.vault
            vault.cards.trust(geneva, Role.HEADQUARTERS, vault.now())
            vault.forms.put(SCHEMA, form_of(SCHEMA))
            for_both, for_one = ("KEN/headquarters", "BEN/geneva"), ("BEN/geneva",)
            records = [_written(vault, Readers(names)) for names in (for_both, for_one)]
        words = ("hand-over", "--to", str(world.drive), "--for", "Headquarters", "Geneva")
        assert len(world.anna.done(*words, "--dry-run")["records"]) == len(set(records))
        ended = world.anna.call(*words, "--json")
        assert (ended.code, ended.json["error"]) == (Exit.REFUSED, SyncCode.DRIVE_GONE)
        (first,) = ended.json["packages"]
        assert [path.name for path in world.drive.iterdir()] == [first]
        assert not list(world.drive.glob(f"*{PART}"))
        rest = world.anna.done(*words, "--dry-run")
        faulty.left = 1000
        again = world.anna.done(*words)
        assert again["plan"] == rest["plan"] and len(again["packages"]) == 1
        world.anna.refused(Exit.REFUSED, "nothing-to-hand-over", *words)


def _written(vault: Vault, readers: Readers) -> bytes:
    draft = begin(vault, SCHEMA)
    answers = Answers({"f1": "They came at dawn"})
    done = submit(vault, [draft.__class__(draft.id, draft.form, draft.version, None, {}, answers, readers=readers)])
    return done.records[0].id


class TestReceiving:
    """A drive that fails while it is read or answered."""

    @pytest.mark.skipif(sys.platform != "linux", reason="a file that fails when it is read: /proc/self/mem")
    def test_it_fails_while_it_is_read(self, world: World) -> None:
        ended = world.office.call("receive", "/proc/self/mem", "--json")
        (found,) = ended.json["packages"]
        assert (ended.code, found["came"], found["error"]) == (Exit.REFUSED, "refused", SyncCode.DRIVE_GONE)

    @pytest.mark.parametrize("name", ["full", "read-only", "worn"])
    def test_the_answer_cannot_be_written(self, world: World, faulty: type[FaultyPlace], name: str) -> None:
        """What came is kept all the same, and the answer is written the next time."""
        faulty.left = 1000
        world.anna.done("add", "incident", world.file("a.json", ANSWERS))
        world.carry()
        code, fault = FAULTS[name]
        faulty.fault, faulty.left = staticmethod(fault), 1
        ended = world.office.call("receive", str(world.drive), "--accept", "--receipt", "--json")
        assert (ended.code, ended.json["error"]) == (Exit.REFUSED, code)
        assert [one["came"] for one in ended.json["packages"]] == ["waiting"]
        assert len(list(world.drive.iterdir())) == 1
        assert len(world.office.done("list")["records"]) == 1
        faulty.left = 1000
        answered = world.office.done("receive", str(world.drive), "--receipt")
        assert len(answered["receipts"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
class TestFullDisks:
    """The disk the notebook lies on takes no more: a process whose files may not grow."""

    def test_a_note_is_kept_whole_or_not_at_all(self, world: World) -> None:
        rows = [{**MARKET, "story": f"{number} " + "They came at dawn. " * 500} for number in range(100)]
        file = world.file("many.json", json.dumps(rows))
        with world.anna.unchanged():
            ended = _cramped(world, "add", "incident", file, *world.anna.key, "--json")
        assert ended.returncode == Exit.REFUSED, ended
        assert json.loads(ended.stdout)["error"] in ("disk-full", "disk-failed")
        assert len(ended.stderr.splitlines()) == 1
        assert len(world.anna.done("add", "incident", file)["codes"]) == len(rows)

    def test_an_attachment_too(self, world: World) -> None:
        film = world.file("film.bin", os.urandom(2_000_000))
        file = world.file("a.json", json.dumps({**MARKET, "photos": [{"about": "The river"}]}))
        with world.anna.unchanged():
            words = ("add", "incident", file, "--attach", f"photos[1]/file={film}")
            ended = _cramped(world, *words, *world.anna.key, "--json")
        assert ended.returncode == Exit.REFUSED, ended
        assert json.loads(ended.stdout)["error"] == "disk-full"

    def test_a_package_that_came(self, world: World) -> None:
        film = world.file("film.bin", os.urandom(2_000_000))
        file = world.file("a.json", json.dumps({**MARKET, "photos": [{"about": "The river"}]}))
        world.anna.done("add", "incident", file, "--attach", f"photos[1]/file={film}")
        (path,) = world.carry()
        with world.office.unchanged():
            ended = _cramped(world, "receive", str(path), "--accept", *world.office.key, "--json")
        assert ended.returncode == Exit.REFUSED, ended
        (found,) = json.loads(ended.stdout)["packages"]
        assert (found["came"], found["error"]) == ("refused", "disk-full")

    def test_a_notebook_that_cannot_be_made(self, world: World) -> None:
        words = ("init", "--role", "monitor", "--country", "BEN", "--office", "Kilwa", "--exercise", "--kdf", "quick")
        path = world.folder / "new"
        key = ("--vault", str(path), "--passphrase-file", str(world.anna.passphrase))
        ended = _cramped(world, *words, *key, "--json", most=100_000)
        assert ended.returncode == Exit.REFUSED, ended
        assert not (path / "data").exists() and not list(path.glob("slots*"))


def _cramped(world: World, *words: str, most: int = 600_000) -> "subprocess.CompletedProcess[str]":
    """Run a command whose files cannot grow beyond a size."""
    limit = (
        "import resource, sys; from desktop.commands import main; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run([sys.executable, "-c", limit, *words], cwd=ROOT, capture_output=True, text=True, check=False)


class TestPrintedOut:
    """Files a person asked for."""

    def test_where_nothing_can_be_written(self, world: World) -> None:
        (code,) = world.anna.done("add", "incident", world.file("a.json", ANSWERS))["codes"]
        in_a_file = str(Path(world.file("a file", "x")) / "b")
        nowhere = str(world.folder / "no" / "b")
        for out, error in ((nowhere, "not-written"), (in_a_file, "not-writable"), (str(world.folder), "not-written")):
            world.anna.refused(Exit.REFUSED, error, "report", "dossier", code, "--out", out)
        world.anna.refused(Exit.REFUSED, "not-written", "card", "--out", nowhere)


class TestWhatIsPrecious:
    """Nothing that is asked for is written over a notebook, over what opens it, or over what is no file."""

    def test_none_of_it_is_written_over(self, world: World) -> None:
        (code,) = world.anna.done("add", "incident", world.file("a.json", ANSWERS))["codes"]
        no_file = world.folder / "pipe"
        os.mkfifo(no_file)
        inside = [path for path in world.anna.folder.iterdir() if not path.is_dir()]
        assert {"data", "slots.1"} <= {path.name for path in inside}
        for words in (["report", "dossier", code], ["card"]):
            for path in (*inside, world.anna.folder / "parts" / "new.pdf", no_file):
                world.anna.refused(Exit.REFUSED, "not-writable", *words, "--out", str(path))
            for path in (*world.anna.state.iterdir(), world.anna.state / "new.pdf", world.anna.passphrase):
                world.anna.refused(Exit.WRONG_USE, "wrong-use", *words, "--out", str(path))
