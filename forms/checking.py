"""What a form must keep before it is used, each mistake with sheet and row: functions, circles, classes, meanings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NoReturn

from forms.errors import FormsCode
from forms.formulas import formulas
from forms.graph import Graph
from forms.model import Form, Formula
from forms.rows import Rows
from forms.storing import classes_of
from forms.xpath.compiling import compile_expression
from forms.xpath.syntax import Call, Expression, operands, predicates
from records.errors import Fact, Known
from records.schema import Class, Facet

_PLACED: Final = (FormsCode.FORM_EXPRESSION, FormsCode.FORM_NOT_SUPPORTED, FormsCode.FORM_FILE)


def checked(form: Form, sheets: Mapping[str, Any]) -> Form:
    """Return the form with its rules. Known(FORM_*) names the first mistake."""
    rows = Rows(sheets)
    _check_marks(form, rows)
    for path, column, formula in formulas(form):
        try:
            compile_expression(formula.expression)
        except Known as problem:
            facts = {name: fact for name, fact in problem.facts.items() if name not in ("expression", "why")}
            _refuse(rows, path, column, formula.text, why=problem.code.value, **facts)
    graph = Graph(form)
    try:
        rules = graph.ordered()
    except Known as problem:
        circle = problem.facts.get("fields", ())
        assert isinstance(circle, tuple)
        raise Known(FormsCode.FORM_CIRCLE, fields=circle, row=rows.of(circle[0])) from problem
    for path, read in graph.below_what_it_reads(classes_of(form)):
        raise Known(FormsCode.FORM_CALCULATION_LOWER, row=rows.of(path), field=path, reads=read)
    return replace(form, rules=rules)


def placed(problem: Known, sheets: Mapping[str, Any]) -> Known:
    """Return a mistake that names a field, or what is not supported, with the row where that is written."""
    if problem.code not in _PLACED or problem.facts.get("row"):
        return problem
    rows = Rows(sheets)
    field, what = problem.facts.get("field"), str(problem.facts.get("what") or problem.facts.get("file") or "")
    row = rows.of(field) if isinstance(field, str) and field else 0
    stem = what.rpartition(".")[0]
    words = [word for word in (what, f"'{stem}'", f'"{stem}"', stem) if word.strip("'\"")]
    row = next((found for found in (row, *map(rows.mentioning, words)) if found), 0)
    return Known(problem.code, **{**problem.facts, "sheet": "survey", "row": row})


def functions(form: Form) -> tuple[str, ...]:
    """The names of all functions a form calls, sorted."""
    return tuple(sorted({name for _, _, formula in formulas(form) for name in calls(formula)}))


def calls(formula: Formula) -> frozenset[str]:
    """The names of the functions a formula calls."""
    found: set[str] = set()
    waiting: list[Expression] = [formula.expression]
    while waiting:
        expression = waiting.pop()
        if isinstance(expression, Call):
            found.add(expression.name)
        waiting += (*operands(expression), *predicates(expression))
    return frozenset(found)


def _check_marks(form: Form, rows: Rows) -> None:
    """Refuse classes and meanings nobody knows."""
    classes = {value.name.lower() for value in Class}
    facets = {facet.value for facet in Facet}
    for one in form.definitions:
        for value, known in ((one.value_class, classes), (one.facet, facets)):
            if value and value not in known:
                raise Known(FormsCode.FORM_CLASS, row=rows.of(one.path), value=value)


def _refuse(rows: Rows, path: str, column: str, expression: str, **facts: Fact) -> NoReturn:
    raise Known(
        FormsCode.FORM_EXPRESSION,
        **{"sheet": "survey" if path else "choices", "row": rows.of(path), "column": column, "field": path, **facts},
        expression=expression,
    )
