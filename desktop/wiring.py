"""The composition root without Qt: where things lie on this computer, and what a vault needs from outside."""

import os
from pathlib import Path
from typing import Final

from records.clock import system_clock
from records.ids import system_chance
from records.vault.vault import WAIT, Surroundings

_HOME: Final = "KINGA_HOME"
_STATE: Final = "KINGA_STATE"


def home() -> Path:
    """Where notebooks are made when nobody says otherwise."""
    return Path(os.environ.get(_HOME) or _base("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA") / "kinga")


def state() -> Path:
    """Where the right to continue a log lies: outside every notebook's folder."""
    return Path(os.environ.get(_STATE) or _base("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA") / "kinga-state")


def notebooks() -> list[Path]:
    """The notebooks on this computer, in the order they were made."""
    folder = home()
    found = [path for path in sorted(folder.glob("*")) if (path / "slots.1").exists()] if folder.is_dir() else []
    return sorted(found, key=lambda path: (len(path.name), path.name))


def new_notebook() -> Path:
    """A folder for one more notebook; its name is a number."""
    taken = {path.name for path in home().glob("*")} if home().is_dir() else set()
    return home() / next(str(number) for number in range(1, 10_000) if str(number) not in taken)


def around(path: Path, wait: float = WAIT) -> Surroundings:
    """What a vault at this path needs."""
    return Surroundings(path.resolve(), state(), system_clock, system_chance, wait)


def memory_kib() -> int:
    """This computer's memory, in KiB; 2 GiB where the system does not say."""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    return 2 << 20


def _base(variable: str, below_home: str, windows: str) -> Path:
    if os.name == "nt":
        return Path(os.environ.get(windows) or Path.home())
    return Path(os.environ.get(variable) or Path.home() / below_home)
