"""What the columns of an ODK or KoBoToolbox export mean to a form: found by the question's name. Pure.

ODK Central joins groups with `-`, KoBoToolbox with `/`, Briefcase with `-` or `:`; a select may be split into a column
for each choice, a place into its numbers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forms.model import Control, Definition, Form, Sort
from forms.storing import is_meta, kind_of
from records.schema import Kind

_JOINTS: Final = "/-.:"
_PARTS: Final = ("latitude", "longitude", "altitude", "accuracy", "precision")
_OF_PLACE: Final = re.compile(rf"_?(.+?)[-_./:]({'|'.join(_PARTS)})", re.IGNORECASE)
_BOOKS: Final = re.compile(
    r"""_.*|.*@odata\..*|(?:.*[-/.:])?(?:meta[-/.:])?(?:instance(?:ID|Name)|deprecatedID)|meta|formhub(?:[-/.:]uuid)?
    |KEY|PARENT_KEY|SET-OF-.+|SubmissionDate|Submitter(?:ID|Name)|Attachments(?:Present|Expected)|Status|ReviewState
    |DeviceID|Edits|FormVersion|isValidated|\$?count""",
    re.VERBOSE,
)


class Fate(StrEnum):
    """What becomes of a column."""

    TAKEN = "taken"
    CALCULATED = "calculated"
    METADATA = "metadata"
    FILE = "file"
    BOOKS = "books"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column means. path: of the question, "" for none. choice: of a split select. part: of a place."""

    fate: Fate
    path: str = ""
    choice: str = ""
    part: str = ""


class Columns:
    """Finds what the columns of one table mean; `within` is the repeat whose rows the table holds, "" for the notes."""

    def __init__(self, form: Form, within: str = "") -> None:
        """Every way to write each question, the whole path before the name alone."""
        self._fields = {one.path: one for one in form.definitions if one.sort is Sort.FIELD and not is_meta(one.path)}
        self._form = form
        repeats = [one.path for one in form.definitions if one.sort is Sort.REPEAT]
        here = [path for path in self._fields if _innermost(path, repeats) == within]
        self._spelled: dict[str, str] = {}
        for path in here:
            for spelling in _spellings(path, within, form.root):
                self._spelled.setdefault(spelling, path)
        names: dict[str, list[str]] = {}
        for path in here:
            names.setdefault(path.rpartition("/")[2], []).append(path)
        for name, paths in names.items():
            if len(paths) == 1:
                self._spelled.setdefault(name, paths[0])

    def meaning(self, column: str) -> Meaning:
        """What a column means."""
        path = self._spelled.get(column)
        if path is not None:
            return Meaning(_fate(self._fields[path]), path)
        split = self._choice(column) or self._part(column)
        if split is not None:
            return split
        return Meaning(Fate.BOOKS if _BOOKS.fullmatch(column) else Fate.UNKNOWN)

    def known(self, columns: Iterator[str]) -> int:
        """How many of these columns mean a question."""
        return sum(bool(self.meaning(column).path) for column in columns)

    def _choice(self, column: str) -> Meaning | None:
        """A column that says of one choice whether it was taken."""
        for at, letter in enumerate(column):
            path = self._spelled.get(column[:at]) if letter in _JOINTS else None
            if path is not None and kind_of(self._fields[path]) is Kind.CHOICES:
                return Meaning(_fate(self._fields[path]), path, choice=column[at + 1 :])
        return None

    def _part(self, column: str) -> Meaning | None:
        """A column that holds one number of a place."""
        match = _OF_PLACE.fullmatch(column)
        path = self._spelled.get(match[1]) if match else None
        if match is None or path is None or kind_of(self._fields[path]) is not Kind.PLACE:
            return None
        part = match[2].lower().replace("precision", "accuracy")
        return Meaning(_fate(self._fields[path]), path, part=part)


def code_of(form: Form, one: Definition, written: str) -> str:
    """The code of a choice that is written as its label, if it is the label of one alone; else what is written."""
    if one.choices is None or not written:
        return written
    known = form.lists.get(one.choices.list, ())
    codes = {choice.code for choice in known}
    if written in codes or one.choices.code:
        return written
    labelled = {choice.code for choice in known for text in choice.label.values() if text.parts == (written,)}
    return labelled.pop() if len(labelled) == 1 else written


def place_text(parts: Mapping[str, str]) -> str:
    """A place from its numbers, "" when it has none."""
    if not parts.get("latitude") or not parts.get("longitude"):
        return ""
    return " ".join((parts["latitude"], parts["longitude"], parts.get("altitude") or "0", parts.get("accuracy") or "0"))


def _fate(one: Definition) -> Fate:
    if one.metadata and not one.turned_on:
        return Fate.METADATA
    if one.calculate is not None or (one.readonly is not None and one.readonly.text == "true()"):
        return Fate.CALCULATED
    return Fate.FILE if kind_of(one) is Kind.FILE and one.control is not Control.NONE else Fate.TAKEN


def _spellings(path: str, within: str, root: str) -> Iterator[str]:
    """The whole path, with the form's name before it, and from the repeat down, joined in each way."""
    inside = path.removeprefix(f"{within}/") if within else path
    for parts in ([*path.split("/")], [root, *path.split("/")], inside.split("/")):
        for joint in _JOINTS:
            yield joint.join(parts)


def _innermost(path: str, repeats: list[str]) -> str:
    around = [repeat for repeat in repeats if path.startswith(f"{repeat}/")]
    return max(around, key=len, default="")
