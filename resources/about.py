"""What this program is: its version and licence, and whose work it stands on."""

from pathlib import Path
from typing import Final

VERSION: Final = "0.1.0"
LICENCE: Final = "Apache-2.0"
_NOTICES: Final = Path(__file__).parent / "notices.txt"


def notices() -> str:
    """The work of others that travels with the program, and its licences."""
    return _NOTICES.read_text(encoding="utf-8")
