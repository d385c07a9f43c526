"""Answers from outside into a filling-in, and out again. Pure.

In and out, rows of repeats are named by their position (`victims[2]/age`); groups are objects, repeats are lists. What
comes in is taken only as the form would take it from a person: all of it, or what is wrong is named.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final, assert_never

from forms.answer_files import Row
from forms.checking import calls
from forms.errors import FormsCode
from forms.given import Gathered, Given, Steps, gather
from forms.metadata import END
from forms.model import Form, Property
from forms.positions import Positions
from forms.session import Problem, Session, Wrong
from forms.storing import class_of, kind_of
from records.errors import Known
from records.schema import Class, Kind
from records.strict_json import Json
from records.values import Answers, Blob, Value, decimal_text, template

NO_FILES: Final[Mapping[str, Blob]] = MappingProxyType({})
_VOLATILE: Final = frozenset({"now", "today", "random", "randomize", "uuid", "once"})
_LAST: Final = 1 << 30


def fill(session: Session, row: Row, files: Mapping[str, Blob] = NO_FILES) -> None:
    """Fill a row of answers in. Known(ANSWER_*) names the first thing wrong; the session is then of no more use.

    files: attachments for the questions that ask for a file, by the question's name or path.
    """
    for problem in problems_of(session, row, files):
        raise problem


def problems_of(session: Session, row: Row, files: Mapping[str, Blob] = NO_FILES) -> tuple[Known, ...]:
    """Fill in whatever can be, and return everything wrong, each with row and column; nothing when all is well."""
    found = gather(session.form, row, files)
    filler = _Filler(session, found)
    filler.fill()
    told = {one.facts["column"] for one in found.problems}  # an answer that could not be read is not missing too
    return (*found.problems, *(one for one in filler.problems(row.number) if one.facts["column"] not in told))


def nested(form: Form, answers: Answers) -> dict[str, Json]:
    """Return answers as objects and lists, in the form's order; decimals are texts, attachments their names.

    An answer at a path that another answer blocks (two versions of a form) stands at the top under its whole path.
    """
    return _Nest(form, answers).top


def as_json(value: Value) -> Json:
    """Return a value as it goes out."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return decimal_text(value)
        case tuple():
            return list(value)
        case Blob():
            return value.name
        case _:
            assert_never(value)


class _Filler:
    """Fills what was gathered into one session."""

    def __init__(self, session: Session, found: Gathered) -> None:
        self._session = session
        self._found = found
        self._rows: dict[str, tuple[str, ...]] = {}
        triggers = {action.trigger for action in session.form.actions}
        self._quiet = {one.path for one in session.form.definitions if one.readonly is None} - triggers
        self._counted = {one.path for one in session.form.definitions if one.count is not None}

    def fill(self) -> None:
        """Answer again and again until nothing changes: rows are counted by answers, and triggers write over some."""
        for _ in range(2 + max((len(given.steps) for given in self._found.answers), default=0)):
            self._rows.clear()
            grown = self._grow()
            together = self._answer_together()
            answered = [
                self._answer(given) for given in self._found.answers if given.definition.path not in self._quiet
            ]
            if not grown and not together and not any(answered):
                return

    def _answer_together(self) -> bool:
        """Answer what can be read only never, and on whose change nothing is set: in any order, thousands at once."""
        located = ((self._locate(given.steps), given) for given in self._found.answers)
        quiet = ((path, given) for path, given in located if path is not None and given.definition.path in self._quiet)
        return self._session.set_together({path: given.blob or given.text for path, given in quiet if _is_taken(given)})

    def problems(self, number: int) -> Iterator[Known]:
        """What is wrong now that all is filled in."""
        self._rows.clear()
        columns: dict[str, str] = {}
        volatile = _volatile(self._session.form)
        for given in self._found.answers:
            path = self._locate(given.steps)
            if path is not None:
                columns[path] = given.column
            if not given.text:
                continue
            if path is None or not self._session.is_relevant(path):
                yield Known(FormsCode.ANSWER_NOT_ASKED, row=number, column=given.column)
            elif _names_a_file(given) and self._session.value(path) != given.text:
                yield Known(FormsCode.ANSWER_WRONG_KIND, row=number, column=given.column, kind=Kind.FILE.value)
            elif given.definition.path not in volatile and not _same(self._session.value(path), given.text):
                why = "readonly" if given.definition.calculate is None else "calculated"
                yield Known(FormsCode.ANSWER_REFUSED, row=number, column=given.column, why=why, message="")
        positions = Positions(self._session.row_ids())
        for problem in self._session.problems():
            column = columns.get(problem.path) or positions.name(problem.path)
            yield self._refusal(problem, number, column)

    def _grow(self) -> bool:
        """Add the rows that answers are given for; take away those a list does not have. Whether anything changed."""
        changed = False
        wanted = {**self._found.least, **self._found.lists}
        for steps in sorted(wanted, key=len):
            above = self._locate(steps[:-1])
            if above is None or "/".join(name for name, _ in steps) in self._counted:
                continue
            repeat = f"{above}/{steps[-1][0]}".lstrip("/")
            there = self._rows_of(repeat)
            self._session.add_rows(repeat, max(0, wanted[steps] - len(there)))
            surplus = there[wanted[steps] :] if steps in self._found.lists else ()
            for row in reversed(surplus):
                self._session.remove_row(row)
            if wanted[steps] > len(there) or surplus:
                self._rows.clear()
                changed = True
        return changed

    def _answer(self, given: Given) -> bool:
        path = self._locate(given.steps)
        if path is None or not _is_taken(given) or self._session.is_readonly(path):
            return False
        if self._session.value(path) == given.text:
            return False
        self._session.set(path, given.text if given.blob is None else given.blob)
        return True

    def _locate(self, steps: Steps) -> str | None:
        """The path the steps lead to; None where there is no such row."""
        path = ""
        for name, position in steps:
            path = f"{path}/{name}".lstrip("/")
            if position:
                rows = self._rows_of(path)
                if position > len(rows):
                    return None
                path = rows[position - 1]
        return path

    def _rows_of(self, repeat: str) -> tuple[str, ...]:
        if repeat not in self._rows:
            self._rows[repeat] = self._session.rows(repeat)
        return self._rows[repeat]

    def _refusal(self, problem: Problem, number: int, column: str) -> Known:
        one = self._session.definition(problem.path)
        match problem.wrong:
            case Wrong.CHOICE:
                value = "" if class_of(one) is Class.PROTECTED else self._session.value(problem.path)
                return Known(FormsCode.ANSWER_WRONG_CHOICE, row=number, column=column, value=value)
            case Wrong.KIND:
                return Known(FormsCode.ANSWER_WRONG_KIND, row=number, column=column, kind=kind_of(one).value)
            case Wrong.REQUIRED | Wrong.CONSTRAINT | Wrong.PATTERN:
                facts = {"why": problem.wrong.value, "message": problem.message}
                return Known(FormsCode.ANSWER_REFUSED, row=number, column=column, **facts)


