"""One line of a record, for lists and search: a pure reading of its cells through its form's facets."""

from dataclasses import dataclass
from typing import Final

from records.changes import answers_of
from records.journal.merge import Cells, conflicts, seen
from records.schema import BodyClass, Class, Facet, Field, Kind, Schema
from records.values import WITHDRAWN, Answers, Blob, Value, template

_TITLE: Final = 160
_SEARCHED: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PLACE, Kind.DATE})


@dataclass(frozen=True, slots=True)
class Line:
    """What a list shows of a record. kind and state are codes of the form; when is as the form has it."""

    title: str = ""
    when: str = ""
    place: str = ""
    kind: str = ""
    state: str = ""
    conflicts: int = 0
    withdrawn: bool = False
    attachments: int = 0
    words: str = ""


def summary(cells: Cells, schema: Schema | None) -> Line:
    """Read the line. Without the form only conflicts, withdrawal and attachments are known.

    What stands in a protected body is left out, whatever the form says of it. A state in conflict is no state: what
    may travel follows from it, and clocks decide nothing.
    """
    found = seen(cells)
    answers = answers_of(found)
    attachments = sum(isinstance(value, Blob) for value in answers.values.values())
    disputed = conflicts(found)
    withdrawn = WITHDRAWN in found and any(isinstance(one.value, str) for one in found[WITHDRAWN].all)
    if schema is None:
        return Line(conflicts=len(disputed), withdrawn=withdrawn, attachments=attachments)
    if any(place.body is BodyClass.PROTECTED for place in cells):
        found = seen({place: ones for place, ones in cells.items() if place.body is not BodyClass.PROTECTED})
        answers = answers_of(found)
    states = {known.path for known in schema.fields if known.facet is Facet.STATE}
    return Line(
        title=_title(answers, schema),
        when=_facet(answers, schema, Facet.WHEN),
        place=_facet(answers, schema, Facet.PLACE),
        kind=_facet(answers, schema, Facet.KIND),
        state="" if states.intersection(map(template, disputed)) else _facet(answers, schema, Facet.STATE),
        conflicts=len(disputed),
        withdrawn=withdrawn,
        attachments=attachments,
        words=_words(answers, schema),
    )


def _title(answers: Answers, schema: Schema) -> str:
    text = _facet(answers, schema, Facet.TITLE)
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return first if len(first) <= _TITLE else first[: _TITLE - 1] + "…"


def _facet(answers: Answers, schema: Schema, facet: Facet) -> str:
    """The first answer of a facet that is not protected."""
    fields = {known.path for known in schema.fields if known.facet is facet and _open(known)}
    found = (value for path, value in answers.values.items() if template(path) in fields)
    return next((text for text in map(_as_text, found) if text), "")


def _words(answers: Answers, schema: Schema) -> str:
    """Everything a person wrote in words, protected answers excepted."""
    found = []
    for path, value in answers.values.items():
        known = schema.by_path.get(template(path))
        if known is not None and known.kind in _SEARCHED and _open(known):
            found.append(_as_text(value))
    return "\n".join(text for text in found if text)


def _open(known: Field) -> bool:
    return known.value_class is not Class.PROTECTED


def _as_text(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return value if isinstance(value, str) else ""
