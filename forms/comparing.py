"""What a new version of a form does to what was answered with the one before: said before it is accepted. Pure.

No answer is ever lost: a record keeps the version it was filled with. What is told here is where the same question will
mean, hold or allow something else from now on; that answers would travel further than before needs a person's word.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forms.model import Choice, Definition, Form, Formula, Sort
from forms.storing import class_of, is_meta, kind_of
from records.values import Answers, template


class Change(StrEnum):
    """What becomes of a question."""

    GONE = "gone"
    KIND = "kind"
    CLASS_LOWERED = "class-lowered"
    CLASS_RAISED = "class-raised"
    CHOICES_GONE = "choices-gone"
    CHOICES_RENAMED = "choices-renamed"
    MEANING = "meaning"
    REQUIRED = "required"
    LOGIC = "logic"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. path: without row ids. was, now: kinds, classes or meanings as codes; codes: of choices."""

    change: Change
    path: str
    was: str = ""
    now: str = ""
    codes: tuple[str, ...] = ()


_LOGIC: Final = ("relevant", "constraint", "calculate", "count", "readonly")


def differences(old: Form, new: Form) -> tuple[Difference, ...]:
    """What changes from one version of a form to another, in the order of the old one; nothing for words alone."""
    before, after = _fields(old), _fields(new)
    found: list[Difference] = []
    for path, one in before.items():
        found += [Difference(Change.GONE, path)] if path not in after else _of_one(old, new, one, after[path])
    found += (Difference(Change.NEW, path) for path in after if path not in before)
    return tuple(found)


def lowered(found: Iterable[Difference]) -> tuple[str, ...]:
    """The questions whose answers would travel further than before: each needs a person's word."""
    return tuple(one.path for one in found if one.change is Change.CLASS_LOWERED)


def answered(found: Iterable[Difference], records: Iterable[Answers]) -> Mapping[Difference, int]:
    """How many records have an answer that a change concerns: of choices that go, one that was taken."""
    counts = dict.fromkeys(found, 0)
    for answers in records:
        values: dict[str, set[str]] = {}
        for path, value in answers.values.items():
            codes = {str(value)} if not isinstance(value, tuple) else set(value)
            values.setdefault(template(path), set()).update(codes)
        for one in counts:
            said = values.get(one.path)
            counts[one] += said is not None and (not one.codes or bool(said.intersection(one.codes)))
    return counts


def _fields(form: Form) -> dict[str, Definition]:
    """The questions of a form that hold answers."""
    return {one.path: one for one in form.definitions if one.sort is Sort.FIELD and not is_meta(one.path)}


def _of_one(old: Form, new: Form, was: Definition, now: Definition) -> Iterator[Difference]:
    path = was.path
    kinds, classes = (kind_of(was), kind_of(now)), (class_of(was), class_of(now))
    if kinds[0] is not kinds[1] or _rows(old, path) != _rows(new, path):
        yield Difference(Change.KIND, path, kinds[0].value, kinds[1].value)
    if classes[0] != classes[1]:
        change = Change.CLASS_LOWERED if classes[1] < classes[0] else Change.CLASS_RAISED
        yield Difference(change, path, classes[0].name.lower(), classes[1].name.lower())
    if was.facet != now.facet:
        yield Difference(Change.MEANING, path, was.facet, now.facet)
    yield from _of_choices(path, _choices(old, was), _choices(new, now))
    if _text(was.required) != _text(now.required) and now.required is not None:
        yield Difference(Change.REQUIRED, path)
    if any(_text(getattr(was, name)) != _text(getattr(now, name)) for name in _LOGIC):
        yield Difference(Change.LOGIC, path)


def _of_choices(path: str, was: Mapping[str, Choice], now: Mapping[str, Choice]) -> Iterator[Difference]:
    """Codes that are offered no more, and codes that say something else in every language both have."""
    if gone := tuple(code for code in was if code not in now):
        yield Difference(Change.CHOICES_GONE, path, codes=gone)
    renamed = tuple(code for code in was if code in now and _says_otherwise(was[code], now[code]))
    if renamed:
        yield Difference(Change.CHOICES_RENAMED, path, codes=renamed)


def _says_otherwise(was: Choice, now: Choice) -> bool:
    both = [language for language in was.label if language in now.label]
    return bool(both) and all(was.label[language] != now.label[language] for language in both)


def _choices(form: Form, one: Definition) -> Mapping[str, Choice]:
    """The choices a select may ever offer, by code; of a list in a file, by the column that is the code."""
    if one.choices is None:
        return {}
    known = form.lists.get(one.choices.list, ())
    code = one.choices.code
    return {choice.columns.get(code, "") if code else choice.code: choice for choice in known}


def _rows(form: Form, path: str) -> tuple[str, ...]:
    """The repeats a path lies in."""
    return tuple(one.path for one in form.definitions if one.sort is Sort.REPEAT and path.startswith(f"{one.path}/"))


def _text(formula: Formula | None) -> str:
    return "" if formula is None else formula.text
