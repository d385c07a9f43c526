"""kinga inbox: what came and waits; accept it or set it aside."""

import argparse
from typing import Any

from desktop.acts import package
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.vault.inbox import Package, Waiting
from sync.inbox import accept, sender_card, set_aside


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("act", nargs="?", choices=["accept", "aside"])
    parser.add_argument("ids", nargs="*", metavar="ID")
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """List packages, or act on some."""
    if (args.act is None) != (not args.ids):
        raise WrongUse(frame.texts("inbox.which"))
    held = 0
    with frame.notebook() as notebook:
        vault = notebook.vault
        for one in [package(vault, name) for name in args.ids]:
            if args.act == "aside":
                set_aside(vault, one)
                frame.say("inbox.aside", id=one.id)
                continue
            outcome = accept(vault, one)
            held += len(outcome.held)
            frame.say("inbox.accepted", id=one.id, count=len(outcome.records))
            for reason in sorted(set(outcome.held.values())):
                frame.refuse("inbox.held", why=frame.texts(f"held.{reason.value}"))
        packages = vault.inbox.all()
        frame.result(packages=[_plain(one) for one in packages], held=held)
        if args.act is None:
            _list(frame, packages)
    return Exit.REFUSED if held else Exit.DONE


def _list(frame: Frame, packages: list[Package]) -> None:
    waiting = [one for one in packages if one.state in (Waiting.WAITING, Waiting.SEALED, Waiting.ASIDE)]
    if not waiting:
        frame.say("inbox.empty")
    for one in waiting:
        card = sender_card(one)
        facts = {n: c for n, c in one.summary.items() if isinstance(c, int)} if isinstance(one.summary, dict) else {}
        frame.say(f"inbox.{one.state.value}", id=one.id, office=card.office.name, date=one.came[:10], **facts)


def _plain(one: Package) -> dict[str, Any]:
    card = sender_card(one)
    return {
        "id": one.id,
        "sender": card.device.hex(),
        "office": card.office.name,
        "came": one.came,
        "state": one.state.value,
        "summary": one.summary,
        "receipted": one.receipted,
    }
