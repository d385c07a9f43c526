"""The file of key slots: what opens a vault (docs/formats/vault.md, section 2). Bytes in, bytes out.

Eight slots of one size; unused ones are random, so that nobody sees how many there are. A slot wraps the vault key
under HKDF(Argon2id(passphrase) and a keychain secret or zeros). Salt and parameters are authenticated with every slot.
The file is an attacker's to write: its parameters are limited before they are used.
"""

import hashlib
import struct
import unicodedata
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from records.errors import Known, RecordsCode
from records.ids import Chance

_MAGIC: Final = b"slots/1\n"
_COST: Final = struct.Struct(">III")
_SALT: Final = 32
_NONCE: Final = 12
KEY_SIZE: Final = 32
_SLOT: Final = 64
SLOTS: Final = 8
FILE_SIZE: Final = len(_MAGIC) + _SALT + _COST.size + SLOTS * _SLOT + 32


class SlotKind(IntEnum):
    """What a slot needs; part of the slot's key, never written down."""

    PASSPHRASE = 1
    PASSPHRASE_AND_KEYCHAIN = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id's parameters. Memory is in KiB."""

    memory: int
    passes: int
    lanes: int = 1

    def within_limits(self) -> bool:
        """Whether a file may ask for this much work: at most 1 GiB, 16 passes and 8 lanes of 8 KiB or more."""
        return 8 * self.lanes <= self.memory <= 1 << 20 and 1 <= self.passes <= 16 and 1 <= self.lanes <= 8


FLOOR: Final = Cost(memory=64 << 10, passes=3)
QUICK: Final = Cost(memory=1 << 10, passes=1)


@dataclass(frozen=True, slots=True)
class Slots:
    """A file of slots, read: the salt, the cost, and eight sealed slots."""

    salt: bytes
    cost: Cost
    sealed: tuple[bytes, ...]

    def head(self) -> bytes:
        """The bytes that every slot authenticates."""
        return _MAGIC + self.salt + _COST.pack(self.cost.memory, self.cost.passes, self.cost.lanes)

    def packed(self) -> bytes:
        """The file: head, slots, and a checksum that tells a torn write from a wrong passphrase."""
        raw = self.head() + b"".join(self.sealed)
        return raw + hashlib.sha256(raw).digest()


def read(raw: bytes) -> Slots:
    """Read a file of slots. Known(KEYSLOTS_DAMAGED) for torn, strange or exorbitant ones."""
    if len(raw) != FILE_SIZE or not raw.startswith(_MAGIC) or hashlib.sha256(raw[:-32]).digest() != raw[-32:]:
        raise Known(RecordsCode.KEYSLOTS_DAMAGED)
    at = len(_MAGIC)
    salt = raw[at : at + _SALT]
    cost = Cost(*_COST.unpack_from(raw, at + _SALT))
    if not cost.within_limits():
        raise Known(RecordsCode.KEYSLOTS_DAMAGED)
    first = at + _SALT + _COST.size
    return Slots(salt, cost, tuple(raw[first + n * _SLOT : first + (n + 1) * _SLOT] for n in range(SLOTS)))


def new(vault_key: bytes, passphrase: str, cost: Cost, chance: Chance) -> Slots:
    """Make slots of which one opens with the passphrase; where it lies among the eight is left to chance."""
    empty = Slots(chance(_SALT), cost, tuple(chance(_SLOT) for _ in range(SLOTS)))
    index = chance(1)[0] % SLOTS
    stretched = stretch(empty, passphrase)
    return _filled(empty, index, SlotKind.PASSPHRASE, stretched, bytes(KEY_SIZE), vault_key, chance)


def stretch(slots: Slots, passphrase: str) -> bytes:
    """Argon2id over the passphrase (normalised, spaces folded): the one slow step, whatever the number of slots."""
    folded = " ".join(unicodedata.normalize("NFKC", passphrase).split())
    kdf = Argon2id(
        salt=slots.salt,
        length=KEY_SIZE,
        iterations=slots.cost.passes,
        lanes=slots.cost.lanes,
        memory_cost=slots.cost.memory,
    )
    return kdf.derive(folded.encode("utf-8", "surrogatepass"))


def open_slots(slots: Slots, stretched: bytes, keychain: bytes | None = None) -> tuple[bytes, int]:
    """Return the vault key and the slot that gave it. Known(WRONG_PASSPHRASE) when none does."""
    ways = [(SlotKind.PASSPHRASE, bytes(KEY_SIZE))]
    if keychain is not None:
        ways.append((SlotKind.PASSPHRASE_AND_KEYCHAIN, keychain))
    for index, sealed in enumerate(slots.sealed):
        for kind, second in ways:
            cipher = ChaCha20Poly1305(_slot_key(slots, index, kind, stretched, second))
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE : _NONCE + KEY_SIZE + 16], slots.head()), index
            except InvalidTag:
                continue
    raise Known(RecordsCode.WRONG_PASSPHRASE)


def changed(slots: Slots, old: str, fresh: str, chance: Chance) -> Slots:
    """Put a new passphrase in the place of the old one. Known(WRONG_PASSPHRASE)."""
    vault_key, index = open_slots(slots, stretch(slots, old))
    stretched = stretch(slots, fresh)
    return _filled(slots, index, SlotKind.PASSPHRASE, stretched, bytes(KEY_SIZE), vault_key, chance)


def _filled(
    slots: Slots, index: int, kind: SlotKind, stretched: bytes, second: bytes, vault_key: bytes, chance: Chance
) -> Slots:
    cipher = ChaCha20Poly1305(_slot_key(slots, index, kind, stretched, second))
    nonce = chance(_NONCE)
    sealed = nonce + cipher.encrypt(nonce, vault_key, slots.head())
    sealed += chance(_SLOT - len(sealed))
    return replace(slots, sealed=(*slots.sealed[:index], sealed, *slots.sealed[index + 1 :]))


def _slot_key(slots: Slots, index: int, kind: SlotKind, stretched: bytes, second: bytes) -> bytes:
    info = b"kinga-slot/1" + bytes([index, kind])
    return HKDF(SHA256(), KEY_SIZE, salt=slots.salt, info=info).derive(stretched + second)
