"""Laptops without a vault: the cells of one record, saves by the real rules, and exchange in any order."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import count

from records.changes import answers_of, changes
from records.journal.body import SALT_SIZE, Body, Change, May, RecordName, write_body
from records.journal.merge import Cells, RecordCells, conflicts, seen
from records.journal.state import Accepted
from records.schema import BodyClass, Schema
from records.values import Answers, Value
from tests.support.vaults import MOMENT, NOTE

AUTHOR = b"\x01" * 32
RECORD = RecordName(AUTHOR, bytes(8))


class Device:
    """One laptop: its cells of one record, and what it wrote. Another takes its saves when it is told to."""

    _numbers = count(1)

    def __init__(self, name: str = "d", schema: Schema = NOTE) -> None:
        self.name = name
        self.schema = schema
        self.record = RecordCells()
        self.saves: list[Accepted] = []

    def rows(self) -> Callable[[], str]:
        """Names for new rows."""
        numbers = (f"{self.name}{number}" for number in Device._numbers)
        return lambda: next(numbers)

    @property
    def cells(self) -> Cells:
        """What stands here."""
        return self.record.cells()

    @property
    def answers(self) -> Answers:
        """What a form opened now would show."""
        return answers_of(seen(self.cells))

    def wanted(
        self, answers: Answers, opened: Cells | None = None, schema: Schema | None = None
    ) -> Mapping[BodyClass, tuple[Change, ...]]:
        """What a save of these answers would change."""
        return changes(schema or self.schema, self.cells if opened is None else opened, answers, self.rows())

    def save(self, answers: Answers, opened: Cells | None = None, schema: Schema | None = None) -> bytes:
        """Save these answers and no others, against the cells the form was opened on (default: those of now)."""
        return self.write(self.wanted(answers, opened, schema))

    def change(self, values: Mapping[str, Value], opened: Cells | None = None) -> bytes:
        """Change these answers (None takes one away) and leave the others as they are."""
        found = self.answers if opened is None else answers_of(seen(opened))
        merged = {path: value for path, value in {**found.values, **values}.items() if value is not None}
        rows = dict(found.rows)
        for path in values:
            repeat, mark, rest = path.partition("#")
            row = rest.partition("/")[0]
            if mark and row not in rows.get(repeat, ()):
                rows[repeat] = (*rows.get(repeat, ()), row)
        return self.save(Answers(merged, rows), opened)

    def without_row(self, repeat: str, row: str) -> Answers:
        """The answers with one row taken out."""
        found = self.answers
        values = {path: value for path, value in found.values.items() if not path.startswith(f"{repeat}#{row}/")}
        return Answers(values, {**found.rows, repeat: tuple(one for one in found.rows[repeat] if one != row)})

    def write(self, found: Mapping[BodyClass, tuple[Change, ...]]) -> bytes:
        """Write an entry with these changes; the later it is written, the later it claims to be."""
        number = next(Device._numbers)
        entry = hashlib.sha256(f"{number}".encode()).digest()
        at = (MOMENT + timedelta(seconds=number)).isoformat(timespec="milliseconds")
        for which, some in found.items():
            body = Body(RECORD, "note", NOTE.version, at, False, May(), some)
            raw = write_body(body, AUTHOR, number.to_bytes(SALT_SIZE, "big"))
            self.accept([Accepted(entry, AUTHOR, which, raw, body)])
        return entry

    def take(self, other: "Device", classes: frozenset[BodyClass] = frozenset(BodyClass)) -> None:
        """Take all that another holds of these classes."""
        self.accept([save for save in other.saves if save.which in classes])

    def accept(self, saves: Iterable[Accepted]) -> None:
        """Take these bodies, known ones too."""
        for save in list(saves):
            if save not in self.saves:
                self.saves.append(save)
            self.record.take(save.entry, save.author, save.which, save.body)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The paths people must look at."""
        return conflicts(seen(self.cells))


def swap(*devices: Device) -> None:
    """Let each take all that the others hold."""
    for one in devices:
        for other in devices:
            one.take(other)
