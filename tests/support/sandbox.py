"""A computer in a folder: programs run with everything a person has under it, so that every file they write is seen.

sandbox = Sandbox(tmp_path)
ran = sandbox.kinga("list", "--vault", "1", "--passphrase-file", str(sandbox.given / "passphrase"))
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WATCHING = Path(__file__).parent / "watching"
KINGA = ("-P", "-m", "desktop")
FOLDERS = {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "run",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
    "KINGA_HOME": "notebooks",
    "KINGA_STATE": "state",
}
KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Ran:
    """One program that ended: what it was asked, its exit code, and what it said."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """What `--json` said."""
        found: dict[str, Any] = json.loads(self.out)
        return found


class Sandbox:
    """`computer` is all that programs may write to; `given` is what a person had before, or asked for by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.computer = folder / "computer"
        self.given = folder / "given"
        self.desk = self.computer / "desk"
        self.ran: list[Ran] = []
        self._written = folder / "written"
        for path in (self.given, self.desk, *(self.computer / name for name in FOLDERS.values())):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def environment(self) -> dict[str, str]:
        """What programs here are told of their surroundings: nothing of this person's own."""
        folders = {name: str((self.computer / folder).resolve()) for name, folder in FOLDERS.items()}
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return (
            kept
            | folders
            | {
                "PYTHONPATH": os.pathsep.join([str(WATCHING), str(ROOT)]),
                "PYTHONUTF8": "1",
                "QT_QPA_PLATFORM": "offscreen",
                "LANG": "C.UTF-8",
                "WATCHED": str(self._written),
            }
        )

    def python(self, *words: str, typed: str = "", timeout: float = 120) -> Ran:
        """Run a Python program to its end, whatever that is; what it said is kept."""
        return self.run([sys.executable, *words], typed, timeout)

    def run(self, command: Sequence[str], typed: str = "", timeout: float = 120) -> Ran:
        """Run any program."""
        words = tuple(command[1:])
        done = subprocess.run(
            command,
            cwd=self.desk,
            env=self.environment(),
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        self.ran.append(Ran(words, done.returncode, done.stdout, done.stderr))
        return self.ran[-1]

    def kinga(self, *words: str) -> Ran:
        """Run one of the program's commands."""
        return self.python(*KINGA, *words)

    def write(self, name: str, content: str | bytes) -> Path:
        """Give the person a file that only she may read."""
        path = self.given / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o600)
        return path

    def strange(self) -> list[str]:
        """What programs here wrote to outside of this sandbox, or said over a network; Python's own caches apart."""
        inside = str(self.folder.resolve())
        lines = self._written.read_text(encoding="utf-8").splitlines() if self._written.exists() else []
        strange = [line for line in lines if not line.removeprefix("open ").startswith((inside, os.devnull))]
        return [line for line in strange if "__pycache__" not in Path(line).parts]
