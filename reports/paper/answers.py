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
            yield look.ours(row.label, look.heading)
        elif row.path in self.numbers:
            number = self.texts("dossier.see-attachment", number=self.numbers[row.path])
            yield Pair(look.ours(row.label, look.quiet), [look.ours(number), *self._versions(row)], rtl=look.rtl)
        elif is_long(row):
            yield look.ours(row.label, look.heading)
            yield from (look.theirs(part) for part in row.answer.split("\n") if part.strip())
            yield from self._versions(row)
        else:
            shown = self._versions(row) or [look.short(row.answer)]
            yield Pair(look.ours(row.label, look.quiet), shown, rtl=look.rtl)

    def _versions(self, row: Row) -> list[ShapedParagraph]:
        """Every version that stands, with who wrote it and when."""
        if not row.others:
            return []
        look = self.look
        found = [look.ours(self.texts("dossier.versions", count=len(row.others)), look.bold)]
        for version in row.others:
            found.append(look.theirs(version.answer) if is_long(row) else look.short(version.answer))
            found.append(look.ours(self._by(version), look.quiet))
        return found

    def _by(self, version: Version) -> str:
        return by(version.author, version.at, self.texts)


def by(author: Party, at: str, texts: Texts) -> str:
    """Which office, and when it says so."""
    return texts("dossier.by", office=office(author, texts), when=moment_in_words(at, texts))


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


def range_in_words(least: str, most: str, texts: Texts) -> str:
    """Two numbers as people say them; never a sum, never a middle."""
    if least == most:
        return texts("dossier.none") if least == "0" else least
    if not most:
        return texts("dossier.at-least", number=least)
    if not least:
        return texts("dossier.at-most", number=most)
    return texts("dossier.from-to", least=least, most=most)
