"""One filling-in: what is asked now, what is wrong, what is missing. No window, no vault, no clock of its own.

Every answer is set by its path; what follows from it (relevance, calculations, rows) is settled at once, in the order
the form was compiled with. The same object serves the window, the commands and the tests.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from forms.auditing import BEGUN, GONE_ON, ROW_ADDED, ROW_REMOVED, Log
from forms.environment import FormEnvironment, Surroundings, Translate
from forms.errors import FormsCode
from forms.filling import Filled, NewRow, ids_of
from forms.metadata import AUDIT_PATH, audit_of, said
from forms.model import ROOT, Choice, Control, Definition, Sort, Text, Texts
from forms.program import Program
from forms.storing import class_of, is_meta, kind_of
from forms.tree import Place
from forms.values import as_text, as_value, fits, in_range
from forms.xpath.nodes import Node
from records.errors import Known
from records.schema import Class, Kind
from records.values import Answers, Blob, Value


class Wrong(StrEnum):
    """What can be wrong with an answer."""

    REQUIRED = "required"
    KIND = "kind"
    CHOICE = "choice"
    CONSTRAINT = "constraint"
    PATTERN = "pattern"  # the form's own fault: what it looks for takes for ever


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a path. message: what the form says of it, "" when it says nothing."""

    path: str
    wrong: Wrong
    message: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing the form asks now, in order. depth: how many groups and rows it lies in.

    A repeat stands here twice over: once by itself (its path without a row id), where rows can be added, and once for
    each row.
    """

    path: str
    definition: Definition
    depth: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice as it is offered: its code and its label in the language, and names of files to show with it."""

    code: str
    label: str
    media: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filling:
    """What a filling-in begins with: answers, if there are any, and how rows are named.

    same: it goes on from one before, and nobody opened anything.
    """

    new_row: NewRow
    answers: Answers | None = None
    blobs: Mapping[str, Blob] = field(default_factory=dict)
    same: bool = False


