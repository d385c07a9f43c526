"""On the way to a drive the bar never goes back; at the end nothing is promised that is not known."""

from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.handing.walk_words import at_the_end, fraction, on_the_way
from desktop.handing.walking import At, Ended, Walked
from desktop.widgets.tone import Tone
from records.errors import Known
from records.people import Card, Office, Role
from resources.texts import Texts
from sync.errors import SyncCode
from sync.handing import Handed
from sync.usb import Step

TEXTS = Texts("en")
ORDER = (Step.SPACE, Step.WRITING, Step.READING_BACK, Step.RENAMING, Step.COPIED)


def card(office: str) -> Card:
    return Card(office.encode(), b"", b"", Office("BEN", office), Role.HEADQUARTERS, exercise=False, raw=b"")


def handed(*offices: str, size: int = 16_384) -> Handed:
    return Handed("NAME.age", size, tuple(card(one) for one in offices), 1)


@settings(max_examples=200)
@given(st.integers(1, 5), st.integers(0, 10_000_000), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_bar_never_goes_back(packages: int, size: int, parts: list[float]) -> None:
    told = [
        At(package, packages, step, round(part * size), size)
        for package in range(1, packages + 1)
        for step in ORDER
        for part in sorted(parts)
    ]
    seen = [fraction(at) for at in told]
    assert seen == sorted(seen)
    assert seen[0] >= 0 and seen[-1] == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (At(1, 1, Step.SPACE, 0, 2_400_000), "Finding space for 2.4 MB"),
        (At(1, 1, Step.WRITING, 1_200_000, 2_400_000), "Writing: 1.2 MB of 2.4 MB"),
        (At(1, 1, Step.READING_BACK, 100_000, 2_400_000), "Reading back: 100 kB of 2.4 MB"),
        (At(2, 3, Step.READING_BACK, 2_400_000, 2_400_000), "Package 2 of 3. Reading back: 2.4 MB of 2.4 MB"),
    ],
)
def test_states_by_their_names_with_real_bytes(at: At, words: str) -> None:
    assert on_the_way(at, TEXTS) == words


def test_copied_is_not_arrived() -> None:
    said = at_the_end(Walked(Ended.COPIED, (handed("Anna"), handed("Anna"), handed("Berta", "Carla")), 3), TEXTS)
    assert said.heading == "Copied and read back. You can take the drive out."
    assert said.tone is Tone.GOOD
    assert said.lines == (
        "It has not arrived yet.",
        "2 packages for \u2068Anna\u2069 lie there whole, 33 kB.",
        "1 package for \u2068Berta\u2069, \u2068Carla\u2069 lies there whole, 16 kB.",
    )


@pytest.mark.parametrize("ended", [Ended.STOPPED, Ended.FAILED])
def test_what_lies_there_and_what_stays_is_always_said(ended: Ended) -> None:
    problem = Known(SyncCode.DRIVE_GONE, path=str(Path("/media/stick"))) if ended is Ended.FAILED else None
    nothing = at_the_end(Walked(ended, (), 2, problem), TEXTS)
    assert nothing.lines == ("No package lies there. Everything is still here.",)
    some = at_the_end(Walked(ended, (handed("Anna"),), 2, problem), TEXTS)
    assert some.lines == ("1 package for \u2068Anna\u2069 lies there whole, 16 kB.", "The rest is still here.")
    assert "take the drive out" not in some.heading


def test_a_failure_is_told_by_its_own_sentence() -> None:
    said = at_the_end(Walked(Ended.FAILED, (), 1, Known(SyncCode.DRIVE_READ_ONLY, path="/media/stick")), TEXTS)
    assert said.heading == "One may not write on /media/stick. Look at its switch, or take another."
    assert said.tone is Tone.DANGER


def test_a_plan_that_changed_sends_back_to_look() -> None:
    said = at_the_end(Walked(Ended.CHANGED, (), 0, Known(SyncCode.PLAN_CHANGED)), TEXTS)
    assert said.heading.startswith("Something changed since you looked.")
    assert cast("Tone", said.tone) is Tone.ATTENTION
