"""Every formula of a form, with the question it stands at and the XLSForm column it was written in."""

from collections.abc import Iterator

from forms.model import Definition, Form, Formula, Texts


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
