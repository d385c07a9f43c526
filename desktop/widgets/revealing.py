"""Scrolling a page until something on it is seen."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollArea, QWidget

from resources.palettes import GRID


def reveal(*widgets: QWidget) -> None:
    """Scroll what holds them; the last one is seen in any case, also where there is no room for all."""
    above: QObject | None = widgets[-1].parent()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parent()
    if isinstance(above, QScrollArea):
        for widget in widgets:
            above.ensureWidgetVisible(widget, 0, GRID)
