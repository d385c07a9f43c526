"""A second client of the form engine, beside the windows: forms as inline tables, answers by position."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from random import Random
from textwrap import dedent

from forms.converting import compile_sheets
from forms.environment import Surroundings
from forms.model import Form, Sort
from forms.positions import Positions
from forms.program import Program
from forms.reading import sheets_of
from forms.session import Asked, Filling, Session
from forms.storing import from_bytes, to_bytes
from records.errors import Known
from records.values import Answers, Blob, Value

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KINGA = '| settings | | |\n| | form_id | namespaces |\n| | form | kinga="urn:kinga:forms" |\n'


def compiled(table: str) -> Form:
    """Compile an XLSForm written as Markdown in a test, and bring it through its bytes as every form is."""
    raw = dedent(table).encode()
    return from_bytes(to_bytes(compile_sheets(sheets_of(raw, Path("form.md")), "form")))


def surroundings(language: str = "en", seed: int = 1) -> Surroundings:
    """A world that stands still."""
    return Surroundings(lambda: NOON, Random(seed).randbytes, language)


def session_of(form: Form, answers: Answers | None = None, language: str = "en", rows: str = "r") -> Session:
    """One filling-in, rows named r1, r2, …"""
    names = (f"{rows}{number}" for number in itertools.count(1))
    return Session(Program(form), surroundings(language), Filling(lambda: next(names), answers))


class Scenario:
    """One filling-in, spoken to by positions: `s["people[2]/age"] = 4`."""

    def __init__(self, table: str, language: str = "en") -> None:
        self.form = compiled(table)
        self.session = session_of(self.form, language=language)

    def path(self, name: str) -> str:
        """The path with row ids of a path with positions."""
        path = ""
        for step in name.split("/"):
            plain, bracket, position = step.partition("[")
            path = f"{path}/{plain}".lstrip("/")
            if bracket:
                path = self.session.rows(path)[int(position[:-1]) - 1]
        return path

    def __setitem__(self, name: str, value: Value) -> None:
        self.session.set(self.path(name), value)

    def __getitem__(self, name: str) -> str:
        return self.session.value(self.path(name))

    def add(self, repeat: str) -> None:
        self.session.add_row(self.path(repeat))

    def remove(self, row: str) -> None:
        self.session.remove_row(self.path(row))

    def count(self, repeat: str) -> int:
        return len(self.session.rows(self.path(repeat)))

    def relevant(self, name: str) -> bool:
        return self.session.is_relevant(self.path(name))

    def label(self, name: str) -> str:
        return self.session.label(self.path(name))

    def codes(self, name: str) -> list[str]:
        return [one.code for one in self.session.choices(self.path(name))]

    def labels(self, name: str) -> list[str]:
        return [one.label for one in self.session.choices(self.path(name))]

    def named(self, path: str) -> str:
        """The path with positions of a path with row ids."""
        return Positions(self.session.row_ids()).name(path)

    @property
    def asked(self) -> list[str]:
        """Everything asked now; a repeat itself, where rows can be added, with `+`."""
        return [self.named(one.path) + ("+" if is_repeat(one) else "") for one in self.session.asked()]

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong, by path."""
        return {self.named(one.path): one.wrong.value for one in self.session.problems()}

    @property
    def answers(self) -> dict[str, Value]:
        """The answers that count."""
        return {self.named(path): value for path, value in self.session.answers().values.items()}

    @property
    def draft(self) -> dict[str, Value]:
        """The answers a draft keeps."""
        return {self.named(path): value for path, value in self.session.draft_answers().values.items()}


def is_repeat(one: Asked) -> bool:
    """Whether this is a repeat itself and not one of its rows."""
    return one.definition.sort is Sort.REPEAT and "#" not in one.path.rpartition("/")[2]


def state_of(session: Session) -> dict[str, tuple[str, bool]]:
    """Every field's answer, and whether every group, row and field is relevant."""
    return dict(_state(session))


def _state(session: Session) -> Iterator[tuple[str, tuple[str, bool]]]:
    for path, one in session.places():
        yield path, (session.value(path) if one.sort is Sort.FIELD else "", session.is_relevant(path))


def known(act: Callable[[], object]) -> StrEnum | None:
    """The code of the known failure an act ends in, None when it ends well; anything else goes its way."""
    try:
        act()
    except Known as problem:
        return problem.code
    return None


def blob(name: str = "ABCDEFGHJKLMNPQR") -> Blob:
    """An attachment that nobody can open."""
    return Blob(name, 12, bytes(32), bytes(32), "image/jpeg")
