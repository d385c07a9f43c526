"""Pictures of the windows, for the demonstration and the guide: taken by a process of its own, without a screen.

Where Qt's system libraries are missing there are none, and nothing fails.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop.endings import PICTURES

_SECONDS: Final = 120


def take_pictures(notebooks: Sequence[Path], state: Path, passphrase: str, folder: Path) -> list[Path]:
    """Open each notebook in a window nobody sees, and return the pictures taken; none where Qt cannot start.

    RuntimeError when it started and did not come to its end: that is a bug.
    """
    folder.mkdir(parents=True, exist_ok=True)
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "desktop"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "KINGA_STATE": str(state)}
    words = [PICTURES, str(folder), *map(str, notebooks)]
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            [*program, *words],
            env=environment,
            input=passphrase,
            text=True,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode and any(folder.glob("*.png")):
            raise RuntimeError(f"the pictures ended with {done.returncode}: {done.stderr}")
    return sorted(folder.glob("*.png"))
