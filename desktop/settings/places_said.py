"""A list of places in words: the one that is kept, and what another one would bring. Pure."""

from collections import Counter

from records.gazetteer.keeping import NONE_KEPT, Mark
from records.gazetteer.reading import Left, ListRead
from records.gazetteer.values import Exactness
from reports.when import in_words
from resources.texts import Texts


def kept_said(mark: Mark, texts: Texts) -> str:
    """Which list is in use."""
    if mark == NONE_KEPT:
        return texts("settings.places-shipped")
    return texts("settings.places-kept", count=mark.places, day=in_words(mark.taken[:10], texts))


def taken_said(read: ListRead, texts: Texts) -> str:
    """What would be taken, level by level."""
    counts = Counter(one.exactness for one in read.gazetteer.places)
    levels = (texts(f"settings.places-level.{one.value}", count=counts[one]) for one in Exactness if counts[one])
    return texts("settings.places-taken", count=len(read.gazetteer.places), levels=tuple(levels))


def left_said(left: Left, texts: Texts) -> str:
    """What is left out, why, and where to find it."""
    lines = ", ".join(str(line) for line in left.lines)
    if left.count > len(left.lines):
        lines = texts("settings.places-more-lines", lines=lines)
    return texts(f"settings.places-left.{left.fault.value}", count=left.count, lines=lines)
