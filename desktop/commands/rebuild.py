"""kinga rebuild: make everything that is shown again from what was signed."""

import argparse

from desktop.commands.frame import Exit, Frame, vault_options
from records.due import owe_everything
from records.taking import rebuild


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    vault_options(parser)


def run(frame: Frame, _args: argparse.Namespace) -> int:
    """Drop the view tables and make them again; drafts, cards, receipts and the inbox are not touched."""
    with frame.notebook() as notebook:
        with notebook.vault.database.writing():
            count = rebuild(notebook.vault)
            owe_everything(notebook.vault)
        frame.result(entries=count)
        frame.say("rebuild.done", count=count)
    return Exit.DONE
