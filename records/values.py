"""Values, and the paths they stand at (docs/formats/values.md).

A record is flat: path → value. Group names are joined by `/`; a row of a repeat, or a paragraph of a long text, is
named by `#` and a random id; `@exists` and `@order` under a row say that it is there and where.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, assert_never

from records.errors import Known, RecordsCode
from records.strict_json import LARGEST_INTEGER, Json

EXISTS: Final = "@exists"
ORDER: Final = "@order"
WITHDRAWN: Final = "@withdrawn"
LONGEST_PATH: Final = 512
LONGEST_TEXT: Final = 1 << 20

_SEGMENT = r"[^\W\d][\w.-]*(?:#[0-9A-Za-z]{1,16})?"
_PATH = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*(?:/@exists|/@order)?|@withdrawn")
_ROW = re.compile(r"#[0-9A-Za-z]{1,16}")
_NAME = re.compile(r"[0-9A-Z]{16}")
_KEY = re.compile(r"[0-9a-f]{64}")
_MEDIA = re.compile(r"[\w.+-]{1,64}/[\w.+-]{1,64}")


@dataclass(frozen=True, slots=True)
class Blob:
    """An attachment as a record names it.

    name: random letters, the sealed file's name. length: bytes of the content without padding. key: 32 bytes.
    digest: SHA-256 of the sealed bytes, which are what is kept and what travels. media: its type by content.
    """

    name: str
    length: int
    key: bytes = field(repr=False)
    digest: bytes
    media: str


@dataclass(frozen=True, slots=True)
class Gone:
    """No value: this class no longer holds the field. It may live on in a class this reader does not get."""


GONE: Final = Gone()

Value = None | bool | int | Decimal | str | tuple[str, ...] | Blob


@dataclass(frozen=True, slots=True)
class Answers:
    """What one filling-in says: values by path, and the rows of each repeat in their order.

    Paths of rows carry row ids. A long text is one string, its paragraphs joined by line feeds. A path that is not
    here has no answer.
    """

    values: Mapping[str, Value]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def is_path(text: str) -> bool:
    """Whether this is a path that a change may name."""
    return len(text) <= LONGEST_PATH and _PATH.fullmatch(text) is not None


def template(path: str) -> str:
    """Return the path as the form knows it, without row ids: `victims#k3f9/age` → `victims/age`."""
    return _ROW.sub("", path) if "#" in path else path


def row_of(path: str) -> str | None:
    """Return the innermost row a path lies in or is (`victims#k3f9/age` → `victims#k3f9`), None outside rows."""
    at = path.rfind("#")
    if at < 0:
        return None
    end = path.find("/", at)
    return path if end < 0 else path[:end]


def rows_above(path: str) -> tuple[str, ...]:
    """Return every row a path lies in, outermost first, a row itself excluded."""
    if "#" not in path:
        return ()
    found = []
    for match in _ROW.finditer(path):
        if match.end() < len(path):
            found.append(path[: match.end()])
    return tuple(found)


def same(one: Value | Gone, other: Value | Gone) -> bool:
    """Whether two values are of one kind and equal: `true` is not `1`, and decimals compare as numbers."""
    return type(one) is type(other) and one == other


def to_plain(value: Value | Gone) -> Json:
    """Return the value as a body writes it (docs/formats/values.md, table 1)."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"decimal": decimal_text(value)}
        case tuple():
            return list(value)
        case Blob():
            return {
                "blob": value.name,
                "length": value.length,
                "key": value.key.hex(),
                "sha256": value.digest.hex(),
                "media": value.media,
            }
        case Gone():
            return {"gone": True}
        case _:
            assert_never(value)


def from_plain(plain: Json) -> Value | Gone:
    """Read a value as a body writes it. Known(BODY_MALFORMED) for anything else."""
    match plain:
        case None | bool() | int():
            return plain
        case str():
            return _text(plain)
        case list():
            return tuple(_code(item) for item in plain)
        case {"decimal": str(digits)} if len(plain) == 1:
            return read_decimal(digits)
        case {"gone": True} if len(plain) == 1:
            return GONE
        case {
            "blob": str(name),
            "length": int(length),
            "key": str(key),
            "sha256": str(digest),
            "media": str(media),
        } if len(plain) == 5:
            return _blob(name, length, key, digest, media)
        case _:
            raise Known(RecordsCode.BODY_MALFORMED, reason="a value of no known kind")


def decimal_text(value: Decimal) -> str:
    """Write a decimal in plain digits, without an exponent."""
    return format(value, "f")


def read_decimal(digits: str) -> Decimal:
    """Read plain digits (`-12.50`). Known(BODY_MALFORMED) for exponents, NaN, infinities, more than 40 digits."""
    if re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", digits) is None:
        raise Known(RecordsCode.BODY_MALFORMED, reason="a decimal that is not plain digits")
    return Decimal(digits)


def _text(plain: str) -> str:
    if len(plain) > LONGEST_TEXT:
        raise Known(RecordsCode.BODY_MALFORMED, reason="a text too long")
    return plain


def _code(item: Json) -> str:
    if not isinstance(item, str):
        raise Known(RecordsCode.BODY_MALFORMED, reason="a list of other things than codes")
    return _text(item)


def _blob(name: str, length: int, key: str, digest: str, media: str) -> Blob:
    if _NAME.fullmatch(name) is None or isinstance(length, bool) or not 0 <= length <= LARGEST_INTEGER:
        raise Known(RecordsCode.BODY_MALFORMED, reason="an attachment without a proper name or length")
    if _KEY.fullmatch(key) is None or _KEY.fullmatch(digest) is None or _MEDIA.fullmatch(media) is None:
        raise Known(RecordsCode.BODY_MALFORMED, reason="an attachment without a proper key")
    return Blob(name, length, bytes.fromhex(key), bytes.fromhex(digest), media)
