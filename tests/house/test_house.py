"""The rules of the house, held by reading the code: sizes, names, arrows, sources of chance and time, addresses."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("desktop", "reports", "sync", "forms", "records", "resources", "benchmarks")
LONGEST_FUNCTION = 60
LONGEST_FILE = 500
# tables are as long as what they list
TABLES = {"records/vault/tables.py", "forms/xpath/functions/table.py"}
UNNAMED = re.compile(r"(^|_)(utils?|helpers?|misc|common|managers?)(\.py|_|$)")


def sources() -> Iterator[tuple[str, ast.Module, str]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            yield path.relative_to(ROOT).as_posix(), ast.parse(text), text


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout: what belongs to the project cannot be listed")
    return [ROOT / name for name in listed.stdout.split("\n") if name and (ROOT / name).is_file()]


def test_nothing_is_longer_than_one_can_hold_in_mind(capsys: pytest.CaptureFixture[str]) -> None:
    functions, files = [], []
    for name, tree, text in sources():
        files.append((text.count("\n"), name))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append((node.end_lineno - node.lineno + 1, f"{name}:{node.lineno} {node.name}"))
    for what, sizes in (("functions", functions), ("files", files)):
        lengths = sorted(size for size, _ in sizes)
        print(f"{what}: median {statistics.median(lengths)}, p90 {lengths[len(lengths) * 9 // 10]}")
        print("\n".join(f"  {size:4} {name}" for size, name in sorted(sizes, reverse=True)[:10]))
    assert [f for f in functions if f[0] > LONGEST_FUNCTION] == []
    assert [f for f in files if f[0] > LONGEST_FILE and f[1] not in TABLES] == []


def test_no_file_is_named_for_nothing() -> None:
    assert [name for name, _, _ in sources() if UNNAMED.search(name.rpartition("/")[2])] == []


def test_imports_go_down_only() -> None:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def called(tree: ast.Module) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_chance_comes_from_one_place() -> None:
    shaken = {name for name, tree, _ in sources() if imported(tree) & {"random", "secrets", "uuid"}}
    shaken |= {name for name, tree, _ in sources() if "os.urandom" in called(tree)}
    assert {name for name in shaken if not name.startswith("benchmarks/")} <= {"records/ids.py"}


def test_time_comes_from_one_place() -> None:
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.datetime.now"}
    found = {name for name, tree, _ in sources() if called(tree) & clocks}
    assert {name for name in found if not name.startswith("benchmarks/")} <= {"records/clock.py"}


def test_nothing_sleeps_and_nothing_catches_everything() -> None:
    allowed = {"desktop/background.py"}
    broad, sleeping = [], []
    for name, tree, _ in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and name not in allowed:
                caught = "" if node.type is None else ast.unparse(node.type)
                swallows = not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
                if caught in ("", "Exception", "BaseException") and swallows:
                    broad.append(f"{name}:{node.lineno}")
        sleeping += [name for call in called(tree) if call.endswith(".sleep") or call == "sleep"]
    assert broad == []
    assert sleeping == []


def test_nothing_logs_and_only_commands_print() -> None:
    allowed = {"desktop/commands/frame.py", "desktop/commands/__init__.py"}
    loud = [name for name, tree, _ in sources() if "print" in called(tree) and not name.startswith("benchmarks/")]
    assert set(loud) <= allowed
    assert [name for name, tree, _ in sources() if "logging" in imported(tree)] == []


def test_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    hosts = re.compile(r"[\w.-]*(?:p[y]pi|n[p]mjs|d[e]bian|python[h]osted)[\w-]*\.(?:org|com|io)")
    paths = re.compile(r"/(?:home/\w+/|Users/\w+/|wor[k]/|root/\.)")
    found = []
    for path in tracked():
        if (
            path.suffix in {".ttf", ".png", ".xz", ".xlsx", ".xls", ".age", ".mo"}
            or "tests/vectors/" in path.as_posix()
        ):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.name}: {m[0]}" for pattern in (hosts, paths) for m in pattern.finditer(text)]
    assert found == []


def test_every_room_says_what_it_is_for() -> None:
    assert [name for name, tree, _ in sources() if not ast.get_docstring(tree)] == []
