"""kinga show: one record, its history, or an attachment of it."""

import argparse
from pathlib import Path
from typing import Any

from desktop.acts import find, save_file
from desktop.commands.foreign import on_one_line, under
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from forms.submission import submission
from records.changes import answers_of
from records.journal.merge import seen
from records.schema import BodyClass
from records.values import Answers, Blob, to_plain
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from reports.reading import Reading, Row, Step, program_of, read


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--history", action="store_true")
    parser.add_argument("--format", choices=["text", "json", "odk"])
    parser.add_argument("--attachment", metavar="NAME")
    parser.add_argument("--out", metavar="FILE", type=Path)
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Print a record; protected answers stay inside. Or write an attachment out."""
    if (args.attachment is None) != (args.out is None):
        raise WrongUse(frame.texts("show.attachment-out"))
    if args.attachment is not None and (args.history or args.format is not None):
        raise WrongUse(frame.texts("show.one-thing"))
    if args.format == "json":
        frame.as_json()
    elif args.json and args.format is not None:
        raise WrongUse(frame.texts("option.one-format", format=args.format))
    with frame.notebook() as notebook:
        vault = notebook.vault
        record = find(vault, args.code)
        if args.attachment is not None:
            return _attachment(frame, vault, record, args.attachment, args.out)
        if args.format == "odk":
            return _submission(frame, vault, record)
        reading = read(vault, record, frame.texts)
        frame.custody("shown", record.code)
        frame.result(**_plain(vault, reading, history=args.history))
        _print(frame, reading, history=args.history)
    return Exit.DONE


def _submission(frame: Frame, vault: Vault, record: RecordLine) -> int:
    """Print a record as ODK's own XML; protected answers stay inside. Known(NO_SUCH_FORM) without its form."""
    form = program_of(vault, record.version).form
    frame.custody("exported", record.code)
    frame.raw(submission(form, _open_answers(vault, record), record.id).decode())
    return Exit.DONE


def _print(frame: Frame, reading: Reading, *, history: bool) -> None:
    line = reading.line
    frame.line(on_one_line(f"{line.code}  {reading.title}"))
    frame.say("show.by", office=reading.author.office.name, date=line.created[:10])
    if line.withdrawn:
        frame.say("show.withdrawn-why" if reading.taken_back else "show.withdrawn", reason=reading.taken_back)
    for row in (*reading.rows, *reading.torn):
        _print_row(frame, row)
    for party, state in reading.progress:
        behind = party.device in reading.behind
        frame.say("progress.behind" if behind else f"progress.{state.name.lower()}", office=party.office.name)
    for step in reading.history if history else ():
        _print_step(frame, step)


def _print_row(frame: Frame, row: Row) -> None:
    indent = "  " * (row.depth + 1)
    if row.heading:
        frame.line(on_one_line(f"{indent}{row.label}"))
        return
    _print_answer(frame, indent, row.label, row.answer)
    for one in row.others:
        named = {"field": one.path, "entry": one.entry.hex()[:12]}
        frame.say("show.version", office=one.author.office.name, answer=one.answer, **named)


def _print_step(frame: Frame, step: Step) -> None:
    kind = "show.written" if step.first else "show.corrected"
    frame.say(kind, date=step.at[:16].replace("T", " "), office=step.author.office.name)
    if step.held:
        frame.say("show.held", why=frame.texts(f"held.{step.held}"))
    for label, answer in step.changes:
        _print_answer(frame, "    ", label, answer)


def _print_answer(frame: Frame, indent: str, label: str, answer: str) -> None:
    """A question and its answer, whose further lines stand behind a margin."""
    said = frame.texts("show.answer", question=on_one_line(label), answer=under(answer, f"{indent}  "))
    frame.line(f"{indent}{said}")


def _plain(vault: Vault, reading: Reading, *, history: bool) -> dict[str, Any]:
    """What `--json` says: row ids are named here alone."""
    line = reading.line
    answers = _open_answers(vault, line)
    found: dict[str, Any] = {
        "code": line.code,
        "form": line.form,
        "version": line.version,
        "created": line.created,
        "changed": line.changed,
        "author": {"device": line.device.hex(), "office": reading.author.office.name},
        "withdrawn": line.withdrawn,
        "reason": reading.taken_back,
        "values": {path: _value(value) for path, value in answers.values.items()},
        "rows": {repeat: list(rows) for repeat, rows in answers.rows.items()},
        "conflicts": [
            {"field": other.path, "entry": other.entry.hex(), "office": other.author.office.name, "value": other.answer}
            for row in (*reading.rows, *reading.torn)
            for other in row.others
        ],
        "progress": {party.device.hex(): state.name.lower() for party, state in reading.progress},
    }
    if history:
        found["history"] = [
            {
                "entry": step.entry.hex(),
                "office": step.author.office.name,
                "at": step.at,
                "uncertain": step.uncertain,
                "changes": [list(change) for change in step.changes],
                "held": step.held,
            }
            for step in reading.history
        ]
    return found


def _open_answers(vault: Vault, line: RecordLine) -> Answers:
    """What stands in a record; protected answers stay inside."""
    cells = vault.projection.cells(line.id)
    return answers_of(
        seen({place: standing for place, standing in cells.items() if place.body is not BodyClass.PROTECTED})
    )


def _value(value: Any) -> Any:
    """A value as JSON; an attachment without its key."""
    if isinstance(value, Blob):
        return {"attachment": value.name, "media": value.media, "length": value.length}
    return to_plain(value)


def _attachment(frame: Frame, vault: Vault, record: RecordLine, name: str, out: Path) -> int:
    """Write an attachment where the person said, for her alone to read."""
    answers = _open_answers(vault, record)
    blobs = [value for value in answers.values.values() if isinstance(value, Blob) and value.name == name.upper()]
    if not blobs:
        raise WrongUse(frame.texts("show.no-attachment", name=name, code=record.code))
    save_file(vault, blobs[0], out, lambda _done: None)
    frame.result(code=record.code, attachment=blobs[0].name, media=blobs[0].media, path=str(out))
    frame.say("show.written-out", path=str(out))
    return Exit.DONE
