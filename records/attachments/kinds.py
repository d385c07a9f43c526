"""What a file is, by its first bytes: its name is never believed."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Cleaning(Enum):
    """What can be done about the metadata inside."""

    PICTURE = "picture"
    PDF = "pdf"
    NONE_INSIDE = "none inside"
    NOT_POSSIBLE = "not possible"


@dataclass(frozen=True, slots=True)
class Medium:
    """A kind of file: its media type, and whether a copy without metadata can be made."""

    media: str
    cleaning: Cleaning


HEAD: Final = 512
PLAIN_TEXT: Final = Medium("text/plain", Cleaning.NONE_INSIDE)
MARKED_TEXT: Final = Medium("text/plain", Cleaning.NOT_POSSIBLE)
UNKNOWN: Final = Medium("application/octet-stream", Cleaning.NOT_POSSIBLE)

_SIGNS: Final[tuple[tuple[int, bytes, Medium], ...]] = (
    (0, b"\xff\xd8\xff", Medium("image/jpeg", Cleaning.PICTURE)),
    (0, b"\x89PNG\r\n\x1a\n", Medium("image/png", Cleaning.PICTURE)),
    (8, b"WEBP", Medium("image/webp", Cleaning.PICTURE)),
    (0, b"%PDF-", Medium("application/pdf", Cleaning.PDF)),
    (0, b"ID3", Medium("audio/mpeg", Cleaning.NOT_POSSIBLE)),
    (0, b"\xff\xfb", Medium("audio/mpeg", Cleaning.NOT_POSSIBLE)),
    (0, b"OggS", Medium("audio/ogg", Cleaning.NOT_POSSIBLE)),
    (8, b"WAVE", Medium("audio/wav", Cleaning.NOT_POSSIBLE)),
    (4, b"ftypM4A", Medium("audio/mp4", Cleaning.NOT_POSSIBLE)),
    (4, b"ftyphei", Medium("image/heic", Cleaning.NOT_POSSIBLE)),
    (4, b"ftypmif1", Medium("image/heic", Cleaning.NOT_POSSIBLE)),
    (4, b"ftypavif", Medium("image/avif", Cleaning.NOT_POSSIBLE)),
    (4, b"ftyp", Medium("video/mp4", Cleaning.NOT_POSSIBLE)),
    (0, b"\x1a\x45\xdf\xa3", Medium("video/webm", Cleaning.NOT_POSSIBLE)),
    (0, b"PK\x03\x04", Medium("application/zip", Cleaning.NOT_POSSIBLE)),
    (0, b"\xd0\xcf\x11\xe0", Medium("application/x-ole-storage", Cleaning.NOT_POSSIBLE)),
)

_BYTE_ORDER: Final = b"\xef\xbb\xbf"
_MARKED: Final = (b"<", b"{\\rtf", b"%!PS")  # texts that may say who wrote them, where: HTML, XML, RTF, PostScript

_PROGRAMS: Final = (
    *(b"\x7fELF", b"#!", b"L\0\0\0\x01\x14\x02\0"),
    *(b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce"),
)


def is_program(head: bytes) -> bool:
    """Whether these are the first bytes of something that can be run. `MZEE JUMA …` is a text."""
    return head.startswith(_PROGRAMS) or (head.startswith(b"MZ") and not _is_text(head))


def medium(head: bytes) -> Medium:
    """Say what a file is from its first 512 bytes."""
    for at, sign, found in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return found
    if not _is_text(head):
        return UNKNOWN
    return MARKED_TEXT if head.removeprefix(_BYTE_ORDER).lstrip().startswith(_MARKED) else PLAIN_TEXT


def _is_text(head: bytes) -> bool:
    if b"\0" in head or not head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as problem:
        return len(head) == HEAD and problem.start > HEAD - 4  # a letter cut in two
    return True
