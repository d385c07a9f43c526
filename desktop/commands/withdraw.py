"""kinga withdraw: take a record back."""

import argparse

from desktop.acts import find
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.recording import withdraw


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--reason", required=True)
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Hide it here at once; whoever was handed it learns so with the next hand-over."""
    if not args.reason.strip():
        raise WrongUse(frame.texts("withdraw.no-reason"))
    with frame.notebook() as notebook:
        record = find(notebook.vault, args.code)
        if not record.withdrawn:
            withdraw(notebook.vault, record, args.reason.strip())
        holders = len(notebook.vault.deliveries.progress(record.number))
        frame.result(code=record.code, holders=holders)
        done = "withdraw.done" if holders else "withdraw.alone"
        frame.say("withdraw.already" if record.withdrawn else done, code=record.code, count=holders)
    return Exit.DONE
