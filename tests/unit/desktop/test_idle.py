"""Nobody is there: a notice half a minute before, the end on time, also for a laptop that slept."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject

from desktop.idle import NOTICE, Presence, Watch, presence


@given(st.floats(0, 7200), st.integers(1, 60))
def test_time_decides(unused: float, minutes: int) -> None:
    left = minutes * 60 - unused
    expected = Presence.GONE if left <= 0 else Presence.NEARLY_GONE if left <= NOTICE else Presence.THERE
    assert presence(unused, minutes) is expected


class Clocks:
    """Two clocks that a test sets."""

    def __init__(self) -> None:
        self.steady, self.wall = 1000.0, 5000.0

    def __call__(self) -> tuple[float, float]:
        return self.steady, self.wall

    def pass_by(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


def watched(minutes: int = 5) -> tuple[Watch, Clocks, list[Presence]]:
    clocks, told = Clocks(), list[Presence]()
    watch = Watch(minutes, clocks)
    watch.changed.connect(told.append)
    watch.start()
    return watch, clocks, told


def test_each_change_is_told_once(qapp: QObject) -> None:
    watch, clocks, told = watched()
    for _ in range(400):
        clocks.pass_by(1)
        watch.look()
    assert told == [Presence.NEARLY_GONE, Presence.GONE]


def test_a_key_in_the_last_half_minute_takes_the_notice_back(qapp: QObject) -> None:
    watch, clocks, told = watched()
    clocks.pass_by(280)
    watch.look()
    watch.eventFilter(watch, QEvent(QEvent.Type.KeyPress))
    clocks.pass_by(1)
    watch.look()
    assert told == [Presence.NEARLY_GONE, Presence.THERE]


def test_what_is_no_sign_of_life_changes_nothing(qapp: QObject) -> None:
    watch, clocks, told = watched()
    clocks.pass_by(280)
    watch.eventFilter(watch, QEvent(QEvent.Type.Paint))
    watch.look()
    assert told == [Presence.NEARLY_GONE]


def test_a_laptop_that_slept_is_over_at_the_first_key(qapp: QObject) -> None:
    watch, clocks, told = watched()
    clocks.wall += 8 * 3600  # the steady clock stands still while it sleeps
    watch.eventFilter(watch, QEvent(QEvent.Type.MouseMove))
    assert told == [Presence.GONE]


def test_a_clock_set_back_does_not_keep_it_open(qapp: QObject) -> None:
    watch, clocks, told = watched()
    clocks.pass_by(301)
    clocks.wall -= 8 * 3600
    watch.look()
    assert told == [Presence.GONE]
