"""The composition root without Qt: where things lie on this computer, and what a vault needs from outside."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from records.vault.vault import Surroundings

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
    copies = ("slots.1", "slots.2")
    found = [path for path in folder.glob("*") if any((path / copy).exists() for copy in copies)]
    return sorted(found, key=lambda path: (len(path.name), path.name))


def new_notebook() -> Path:
    """A folder for one more notebook; its name is a number."""
    taken = {path.name for path in home().glob("*")} if home().is_dir() else set()
    return home() / next(str(number) for number in range(1, 10_000) if str(number) not in taken)


def practice() -> Path:
    """Where practice happens while a first notebook is made; nothing of it stays."""
    return home() / "practice"


def around(path: Path) -> "Surroundings":
    """What a vault at this path needs. The first window asks where things lie, and must not wait for a database."""
    from records.clock import system_clock
    from records.ids import system_chance
    from records.vault.vault import Surroundings

    return Surroundings(path.resolve(), state(), system_clock, system_chance)


def readable_by_others(path: Path) -> bool:
    """Whether other users of this computer may read a file (where the system tells)."""
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def memory_kib() -> int:
    """This computer's memory, in KiB; 2 GiB where the system does not say."""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    return 2 << 20


def _base(variable: str, below_home: str, windows: str) -> Path:
    if os.name == "nt":
        return Path(os.environ.get(windows) or Path.home())
    return Path(os.environ.get(variable) or Path.home() / below_home)
