"""Run the benches: all of them, or those whose names are given."""

import sys
from collections.abc import Callable

from benchmarks import carrying, filling, forms, saving, starting, starting_to_write

BENCHES: dict[str, Callable[[], None]] = {
    "start": starting.run,
    "write": starting_to_write.run,
    "save": saving.run,
    "carry": carrying.run,
    "forms": forms.run,
    "filling": filling.run,
    "attachment": carrying.run_attachment,
}


def main(names: list[str]) -> int:
    """Run them in order."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"There is no bench {unknown[0]}. There are: {', '.join(BENCHES)}\n")
        return 2
    for name, run in BENCHES.items():
        if not names or name in names:
            run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
