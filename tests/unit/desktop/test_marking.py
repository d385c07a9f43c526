"""Marks on a picture: they stay on it, are never nothing, and the last one can be taken back."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.viewing.marking import FRAME, Marks, Tool, between, grown, marked, moved
from records.attachments.hiding import WHOLE, Area

STEPS = st.lists(st.tuples(st.booleans(), st.integers(-9, 9), st.integers(-9, 9)), max_size=40)
CORNERS = st.tuples(st.floats(-2, 2), st.floats(-2, 2))


def on_the_picture(area: Area) -> bool:
    return -1e-9 <= area.left < area.right <= 1 + 1e-9 and -1e-9 <= area.top < area.bottom <= 1 + 1e-9


@given(STEPS)
def test_the_frame_stays_on_the_picture(steps: list[tuple[bool, int, int]]) -> None:
    frame = FRAME
    for grows, across, down in steps:
        frame = (grown if grows else moved)(frame, across, down)
        assert on_the_picture(frame)


@given(CORNERS, CORNERS)
def test_two_corners_are_an_area_from_whichever_side(one: tuple[float, float], other: tuple[float, float]) -> None:
    found = between(one, other)
    assert found == between(other, one)
    assert found is None or on_the_picture(found)


def test_the_last_mark_can_be_taken_back() -> None:
    first = marked(Marks(), Tool.BLACK, FRAME)
    second = marked(first, Tool.CUT, Area(0, 0, 0.5, 0.5))
    assert (second.black, second.kept) == ((FRAME,), Area(0, 0, 0.5, 0.5))
    assert second.before == first
    assert first.before is not None and first.before.is_plain
    assert first.kept == WHOLE and not first.is_plain
