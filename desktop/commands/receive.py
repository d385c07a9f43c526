"""kinga receive: open what lies on a drive or in a folder."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.acts import Notebook, accept_waiting, hand_over, receive_all
from desktop.commands.frame import Exit, Frame, vault_options
from records.vault.vault import Vault
from sync.drives.place import FolderPlace
from sync.handing import silent
from sync.inbox import Arrival, Came, sender_card
from sync.plan import plan_receipts
from sync.trust.cards import check_numbers, check_words


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--receipt", action="store_true")
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Receive; accept what waits if that was asked for; write the answer back beside what was read."""
    with frame.notebook() as notebook:
        vault = notebook.vault
        arrivals = receive_all(vault, args.paths, lambda arrival: tell(frame, vault, arrival))
        held = 0
        _report(frame, vault, arrivals, held)
        if args.accept:
            held = _accept(frame, vault, arrivals)
            _report(frame, vault, arrivals, held)
        if args.receipt:
            _answer(frame, notebook, args.paths)
    came = {arrival.came for arrival in arrivals}
    if came == {Came.NOT_FOR_US}:
        frame.refuse("receive.nothing-for-us")
    stopped = came & {Came.REFUSED, Came.SEALED} or came == {Came.NOT_FOR_US}
    return Exit.REFUSED if stopped or held else Exit.DONE


def tell(frame: Frame, vault: Vault, arrival: Arrival) -> None:
    """Say what became of one file."""
    name = arrival.path.name
    match arrival.came:
        case Came.REFUSED:
            assert arrival.problem is not None
            frame.refuse("receive.refused", name=name, why=frame.explain(arrival.problem))
        case Came.SEALED:
            assert arrival.package is not None
            card = sender_card(arrival.package)
            words, numbers = check_words(card, frame.texts.language.code), check_numbers(card)
            frame.say("receive.sealed", name=name, id=arrival.package.id, office=card.office.name)
            frame.say("card.words", words=words, numbers=numbers)
        case Came.WAITING:
            assert arrival.package is not None and isinstance(arrival.package.summary, dict)
            known = vault.cards.get(arrival.package.sender)
            office = known.card.office.name if known else ""
            facts = {n: c for n, c in arrival.package.summary.items() if isinstance(c, int)}
            frame.say("receive.waiting", name=name, id=arrival.package.id, office=office, **facts)
        case Came.KNOWN | Came.RECEIPTS | Came.NOT_FOR_US:
            frame.say(f"receive.{arrival.came.value}", name=name)


def _accept(frame: Frame, vault: Vault, arrivals: Sequence[Arrival]) -> int:
    """Accept what waits of these; returns how many entries are held."""
    waiting = [arrival.package for arrival in arrivals if arrival.package is not None]
    held = 0
    for package, outcome in accept_waiting(vault, waiting):
        frame.say("inbox.accepted", id=package.id, count=len(outcome.records))
        held += len(outcome.held)
        for reason in sorted(set(outcome.held.values())):
            frame.refuse("inbox.held", why=frame.texts(f"held.{reason.value}"))
    return held


def _answer(frame: Frame, notebook: Notebook, paths: Sequence[Path]) -> None:
    """Write receipts, and nothing else, beside what was read."""
    folder = next(path if path.is_dir() else path.parent for path in paths)
    plan = plan_receipts(notebook.vault)
    written = (
        [handed.name for handed in hand_over(notebook, plan, FolderPlace(folder), silent)] if plan.audiences else []
    )
    frame.result(receipts=written)
    frame.say("receive.answered", count=len(written))


def _report(frame: Frame, vault: Vault, arrivals: Sequence[Arrival], held: int) -> None:
    """Everything as it is now: what fails after this was not done, and this was."""
    frame.result(packages=[_plain(frame, vault, arrival) for arrival in arrivals], held=held)


def _plain(frame: Frame, vault: Vault, arrival: Arrival) -> dict[str, Any]:
    found: dict[str, Any] = {"file": arrival.path.name, "came": arrival.came.value}
    if arrival.package is not None:
        now = vault.inbox.get(arrival.package.id) or arrival.package
        card = sender_card(arrival.package)
        found |= {
            "id": arrival.package.id,
            "sender": card.device.hex(),
            "office": card.office.name,
            "state": now.state.value,
            "summary": arrival.package.summary,
        }
        if arrival.came is Came.SEALED:
            found |= {"words": check_words(card, frame.texts.language.code), "numbers": check_numbers(card)}
    if arrival.problem is not None:
        found |= {"error": arrival.problem.code.value, "message": frame.explain(arrival.problem)}
    return found
