"""What a form of others asks about the device and its owner: off until a person turns each on, and never below S2.

Implements "Metadata" of the ODK XForms specification as far as it is nobody's but the writer's own to say. A computer
does not know where it is: a place that would be taken unasked is asked like any other question. It never records sound.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from forms.errors import FormsCode
from forms.model import Control, Definition, Form, Text
from records.errors import Known

START: Final = "start"
END: Final = "end"
TODAY: Final = "today"
_TIMES: Final = (START, END, TODAY)
OF_OWNER: Final = ("deviceid", "username", "phonenumber", "email", "simserial", "subscriberid")
PLACES: Final = ("start-geopoint", "background-geopoint")
SOUND: Final = "background-audio"
AUDIT: Final = "audit"
AUDIT_PATH: Final = "meta/audit"


def audit_of(form: Form) -> Definition | None:
    """The log of each step, where a form asks for one and a person turned it on."""
    return next((one for one in form.definitions if one.metadata == AUDIT and one.turned_on), None)


def metadata(form: Form) -> tuple[Definition, ...]:
    """The questions of a form that nobody is asked and the device would answer."""
    return tuple(one for one in form.definitions if one.metadata)


def turned_on(form: Form, names: Collection[str]) -> Form:
    """The form with these metadata questions on, named by path or by name alone: a version of its own.

    Known(FORM_METADATA) for a name that is none; (FORM_SOUND) for what would record without being asked.
    """
    found = {one.path: one for one in metadata(form)}
    paths = set()
    for name in names:
        matching = [path for path in found if name in (path, path.rpartition("/")[2])]
        if len(matching) != 1:
            raise Known(FormsCode.FORM_METADATA, field=name)
        if found[matching[0]].metadata == SOUND:
            raise Known(FormsCode.FORM_SOUND, field=name)
        paths.add(matching[0])
    if not paths:
        return form
    definitions = tuple(_on(one) if one.path in paths else one for one in form.definitions)
    places = frozenset(path for path in paths if found[path].metadata in PLACES)
    return replace(form, definitions=definitions, shown=tuple(_shown(form, places)))


def _on(one: Definition) -> Definition:
    """A metadata question that is on; a place is asked, and need not be answered."""
    if one.metadata not in PLACES:
        return replace(one, turned_on=True)
    label = one.label or {"": Text((one.path.rpartition("/")[2],))}
    return replace(one, turned_on=True, control=Control.INPUT, label=label, required=None)


def _shown(form: Form, places: Collection[str]) -> Iterator[str]:
    """What the form asks, with these places where the form has them."""
    order = {one.path: number for number, one in enumerate(form.definitions)}
    waiting = sorted((path for path in places if path not in form.shown), key=order.__getitem__)
    for path in form.shown:
        while waiting and order[waiting[0]] < order.get(path, 0):
            yield waiting.pop(0)
        yield path
    yield from waiting


def said(one: Definition, now: datetime, owner: Mapping[str, str]) -> str:
    """What the device says to a metadata question that is on, "" where it has nothing to say."""
    if one.metadata not in _TIMES:
        return owner.get(one.metadata, "")
    return now.date().isoformat() if one.metadata == TODAY else now.isoformat(timespec="milliseconds")
