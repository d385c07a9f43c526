"""The frozen program: built as `run.py build` does, it plays the demonstration, and carries only what it should.

It takes minutes, so it stands in the tier of the servers.
"""

import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from tests.support.sandbox import ROOT, Sandbox

pytestmark = pytest.mark.servers

OURS = ("desktop", "reports", "sync", "forms", "records", "resources")
NEVER = ("tests", "benchmarks", "run", "mypy", "pytest", "_pytest", "hypothesis", "PyInstaller", "ruff", "readline")
MINUTES = 10 * 60.0


class Frozen:
    """The program in its folder, and a computer that has nothing else of it."""

    def __init__(self, folder: Path) -> None:
        self.sandbox = Sandbox(folder / "sandbox")
        self.folder = folder / "dist" / "kinga"
        self.program = self.folder / ("kinga.exe" if os.name == "nt" else "kinga")
        self.played = self.sandbox.desk / "demo"

    def environment(self) -> dict[str, str]:
        """Without Python's own words: a frozen program must not need them."""
        return {name: value for name, value in self.sandbox.environment().items() if not name.startswith("PYTHON")}


@pytest.mark.skipif(importlib.util.find_spec("PyInstaller") is None, reason="PyInstaller is missing")
@pytest.mark.skipif(sys.platform == "linux" and shutil.which("objdump") is None, reason="objdump is missing")
def test_the_frozen_program(tmp_path: Path, subtests: pytest.Subtests) -> None:
    frozen = Frozen(tmp_path)
    build(frozen, tmp_path)
    for look in (plays_the_demonstration, checks_a_form, holds_no_source, holds_nothing_of_ours_but_the_rooms):
        with subtests.test(look.__name__):
            look(frozen)
    shutil.rmtree(frozen.folder)  # a third of a gigabyte


def build(frozen: Frozen, folder: Path) -> None:
    places = ("--distpath", str(frozen.folder.parent), "--workpath", str(folder / "work"))
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, "build.spec"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYINSTALLER_CONFIG_DIR": str(folder / "config")},
        capture_output=True,
        text=True,
        timeout=MINUTES,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert frozen.program.is_file()


def plays_the_demonstration(frozen: Frozen) -> None:
    """From any folder, with nothing of Python around; the windows' pages open too."""
    ran = run(frozen, "demo", "--out", str(frozen.played))
    assert ran.returncode == 0, ran.stderr
    found = json.loads((frozen.played / "demo.json").read_text(encoding="utf-8"))
    assert found["records_written"] == found["records_received"] > 200
    assert found["state_hash_monitor"] == found["state_hash_headquarters"]
    assert Path(found["dossier"]).read_bytes().startswith(b"%PDF-")
    assert len(found["screens"]) > 12, run(frozen, "--pictures", str(frozen.played), found["vaults"][0]).stderr[-3000:]


def checks_a_form(frozen: Frozen) -> None:
    """What only foreign forms need is there too."""
    sheets = str(frozen.sandbox.desk / "incident.xlsx")
    assert run(frozen, "forms", "export", "incident", "--xlsx", sheets).returncode == 0
    ran = run(frozen, "forms", "check", sheets, "--json")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["questions"] > 20 and found["problems"] == []


def holds_no_source(frozen: Frozen) -> None:
    """No file of ours that is Python, and none of the tests, under whatever name."""
    rooms = [path for room in OURS for path in (ROOT / room).rglob("*.py")]
    tests = [path for path in (ROOT / "tests").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    ours = {digest(path): path for path in (*rooms, *tests, ROOT / "run.py") if path.stat().st_size and is_ours(path)}
    carried = [path for path in frozen.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(carried) > 100
    assert {path: ours[digest(path)] for path in carried if digest(path) in ours} == {}
    assert [path for path in carried if path.suffix == ".py"] == []
    assert [path for path in carried if path.name.startswith(("libreadline", "readline."))] == []


def holds_nothing_of_ours_but_the_rooms(frozen: Frozen) -> None:
    """No module of tests or of developers; and what there is says nothing of where it was made."""
    modules = dict(modules_of(frozen))
    tops = {name.partition(".")[0] for name in modules}
    assert set(OURS) <= tops
    assert tops & set(NEVER) == set()
    assert {name: code.co_filename for name, code in modules.items() if Path(code.co_filename).is_absolute()} == {}


def is_ours(path: Path) -> bool:
    """Licences are everybody's."""
    return not path.name.startswith("LICENSE")


def modules_of(frozen: Frozen) -> Iterator[tuple[str, CodeType]]:
    """Every module in the program's archive."""
    readers = importlib.import_module("PyInstaller.archive.readers")
    whole = readers.CArchiveReader(str(frozen.program))
    archive = whole.open_embedded_archive(next(name for name in whole.toc if name.upper().startswith("PYZ")))
    for name in archive.toc:
        code = archive.extract(name)
        if isinstance(code, CodeType):
            yield name, code


def run(frozen: Frozen, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(frozen.program), *words],
        cwd=frozen.sandbox.desk,
        env=frozen.environment(),
        input="practice makes the note",
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=MINUTES,
        check=False,
    )


def digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
