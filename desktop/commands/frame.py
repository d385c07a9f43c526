"""What all commands share: passphrase, the open notebook, words or JSON, and the exit code."""

import argparse
import getpass
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, TextIO

from desktop import wiring
from desktop.acts import Notebook, open_notebook
from desktop.commands.foreign import harmless, on_one_line, shortened, under
from desktop.commands.options import PROGRAM, Options, WrongUse
from desktop.messages import sentence
from forms.errors import FormsCode
from records.errors import Known, RecordsCode
from records.ids import system_chance
from records.timing import doubt
from records.vault.local import CustodyRow
from reports.errors import ReportsCode
from reports.paper.placing import place
from reports.when import day_in_words
from resources.texts import FALLBACK, Texts, known
from sync.errors import SyncCode


class Exit(IntEnum):
    """What a command's end says."""

    DONE = 0
    BUG = 1
    WRONG_USE = 2
    REFUSED = 3
    NO_VAULT = 4
    STOPPED = 130


_NO_VAULT: Final = frozenset(
    {
        RecordsCode.VAULT_MISSING,
        RecordsCode.VAULT_IN_USE,
        RecordsCode.VAULT_NEWER,
        RecordsCode.VAULT_DAMAGED,
        RecordsCode.VAULT_READ_ONLY,
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
        SyncCode.OFFICE_AMBIGUOUS,
        ReportsCode.NO_SUCH_REPORT,
    }
)
# facts that repeat what somebody typed or a file holds, however long it is
_GIVEN: Final = frozenset({"value", "column", "name", "record", "package", "form", "kind"})

Run = Callable[["Frame", argparse.Namespace], int]