class _Nest:
    """Builds objects and lists from flat answers."""

    def __init__(self, form: Form, answers: Answers) -> None:
        self.top: dict[str, Any] = {}
        self._places: dict[str, dict[str, Any]] = {"": self.top}
        order = {one.path: number for number, one in enumerate(form.definitions)}
        paths = sorted([*answers.values, *answers.rows], key=lambda path: (order.get(template(path), _LAST), path))
        for path in paths:
            above, _, name = path.rpartition("/")
            place = self._place(above)
            if place is None or name in place:
                place, name = self.top, path
            if path not in answers.rows:
                place[name] = as_json(answers.values[path])
                continue
            rows: list[dict[str, Any]] = [{} for _ in answers.rows[path]]
            place[name] = rows
            for row, row_id in zip(rows, answers.rows[path], strict=True):
                self._places[f"{path}#{row_id}"] = row

    def _place(self, path: str) -> dict[str, Any] | None:
        """The object of a group or row; None when something else stands there."""
        if path in self._places:
            return self._places[path]
        above, _, name = path.rpartition("/")
        outer = self._place(above)
        if outer is None or "#" in name or name in outer:
            return None
        self._places[path] = outer[name] = {}
        return self._places[path]


def _volatile(form: Form) -> frozenset[str]:
    """The questions whose calculation asks the clock or chance, or reads one that does: never twice the same."""
    definitions = {one.path: one for one in form.definitions}
    found = {one.path for one in form.definitions if one.metadata == END}
    for rule in form.rules:
        formula = definitions[rule.path].calculate
        if rule.settles is not Property.CALCULATE or formula is None:
            continue
        if calls(formula) & _VOLATILE or not found.isdisjoint(rule.reads):
            found.add(rule.path)
    return frozenset(found)


def _is_taken(given: Given) -> bool:
    """Whether an answer can be set at all: what the form or the device works out, and a file's name alone, cannot."""
    one = given.definition
    return one.calculate is None and one.metadata != END and not _names_a_file(given)


def _names_a_file(given: Given) -> bool:
    """Whether this is the name of an attachment alone: good only for the one that comes beside it, or is there."""
    return bool(given.text) and given.blob is None and kind_of(given.definition) is Kind.FILE


def _same(here: str, given: str) -> bool:
    """Whether two answers say the same; numbers do however they are written."""
    try:
        return here == given or Decimal(here) == Decimal(given)
    except InvalidOperation:
        return False
