"""Padmé: sizes that tell little and cost little."""

from hypothesis import given
from hypothesis import strategies as st

from records.padding import padme

sizes = st.integers(0, 2**45)
floors = st.sampled_from([0, 1, 256, 4096, 16 << 10])


@given(sizes, floors)
def test_never_smaller_and_at_most_an_eighth_larger(size: int, floor: int) -> None:
    padded = padme(size, floor)
    assert padded >= max(size, floor)
    if size > max(floor, 16):
        assert padded - size <= 0.12 * size


@given(sizes, floors)
def test_padding_twice_is_padding_once(size: int, floor: int) -> None:
    assert padme(padme(size, floor), floor) == padme(size, floor)


@given(sizes, sizes, floors)
def test_a_larger_size_never_looks_smaller(one: int, other: int, floor: int) -> None:
    small, large = sorted((one, other))
    assert padme(small, floor) <= padme(large, floor)


def test_few_sizes_are_left() -> None:
    assert len({padme(size, 0) for size in range(2**16, 2**17)}) == 33


def test_the_specifications_example() -> None:
    assert padme(9, 0) == 10
    assert padme(4096, 4096) == 4096
    assert padme(1, 4096) == 4096
