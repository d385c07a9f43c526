"""A device's own keys: one to sign, one to be sealed to. Made once, kept inside the vault, never printed."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from records.ids import Chance
from records.journal.entry import Sign, fingerprint


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """Two seeds of 32 bytes: Ed25519 for signing, X-Wing (ML-KEM-768 and X25519) for receiving."""

    signing_seed: bytes = field(repr=False)
    sealing_seed: bytes = field(repr=False)

    @staticmethod
    def new(chance: Chance) -> "DeviceKeys":
        """Make fresh keys."""
        return DeviceKeys(chance(32), chance(32))

    @property
    def signing_key(self) -> bytes:
        """The raw public key, 32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_seed).public_key().public_bytes_raw()

    @property
    def device(self) -> bytes:
        """The device's name: the fingerprint of its signing key."""
        return fingerprint(self.signing_key)

    def signer(self) -> Sign:
        """Return what signs bytes as they are."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_seed).sign
