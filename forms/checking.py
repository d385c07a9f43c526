"""What a form must keep before it is used, each mistake with sheet and row: functions, circles, classes, meanings."""

from collections.abc import Iterator
from typing import Any, NoReturn

from forms.errors import FormsCode
from forms.graph import below_what_it_reads, with_rules
from forms.model import Form, Formula, Sort
from forms.storing import class_of
from forms.xpath.compiling import compile_expression
from forms.xpath.plain import from_plain
from forms.xpath.syntax import Call, Expression, operands
from records.errors import Fact, Known
from records.schema import Class, Facet


def checked(form: Form, sheets: dict[str, Any]) -> Form:
    """Return the form with its rules. Known(FORM_*) names the first mistake."""
    rows = _rows(sheets)
    _check_marks(form, rows)
    for path, column, formula in formulas(form):
        try:
            compile_expression(from_plain(formula.plain))
        except Known as problem:
            facts = {name: fact for name, fact in problem.facts.items() if name not in ("expression", "why")}
            _refuse(rows, path, column, formula.text, why=problem.code.value, **facts)
    try:
        form = with_rules(form)
    except Known as problem:
        circle = problem.facts.get("fields", ())
        assert isinstance(circle, tuple)
        raise Known(FormsCode.FORM_CIRCLE, fields=circle, row=rows.get(circle[0], 0)) from problem
    order = {one.path: int(class_of(one)) for one in form.definitions if one.sort is Sort.FIELD}
    for path, read in below_what_it_reads(form, order):
        raise Known(FormsCode.FORM_CALCULATION_LOWER, row=rows.get(path, 0), field=path, reads=read)
    return form


def placed(problem: Known, sheets: dict[str, Any]) -> Known:
    """Return a mistake that names a field with the row where that field is written."""
    field = problem.facts.get("field")
    if problem.code is not FormsCode.FORM_EXPRESSION or not isinstance(field, str):
        return problem
    return Known(problem.code, **{**problem.facts, "sheet": "survey", "row": _rows(sheets).get(field, 0)})


def formulas(form: Form) -> Iterator[tuple[str, str, Formula]]:
    """Every formula of a form: the path it stands at, the XLSForm column, the formula."""
    for one in form.definitions:
        columns = {
            "relevant": one.relevant,
            "required": one.required,
            "read_only": one.readonly,
            "constraint": one.constraint,
            "calculation": one.calculate,
            "repeat_count": one.count,
            "choice_filter": one.choices.items if one.choices else None,
        }
        for column, formula in columns.items():
            if formula is not None:
                yield one.path, column, formula
        for texts in (one.label, one.hint, one.guidance):
            for text in texts.values():
                yield from ((one.path, "label", part) for part in text.parts if isinstance(part, Formula))
    for action in form.actions:
        if action.value is not None:
            yield action.target, "default", action.value


def functions(form: Form) -> tuple[str, ...]:
    """The names of all functions a form calls, sorted."""
    found: set[str] = set()
    for _, _, formula in formulas(form):
        _collect(from_plain(formula.plain), found)
    return tuple(sorted(found))


def _collect(expression: Expression, found: set[str]) -> None:
    if isinstance(expression, Call):
        found.add(expression.name)
    for operand in operands(expression):
        _collect(operand, found)


def _check_marks(form: Form, rows: dict[str, int]) -> None:
    """Refuse classes and meanings nobody knows."""
    classes = {value.name.lower() for value in Class}
    facets = {facet.value for facet in Facet}
    for one in form.definitions:
        for value, known in ((one.value_class, classes), (one.facet, facets)):
            if value and value not in known:
                raise Known(FormsCode.FORM_CLASS, row=rows.get(one.path, 0), value=value)


def _rows(sheets: dict[str, Any]) -> dict[str, int]:
    """The row of the survey sheet at which each path is written."""
    found: dict[str, int] = {}
    above: list[str] = []
    for number, row in enumerate(sheets.get("survey", ()), 2):
        kind = str(row.get("type") or "").strip().replace(" ", "_", 1)
        name = str(row.get("name") or "")
        if kind.startswith("end_"):
            above = above[:-1]
            continue
        found.setdefault("/".join([*above, name]), number)
        if kind.startswith("begin_"):
            above = [*above, name]
    return found


def _refuse(rows: dict[str, int], path: str, column: str, expression: str, **facts: Fact) -> NoReturn:
    raise Known(
        FormsCode.FORM_EXPRESSION,
        **{"sheet": "survey", "row": rows.get(path, 0), "column": column, "field": path, **facts},
        expression=expression,
    )
