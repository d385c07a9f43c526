"""Keys of rows: always room between two, sorted, as many kept as possible, and short whatever people do."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from records.ordering import keys_between, reordered

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
keys = st.text(DIGITS, max_size=5).map(lambda text: text + "V")


def is_rising(found: list[str]) -> bool:
    return all(one < other for one, other in pairwise(found))


def is_key(text: str) -> bool:
    return bool(text) and set(text) <= set(DIGITS) and not text.endswith("0")


@given(st.lists(keys, max_size=2, unique=True), st.integers(0, 40))
def test_there_is_always_room_between_two(ends: list[str], count: int) -> None:
    low, high = {0: ("", None), 1: (min(ends, default=""), None)}.get(
        len(ends), (min(ends, default=""), max(ends, default=""))
    )
    found = keys_between(low, high, count)
    assert len(found) == count
    assert all(map(is_key, found))
    assert is_rising([*([low] if low else []), *found, *([high] if high else [])])


@given(st.lists(st.none() | keys | st.sampled_from(["", "0", "V0", "é", "V" * 65]), max_size=12))
def test_new_keys_rise_in_the_new_order(wanted: list[str | None]) -> None:
    found = reordered(wanted)
    assert len(found) == len(wanted)
    assert is_rising(found)
    assert all(map(is_key, found))


@given(st.lists(st.none() | keys, max_size=7))
def test_as_many_keys_stay_as_possible(wanted: list[str | None]) -> None:
    kept = sum(one == other for one, other in zip(wanted, reordered(wanted), strict=True))
    present = [key for key in wanted if key is not None]
    longest = max(
        size for size in range(len(present) + 1) for some in combinations(present, size) if is_rising(list(some))
    )
    assert kept >= longest


@given(st.lists(keys, max_size=9, unique=True))
def test_an_order_that_stays_keeps_every_key(wanted: list[str]) -> None:
    assert reordered(sorted(wanted)) == sorted(wanted)


def test_many_made_at_once_are_short() -> None:
    assert max(map(len, keys_between("", None, 3000))) <= 3


def test_keys_stay_short_wherever_rows_are_put() -> None:
    for place in (lambda size: 0, lambda size: size // 2, lambda size: min(1, size), lambda size: size):
        found: list[str] = []
        longest = 0
        for _ in range(450):
            wanted: list[str | None] = [*found]
            wanted.insert(place(len(found)), None)
            found = reordered(wanted)
            longest = max(longest, *map(len, found))
        assert longest <= 70


def test_an_endless_key_from_elsewhere_is_made_anew() -> None:
    assert max(map(len, reordered(["z" * 100_000 + "V", None, None]))) <= 3
