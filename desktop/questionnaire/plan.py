"""What stands on a page of questions, and in which order: from what a form asks now. Pure, so that it is compared.

Groups and rows hold what is inside them. What comes only on demand stands as buttons, gathered behind its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import groupby
from typing import Final

from desktop.questionnaire.layout import Layout, layout
from forms.model import Definition, Sort
from forms.session import Asked, Session
from records.values import template

SHORT: Final = "count"
LONG: Final = 3
"""A form with this many groups at its top is shown group by group, with an outline."""


class Shape(Enum):
    """What a piece of the page is."""

    QUESTION = "question"
    LINE = "line"
    GROUP = "group"
    ROW = "row"
    GRID = "grid"
    GONE = "gone"
    ADDERS = "adders"


@dataclass(frozen=True, slots=True)
class Adder:
    """A button that adds a row to a repeat, or opens a group. again: there are rows already."""

    path: str
    group: bool = False
    again: bool = False
    on_demand: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. number: of a row, counted from 1 where there are several, else 0."""

    shape: Shape
    path: str
    definition: Definition | None = None
    number: int = 0
    inside: tuple["Piece", ...] = ()
    adders: tuple[Adder, ...] = ()

    @property
    def key(self) -> tuple[Shape, str]:
        """What it is known by as long as it stands."""
        return self.shape, self.path

    def questions(self) -> Iterator["Piece"]:
        """Every question in it, in order."""
        if self.shape is Shape.QUESTION:
            yield self
        for piece in self.inside:
            yield from piece.questions()


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that was removed and can still be brought back: its repeat, and where among the rows it stood."""

    repeat: str
    place: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a long form that is shown by itself. path: of the group, or of the first question."""

    path: str
    title: str
    pieces: tuple[Piece, ...]

    def questions(self) -> Iterator[Piece]:
        """Every question in it, in order."""
        for piece in self.pieces:
            yield from piece.questions()


def pieces(
    session: Session, opened: frozenset[str] = frozenset(), gone: Gone | None = None, laid: Layout | None = None
) -> tuple[Piece, ...]:
    """Return what is asked now as a tree. opened: the groups on demand that a person opened. laid: `layout(form)`."""
    planning = _Planning(session, opened, gone, laid or layout(session.form))
    return planning.level(_Reader(tuple(session.asked())), 0)


def sections(session: Session, found: Sequence[Piece], laid: Layout | None = None) -> tuple[Section, ...]:
    """Return the parts of a long form, one for each group and each run of questions between groups; of others, one.

    What is too long for a part is cut into several.
    """
    laid = laid or layout(session.form)
    if not laid.long and sum(_is_part(piece) for piece in found) < LONG:
        return (Section("", "", tuple(found)),)
    parts: list[list[Piece]] = []
    for piece in found:
        if piece.shape is Shape.GROUP or not parts or parts[-1][0].shape is Shape.GROUP:
            parts.append([])
        parts[-1].append(piece)
    return tuple(section for part in parts for section in _sections(session, part, laid))


def _sections(session: Session, part: Sequence[Piece], laid: Layout) -> Iterator[Section]:
    """A part, or what it is cut into: each of a group is numbered, others are called by their first question."""
    first = part[0]
    group = first.shape is Shape.GROUP
    inside = first.inside if group else tuple(part)
    runs = [tuple(run) for _, run in groupby(inside, key=lambda one: laid.cuts.get(template(one.path), ""))]
    for number, run in enumerate(runs, 1):
        title = _title(session, first if group else run[0])
        cut = laid.cuts.get(template(run[0].path))
        path = first.path if number == 1 or cut is None else cut
        yield Section(path, f"{title} {number}" if group and len(runs) > 1 else title, run)


def _title(session: Session, piece: Piece) -> str:
    """What a group or question is called; of a table, its first row."""
    found = piece.inside[0] if piece.shape is Shape.GRID else piece
    return session.label(found.path)


@dataclass(slots=True)
class _Reader:
    """What is asked, read one by one."""

    asked: Sequence[Asked]
    at: int = 0

    def next(self, depth: int) -> Asked | None:
        """The next one at a depth, None when the level is over."""
        if self.at >= len(self.asked) or self.asked[self.at].depth < depth:
            return None
        self.at += 1
        return self.asked[self.at - 1]


