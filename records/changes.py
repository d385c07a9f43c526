"""What one save changes: the answers now, against the cells the form was opened on. Pure.

Compared is what the person saw, not the newest cells: what arrived meanwhile is never silently overwritten, it becomes
a visible conflict. A value replaces only values of its own class; a field that moves up leaves `gone` below. A class is
never lowered here: where an answer stood higher than the form now says, it stays there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from records.errors import Known, RecordsCode
from records.journal.body import Change
from records.journal.merge import Cells, Place, Seen, Showing, Shown, Standing, removed_rows, seen
from records.ordering import reordered
from records.schema import BodyClass, Kind, Schema, is_reserved
from records.values import EXISTS, GONE, ORDER, Answers, Gone, Value, rows_above

NewRow = Callable[[], str]

_NOTHING: Final = Shown(Showing.NOTHING, None, (), None)


def answers_of(found: Seen) -> Answers:
    """Return what is seen as answers: removed rows left out, the paragraphs of a long text joined."""
    gone = removed_rows(found)
    values: dict[str, Value] = {}
    rows: dict[str, set[tuple[str, str]]] = defaultdict(set)
    paragraphs: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for path, here in found.items():
        above = rows_above(path)
        if is_reserved(path) or (gone and any(row in gone for row in (*above, path))):
            continue
        for row in above:
            repeat, _, row_id = row.rpartition("#")
            rows[repeat].add((_order(found, row), row_id))
        if here.value is None:
            continue
        if _is_paragraph(path):
            base, _, row_id = path.rpartition("#")
            paragraphs[base].append((_order(found, path), row_id, str(here.value)))
        else:
            values[path] = here.value
    for base, texts in paragraphs.items():
        values[base] = "\n".join(text for _, _, text in sorted(texts))
    return Answers(values, {repeat: tuple(row for _, row in sorted(marks)) for repeat, marks in rows.items()})


def changes(schema: Schema, opened: Cells, answers: Answers, new_row: NewRow) -> Mapping[BodyClass, tuple[Change, ...]]:
    """Return the changes of each body that turn what was opened into the answers; nothing for what stayed."""
    wanted = _Wanted(schema, opened, new_row)
    for path, value in answers.values.items():
        wanted.answer(path, value)
    wanted.rows(answers.rows)
    return wanted.changes()


def resolution(cells: Cells, path: str, entry: bytes) -> Mapping[BodyClass, tuple[Change, ...]]:
    """Return the changes that let the value of one entry stand alone at a path. Known(NOT_STANDING)."""
    standing = [(which, one) for which in BodyClass for one in cells.get(Place(path, which), ())]
    found_there = [(which, one.value) for which, one in standing if one.entry == entry]
    if not found_there:
        raise Known(RecordsCode.NOT_STANDING, field=path)
    taken, value = found_there[0]
    found: dict[BodyClass, tuple[Change, ...]] = {}
    for which in sorted({which for which, _ in standing}):
        over = tuple(sorted(one.entry for other, one in standing if other is which))
        found[which] = (Change(path, value if which is taken else GONE, over),)
    return found


@dataclass(frozen=True, slots=True)
class _Wish:
    value: Value
    body: BodyClass


class _Wanted:
    """Gathers what should stand, then says what must change for it."""

    def __init__(self, schema: Schema, opened: Cells, new_row: NewRow) -> None:
        self.schema = schema
        self.opened = opened
        self.seen = seen(opened)
        self.new_row = new_row
        self.removed_before = removed_rows(self.seen)
        self.wishes: dict[str, _Wish] = {}
        self.row_bodies: dict[str, set[BodyClass]] = defaultdict(set)

    def answer(self, path: str, value: Value) -> None:
        """An answer as a filling-in gives it."""
        if value is None or value in ("", ()):
            return
        if self.schema.kind(path) is Kind.LONG_TEXT and isinstance(value, str):
            self._long_text(path, value)
        else:
            self._wish(path, value)

    def rows(self, rows: Mapping[str, tuple[str, ...]]) -> None:
        """Say of each row that has an answer that it is there, and where. Rows without any answer are not kept."""
        for repeat, ids in rows.items():
            kept = [row_id for row_id in ids if self.row_bodies.get(f"{repeat}#{row_id}")]
            self._place(repeat, kept)

    def changes(self) -> Mapping[BodyClass, tuple[Change, ...]]:
        """Return the changes of each body, sorted by path."""
        found: dict[BodyClass, list[Change]] = defaultdict(list)
        for path in sorted({*self.wishes, *self.seen}):
            for which, change in self._at(path):
                found[which].append(change)
        return {which: tuple(found[which]) for which in BodyClass if which in found}

    def _wish(self, path: str, value: Value) -> None:
        body = self._body(path)
        self.wishes[path] = _Wish(value, body)
        for row in rows_above(path):
            self.row_bodies[row].add(body)

    def _body(self, path: str) -> BodyClass:
        """The form's class, or the higher one at which the answer stands."""
        held = [
            which
            for which in BodyClass
            if any(not isinstance(one.value, Gone | None) for one in self.opened.get(Place(path, which), ()))
        ]
        return max([BodyClass.of(self.schema.class_of(path)), *held])

    def _long_text(self, path: str, text: str) -> None:
        old = _paragraphs(self.seen, path)
        ids = _aligned(old, text.split("\n"), self.new_row)
        for row_id, paragraph in ids:
            row = f"{path}#{row_id}"
            self._wish(row, paragraph)
            self.row_bodies[row].add(self.wishes[row].body)
        self._place(path, [row_id for row_id, _ in ids])

    def _place(self, repeat: str, ids: Iterable[str]) -> None:
        rows = [f"{repeat}#{row_id}" for row_id in ids]
        keys = reordered([_order(self.seen, row) or None for row in rows])
        for row, key in zip(rows, keys, strict=True):
            self.wishes[f"{row}/{EXISTS}"] = _Wish(value=True, body=BodyClass.NETWORK)
            self.wishes[f"{row}/{ORDER}"] = _Wish(key, BodyClass.NETWORK)

    def _at(self, path: str) -> Iterable[tuple[BodyClass, Change]]:
        if is_reserved(path):
            return self._reserved(path)
        wish = self.wishes.get(path)
        if wish is None:
            return self._taken_away(path)
        here = self.seen.get(path, _NOTHING)
        elsewhere = [which for which in self._holding(path) if which is not wish.body]
        untouched = here.value == wish.value and type(here.value) is type(wish.value)
        if untouched and (here.state is Showing.CONFLICT or not elsewhere):
            return ()
        left = [(which, self._replace(path, which, GONE)) for which in elsewhere]
        return [*left, (wish.body, self._replace(path, wish.body, wish.value))]

    def _taken_away(self, path: str) -> Iterable[tuple[BodyClass, Change]]:
        if any(row in self.removed_before for row in (*rows_above(path), path)):
            return ()  # removed by one and edited by another: people decide, not the next save
        return [(which, self._replace(path, which, None)) for which in self._holding(path)]

    def _reserved(self, path: str) -> Iterable[tuple[BodyClass, Change]]:
        """A row stands in every class in which it has an answer, and in no other; a removed one is false in each."""
        wish = self.wishes.get(path)
        row = path.rpartition("/")[0]
        bodies = self.row_bodies.get(row, set())
        if wish is None:
            if path.endswith(ORDER):
                return
            for which in self._holding(path):
                if any(one.value is True for one in self.opened[Place(path, which)]):
                    yield which, self._replace(path, which, value=False)
            return
        for which in BodyClass:
            standing = self.opened.get(Place(path, which), ())
            holding = any(not isinstance(one.value, Gone) for one in standing)
            if which in bodies and not (len(standing) == 1 and standing[0].value == wish.value):
                yield which, self._replace(path, which, wish.value)
            elif which not in bodies and holding:
                yield which, self._replace(path, which, GONE)

    def _holding(self, path: str) -> list[BodyClass]:
        """The classes in which something but nothing stands."""
        return [
            which
            for which in BodyClass
            if any(not isinstance(one.value, Gone | None) for one in self.opened.get(Place(path, which), ()))
        ]

    def _replace(self, path: str, which: BodyClass, value: Value | Gone) -> Change:
        standing: tuple[Standing, ...] = self.opened.get(Place(path, which), ())
        return Change(path, value, tuple(sorted(one.entry for one in standing)))


