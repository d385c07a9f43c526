"""The commands (docs/formats/commands.md): the same acts as the window, for scripts, servers and tests. No Qt.

A command's module is loaded only when it is called, so that none waits for what another needs (paper, questionnaires).
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from desktop.commands.frame import Exit, Frame, begin_frame, prepare_streams

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
_ASKING: Final = ("", "help", "--help", "-h")


def main(words: Sequence[str]) -> int:
    """Run one command; returns its exit code: 0 done, 1 bug, 2 wrong use, 3 refused or a drive, 4 no vault."""
    prepare_streams()
    frame = begin_frame(words)
    if frame.word in COMMANDS:
        module = import_module(f"desktop.commands.{COMMANDS[frame.word]}")
        return frame.run(module.options, module.run)
    return overview(frame) if frame.word in _ASKING else unknown(frame)


def overview(frame: Frame) -> int:
    """List the commands."""
    for word in COMMANDS:
        frame.line(f"  {word:<10} {frame.texts(f'command.{word}')}")
    frame.say("command.more")
    return Exit.DONE


def unknown(frame: Frame) -> int:
    """Refuse a word that is no command."""
    code = frame.fail(Exit.WRONG_USE, "wrong-use", frame.texts("command.unknown", word=frame.word))
    frame.print_result()
    return code
