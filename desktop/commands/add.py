"""kinga add: write notes from a file of answers. All of them or none, unless the good ones are asked for."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop import acts
from desktop.commands.frame import Exit, Frame, WrongUse, vault_options
from forms.answer_files import FileKind, Row, read_answers
from forms.answers import problems_of
from forms.session import Session
from records.drafting import Draft
from records.errors import Known, RecordsCode
from records.ids import record_code
from records.values import Blob
from records.vault.vault import Vault


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("form", metavar="FORM")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--record", metavar="CODE")
    parser.add_argument("--attach", action="append", default=[], metavar="FIELD=FILE")
    parser.add_argument("--keep-good", action="store_true")
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
    rows = _rows(frame, args.file)
    if (args.record or args.attach) and len(rows) != 1:
        raise WrongUse(frame.texts("add.one-note"))
    with frame.notebook() as notebook:
        vault = notebook.vault
        if not acts.writes(vault.me, args.form):
            raise WrongUse(frame.texts("add.not-your-form", form=args.form))
        files = _files(frame, vault, args.attach)
        filled = [_fill(frame, vault, args, row, files) for row in rows]
        wrong = [one for one in filled if one.problems]
        for one in wrong:
            for problem in one.problems:
                frame.warn(problem)
        good = [one for one in filled if not one.problems]
        keep = good if args.keep_good or not wrong else []
        codes = _write(vault, keep)
        frame.result(codes=codes, problems=[_plain(frame, one.row, p) for one in wrong for p in one.problems])
        for code in codes:
            frame.line(code)
        if wrong:
            frame.say("add.left-out" if codes else "add.nothing", count=len(wrong))
    return Exit.REFUSED if wrong else Exit.DONE


def _rows(frame: Frame, path: Path) -> list[Row]:
    kinds = {kind.value: kind for kind in FileKind}
    kind = kinds.get(path.suffix.removeprefix(".").lower())
    if kind is None:
        raise WrongUse(frame.texts("add.which-kind", path=str(path)))
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem
    return read_answers(raw, kind, str(path))


def _files(frame: Frame, vault: Vault, pairs: Sequence[str]) -> Mapping[str, Blob]:
    found = {}
    for pair in pairs:
        field, is_pair, name = pair.partition("=")
        if not is_pair:
            raise WrongUse(frame.texts("add.attach-how", pair=pair))
        found[field] = acts.add_file(vault, Path(name)).blob
    return found


def _fill(frame: Frame, vault: Vault, args: argparse.Namespace, row: Row, files: Mapping[str, Blob]) -> _Filled:
    """Fill one row in: a new note, or a correction of one, which keeps what the row does not name."""
    if args.record is None:
        draft = acts.new_draft(vault, args.form)
    else:
        draft = acts.correction(vault, acts.find(vault, args.record))
        if draft.form != args.form:
            raise WrongUse(frame.texts("add.other-form", code=args.record, form=draft.form))
    filled = acts.session(vault, draft, frame.texts, fresh=True)
    return _Filled(row, draft, filled, problems_of(filled, row, files))


def _write(vault: Vault, filled: Sequence[_Filled]) -> list[str]:
    if not filled:
        return []
    done = acts.finish_all(vault, [(one.draft, one.session) for one in filled])
    return [record_code(record.id) for record in done.records]


def _plain(frame: Frame, row: Row, problem: Known) -> dict[str, str | int]:
    return {"row": row.number, "error": problem.code.value, "message": frame.explain(problem)}
