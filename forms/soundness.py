"""Whether a stored form can be run without stumbling: what a compiler never writes, and a stranger may.

The version of a form says that nobody changed it. It does not say that whoever made it was honest.
"""

from dataclasses import replace
from typing import Final

from forms.formulas import formulas
from forms.graph import with_rules
from forms.model import ROOT, Form, Formula, Sort
from forms.xpath.syntax import MAX_DEPTH, depth
from records.errors import Known
from records.values import is_path

MOST_FIRST_ROWS: Final = 100
_STUMBLES: Final = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)


def is_sound(form: Form) -> bool:
    """Whether every question has its place, every formula can be read, and the rules are those the formulas make."""
    try:
        return _has_places(form) and all(map(_can_be_read, (one for _, _, one in formulas(form)))) and _has_rules(form)
    except Known:
        return False


def _has_places(form: Form) -> bool:
    """Whether each path stands once, below a group or repeat that stands before it."""
    sorts = {ROOT: Sort.GROUP}
    for one in form.definitions:
        above = sorts.get(one.path.rpartition("/")[0], Sort.FIELD)
        proper = is_path(one.path) and "#" not in one.path and 0 <= one.first_rows <= MOST_FIRST_ROWS
        if one.path in sorts or above is Sort.FIELD or not proper:
            return False
        sorts[one.path] = one.sort
    return True


def _can_be_read(formula: Formula) -> bool:
    try:
        return depth(formula.expression) <= MAX_DEPTH
    except _STUMBLES:
        return False


def _has_rules(form: Form) -> bool:
    return with_rules(replace(form, rules=())).rules == form.rules
