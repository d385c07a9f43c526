"""kinga add: write notes from a file of answers. All of them or none, unless the good ones are asked for."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop import acts
from desktop.collected import SUFFIXES, instances, known_notes, note_known, read_collected, read_raw
from desktop.commands.added_again import added_again
from desktop.commands.foreign import on_one_line
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from forms.answer_files import Row
from forms.answers import problems_of
from forms.export_columns import Fate
from forms.exports import Export
from forms.model import Sort
from forms.positions import Positions
from forms.session import Session
from records.attachments.adding import Attached
from records.drafting import Draft
from records.errors import Known
from records.ids import record_code
from records.values import Blob
from records.vault.lists import RecordLine
from records.vault.vault import Vault

MOST_TOLD: Final = 20


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("form", metavar="FORM")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--record", metavar="CODE")
    parser.add_argument("--attach", action="append", default=[], metavar="FIELD=FILE")
    parser.add_argument("--keep-good", action="store_true")
    parser.add_argument("--preview", action="store_true")
    vault_options(parser)


@dataclass(frozen=True, slots=True)
class _Filled:
    """One row of the file, filled in."""

    row: Row
    draft: Draft
    session: Session
    problems: tuple[Known, ...]


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Fill every row in; write what is in order, or nothing when something is not."""
    paths = _paths(frame, args.attach)
    if args.file.suffix.lower() not in SUFFIXES:
        raise WrongUse(frame.texts("add.which-kind", path=str(args.file)))
    raw = read_raw(args.file)
    with frame.notebook() as notebook:
        vault = notebook.vault
        if not acts.may_write(vault, args.form):
            raise WrongUse(frame.texts("add.not-your-form", form=args.form))
        found = read_collected(vault, args.file, raw, acts.form_in_use(vault, args.form).version)
        rows = _new_rows(frame, vault, args.form, found)
        if (args.record or paths) and len(rows) != 1:
            raise WrongUse(frame.texts("add.one-note"))
        line = _line(frame, vault, args)
        with _taken_in(vault, paths) as taken:
            files = {field: one.blob for field, one in taken.items()}
            filled = [_fill(frame, vault, args.form, line, row, files) for row in rows]
            wrong = [one for one in filled if one.problems]
            good = [one for one in filled if not one.problems]
            codes = _write(vault, good if not args.preview and (args.keep_good or not wrong) else [])
            _tell_beside(frame, good, taken if codes or args.preview else {})
            if not codes:
                _take_back(vault, taken)
        names = instances(found)
        said = [names.get(one.row.number, "") for one in good]
        note_known(vault, args.form, {name: code for name, code in zip(said, codes, strict=False) if name})
        problems = [(one.row, problem) for one in wrong for problem in one.problems]
        if args.preview:
            frame.say("add.preview", count=len(good))
        _tell(frame, codes, problems)
        _tell_again(frame, vault, args.form, codes if line is None else [])
        if wrong:
            frame.say("add.left-out" if codes or args.preview else "add.nothing", count=len(wrong))
    return Exit.REFUSED if wrong else Exit.DONE


def _new_rows(frame: Frame, vault: Vault, form: str, found: list[Row] | Export) -> list[Row]:
    """The rows to fill in: of an export, those that did not come before; what becomes of its columns is told."""
    if not isinstance(found, Export):
        return found
    before = known_notes(vault, form)
    known = [before[note.instance] for note in found.notes if note.instance in before]
    for column in found.columns:
        if column.fate is not Fate.TAKEN:
            frame.say(f"add.column.{column.fate.value}", column=column.name, count=column.answers)
    if known:
        frame.say("add.known", count=len(known))
    frame.result(
        known=known,
        columns=[
            {"table": one.table, "column": one.name, "field": one.path, "fate": one.fate.value, "answers": one.answers}
            for one in found.columns
        ],
    )
    return [note.row for note in found.notes if note.instance not in before]


def _tell(frame: Frame, codes: Sequence[str], problems: Sequence[tuple[Row, Known]]) -> None:
    """What was written, and the first of what is wrong; all of it as JSON."""
    for _, problem in problems[:MOST_TOLD]:
        frame.warn(problem)
    if len(problems) > MOST_TOLD:
        frame.refuse("add.more", count=len(problems) - MOST_TOLD)
    for code in codes:
        frame.line(code)
    plain = [_plain(frame, row, problem) for row, problem in problems]
    frame.result(codes=list(codes), problems=plain)
    if plain:
        frame.result(error=plain[0]["error"], message=plain[0]["message"])


