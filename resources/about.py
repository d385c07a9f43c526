"""What this program is: its version and licence, and whose work it stands on."""

from pathlib import Path
from typing import Final

VERSION: Final = "0.1.0"
BUILT: Final = "2026-11-01"
"""The day before which this program cannot have run: a clock that stands earlier is wrong. Set with each version."""
LICENCE: Final = "Apache-2.0"
_NOTICES: Final = Path(__file__).parent / "notices.txt"


def notices() -> str:
    """The work of others that travels with the program, and its licences."""
    return _NOTICES.read_text(encoding="utf-8")
