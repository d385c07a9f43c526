"""What the page of a note says beside its answers: who wrote it, who has it, what was changed. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.widgets.tone import Tone
from forms.storing import kind_of
from records.people import Party
from records.schema import Kind
from records.vault.deliveries import Progress
from reports.reading import Detail, Reading, Row, Step, Version
from reports.text.cleaning import isolated
from reports.when import moment_in_words
from resources.texts import Texts

_LONG = 160
_TONES = {Progress.KEPT: Tone.GOOD, Progress.ARRIVED: Tone.GOOD}


@dataclass(frozen=True, slots=True)
class Saved:
    """One save: what it was, by whom and when; then what it changed."""

    head: str
    lines: tuple[str, ...]


def office(party: Party, texts: Texts) -> str:
    """An office by its name, to stand inside a sentence."""
    return isolated(party.office.name) if party.office.name else texts("note.stranger")


def byline(reading: Reading, texts: Texts) -> str:
    """What it is, and on whose laptop it was signed when."""
    when = isolated(moment_in_words(reading.line.created, texts))
    return texts("note.byline", form=reading.title, office=office(reading.author, texts), when=when)


def holders(reading: Reading, me: Party, texts: Texts) -> tuple[tuple[str, Tone], ...]:
    """Who has it, office by office: of several laptops of one, the one it got to furthest."""
    found: dict[str, tuple[Party, Progress]] = {}
    for party, state in reading.progress:
        key = party.office.key
        if key not in found or state > found[key][1]:
            found[key] = (party, state)
    lines = [
        (
            texts(f"note.has-{_how_far(reading, party, state)}", office=office(party, texts)),
            _TONES.get(state, Tone.NONE),
        )
        for party, state in sorted(found.values(), key=lambda one: (-one[1], one[0].office.name.casefold()))
    ]
    if reading.author.device != me.device:
        lines.insert(0, (texts("note.has-written", office=office(reading.author, texts)), Tone.NONE))
    return tuple(lines) or ((texts("note.has-nobody"), Tone.NONE),)


def _how_far(reading: Reading, party: Party, state: Progress) -> str:
    return "behind" if party.device in reading.behind else state.name.lower()


def history(reading: Reading, texts: Texts) -> tuple[Saved, ...]:
    """Every save, the newest first: a correction by whoever wrote it is called that."""
    return tuple(
        Saved(_head(step, reading.author, texts), tuple(_lines(step, texts))) for step in reversed(reading.history)
    )


def by(version: Version, texts: Texts) -> str:
    """Who wrote a version, and when she says so."""
    return texts("note.by", office=office(version.author, texts), when=isolated(moment_in_words(version.at, texts)))


def disputed(row: Row) -> tuple[tuple[Version, ...], ...]:
    """The versions of an answer by what they are versions of: of a long text, paragraph by paragraph."""
    return tuple(tuple(group) for _, group in groupby(row.others, key=lambda one: one.path))


def is_long(row: Row) -> bool:
    """Whether an answer is set as paragraphs, each from the side its script begins at."""
    if row.definition is not None and kind_of(row.definition) is Kind.LONG_TEXT:
        return True
    return "\n" in row.answer or len(row.answer) > _LONG


def undecided(rows: Sequence[Row]) -> int:
    """How many answers stand in more than one version."""
    return sum(len(disputed(row)) for row in rows)


def _head(step: Step, author: Party, texts: Texts) -> str:
    kind = "written" if step.first else "correction" if step.author.device == author.device else "changed"
    when = isolated(moment_in_words(step.at, texts))
    if step.uncertain:
        when = texts("note.uncertain", when=when)
    return texts(f"note.saved-{kind}", office=office(step.author, texts), when=when)


def _lines(step: Step, texts: Texts) -> Iterator[str]:
    if step.held:
        yield texts("note.held", why=texts(f"held.{step.held}"))
    if step.first:
        return
    yield from dict.fromkeys(_detail(one, texts) for one in step.details)
    if not step.details:
        yield texts("note.nothing-changed")


def _detail(detail: Detail, texts: Texts) -> str:
    """One answer: what it says now, and what it said before."""
    question = isolated(detail.label)
    before = " / ".join(isolated(one) for one in detail.before)
    if not detail.answer:
        return texts("note.taken-out", question=question, before=before)
    if not before:
        return texts("note.added", question=question, answer=isolated(detail.answer))
    return texts("note.instead", question=question, answer=isolated(detail.answer), before=before)
