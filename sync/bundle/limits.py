"""How large things in a bundle may be. Checked before anything is believed."""

from typing import Final

BUNDLE: Final = 64 << 20
SEALED_BUNDLE: Final = BUNDLE + (1 << 20)
MANIFEST: Final = 1 << 20
FLOOR: Final = 16 << 10
PART: Final = 16 << 20  # an entries part, decompressed
WINDOW: Final = 8 << 20
MEMBERS: Final = 4096
ENTRIES: Final = 100_000
RECIPIENTS: Final = 16
SMALL_MEMBER: Final = 4 << 20  # cards, receipts, a form
