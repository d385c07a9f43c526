"""Notes that were just added and say exactly what an earlier note says: told, never refused."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from desktop.commands.list_records import every_line
from forms.positions import Positions
from records.changes import answers_of
from records.journal.merge import seen
from records.values import Blob, Gone, Value
from records.vault.lists import Query, RecordLine
from records.vault.vault import Vault

_MOST_TOLD_APART: Final = 200  # notes of one day, place and title: where there are more, the file is a large one

Said = Mapping[str, Value | Gone | tuple[str, int]]
"""The answers of a note, rows by their place and attachments by kind and length: what two notes can share."""


def added_again(vault: Vault, form: str, codes: Sequence[str]) -> dict[str, str]:
    """Return which of these notes of a form, just written, say what an earlier one says: its code by theirs."""
    if not codes:
        return {}
    written = set(codes)
    earlier: dict[tuple[str, ...], list[tuple[str, Said]]] = defaultdict(list)
    lines = sorted(every_line(vault, Query(form)), key=lambda line: line.number)
    wanted = {_seen_from_afar(line) for line in lines if line.code in written}
    found: dict[str, str] = {}
    for line in lines:
        alike = earlier[_seen_from_afar(line)]
        if _seen_from_afar(line) not in wanted or len(alike) >= _MOST_TOLD_APART:
            continue
        said = _said(vault, line)
        if line.code in written:
            first = next((other for other, same in alike if same == said), None)
            found |= {} if first is None else {line.code: first}
        alike.append((line.code, said))
    return found


def _seen_from_afar(line: RecordLine) -> tuple[str, ...]:
    """What a list shows of a note: where this differs, nothing more need be read."""
    return (line.version, line.title, line.when, line.place, line.kind)


def _said(vault: Vault, line: RecordLine) -> Said:
    answers = answers_of(seen(vault.projection.cells(line.id)))
    positions = Positions(answers.rows)
    return {
        positions.name(path): (value.media, value.length) if isinstance(value, Blob) else value
        for path, value in answers.values.items()
    }
