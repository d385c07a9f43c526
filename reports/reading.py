"""A record as people read it: its answers in the words of its form, its history, and who has it.

Shared by `kinga show`, the record page and the dossier. Decides nothing; says nothing in words of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from forms import shipped
from forms.environment import Surroundings
from forms.model import ROOT, Definition, Sort
from forms.program import Program, ready
from forms.session import Filling, Session
from forms.storing import kind_of
from records.changes import answers_of
from records.clock import instant
from records.due import Parties, read_bodies
from records.errors import Known, RecordsCode
from records.ids import random_name
from records.journal.body import Change
from records.journal.merge import Cells, Seen, Showing, Standing, conflicts, removed_rows, seen
from records.people import Party
from records.recording import ROW_LETTERS
from records.schema import BodyClass, Kind, is_reserved
from records.values import EXISTS, ORDER, WITHDRAWN, Answers, Blob, Gone, Value, rows_above, template
from records.vault.deliveries import Item, Progress
from records.vault.lists import RecordLine
from records.vault.projection import Taken
from records.vault.vault import Vault
from reports.files import file_in_words
from reports.when import in_words
from resources.texts import Texts

_DISTURBING: Final = "disturbing"
_YES: Final = "yes"
_WHEN: Final = "when"
_TYPED: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PLACE, Kind.FILE})

_Written = tuple[bytes, BodyClass, str]
"""Which entry wrote a value, in which class, at which path."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a record: the question, the answer in words, and what else there is to see.

    depth: groups and rows it lies in. heading: a group or row without an answer of its own. others: all values that
    stand at the path when it is in conflict, with who wrote them. shared: whether it is here at all. definition: what
    the form says of the question, None when the form is not here. disturbing: an attachment that is hard to look at.
    """

    path: str
    depth: int
    label: str
    answer: str = ""
    heading: bool = False
    blob: Blob | None = None
    others: tuple["Version", ...] = ()
    shared: bool = True
    protected: bool = False
    definition: Definition | None = None
    disturbing: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One of several values at a path: the entry that set it, who wrote it and when she says so."""

    path: str
    entry: bytes
    answer: str
    author: Party
    at: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One answer that a step changed: what it says now ("" when it was taken away), and what it said before.

    typed: whether a person wrote it in her own words, or made it a file: what somebody took back of that may be a name.
    """

    path: str
    label: str
    answer: str
    before: tuple[str, ...]
    typed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a record's history: who saved it, when she says, and what changed, in words.

    first: whether the record begins with it. held: why it does not count here, "" when it does.
    """

    entry: bytes
    author: Party
    at: str
    uncertain: bool
    first: bool
    changes: tuple[tuple[str, str], ...]
    held: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A record, ready to be shown.

    torn: rows that somebody took out while another changed them, both as versions. taken_back: why, "" when it stands.
    behind: the devices that have it as it was, and not yet what was corrected since.
    """

    line: RecordLine
    title: str
    rows: tuple[Row, ...]
    history: tuple[Step, ...]
    author: Party
    progress: tuple[tuple[Party, Progress], ...]
    form_known: bool = True
    torn: tuple[Row, ...] = ()
    taken_back: str = ""
    behind: frozenset[bytes] = frozenset()


def read(vault: Vault, line: RecordLine, texts: Texts, *, protected: bool = False) -> Reading:
    """Read a record. protected: whether protected answers are shown, after the person proved who she is again."""
    found = seen(_cells(vault, line, protected=protected))
    parties = Parties(vault)
    words = _Words(vault, line, found, texts)
    progress = vault.deliveries.progress(line.number)
    return Reading(
        line=line,
        title=words.title(),
        rows=tuple(words.rows(parties)),
        history=tuple(_history(vault, line, words, parties, lambda taken: protected or _is_open(taken))),
        author=parties.anyone(line.device),
        progress=tuple((parties.anyone(card), state) for card, state in sorted(progress.items())),
        form_known=words.filled is not None,
        torn=tuple(words.torn(parties)),
        taken_back=plain(found[WITHDRAWN].value) if WITHDRAWN in found else "",
        behind=vault.deliveries.behind(line.number),
    )


def carried(vault: Vault, line: RecordLine, items: Iterable[Item], texts: Texts) -> tuple[Step, ...]:
    """What these bodies of a record say: every save that has one of them, its answers in the form's order."""
    wanted = frozenset(items)
    words = _Words(vault, line, seen(_cells(vault, line, protected=False)), texts)
    steps = _history(vault, line, words, Parties(vault), lambda taken: Item(taken.number, taken.which) in wanted)
    return tuple(
        replace(step, details=tuple(sorted(step.details, key=lambda one: words.place(one.path)))) for step in steps
    )