@dataclass(slots=True)
class _Level:
    """One level as it grows. waiting: buttons that stand behind what comes on demand together."""

    found: list[Piece] = field(default_factory=list)
    waiting: list[Adder] = field(default_factory=list)
    run: str = ""

    def flush(self) -> None:
        """Let the buttons stand here."""
        if self.waiting:
            self.found.append(Piece(Shape.ADDERS, self.run, adders=tuple(self.waiting)))
        self.waiting, self.run = [], ""

    def ask(self, piece: Piece) -> None:
        """Let a question stand here; short ones that follow each other stand in a line."""
        self.flush()
        last = self.found[-1] if self.found else None
        if not _is_short(piece):
            self.found.append(piece)
        elif last is not None and last.shape is Shape.LINE:
            self.found[-1] = replace(last, inside=(*last.inside, piece))
        else:
            self.found.append(Piece(Shape.LINE, piece.path, inside=(piece,)))

    def ask_in_table(self, piece: Piece, path: str) -> None:
        """Let a question stand in the table of this path."""
        self.flush()
        last = self.found[-1] if self.found else None
        if last is not None and last.key == (Shape.GRID, path):
            self.found[-1] = replace(last, inside=(*last.inside, piece))
        else:
            self.found.append(Piece(Shape.GRID, path, inside=(piece,)))

    def wait(self, path: str, adder: Adder | None) -> None:
        """Let a button stand behind those of its run, which is known by its first path."""
        self.run = self.run or path
        if adder is not None:
            self.waiting.append(adder)


class _Planning:
    """Makes the tree."""

    def __init__(self, session: Session, opened: frozenset[str], gone: Gone | None, laid: Layout) -> None:
        self.session = session
        self.opened = opened
        self.gone = gone
        self.laid = laid

    def level(self, reader: _Reader, depth: int) -> tuple[Piece, ...]:
        level = _Level()
        while (one := reader.next(depth)) is not None:
            match one.definition.sort:
                case Sort.FIELD if one.definition.hidden:
                    continue
                case Sort.FIELD:
                    self._question(level, one)
                case Sort.GROUP:
                    self._group(level, one, self.level(reader, depth + 1))
                case Sort.REPEAT if "#" in one.path.rpartition("/")[2]:
                    reader.at -= 1  # rows of a repeat to which none can be added now
                    self._repeat(level, replace(one, path=one.path.rpartition("#")[0]), reader, offered=False)
                case Sort.REPEAT:
                    self._repeat(level, one, reader)
        level.flush()
        return tuple(level.found)

    def _question(self, level: _Level, one: Asked) -> None:
        """A question by itself, or in a table. What only says what the columns are is seen there."""
        piece, path = Piece(Shape.QUESTION, one.path, one.definition), template(one.path)
        table = self.laid.table(path)
        if table:
            above, slash, _ = one.path.rpartition("/")
            level.ask_in_table(piece, f"{above}{slash}{table.rpartition('/')[2]}")
        elif path not in self.laid.heads:
            level.ask(piece)

    def _group(self, level: _Level, one: Asked, inside: tuple[Piece, ...]) -> None:
        if not one.definition.on_demand:
            level.flush()
        elif one.path not in self.opened and not self._answered(inside):
            level.wait(one.path, Adder(one.path, group=True))
            return
        else:
            level.wait(one.path, None)
        if inside:
            level.found.append(Piece(Shape.GROUP, one.path, one.definition, inside=inside))

    def _repeat(self, level: _Level, one: Asked, reader: _Reader, *, offered: bool = True) -> None:
        """A repeat stands twice over: once by itself, then each of its rows."""
        repeat, definition = one.path, one.definition
        if not definition.on_demand:
            level.flush()
        rows = [Piece(Shape.ROW, row.path, definition, inside=inside) for row, inside in self._rows(reader, one)]
        numbered = [_numbered(row, number, len(rows)) for number, row in enumerate(rows, 1)]
        if self.gone is not None and self.gone.repeat == repeat:
            numbered.insert(self.gone.place, Piece(Shape.GONE, repeat, definition))
        level.found += numbered
        open_ended = offered and definition.count is None and not definition.fixed_rows
        adder = Adder(repeat, again=bool(rows), on_demand=definition.on_demand)
        level.wait(repeat, adder if open_ended else None)
        if not definition.on_demand:
            level.flush()

    def _rows(self, reader: _Reader, repeat: Asked) -> Iterator[tuple[Asked, tuple[Piece, ...]]]:
        while reader.at < len(reader.asked) and reader.asked[reader.at].path.startswith(f"{repeat.path}#"):
            row = reader.asked[reader.at]
            reader.at += 1
            yield row, self.level(reader, repeat.depth + 1)

    def _answered(self, inside: Sequence[Piece]) -> bool:
        rows = any(piece.shape is Shape.ROW for piece in inside)
        return rows or any(self.session.value(one.path) for piece in inside for one in piece.questions())


def _is_part(piece: Piece) -> bool:
    """Whether a piece makes a form longer: groups that a person opened herself do not."""
    opened = piece.definition is not None and piece.definition.on_demand
    return piece.shape is Shape.GROUP and not opened


def _is_short(piece: Piece) -> bool:
    return piece.definition is not None and SHORT in piece.definition.appearance.split()


def _numbered(row: Piece, number: int, count: int) -> Piece:
    return Piece(row.shape, row.path, row.definition, number if count > 1 else 0, row.inside)
