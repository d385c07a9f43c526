"""The tar stream inside a bundle: plain USTAR files of a fixed kind, in the manifest's order. Sans-I/O.

Any tar program opens it. Ours reads only what ours writes: regular files, mode 0600, no owner, no time.
"""

import tarfile
from typing import Final

from records.errors import Known
from sync.errors import SyncCode

BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)


def header(name: str, size: int) -> bytes:
    """Return the 512 bytes before a file of this name and size."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def padding(size: int) -> bytes:
    """Return the zeros after a file of this size."""
    return bytes(-size % BLOCK)


def read_header(block: bytes) -> tuple[str, int]:
    """Return name and size. Known(BUNDLE_MALFORMED) for any header that `header` would not write."""
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        same = header(info.name, info.size) == block
    except (tarfile.HeaderError, UnicodeDecodeError, ValueError) as problem:
        raise Known(SyncCode.BUNDLE_MALFORMED, part="tar") from problem
    if not same:
        raise Known(SyncCode.BUNDLE_MALFORMED, part="tar")
    return info.name, info.size
