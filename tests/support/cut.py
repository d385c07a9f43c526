"""A program that is killed at the n-th thing the world outside could see of it: as by a pulled plug, with SIGKILL.

    python -m tests.support.cut SEEN N write VAULT PASSPHRASE-FILE TEXT...   a note, kept after each piece
    python -m tests.support.cut SEEN N finish VAULT PASSPHRASE-FILE
    python -m tests.support.cut SEEN N COMMAND...                            any of the program's own commands

SEEN is one of `Seen`, or `any`. Ends as the act does when there are fewer such things than N, or N is 0.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from sqlalchemy.engine.default import DefaultDialect

from desktop import acts, commands, wiring
from desktop.acts import Notebook, open_notebook
from records.drafting import Cursor
from resources.texts import Texts
from sync.drives import place

ANSWERS = {"kind": "assault", "when": "2026-11-20", "where": "Kilwa, at the well", "how_known": "saw", "hurt": "4"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FILES = ("os.rename", "os.remove", "os.truncate")

Hear = Callable[[int], None]


class Seen(StrEnum):
    """What can be seen of a process: a file opened for writing, renamed or removed; half a piece; a commit's two sides.

    A flush cannot: what a killed process has written is there for the next one, flushed or not.
    """

    FILE = "file"
    HALF = "half"
    COMMITTING = "committing"
    COMMITTED = "committed"


class Plug:
    """Counts what was seen, and pulls at the `at`-th."""

    def __init__(self, at: int, seen: str = "any") -> None:
        self._left = at
        self._seen = tuple(Seen) if seen == "any" else (Seen(seen),)

    def pass_by(self, seen: Seen) -> None:
        """One more thing that could be seen."""
        self._left -= seen in self._seen
        if self._left == 0 and seen in self._seen:
            os.kill(os.getpid(), signal.SIGKILL)

    def arm(self) -> None:
        """Watch from now on, to the end of this process."""
        sys.addaudithook(self._hook)
        self._watch_commits()
        whole = place._write_all

        def in_halves(file: IO[bytes], piece: bytes) -> None:
            whole(file, piece[: len(piece) // 2])
            self.pass_by(Seen.HALF)
            whole(file, piece[len(piece) // 2 :])

        place._write_all = in_halves

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str) and isinstance(arguments[2], int):
            if arguments[2] & _WRITING and arguments[0] != os.devnull:
                self.pass_by(Seen.FILE)
        elif event in _FILES:
            self.pass_by(Seen.FILE)

    def _watch_commits(self) -> None:
        commit: Callable[..., None] = DefaultDialect.do_commit

        def seen(dialect: DefaultDialect, connection: Any) -> None:
            self.pass_by(Seen.COMMITTING)
            commit(dialect, connection)
            self.pass_by(Seen.COMMITTED)

        DefaultDialect.do_commit = seen  # type: ignore[method-assign]


def opened(vault: str, passphrase: str) -> Notebook:
    """The notebook, as commands open it."""
    return open_notebook(wiring.around(Path(vault)), Path(passphrase).read_text(encoding="utf-8"))


def write(notebook: Notebook, pieces: Sequence[str], hear: Hear) -> None:
    """Write a note as the window does, keeping it after every answer; go on with what a crash left.

    The last piece names a file to be attached, if it is one. `hear` is told how many pieces are kept.
    """
    vault, texts = notebook.vault, Texts("en")
    begun = acts.drafts(vault)
    draft = begun[0] if begun else acts.new_draft(vault, "incident")
    filled = acts.session(vault, draft, texts, fresh=not begun)
    *story, last = pieces if Path(pieces[-1]).is_file() else (*pieces, "")
    for count in range(1, len(story) + 1):
        text = "".join(story[:count])
        if len(filled.value("story")) < len(text):
            filled.set("story", text)
            draft = acts.keep(vault, draft, filled, Cursor("story", len(text)))
            hear(count)
    for path, value in ANSWERS.items():
        filled.set(path, value)
    if last and not filled.rows("photos"):
        attached = acts.add_file(vault, Path(last))
        filled.set(f"{filled.add_row('photos')}/file", attached.blob)
    acts.keep(vault, draft, filled, Cursor("hurt"))
    hear(len(pieces))


def finish(notebook: Notebook) -> None:
    """Finish what is unfinished."""
    vault, texts = notebook.vault, Texts("en")
    for draft in acts.drafts(vault):
        acts.finish(vault, draft, acts.session(vault, draft, texts))


def act(words: Sequence[str], hear: Hear = lambda _count: None) -> int:
    """Do what the words say; the exit code."""
    match words:
        case ["write", vault, passphrase, *pieces]:
            notebook = opened(vault, passphrase)
            write(notebook, pieces, hear)
        case ["finish", vault, passphrase, *_]:
            notebook = opened(vault, passphrase)
            finish(notebook)
        case _:
            return commands.main(words)
    notebook.vault.close()
    return 0


if __name__ == "__main__":
    Plug(int(sys.argv[2]), sys.argv[1]).arm()
    sys.exit(act(sys.argv[3:]))
