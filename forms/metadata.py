"""What a form of others asks about the device and its owner: off until a person turns each on, and never below S2.

Implements "Metadata" of the ODK XForms specification as far as it is nobody's but the writer's own to say. A log of
each step (audit), a place or a sound taken without being asked are never turned on.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from forms.errors import FormsCode
from forms.model import Definition, Form
from records.errors import Known

START: Final = "start"
END: Final = "end"
TODAY: Final = "today"
_TIMES: Final = (START, END, TODAY)
OF_OWNER: Final = ("deviceid", "username", "phonenumber", "email", "simserial", "subscriberid")
NEVER: Final = ("audit", "start-geopoint", "background-geopoint", "background-audio")


def metadata(form: Form) -> tuple[Definition, ...]:
    """The questions of a form that nobody is asked and the device would answer."""
    return tuple(one for one in form.definitions if one.metadata)


def turned_on(form: Form, names: Collection[str]) -> Form:
    """The form with these metadata questions on, named by path or by name alone: a version of its own.

    Known(FORM_METADATA) for a name that is none, or one that is never turned on.
    """
    found = {one.path: one for one in metadata(form)}
    paths = set()
    for name in names:
        matching = [path for path in found if name in (path, path.rpartition("/")[2])]
        if len(matching) != 1 or found[matching[0]].metadata in NEVER:
            raise Known(FormsCode.FORM_METADATA, field=name)
        paths.add(matching[0])
    if not paths:
        return form
    definitions = (replace(one, turned_on=one.path in paths) for one in form.definitions)
    return replace(form, definitions=tuple(definitions))


def said(one: Definition, now: datetime, owner: Mapping[str, str]) -> str:
    """What the device says to a metadata question that is on, "" where it has nothing to say."""
    if one.metadata not in _TIMES:
        return owner.get(one.metadata, "")
    return now.date().isoformat() if one.metadata == TODAY else now.isoformat(timespec="milliseconds")
