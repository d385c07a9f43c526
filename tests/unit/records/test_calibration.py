"""How hard a passphrase is made to try: never below the floor, never beyond the limits, whatever the computer."""

import pytest

from records.ids import system_chance
from records.keys.calibration import chosen_cost, measured_cost
from records.keys.slots import FLOOR, Cost


@pytest.mark.parametrize("seconds", [0.0, 1e-9, 0.01, 0.1, 0.5, 1.0, 30.0, 3600.0])
@pytest.mark.parametrize("gibibytes", [0, 0.25, 1, 4, 64])
def test_a_cost_is_between_the_floor_and_the_limits(seconds: float, gibibytes: float) -> None:
    cost = chosen_cost(seconds, int(gibibytes * (1 << 20)))
    assert cost.memory >= FLOOR.memory
    assert cost.passes >= FLOOR.passes
    assert cost.memory <= 256 << 10
    assert cost.memory <= max(FLOOR.memory, int(gibibytes * (1 << 20)) // 4)
    assert cost.within_limits()


def test_a_slow_computer_pays_the_floor() -> None:
    assert chosen_cost(2.0, 8 << 20) == FLOOR


def test_a_fast_one_pays_about_a_second() -> None:
    assert chosen_cost(0.5, 8 << 20) == Cost(128 << 10, 3)
    assert chosen_cost(0.25, 8 << 20) == Cost(256 << 10, 3)
    assert chosen_cost(0.125, 8 << 20) == Cost(256 << 10, 6)


def test_little_memory_is_paid_in_passes() -> None:
    assert chosen_cost(0.5, 256 << 10) == Cost(64 << 10, 6)


def test_this_computer_is_measured() -> None:
    assert measured_cost(256 << 10, system_chance).within_limits()
