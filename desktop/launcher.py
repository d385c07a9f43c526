"""The launcher: holds no key, starts the window process, and a fresh one whenever that ends with *locked*.

Ending the process that held the keys is the only reliable way to forget them.
"""

import subprocess
import sys
from collections.abc import Callable

from desktop.endings import LOCKED, WINDOW


def launch(run: Callable[[list[str]], int] = subprocess.call) -> int:
    """Run window processes until one ends otherwise than locked; return how that ended."""
    code = run(command())
    while code == LOCKED:
        code = run(command())
    return code


def command() -> list[str]:
    """What starts a window process: this program itself when it is frozen."""
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-P", "-m", "desktop"]
    return [*program, WINDOW]
