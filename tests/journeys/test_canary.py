"""A canary goes through everything a person does with the real program; then every file it touched is searched.

Nothing secret stands in any name or any byte, in any shape, outside of what the person gave or asked for by name; and
no command says a secret that it was not asked to show.
"""

import base64
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from desktop.acts import open_notebook
from desktop.endings import LOCKED
from records.clock import system_clock
from records.ids import system_chance
from records.schema import BodyClass
from records.vault.lists import Query
from records.vault.vault import Surroundings
from tests.support.canary import heard, tracks
from tests.support.sandbox import Ran, Sandbox

PASSPHRASE, OTHER_PASSPHRASE = "Vexillumhort opens Krummholzweg", "Bachstelzius opens nothing"
STORY = "Zwillbrandt hid seven children behind the mill of Ñgoroquelle."
CORRECTED = "It was Hagedornus who hid them."
DRAFT = ("Mondkalbina was ", "seen at Perlgrasow ", "with Silberdistl.")
FILE_NAME = "Drosselbartho list.txt"
FILE = "Blattspinnerei owes Kuhfellnerin four sacks"
NAME, CONTACT, REMINDER = "Quintessina Varrengold", "+229 97448163 Ulmenroths", "the tall one of Eschenbruck"
WRONG = "Tannhaeuserine"
REASON = "Weidenkatzl asked for it"
OFFICE, HEADQUARTERS = "Wachtelhofen parish", "Steinadlerberg headquarters"

PASSPHRASES = ("Vexillumhort", "Krummholzweg", "Bachstelzius")
PROTECTED = ("Quintessina", "Varrengold", "97448163", "Ulmenroths", "Eschenbruck", "Tannhaeuserine")
CONTENT = (
    *("Zwillbrandt", "Ñgoroquelle", "Hagedornus", "Mondkalbina", "Perlgrasow", "Silberdistl", "Weidenkatzl"),
    *("Drosselbartho", "Blattspinnerei", "Kuhfellnerin"),
)
SECRETS = (*PASSPHRASES, *PROTECTED, *CONTENT, "Wachtelhofen", "Steinadlerberg")
INCIDENT = {
    "story": STORY,
    "kind": "assault",
    "when": "2026-11-20",
    "where": "Kilwa, at the well",
    "how_known": "saw",
    "photos": [{"obtained": "given"}],
    "people": [{"minor": "no", "explained": "yes", "agrees": "yes", "name": NAME, "sex": "female", "age": "about 30"}],
}
SOURCE = {
    "minor": "no",
    "explained": "yes",
    "agrees": "yes",
    "uses": ["internal", "hq"],
    "about": REMINDER,
    "name": NAME,
    "contact": CONTACT,
}
GIVEN = {
    *("monitor.pass", "office.pass", "incident.json", "source.json", "wrong.json", "corrected.json", FILE_NAME),
    *("office.card", "dossier.pdf", "attachment"),
}
SHOWING = {"list", "show", "--dry-run"}


@dataclass(frozen=True, slots=True)
class Played:
    """What is left when everything was done."""

    sandbox: Sandbox
    usb: Path
    dossier: Path
    attachment: Path
    note: str


