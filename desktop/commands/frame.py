"""What all commands share: options, passphrase, the open notebook, words or JSON, and the exit code."""

import argparse
import getpass
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from desktop import wiring
from desktop.acts import Notebook, open_notebook
from desktop.messages import sentence
from forms.errors import FormsCode
from records.errors import Known, RecordsCode
from records.vault.local import CustodyRow
from resources.texts import Texts
from sync.errors import SyncCode


class Exit(IntEnum):
    """What a command's end says."""

    DONE = 0
    BUG = 1
    WRONG_USE = 2
    REFUSED = 3
    NO_VAULT = 4


_NO_VAULT: Final = frozenset(
    {
        RecordsCode.VAULT_MISSING,
        RecordsCode.VAULT_IN_USE,
        RecordsCode.VAULT_NEWER,
        RecordsCode.VAULT_DAMAGED,
        RecordsCode.KEYSLOTS_DAMAGED,
        RecordsCode.WRONG_PASSPHRASE,
    }
)
_WRONG_USE: Final = frozenset(
    {
        RecordsCode.VAULT_EXISTS,
        RecordsCode.NO_SUCH_RECORD,
        RecordsCode.FILE_UNREADABLE,
        FormsCode.NO_FORM,
        FormsCode.FORM_UNREADABLE,
        SyncCode.NO_SUCH_CARD,
        SyncCode.NO_SUCH_PACKAGE,
    }
)

Run = Callable[["Frame", argparse.Namespace], int]


class WrongUse(Exception):
    """Words that a command cannot take; the sentence says why."""


class Frame:
    """One call of a command."""

    def __init__(self, word: str, words: Sequence[str], texts: Texts) -> None:
        """Nothing is read yet but the language."""
        self.word = word
        self._words = words
        self.texts = texts
        self._json = False
        self._result: dict[str, Any] = {}
        self._args = argparse.Namespace()
        self._notebook: Notebook | None = None

    def run(self, options: Callable[[argparse.ArgumentParser], None], run: Run) -> int:
        """Read the words, do it, print the result; known failures become a sentence and a code."""
        parser = argparse.ArgumentParser(prog=f"kinga {self.word}", description=self.texts(f"command.{self.word}"))
        options(parser)
        parser.add_argument("--json", action="store_true", help=self.texts("option.json"))
        parser.add_argument("--lang", help=self.texts("option.lang"))
        try:
            self._args = parser.parse_args(self._words)
        except SystemExit as end:
            return Exit.DONE if end.code in (0, None) else Exit.WRONG_USE
        self._json = self._args.json
        try:
            code = run(self, self._args)
        except WrongUse as problem:
            code = self._fail(Exit.WRONG_USE, "wrong-use", str(problem))
        except Known as problem:
            code = self._fail(exit_of(problem), problem.code.value, sentence(self.texts, problem))
        finally:
            if self._notebook is not None:
                self._notebook.vault.close()
        if self._json:
            print(json.dumps(self._result, ensure_ascii=False, indent=1))
        return code

    def say(self, text: str, **facts: str | int) -> None:
        """Tell a person something, in words; scripts that ask for JSON do not hear it."""
        if not self._json:
            print(self.texts(text, **facts), flush=True)

    def line(self, line: str) -> None:
        """Print a line as it is, for people."""
        if not self._json:
            print(line, flush=True)

    def raw(self, text: str) -> None:
        """Print what was asked for in a format of its own, JSON or not."""
        self._json = False
        print(text, flush=True)

    def as_json(self) -> None:
        """Print the result as JSON at the end, asked for by a format."""
        self._json = True

    def warn(self, problem: Known) -> None:
        """Tell of something that was refused while the rest went on."""
        print(sentence(self.texts, problem), file=sys.stderr, flush=True)

    def result(self, **facts: Any) -> None:
        """Add to what `--json` prints at the end."""
        self._result |= facts

    def explain(self, problem: Known) -> str:
        """A known failure as a sentence."""
        return sentence(self.texts, problem)

    @contextmanager
    def notebook(self) -> Iterator[Notebook]:
        """The open notebook, closed when the command ends."""
        path = self._path()
        self._notebook = open_notebook(wiring.around(path), self.passphrase())
        yield self._notebook

    def custody(self, act: str, item: str) -> None:
        """Note that something was printed: standard output is an export too."""
        assert self._notebook is not None
        vault = self._notebook.vault
        vault.custody.note([CustodyRow(vault.now(), act, item, "commands")])

    def passphrase(self) -> str:
        """From a private file, a descriptor, or asked for; never an argument."""
        if self._args.passphrase_file is not None:
            return _from_file(self._args.passphrase_file, self.texts)
        if self._args.passphrase_fd is not None:
            with os.fdopen(self._args.passphrase_fd, encoding="utf-8") as file:
                return file.readline().rstrip("\n")
        if not sys.stdin.isatty():
            raise WrongUse(self.texts("passphrase.no-terminal"))
        return getpass.getpass(self.texts("passphrase.prompt") + " ")

    def _path(self) -> Path:
        if self._args.vault is not None:
            return Path(self._args.vault)
        found = wiring.notebooks()
        if len(found) != 1:
            raise WrongUse(self.texts("vault.which", count=len(found)))
        return found[0]

    def _fail(self, code: Exit, name: str, text: str) -> Exit:
        self._result = {"error": name, "message": text}
        print(text, file=sys.stderr, flush=True)
        return code


def begin_frame(words: Sequence[str]) -> Frame:
    """Read the first word, and the language: asked for, or the computer's."""
    rest = list(words)
    word = rest.pop(0) if rest else ""
    return Frame(word, rest, Texts(_language(rest)))


def exit_of(problem: Known) -> Exit:
    """Which exit code a known failure ends a command with."""
    if problem.code in _NO_VAULT:
        return Exit.NO_VAULT
    return Exit.WRONG_USE if problem.code in _WRONG_USE else Exit.REFUSED


def worst(codes: Sequence[int]) -> int:
    """The exit code of several acts: a vault that cannot be opened, wrong use, something refused, done."""
    order = (Exit.DONE, Exit.REFUSED, Exit.WRONG_USE, Exit.NO_VAULT, Exit.BUG)
    return max(codes, key=lambda code: order.index(Exit(code)), default=Exit.DONE)


def vault_options(parser: argparse.ArgumentParser) -> None:
    """What every command takes that opens a vault."""
    parser.add_argument("--vault", metavar="DIR")
    passphrase_options(parser)


def passphrase_options(parser: argparse.ArgumentParser) -> None:
    """How a passphrase is given."""
    parser.add_argument("--passphrase-file", metavar="FILE", type=Path)
    parser.add_argument("--passphrase-fd", metavar="N", type=int)


def _from_file(path: Path, texts: Texts) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongUse(texts("passphrase.no-file", path=str(path))) from problem
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WrongUse(texts("passphrase.file-open", path=str(path)))
    return text.split("\n")[0]


def _language(words: Sequence[str]) -> str:
    if "--lang" in words[:-1]:
        return words[words.index("--lang") + 1]
    named = (os.environ.get(name) for name in ("KINGA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name.partition(".")[0] for name in named if name), "en")
