"""The fonts that travel with the program: which there are, for which scripts, and where their files lie.

The same files serve the window and the paper. Nothing here opens a font: that needs Qt or a shaper, and this floor
knows neither. Where the files come from and how they were cut: `fonts/SOURCES.md`.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_FOLDER = Path(__file__).parent / "fonts"


class Weight(Enum):
    """The two weights the house uses; the value is OpenType's weight class."""

    REGULAR = 400
    BOLD = 700


class Family(Enum):
    """The font families; the value is the name inside the file, which is also Qt's name for it."""

    SANS = "Noto Sans"
    ARABIC = "Noto Sans Arabic"
    KHMER = "Noto Sans Khmer"
    SYMBOLS = "Noto Sans Symbols 2"
    MONO = "Noto Sans Mono"
    EMOJI = "Noto Emoji"


@dataclass(frozen=True, slots=True)
class Font:
    """One font file. `scripts` are ISO 15924 codes: Zsym are symbols, Zsye are emoji."""

    family: Family
    weight: Weight
    path: Path
    scripts: tuple[str, ...]


def _both(family: Family, stem: str, *scripts: str) -> tuple[Font, Font]:
    """Regular and bold of one family."""
    return (
        Font(family, Weight.REGULAR, _FOLDER / f"{stem}-Regular.ttf", scripts),
        Font(family, Weight.BOLD, _FOLDER / f"{stem}-Bold.ttf", scripts),
    )


# In the order in which a missing letter is looked for: Latin first, drawings last.
FONTS: tuple[Font, ...] = (
    *_both(Family.SANS, "NotoSans", "Latn", "Grek", "Cyrl"),
    *_both(Family.ARABIC, "NotoSansArabic", "Arab"),
    *_both(Family.KHMER, "NotoSansKhmer", "Khmr"),
    Font(Family.SYMBOLS, Weight.REGULAR, _FOLDER / "NotoSansSymbols2-Regular.ttf", ("Zsym",)),
    *_both(Family.MONO, "NotoSansMono", "Latn", "Zsym"),
    Font(Family.EMOJI, Weight.REGULAR, _FOLDER / "NotoEmoji-Regular.ttf", ("Zsye",)),
)


def font(family: Family, weight: Weight) -> Font:
    """The file of a family in a weight; regular where the family has no bold."""
    own = {each.weight: each for each in FONTS if each.family is family}
    return own.get(weight, own[Weight.REGULAR])
