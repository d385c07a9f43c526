"""kinga demo: play it all once, into a folder: two practice notebooks, real events, a drive, an answer, a dossier."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from PIL import Image

from desktop import acts, samples
from desktop.acts import Notebook
from desktop.commands.frame import Exit, Frame
from desktop.commands.options import WrongUse
from desktop.pictures import take_pictures
from forms.session import Session
from records.clock import system_clock
from records.drafting import Draft
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.slots import QUICK
from records.people import Office, Role
from records.scope import shared_state
from records.vault.folder import plain_failures
from records.vault.inbox import Waiting
from records.vault.lists import Query
from records.vault.vault import Beginning, Surroundings
from reports.dossier import dossier
from reports.paper.sheet import Paper
from resources.texts import Texts
from sync.drives.place import FolderPlace
from sync.handing import silent
from sync.inbox import Came, sender_card
from sync.trust.cards import check_words
from sync.trust.trusting import trust

COUNTRY: Final = "XAR"
PASSPHRASE: Final = "practice makes the note"


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--out", required=True, metavar="DIR", type=Path)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Play, tell each step, and leave `demo.json` with what was counted."""
    out: Path = args.out.resolve()
    with plain_failures(out):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise WrongUse(frame.texts("demo.not-empty", path=str(out)))
        found = _played(frame, out)
    frame.result(**found)
    frame.say("demo.done", path=str(out), written=found["records_written"], received=found["records_received"])
    same = found["state_hash_monitor"] == found["state_hash_headquarters"]
    return Exit.DONE if same and found["records_written"] == found["records_received"] else Exit.BUG


