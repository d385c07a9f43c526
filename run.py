#!/usr/bin/env python3
"""Set Kinga up and start it: the one file that runs before anything is installed.

    python3 run.py                 set up, then open the program (no display: play the demonstration)
    python3 run.py test            set up, then pass the tests     [--servers] [--long] [what pytest takes]
    python3 run.py check           style, types, the house's rules
    python3 run.py bench           ours beside an anchor, in one run
    python3 run.py build           the frozen program, in dist/
    python3 run.py WORDS...        the program's own commands (`python3 run.py list` is `kinga list`)

Only the standard library, and nothing outside this folder is changed, except that root's runs install
missing system packages. Anybody else is told the one line to run, and nothing happens.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 13)
DONE, WRONG_USE, REFUSED = 0, 2, 3

# What Debian calls it, and how to see that it is there: a library to load or a program to find.
OFFSCREEN = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libxkbcommon0": "libxkbcommon.so.0",
}
WINDOW = OFFSCREEN | {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-xinerama0": "libxcb-xinerama.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
}
TESTS = WINDOW | {
    "xvfb": "Xvfb",
    "xdotool": "xdotool",
    "dbus": "dbus-run-session",
    "at-spi2-core": "/usr/libexec/at-spi-bus-launcher",
    "python3-pyatspi": "/usr/lib/python3/dist-packages/pyatspi",
    "age": "age",
    "poppler-utils": "pdftotext",
    "binutils": "objdump",
}
BENCH = TESTS | {"zstd": "zstd"}


def main(words: Sequence[str]) -> int:
    """Do what the words ask for; the exit code is the program's own, or 2 (cannot be set up) or 3 (refused)."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return say(
            f"Kinga needs Python {dotted(OLDEST)} to {dotted(NEWEST)}; this is {dotted(sys.version_info[:2])}.",
            WRONG_USE,
        )
    match words[:1]:
        case ["test"]:
            return test(words[1:])
        case ["check"]:
            return check()
        case ["bench"]:
            return developing(BENCH) or run("-m", "benchmarks", *words[1:])
        case ["build"]:
            return developing(WINDOW) or build()
        case []:
            return start()
        case _:
            return kinga(words)


def start() -> int:
    """Open the window; where there is no display, say so and play the demonstration into a new folder."""
    if has_display():
        return prepare("requirements.txt", WINDOW) or kinga_ready([])
    out = new_folder("kinga-demo")
    code = prepare("requirements.txt", OFFSCREEN if is_root() else {})
    if code:
        return code
    print("There is no display here, so no window can open. Playing the demonstration instead.", flush=True)
    code = subprocess.call([*program(), "demo", "--out", str(out)], env=environment())
    print(f"Exit code {code}. Everything it made is in:\n{out}")
    return code


def kinga(words: Sequence[str]) -> int:
    """One of the program's own commands. Only the demonstration's pictures need Qt, and it can do without."""
    wanted = OFFSCREEN if words[0] == "demo" and is_root() else {}
    return prepare("requirements.txt", wanted) or kinga_ready(words)


def kinga_ready(words: Sequence[str]) -> int:
    command = [*program(), *words]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, environment())
    return subprocess.call(command, env=environment())


def test(words: Sequence[str]) -> int:
    """Set up and test: without servers, or only with them, or only what takes long."""
    code = developing(TESTS)
    if code:
        return code
    words, tier = list(words), "not servers and not long"
    for flag in ("servers", "long"):
        if f"--{flag}" in words:
            words.remove(f"--{flag}")
            tier = flag
    return run("-m", "pytest", "-m", tier, "-n", "2", "--dist", "loadfile", "-q", *words)


def check() -> int:
    """Everything a reader of code could complain about and a program can see."""
    code = developing({})
    if code:
        return code
    steps = [
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
        ("-m", "pytest", "-q", "tests/house"),
    ]
    return max(run(*step) for step in steps)


def build() -> int:
    """Freeze the program, then let what was frozen play the demonstration."""
    code = run("-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec")
    if code:
        return code
    frozen = ROOT / "dist" / "kinga" / ("kinga.exe" if os.name == "nt" else "kinga")
    return subprocess.call([str(frozen), "demo", "--out", str(new_folder("kinga-demo"))])


