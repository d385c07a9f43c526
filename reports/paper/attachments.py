"""A record's attachments on paper: pictures drawn small, everything else named with its type and size.

What somebody said is hard to look at is named, never drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportlab.platypus import Flowable, Spacer

from forms.storing import kind_of
from records.schema import Kind
from records.values import Blob
from reports.files import size_in_words, sort_in_words
from reports.paper.look import GRID, Look
from reports.paper.pairs import Pair
from reports.paper.pictures import Picture, PrintedPicture
from reports.reading import Row
from resources.texts import Texts


class Absence(StrEnum):
    """Why an attachment is named and not drawn."""

    NO_PICTURE = "no-picture"
    DISTURBING = "disturbing"
    TOO_LARGE = "too-large"
    NOT_HERE = "not-here"
    DAMAGED = "damaged"


Pictures = Mapping[str, Picture | Absence]
"""What is drawn of each attachment, by its row's path."""


@dataclass(frozen=True, slots=True)
class Attachments:
    """Sets the attachments of a record."""

    look: Look
    texts: Texts
    pictures: Pictures

    def flowables(self, rows: Sequence[Row]) -> list[Flowable]:
        """Every attachment, in the form's order."""
        numbers = numbered(rows)
        found: list[Flowable] = []
        for row in rows:
            if row.blob is not None:
                said = captions(row, rows)
                found += [self._one(numbers[row.path], row.blob, self.pictures[row.path], said), Spacer(1, GRID)]
        return found

    def _one(self, number: int, blob: Blob, picture: Picture | Absence, said: Sequence[str]) -> Flowable:
        what = self.texts(
            "dossier.attachment",
            number=number,
            sort=sort_in_words(blob.media, self.texts),
            size=size_in_words(blob.length, self.texts),
        )
        look = self.look
        below = [look.short(text) for text in said]
        if isinstance(picture, Picture):
            shown = [PrintedPicture(picture, rtl=look.rtl), *below]
        else:
            shown = [*below, look.ours(self.texts(f"dossier.absent-{picture}"), look.quiet)]
        return Pair(look.ours(what, look.quiet), shown, rtl=look.rtl, whole=True)


def numbered(rows: Sequence[Row]) -> dict[str, int]:
    """The number of each attachment, by its path."""
    return {row.path: number for number, row in enumerate((row for row in rows if row.blob is not None), 1)}


def captions(row: Row, rows: Sequence[Row]) -> list[str]:
    """What somebody wrote beside an attachment, in the same row of the form."""
    above = row.path.rpartition("/")[0]
    if "#" not in above:
        return []
    return [
        one.answer
        for one in rows
        if one.path.rpartition("/")[0] == above
        and one.definition is not None
        and kind_of(one.definition) in (Kind.TEXT, Kind.LONG_TEXT)
        and one.answer
    ]