class Session:
    """One form being filled in."""

    def __init__(self, program: Program, surroundings: Surroundings, filling: Filling) -> None:
        """Begin with defaults, or with the answers there are; everything is settled when this returns."""
        self.form = program.form
        self._around = surroundings
        self._new_row = filling.new_row
        self._blobs: dict[str, Blob] = dict(filling.blobs)
        self._order = {path: number for number, path in enumerate(self.form.shown)}
        self._labels: dict[str, Mapping[str, str]] = {}
        self._filled = Filled(program, filling.new_row)
        self._filled.environment = FormEnvironment(surroundings, self._filled.top, self)
        self._filled.of_device = self._of_device
        answers = filling.answers
        if answers is None:
            self._filled.begin(None, None)
        else:
            self._blobs |= {value.name: value for value in answers.values.values() if isinstance(value, Blob)}
            self._filled.begin(answers.rows, {path: as_text(value) for path, value in answers.values.items()})
        self._log = self._begin_log(filling)

    def again(self, answers: Answers) -> "Session":
        """The same form in the same surroundings, filled with these answers: how something removed comes back."""
        return Session(self._filled.program, self._around, Filling(self._new_row, answers, self._blobs, same=True))

    @property
    def language(self) -> str:
        """In which language it is asked (BCP 47)."""
        return self._around.language

    def speaking(self, language: str, translate: Translate) -> "Session":
        """The same filling-in, asked in another language. translate: turns the English of our own forms into it."""
        around = replace(self._around, language=language, translate=translate)
        values = {
            place.path: self._typed(place) if self._is_of_its_kind(place) else place.value for place in self._answered()
        }
        answers = Answers(values | self._logged(end=False), self.row_ids())
        return Session(self._filled.program, around, Filling(self._new_row, answers, self._blobs, same=True))

    def set(self, path: str, value: Value) -> None:
        """Answer a question. KeyError when there is no such place."""
        if isinstance(value, Blob):
            self._blobs[value.name] = value
        before = self._filled.place(path).value
        self._filled.set(path, as_text(value))
        self._note_answer(path, before)

    def set_together(self, answers: Mapping[str, Value]) -> bool:
        """Answer questions whose change sets nothing else, all at once; return whether any answer changed. KeyError."""
        self._blobs |= {value.name: value for value in answers.values() if isinstance(value, Blob)}
        before = {path: self._filled.place(path).value for path in answers} if self._log is not None else {}
        changed = self._filled.set_together((path, as_text(value)) for path, value in answers.items())
        for path, text in before.items():
            self._note_answer(path, text)
        return changed

    def add_row(self, repeat: str) -> str:
        """Add a row at the end of a repeat, named as in `victims`, or `a#x/b` inside another row; return its path.

        KeyError for a repeat that is not there, or whose rows the form counts itself.
        """
        return self.add_rows(repeat, 1)[0]

    def add_rows(self, repeat: str, count: int) -> tuple[str, ...]:
        """Add several rows at once, as `add_row` does; return their paths."""
        rows = self._filled.add_rows(repeat, count)
        for row in rows:
            self._note(ROW_ADDED, row)
        return tuple(row.path for row in rows)

    def remove_row(self, row: str) -> None:
        """Remove a row and all its answers."""
        self._note(ROW_REMOVED, self._filled.place(row))
        self._filled.remove_row(row)

    def rows(self, repeat: str) -> tuple[str, ...]:
        """The paths of a repeat's rows, in order."""
        return self._filled.rows(repeat)

    def value(self, path: str) -> str:
        """The answer at a path, as text."""
        return self._filled.place(path).value

    def blob(self, path: str) -> Blob | None:
        """The attachment at a path."""
        return self._blobs.get(self._filled.place(path).value)

    def is_relevant(self, path: str) -> bool:
        """Whether a question, group or row is asked now."""
        return self._filled.place(path).shown

    def is_required(self, path: str) -> bool:
        """Whether a question must be answered."""
        place = self._filled.place(path)
        return self._filled.truth(place, definition(place).required)

    def is_readonly(self, path: str) -> bool:
        """Whether a question can only be read."""
        place = self._filled.place(path)
        one = definition(place)
        return one.calculate is not None or self._filled.truth(place, one.readonly)

    def asked(self) -> Iterator[Asked]:
        """Everything the form asks now, in the order of its body."""
        yield from self._asked(self._filled.root, ROOT, 0)

    def places(self) -> Iterator[tuple[str, Definition]]:
        """Every group, row and field there is, asked or not, in the order of the form; its bookkeeping left out."""
        for place in self._filled.root.everything():
            if place.definition is not None and not is_meta(place.definition.path):
                yield place.path, place.definition

    def definition(self, path: str) -> Definition:
        """What the form says of a question, group or row."""
        return definition(self._filled.place(path))

    def row_ids(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the rows of each repeat, in order, asked or not."""
        return self._rows(lambda _row: True)

    def choices(self, path: str) -> tuple[Offered, ...]:
        """The choices a select offers now."""
        place = self._filled.place(path)
        return tuple(
            Offered(one.code, self._text(place, one.label), self._files(one.label_media))
            for one in self._choices(place)
        )

    def label(self, path: str) -> str:
        """The label of a question, group, row or repeat, with the values in it."""
        place = self._filled.said_at(path)
        return self._text(place, definition(place).label)

    def media(self, path: str) -> Mapping[str, str]:
        """Names of files to show with a label, by kind: `image big-image audio video`."""
        return self._files(definition(self._filled.said_at(path)).label_media)

    def hint(self, path: str) -> str:
        """The hint of a question."""
        place = self._filled.said_at(path)
        return self._text(place, definition(place).hint)

    def guidance(self, path: str) -> str:
        """The longer help of a question."""
        place = self._filled.said_at(path)
        return self._text(place, definition(place).guidance)

    def say(self, texts: Texts) -> str:
        """A text of the form without values in it, in the language."""
        chosen = self._around.choose(texts, self.form)
        return "" if chosen is None else "".join(part for part in chosen.parts if isinstance(part, str))

    def problem(self, path: str) -> Problem | None:
        """What is wrong at a path, None when nothing is.

        Questions that are not relevant have no problems, and neither has what is never asked: nobody could mend it.
        """
        place = self._filled.place(path)
        one = place.definition
        if not place.shown or one is None or one.sort is not Sort.FIELD or one.control is Control.NONE:
            return None
        return self._problem(place, one)

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong now, in the order of the form."""
        found = (self.problem(place.path) for place in self._filled.root.fields())
        return tuple(problem for problem in found if problem is not None)

    def answers(self) -> Answers:
        """The answers that count: relevant, and of their kind. What is wrong in kind is left out."""
        values = {
            place.path: self._typed(place) for place in self._answered() if place.shown and self._is_of_its_kind(place)
        }
        return Answers(values | self._logged(end=True), self._rows(lambda row: row.shown))

    def draft_answers(self) -> Answers:
        """All answers as they are, for a draft. Protected ones that are not relevant are left out at once."""
        values = {
            place.path: self._typed(place) if self._is_of_its_kind(place) else place.value
            for place in self._answered()
            if place.shown or class_of(definition(place)) is not Class.PROTECTED
        }
        return Answers(values | self._logged(end=False), self.row_ids())

    def _begin_log(self, filling: Filling) -> Log | None:
        """The log of each step, where it is turned on; what a draft holds of it goes on."""
        asked = audit_of(self.form)
        if asked is None:
            return None
        kept = self._filled.place(asked.path).value
        before = "" if kept in self._blobs else kept
        log = Log(asked.appearance.split(), self._around.owner.get("username", ""), before)
        if not filling.same:
            log.happened(BEGUN if filling.answers is None else GONE_ON, self._around.now())
        return log

    def _note(self, event: str, place: Place) -> None:
        if self._log is not None:
            self._log.happened(event, self._around.now(), place.numbered())

    def _note_answer(self, path: str, before: str) -> None:
        """Note an answer that changed; what may be read by fewer people than the log is not written into it."""
        place = self._filled.find(path)
        asked = audit_of(self.form) if self._log is not None else None
        if self._log is None or asked is None or place is None or place.value == before:
            return
        secret = class_of(definition(place)) > class_of(asked)
        old, new = ("", "") if secret else (before, place.value)
        self._log.answered(place.numbered(), old, new, self._around.now())

    def _logged(self, *, end: bool) -> dict[str, Value]:
        """The log as an answer: the file there is while nothing was done, else a text: it becomes a file at the end."""
        if self._log is None:
            return {}
        if self._log.acted:
            return {AUDIT_PATH: self._log.text(self._around.now() if end else None)}
        kept = self._blobs.get(self._filled.place(AUDIT_PATH).value)
        return {} if kept is None else {AUDIT_PATH: kept}

    def choice_label(self, list_name: str, code: str) -> str:
        """The label of a code of a list; the code itself where there is none."""
        if list_name not in self._labels:
            self._labels[list_name] = dict(self._labels_of(list_name))
        return self._labels[list_name].get(code) or code

    def _labels_of(self, list_name: str) -> Iterator[tuple[str, str]]:
        """Codes and labels of a list, the first of a code last; where it lies in a file, as the selects read it."""
        known = self.form.lists.get(list_name, ())
        selects = (one.choices for one in self.form.definitions if one.choices is not None)
        for code, words in {(one.code, one.words) for one in selects if one.list == list_name}:
            for choice in reversed(known):
                if code:
                    yield choice.columns.get(code, ""), choice.columns.get(words, "")
                else:
                    yield choice.code, self.say(choice.label)

    def _of_device(self, one: Definition) -> str:
        return said(one, self._around.now(), self._around.owner)

    def _answered(self) -> Iterator[Place]:
        """Every field with an answer, the form's own bookkeeping left out."""
        for place in self._filled.root.fields():
            if place.value and not is_meta(definition(place).path):
                yield place

    def _typed(self, place: Place) -> Value:
        """An answer of its kind as a record keeps it."""
        one = definition(place)
        return self._blobs[place.value] if kind_of(one) is Kind.FILE else as_value(one, place.value)

    def _is_of_its_kind(self, place: Place) -> bool:
        one = definition(place)
        return place.value in self._blobs if kind_of(one) is Kind.FILE else fits(one, place.value)

    def _rows(self, stays: Callable[[Place], bool]) -> Mapping[str, tuple[str, ...]]:
        return ids_of(row for row in self._filled.repeats() if stays(row))

    def _asked(self, above: Place, path: str, depth: int) -> Iterator[Asked]:
        items: dict[str, list[Place]] = {}
        for item in above.items:
            items.setdefault(definition(item).path, []).append(item)
        for one in self._filled.program.inside.get(path, ()):
            if one.path not in self._order or (one.sort is Sort.FIELD and one.control is Control.NONE):
                continue
            name = one.path.rpartition("/")[2]
            if one.sort is Sort.REPEAT and self._filled.offers(above, one):
                yield Asked(f"{above.path}/{name}".lstrip("/"), one, depth)
            for item in items.get(one.path, ()):
                if item.shown:
                    yield Asked(item.path, one, depth)
                    if one.sort is not Sort.FIELD:
                        yield from self._asked(item, one.path, depth + 1)

    def _problem(self, place: Place, one: Definition) -> Problem | None:
        if not place.value:
            if self._filled.truth(place, one.required):
                return Problem(place.path, Wrong.REQUIRED, self._text(place, one.required_message))
            return None
        if not self._is_of_its_kind(place):
            return Problem(place.path, Wrong.KIND)
        if not self._is_offered(place, one):
            return Problem(place.path, Wrong.CHOICE)
        wrong = self._outside(place, one)
        if wrong is Wrong.CONSTRAINT:
            return Problem(place.path, wrong, self._text(place, one.constraint_message))
        return None if wrong is None else Problem(place.path, wrong)

    def _outside(self, place: Place, one: Definition) -> Wrong | None:
        """Whether an answer lies outside what the form allows, or cannot be held against it in any time."""
        if not in_range(one, place.value):
            return Wrong.CONSTRAINT
        try:
            holds = one.constraint is None or self._filled.holds(place, one.constraint)
        except Known as problem:
            return Wrong.PATTERN if problem.code is FormsCode.PATTERN_TOO_SLOW else Wrong.CONSTRAINT
        return None if holds else Wrong.CONSTRAINT

    def _is_offered(self, place: Place, one: Definition) -> bool:
        """Whether the choices taken are offered now, each taken once."""
        if one.choices is None:
            return True
        picked = [place.value] if kind_of(one) is Kind.CHOICE else place.value.split()
        offered = {choice.code for choice in self._choices(place)}
        return offered.issuperset(picked) and len(set(picked)) == len(picked)

    def _choices(self, place: Place) -> Sequence[Choice]:
        one = definition(place)
        if one.choices is None:
            return ()
        known = self.form.lists.get(one.choices.list, ())
        if one.choices.items is None:
            return known
        try:
            nodes = self._filled.program.compiled(one.path, one.choices.items).as_nodes(self._filled.context(place))
        except Known:
            return ()
        if one.choices.code:
            rows = ((text_below(row, one.choices.code), text_below(row, one.choices.words)) for row in reversed(nodes))
            found = dict(rows)  # of a code that stands twice, the first row
            return [Choice(code, {"": Text((words or code,))}) for code, words in reversed(found.items()) if code]
        by_code = {choice.code: choice for choice in known}
        codes = (text_below(node, "name") for node in nodes)
        return [by_code[code] for code in codes if code in by_code]

    def _files(self, media: Mapping[str, Texts]) -> Mapping[str, str]:
        return {kind: name for kind, texts in media.items() if (name := self.say(texts))}

    def _text(self, place: Place, texts: Texts) -> str:
        chosen = self._around.choose(texts, self.form)
        parts = () if chosen is None else chosen.parts
        return "".join(part if isinstance(part, str) else self._filled.string(place, part) for part in parts)


def text_below(node: Node, path: str) -> str:
    """The text of what lies at a path of names below a node."""
    name, _, rest = path.partition("/")
    found = (child for child in node.children if child.name == name)
    return next((text_below(child, rest) if rest else child.text for child in found), "")


def definition(place: Place) -> Definition:
    """What the form says of a place that is not the root."""
    assert place.definition is not None
    return place.definition
