"""How hard a passphrase is made to try: about one second on this computer, never below the floor."""

import time
from typing import Final

from records.ids import Chance
from records.keys.slots import FLOOR, Cost, Slots, stretch

_AIM: Final = 1.0
_MOST: Final = 256 << 10


def measured_cost(memory_kib: int, chance: Chance) -> Cost:
    """Measure the floor once on this computer, which has so much memory, and choose the cost."""
    started = time.perf_counter()
    stretch(Slots(chance(32), FLOOR, ()), "")
    return chosen_cost(time.perf_counter() - started, memory_kib)


def chosen_cost(seconds: float, memory_kib: int) -> Cost:
    """Return a cost near one second where the floor takes `seconds`, within 256 MiB and a quarter of the memory."""
    factor = _AIM / max(seconds, 0.001)
    memory = max(FLOOR.memory, min(int(FLOOR.memory * factor), _MOST, memory_kib // 4))
    passes = max(FLOOR.passes, min(16, round(FLOOR.passes * factor * FLOOR.memory / memory)))
    return Cost(memory, passes)
