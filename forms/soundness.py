"""Whether a stored form can be run without stumbling: what a compiler never writes, and a stranger may.

The version of a form says that nobody changed it. It does not say that whoever made it was honest.
"""

from collections.abc import Mapping
from typing import Final

from forms.formulas import formulas
from forms.graph import Graph
from forms.model import ROOT, Form, Formula, Sort
from forms.xpath.syntax import MAX_DEPTH, depth
from records.errors import Known
from records.values import is_path

MOST_FIRST_ROWS: Final = 100
_MOST_LEVELS: Final = 3
"""How many levels one pair of brackets in a plain formula can be at most: a predicate counts so many."""
_STUMBLES: Final = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)


def is_sound(form: Form, classes: Mapping[str, int]) -> bool:
    """Whether every question has its place, every formula can be read, the rules are those the formulas make, and no
    answer is let down into a lower class.
    """
    if not _has_places(form) or not all(map(_can_be_read, (one for _, _, one in formulas(form)))):
        return False
    graph = Graph(form)
    try:
        return graph.holds(form.rules) and not any(graph.below_what_it_reads(classes))
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
        small = (1 + repr(formula.plain).count("[")) * _MOST_LEVELS <= MAX_DEPTH
        return formula.expression is not None and (small or depth(formula.expression) <= MAX_DEPTH)
    except _STUMBLES:
        return False
