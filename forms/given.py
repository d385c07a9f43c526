"""What a row of answers from outside says, question by question, before any of it is filled in. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from forms.answer_files import Plain, Row
from forms.errors import FormsCode
from forms.model import Control, Definition, Form, Sort
from forms.storing import is_meta, kind_of
from forms.values import WHEN, fits
from records.errors import Known
from records.schema import Kind
from records.values import LONGEST_TEXT, Blob, decimal_text

MOST_LISTED: Final = 10_000
_DEEPEST: Final = 100
_STEP: Final = re.compile(r"([^\[\]/]+)(?:\[([1-9][0-9]{0,5})\])?")
_ACKNOWLEDGED: Final = "OK"

Steps = tuple[tuple[str, int], ...]
"""A way down: names, each with the position of the row, 0 where it is no row."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. column: the question as it was named. text: as the form has it, "" for none."""

    column: str
    steps: Steps
    definition: Definition
    text: str
    blob: Blob | None = None


@dataclass(slots=True)
class Gathered:
    """All a row says. lists: how many rows a list has; least: how many rows the positions that are named ask for."""

    answers: list[Given] = field(default_factory=list)
    lists: dict[Steps, int] = field(default_factory=dict)
    least: dict[Steps, int] = field(default_factory=dict)
    problems: list[Known] = field(default_factory=list)


def gather(form: Form, row: Row, files: Mapping[str, Blob]) -> Gathered:
    """Find the question of each answer, and read the answer as the question takes it."""
    return _Gatherer(form, row.number).gather(row, files)


class _Gatherer:
    """Gathers the answers of one row."""

    def __init__(self, form: Form, number: int) -> None:
        self._definitions = {one.path: one for one in form.definitions if not is_meta(one.path)}
        self._number = number
        self._found = Gathered()
        self._by_name = self._unique_names()

    def gather(self, row: Row, files: Mapping[str, Blob]) -> Gathered:
        """Everything the row says, and the files given beside it."""
        for column, value in _leaves(row.answers, "", 0):
            self._take(column, value)
        for column, blob in files.items():
            self._take(column, blob)
        return self._found

    def _take(self, column: str, value: "Plain | Blob") -> None:
        steps = self._steps(column)
        one = self._definitions.get(_path(steps))
        if one is None or any(position > MOST_LISTED for _, position in steps):
            self._problem(FormsCode.ANSWER_UNKNOWN_QUESTION, column)
        elif one.metadata and not one.turned_on and value is not None:
            self._problem(FormsCode.ANSWER_NOT_ASKED, column)
        elif one.sort is Sort.FIELD:
            self._take_answer(column, steps, one, value)
        elif one.sort is Sort.REPEAT and isinstance(value, list) and len(value) <= MOST_LISTED:
            self._found.lists[steps] = len(value)
            self._need(steps[:-1])
        elif value is not None:
            self._problem(FormsCode.ANSWER_WRONG_KIND, column, one.sort.value)

    def _take_answer(self, column: str, steps: Steps, one: Definition, value: "Plain | Blob") -> None:
        is_file = isinstance(value, Blob)
        try:
            text = value.name if isinstance(value, Blob) else plain_text(one, value)
        except ValueError:
            text = None
        if text is None or (is_file and kind_of(one) is not Kind.FILE) or not fits(one, text):
            self._problem(FormsCode.ANSWER_WRONG_KIND, column, _unfit(value) or _kind(one))
            return
        self._need(steps)
        self._found.answers.append(Given(column, steps, one, text, value if isinstance(value, Blob) else None))

    def _need(self, steps: Steps) -> None:
        """The rows that must be there for these steps to lead anywhere."""
        for length, (name, position) in enumerate(steps):
            if position:
                repeat = (*steps[:length], (name, 0))
                self._found.least[repeat] = max(position, self._found.least.get(repeat, 0))

    def _steps(self, column: str) -> Steps:
        """The way a column names: its path, or the name alone of a question outside repeats. Empty when it is none."""
        parts = [_STEP.fullmatch(part.strip()) for part in column.split("/")]
        steps = tuple((part[1].strip(), int(part[2] or 0)) for part in parts if part is not None)
        if len(steps) < len(parts):
            return ()
        path = _path(steps)
        if path not in self._definitions and len(steps) == 1 and not steps[0][1]:
            path = self._by_name.get(path, "")
            return tuple((name, 0) for name in path.split("/")) if path else ()
        return steps if self._rows_are_named(steps) else ()

    def _rows_are_named(self, steps: Steps) -> bool:
        """Whether each repeat on the way has a position, and nothing else has; a repeat itself is named without."""
        for length, (_, position) in enumerate(steps, 1):
            one = self._definitions.get(_path(steps[:length]))
            if one is None or (one.sort is Sort.REPEAT and length < len(steps)) != bool(position):
                return False
        return True

    def _unique_names(self) -> dict[str, str]:
        """The questions that a name alone is enough for."""
        found: dict[str, list[str]] = {}
        for path, one in self._definitions.items():
            if one.sort is Sort.FIELD:
                found.setdefault(path.rpartition("/")[2], []).append(path)
        return {name: paths[0] for name, paths in found.items() if len(paths) == 1 and not self._in_rows(paths[0])}

    def _in_rows(self, path: str) -> bool:
        parts = path.split("/")
        above = ("/".join(parts[:length]) for length in range(1, len(parts)))
        return any(self._definitions[one].sort is Sort.REPEAT for one in above)

    def _problem(self, code: FormsCode, column: str, kind: str = "") -> None:
        facts = {"kind": kind} if kind else {}
        self._found.problems.append(Known(code, row=self._number, column=column, **facts))


