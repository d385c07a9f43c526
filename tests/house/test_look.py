"""Colours that are read together differ enough, and Qt keeps its hands off what is not its own."""

import sys

import pytest
from PySide6.QtWidgets import QLabel

from resources.palettes import PALETTES, Theme, contrast

TOGETHER = [
    (ink, ground)
    for ground in ("ground", "surface", "raised", "tint")
    for ink in ("ink", "quiet", "accent", "danger", "attention", "good")
    if (ink, ground) not in {("danger", "tint"), ("attention", "tint"), ("good", "tint"), ("accent", "raised")}
] + [("on_accent", "accent"), ("on_practice", "practice"), ("practice", "ground")]


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize(("ink", "ground"), TOGETHER)
def test_what_is_read_can_be_read(theme: Theme, ink: str, ground: str) -> None:
    palette = PALETTES[theme]
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("theme", list(Theme))
def test_edges_of_fields_are_seen(theme: Theme) -> None:
    assert contrast(PALETTES[theme].edge, PALETTES[theme].surface) >= 3


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be lost on Python 3.12 and later")
@pytest.mark.window
def test_qt_does_not_lose_none(qtbot: object) -> None:
    """PySide6 6.12.0 lost a reference to None on every call that returns nothing, and aborted after minutes."""
    label = QLabel()
    label.setText("")
    before = sys.getrefcount(None)
    for number in range(200):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100
