"""The demonstration, as a newcomer plays it: in a process of its own, in a home that holds nothing else.

And `run.py`, which plays it where there is no display: what it decides, without doing it.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest

from desktop import samples
from tests.support.canary import tracks
from tests.support.sandbox import ROOT, Ran, Sandbox

NOTES = 240


class Demo:
    """The demonstration that was played into a folder."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.out = sandbox.desk / "demo"
        self.ran = self.play()
        assert self.ran.code == 0, self.ran.err
        self.found: dict[str, Any] = json.loads((self.out / "demo.json").read_text(encoding="utf-8"))

    def play(self) -> Ran:
        return self.sandbox.python("-P", "-m", "desktop", "demo", "--out", "demo", timeout=300)

    def paths(self) -> list[Path]:
        one, several = ("dossier", "usb", "state"), ("vaults", "screens")
        names = [self.found[name] for name in one] + [path for name in several for path in self.found[name]]
        return [Path(name) for name in names]


def test_the_demonstration(tmp_path: Path, subtests: pytest.Subtests) -> None:
    demo = Demo(Sandbox(tmp_path))
    for look in (ends_well, counts, lies_inside, is_printed, is_pictured, keeps_silent, is_not_played_twice):
        with subtests.test(look.__name__):
            look(demo)
    with subtests.test("read by others"):
        is_read_by_others(demo)


def ends_well(demo: Demo) -> None:
    assert demo.ran.err == ""
    assert len(demo.ran.out.splitlines()) > 8
    assert str(demo.out) in demo.ran.out.splitlines()[-1]


def counts(demo: Demo) -> None:
    found = demo.found
    assert found["records_written"] == found["records_received"] == NOTES
    assert found["state_hash_monitor"] == found["state_hash_headquarters"]
    assert len(found["state_hash_monitor"]) == 64
    assert found["bundles"] >= 3 and found["receipts"] >= 1 and found["attachments_received"] == 1


def lies_inside(demo: Demo) -> None:
    """Everything named is there, in the folder, and nothing was made elsewhere."""
    assert len(demo.found["vaults"]) == 2
    for path in demo.paths():
        assert path.exists() and path.is_relative_to(demo.out), path
    assert demo.sandbox.strange() == []
    made = {path.relative_to(demo.sandbox.computer).parts[:2] for path in files_of(demo.sandbox.computer)}
    assert {parts for parts in made if parts[0] not in (".cache", "run")} == {("desk", "demo")}


def is_printed(demo: Demo) -> None:
    text = " ".join(printed(Path(demo.found["dossier"])).split())
    first = samples.incident(samples.events()[0])["story"].splitlines()[0]
    assert first in text


def is_pictured(demo: Demo) -> None:
    """Where Qt can be loaded, every place of both is there."""
    pictures = [Path(name) for name in demo.found["screens"]]
    if demo.sandbox.python("-c", "import PySide6.QtWidgets").code != 0:  # a library of the system is missing
        assert pictures == []
    else:
        assert len(pictures) > 12
        assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)


def keeps_silent(demo: Demo) -> None:
    """No sentence of what was written stands anywhere but on the paper, and in no name at all."""
    secrets = [samples.incident(event)["story"].splitlines()[0] for event in samples.events()[:200:20]]
    secrets += [case["text"] for case in samples.sentences()[::4]]
    assert len(secrets) == len(set(secrets)) == 20
    asked = [Path(demo.found["dossier"]), demo.out / "screens"]
    assert tracks([*secrets, demo.found["passphrase"]], demo.out, [*asked, demo.out / "demo.json"]) == []
    assert tracks(secrets, demo.out, asked) == []
    assert tracks(secrets, demo.sandbox.computer, asked) == []


def is_not_played_twice(demo: Demo) -> None:
    """A folder with anything in it is left as it is."""
    before = {path: path.read_bytes() for path in files_of(demo.out)}
    again = demo.play()
    assert again.code == 2 and again.out == ""
    assert str(demo.out) in again.err and len(again.err.splitlines()) == 1
    assert {path: path.read_bytes() for path in files_of(demo.out)} == before