class Frame:
    """One call of a command."""

    def __init__(self, word: str, words: Sequence[str], texts: Texts) -> None:
        """Nothing is read yet but the language, and whether the result is wanted as JSON."""
        self.word = word
        self._words = words
        self.texts = texts
        self._json = "--json" in words
        self._result: dict[str, Any] = {}
        self._args = argparse.Namespace()
        self._notebook: Notebook | None = None
        self._cut = False

    def run(self, options: Callable[[Options], None], run: Run) -> int:
        """Read the words, do it, print the result; known failures become a sentence and a code."""
        try:
            self._args = self._read(options)
            self._spare_what_is_read()
            code = run(self, self._args)
        except SystemExit:  # help was asked for, and printed
            return Exit.DONE
        except WrongUse as problem:
            code = self.fail(Exit.WRONG_USE, "wrong-use", str(problem))
        except Known as problem:
            code = self._failed(problem)
        except KeyboardInterrupt:
            code = self.fail(Exit.STOPPED, "stopped", self.texts("command.stopped"))
        finally:
            if self._notebook is not None:
                self._notebook.vault.close()
        self.print_result()
        if self._cut:
            self.refuse("command.cut")
        return Exit.REFUSED if self._cut and code == Exit.DONE else code

    def say(self, text: str, **facts: str | int) -> None:
        """Tell a person something, in words; scripts that ask for JSON do not hear it."""
        self.line(
            self.texts(text, **{name: under(fact) if isinstance(fact, str) else fact for name, fact in facts.items()})
        )

    def line(self, line: str) -> None:
        """Print a line as it is, for people."""
        if not self._json:
            self._print(harmless(line), sys.stdout)

    def raw(self, text: str) -> None:
        """Print what was asked for in a format of its own."""
        if text:
            self._print(text, sys.stdout)

    def as_json(self) -> None:
        """Print the result as JSON at the end, and no words: asked for by a format."""
        self._json = True

    def warn(self, problem: Known) -> None:
        """Tell of something that was refused while the rest went on."""
        self._warn(self.explain(problem))

    def refuse(self, text: str, **facts: str | int) -> None:
        """Tell of something that was refused, in words of the command's own."""
        self._warn(self.texts(text, **facts))

    def result(self, **facts: Any) -> None:
        """Add to what `--json` prints at the end."""
        self._result |= facts

    def explain(self, problem: Known) -> str:
        """A known failure as a sentence, however long what it names is."""
        path = problem.facts.get("path")
        if problem.code is RecordsCode.FILE_UNREADABLE and not os.path.lexists(str(path)):
            return on_one_line(harmless(self.texts("command.no-file", path=str(path))))
        said = {
            name: shortened(fact) if name in _GIVEN and isinstance(fact, str) else fact
            for name, fact in problem.facts.items()
        }
        return on_one_line(harmless(sentence(self.texts, Known(problem.code, **said))))

    def fail(self, code: Exit, name: str, text: str) -> Exit:
        """End with a sentence. What was done before stays in the result beside it."""
        said = on_one_line(harmless(text))
        self._result |= {"error": name, "message": said}
        self._warn(said)
        return code

    def print_result(self) -> None:
        """Print the result, where JSON was asked for."""
        if self._json:
            self._print(json.dumps(self._result, ensure_ascii=False, indent=1), sys.stdout)

    @contextmanager
    def notebook(self) -> Iterator[Notebook]:
        """The open notebook, closed when the command ends. That a new history begins with it is told once."""
        self._notebook = open_notebook(wiring.around(self._path()), self.passphrase())
        asked = doubt(self._notebook.vault)
        if asked is not None:
            self.refuse("command.clock-in-doubt", when=day_in_words(asked.says.date(), self.texts))
        if self._notebook.vault.begins_anew:
            self.refuse("vault.begins-anew")
        yield self._notebook

    def custody(self, act: str, item: str) -> None:
        """Note that something was printed: standard output is an export too."""
        assert self._notebook is not None
        vault = self._notebook.vault
        vault.custody.note([CustodyRow(vault.now(), act, item, "commands")])

    def _spare_what_is_read(self) -> None:
        """Nothing is written over the passphrase in use, nor among what lets a notebook go on."""
        for out in (getattr(self._args, name, None) for name in ("out", "xlsx")):
            if out is None:
                continue
            read = getattr(self._args, "passphrase_file", None)
            same = read is not None and out.exists() and read.exists() and out.samefile(read)
            if same or wiring.state().resolve() in out.resolve().parents:
                raise WrongUse(self.texts("command.out-is-needed", path=str(out)))

    def write_out(self, path: Path, raw: bytes) -> None:
        """Put a file where the person said, whole or not at all. Known(NOT_WRITTEN | NOT_WRITABLE | DISK_FULL …)."""
        place(path, raw, system_chance)

    def passphrase(self) -> str:
        """From a private file, a descriptor, or asked for; never an argument."""
        file, descriptor = self._args.passphrase_file, self._args.passphrase_fd
        if file is not None and descriptor is not None:
            raise WrongUse(self.texts("passphrase.twice"))
        if file is not None:
            return _from_file(file, self.texts)
        if descriptor is not None:
            return _from_descriptor(descriptor, self.texts)
        return self.asked("passphrase.prompt")

    def asked(self, text: str) -> str:
        """Ask for a passphrase, unseen."""
        try:
            if sys.stdin.isatty():
                return getpass.getpass(self.texts(text) + " ")
        except EOFError:
            pass
        raise WrongUse(self.texts("passphrase.no-terminal"))

    def _read(self, options: Callable[[Options], None]) -> argparse.Namespace:
        parser = Options(self.texts, f"{PROGRAM} {self.word}")
        options(parser)
        parser.add_common()
        args = parser.parse_args(self._words)
        wanted = args.lang or self.texts.language.code
        if _plain_code(wanted) != known(wanted).code:
            raise WrongUse(self.texts("option.no-language", value=wanted))
        return args

    def _path(self) -> Path:
        if self._args.vault is not None:
            return Path(self._args.vault)
        found = wiring.notebooks()
        if len(found) != 1:
            raise WrongUse(self.texts("vault.which", count=len(found)))
        return found[0]

    def _failed(self, problem: Known) -> Exit:
        return self.fail(exit_of(problem), problem.code.value, self.explain(problem))

    def _warn(self, text: str) -> None:
        self._print(on_one_line(harmless(text)), sys.stderr)

    def _print(self, text: str, stream: TextIO) -> None:
        """Print to whoever listens. An act goes on where nobody does; that a file took no more is told at the end."""
        try:
            print(text, file=stream, flush=True)
        except OSError as problem:
            self._cut = self._cut or not isinstance(problem, BrokenPipeError)
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def begin_frame(words: Sequence[str]) -> Frame:
    """Read the first word, and the language: asked for, or the computer's."""
    rest = list(words)
    word = rest.pop(0) if rest else ""
    return Frame(word, rest, Texts(_language(rest)))


def prepare_streams() -> None:
    """Print UTF-8 into files and pipes whatever the computer is set to, and no letter stops an act."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def exit_of(problem: Known) -> Exit:
    """Which exit code a known failure ends a command with."""
    if problem.code in _NO_VAULT:
        return Exit.NO_VAULT
    return Exit.WRONG_USE if problem.code in _WRONG_USE else Exit.REFUSED


def vault_options(parser: argparse.ArgumentParser) -> None:
    """What every command takes that opens a vault."""
    parser.add_argument("--vault", metavar="DIR", type=Path)
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


def _from_descriptor(descriptor: int, texts: Texts) -> str:
    try:
        with os.fdopen(descriptor, encoding="utf-8") as file:
            return file.readline().rstrip("\n")
    except (OSError, ValueError) as problem:
        raise WrongUse(texts("passphrase.no-descriptor", number=descriptor)) from problem


def _language(words: Sequence[str]) -> str:
    """The language asked for, read before the options are: they are explained in it."""
    for number, word in enumerate(words):
        name, is_pair, value = word.partition("=")
        if name == "--lang" and (is_pair or number + 1 < len(words)):
            return value if is_pair else words[number + 1]
    named = (os.environ.get(name) for name in ("KINGA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name.partition(".")[0] for name in named if name), FALLBACK)


def _plain_code(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].casefold()
