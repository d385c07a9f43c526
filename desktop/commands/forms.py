"""kinga forms: check, try or export a questionnaire, or take one in. Only what takes one in opens a notebook."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import Options, WrongUse
from desktop.taking_forms import compiled, concerned, proposal, shown_by, take
from forms.accepting import check_confirmed
from forms.answer_files import FileKind, read_answers
from forms.auditing import LOCATION
from forms.comparing import Difference
from forms.converting import compile_file
from forms.environment import Surroundings
from forms.errors import FormsCode
from forms.exporting import complete_xlsx
from forms.metadata import AUDIT, PLACES, SOUND
from forms.model import Definition
from forms.program import Program
from forms.trying import check_form, try_form
from records.clock import system_clock
from records.errors import Known, RecordsCode
from records.ids import random_name, system_chance
from records.recording import ROW_LETTERS


def options(parser: Options) -> None:
    """What it takes."""
    check, attempt, export, accept = parser.add_acts("check", "try", "export", "accept")
    check.add_argument("file", metavar="FILE", type=Path)
    attempt.add_argument("file", metavar="FILE", type=Path)
    attempt.add_argument("--answers", required=True, metavar="A.json", type=Path)
    export.add_argument("form", metavar="FORM")
    export.add_argument("--xlsx", required=True, metavar="FILE", type=Path)
    accept.add_argument("file", metavar="FILE", type=Path)
    accept.add_argument("--turn-on", action="append", default=[], metavar="QUESTION")
    accept.add_argument("--lower", action="append", default=[], metavar="QUESTION")
    accept.add_argument("--dry-run", action="store_true")
    vault_options(accept)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Do one of the four."""
    match args.act:
        case "check":
            return _check(frame, args.file)
        case "try":
            return _try(frame, args.file, args.answers)
        case "accept":
            return _accept(frame, args)
        case _:
            frame.write_out(args.xlsx, complete_xlsx(args.form))
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


def _accept(frame: Frame, args: argparse.Namespace) -> int:
    """Say what taking a questionnaire in would do, and take it in: never a class lowered without a word for it."""
    with frame.notebook() as notebook:
        vault = notebook.vault
        found = proposal(vault, compiled(vault, args.file), args.turn_on)
        counts = concerned(vault, found)
        media = shown_by(args.file, found.form)
        title = str(check_form(found.form)["title"] or found.form.id)
        frame.result(
            form=found.form.id,
            title=title,
            version=found.schema.version,
            device=[{"field": one.path, "asks": one.metadata, "on": one.turned_on} for one in found.asks_device],
            changes=[_change(one, count) for one, count in counts.items()],
            media=[*media.files],
            problems=[{**one.facts, "message": frame.explain(one)} for one in media.problems],
        )
        for problem in media.problems:
            frame.warn(problem)
        for one in found.asks_device:
            for text in _of_device(one):
                frame.say(text, field=one.path, asks=one.metadata)
        for change, count in counts.items():
            facts = {"field": change.path, "was": change.was, "now": change.now, "codes": ", ".join(change.codes)}
            frame.say(f"forms.change.{change.change.value}", count=count, **facts)
        if args.dry_run:
            frame.result(accepted=False)
            return Exit.DONE
        check_confirmed(found, args.lower)
        new = take(vault, found, media)
        frame.result(accepted=True)
        frame.say("forms.accepted" if new else "forms.accepted-already", title=title, form=found.form.id)
    return Exit.DONE


def _of_device(one: Definition) -> Iterator[str]:
    """What is said of a metadata question, as ids of texts."""
    if one.metadata == SOUND:
        yield "forms.device-sound"
    elif not one.turned_on:
        yield "forms.device-off"
    elif one.metadata in PLACES:
        yield "forms.device-place"
    else:
        yield "forms.device-log" if one.metadata == AUDIT else "forms.device-on"
        if LOCATION in one.appearance.split() and one.metadata == AUDIT:
            yield "forms.device-nowhere"


def _change(one: Difference, count: int) -> dict[str, Any]:
    """A change as JSON; notes: how many here have an answer that it concerns."""
    plain = {"change": one.change.value, "field": one.path, "was": one.was, "now": one.now, "codes": list(one.codes)}
    return {**plain, "notes": count}
