"""kinga forms: check, try or export a questionnaire. Opens no notebook."""

import argparse
import json
from pathlib import Path

from desktop.commands.frame import Exit, Frame
from forms import shipped
from forms.answer_files import FileKind, Row, read_answers
from forms.converting import compile_file
from forms.environment import Surroundings
from forms.exporting import export_xlsx
from forms.program import Program
from forms.trying import check_form, try_form
from records.clock import system_clock
from records.errors import Known, RecordsCode
from records.ids import random_name, system_chance
from records.recording import ROW_LETTERS


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    acts = parser.add_subparsers(dest="act", required=True)
    check = acts.add_parser("check")
    check.add_argument("file", metavar="FILE", type=Path)
    attempt = acts.add_parser("try")
    attempt.add_argument("file", metavar="FILE", type=Path)
    attempt.add_argument("--answers", required=True, metavar="A.json", type=Path)
    export = acts.add_parser("export")
    export.add_argument("form", metavar="FORM", choices=shipped.names())
    export.add_argument("--xlsx", required=True, metavar="FILE", type=Path)
    for act in (check, attempt, export):
        act.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
        act.add_argument("--lang", help=argparse.SUPPRESS)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Do one of the three."""
    match args.act:
        case "check":
            return _check(frame, args.file)
        case "try":
            return _try(frame, args.file, args.answers)
        case _:
            export_xlsx(args.form, args.xlsx)
            frame.result(form=args.form, path=str(args.xlsx))
            frame.say("forms.exported", path=str(args.xlsx))
            return Exit.DONE


def _check(frame: Frame, path: Path) -> int:
    """Say what a questionnaire holds, or the first mistake with sheet and row."""
    try:
        found = check_form(compile_file(path))
    except Known as problem:
        facts = {name: fact for name, fact in problem.facts.items() if name in ("sheet", "row", "column", "field")}
        sentence = frame.explain(problem)
        frame.result(
            questions=0,
            languages=[],
            functions=[],
            problems=[{"code": problem.code.value, "message": sentence, **facts}],
        )
        frame.line(sentence)
        return Exit.REFUSED
    frame.result(**found)
    frame.say("forms.checked", title=str(found["title"]), count=int(str(found["questions"])))
    return Exit.DONE


def _try(frame: Frame, path: Path, answers: Path) -> int:
    """Fill a questionnaire in with answers from a file, and say what came of it."""
    try:
        form = compile_file(path)
        rows = read_answers(answers.read_bytes(), FileKind.JSON, str(answers))
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(answers)) from problem
    around = Surroundings(system_clock, system_chance, frame.texts.language.code, frame.texts.of_form)
    row = rows[0] if rows else Row(1, {})
    found = try_form(Program(form), row, around, lambda: random_name(system_chance, ROW_LETTERS))
    frame.result(**found)
    frame.line(json.dumps(found, ensure_ascii=False, indent=1))
    return Exit.DONE
