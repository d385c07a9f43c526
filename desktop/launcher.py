"""The launcher: holds no key, starts the window process, and a fresh one whenever that ends with *locked*.

Ending the process that held the keys is the only reliable way to forget them.
"""

import subprocess
import sys
from typing import Final

WINDOW: Final = "--window"
LOCKED: Final = 75


def launch() -> int:
    """Run window processes until one ends otherwise than locked."""
    code = _window([])
    while code == LOCKED:
        code = _window(["--locked"])
    return code


def _window(words: list[str]) -> int:
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-P", "-m", "desktop"]
    return subprocess.call([*program, WINDOW, *words])
