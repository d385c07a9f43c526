"""What one save changes: the answers now, against the cells the form was opened on. Pure.

Compared is what the person saw, not the newest cells: what arrived meanwhile is never silently overwritten, it becomes
a visible conflict. A value replaces only values of its own class; a field that moves up leaves `gone` below. A class is
never lowered here: where an answer stood higher than the form now says, it stays there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from records.errors import Known, RecordsCode
from records.journal.body import Change
from records.journal.merge import Cells, Place, Seen, Showing, Shown, Standing, removed_rows, seen
from records.ordering import reordered
from records.schema import BodyClass, Kind, Schema, is_reserved
from records.values import EXISTS, GONE, ORDER, Answers, Gone, Value, rows_above, same

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
        if _is_paragraph(path) and isinstance(here.value, str):
            base, _, row_id = path.rpartition("#")
            paragraphs[base].append((_order(found, path), row_id, here.value))
        else:
            values[path] = here.value
    for base, texts in paragraphs.items():
        values[base] = _joined(values.get(base), [text for _, _, text in sorted(texts)])
    return Answers(values, {repeat: tuple(row for _, row in sorted(marks)) for repeat, marks in rows.items()})


def changes(schema: Schema, opened: Cells, answers: Answers, new_row: NewRow) -> Mapping[BodyClass, tuple[Change, ...]]:
    """Return the changes of each body that turn what was opened into the answers; nothing for what stayed."""
    wanted = _Wanted(schema, opened, new_row)
    for path, value in answers.values.items():
        wanted.answer(path, value)
    wanted.rows(answers.rows)
    return wanted.changes()


def resolution(cells: Cells, path: str, entry: bytes) -> Mapping[BodyClass, tuple[Change, ...]]:
    """Return the changes that let the value of one entry stand alone at a path. Known(NOT_STANDING).

    It stands in the highest class in which a value stood. Taking a value of a row that somebody removed brings the row
    back; taking the removal takes away what stands in the row.
    """
    taken = [one for which in BodyClass for one in cells.get(Place(path, which), ()) if one.entry == entry]
    values = [one.value for one in taken if not isinstance(one.value, Gone)]
    if not values:
        raise Known(RecordsCode.NOT_STANDING, field=path)
    value = values[-1]
    found: dict[BodyClass, list[Change]] = defaultdict(list)
    _let_stand(cells, found, path, value)
    if path.endswith("/" + EXISTS):
        if value is False:
            row = path.removesuffix("/" + EXISTS)
            for inside in sorted({place.path for place in cells}):
                if row in (*rows_above(inside), inside) and not is_reserved(inside):
                    _let_stand(cells, found, inside, None)
    elif value is not None:
        removed = removed_rows(seen(cells))
        for row in (*rows_above(path), path):
            if row in removed:
                _bring_back(cells, found, row, max(which for which, _ in found.items()))
    return {which: tuple(found[which]) for which in sorted(found)}


def _bring_back(cells: Cells, found: dict[BodyClass, list[Change]], row: str, taken: BodyClass) -> None:
    """A removed row is there again, in the classes in which something stands in it."""
    path = f"{row}/{EXISTS}"
    bodies = {taken} | {
        place.body
        for place, ones in cells.items()
        if row in (*rows_above(place.path), place.path) and not is_reserved(place.path)
        if any(not isinstance(one.value, Gone | None) for one in ones)
    }
    for which in BodyClass:
        standing = cells.get(Place(path, which), ())
        if standing or which in bodies:
            over = tuple(sorted(one.entry for one in standing))
            found[which].append(Change(path, True if which in bodies else GONE, over))


def _let_stand(cells: Cells, found: dict[BodyClass, list[Change]], path: str, value: Value) -> None:
    """One value alone at a path: in its highest class, or in every class where it says something of a row."""
    standing = {which: cells.get(Place(path, which), ()) for which in BodyClass}
    held = [which for which, ones in standing.items() if any(not isinstance(one.value, Gone) for one in ones)]
    for which, ones in standing.items():
        if ones:
            stands = which in held and (is_reserved(path) or which is held[-1])
            found[which].append(Change(path, value if stands else GONE, tuple(sorted(one.entry for one in ones))))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What should stand at a path, in which body; stays: it does already, and nothing is written."""

    value: Value
    body: BodyClass
    stays: bool = False


