"""Cutting a text into what one font and one script can set. Pure but for the fonts it asks."""

from dataclasses import dataclass

from fontTools import unicodedata

from reports.text.cleaning import is_ignorable, is_mark
from reports.text.faces import Face, face_for
from resources.fonts import Family, Weight

_SHARED = frozenset({"Zyyy", "Zinh", "Zzzz"})  # common, inherited, unknown


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of text for one call of the shaper. `script` is an ISO 15924 code, Zyyy when it holds no letter."""

    text: str
    face: Face
    script: str


def clusters(text: str) -> list[str]:
    """Letters with the marks and invisible characters that follow them; joined they are the text."""
    found: list[str] = []
    for char in text:
        if found and (is_mark(char) or is_ignorable(char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def script_of(cluster: str) -> str:
    """Script of a cluster's first letter."""
    return str(unicodedata.script(cluster[0]))


def itemise(text: str, family: Family, weight: Weight) -> list[Item]:
    """The items of a text, in order; joined they are the text. Shared characters join the script before them."""
    found: list[Item] = []
    for cluster in clusters(text):
        face = face_for(cluster, family, weight)
        script = script_of(cluster)
        last = found[-1] if found else None
        if last and last.face is face and (script == last.script or _SHARED & {script, last.script}):
            common = script if last.script in _SHARED else last.script
            found[-1] = Item(last.text + cluster, face, common)
        else:
            found.append(Item(cluster, face, script))
    return found
