"""Commands as whole processes: without Qt, with the streams and signals a shell gives them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.commands import COMMANDS
from desktop.commands.frame import Exit
from tests.support.called import PASSPHRASE, World
from tests.support.notes import MARKET

ROOT = Path(__file__).parents[2]
# every command once, one after the other, in one process; then what it has loaded
EVERYTHING = """
import json, sys
from desktop.commands import main
calls = json.loads(sys.argv[1])
ends = [main(words) for words in calls]
print(json.dumps({"ends": ends, "loaded": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def run(
    world: World, *words: str, given: bytes = b"", out: int = subprocess.PIPE, **more: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command as a shell does."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | more
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        cwd=ROOT,
        env=environment,
        input=given,
        stdout=out,
        stderr=subprocess.PIPE,
        check=False,
    )


def test_no_command_loads_qt(world: World) -> None:
    (code,) = world.anna.done("add", "incident", world.file("a.json", json.dumps(MARKET)))["codes"]
    (second,) = world.anna.done("add", "incident", world.file("b.json", json.dumps(MARKET)))["codes"]
    (package,) = world.carry()
    key, out = world.anna.key, str(world.folder / "out")
    practice = ["--vault", out + "new", "--passphrase-file", str(world.anna.passphrase)]
    make = ["--role", "monitor", "--country", "BEN", "--office", "K", "--exercise", "--kdf", "quick"]
    card = world.stranger.done("card")
    calls = [
        ["init", *make, *practice],
        ["card", *key],
        ["trust", world.file("x.card", card["card"]), "--words", card["words"], *world.office.key],
        ["add", "incident", world.file("c.json", json.dumps(MARKET)), *key],
        ["list", "--format", "geojson", *key],
        ["show", code, "--history", *key],
        ["withdraw", code, "--reason", "asked me to", *key],
        ["resolve", second, "where", "--take", "00000000", *key],
        ["hand-over", "--to", str(world.drive), "--for", "Headquarters", *key],
        ["receive", str(world.drive), "--accept", "--receipt", *world.office.key],
        ["inbox", *world.office.key],
        ["rebuild", *key],
        ["report", "dossier", second, "--out", out + ".pdf", *key],
        ["forms", "export", "incident", "--xlsx", out + ".xlsx"],
        ["forms", "check", out + ".xlsx"],
        ["inspect", str(package), *world.office.key],
        ["doctor", *key],
        ["demo", "--out", out],
    ]
    assert {words[0] for words in calls} == set(COMMANDS)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = [sys.executable, "-c", EVERYTHING, json.dumps(calls)]
    ended = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout.splitlines()[-1])
    expected = [Exit.WRONG_USE if words[0] == "resolve" else Exit.DONE for words in calls]
    assert found["ends"] == expected, ended.stderr
    assert "sqlmodel" in found["loaded"] and "reportlab" in found["loaded"]
    assert not [name for name in found["loaded"] if name.startswith(("PySide", "PyQt", "shiboken"))]


def test_what_is_not_needed_is_not_loaded(world: World) -> None:
    """Looking at a list waits for no paper and no spreadsheet."""
    words = [sys.executable, "-c", EVERYTHING, json.dumps([["list", *world.anna.key]])]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    loaded = set(json.loads(ended.stdout.splitlines()[-1])["loaded"])
    assert not loaded & {"reportlab", "pyxform", "openpyxl", "lark", "PySide6", "segno", "uharfbuzz"}


def test_a_passphrase_through_a_pipe(world: World) -> None:
    vault = str(world.anna.folder)
    ended = run(world, "list", "--json", "--vault", vault, "--passphrase-fd", "0", given=f"{PASSPHRASE}\n".encode())
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout) == {"records": []}
    nobody = run(world, "list", "--vault", vault)
    assert nobody.returncode == Exit.WRONG_USE and b"--passphrase-file" in nobody.stderr
    assert b"Traceback" not in nobody.stderr


def test_every_letter_is_printed_whatever_the_computer_is_set_to(world: World) -> None:
    story = "Ŋ ወንዝ 河 \N{PERFORMING ARTS}"
    world.anna.done("add", "incident", world.file("a.json", json.dumps({**MARKET, "story": story})))
    for words in (["list"], ["list", "--json"]):
        ended = run(world, *words, *world.anna.key, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
        assert ended.returncode == 0, ended.stderr
        assert story in ended.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are bytes on POSIX alone")
def test_a_name_that_is_no_text(world: World) -> None:
    ended = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"desktop", b"add", b"incident", b"\xff\xfe.json", b"--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == Exit.WRONG_USE and b"Traceback" not in ended.stderr
    assert json.loads(ended.stdout)["error"] == "file-unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and /dev are POSIX")
class TestStreams:
    """Standard output that somebody closes, or that takes no more: what was asked for is done all the same."""

    def test_nobody_reads_any_more(self, world: World) -> None:
        file = world.file("a.json", json.dumps([MARKET] * 3))
        reading, writing = os.pipe()
        os.close(reading)
        ended = run(world, "add", "incident", file, *world.anna.key, out=writing)
        os.close(writing)
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert len(world.anna.done("list")["records"]) == 3

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device: /dev/full")
    @pytest.mark.parametrize("more", [[], ["--json"]])
    def test_it_is_full(self, world: World, more: list[str]) -> None:
        file = world.file("a.json", json.dumps([MARKET] * 3))
        full = os.open("/dev/full", os.O_WRONLY)
        ended = run(world, "add", "incident", file, *world.anna.key, *more, out=full)
        os.close(full)
        assert ended.returncode == Exit.REFUSED
        assert ended.stderr.decode().splitlines() == [
            "What was printed could not be written to its end. What was asked for is done."
        ]
        assert len(world.anna.done("list")["records"]) == 3
