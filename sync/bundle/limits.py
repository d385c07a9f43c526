"""How large things in a bundle may be. Checked before anything is believed; sealing keeps to them as opening does."""

from typing import Final

BUNDLE: Final = 64 << 20
SEALED_BUNDLE: Final = BUNDLE + (1 << 20)
MANIFEST: Final = 1 << 20
FLOOR: Final = 16 << 10
PART: Final = (16 << 20) + (4 << 10)  # an entries part, decompressed: two bodies of the largest size, and their head
OPENED: Final = 96 << 20  # all entries parts and forms together, decompressed
WINDOW: Final = 8 << 20
MEMBERS: Final = 4096
ENTRIES: Final = 100_000
RECIPIENTS: Final = 16
RECEIPTS: Final = 64
SMALL_MEMBER: Final = 4 << 20  # cards, receipts, a form
ATTACHMENT: Final = 16 << 30  # the sealed bytes of one attachment, in however many ranges


def member(name: str) -> int:
    """How large a member of this name may be."""
    if name.startswith("blobs/"):
        return BUNDLE
    return PART + (PART >> 7) if name.startswith("entries-") else SMALL_MEMBER