class _Wanted:
    """Gathers what should stand, then says what must change for it."""

    def __init__(self, schema: Schema, opened: Cells, new_row: NewRow) -> None:
        self.schema = schema
        self.opened = opened
        self.seen = seen(opened)
        self.new_row = new_row
        self.removed_before = removed_rows(self.seen)
        self.held = _held(opened)
        self.used = set(self.seen)
        self.wishes: dict[str, _Wish] = {}
        self.untouched: set[str] = set()
        self.written: set[str] = set()
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
        self._leave_open({f"{repeat}#{row_id}" for repeat, ids in rows.items() for row_id in ids})
        for repeat, ids in rows.items():
            kept = [row_id for row_id in ids if self.row_bodies.get(f"{repeat}#{row_id}")]
            self._place(repeat, kept)

    def changes(self) -> Mapping[BodyClass, tuple[Change, ...]]:
        """Return the changes of each body, sorted by path."""
        found: dict[BodyClass, list[Change]] = defaultdict(list)
        paths = {*self.wishes, *self.seen}
        for path in sorted(paths, key=is_reserved):  # what is said of rows follows from what is written in them
            for which, change in self._reserved(path) if is_reserved(path) else self._at(path):
                found[which].append(change)
                self.written.update((*rows_above(path), path))
        return {which: tuple(sorted(found[which], key=_by_path)) for which in BodyClass if which in found}

    def _leave_open(self, rows: set[str]) -> None:
        """A conflict of which the side shown is no answer: that there is none is no decision, and its row stays.

        So does a long text of which only an empty paragraph is left: it was no answer before either.
        """
        has_empty = any(here.value == "" for here in self.seen.values())
        empty = {path for path, value in answers_of(self.seen).values.items() if value == ""} if has_empty else set()
        for path, here in self.seen.items():
            if path in self.wishes or is_reserved(path) or not rows.issuperset(rows_above(path)):
                continue
            if (here.state is Showing.CONFLICT and here.value is None) or _text_of(path) in empty:
                self.untouched.add(path)
                for row in rows_above(path):
                    self.row_bodies[row].update(self._holding(path))

    def _wish(self, path: str, value: Value) -> None:
        """Note an answer; an unchanged one stays where it is, unless it must move up. A conflict stays whole."""
        body = max(BodyClass.of(self.schema.class_of(path)), self.held.get(_text_of(path), BodyClass.NETWORK))
        here, holding = self.seen.get(path, _NOTHING), self._holding(path)
        stays = same(here.value, value) and (here.state is Showing.CONFLICT or holding == [body])
        self.wishes[path] = _Wish(value, body, stays)
        for row in (*rows_above(path), *([path] if _is_paragraph(path) else [])):
            self.row_bodies[row].update(holding if stays else [body])

    def _long_text(self, path: str, text: str) -> None:
        old = _paragraphs(self.seen, path)
        whole = self.seen.get(path, _NOTHING).value  # as another version of the form kept it
        if isinstance(whole, str) and text == _joined(whole, [paragraph for _, paragraph in old]):
            self._wish(path, whole)
            ids = old
        else:
            ids = _aligned(old, text.split("\n"), lambda: self._fresh_row(path))
        for row_id, paragraph in ids:
            self._wish(f"{path}#{row_id}", paragraph)
        self._place(path, [row_id for row_id, _ in ids])

    def _fresh_row(self, repeat: str) -> str:
        """An id that no row here has, or had."""
        while True:
            row_id = self.new_row()
            row = f"{repeat}#{row_id}"
            if row not in self.used:
                self.used.add(row)
                return row_id

    def _place(self, repeat: str, ids: Sequence[str]) -> None:
        rows = [f"{repeat}#{row_id}" for row_id in ids]
        present = [_order(self.seen, row) for row in rows]
        keys = reordered([key or None for key in present])
        places = list(zip(present, ids, strict=True))
        if places == sorted(places) and all(f"{row}/{EXISTS}" in self.seen for row in rows):
            keys = [key or fresh for key, fresh in zip(present, keys, strict=True)]  # nothing came and nothing moved
        for row, key in zip(rows, keys, strict=True):
            self.wishes[f"{row}/{EXISTS}"] = _Wish(value=True, body=BodyClass.NETWORK)
            self.wishes[f"{row}/{ORDER}"] = _Wish(key, BodyClass.NETWORK)

    def _at(self, path: str) -> Iterable[tuple[BodyClass, Change]]:
        wish = self.wishes.get(path)
        if wish is None:
            return self._taken_away(path)
        if wish.stays:
            return ()
        left = [(which, self._replace(path, which, GONE)) for which in self._holding(path) if which is not wish.body]
        return [*left, (wish.body, self._replace(path, wish.body, wish.value))]

    def _taken_away(self, path: str) -> Iterable[tuple[BodyClass, Change]]:
        if path in self.untouched or any(row in self.removed_before for row in (*rows_above(path), path)):
            return ()  # in conflict, or removed by one and edited by another: people decide, not the next save
        return [(which, self._replace(path, which, None)) for which in self._holding(path)]

    def _reserved(self, path: str) -> Iterable[tuple[BodyClass, Change]]:
        """A row stands in every class in which it has an answer, and in no other; a removed one is false in each.

        Where nothing of a row is written, only that it moved is said of it.
        """
        wish = self.wishes.get(path)
        row = path.rpartition("/")[0]
        if wish is None:
            if path.endswith("/" + EXISTS) and row not in self.removed_before | self.untouched:
                for which in self._holding(path):
                    if any(one.value is True for one in self.opened[Place(path, which)]):
                        yield which, self._replace(path, which, value=False)
            return
        here = self.seen.get(path, _NOTHING)
        disputed = here.state is Showing.CONFLICT and same(here.value, wish.value)
        for which in BodyClass:
            values = [one.value for one in self.opened.get(Place(path, which), ()) if not isinstance(one.value, Gone)]
            settled = any(same(value, wish.value) for value in values) or (disputed and values)
            if which in self.row_bodies[row]:
                if not settled and (values or row in self.written):
                    yield which, self._replace(path, which, wish.value)
            elif values and row in self.written and not disputed:
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


