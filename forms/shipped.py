"""Our own forms, compiled beforehand: daily use reads them and loads neither pyxform nor a parser.

`python -m forms.precompiling` makes them from the library; a test holds them equal to what the library says.
"""

from functools import cache
from pathlib import Path
from typing import Final

from forms.errors import FormsCode
from forms.model import Form
from forms.program import Program, ready
from forms.storing import schema_of
from records.errors import Known
from records.schema import Schema

COMPILED: Final = Path(__file__).parent / "library" / "compiled"


@cache
def names() -> tuple[str, ...]:
    """The ids of our forms, sorted."""
    return tuple(sorted(path.stem for path in COMPILED.glob("*.json")))


@cache
def raw(form: str) -> bytes:
    """One of our forms as it is stored and travels. Known(NO_FORM)."""
    if form not in names():
        raise Known(FormsCode.NO_FORM, form=form)
    return (COMPILED / f"{form}.json").read_bytes()


@cache
def program(form: str) -> Program:
    """One of our forms, ready to run. Known(NO_FORM)."""
    return ready(raw(form))


@cache
def schema(form: str) -> Schema:
    """What the floors below need to know of one of our forms."""
    found: Form = program(form).form
    return schema_of(found)