def _played(frame: Frame, out: Path) -> dict[str, Any]:
    """Play all of it, and take the pictures."""
    play = _Play(frame, out)
    try:
        found = play.all()
    finally:
        play.close()
    found["screens"] = _screens(frame, out)
    (out / "demo.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return found


@dataclass(slots=True)
class _Counts:
    """What is counted on the way."""

    bundles: int = 0
    receipts: int = 0


class _Play:
    """The play: a monitor, headquarters, a drive between them."""

    def __init__(self, frame: Frame, out: Path) -> None:
        self._frame = frame
        self._started = perf_counter()
        self._counts = _Counts()
        self._texts = Texts("en")
        self._out = out
        self._drive = out / "usb"
        self._drive.mkdir(parents=True)
        self._monitor = self._notebook("1", "Mwangaza parish", Role.MONITOR)
        self._headquarters = self._notebook("2", "Arovia headquarters", Role.HEADQUARTERS)

    def all(self) -> dict[str, Any]:
        """Every act, in order."""
        self._trust_headquarters()
        written = self._write()
        self._carry(self._monitor, "demo.handed")
        self._first_contact()
        self._accept()
        self._correct(written[0])
        self._carry(self._monitor, "demo.corrected")
        self._accept()
        self._answer()
        paper = self._print(written[0])
        return self._summary(len(written), paper)

    def close(self) -> None:
        """Lock both."""
        self._monitor.vault.close()
        self._headquarters.vault.close()

    def _notebook(self, name: str, office: str, role: Role) -> Notebook:
        around = Surroundings(self._out / "vaults" / name, self._out / "state", system_clock, system_chance)
        beginning = Beginning(Office(COUNTRY, office), role, Realm.EXERCISE, PASSPHRASE, QUICK)
        return acts.make_notebook(around, beginning)

    def _trust_headquarters(self) -> None:
        """The monitor compares the words of headquarters' card."""
        card = self._headquarters.card
        trust(self._monitor.vault, card, check_words(card))
        self._tell("demo.trusted", words=check_words(card))

    def _write(self) -> list[bytes]:
        """Real events and sentences, written down as notes; the first with a photograph."""
        vault = self._monitor.vault
        answers = [("incident", samples.incident(event)) for event in samples.events()]
        day = vault.now()[:10]
        answers += [("hate_speech", samples.hate_speech(case, day)) for case in samples.sentences()]
        finished = [self._filled(form, values) for form, values in answers]
        self._photograph(finished[0])
        done = acts.finish_all(vault, finished)
        self._tell("demo.written", count=len(done.records))
        return [record.id for record in done.records]

    def _filled(self, form: str, values: Mapping[str, str]) -> tuple[Draft, Session]:
        draft = acts.new_draft(self._monitor.vault, form)
        filled = acts.session(self._monitor.vault, draft, self._texts, fresh=True)
        for name, value in values.items():
            filled.set(name, value)
        wrong = filled.problems()
        assert not wrong, wrong
        return draft, filled

    def _photograph(self, finished: tuple[Draft, Session]) -> None:
        """A picture with hidden details (a place and a maker), which the copy that travels does not have."""
        path = self._out / "photo.jpg"
        picture = Image.effect_mandelbrot((640, 480), (-2.0, -1.2, 1.0, 1.2), 60).convert("RGB")
        details = Image.Exif()
        details[0x010F] = "a telephone"
        picture.save(path, exif=details)
        attached = acts.add_file(self._monitor.vault, path)
        path.unlink()
        row = finished[1].add_row("photos")
        finished[1].set(f"{row}/file", attached.blob)
        finished[1].set(f"{row}/obtained", "made")

    def _carry(self, notebook: Notebook, told: str) -> None:
        """What leaves, approved, to the drive."""
        plan = acts.plan_for(notebook.vault, None)
        handed = list(acts.hand_over(notebook, plan, FolderPlace(self._drive), silent))
        self._counts.bundles += len(handed)
        self._tell(told, count=len(handed), size=sum(one.size for one in handed))

    def _first_contact(self) -> None:
        """Headquarters does not know the monitor: her package waits sealed until her words are compared."""
        arrivals = acts.receive_all(self._headquarters.vault, [self._drive], lambda _arrival: None)
        sealed = next(one for one in arrivals if one.came is Came.SEALED and one.package is not None)
        assert sealed.package is not None
        card = sender_card(sealed.package)
        trust(self._headquarters.vault, card, check_words(self._monitor.card))
        self._tell("demo.released", words=check_words(card))

    def _accept(self) -> None:
        """Headquarters opens the drive and accepts all that is in order."""
        vault = self._headquarters.vault
        acts.receive_all(vault, [self._drive], lambda _arrival: None)
        waiting = [one for one in vault.inbox.all() if one.state in (Waiting.WAITING, Waiting.SEALED)]
        outcomes = acts.accept_waiting(vault, waiting)
        self._tell("demo.accepted", count=sum(len(outcome.records) for _, outcome in outcomes))

    def _correct(self, record: bytes) -> None:
        """The monitor learns better, and corrects a number; headquarters will see both."""
        vault = self._monitor.vault
        line = vault.lists.by_id(record)
        assert line is not None
        draft = acts.correction(vault, line)
        filled = acts.session(vault, draft, self._texts)
        filled.set("killed_most", str(int(filled.value("killed_most")) + 2))
        acts.finish(vault, draft, filled)

    def _answer(self) -> None:
        """Headquarters writes its receipts to the drive; the monitor takes them in."""
        before = self._counts.bundles
        self._carry(self._headquarters, "demo.answered")
        self._counts.receipts = self._counts.bundles - before
        acts.receive_all(self._monitor.vault, [self._drive], lambda _arrival: None)

    def _print(self, record: bytes) -> Path:
        vault = self._headquarters.vault
        line = vault.lists.by_id(record)
        assert line is not None
        path = self._out / "dossier.pdf"
        printed = dossier(vault, line, path, self._frame.texts, Paper.A4)
        self._tell("demo.printed", count=printed.pages)
        return path

    def _summary(self, written: int, paper: Path) -> dict[str, Any]:
        monitor, headquarters = self._monitor.vault, self._headquarters.vault
        state_monitor = shared_state(monitor, monitor.me.device, headquarters.me.device)
        state_headquarters = shared_state(headquarters, monitor.me.device, headquarters.me.device)
        return {
            "records_written": written,
            "records_received": headquarters.lists.count(Query()),
            "attachments_received": _whole(self._headquarters),
            "bundles": self._counts.bundles,
            "receipts": self._counts.receipts,
            "state_hash_monitor": state_monitor,
            "state_hash_headquarters": state_headquarters,
            "seconds": round(perf_counter() - self._started, 1),
            "passphrase": PASSPHRASE,
            "dossier": str(paper),
            "usb": str(self._drive),
            "vaults": [str(monitor.folder.path), str(headquarters.folder.path)],
            "state": str(self._out / "state"),
        }

    def _tell(self, text: str, **facts: str | int) -> None:
        seconds = f"{perf_counter() - self._started:5.1f} s  "
        self._frame.line(seconds + self._frame.texts(text, **facts))


def _whole(notebook: Notebook) -> int:
    return sum(row.whole for row in notebook.vault.blobs.all())


def _screens(frame: Frame, out: Path) -> list[str]:
    """Pictures of the windows; where Qt cannot start they are left out with a word."""
    folder = out / "screens"
    found = take_pictures([out / "vaults" / "1", out / "vaults" / "2"], out / "state", PASSPHRASE, folder)
    frame.say("demo.pictures" if found else "demo.no-pictures", count=len(found))
    return [str(path) for path in found]
