"""`python -m desktop`: words are a command; no words open the window."""

import sys

from desktop.endings import PICTURES, WINDOW


def main() -> int:
    """Start what was asked for; only that is loaded."""
    words = sys.argv[1:]
    if words[:1] == [WINDOW]:
        return window()
    if words[:1] == [PICTURES]:
        return pictures(words[1:])
    return commands(words) if words else launcher()


def commands(words: list[str]) -> int:
    """Run one command."""
    from desktop.commands import main as run

    return run(words)


def launcher() -> int:
    """Start windows until one ends that was not locked."""
    from desktop.launcher import launch

    return launch()


def pictures(words: list[str]) -> int:
    """Take pictures of the windows."""
    from desktop.picture_window import run

    return run(words)


def window() -> int:
    """Be the window process."""
    from desktop.window_wiring import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
