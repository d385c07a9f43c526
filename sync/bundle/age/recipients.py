"""Wrapping the file key for somebody, and finding it again: the native public-key recipients of age.

Implements "The MLKEM768-X25519 hybrid post-quantum recipient type", which Kinga seals to, and "The X25519 recipient
type", which is here so that files can be exchanged with other programs in tests. Never tells which recipient a stanza
is for: only who holds the secret can find out, by trying.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from records.errors import Known
from records.ids import Chance
from sync.bundle.age.header import Stanza, decode64, encode64, malformed
from sync.errors import SyncCode

FILE_KEY_BYTES = 16
SECRET_BYTES = 32
X25519_BYTES = 32
HYBRID_KIND = "mlkem768x25519"
HYBRID_PUBLIC_BYTES = 1216
X25519_KIND = "X25519"

_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SHARE_BYTES = 1088
_MLKEM_SEED_BYTES = 64
_WRAPPED_BYTES = FILE_KEY_BYTES + 16
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_X25519_INFO = b"age-encryption.org/v1/X25519"
_ZERO_NONCE = bytes(12)


class Recipient(Protocol):
    """Somebody a file is sealed to."""

    def wrap(self, file_key: bytes) -> Stanza:
        """Return a fresh stanza that holds `file_key` (16 bytes) for this recipient."""

    def stranger(self, chance: Chance) -> "Recipient":
        """Return a recipient of the same kind whose secret is forgotten at once, so that nobody is behind it."""


class Identity(Protocol):
    """Somebody who can open what was sealed to the recipient."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key out of these stanzas, or None when none is for this identity.

        Stanzas of other kinds are ignored; those of this kind are refused (`Known`) when their form is wrong, before
        any is tried.
        """


def unwrap_file_key(stanzas: Sequence[Stanza], identities: Iterable[Identity]) -> bytes:
    """Return the file key (16 bytes) that one of the identities finds; `Known` when the file is for others."""
    for identity in identities:
        file_key = identity.unwrap(stanzas)
        if file_key is not None:
            return file_key
    raise Known(SyncCode.SEALED_NOT_FOR_US)


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    """An mlkem768x25519 recipient: `public` is the ML-KEM-768 key (1184 bytes) and the X25519 key (32)."""

    public: bytes

    def __post_init__(self) -> None:
        """Raise ValueError when these bytes are no public key, or one that leads to a secret everybody knows."""
        _, x25519 = self._keys()
        _refuse_low_order(x25519)

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal with HPKE in base mode; the stanza names the encapsulated key and nobody."""
        sealed = _hybrid_suite().encrypt(file_key, MLKEM768X25519PublicKey(*self._keys()), info=_HYBRID_INFO)
        share, body = sealed[:-_WRAPPED_BYTES], sealed[-_WRAPPED_BYTES:]
        return Stanza(HYBRID_KIND, (encode64(share),), body)

    def stranger(self, chance: Chance) -> "HybridRecipient":
        """Return the public half of a key pair nobody keeps."""
        return HybridIdentity(chance(SECRET_BYTES)).recipient()

    def _keys(self) -> tuple[MLKEM768PublicKey, X25519PublicKey]:
        mlkem, x25519 = self.public[:_MLKEM_PUBLIC_BYTES], self.public[_MLKEM_PUBLIC_BYTES:]
        return MLKEM768PublicKey.from_public_bytes(mlkem), X25519PublicKey.from_public_bytes(x25519)