def is_read_by_others(demo: Demo) -> None:
    """poppler reads the paper too."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing")
    read = subprocess.run(["pdftotext", demo.found["dossier"], "-"], capture_output=True, text=True, check=True)
    assert samples.incident(samples.events()[0])["story"].split(".")[0] in " ".join(read.stdout.split())


def files_of(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def printed(paper: Path) -> str:
    document = pypdfium2.PdfDocument(paper)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


class Called:
    """Stands for `subprocess.call`: remembers what would have run, and says how it ended."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], **_named: object) -> int:
        self.commands.append(command)
        return self.codes.pop(0) if self.codes else 0

    def words(self) -> list[list[str]]:
        """What the program was asked, without its own name."""
        return [command[4:] if command[1:4] == ["-P", "-m", "desktop"] else command[1:] for command in self.commands]


class Became(Exception):
    """Nothing comes after `os.execve`."""


class Become:
    """Stands for `os.execve`."""

    def __init__(self) -> None:
        self.command: list[str] = []

    def __call__(self, _program: str, command: list[str], _environment: dict[str, str]) -> None:
        self.command = command
        raise Became


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """`run.py`, as somebody without a display has it, everything installed, in a folder of its own."""
    spec = importlib.util.spec_from_file_location("starter", ROOT / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "prepare", lambda _requirements, _system: 0)
    monkeypatch.setattr(module, "is_root", lambda: False)
    monkeypatch.setattr(module.subprocess, "call", Called())
    monkeypatch.setattr(module.subprocess, "run", Called())
    monkeypatch.chdir(tmp_path)
    return module


Call = Callable[..., Called]


@pytest.fixture
def called(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Call:
    def begin(*codes: int) -> Called:
        found = Called(*codes)
        monkeypatch.setattr(starter.subprocess, "call", found)
        return found

    return begin


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("code", [0, 1])
def test_without_a_display_the_demonstration_is_played(
    starter: ModuleType, called: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int
) -> None:
    (tmp_path / "kinga-demo-1").mkdir()
    calls = called(code)
    assert starter.main([]) == code
    out = tmp_path / "kinga-demo-2"
    assert calls.words() == [["demo", "--out", str(out)]]
    said = capsys.readouterr().out.splitlines()
    assert "no display" in said[0] and said[-1] == str(out)
    assert not out.exists()  # the demonstration makes it


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the program is called, not become")
def test_with_a_display_the_window_is_opened(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    become = Become()
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(starter.os, "execve", become)
    for words in ([], ["list", "--json"]):
        with pytest.raises(Became):
            starter.main(words)
        assert become.command == [*starter.program(), *words]


@pytest.mark.parametrize("words", [["test"], ["check"], ["bench"], ["build"], [], ["list"]])
def test_what_cannot_be_set_up_is_not_started(
    starter: ModuleType, called: Call, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    calls = called()
    monkeypatch.setattr(starter, "prepare", lambda _requirements, _system: 3)
    assert starter.main(words) == 3
    assert calls.commands == []


@pytest.mark.parametrize(
    ("words", "tier", "rest"),
    [
        ([], "not servers and not long", []),
        (["--servers"], "servers", []),
        (["--long", "-x", "tests/unit"], "long", ["-x", "tests/unit"]),
    ],
)
def test_a_tier_of_the_tests(starter: ModuleType, called: Call, words: list[str], tier: str, rest: list[str]) -> None:
    calls = called()
    assert starter.main(["test", *words]) == 0
    command = calls.words()[0]
    assert command[:4] == ["-m", "pytest", "-m", tier]
    assert command[len(command) - len(rest) :] == rest


def test_a_check_says_the_worst_and_leaves_nothing_out(starter: ModuleType, called: Call) -> None:
    calls = called(0, 1, 0, 0, 0)
    assert starter.main(["check"]) == 1
    assert len(calls.commands) == 5


def test_what_was_built_plays_or_is_not_tried(starter: ModuleType, called: Call, tmp_path: Path) -> None:
    calls = called(2)
    assert starter.main(["build"]) == 2
    assert len(calls.commands) == 1
    calls = called(0, 0)
    assert starter.main(["build"]) == 0
    assert calls.commands[1][1:] == ["demo", "--out", str(tmp_path / "kinga-demo-1")]


def test_another_python_is_refused(
    starter: ModuleType, called: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = called()
    monkeypatch.setattr(starter.sys, "version_info", (3, 10, 4))
    assert starter.main([]) == 2
    assert "3.11" in capsys.readouterr().err
    assert calls.commands == []


def test_somebody_without_rights_is_told_the_one_line(
    starter: ModuleType, called: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = called()
    assert starter.install_system(["libegl1", "age"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith("age libegl1")
    assert calls.commands == []
