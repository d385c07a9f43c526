"""kinga forms: check, try or export a questionnaire. Opens no notebook."""

import argparse
from pathlib import Path

from desktop.commands.frame import Exit, Frame
from desktop.commands.options import Options, WrongUse
from forms.answer_files import FileKind, read_answers
from forms.converting import compile_file
from forms.environment import Surroundings
from forms.errors import FormsCode
from forms.exporting import as_xlsx, library_sheets
from forms.program import Program
from forms.trying import check_form, try_form
from records.clock import system_clock
from records.errors import Known, RecordsCode
from records.ids import random_name, system_chance
from records.recording import ROW_LETTERS


def options(parser: Options) -> None:
    """What it takes."""
    check, attempt, export = parser.add_acts("check", "try", "export")
    check.add_argument("file", metavar="FILE", type=Path)
    attempt.add_argument("file", metavar="FILE", type=Path)
    attempt.add_argument("--answers", required=True, metavar="A.json", type=Path)
    export.add_argument("form", metavar="FORM")
    export.add_argument("--xlsx", required=True, metavar="FILE", type=Path)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Do one of the three."""
    match args.act:
        case "check":
            return _check(frame, args.file)
        case "try":
            return _try(frame, args.file, args.answers)
        case _:
            frame.write_out(args.xlsx, as_xlsx(library_sheets(args.form)))
            frame.result(form=args.form, path=str(args.xlsx))
            frame.say("forms.exported", path=str(args.xlsx))
            return Exit.DONE


def _check(frame: Frame, path: Path) -> int:
    """Say what a questionnaire holds, or the first mistake with sheet and row."""
    try:
        found = check_form(compile_file(path))
    except Known as problem:
        if problem.code is FormsCode.FORM_UNREADABLE:
            raise
        facts = {name: fact for name, fact in problem.facts.items() if name in ("sheet", "row", "column", "field")}
        frame.warn(problem)
        frame.result(
            questions=0,
            languages=[],
            functions=[],
            problems=[{"code": problem.code.value, "message": frame.explain(problem), **facts}],
        )
        return Exit.REFUSED
    frame.result(**found)
    frame.say("forms.checked", title=str(found["title"]), count=int(str(found["questions"])))
    return Exit.DONE


def _try(frame: Frame, path: Path, answers: Path) -> int:
    """Fill a questionnaire in with answers from a file, and say what came of it."""
    frame.as_json()
    form = compile_file(path)
    try:
        rows = read_answers(answers.read_bytes(), FileKind.JSON, str(answers))
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(answers)) from problem
    if len(rows) != 1:
        raise WrongUse(frame.texts("forms.one-record", path=str(answers), count=len(rows)))
    around = Surroundings(system_clock, system_chance, frame.texts.language.code, frame.texts.of_form)
    frame.result(**try_form(Program(form), rows[0], around, lambda: random_name(system_chance, ROW_LETTERS)))
    return Exit.DONE
