"""The right to continue a log, kept outside the vault's folder (docs/formats/vault.md, section 5).

A copy of the folder does not know that it is a copy. So two numbers lie elsewhere: `intended`, flushed before a save is
committed, and `done`, written after. The log continues when done ≤ the vault's head ≤ intended; otherwise a new log
begins. The file is sealed, of one size, and its name is random: it says nothing to a finder.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from records.errors import Known
from records.ids import Chance
from records.strict_json import read_object, write
from records.vault.folder import plain_failures, write_whole

_NONCE: Final = 12
_PLAIN: Final = 256


@dataclass(frozen=True, slots=True)
class Right:
    """Which log may be continued, and from where."""

    log: bytes
    intended: int
    done: int

    def continues(self, log: bytes, head: int) -> bool:
        """Whether a vault whose head of this log is `head` may write on."""
        return self.log == log and self.done <= head <= self.intended


class RightFile:
    """The file in the state folder."""

    def __init__(self, path: Path, key: bytes, chance: Chance) -> None:
        """`key` is derived from the vault's."""
        self._path = path
        self._cipher = ChaCha20Poly1305(key)
        self._chance = chance

    def read(self) -> Right | None:
        """The right as it was left; None when the file is missing, foreign or damaged."""
        try:
            raw = self._path.read_bytes()
            plain = read_object(self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], None))
        except (OSError, ValueError, InvalidTag, Known):
            return None
        match plain:
            case {"log": str(log), "intended": int(intended), "done": int(done)}:
                return Right(bytes.fromhex(log), intended, done)
            case _:
                return None

    def write(self, right: Right) -> None:
        """Leave the right, flushed. Known(DISK_FULL | NOT_WRITABLE | DISK_FAILED)."""
        plain = write({"log": right.log.hex(), "intended": right.intended, "done": right.done})
        nonce = self._chance(_NONCE)
        with plain_failures(self._path):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._path, nonce + self._cipher.encrypt(nonce, plain.ljust(_PLAIN), None))
