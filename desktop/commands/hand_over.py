"""kinga hand-over: seal what these offices may get and have not got, and put it on a drive or into a folder."""

import argparse
from pathlib import Path

from desktop.acts import hand_over, not_arrived, plan_for
from desktop.commands.foreign import on_one_line
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.errors import Known
from records.guarding import Found, found_in
from records.people import Card
from records.sharing import Answer
from records.values import template
from records.vault.vault import Vault
from sync.drives.place import FolderPlace
from sync.errors import SyncCode
from sync.handing import count_as_lost, silent
from sync.plan import Plan


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--to", required=True, metavar="PATH", type=Path)
    parser.add_argument("--for", dest="offices", nargs="+", metavar="OFFICE", required=True)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--lost", action="store_true")
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Show what leaves; unless it is a dry run, carry exactly that out. Calling it is the approval."""
    if args.lost and args.dry_run:
        raise WrongUse(frame.texts("hand-over.lost-and-dry"))
    with frame.notebook() as notebook:
        if args.lost:
            count_as_lost(notebook.vault, not_arrived(notebook.vault, args.offices))
        plan = plan_for(notebook.vault, args.offices)
        _tell(frame, notebook.vault, plan)
        if plan.is_empty:
            raise Known(SyncCode.NOTHING_TO_HAND_OVER)
        if args.dry_run:
            return Exit.DONE
        names = []
        for handed in hand_over(notebook, plan, FolderPlace(args.to), silent):
            names.append(handed.name)
            frame.result(packages=names)
            frame.say("hand-over.copied", name=handed.name, offices=_offices(handed.cards))
        frame.say("hand-over.done", count=len(names))
    return Exit.DONE


def _tell(frame: Frame, vault: Vault, plan: Plan) -> None:
    """What leaves, to whom, and what stays and why."""
    for audience in plan.audiences:
        records = {body.record for bundle in audience.bundles for body in bundle.bodies}
        frame.say("hand-over.leaves", count=len(records), offices=_offices(audience.cards))
        for line in vault.lists.by_ids(sorted(records)):
            frame.line(on_one_line(f"  {line.code}  {line.title}"))
    for back in plan.held_back:
        reason = frame.texts(f"stays.{_hyphened(back.reason)}")
        part = frame.texts(f"part.{back.which.name.lower()}")
        frame.say("hand-over.stays", code=back.record.code, part=part, office=back.recipient.office.name, why=reason)
    found = found_in(vault, [body.item for body in plan.bodies])
    lines = vault.lists.by_ids(sorted(found))
    telling = [(line.code, _field(one), one.finding.tells.value) for line in lines for one in found[line.id]]
    for code, field, tells in dict.fromkeys(telling):
        frame.say("hand-over.found", code=code, field=field, what=frame.texts(f"leak.what.{tells}"))
    frame.result(
        found=[{"code": code, "field": field, "tells": tells} for code, field, tells in dict.fromkeys(telling)],
        plan=plan.digest,
        bodies=len(plan.bodies),
        records=[line.code for line in vault.lists.by_ids(sorted({body.record for body in plan.bodies}))],
        held_back=[
            {
                "code": back.record.code,
                "part": back.which.name.lower(),
                "office": back.recipient.office.name,
                "reason": _hyphened(back.reason),
            }
            for back in plan.held_back
        ],
        packages=[],
    )


def _offices(cards: tuple[Card, ...]) -> str:
    return ", ".join(sorted({card.office.name for card in cards}))


def _field(one: Found) -> str:
    """The question of a passage. The words themselves are not printed: they are what should not lie about."""
    return template(one.finding.path)


def _hyphened(reason: Answer) -> str:
    return reason.name.lower().replace("_", "-")
