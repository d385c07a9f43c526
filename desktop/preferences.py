"""What must be known before anything is unlocked: language, theme, text size. One small file that names nobody.

Nothing here tells what the program is for, who uses it, or when.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from desktop import wiring
from resources.palettes import Theme
from resources.texts import known

SIZES: Final = (100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Preferences:
    """language: BCP 47, "" until chosen. size: of all text, in per cent. idle: minutes until the window locks."""

    language: str = ""
    theme: Theme = Theme.LIGHT
    size: int = 100
    idle: int = 5


def load() -> Preferences:
    """Read them; what is missing or strange is as at first."""
    try:
        plain = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    found = Preferences()
    match plain:
        case {"language": str(language), "theme": str(theme), "size": int(size), "idle": int(idle)}:
            themes = {one.value: one for one in Theme}
            found = Preferences(
                known(language).code if language else "",
                themes.get(theme, Theme.LIGHT),
                size if size in SIZES else 100,
                min(max(idle, 1), 60),
            )
        case _:
            pass
    return found


def save(preferences: Preferences) -> None:
    """Keep them. A folder one may not write to keeps nothing, and nothing is said of it."""
    try:
        _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _path().write_text(json.dumps(asdict(preferences)), encoding="utf-8")
    except OSError:
        return


def change(**changes: str | int | Theme) -> Preferences:
    """Change some, keep them, and return them all."""
    fresh = replace(load(), **changes)  # type: ignore[arg-type]
    save(fresh)
    return fresh


def _path() -> Path:
    return wiring.home() / "preferences"
