"""kinga resolve: decide which of several values at a field stands."""

import argparse

from desktop.acts import find
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.journal.merge import seen
from records.recording import resolve


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("field", metavar="FIELD")
    parser.add_argument("--take", required=True, metavar="ENTRY")
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Write an entry that replaces all that stands there with the value of one."""
    with frame.notebook() as notebook:
        record = find(notebook.vault, args.code)
        here = seen(notebook.vault.projection.cells(record.id)).get(args.field)
        wanted = args.take.lower()
        found = [one.entry for one in here.all if one.entry.hex().startswith(wanted)] if here else []
        if len(found) != 1 or len(wanted) < 8:
            raise WrongUse(frame.texts("resolve.which", field=args.field, entry=args.take))
        resolve(notebook.vault, record, args.field, found[0])
        frame.result(code=record.code, field=args.field, entry=found[0].hex())
        frame.say("resolve.done", code=record.code, field=args.field)
    return Exit.DONE
