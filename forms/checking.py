"""What a form must keep before it is used, each mistake with sheet and row: functions, circles, classes, meanings."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from forms.errors import FormsCode
from forms.graph import below_what_it_reads, with_rules
from forms.model import Definition, Form, Formula, Texts
from forms.rows import Rows
from forms.xpath.compiling import compile_expression
from forms.xpath.plain import from_plain
from forms.xpath.syntax import Call, Expression, operands
from records.errors import Fact, Known
from records.schema import Class, Facet


def checked(form: Form, sheets: Mapping[str, Any]) -> Form:
    """Return the form with its rules. Known(FORM_*) names the first mistake."""
    rows = Rows(sheets)
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
        raise Known(FormsCode.FORM_CIRCLE, fields=circle, row=rows.of(circle[0])) from problem
    for path, read in below_what_it_reads(form):
        raise Known(FormsCode.FORM_CALCULATION_LOWER, row=rows.of(path), field=path, reads=read)
    return form


def placed(problem: Known, sheets: Mapping[str, Any]) -> Known:
    """Return a mistake that names a field, or what is not supported, with the row where that is written."""
    if problem.code not in (FormsCode.FORM_EXPRESSION, FormsCode.FORM_NOT_SUPPORTED) or problem.facts.get("row"):
        return problem
    rows = Rows(sheets)
    field, what = problem.facts.get("field"), str(problem.facts.get("what", ""))
    row = rows.of(field) if isinstance(field, str) and field else 0
    row = row or (what and (rows.mentioning(what) or rows.mentioning(what.rpartition(".")[0]))) or 0
    return Known(problem.code, **{**problem.facts, "sheet": "survey", "row": row})


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
        for column, texts in texts_of(one).items():
            yield from ((one.path, column, formula) for formula in formulas_in(texts))
    for action in form.actions:
        if action.value is not None:
            yield action.target, "calculation" if action.trigger else "default", action.value
    for choices in form.lists.values():
        for choice in choices:
            yield from (("", "label", formula) for formula in formulas_in(choice.label))


def texts_of(one: Definition) -> dict[str, Texts]:
    """Every text of a definition, by XLSForm column."""
    return {
        "label": one.label,
        "hint": one.hint,
        "guidance_hint": one.guidance,
        "constraint_message": one.constraint_message,
        "required_message": one.required_message,
    }


def formulas_in(texts: Texts) -> Iterator[Formula]:
    """The values that stand in a text, in any of its languages."""
    return (part for text in texts.values() for part in text.parts if isinstance(part, Formula))


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
