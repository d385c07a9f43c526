"""What `kinga forms check` and `kinga forms try` print: a questionnaire in numbers, and what it makes of some answers.

Nothing is kept. Paths are as answers have them, rows by position.
"""

from forms.answer_files import Row
from forms.answers import as_json, problems_of
from forms.checking import functions
from forms.environment import Surroundings
from forms.errors import FormsCode
from forms.filling import NewRow
from forms.model import Control, Definition, Form, Sort
from forms.positions import Positions
from forms.program import Program
from forms.session import Filling, Session
from forms.storing import schema_of
from records.errors import Known
from records.strict_json import Json


def check_form(form: Form) -> dict[str, Json]:
    """Return what a form that compiles holds. questions: fields a person answers; notes and calculations are none."""
    text = next(iter(form.title.values()), None)
    return {
        "id": form.id,
        "title": "" if text is None else "".join(part for part in text.parts if isinstance(part, str)),
        "version": schema_of(form).version,
        "questions": sum(map(is_question, form.definitions)),
        "groups": sum(one.sort is Sort.GROUP and one.path in form.shown for one in form.definitions),
        "repeats": sum(one.sort is Sort.REPEAT for one in form.definitions),
        "languages": list(form.languages),
        "functions": list(functions(form)),
        "problems": [],
    }


def is_question(one: Definition) -> bool:
    """Whether this is asked and can be answered: a note only says something."""
    is_note = one.control is Control.INPUT and one.readonly is not None and one.readonly.text == "true()"
    return one.sort is Sort.FIELD and one.control is not Control.NONE and not (is_note and one.calculate is None)


def try_form(program: Program, row: Row, around: Surroundings, new_row: NewRow) -> dict[str, Json]:
    """Fill a row of answers in, and return every value, what is relevant, and what is wrong."""
    session = Session(program, around, Filling(new_row))
    problems = problems_of(session, row)
    positions = Positions(session.row_ids())
    answers = session.answers()
    values: dict[str, Json] = {}
    relevant: dict[str, Json] = {}
    for path, one in session.places():
        name = positions.name(path)
        relevant[name] = session.is_relevant(path)
        if one.sort is Sort.FIELD:
            values[name] = as_json(answers.values.get(path))
    return {"values": values, "relevant": relevant, "problems": [_problem(one) for one in problems]}


def _problem(problem: Known) -> Json:
    """A problem by its code; of an answer the form itself refuses, why it does."""
    refused = problem.code is FormsCode.ANSWER_REFUSED
    facts = {name: str(fact) for name, fact in problem.facts.items()}
    code = facts["why"] if refused else problem.code.value
    return {"path": facts["column"], "code": code, "message": facts.get("message", "")}
