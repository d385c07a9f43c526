"""Words that must not be found in the clear: looks for them as a finder would, in names and in bytes, in every shape.

A shape is the word in UTF-8 or UTF-16 in any case, escaped as in JSON or an address, in hex, or in base64 at any place.
"""

import json
import os
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

CODES = ("utf-8", "utf-16-le", "utf-16-be")


def heard(words: Iterable[str], raw: bytes) -> list[str]:
    """Which of these words stand in these bytes, in any shape."""
    low = raw.lower()
    return [word for word in words if any(one in low for one in plain(word)) or any(one in raw for one in coded(word))]


def tracks(words: Iterable[str], folder: Path, but: Iterable[Path] = ()) -> list[tuple[str, str]]:
    """Which of these words stand in a name below a folder, or in a file; `but` names what is not looked at."""
    wanted, left_out = tuple(words), tuple(but)
    found = []
    for path in sorted(folder.rglob("*")):
        if any(path.is_relative_to(one) for one in left_out):
            continue
        raw = os.fsencode(path.name) + (b"\n" + path.read_bytes() if path.is_file() else b"")
        found += [(str(path.relative_to(folder)), word) for word in heard(wanted, raw)]
    return found


def plain(word: str) -> frozenset[bytes]:
    """Shapes that are looked for in any case: letters beyond ASCII, and hex, have no case that bytes know of."""
    texts = {text for one in cases(word) for text in (one, json.dumps(one)[1:-1], quote(one))}
    shapes = {text.encode(code).lower() for text in texts for code in CODES}
    return frozenset(shapes | {one.encode(code).hex().encode() for one in cases(word) for code in CODES})


def coded(word: str) -> frozenset[bytes]:
    """Shapes whose case matters."""
    return frozenset(shape for one in cases(word) for shape in base64s(one))


def cases(word: str) -> frozenset[str]:
    """A word as it is, whispered and shouted."""
    return frozenset((word, word.lower(), word.upper()))


def base64s(word: str) -> Iterator[bytes]:
    """What of a word can be seen in base64, wherever in a text it stands."""
    for code in CODES:
        raw = word.encode(code)
        for shift in range(3):
            shifted = bytes(shift) + raw
            first, last = -(-shift * 8 // 6), len(shifted) * 8 // 6
            for encode in (b64encode, urlsafe_b64encode):
                yield encode(shifted)[first:last]
