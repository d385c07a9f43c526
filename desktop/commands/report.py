"""kinga report: print, as PDF."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop.acts import find, form_in_use
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.errors import Known
from records.vault.vault import Vault
from reports.blank import print_blank
from reports.dossier import Printed, dossier
from reports.errors import ReportsCode
from reports.paper.pages import Made
from reports.paper.sheet import Paper

KINDS = ("dossier", "blank")
_USUAL = {"dossier": Paper.A4, "blank": Paper.A5}


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("code", nargs="?", metavar="CODE")
    parser.add_argument("--out", required=True, metavar="FILE", type=Path)
    parser.add_argument("--paper", choices=[paper.name.lower() for paper in Paper])
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Write the PDF, whole or not at all."""
    if args.kind not in KINDS:
        raise Known(ReportsCode.NO_SUCH_REPORT, kind=args.kind)
    if args.code is None:
        raise WrongUse(frame.texts("report.which" if args.kind == "dossier" else "report.which-form"))
    paper = Paper[args.paper.upper()] if args.paper else _USUAL[args.kind]
    with frame.notebook() as notebook:
        printed, records = _printed(frame, notebook.vault, args, paper)
        frame.result(
            path=str(args.out),
            pages=printed.pages,
            missing_characters=[list(one) for one in printed.missing],
            records=list(records),
        )
        frame.say("report.done", path=str(args.out), count=printed.pages)
    return Exit.DONE


def _printed(
    frame: Frame, vault: Vault, args: argparse.Namespace, paper: Paper
) -> tuple[Made | Printed, Sequence[str]]:
    """What was printed, and the codes of the notes it was made from."""
    if args.kind == "blank":
        return print_blank(vault, form_in_use(vault, args.code).version, args.out, frame.texts, paper), ()
    printed = dossier(vault, find(vault, args.code), args.out, frame.texts, paper)
    return printed, printed.records
