"""What a form says about its answers, as a plain value that forms compile to and that travels.

The vault, sharing, search and lists need to know of every path its kind, how far it may travel and what it means,
without knowing forms. The version is a hash over everything that gives answers their meaning (paths, kinds, classes,
facets, codes, logic) and over no label, hint or translation.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property

from records.errors import Known, RecordsCode
from records.strict_json import Json, write
from records.values import EXISTS, ORDER, WITHDRAWN, template


class Class(IntEnum):
    """How far an answer may travel at most."""

    PUBLIC = 0
    NETWORK = 1
    RESTRICTED = 2
    PROTECTED = 3


class BodyClass(IntEnum):
    """The part of an entry that may travel equally far; its number is its place in the header."""

    NETWORK = 0
    RESTRICTED = 1
    PROTECTED = 2

    @staticmethod
    def of(value_class: Class) -> "BodyClass":
        """Return the body that carries answers of this class."""
        return BodyClass(max(value_class, Class.NETWORK) - 1)

    @property
    def value_class(self) -> Class:
        """The class an answer of this body has at least."""
        return Class(self + 1)


class Kind(StrEnum):
    """What sort of value stands at a path."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"
    PLACE = "place"
    FILE = "file"


class Facet(StrEnum):
    """What an answer means to lists, search, sharing and warning, whatever the form calls it."""

    TITLE = "title"
    WHEN = "when"
    PLACE = "place"
    PLACE_CODE = "place-code"
    KIND = "kind"
    ACTOR = "actor"
    GROUP = "group"
    STATE = "state"
    LEVEL = "level"
    URGENT = "urgent"
    CONSENT = "consent"
    SOURCE = "source"
    NAME = "name"
    HELP = "help"
    KILLED_LEAST = "killed-least"
    KILLED_MOST = "killed-most"


@dataclass(frozen=True, slots=True)
class Field:
    """One path of a form, without row ids."""

    path: str
    kind: Kind
    value_class: Class
    facet: Facet | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """A form as the floors below forms see it. `logic` is a digest of everything else that gives meaning."""

    form: str
    fields: tuple[Field, ...]
    repeats: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    logic: str = field(default="")

    @cached_property
    def version(self) -> str:
        """SHA-256, in hex, over form, fields, repeats, writers and logic."""
        return hashlib.sha256(write(self.plain())).hexdigest()

    @cached_property
    def by_path(self) -> Mapping[str, Field]:
        """Fields by their path without row ids."""
        return {known.path: known for known in self.fields}

    @cached_property
    def by_facet(self) -> Mapping[Facet, Field]:
        """The first field of each facet."""
        return {known.facet: known for known in reversed(self.fields) if known.facet is not None}

    def kind(self, path: str) -> Kind | None:
        """Return the kind of the value at a path, None when this form does not know the path."""
        known = self.by_path.get(template(path))
        return known.kind if known else None

    def class_of(self, path: str) -> Class:
        """Return the class of a path; what the form does not know counts as restricted."""
        known = self.by_path.get(template(path))
        return known.value_class if known else Class.RESTRICTED

    def plain(self) -> Json:
        """Return the schema as plain data, in one fixed order: what the version is the hash of."""
        return {
            "form": self.form,
            "fields": [
                [known.path, known.kind.value, int(known.value_class), known.facet, list(known.codes)]
                for known in self.fields
            ],
            "repeats": list(self.repeats),
            "writers": list(self.writers),
            "logic": self.logic,
        }

    @staticmethod
    def from_plain(plain: Json) -> "Schema":
        """Read `plain()` again. Known(SCHEMA_MALFORMED) when it is no schema, or speaks of a path twice."""
        match plain:
            case {
                "form": str(form),
                "fields": list(fields),
                "repeats": list(repeats),
                "writers": list(writers),
                "logic": str(logic),
            }:
                known = tuple(_field(item) for item in fields)
                if len({field.path for field in known}) != len(known):
                    raise Known(RecordsCode.SCHEMA_MALFORMED)
                return Schema(form, known, _texts(repeats), _texts(writers), logic)
            case _:
                raise Known(RecordsCode.SCHEMA_MALFORMED)


def _field(plain: Json) -> Field:
    try:
        match plain:
            case [str(path), str(kind), int(value_class), None | str() as facet, list(codes)]:
                meaning = None if facet is None else Facet(facet)
                return Field(path, Kind(kind), Class(value_class), meaning, _texts(codes))
            case _:
                raise Known(RecordsCode.SCHEMA_MALFORMED)
    except ValueError as problem:
        raise Known(RecordsCode.SCHEMA_MALFORMED) from problem


def _texts(plain: list[Json]) -> tuple[str, ...]:
    if not all(isinstance(item, str) for item in plain):
        raise Known(RecordsCode.SCHEMA_MALFORMED)
    return tuple(str(item) for item in plain)


def is_reserved(path: str) -> bool:
    """Whether a path says something about a row or a record instead of holding an answer."""
    return path == WITHDRAWN or path.endswith(("/" + EXISTS, "/" + ORDER))