def _cells(vault: Vault, line: RecordLine, *, protected: bool) -> Cells:
    cells = vault.projection.cells(line.id)
    return {place: one for place, one in cells.items() if protected or place.body is not BodyClass.PROTECTED}


def program_of(vault: Vault, version: str) -> Program:
    """The form of a version, ready to run. Known(NO_SUCH_FORM | FORM_MALFORMED)."""
    for name in shipped.names():
        if shipped.schema(name).version == version:
            return shipped.program(name)
    raw = vault.forms.raw(version)
    if raw is None:
        raise Known(RecordsCode.NO_SUCH_FORM, form=version[:8])
    return ready(raw)


def new_row(vault: Vault) -> str:
    """A name for a row."""
    return random_name(vault.chance, ROW_LETTERS)


def form_session(vault: Vault, version: str, answers: Answers | None, texts: Texts) -> Session:
    """A form filled with answers, or with its own defaults. Known(NO_SUCH_FORM)."""
    me = vault.me
    owner = {"username": me.office.name, "deviceid": f"kinga:{me.device.hex()[:16]}"}
    around = Surroundings(vault.clock, vault.chance, texts.language.code, texts.of_form, owner=owner)
    return Session(program_of(vault, version), around, Filling(lambda: new_row(vault), answers))


class _Words:
    """Says what stands in the words of the form; of an unknown form as it is."""

    def __init__(self, vault: Vault, line: RecordLine, found: Seen, texts: Texts) -> None:
        self._found = found
        self._line = line
        self._texts = texts
        self._answers = answers_of(found)
        self._program: Program | None = None
        self._order: Mapping[str, int] = {}
        self.filled: Session | None = None
        try:
            self._program = program_of(vault, line.version)
            self._order = {path: number for number, path in enumerate(self._program.definitions)}
            self.filled = form_session(vault, line.version, self._answers, texts)
        except Known:
            return

    def title(self) -> str:
        return self._line.form if self.filled is None else self.filled.say(self.filled.form.title)

    def rows(self, parties: Parties) -> Iterator[Row]:
        """What stands, in the form's order, whether the form would ask it now or not."""
        if self._program is None:
            for path, value in self._answers.values.items():
                blob = value if isinstance(value, Blob) else None
                said, others = self.answer(path, value), self._others(path, parties)
                yield Row(path, path.count("/"), self._short(path), said, blob=blob, others=others)
        else:
            yield from self._inside(self._program, ROOT, "", 0, parties)

    def answer(self, path: str, value: Value | Gone) -> str:
        """A value in words: choices by their labels, dates and hours as people say them."""
        if isinstance(value, Gone):
            return self._texts("record.not-shared")
        if isinstance(value, Blob):
            return file_in_words(value.media, value.length, self._texts)
        one = self._definition(path)
        if one is not None and isinstance(value, str) and _is_when(one):
            return in_words(value, self._texts)
        if one is None or one.choices is None or self.filled is None:
            return plain(value)
        codes = value if isinstance(value, tuple) else (str(value),) if value is not None else ()
        return self._texts.listed(self.filled.choice_label(one.choices.list, code) for code in codes)

    def label(self, path: str) -> str:
        """The question at a path; without its form, the path with the numbers of its rows."""
        one = self._definition(path)
        said = "" if one is None or self.filled is None else self.filled.say(one.label).strip()
        return said or self._short(path)

    def detail(self, change: Change, before: Iterable[Value]) -> Detail:
        """A change in words."""
        one = self._definition(change.path)
        typed = one is None or (kind_of(one) in _TYPED and not _is_when(one))
        was = tuple(dict.fromkeys(said for value in before if (said := self.answer(change.path, value))))
        return Detail(change.path, self.label(change.path), self.answer(change.path, change.value), was, typed)

    def place(self, path: str) -> tuple[tuple[int, str, str], ...]:
        """Where a path stands in its form: sorts questions as they are asked, row by row."""
        ends = [end for end, letter in enumerate(path) if letter == "/"] + [len(path)]
        last = len(self._order)
        return tuple((self._order.get(template(path[:end]), last), self._turn(path[:end]), path[:end]) for end in ends)

    def _turn(self, row: str) -> str:
        here = self._found.get(f"{row}/{ORDER}")
        return plain(here.value) if here is not None else ""

    def torn(self, parties: Parties) -> Iterator[Row]:
        """Rows and paragraphs that are taken out here while something of them was changed there."""
        removed = removed_rows(self._found)
        for path in conflicts(self._found) if removed else ():
            row = next((one for one in (*rows_above(path), path) if one in removed), None)
            if row is not None:
                there = f"{row}/{EXISTS}"
                sides = [(there, one) for one in self._found[there].all if one.value is False]
                sides += [(path, one) for one in self._found[path].all if one.value is not None]
                others = {(place, one.entry): self._version(place, one, parties) for place, one in sides}
                yield Row(path, 0, self.label(path), others=tuple(others.values()))

    def _version(self, path: str, standing: Standing, parties: Parties) -> Version:
        out = path.endswith("/" + EXISTS)
        answer = self._texts("record.taken-out") if out else self.answer(path, standing.value)
        return Version(path, standing.entry, answer, parties.anyone(standing.author), standing.at)

    def _question(self, path: str) -> str:
        """The question at a path with the values in it; without them in a row that the form would not ask for now."""
        try:
            said = "" if self.filled is None else self.filled.label(path).strip()
        except KeyError:
            said = ""
        return said or self.label(path)

    def _short(self, path: str) -> str:
        for row in reversed(rows_above(path)):
            repeat, _, row_id = row.rpartition("#")
            rows = self._answers.rows.get(repeat, ())
            number = f" {rows.index(row_id) + 1}" if row_id in rows else ""
            path = path.replace(f"#{row_id}/", f"{number}/")
        return template(path)

    def _definition(self, path: str) -> Definition | None:
        return None if self._program is None else self._program.definitions.get(template(path))

    def _inside(self, program: Program, at: str, above: str, depth: int, parties: Parties) -> Iterator[Row]:
        for one in program.inside.get(at, ()):
            path = f"{above}/{one.path.rpartition('/')[2]}".lstrip("/")
            match one.sort:
                case Sort.FIELD:
                    yield from self._field(path, one, depth, parties)
                case Sort.GROUP:
                    rows = list(self._inside(program, one.path, path, depth + 1, parties))
                    if rows:
                        yield Row(path, depth, self.label(path), heading=True)
                        yield from rows
                case Sort.REPEAT:
                    for number, row_id in enumerate(self._answers.rows.get(path, ()), 1):
                        row = f"{path}#{row_id}"
                        yield Row(row, depth, f"{self.label(row)} {number}", heading=True)
                        yield from self._inside(program, one.path, row, depth + 1, parties)

    def _field(self, path: str, one: Definition, depth: int, parties: Parties) -> Iterator[Row]:
        value = self._answers.values.get(path)
        here = self._found.get(path)
        others = self._others(path, parties)
        not_shared = here is not None and here.state is Showing.NOT_SHARED
        if value is None and not others and not not_shared:
            return
        yield Row(
            path,
            depth,
            self._question(path),
            self._texts("record.not-shared") if not_shared else self.answer(path, value),
            blob=value if isinstance(value, Blob) else None,
            others=others,
            shared=not not_shared,
            protected=here is not None and here.body is BodyClass.PROTECTED,
            definition=one,
            disturbing=isinstance(value, Blob) and self._is_disturbing(path),
        )

    def _is_disturbing(self, path: str) -> bool:
        """Whether anybody said of an attachment, in a question beside it, that it is hard to look at."""
        beside = self._found.get("/".join([*path.split("/")[:-1], _DISTURBING]))
        return beside is not None and any(each.value == _YES for each in beside.all)

    def _others(self, path: str, parties: Parties) -> tuple[Version, ...]:
        """All versions at a path in conflict; of a long text, of each paragraph that is."""
        one = self._definition(path)
        paragraphs: list[str] = []
        if one is None or kind_of(one) is Kind.LONG_TEXT:
            paragraphs = [place for place in self._found if place.startswith(f"{path}#") and not is_reserved(place)]
        places = paragraphs or [path]
        return tuple(
            self._version(place, each, parties)
            for place in places
            if (here := self._found.get(place)) is not None and here.state is Showing.CONFLICT
            for each in here.all
        )