@dataclass(frozen=True, slots=True)
class HybridIdentity:
    """An mlkem768x25519 identity: `secret` is the 32-byte X-Wing seed."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_secret(self.secret)

    def recipient(self) -> HybridRecipient:
        """Return the public half of this identity."""
        mlkem, x25519 = self._keys()
        return HybridRecipient(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Open with HPKE in base mode, stanza by stanza."""
        mlkem, x25519 = self._keys()
        key = MLKEM768X25519PrivateKey(mlkem, x25519)
        for share, body in _of_kind(stanzas, HYBRID_KIND, _MLKEM_SHARE_BYTES + X25519_BYTES):
            _exchange(x25519, share[_MLKEM_SHARE_BYTES:])
            try:
                return _hybrid_suite().decrypt(share + body, key, info=_HYBRID_INFO)
            except InvalidTag:
                continue
        return None

    def _keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        """Expand the seed as X-Wing does: SHAKE256 to 96 bytes, the ML-KEM seed and the X25519 secret."""
        seed = hashlib.shake_256(self.secret).digest(_MLKEM_SEED_BYTES + X25519_BYTES)
        mlkem, x25519 = seed[:_MLKEM_SEED_BYTES], seed[_MLKEM_SEED_BYTES:]
        return MLKEM768PrivateKey.from_seed_bytes(mlkem), X25519PrivateKey.from_private_bytes(x25519)


@dataclass(frozen=True, slots=True)
class X25519Recipient:
    """An X25519 recipient: `public` is 32 bytes. For exchange with other programs; not safe against later machines."""

    public: bytes

    def __post_init__(self) -> None:
        """Raise ValueError when these bytes are no public key, or one that leads to a secret everybody knows."""
        _refuse_low_order(X25519PublicKey.from_public_bytes(self.public))

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal under the secret that a fresh ephemeral key shares with the recipient."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        body = _x25519_wrapping(secret, share, self.public).encrypt(_ZERO_NONCE, file_key, None)
        return Stanza(X25519_KIND, (encode64(share),), body)

    def stranger(self, chance: Chance) -> "X25519Recipient":
        """Return the public half of a key pair nobody keeps."""
        return X25519Identity(chance(SECRET_BYTES)).recipient()


@dataclass(frozen=True, slots=True)
class X25519Identity:
    """An X25519 identity: `secret` is 32 bytes."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_secret(self.secret)

    def recipient(self) -> X25519Recipient:
        """Return the public half of this identity."""
        return X25519Recipient(X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Open with the secret shared with each stanza's ephemeral key."""
        key = X25519PrivateKey.from_private_bytes(self.secret)
        public = key.public_key().public_bytes_raw()
        for share, body in _of_kind(stanzas, X25519_KIND, X25519_BYTES):
            wrapping = _x25519_wrapping(_exchange(key, share), share, public)
            try:
                return wrapping.decrypt(_ZERO_NONCE, body, None)
            except InvalidTag:
                continue
        return None


def _check_secret(secret: bytes) -> None:
    if len(secret) != SECRET_BYTES:
        raise ValueError("the secret of an identity is 32 bytes")


def _refuse_low_order(public: X25519PublicKey) -> None:
    """Raise ValueError for a key whose shared secret is all zero, whatever key it is shared with."""
    X25519PrivateKey.generate().exchange(public)


def _of_kind(stanzas: Sequence[Stanza], kind: str, share_bytes: int) -> list[tuple[bytes, bytes]]:
    """Return share and body of every stanza of a kind, all checked for form before any is used.

    The length of the body is checked here, before decrypting, against partitioning oracles.
    """
    return [_share_and_body(stanza, share_bytes) for stanza in stanzas if stanza.kind == kind]


def _share_and_body(stanza: Stanza, share_bytes: int) -> tuple[bytes, bytes]:
    if len(stanza.arguments) != 1 or len(stanza.body) != _WRAPPED_BYTES:
        malformed()
    share = decode64(stanza.arguments[0])
    if len(share) != share_bytes:
        malformed()
    return share, stanza.body


def _exchange(key: X25519PrivateKey, share: bytes) -> bytes:
    """Return the shared secret; refuse a share of low order, whose secret is all zero and known to everybody."""
    try:
        return key.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:
        malformed()


def _x25519_wrapping(secret: bytes, share: bytes, public: bytes) -> ChaCha20Poly1305:
    key = HKDF(hashes.SHA256(), length=32, salt=share + public, info=_X25519_INFO).derive(secret)
    return ChaCha20Poly1305(key)


def _hybrid_suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
