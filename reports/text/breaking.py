"""Where a line may end. Pure: offsets into a text, from patterns over its characters.

The rules of Unicode Standard Annex 14 that our languages need: after spaces, after hyphens inside words, between
syllables of Khmer that nobody separated by zero-width spaces, between ideographs. Words too long for any line are
broken elsewhere, at clusters (`reports.text.layout`).
"""

import re

# Spaces a line may end at; the no-break ones (U+00A0, U+2007, U+202F) are letters to us.
SPACES = " \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"

# French sets a space before these marks and inside its quotation marks; a line never starts or ends there.
_NOT_AFTER = r"(?<![(\[{])(?<!\s[«‹“])(?<!^[«‹“])"
_NOT_BEFORE = r"(?![!?;:,.)\]}/…。、\u17d4-\u17da\u200b\u2060]|[»›”](?!\w))"
_SPACE = re.compile(f"(?<![{SPACES}])(?:{_NOT_AFTER})[{SPACES}]++{_NOT_BEFORE}")
_HYPHEN = re.compile(r"(?<=\w[-\u2010\u2013])(?=[^\W\d])|(?<=\u2014)(?=\w)|(?<=\w{3}/)(?=\w{3})")
_ZERO_WIDTH = re.compile(f"\u200b++(?![{SPACES}])")

_KHMER = re.compile("[\u1780-\u17dd\u200b-\u200d]+")
# Not before a last bare consonant: it closes the syllable before it.
_SYLLABLE = re.compile("(?<=[\u1780-\u17d1\u17d3\u17dd])(?=[\u1780-\u17b3].)")

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_IDEOGRAPH = re.compile(f"(?<=[{_WIDE}])(?<![（「『【《])(?=[{_WIDE}])(?![、。，．）」』】》！？：；])")


def break_offsets(text: str) -> set[int]:
    """Offsets at which a new line may start."""
    found = {each.end() for each in _SPACE.finditer(text)}
    found.update(each.start() for each in _HYPHEN.finditer(text))
    if not text.isascii():
        found.update(each.end() for each in _ZERO_WIDTH.finditer(text))
        found.update(each.start() for each in _IDEOGRAPH.finditer(text))
        found.update(_syllables(text))
    return found


def _syllables(text: str) -> set[int]:
    """Between Khmer syllables, unless the writer has marked the words."""
    marked = (each for each in _KHMER.finditer(text) if "\u200b" not in each.group())
    return {each.start() + cut.start() for each in marked for cut in _SYLLABLE.finditer(each.group())}