def _is_paragraph(path: str) -> bool:
    return "#" in path.rpartition("/")[2]


def _order(found: Seen, row: str) -> str:
    value = found.get(f"{row}/{ORDER}", _NOTHING).value
    return value if isinstance(value, str) else ""


def _paragraphs(found: Seen, path: str) -> list[tuple[str, str]]:
    """The paragraphs of a long text that stand, in order, as (row id, text)."""
    gone = removed_rows(found)
    start = path + "#"
    rows = [one for one in found if one.startswith(start) and "/" not in one[len(start) :] and one not in gone]
    texts = [(_order(found, row), row[len(start) :], found[row].value) for row in rows]
    return [(row_id, text) for _, row_id, text in sorted(texts, key=lambda one: one[:2]) if isinstance(text, str)]


def _aligned(old: list[tuple[str, str]], new: list[str], new_row: NewRow) -> list[tuple[str, str]]:
    """Give each new paragraph its id: that of the same paragraph before, or of the one it took the place of."""
    matcher = SequenceMatcher(None, [text for _, text in old], new, autojunk=False)
    found: list[tuple[str, str]] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "delete":
            continue
        kept = [row_id for row_id, _ in old[old_from:old_to]]
        for place, text in enumerate(new[new_from:new_to]):
            found.append((kept[place] if place < len(kept) else new_row(), text))
    return found
