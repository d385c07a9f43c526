"""How everything looks: palette, style sheet, fonts, icons. Colours and measures come from `resources.palettes`."""

from functools import cache
from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from resources.fonts import FONTS, Family
from resources.palettes import BODY_POINTS, GRID, PALETTES, TITLE_POINTS, Palette, Theme
from resources.texts import Direction

_RESOURCES: Final = Path(__file__).parent.parent / "resources"
_FAMILIES: Final = [Family.SANS.value, Family.ARABIC.value, Family.KHMER.value, Family.SYMBOLS.value]
_FROM_RIGHT: Final = [Family.ARABIC.value, *(name for name in _FAMILIES if name != Family.ARABIC.value)]
"""The first family says how high a field is: in one made for Latin letters, what stands above an alef is cut off."""
ICON: Final = 20
# Qt's own numbers: naming them would load all of Qt's names, which takes longer than painting the first page
_DIRECTIONS: Final = {Direction.LTR: 0, Direction.RTL: 1}


class Look:
    """The look in force: what painters and icons ask for colours."""

    def __init__(self, app: QApplication, theme: Theme, size: int, direction: Direction) -> None:
        """Dress the application, which was made with Qt's own style. `size` is of all text, in per cent."""
        self.palette = PALETTES[theme]
        self.scale = size / 100
        app.setProperty("layoutDirection", _DIRECTIONS[direction])
        _load_fonts()
        font = QFont()
        font.setFamilies(_FROM_RIGHT if direction is Direction.RTL else _FAMILIES)
        font.setPointSizeF(BODY_POINTS * self.scale)
        app.setFont(font)
        app.setPalette(_qt_palette(self.palette))
        app.setStyleSheet(_style(theme, self.scale))

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """An icon in the ink of the palette, or in another of its colours."""
        return QIcon(_pixmap(name, colour or self.palette.ink, round(ICON * self.scale)))

    def pixmap(self, name: str, colour: str, size: int = ICON) -> QPixmap:
        """An icon as a picture."""
        return _pixmap(name, colour, round(size * self.scale))

    def px(self, grids: float) -> int:
        """A distance in pixels: this many steps of the grid."""
        return round(GRID * grids)


@cache
def _load_fonts() -> None:
    for font in FONTS:
        if font.family.value in _FAMILIES:
            QFontDatabase.addApplicationFont(str(font.path))


@cache
def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    """Draw an icon twice as large as shown, for screens that show it so."""
    svg = (_RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    found = QPixmap(QSize(size, size) * 2)
    found.fill(QColor(0, 0, 0, 0))
    painter = QPainter(found)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    found.setDevicePixelRatio(2)
    return found


def _qt_palette(colours: Palette) -> QPalette:
    found = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.ground,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.ground,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.quiet,
        QPalette.ColorRole.Link: colours.accent,
    }
    for role, colour in roles.items():
        found.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.quiet))
    return found


def _style(theme: Theme, scale: float) -> str:
    colours = PALETTES[theme]
    template = Template((_RESOURCES / "style.qss").read_text(encoding="utf-8"))
    names = {name: getattr(colours, name) for name in Palette.__dataclass_fields__}
    icons = (_RESOURCES / "icons").as_posix()
    names |= {"icons": icons, "theme": theme.value}
    return template.substitute(names, body=f"{BODY_POINTS * scale:.1f}pt", title=f"{TITLE_POINTS * scale:.1f}pt")
