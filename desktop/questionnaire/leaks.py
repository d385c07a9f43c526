"""What in a filling-in may tell who somebody is: told once its question was left, and what is done about it. Pure.

A passage that was found fine is fine in this note; other words are looked at anew. Nothing is asked while one types.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from forms.model import Definition, Sort
from forms.session import Session
from forms.storing import class_of, schema_of
from records.leaking.guard import (
    KEPT_APART,
    Finding,
    Guard,
    Tells,
    is_looked_at,
    mark,
    masked,
    passages,
    protected_paths,
    taken_out,
)
from records.schema import Class, Schema
from records.values import template

_By = Callable[[str, int, int], str]


@dataclass(frozen=True, slots=True)
class Leak:
    """One passage of a text, wherever it stands in it. apart: whether the form has a place to keep it apart."""

    path: str
    passage: str
    tells: Tells
    apart: bool


class Act(Enum):
    """What a person can do about a passage."""

    MOVE = "move"
    MASK = "mask"
    FINE = "fine"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class _Before:
    """The texts before something was done, and after it: what is undone while nothing else changed."""

    text: str
    apart: str
    after: str
    after_apart: str


class Leaks:
    """The leak guard of one filling-in."""

    def __init__(self, guard: Guard, fine: frozenset[str] = frozenset()) -> None:
        """guard: with the names of the notebook. fine: the marks of what was found fine before."""
        self._guard = guard
        self._known = fine
        self._names: tuple[str, ...] = ()
        self._with_names = guard
        self._looked: dict[str, str] = {}
        self._kept_apart: str | None = None
        self._form: Schema | None = None
        self._fine: set[tuple[str, str]] = set()
        self._before: dict[str, _Before] = {}
        self._seen: dict[str, tuple[str, tuple[Finding, ...]]] = {}

    def leave(self, session: Session, path: str) -> None:
        """A question was left: what its text tells may be shown."""
        self._learn(session)
        self._looked[path] = _value(session, path)

    def found(self, session: Session, path: str) -> tuple[Leak, ...]:
        """What is shown beside a question now: nothing while its text is being changed."""
        text = _value(session, path)
        if not text or self._looked.get(path) != text:
            return ()
        found = self._open(session, path, text)
        apart = bool(found) and self._apart(session) is not None
        return tuple(dict.fromkeys(Leak(path, text[one.start : one.end], one.tells, apart) for one in found))

    def unseen(self, session: Session) -> tuple[str, ...]:
        """The questions in which something was never shown; it may be now."""
        self._learn(session)
        found = []
        for path, text in self._texts(session):
            if self._looked.get(path) != text:
                self._looked[path] = text
                if self._open(session, path, text):
                    found.append(path)
        return tuple(found)

    def decide(self, session: Session, path: str, act: Act, passage: str = "") -> None:
        """Do what a person wants with a passage of a text, wherever it stands in it.

        Masked it cannot be read; moved it is kept where only the protection officer may read it; fine it tells nothing.
        """
        match act:
            case Act.MOVE:
                self._replace(session, path, passage, taken_out, moved=passage)
            case Act.MASK:
                self._replace(session, path, passage, masked)
            case Act.FINE:
                self._fine.add((path, passage))
            case Act.UNDO:
                self._undo(session, path)
            case _:
                assert_never(act)

    def can_undo(self, session: Session, path: str) -> bool:
        """Whether what was done last to a text can be taken back: nothing of it changed since."""
        before = self._before.get(path)
        return before is not None and (before.after, before.after_apart) == self._now(session, path)

    def _undo(self, session: Session, path: str) -> None:
        if self.can_undo(session, path):
            before = self._before.pop(path)
            self._set(session, path, before.text, before.apart)

    def marks(self, session: Session) -> frozenset[str]:
        """The marks of everything that a person found fine, as the texts are now."""
        return frozenset(
            mark(path, text, one)
            for path, text in self._texts(session)
            for one in self._all(session, path, text)
            if (path, text[one.start : one.end]) in self._fine
        )

    def _replace(self, session: Session, path: str, passage: str, by: _By, moved: str = "") -> None:
        before, apart = self._now(session, path)
        text = before
        for one in reversed(self._open(session, path, before)):
            if before[one.start : one.end] == passage:
                text = by(text, one.start, one.end)
        lines = [*([apart] if apart else []), *([moved] if moved and moved not in apart.split("\n") else [])]
        self._before[path] = _Before(before, apart, text, "\n".join(lines))
        self._set(session, path, text, "\n".join(lines))

    def _set(self, session: Session, path: str, text: str, apart: str) -> None:
        there = self._apart(session)
        if there is not None and session.value(there) != apart:
            session.set(there, apart)
        session.set(path, text)
        self._looked[path] = text

    def _now(self, session: Session, path: str) -> tuple[str, str]:
        there = self._apart(session)
        return _value(session, path), "" if there is None else session.value(there)

    def _apart(self, session: Session) -> str | None:
        """Where the form keeps passages apart: a protected text outside of rows."""
        if self._kept_apart is None:
            repeats = tuple(f"{one.path}/" for one in session.form.definitions if one.sort is Sort.REPEAT)
            found = (one.path for one in session.form.definitions if _keeps_apart(one))
            self._kept_apart = next((path for path in found if not path.startswith(repeats)), "")
        return self._kept_apart or None

    def _open(self, session: Session, path: str, text: str) -> list[Finding]:
        return [
            one
            for one in self._all(session, path, text)
            if (path, text[one.start : one.end]) not in self._fine and mark(path, text, one) not in self._known
        ]

    def _all(self, session: Session, path: str, text: str) -> tuple[Finding, ...]:
        """Everything found in a text: the same text is looked through once."""
        known = self._seen.get(path)
        if known is not None and known[0] == text:
            return known[1]
        found: tuple[Finding, ...] = ()
        if not session.is_readonly(path):
            looked_at = passages(self._schema(session), [(path, text)])
            found = tuple(each for passage in looked_at for each in self._with_names.find(passage))
        self._seen[path] = (text, found)
        return found

    def _texts(self, session: Session) -> Iterator[tuple[str, str]]:
        """The answers in people's own words that may leave."""
        known = self._schema(session).by_path
        for path, _ in session.places():
            field = known.get(template(path))
            open_text = field is not None and is_looked_at(field) and field.value_class is not Class.PROTECTED
            if open_text and session.is_relevant(path) and (text := session.value(path)):
                yield path, text

    def _schema(self, session: Session) -> Schema:
        """What the guard knows of the form: the same for all its languages."""
        if self._form is None:
            self._form = schema_of(session.form)
        return self._form

    def _learn(self, session: Session) -> None:
        """The names in this note count as those of the notebook do."""
        named = protected_paths(self._schema(session))
        names = tuple(session.value(path) for path, _ in session.places() if template(path) in named)
        names = tuple(name for name in names if name)
        if names != self._names:
            self._names = names
            self._seen.clear()
            self._with_names = self._guard.with_names(names)


def _keeps_apart(one: Definition) -> bool:
    return template(one.path).rpartition("/")[2] == KEPT_APART and class_of(one) is Class.PROTECTED


def _value(session: Session, path: str) -> str:
    try:
        return session.value(path)
    except KeyError:  # a row that was taken away
        return ""
