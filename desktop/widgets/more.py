"""Long lists in pieces: the first of them, and a button for those that follow."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.pieces import box, button, column, row
from resources.palettes import GRID
from resources.texts import Texts

T = TypeVar("T")
AT_ONCE: Final = 30


def more(inside: QVBoxLayout, texts: Texts, things: Sequence[T], make: Callable[[T], QWidget]) -> None:
    """Put the first things into a column, each as `make` makes it; the rest when a person asks."""
    for thing in things[:AT_ONCE]:
        inside.addWidget(make(thing))
    rest = things[AT_ONCE:]
    if rest:
        following = column(spacing=inside.spacing() / GRID)

        def go_on() -> None:
            holder.hide()
            more(following, texts, rest, make)
            first = following.itemAt(0)
            widget = first.widget() if first is not None else None
            if widget is not None:
                widget.setFocus()

        holder = box(row(button(texts("list.more", count=len(rest)), go_on, name="more"), None))
        inside.addWidget(holder)
        inside.addLayout(following)
