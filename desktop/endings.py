"""What launcher and window process say to each other: how a window process is asked for, and what its end means."""

from typing import Final

WINDOW: Final = "--window"
"""The word that makes a process the window."""

LOCKED: Final = 75
"""The exit code of a window process that ended because it was locked: start a fresh one."""

PICTURES: Final = "--pictures"
"""The word that makes a process take pictures of the windows."""
