"""What a reader looks for first: what it is, its code, when and where, how many, who wrote it, how far checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.platypus import Flowable

from forms.storing import kind_of
from records.schema import Facet, Kind
from reports.paper.answers import KILLED, facet_of, office, range_over
from reports.paper.look import Look
from reports.paper.pairs import Pair
from reports.reading import Reading, Row
from reports.text.breaking import break_offsets
from reports.text.cleaning import in_one_line, isolated
from reports.when import moment_in_words
from resources.texts import Texts

_COUNT: Final = "count"  # the appearance of a question that counts people
_SHORTEST: Final = 24  # letters of a first sentence: what is shorter may be an abbreviation
_LONGEST: Final = 110  # letters of a title
_ENDS: Final = (". ", "! ", "? ", "؟ ", "។ ", "… ")


@dataclass(frozen=True, slots=True)
class Facts:
    """Sets the beginning of a document about one record."""

    look: Look
    texts: Texts

    def title(self, reading: Reading) -> list[Flowable]:
        """Form, title, code."""
        look = self.look
        title = heading_of(reading)
        form = [] if title == reading.title else [look.label(reading.title, look.form)]
        return [*form, look.ours(title, look.title), look.ours(reading.line.code, look.code)]

    def box(self, reading: Reading) -> list[Flowable]:
        """What happened when and where, in numbers, and who says so."""
        look = self.look
        pairs = [*self._answered(reading.rows), *self._written(reading)]
        return [
            Pair(look.label(label, look.quiet), [look.short(answer)], rtl=look.rtl) for label, answer in pairs if answer
        ]

    def untold(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that the box does not tell in full: nothing stands on paper twice."""
        killed = _killed(rows)
        told = [row for row in (*_first(rows), *_counted(rows)) if not row.others]
        told += killed if not any(row.others for row in killed) else []
        paths = {row.path for row in told}
        return [row for row in rows if row.path not in paths]

    def state(self, reading: Reading) -> str:
        """How far it was checked: as its form says, else not yet."""
        said = _of_facet(reading.rows, Facet.STATE)
        return said.answer if said is not None else self.texts("dossier.not-checked")

    def _answered(self, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
        for row in _first(rows):
            yield row.label, self._said(row.answer, agreed=not row.others)
        killed = _killed(rows)
        if killed:
            said = range_over(rows, self.texts)
            yield self.texts("dossier.killed"), self._said(said, agreed=not any(row.others for row in killed))
        for row in _counted(rows):
            yield row.label, self._said(row.answer, agreed=not row.others)

    def _said(self, answer: str, *, agreed: bool) -> str:
        """An answer; that there are others is said here and shown further on."""
        return answer if agreed else self.texts("dossier.see-versions", answer=isolated(answer))

    def _written(self, reading: Reading) -> Iterator[tuple[str, str]]:
        texts = self.texts
        yield texts("dossier.fact-author"), texts("dossier.author", office=office(reading.author, texts))
        counted = [step for step in reading.history if not step.held]
        written = [step.at for step in counted if step.first] or [reading.line.created]
        yield texts("dossier.fact-written"), moment_in_words(written[0], texts)
        corrected = [step.at for step in counted if not step.first]
        if corrected:
            last = moment_in_words(corrected[-1], texts)
            yield texts("dossier.fact-corrected"), texts("dossier.corrected-last", count=len(corrected), when=last)
        yield texts("dossier.fact-state"), self.state(reading)


def heading_of(reading: Reading) -> str:
    """The first sentence of what somebody wrote, or as much of it as fits a title; else what kind of thing it is."""
    text = in_one_line(reading.line.title).removesuffix(".")
    ends = [at for end in _ENDS if _SHORTEST < (at := text.find(end) + 1) <= _LONGEST]
    if ends:
        return text[: min(ends)].removesuffix(".")
    if len(text) <= _LONGEST:
        return text or _kind(reading)
    breaks = [at for at in break_offsets(text) if at < _LONGEST]
    return text[: max(breaks, default=_LONGEST)].rstrip(" .,;:…") + "…"


def _kind(reading: Reading) -> str:
    row = _of_facet(reading.rows, Facet.KIND)
    return row.answer if row is not None else reading.title


def _first(rows: Sequence[Row]) -> list[Row]:
    """When, where and what."""
    found = (_of_facet(rows, facet) for facet in (Facet.WHEN, Facet.PLACE, Facet.KIND))
    return [row for row in found if row is not None]


def _killed(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if facet_of(row) in KILLED and row.shared]


def _counted(rows: Sequence[Row]) -> list[Row]:
    """How many people, at the top of the form, the killed excepted."""
    return [row for row in rows if _counts(row) and facet_of(row) not in KILLED]


def _of_facet(rows: Sequence[Row], facet: Facet) -> Row | None:
    return next((row for row in rows if facet_of(row) is facet and row.shared), None)


def _counts(row: Row) -> bool:
    """Whether an answer says how many people, at the top of the form."""
    one = row.definition
    if one is None or row.depth or not row.shared or kind_of(one) is not Kind.INTEGER:
        return False
    return _COUNT in one.appearance.split()
