"""Columns, rows and boxes, in steps of the grid. Needs nothing that the first page would have to wait for."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resources.palettes import GRID


def column(*widgets: QWidget | None, spacing: float = 1, margin: float = 0) -> QVBoxLayout:
    """Things below each other; distances in steps of the grid. None stands for room that grows."""
    found = QVBoxLayout()
    _fill(found, widgets, spacing, margin)
    return found


def row(*widgets: QWidget | None, spacing: float = 1, margin: float = 0) -> QHBoxLayout:
    """Things beside each other."""
    found = QHBoxLayout()
    _fill(found, widgets, spacing, margin)
    return found


def box(layout: QVBoxLayout | QHBoxLayout, name: str = "") -> QFrame:
    """A layout as a widget."""
    found = QFrame()
    found.setObjectName(name)
    found.setLayout(layout)
    return found


def _fill(layout: QVBoxLayout | QHBoxLayout, widgets: Iterable[QWidget | None], spacing: float, margin: float) -> None:
    layout.setSpacing(round(spacing * GRID))
    edge = round(margin * GRID)
    layout.setContentsMargins(edge, edge, edge, edge)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