def developing(system: dict[str, str]) -> int:
    """What tests and builds need: everything as root, else what can be had without changing the machine."""
    return prepare("requirements-dev.txt", system if is_root() else {})


def prepare(requirements: str, system: dict[str, str]) -> int:
    """Make the virtual environment hold exactly what `requirements` locks. 0, or an exit code after saying why."""
    lacking = missing(system)
    if importlib.util.find_spec("ensurepip") is None and not interpreter().exists():
        lacking.append("python3-venv")
    if lacking:
        code = install_system(lacking)
        if code:
            return code
    wanted = hashlib.sha256((ROOT / requirements).read_bytes() + sys.version.encode()).hexdigest()
    marker = VENV / f"{requirements}.sha256"
    if marker.exists() and marker.read_text() == wanted:
        return compile_texts()
    return install_packages(requirements, marker, wanted) or compile_texts()


def compile_texts() -> int:
    """Make the catalogues of texts when one of them changed since."""
    resources = ROOT / "resources"
    made = [resources / name / "compiled" / "en.mo" for name in ("texts", "glossary")]
    newest = max(path.stat().st_mtime for path in (*resources.glob("*/*.po"), resources / "pseudo.py"))
    fresh = all(path.exists() and path.stat().st_mtime > newest for path in made)
    return DONE if fresh else run("-m", "resources.compiling")


def install_packages(requirements: str, marker: Path, wanted: str) -> int:
    print("Setting up: this happens once and takes a minute or two.", file=sys.stderr, flush=True)
    marker.unlink(missing_ok=True)
    if not interpreter().exists() or subprocess.call([str(interpreter()), "-c", ""], stderr=subprocess.DEVNULL):
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            return say("The virtual environment could not be made; the lines above say why.", REFUSED)
    pip = [str(interpreter()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / requirements)]
    if subprocess.call([*pip, *locked]):
        return say("The packages could not be fetched. Is this computer online? Nothing else was changed.", REFUSED)
    marker.write_text(wanted)
    return DONE


def install_system(packages: list[str]) -> int:
    """As root on Debian: install. Otherwise name the one line and change nothing."""
    line = ["apt-get", "install", "--yes", "--no-install-recommends", *sorted(packages)]
    if not is_root() or shutil.which("apt-get") is None:
        return say(f"Some system packages are missing. As root, run:\n  {' '.join(line)}", WRONG_USE)
    print(f"Installing: {' '.join(sorted(packages))}", file=sys.stderr, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for attempt in ("with the lists there are", "with fresh lists"):
        if attempt == "with fresh lists":
            subprocess.call(["apt-get", "update", "-qq"], env=quiet)
        if subprocess.run([*line, "-qq"], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return DONE
    return say(f"Debian could not install them:\n  {' '.join(line)}", REFUSED)


def missing(system: dict[str, str]) -> list[str]:
    """Which of these system packages are not here (on Linux; elsewhere Qt brings its own)."""
    return [package for package, sign in system.items() if not present(sign)] if sys.platform == "linux" else []


def present(sign: str) -> bool:
    if sign.startswith("/"):
        return Path(sign).exists()
    if ".so" not in sign:
        return shutil.which(sign) is not None
    try:
        ctypes.CDLL(sign)
    except OSError:
        return False
    return True


def run(*words: str) -> int:
    """One Python program inside the environment, from this folder."""
    return subprocess.call([str(interpreter()), *words], env=environment(), cwd=ROOT)


def program() -> list[str]:
    return [str(interpreter()), "-P", "-m", "desktop"]


def interpreter() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONNOUSERSITE": "1"}


def has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def new_folder(name: str) -> Path:
    """A path that does not exist yet, here if one may write here."""
    here = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path.home()
    return next(path for path in (here / f"{name}-{n}" for n in range(1, 10_000)) if not path.exists())


def dotted(version: Iterable[int]) -> str:
    return ".".join(str(part) for part in version)


def say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