def plain_text(one: Definition, value: Plain) -> str:
    """Return an answer as the form has it. ValueError when it is of another kind than any answer of the question."""
    kind = kind_of(one)
    match value:
        case None:
            return ""
        case bool():
            if one.control is Control.ACKNOWLEDGE:
                return _ACKNOWLEDGED if value else ""
        case int():
            return str(value)
        case Decimal() if value.is_finite() and abs(value.adjusted()) < _DEEPEST:
            whole = kind is Kind.INTEGER and value == value.to_integral_value()
            return str(int(value)) if whole else decimal_text(value)
        case str() if kind in (Kind.TEXT, Kind.LONG_TEXT):
            return value.replace("\r\n", "\n")
        case str():
            return " ".join(value.split()) if kind is Kind.CHOICES else value.strip()
        case list() if kind is Kind.CHOICES:
            codes = [str(code) for code in value if isinstance(code, str | int) and not isinstance(code, bool)]
            if len(codes) == len(value) and all(code and code.split() == [code] for code in codes):
                return " ".join(codes)
        case _:
            pass
    raise ValueError("an answer of another kind")


def _leaves(found: Plain, column: str, depth: int) -> Iterator[tuple[str, Plain]]:
    """Every answer in nested objects and lists, named from the top; a list is named itself and entered too."""
    if depth > _DEEPEST:
        yield column, found
    elif isinstance(found, dict):
        for name, inner in found.items():
            yield from _leaves(inner, f"{column}/{name}" if column else name, depth + 1)
    else:
        yield column, found
        for number, inner in enumerate(found, 1) if isinstance(found, list) else ():
            if isinstance(inner, dict):
                yield from _leaves(inner, f"{column}[{number}]", depth + 1)


def _path(steps: Steps) -> str:
    return "/".join(name for name, _ in steps)


def _kind(one: Definition) -> str:
    return WHEN if WHEN in one.appearance.split() else kind_of(one).value


def _unfit(value: "Plain | Blob") -> str:
    """Why no question at all takes a text: more letters than a value may have, or NUL among them."""
    if not isinstance(value, str):
        return ""
    return "too-long" if len(value) > LONGEST_TEXT else "with-nul" if "\0" in value else ""
