"""A record's answers on paper: in the form's order, with their questions, numbers as ranges, two versions visible."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.platypus import Flowable

from forms.storing import kind_of
from records.people import Party
from records.schema import Facet, Kind
from reports.paper.look import Look
from reports.paper.pairs import Pair
from reports.reading import Row, Version
from reports.text.cleaning import isolated
from reports.text.paragraph import ShapedParagraph
from reports.when import moment_in_words
from resources.texts import Texts

KILLED: Final = frozenset({Facet.KILLED_LEAST, Facet.KILLED_MOST})

_LONG: Final = 240  # letters: what is longer stands below its question


@dataclass(frozen=True, slots=True)
class Answers:
    """Sets the rows of a record. numbers: under which number each attachment, by its path, is shown further on."""

    look: Look
    texts: Texts
    numbers: Mapping[str, int]

    def flowables(self, rows: Sequence[Row]) -> list[Flowable]:
        """All rows."""
        return [flowable for row in with_range(rows, self.texts) for flowable in self._row(row)]

    def _row(self, row: Row) -> Iterator[Flowable]:
        look = self.look
        if row.heading:
            yield look.label(row.label, look.heading)
        elif row.path in self.numbers:
            number = self.texts("dossier.see-attachment", number=self.numbers[row.path])
            yield Pair(look.label(row.label, look.quiet), [look.ours(number), *self._versions(row)], rtl=look.rtl)
        elif is_long(row):
            yield look.label(row.label, look.heading)
            yield from (look.theirs(part) for part in row.answer.split("\n") if part.strip())
            for path in dict.fromkeys(version.path for version in row.others):
                yield from self._paragraph([version for version in row.others if version.path == path])
        else:
            shown = list(self._versions(row)) or [look.short(row.answer)]
            yield Pair(look.label(row.label, look.quiet), shown, rtl=look.rtl)

    def _versions(self, row: Row) -> Iterator[ShapedParagraph]:
        """Every version of a short answer that stands, and who wrote it when."""
        look = self.look
        if row.others:
            yield look.ours(self.texts("dossier.versions", count=len(row.others)), look.bold)
        for version in row.others:
            yield look.short(version.answer or self.texts("dossier.no-answer"), look.close)
            yield look.ours(self._by(version), look.apart)

    def _paragraph(self, versions: Sequence[Version]) -> Iterator[ShapedParagraph]:
        """Every version of one paragraph."""
        look = self.look
        said = self.texts("dossier.versions-paragraph", count=len(versions))
        yield look.ours(said, look.bold.but(keep_with_next=True))
        for version in versions:
            yield look.ours(self._by(version), look.byline)
            yield look.theirs(version.answer or self.texts("dossier.no-answer"), look.version)

    def _by(self, version: Version) -> str:
        """Which office wrote a version, and when it says so."""
        when = moment_in_words(version.at, self.texts)
        return self.texts("dossier.by", office=office(version.author, self.texts), when=when)


def office(party: Party, texts: Texts) -> str:
    """An office by its name, to stand inside a sentence."""
    return isolated(party.office.name) if party.office.name else texts("dossier.stranger")


def is_long(row: Row) -> bool:
    """Whether an answer stands below its question, in paragraphs of its own."""
    if row.definition is not None and kind_of(row.definition) is Kind.LONG_TEXT:
        return True
    return "\n" in row.answer or len(row.answer) > _LONG


def facet_of(row: Row) -> Facet | None:
    """What a row means, whatever the form calls it."""
    return Facet(row.definition.facet) if row.definition is not None and row.definition.facet else None


def with_range(rows: Sequence[Row], texts: Texts) -> list[Row]:
    """The rows with "at least" and "at most" as one; both stay as they are where people do not agree on them."""
    least = next((row for row in rows if facet_of(row) is Facet.KILLED_LEAST), None)
    most = next((row for row in rows if facet_of(row) is Facet.KILLED_MOST), None)
    ends = [row for row in (least, most) if row is not None]
    if not ends or any(row.others or not row.shared for row in ends):
        return list(rows)
    said = range_in_words(least.answer if least else "", most.answer if most else "", texts)
    first = ends[0]
    both = Row(first.path, first.depth, texts("dossier.killed"), said, definition=first.definition)
    return [both if row is first else row for row in rows if row is first or row not in ends]


def range_over(rows: Sequence[Row], texts: Texts) -> str:
    """From the lowest "at least" to the highest "at most" that stands: wider where people do not agree."""
    least = _numbers(rows, Facet.KILLED_LEAST)
    most = _numbers(rows, Facet.KILLED_MOST)
    return range_in_words(str(min(least)) if least else "", str(max(most)) if most else "", texts)


def _numbers(rows: Sequence[Row], facet: Facet) -> list[int]:
    row = next((row for row in rows if facet_of(row) is facet), None)
    said = [] if row is None else [version.answer for version in row.others] or [row.answer]
    return [int(answer) for answer in said if answer.isdecimal()]


def range_in_words(least: str, most: str, texts: Texts) -> str:
    """Two numbers as people say them; never a sum, never a middle."""
    if least == most:
        return texts("dossier.none") if least == "0" else least
    if not most:
        return texts("dossier.at-least", number=least)
    if not least:
        return texts("dossier.at-most", number=most)
    return texts("dossier.from-to", least=least, most=most)
