"""Who takes part: roles, offices, and a device as somebody trusts it. Plain values, no keys."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a device is trusted to be. DESIGN's table of roles is a ceiling: it grants nothing."""

    MONITOR = "monitor"
    FOCAL_POINT = "focal-point"
    COORDINATOR = "coordinator"
    HEADQUARTERS = "headquarters"
    PROTECTION_OFFICER = "protection-officer"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class Office:
    """An office as its cards name it. Offices are the same when country and folded name are."""

    country: str
    name: str

    @property
    def key(self) -> str:
        """The name by which bodies list offices: `BEN/bishop's office kilwa`."""
        folded = " ".join(unicodedata.normalize("NFKC", self.name).casefold().split())
        return f"{self.country}/{folded}"


@dataclass(frozen=True, slots=True)
class Party:
    """One device, for what it is trusted here."""

    device: bytes
    office: Office
    role: Role


@dataclass(frozen=True, slots=True)
class Card:
    """What a device says of itself, signed by itself: its public keys, office, country and role.

    signing_key: raw Ed25519, 32 bytes. sealing_key: X-Wing (ML-KEM-768 and X25519), 1 216 bytes. raw: the exact bytes
    that check words are computed over and that travel. The role is a claim until a person trusts it.
    """

    device: bytes
    signing_key: bytes
    sealing_key: bytes
    office: Office
    role: Role
    exercise: bool
    raw: bytes


def role_name(role: Role) -> str:
    """Return the role as a body's `may` lists it."""
    return f"@{role.value}"


NETWORK = "@network"
