"""A compiled form as bytes: with its schema and version, for the vault, for bundles and for the shipped library.

The version covers everything but texts: a form that travels is believed only when its logic is what its version says.
"""

import hashlib
from typing import Final

import msgspec

from forms.errors import FormsCode
from forms.metadata import AUDIT
from forms.model import Control, Definition, Form, Sort
from forms.soundness import is_sound
from records.errors import Known
from records.schema import Class, Facet, Field, Kind, Schema

_KINDS = {
    "int": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.MOMENT,
    "geopoint": Kind.PLACE,
    "geotrace": Kind.PLACE,
    "geoshape": Kind.PLACE,
    "binary": Kind.FILE,
}

_META: Final = "meta"
_WORDS: Final = (
    "title",
    "languages",
    "given_version",
    "own",
    "label",
    "hint",
    "guidance",
    "constraint_message",
    "required_message",
    "label_media",
)
_LATER: Final = ("metadata", "turned_on")
"""What was thought of later counts only where it says something: the versions of older forms stay what they are."""


class _Stored(msgspec.Struct):
    """What the bytes hold."""

    schema: msgspec.Raw
    form: msgspec.Raw


def schema_of(form: Form) -> Schema:
    """Return what the floors below need to know of a form."""
    fields = tuple(_field(form, one) for one in form.definitions if one.sort is Sort.FIELD and _holds_answers(one))
    repeats = tuple(one.path for one in form.definitions if one.sort is Sort.REPEAT)
    return Schema(form.id, fields, repeats, form.writers, logic_of(form))


def is_meta(path: str) -> bool:
    """Whether a path is bookkeeping of the XForm itself, which holds no answers."""
    return path.partition("/")[0] == _META


def _holds_answers(one: Definition) -> bool:
    """Whether a record holds an answer to it: of the bookkeeping, the log of each step alone, when it is turned on."""
    return not is_meta(one.path) or (one.metadata == AUDIT and one.turned_on)


def logic_of(form: Form) -> str:
    """Return SHA-256, in hex, over the form without its texts, and whoever they are translated by."""
    bare = msgspec.to_builtins(form)
    for part in (bare, *bare["definitions"], *(choice for choices in bare["lists"].values() for choice in choices)):
        for name in (*_WORDS, *(name for name in _LATER if not part.get(name))):
            part.pop(name, None)
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()


def to_bytes(form: Form) -> bytes:
    """Return the form as it is stored and travels."""
    return msgspec.json.encode({"schema": msgspec.Raw(_schema_bytes(form)), "form": form}, order="deterministic")


def _schema_bytes(form: Form) -> bytes:
    return msgspec.json.encode(schema_of(form).plain(), order="deterministic")


def from_bytes(raw: bytes) -> Form:
    """Read a stored form, from here or from strangers.

    Known(FORM_MALFORMED) for anything `to_bytes` would not write: one that is not what its version says, that would not
    run, or that lets an answer down into a lower class.
    """
    try:
        stored = msgspec.json.decode(raw, type=_Stored)
        form = msgspec.json.decode(stored.form, type=Form)
        agrees = _schema_bytes(form) == bytes(stored.schema)
    except (msgspec.MsgspecError, RecursionError, KeyError, ValueError, Known) as problem:
        raise Known(FormsCode.FORM_MALFORMED) from problem
    if not agrees or not is_sound(form, classes_of(form)):
        raise Known(FormsCode.FORM_MALFORMED)
    return form


def kind_of(one: Definition) -> Kind:
    """Return what sort of value a field holds."""
    match one.control:
        case Control.SELECT_ONE:
            return Kind.CHOICE
        case Control.SELECT_MANY | Control.RANK:
            return Kind.CHOICES
        case _:
            found = _KINDS.get(one.data, Kind.TEXT)
            multiline = "multiline" in one.appearance.split()
            return Kind.LONG_TEXT if found is Kind.TEXT and multiline else found


def _field(form: Form, one: Definition) -> Field:
    codes: tuple[str, ...] = ()
    if one.choices is not None and not one.choices.code:
        codes = tuple(choice.code for choice in form.lists.get(one.choices.list, ()))
    facet = Facet(one.facet) if one.facet else None
    return Field(one.path, kind_of(one), class_of(one), facet, codes)


def classes_of(form: Form) -> dict[str, int]:
    """Return the class of each field, by path."""
    return {one.path: class_of(one) for one in form.definitions if one.sort is Sort.FIELD}


def class_of(one: Definition) -> Class:
    """Return the class of a field; one that names none is restricted, and what the device says is so at least."""
    named = Class[one.value_class.upper()] if one.value_class else Class.RESTRICTED
    return max(named, Class.RESTRICTED) if one.metadata else named
