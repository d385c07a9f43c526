"""What F1 says: of a choice what the glossary says, else what the form says of the question. No Qt."""

from dataclasses import dataclass

from desktop.questionnaire.asking import Question
from forms import shipped
from forms.session import Offered
from resources.glossary import Glossary, Term
from resources.texts import Texts


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is explained, in the words it has on the page; the lines that explain it, the most important first."""

    what: str
    lines: tuple[str, ...]


def meaning_of(question: Question, choice: Offered | None, texts: Texts) -> Meaning:
    """Explain a choice, or the question where there is none. Of a form from elsewhere only that form knows."""
    term = _term(question, choice, texts)
    what = question.label if choice is None else choice.label
    return Meaning(what, _said_by_form(question, texts) if term is None else _said_by_us(term, texts))


def _term(question: Question, choice: Offered | None, texts: Texts) -> Term | None:
    if choice is None or question.form not in shipped.names():
        return None
    return Glossary(texts.language.code).term(question.list_name, choice.code)


def _said_by_us(term: Term, texts: Texts) -> tuple[str, ...]:
    found = [term.meaning]
    if term.example:
        found.append(texts("meaning.example", text=term.example))
    if term.not_this:
        found.append(texts("meaning.not-this", text=term.not_this))
    return tuple(found)


def _said_by_form(question: Question, texts: Texts) -> tuple[str, ...]:
    found = tuple(one for one in (question.hint, question.guidance) if one)
    return found or (texts("meaning.nothing"),)
