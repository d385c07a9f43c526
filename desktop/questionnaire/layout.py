"""What of a form stands in one table, and where a part that is too long is cut: read from the form alone. Pure.

It follows from the form and never from answers, so that nothing on the page moves to another place while one writes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from forms.model import ROOT, Control, Definition, Form, Property, Sort

MOST_COLUMNS: Final = 9
"""One digit picks one column."""
LONGEST: Final = 80
"""A level with more questions than this is cut into parts …"""
CUT: Final = 40
"""… of about so many."""
_LIKERT: Final = "likert"
_ALIKE: Final = frozenset({_LIKERT, "list-nolabel"})
_HEAD: Final = "label"
_TABLE: Final = frozenset({"field-list", "table-list"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths are those of the form, without row ids.

    rows: the questions of tables, and the first of their table. below: what is asked because of a row, and that row.
    heads: questions that only say what the columns are. cuts: what lies in a level that is cut, and the first of its
    part. long: whether the form is shown in parts, however few groups it has.
    """

    rows: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()
    cuts: Mapping[str, str] = field(default_factory=dict)
    long: bool = False

    def table(self, path: str) -> str:
        """The table a question stands in, "" for none."""
        return self.rows.get(self.below.get(path, path), "")


def layout(form: Form) -> Layout:
    """Read a form."""
    levels = _levels(form)
    cuts = _cuts(levels)
    rows: dict[str, str] = {}
    below: dict[str, str] = {}
    heads: set[str] = set()
    asks = _asked_because(form)
    of_path = {one.path: one for one in form.definitions}
    for path, level in levels.items():
        for run in _runs(form, of_path.get(path), level, asks, cuts):
            heads |= {one.path for one in run.heads}
            rows |= {one.path: run.rows[0].path for one in run.rows}
            below |= run.below
    long = sum(_weight(levels, one) for one in levels.get(ROOT, ())) > LONGEST
    return Layout(rows, below, frozenset(heads), cuts, long)


@dataclass(slots=True)
class _Run:
    """Questions that follow each other and have the same choices."""

    choices: str
    rows: list[Definition] = field(default_factory=list)
    below: dict[str, str] = field(default_factory=dict)
    heads: list[Definition] = field(default_factory=list)


def _levels(form: Form) -> Mapping[str, list[Definition]]:
    """What the body asks, by what it lies in."""
    asked = frozenset(form.shown)
    found: dict[str, list[Definition]] = defaultdict(list)
    for one in form.definitions:
        if one.path in asked and not (one.sort is Sort.FIELD and one.control is Control.NONE):
            found[one.path.rpartition("/")[0] or ROOT].append(one)
    return found


def _asked_because(form: Form) -> Mapping[str, tuple[str, ...]]:
    """By path: the answers it is asked because of."""
    return {rule.path: rule.reads for rule in form.rules if rule.settles is Property.RELEVANT}


def _runs(
    form: Form,
    above: Definition | None,
    level: Sequence[Definition],
    asks: Mapping[str, tuple[str, ...]],
    cuts: Mapping[str, str],
) -> Iterator[_Run]:
    """The tables of one level: two rows at least."""
    whole = above is not None and bool(_TABLE & set(above.appearance.split())) and _all_alike(level)
    run: _Run | None = None
    before: Definition | None = None
    for one in level:
        cut = before is not None and cuts.get(one.path) != cuts.get(before.path)
        before = one
        choices = _choices(form, one, whole=whole)
        if choices:
            if run is None or run.choices != choices or cut:
                yield from _if_table(run)
                run = _Run(choices)
            (run.heads if _HEAD in one.appearance.split() else run.rows).append(one)
        elif run is not None and not cut and _is_below(one, run, asks):
            run.below[one.path] = run.rows[-1].path
        else:
            yield from _if_table(run)
            run = None
    yield from _if_table(run)


def _if_table(run: _Run | None) -> Iterator[_Run]:
    if run is not None and len(run.rows) > 1:
        yield run


def _is_below(one: Definition, run: _Run, asks: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a question is asked because of the row before it."""
    return one.sort is Sort.FIELD and bool(run.rows) and run.rows[-1].path in asks.get(one.path, ())


def _choices(form: Form, one: Definition, *, whole: bool) -> str:
    """The list of a question that can be a row, or say what the columns are; "" for another."""
    if one.sort is not Sort.FIELD or one.control is not Control.SELECT_ONE or one.choices is None:
        return ""
    known = form.lists.get(one.choices.list, ())
    appearance = set(one.appearance.split())
    alike = bool(appearance & (_ALIKE | {_HEAD})) or (whole and not appearance)
    plain = one.choices.items is None and one.readonly is None and one.calculate is None and not one.label_media
    fits = 1 < len(known) <= MOST_COLUMNS and not any(choice.label_media for choice in known)
    return one.choices.list if alike and plain and fits else ""


def _all_alike(level: Sequence[Definition]) -> bool:
    """Whether nothing but choices of one list is asked."""
    lists = {one.choices.list if one.choices is not None else "" for one in level if not _is_note(one)}
    return len(lists) == 1 and "" not in lists


def _is_note(one: Definition) -> bool:
    return one.sort is Sort.FIELD and one.control is Control.INPUT and one.readonly is not None


def _cuts(levels: Mapping[str, Sequence[Definition]]) -> Mapping[str, str]:
    """Cut the top of a form, and its groups there, where they are too long."""
    top = levels.get(ROOT, ())
    groups = [levels.get(one.path, ()) for one in top if one.sort is Sort.GROUP]
    found: dict[str, str] = {}
    for level in ([one for one in top if one.sort is not Sort.GROUP], *groups):
        weights = [_weight(levels, one) for one in level]
        if sum(weights) > LONGEST:
            found |= _cut(zip(level, weights, strict=True))
    return found


def _cut(level: Iterable[tuple[Definition, int]]) -> Iterator[tuple[str, str]]:
    """Each with the first of its part."""
    first, weight = "", 0
    for one, its in level:
        if not first or weight + its > CUT:
            first, weight = one.path, 0
        weight += its
        yield one.path, first


def _weight(levels: Mapping[str, Sequence[Definition]], one: Definition) -> int:
    """How many questions it brings; a repeat brings its rows when they are wanted."""
    if one.sort is Sort.FIELD:
        return 1
    return 1 if one.sort is Sort.REPEAT else sum(_weight(levels, inner) for inner in levels.get(one.path, ()))