def _held(opened: Cells) -> Mapping[str, BodyClass]:
    """The highest class in which each answer stands or was taken away; where only `gone` stands, the class above it.

    The paragraphs of a long text, and what another version of its form kept as one text, are one answer.
    """
    found: dict[str, BodyClass] = {}
    only_gone: dict[str, BodyClass] = {}
    for place, standing in opened.items():
        text = _text_of(place.path)
        if any(not isinstance(one.value, Gone) for one in standing):
            found[text] = max(place.body, found.get(text, place.body))
        else:
            above = BodyClass(min(place.body + 1, BodyClass.PROTECTED))
            only_gone[text] = max(above, only_gone.get(text, above))
    return only_gone | found


def _is_paragraph(path: str) -> bool:
    return "#" in path.rpartition("/")[2]


def _text_of(path: str) -> str:
    """The path of the long text a paragraph belongs to; any other path as it is."""
    return path.rpartition("#")[0] if _is_paragraph(path) else path


def _joined(whole: Value, paragraphs: Iterable[str]) -> str:
    """A long text as one: paragraphs, after what another version of the form kept as one text."""
    return "\n".join([*([whole] if isinstance(whole, str) else []), *paragraphs])


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
    ids: list[str | None] = [None] * len(new)
    left = dict(old)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind in ("equal", "replace"):
            for place, (row_id, _) in zip(range(new_from, new_to), old[old_from:old_to], strict=False):
                ids[place] = row_id
                left.pop(row_id)
    moved: dict[str, list[str]] = defaultdict(list)
    for row_id, text in left.items():
        moved[text].append(row_id)
    return [
        (row_id or (moved[text].pop(0) if moved[text] else new_row()), text)
        for row_id, text in zip(ids, new, strict=True)
    ]


def _by_path(change: Change) -> str:
    return change.path
