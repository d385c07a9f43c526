"""What a stranger's text may bring onto paper: letters and line ends, no control codes, no towers of marks.

Pure. Nothing readable is dropped: what cannot be kept as it is becomes U+FFFD, which is drawn and counted as missing.
"""

import re
import unicodedata

REPLACEMENT = "\ufffd"
_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BROKEN = re.compile("[\ud800-\udfff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAB = "    "
_FIRST_MARK = "\u0300"
_TOWER = 4  # more marks than our orthographies stack on one letter
_CARRIER = "\u25cc"  # dotted circle: what carries a mark that has no letter

# Default_Ignorable_Code_Point (DerivedCoreProperties.txt): never drawn by anybody, so never missing.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """The text as it can be laid out: line ends as newlines, tabs as spaces, control codes gone."""
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", text).replace("\t", _TAB)
    text = _BROKEN.sub(REPLACEMENT, _CONTROLS.sub("", text))
    return text if text.isascii() else _without_towers(text)


def isolated(text: str) -> str:
    """A value to put inside a sentence of our own: it takes its own direction and cannot change the sentence's."""
    lines = _DIRECTION.sub("", clean(text)).split("\n")
    return "\n".join(f"\u2068{line}\u2069" for line in lines)


def in_one_line(text: str) -> str:
    """A text as a title: no line ends, and nothing that turns what follows around."""
    return " ".join(_DIRECTION.sub("", clean(text)).split())


def is_mark(char: str) -> bool:
    """Whether a character sits on the one before it."""
    return char >= _FIRST_MARK and unicodedata.category(char)[0] == "M"


def is_ignorable(char: str) -> bool:
    """Whether a character is invisible by definition."""
    return _IGNORABLE.match(char) is not None


def visible(text: str) -> str:
    """The text without what is invisible by definition."""
    return _IGNORABLE.sub("", text)


def without_direction(text: str) -> str:
    """The text without embeddings, overrides and isolates."""
    return _DIRECTION.sub("", text)


def _without_towers(text: str) -> str:
    """Give every further mark of a tower a carrier of its own, so that none climbs over another line."""
    out: list[str] = []
    height = 0
    for char in text:
        height = height + 1 if is_mark(char) else 0
        if height > _TOWER:
            out.append(_CARRIER)
            height = 1
        out.append(char)
    return "".join(out)
