"""What sort of file something is and how large, in words: for attachments on screen, in commands and on paper."""

from typing import Final

from babel.numbers import format_decimal

from reports.when import locale_of
from resources.texts import Texts

_SORTS: Final = {"image": "picture", "audio": "sound", "video": "film", "text": "text"}
_PDF: Final = "application/pdf"
_UNITS: Final = (("gb", 1_000_000_000), ("mb", 1_000_000), ("kb", 1000))


def sort_in_words(media: str, texts: Texts) -> str:
    """What sort of thing a media type is, for people."""
    sort = "paper" if media == _PDF else _SORTS.get(media.partition("/")[0], "file")
    return texts(f"dossier.sort-{sort}")


def size_in_words(length: int, texts: Texts) -> str:
    """A size in bytes as people compare it: two digits are enough."""
    unit, one = next(((unit, one) for unit, one in _UNITS if length >= one), _UNITS[-1])
    amount = max(length / one, 0.1)
    digits = "#,##0.#" if amount < 10 else "#,##0"
    return texts(f"dossier.size-{unit}", size=format_decimal(amount, format=digits, locale=locale_of(texts)))


def file_in_words(media: str, length: int, texts: Texts) -> str:
    """Sort and size: "Picture, 1.2 MB"."""
    return texts("record.file", sort=sort_in_words(media, texts), size=size_in_words(length, texts))