def plain(value: Value | Gone) -> str:
    """A value as it is, without a form."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Blob):
        return value.media
    return "" if value is None or isinstance(value, Gone) else str(value)


def _is_when(one: Definition) -> bool:
    return kind_of(one) in (Kind.DATE, Kind.MOMENT, Kind.TIME) or _WHEN in one.appearance.split()


def _is_open(taken: Taken) -> bool:
    return taken.which is not BodyClass.PROTECTED


def _history(
    vault: Vault, line: RecordLine, words: _Words, parties: Parties, shown: Callable[[Taken], bool]
) -> Iterator[Step]:
    """Every save of a record, the oldest claim first, with what it changed in the bodies that may be shown."""
    held = vault.lists.held()
    numbers = {number for number, _ in vault.lists.history(line.number)}
    saves = [
        (kept, bodies)
        for kept in vault.journal.entries(sorted(numbers))
        if (bodies := [taken for taken in read_bodies(kept) if taken.body.record.id == line.id])
    ]
    values = {
        (one.entry, one.which, change.path): change.value
        for _, bodies in saves
        for one in bodies
        for change in one.body.changes
    }
    own = (kept.entry.id for kept, _ in saves if kept.entry.header.device == line.device)
    beginning = next(own, None)
    steps = []
    for kept, bodies in saves:
        details = tuple(_details([one for one in bodies if shown(one)], values, words))
        steps.append(
            Step(
                entry=kept.entry.id,
                author=parties.anyone(kept.entry.header.device),
                at=bodies[0].body.at,
                uncertain=bodies[0].body.uncertain,
                first=kept.entry.id == beginning and not any(c.over for one in bodies for c in one.body.changes),
                changes=tuple((one.label, one.answer) for one in details),
                held=held.get(kept.number, ""),
                details=details,
            )
        )
    return iter(sorted(steps, key=lambda step: instant(step.at)))


def _details(bodies: Sequence[Taken], values: Mapping[_Written, Value | Gone], words: _Words) -> Iterator[Detail]:
    """What one save changed. An answer that moved from one class to another changed once."""
    there = {change.path for one in bodies for change in one.body.changes if not isinstance(change.value, Gone)}
    for one in bodies:
        for change in one.body.changes:
            moved = isinstance(change.value, Gone) and change.path in there
            if is_reserved(change.path) or moved:
                continue
            before = (values.get((entry, one.which, change.path)) for entry in change.over)
            yield words.detail(change, [value for value in before if not isinstance(value, Gone)])
