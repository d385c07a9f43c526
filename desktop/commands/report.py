"""kinga report: print, as PDF."""

import argparse
from pathlib import Path

from desktop.acts import find
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.errors import Known
from reports.dossier import dossier
from reports.errors import ReportsCode
from reports.paper.sheet import Paper
from resources.texts import Texts

KINDS = ("dossier",)


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("code", nargs="?", metavar="CODE")
    parser.add_argument("--out", required=True, metavar="FILE", type=Path)
    parser.add_argument("--paper", choices=[paper.name.lower() for paper in Paper], default="a4")
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Write the PDF, whole or not at all."""
    if args.kind not in KINDS:
        raise Known(ReportsCode.NO_SUCH_REPORT, kind=args.kind)
    if args.code is None:
        raise WrongUse(frame.texts("report.which"))
    with frame.notebook() as notebook:
        line = find(notebook.vault, args.code)
        texts: Texts = frame.texts
        printed = dossier(notebook.vault, line, args.out, texts, Paper[args.paper.upper()])
        frame.result(
            path=str(args.out),
            pages=printed.pages,
            missing_characters=[list(one) for one in printed.missing],
            records=list(printed.records),
        )
        frame.say("report.done", path=str(args.out), count=printed.pages)
    return Exit.DONE
