"""A person at the real program: a screen of its own, real keys, and what a screen reader would tell her.

with desk(tmp_path) as at:               # a screen, a bus, a home; the program is not started yet
    at.start()
    at.sees("Choose a passphrase")       # waits until something shown says so
    at.types("six words"), at.presses("Return")
    at.goes_to("Finish")                 # by Tab alone

Nothing waits for a time: everything waits for what is shown, and fails after a while with all that was.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SYSTEM = "/usr/bin/python3"
READER = ROOT / "tests" / "support" / "at_spi.py"
PROGRAM = [sys.executable, "-P", "-m", "desktop"]
NAME = "Kinga"
SECONDS = 30
SCREEN = "1024x600x24"


def skip_where_nothing_can_be_seen() -> None:
    """Say which of the programs for this is missing."""
    for program in ("Xvfb", "xdotool", "dbus-run-session"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not here")
    if subprocess.run([SYSTEM, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        pytest.skip("the system's Python has no pyatspi")


@dataclass(frozen=True)
class Thing:
    """Something shown. caret: before which letter one stands, -1 where there are none."""

    name: str
    role: str
    description: str
    text: str
    caret: int
    focused: bool
    checked: bool
    enabled: bool


class Person:
    """Sees and types. `environment` is what every program at this desk is started with."""

    def __init__(self, environment: dict[str, str], reader: "subprocess.Popen[str]") -> None:
        self.environment = environment
        self._reader = reader
        self._launcher: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program as a person does, and be in its window."""
        self._launcher = subprocess.Popen(PROGRAM, env=self.environment, cwd=ROOT, start_new_session=True)
        self.is_in_window()

    def is_in_window(self, title: str = NAME) -> None:
        """There is no window manager here: somebody must say which window gets the keys."""
        self._tool("search", "--sync", "--onlyvisible", "--name", f"^{title}$", "windowfocus", "--sync")

    def pulls_the_plug(self) -> None:
        """The window process is killed as it stands; the launcher sees that it was not locked, and ends."""
        assert self._launcher is not None
        [window] = _children(self._launcher.pid)
        os.kill(window, signal.SIGKILL)
        assert self._launcher.wait(SECONDS) != 0

    def closes(self) -> None:
        """End what still runs, launcher and window at once."""
        if self._launcher is not None and self._launcher.poll() is None:
            os.killpg(self._launcher.pid, signal.SIGKILL)
            self._launcher.wait(SECONDS)

    def sees(self, says: str, role: str | None = None, **also: Any) -> Thing:
        """Wait until something shown says this in its name or its text."""
        asked = {"says": says, "seconds": SECONDS, **also} | ({"role": role} if role else {})
        found = self._ask(asked)
        assert "shown" not in found, f"nothing says {says!r}:\n{_in_lines(found['shown'])}"
        return Thing(**found)

    def stands_on(self, name: str) -> Thing:
        """Wait until the keys go to something of that name."""
        return self.sees(name, focused=True)

    def misses(self, says: str, role: str | None = None) -> None:
        """Wait until nothing shown says this any more."""
        asked = {"says": says, "seconds": SECONDS, "gone": True} | ({"role": role} if role else {})
        assert not self._ask(asked), f"something still says {says!r}"

    def words(self) -> str:
        """All that is shown now, a thing a line."""
        return _in_lines(self._ask({"says": "\0", "seconds": 0})["shown"])

    def presses(self, *keys: str) -> None:
        """Press keys by their X names: Return, Tab, ctrl+Return."""
        self._tool("key", "--clearmodifiers", *keys)

    def types(self, text: str) -> None:
        """Type as fast as a quick typist."""
        self._tool("type", "--delay", "5", "--", text)

    def chooses(self, path: Path) -> None:
        """Name a file or folder where one is asked for, and be in the window again."""
        self.stands_on("Name:")
        self.types(str(path))
        self.presses("Return")
        self.misses("Name:", "text")
        self.is_in_window()

    def goes_to(self, name: str, most: int = 40) -> Thing:
        """Press Tab until one stands there."""
        for _ in range(most):
            found = self._ask({"named": name, "focused": True, "seconds": 0})
            if "shown" not in found:
                return Thing(**found)
            before = next((one for one in found["shown"] if one["focused"]), {})
            self.presses("Tab")
            self._ask({"focused": True, "other": before, "seconds": 1})
        raise AssertionError(f"Tab never comes to {name!r}:\n{self.words()}")

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._reader.stdin is not None and self._reader.stdout is not None
        self._reader.stdin.write(json.dumps(question) + "\n")
        self._reader.stdin.flush()
        answer = self._reader.stdout.readline()
        assert answer, "the reader has ended"
        found: dict[str, Any] = json.loads(answer)
        return found

    def _tool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=SECONDS, capture_output=True)


@contextmanager
def person_at_a_desk(folder: Path) -> Iterator[Person]:
    """A screen, a bus and a home of their own, gone afterwards."""
    with ExitStack() as stack:
        run = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kinga-")))  # names of sockets must be short
        environment = _home(folder, run)
        environment["DISPLAY"] = stack.enter_context(_screen(environment))
        environment["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(_bus(environment))
        reader = stack.enter_context(_ending([SYSTEM, str(READER), NAME], environment))
        person = Person(environment, reader)
        stack.callback(person.closes)
        yield person


def _home(folder: Path, run: Path) -> dict[str, str]:
    names = {"HOME": ".", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config"}
    names |= {"XDG_CACHE_HOME": "cache", "TMPDIR": "tmp"}
    folders = {name: folder / below for name, below in names.items()}
    for path in folders.values():
        path.mkdir(parents=True, exist_ok=True)
    return {
        **{name: str(path) for name, path in folders.items()},
        "XDG_RUNTIME_DIR": str(run),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }


@contextmanager
def _screen(environment: dict[str, str]) -> Iterator[str]:
    """Xvfb says itself which number was free."""
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with _ending(words, environment) as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}"


@contextmanager
def _bus(environment: dict[str, str]) -> Iterator[str]:
    """A session that lasts as long as its only program, which waits for the end of its input."""
    words = ["dbus-run-session", "--", "sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat']
    with _ending(words, environment) as session:
        assert session.stdout is not None
        yield session.stdout.readline().strip()


@contextmanager
def _ending(words: list[str], environment: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    """A program one can talk to, ended with its input or by a signal."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env=environment, text=True, **pipes) as program:  # type: ignore[call-overload]
        try:
            yield program
        finally:
            program.stdin.close()
            if words[0] == "Xvfb":
                program.terminate()
            program.wait(SECONDS)


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def _in_lines(shown: list[dict[str, Any]]) -> str:
    told = (one for one in shown if one["name"] or one["text"])
    return "\n".join(f"{one['role']}: {one['name']} {one['text']}".strip() for one in told)