class Play:
    """A monitor and headquarters on one computer, each act a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.sandbox = Sandbox(folder)
        self.usb = self.sandbox.computer / "usb"
        self.usb.mkdir()
        give = self.sandbox.write
        self.monitor = ("--vault", "monitor", "--passphrase-file", str(give("monitor.pass", PASSPHRASE)))
        self.office = ("--vault", "office", "--passphrase-file", str(give("office.pass", OTHER_PASSPHRASE)))
        self.incident = str(give("incident.json", json.dumps(INCIDENT)))
        self.source = str(give("source.json", json.dumps(SOURCE)))
        self.file = str(give(FILE_NAME, FILE))

    def all(self) -> Played:
        self.begin()
        self.crash()
        note = self.write()
        self.correct(note)
        self.carry()
        dossier, attachment = self.read(note)
        self.end()
        return Played(self.sandbox, self.usb, dossier, attachment, note)

    def do(self, *words: str, code: int = 0) -> Ran:
        """A command that must end like this, and complain only when it does not end well."""
        ran = self.sandbox.kinga(*words)
        assert ran.code == code, (words, ran.code, ran.out, ran.err)
        assert code or not ran.err, (words, ran.err)
        return ran

    def begin(self) -> None:
        quick = ("--country", "BEN", "--exercise", "--kdf", "quick")
        self.do("init", *self.monitor, "--role", "monitor", "--office", OFFICE, *quick)
        words = self.do("init", *self.office, "--role", "headquarters", "--office", HEADQUARTERS, *quick, "--json").json
        card = str(self.sandbox.given / "office.card")
        self.do("card", *self.office, "--out", card)
        self.do("trust", card, "--words", words["words"], *self.monitor)

    def crash(self) -> None:
        """A process dies when a draft is kept, another when it is finished; what they leave is searched as it lies."""
        notebook = self.monitor[1], self.monitor[3]
        for at, act in (("4", "write"), ("1", "finish")):
            ran = self.sandbox.python("-m", "tests.support.cut", "committed", at, act, *notebook, *DRAFT)
            assert ran.code == -signal.SIGKILL, ran
            assert (self.sandbox.desk / "monitor" / "data-wal").stat().st_size > 0
            assert tracks(SECRETS, self.sandbox.computer) == []

    def write(self) -> str:
        """An incident with a file, somebody who must stay unknown, and answers that are refused."""
        attach = ("--attach", f"photos[1]/file={self.file}")
        added: list[str] = self.do("add", "incident", self.incident, *attach, *self.monitor, "--json").json["codes"]
        self.do("add", "source", self.source, *self.monitor)
        wrong = self.sandbox.write("wrong.json", json.dumps(SOURCE | {"minor": WRONG, "nobody_asks": CONTACT}))
        self.do("add", "source", str(wrong), *self.monitor, code=3)
        return added[0]

    def correct(self, note: str) -> None:
        corrected = self.sandbox.write("corrected.json", json.dumps({"story": f"{STORY}\n{CORRECTED}"}))
        self.do("add", "incident", str(corrected), "--record", note, *self.monitor)
        assert CORRECTED in self.do("show", note, "--history", *self.monitor).out
        wrong = ("--vault", "monitor", "--passphrase-file", self.office[3])
        self.do("list", *wrong, code=4)

    def carry(self) -> None:
        """To headquarters, which knows nobody yet; and its answer back."""
        to = ("hand-over", "--to", str(self.usb), "--for", HEADQUARTERS, *self.monitor)
        assert STORY in self.do(*to, "--dry-run").out
        handed = self.do(*to, "--json").json
        assert len(handed["records"]) == 2
        package = str(self.usb / handed["packages"][0])
        self.do("inspect", package)
        assert heard(SECRETS, Path(package).read_bytes()) == []
        sealed = self.do("receive", str(self.usb), *self.office, "--json", code=3).json["packages"][0]
        self.do("trust", sealed["id"], "--words", sealed["words"], *self.office)
        self.do("inspect", package, *self.office)
        self.do("receive", str(self.usb), "--accept", "--receipt", *self.office)
        self.do("receive", str(self.usb), *self.monitor, "--json")

    def read(self, note: str) -> tuple[Path, Path]:
        """What headquarters reads and prints, asked for by name."""
        shown = self.do("show", note, *self.office, "--format", "json").json
        assert shown["values"]["story"] == f"{STORY}\n{CORRECTED}"
        name = next(value["attachment"] for value in shown["values"].values() if isinstance(value, dict))
        dossier, attachment = self.sandbox.given / "dossier.pdf", self.sandbox.given / "attachment"
        self.do("report", "dossier", note, "--out", str(dossier), *self.office)
        self.do("show", note, "--attachment", name, "--out", str(attachment), *self.office)
        kept = self.do("show", note, *self.monitor, "--json").json["progress"]
        assert list(kept.values()) == ["kept"]
        return dossier, attachment

    def end(self) -> None:
        """She takes the other note back; everything is looked over, made again, and asked once more."""
        lines = self.do("list", "--search", "Mondkalbina", *self.monitor, "--json").json["records"]
        self.do("withdraw", lines[0]["code"], "--reason", REASON, *self.monitor)
        self.do("hand-over", "--to", str(self.usb), "--for", HEADQUARTERS, *self.monitor, "--json")
        self.do("receive", str(self.usb), "--accept", *self.office)
        self.do("inbox", *self.office)
        self.do("rebuild", *self.office)
        self.do("doctor", *self.monitor)
        said = self.do("doctor", *self.office, "--json").json["findings"]
        assert [one["finding"] for one in said] == ["missing"]  # the source's save, which is nobody's but hers


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_the_canary_is_nowhere(tmp_path: Path, subtests: pytest.Subtests) -> None:
    played = Play(tmp_path).all()
    for look in (no_file, nowhere_else, not_unasked, never_protected, on_paper, went_through):
        with subtests.test(look.__name__):
            look(played)


def no_file(played: Played) -> None:
    """No file holds a secret, and no name does."""
    files = [path for path in played.sandbox.computer.rglob("*") if path.is_file()]
    assert len(files) > 12
    assert tracks(SECRETS, played.sandbox.computer) == []
    assert {path.name for path in played.sandbox.given.iterdir()} == GIVEN  # and nothing was left beside what is hers


def nowhere_else(played: Played) -> None:
    """Nothing was written outside, and nobody was called."""
    assert played.sandbox.strange() == []


def not_unasked(played: Played) -> None:
    """No command says what it was not asked to show."""
    silent = [ran for ran in played.sandbox.ran if not SHOWING & set(ran.words)]
    assert len(silent) > 20
    assert said((*CONTENT, *PASSPHRASES, *PROTECTED), silent) == []


def never_protected(played: Played) -> None:
    """No command at all says what is protected, or what opens a notebook."""
    assert said((*PASSPHRASES, *PROTECTED), played.sandbox.ran) == []


def said(words: Sequence[str], ran: Sequence[Ran]) -> list[tuple[str, list[str]]]:
    """Which of these words programs said, on either stream."""
    found = [(" ".join(one.words), heard(words, f"{one.out}{one.err}".encode())) for one in ran]
    return [one for one in found if one[1]]


def on_paper(played: Played) -> None:
    """The paper holds the note and nothing protected."""
    document = pypdfium2.PdfDocument(played.dossier)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    flat = " ".join(text.split())
    assert STORY in flat and CORRECTED in flat
    assert heard((*PASSPHRASES, *PROTECTED), text.encode() + played.dossier.read_bytes()) == []


def went_through(played: Played) -> None:
    """What was looked for is there: sealed, and readable for whoever may."""
    assert played.attachment.read_text() == FILE
    assert [path for path in played.usb.iterdir() if path.suffix == ".age"]
    assert {NAME, CONTACT, REMINDER} <= protected_in(played, "monitor", PASSPHRASE)
    assert protected_in(played, "office", OTHER_PASSPHRASE) == set()


@pytest.mark.window
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_the_window_leaves_nothing_either(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    if sandbox.python("-c", "import PySide6.QtWidgets").code:
        pytest.skip("a library that Qt needs is missing")
    notebook = ("--vault", str(sandbox.computer / "notebooks" / "1"), "--passphrase-file")
    opens = (*notebook, str(sandbox.write("pass", PASSPHRASE)))
    owner = ("--role", "monitor", "--country", "BEN", "--office", OFFICE, "--exercise", "--kdf", "quick")
    assert sandbox.kinga("init", *owner, *opens).code == 0
    answers = str(sandbox.write("incident.json", json.dumps(INCIDENT)))
    attach = ("--attach", f"photos[1]/file={sandbox.write(FILE_NAME, FILE)}")
    assert sandbox.kinga("add", "incident", answers, *attach, *opens).code == 0
    typed = (PASSPHRASE, "Zaunkoenigin saw them at Moorbirkenau", " with Haselmaeuser")
    secrets = (*SECRETS, "Zaunkoenigin", "Moorbirkenau", "Haselmaeuser")
    for act, code in (("begin", -signal.SIGKILL), ("go-on", LOCKED)):
        ran = sandbox.python("-m", "tests.support.canary_window", act, typed="\n".join(typed))
        assert ran.code == code, ran.err
        assert tracks(secrets, sandbox.computer) == []
    assert sandbox.ran[-1].out == "looked at everything\n"
    assert said(secrets, sandbox.ran) == []
    assert sandbox.strange() == []
    assert typed[1] in sandbox.kinga("list", *opens).out


def protected_in(played: Played, name: str, passphrase: str) -> set[object]:
    """Every protected value a notebook holds."""
    desk, state = played.sandbox.desk, played.sandbox.computer / "state"
    notebook = open_notebook(Surroundings(desk / name, state, system_clock, system_chance), passphrase)
    try:
        vault = notebook.vault
        cells = [vault.projection.cells(line.id) for line in vault.lists.page(Query(withdrawn=True))]
        return {
            one.value
            for found in cells
            for place, standing in found.items()
            for one in standing
            if place.body is BodyClass.PROTECTED
        }
    finally:
        vault.close()


PLANTED = {
    "as it is": STORY.encode(),
    "shouted": STORY.upper().encode(),
    "UTF-16": STORY.encode("utf-16"),
    "UTF-16, the other way": STORY.encode("utf-16-be"),
    "JSON": json.dumps(STORY).encode(),
    "hex": STORY.encode().hex().encode(),
    "HEX": STORY.encode().hex().upper().encode(),
    "base64": base64.b64encode(STORY.encode()),
    "base64, one on": base64.b64encode(b"." + STORY.encode()),
    "base64, two on": base64.urlsafe_b64encode(b".." + STORY.encode()),
    "base64 of UTF-16": base64.b64encode(STORY.encode("utf-16-le")),
}


@pytest.mark.parametrize("shape", PLANTED)
def test_the_search_finds_what_is_planted(tmp_path: Path, shape: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "data").write_bytes(os.urandom(5000) + PLANTED[shape] + os.urandom(5000))
    assert tracks(["Zwillbrandt", "Perlgrasow"], tmp_path) == [(str(Path("deep", "data")), "Zwillbrandt")]
    assert heard(["Ñgoroquelle"], PLANTED[shape]) == ["Ñgoroquelle"]


def test_the_search_finds_it_in_names_and_leaves_out_what_it_is_told_to(tmp_path: Path) -> None:
    (tmp_path / "Zwillbrandt's").mkdir()
    (tmp_path / "Zwillbrandt's" / "silberdistl.txt").touch()
    assert {word for _, word in tracks(CONTENT, tmp_path)} == {"Zwillbrandt", "Silberdistl"}
    assert tracks(CONTENT, tmp_path, [tmp_path / "Zwillbrandt's"]) == []


def test_the_watch_sees_a_file_written_elsewhere_and_a_call(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "sandbox")
    elsewhere = tmp_path / "elsewhere"
    call = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    assert sandbox.python("-c", f"open({str(elsewhere)!r}, 'w').close(); open('here', 'w').close(); {call}").code == 0
    assert [line.split(" ")[0] for line in sandbox.strange()] == ["open", "socket.connect"]