def _tell_beside(frame: Frame, good: Sequence[_Filled], taken: Mapping[str, Attached]) -> None:
    """What a person would not guess: files that keep what is hidden in them, answers that a correction takes away."""
    uncleaned = [one.title for one in taken.values() if not one.cleaned]
    for title in uncleaned:
        frame.say("add.uncleaned", name=title)
    emptied = [(one.session, path) for one in good for path in _emptied(one)]
    for session, path in emptied:
        frame.say("add.emptied", question=on_one_line(session.say(session.definition(path).label) or path))
    frame.result(uncleaned=uncleaned, emptied=[Positions(session.row_ids()).name(path) for session, path in emptied])


def _emptied(one: _Filled) -> list[str]:
    """The answers that stood in a note and are not asked for any more: nobody took them away by name."""
    fields = (path for path, definition in one.session.places() if definition.sort is Sort.FIELD)
    return [
        path
        for path in fields
        if path in one.draft.answers.values and one.session.value(path) and not one.session.is_relevant(path)
    ]


def _tell_again(frame: Frame, vault: Vault, form: str, codes: Sequence[str]) -> None:
    """Which of the notes that were written say what another says: a file that was added before, most likely."""
    again = added_again(vault, form, codes)
    for code, other in again.items():
        frame.say("add.again", code=code, other=other)
    frame.result(again=again)


def _paths(frame: Frame, pairs: Sequence[str]) -> Mapping[str, Path]:
    """The files to attach, by the question each answers."""
    found: dict[str, Path] = {}
    for pair in pairs:
        field, is_pair, name = pair.partition("=")
        if not is_pair or field in found:
            raise WrongUse(frame.texts("add.attach-twice" if is_pair else "add.attach-how", pair=pair, field=field))
        found[field] = Path(name)
    return found


def _line(frame: Frame, vault: Vault, args: argparse.Namespace) -> RecordLine | None:
    """The note that is corrected."""
    if args.record is None:
        return None
    line = acts.find(vault, args.record)
    if line.form != args.form:
        raise WrongUse(frame.texts("add.other-form", code=line.code, form=line.form))
    if line.withdrawn:
        raise WrongUse(frame.texts("add.taken-back", code=line.code))
    return line


@contextmanager
def _taken_in(vault: Vault, paths: Mapping[str, Path]) -> Iterator[dict[str, Attached]]:
    """The files, taken in as attachments. Where anything fails, nothing of them is left."""
    taken: dict[str, Attached] = {}
    try:
        for field, path in paths.items():
            taken[field] = acts.add_file(vault, path)
        yield taken
    except Known:  # nothing was written: a note that was is not robbed of its files
        _take_back(vault, taken)
        raise


def _take_back(vault: Vault, taken: Mapping[str, Attached]) -> None:
    for one in taken.values():
        with suppress(Known):  # a disk that takes nothing more may not let go of it either; no note names it
            acts.drop_file(vault, one)


def _fill(
    frame: Frame, vault: Vault, form: str, line: RecordLine | None, row: Row, files: Mapping[str, Blob]
) -> _Filled:
    """Fill one row in: a new note, or a correction of one, which keeps what the row does not name."""
    draft = acts.new_draft(vault, form) if line is None else acts.correction(vault, line)
    filled = acts.session(vault, draft, frame.texts, fresh=True)
    return _Filled(row, draft, filled, problems_of(filled, row, files))


def _write(vault: Vault, filled: Sequence[_Filled]) -> list[str]:
    if not filled:
        return []
    done = acts.finish_all(vault, [(one.draft, one.session) for one in filled])
    return [record_code(record.id) for record in done.records]


def _plain(frame: Frame, row: Row, problem: Known) -> dict[str, str | int]:
    column = problem.facts.get("column", "")
    assert isinstance(column, str)
    return {"row": row.number, "column": column, "error": problem.code.value, "message": frame.explain(problem)}
