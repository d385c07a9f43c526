"""The commands (docs/formats/commands.md): the same acts as the window, for scripts, servers and tests. No Qt.

A command's module is loaded only when it is called, so that `kinga inspect` does not wait for a database.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from desktop.commands.frame import Frame, begin_frame

COMMANDS: Final = {
    "demo": "demo",
    "init": "init",
    "card": "card",
    "trust": "trust",
    "add": "add",
    "list": "list_records",
    "show": "show",
    "withdraw": "withdraw",
    "resolve": "resolve",
    "hand-over": "hand_over",
    "receive": "receive",
    "inbox": "inbox",
    "rebuild": "rebuild",
    "report": "report",
    "forms": "forms",
    "inspect": "inspect",
    "doctor": "doctor",
}


def main(words: Sequence[str]) -> int:
    """Run one command; returns its exit code: 0 done, 1 bug, 2 wrong use, 3 refused or a drive, 4 no vault."""
    frame = begin_frame(words)
    if frame.word not in COMMANDS:
        return overview(frame)
    module = import_module(f"desktop.commands.{COMMANDS[frame.word]}")
    return frame.run(module.options, module.run)


def overview(frame: Frame) -> int:
    """List the commands; wrong use unless that was asked for."""
    asked = frame.word in ("", "help", "--help", "-h")
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(frame.texts("command.unknown", word=frame.word), file=out)
    for word in COMMANDS:
        print(f"  {word:<10} {frame.texts(f'command.{word}')}", file=out)
    return 0 if asked else 2
