"""The commands called from tests: in this process, with what they print caught, on notebooks made in milliseconds.

anna.done("add", "incident", str(file))["codes"]          # the JSON it printed; it ended with 0
anna.refused(Exit.REFUSED, "sealed-payload", "receive", str(path))   # one sentence, and nothing changed here
"""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.acts import Notebook, make_notebook, open_notebook
from desktop.commands import main
from records.clock import system_clock
from records.due import read_bodies
from records.ids import system_chance
from records.journal.entry import Realm
from records.journal.state import Accepted, state_hash
from records.keys.slots import QUICK
from records.people import Office, Role
from records.vault.vault import Beginning, Surroundings, Vault
from tests.support.files import files_in
from tests.support.offices import state_of

PASSPHRASE = "six quick words for tests alone"


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def sentences(self) -> list[str]:
        """What a person reads on standard error."""
        return self.err.splitlines()


def call(*words: str) -> Ended:
    """Run a command in this process. What it does not catch is a bug and comes through."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return Ended(int(code), out.getvalue(), err.getvalue())


@dataclass(frozen=True, slots=True)
class Laptop:
    """One notebook, and the file its owner keeps the passphrase in."""

    folder: Path
    state: Path
    passphrase: Path

    @property
    def key(self) -> list[str]:
        """The options that open it."""
        return ["--vault", str(self.folder), "--passphrase-file", str(self.passphrase)]

    def call(self, *words: str) -> Ended:
        """Run a command on it."""
        return call(*words, *self.key)

    def done(self, *words: str, code: int = 0) -> dict[str, Any]:
        """What a command says that ends well: JSON, and nothing to complain of. code: how it ends otherwise."""
        ended = self.call(*words, "--json")
        assert ended.code == code, ended
        assert code or not ended.err, ended
        return ended.json

    def told(self, *words: str) -> str:
        """What a command tells a person when all is well."""
        ended = self.call(*words)
        assert (ended.code, ended.err) == (0, ""), ended
        return ended.out

    def refused(self, code: int, error: str, *words: str) -> str:
        """A command that ends with one calm sentence, the same as JSON, and changes nothing. Returns the sentence."""
        before = self.fingerprint()
        plain, as_json = self.call(*words), self.call(*words, "--json")
        assert self.fingerprint() == before
        return one_sentence(code, error, plain, as_json)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nothing that is kept here is another afterwards."""
        before = self.fingerprint()
        yield
        assert self.fingerprint() == before

    def fingerprint(self) -> dict[str, object]:
        """All that is kept: every row but the views, every file, how many entries, and what they add up to."""
        names = [str(path.relative_to(self.folder)) for path in files_in(self.folder)]
        with self.open() as notebook:
            vault = notebook.vault
            numbers = vault.journal.numbers()
            return {**state_of(vault), "names": names, "entries": len(numbers), "hash": state_hash(_accepted(vault))}

    @contextmanager
    def open(self) -> Iterator[Notebook]:
        """The notebook itself, for what no command tells."""
        around = Surroundings(self.folder, self.state, system_clock, system_chance, wait=0)
        notebook = open_notebook(around, PASSPHRASE)
        try:
            yield notebook
        finally:
            notebook.vault.close()

    def ask(self, question: Callable[[Vault], Any]) -> Any:
        """Ask the vault something."""
        with self.open() as notebook:
            return question(notebook.vault)


@dataclass(frozen=True, slots=True)
class World:
    """Three laptops and a drive. Anna and the office trust each other; the stranger trusts the office alone."""

    folder: Path
    anna: Laptop
    office: Laptop
    stranger: Laptop

    @property
    def drive(self) -> Path:
        """A drive that is in order."""
        found = self.folder / "drive"
        found.mkdir(exist_ok=True)
        return found

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def carry(self, *more: str) -> list[Path]:
        """Anna hands over to the office; return the packages on the drive."""
        found = self.anna.done("hand-over", "--to", str(self.drive), "--for", "Headquarters", *more)
        return [self.drive / name for name in found["packages"]]


def one_sentence(code: int, error: str, plain: Ended, as_json: Ended) -> str:
    """What every failure looks like, in words and as JSON."""
    assert (plain.code, as_json.code) == (code, code), (plain, as_json)
    assert as_json.json["error"] == error
    sentence = as_json.json["message"]
    assert plain.sentences == as_json.sentences == [sentence]
    calm(sentence)
    return str(sentence)


def calm(sentence: str) -> None:
    """Whole sentences for people: no traceback, no open place, no word of the inside."""
    assert sentence[0].isupper() or not sentence[0].isalpha(), sentence
    assert sentence[-1] in ".!?)" or sentence[-1].isalnum(), sentence
    assert not {"Traceback", "Errno", "None", "{", "}", "0x", "<"} & set(sentence.split()), sentence
    assert "{" not in sentence and "!!" not in sentence, sentence


def make(folder: Path, name: str, role: Role, office: str, country: str = "BEN", realm: Realm = Realm.REAL) -> Laptop:
    """Make a notebook below a folder; all share one place for states."""
    laptop = Laptop(folder / name, folder / "state", folder / "passphrase")
    if not laptop.passphrase.exists():
        laptop.passphrase.touch(mode=0o600)
        laptop.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
    around = Surroundings(laptop.folder, laptop.state, system_clock, system_chance)
    make_notebook(around, Beginning(Office(country, office), role, realm, PASSPHRASE, QUICK)).vault.close()
    return laptop


def _accepted(vault: Vault) -> Iterator[Accepted]:
    for kept in vault.journal.entries(vault.journal.numbers()):
        for taken in read_bodies(kept):
            raw = kept.entry.body(taken.which)
            assert raw is not None
            yield Accepted(taken.entry, taken.author, taken.which, raw, taken.body)
