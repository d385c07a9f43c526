"""What was handed over before is one line an act, and says no more than is known of its least package."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.handing.before import Before, in_words, together
from desktop.widgets.tone import Tone
from records.vault.deliveries import Progress
from resources.texts import Texts

TEXTS = Texts("en")
STATES = st.sampled_from([Progress.COPIED, Progress.ARRIVED, Progress.KEPT])


def one(made: str, state: Progress, *offices: str) -> Before:
    return Before(f"2026-11-22T{made}+00:00", offices, 1, state)


def test_packages_of_one_minute_to_the_same_offices_are_one_line() -> None:
    found = together(
        [
            one("14:03:11.000", Progress.KEPT, "Anna"),
            one("14:03:40.000", Progress.COPIED, "Anna"),
            one("14:03:41.000", Progress.KEPT, "Berta"),
            one("15:00:00.000", Progress.ARRIVED, "Anna"),
        ]
    )
    assert [(line.offices, line.packages, line.progress) for line in found] == [
        (("Anna",), 1, Progress.ARRIVED),
        (("Berta",), 1, Progress.KEPT),
        (("Anna",), 2, Progress.COPIED),
    ]


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 59), st.sampled_from(["Anna", "Berta"]), STATES), max_size=20))
def test_nothing_is_lost_and_nothing_is_said_to_be_further_than_it_is(
    packages: list[tuple[int, str, Progress]],
) -> None:
    found = together([one(f"14:{minute:02}:00.000", state, office) for minute, office, state in packages])
    assert sum(line.packages for line in found) == len(packages)
    for line in found:
        minute = int(line.made[14:16])
        those = [state for at, office, state in packages if (at, (office,)) == (minute, line.offices)]
        assert line.progress is min(those)
    assert [line.made for line in found] == sorted((line.made for line in found), reverse=True)


def test_in_words() -> None:
    copied = in_words(one("14:03:11.000", Progress.COPIED, "Anna"), TEXTS)
    assert copied == ("\u2068Anna\u2069, 22 November 2026, 14:03", "Copied. Not known to have arrived.", Tone.NONE)
    kept = in_words(Before("2026-11-22T14:03:11+00:00", ("Anna", "Berta"), 3, Progress.KEPT), TEXTS)
    assert kept[1:] == ("All 3 packages are kept.", Tone.GOOD)
    assert in_words(one("14:03:11.000", Progress.ARRIVED), TEXTS)[0].startswith("an office you do not know any more")
