"""`python -m desktop`: words are a command; no words open the window."""

import sys

from desktop.launcher import WINDOW, launch


def main() -> int:
    """Start what was asked for; only that is loaded."""
    words = sys.argv[1:]
    if words[:1] == [WINDOW]:
        return window(words[1:])
    return commands(words) if words else launch()


def commands(words: list[str]) -> int:
    """Run one command."""
    from desktop.commands import main as run

    return run(words)


def window(words: list[str]) -> int:
    """Be the window process."""
    from desktop.window_wiring import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
