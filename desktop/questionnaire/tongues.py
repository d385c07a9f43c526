"""In which languages the questions of a form can be asked: of ours all of the program, of others their own. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.environment import speaks
from forms.model import Form
from resources.texts import LANGUAGES, Direction, known

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as it is offered. code: as a session is told; of a language without a code, its name in the form."""

    code: str
    name: str
    direction: Direction


def tongues(form: Form) -> tuple[Tongue, ...]:
    """Return what there is to choose from; nothing where there is no choice."""
    if form.own:
        return tuple(Tongue(one.code, one.name, one.direction) for one in LANGUAGES)
    found = tuple(_of_form(name) for name in form.languages)
    return found if len(found) > 1 else ()


def spoken(form: Form, language: str) -> Tongue | None:
    """Which of them is asked in, when a person's own is `language`: hers, or else the form's first."""
    offered = tongues(form)
    wanted = known(language).code if form.own else language
    return next((one for one in offered if one.code.casefold() == wanted.casefold()), _first(offered))


def _first(offered: Sequence[Tongue]) -> Tongue | None:
    return offered[0] if offered else None


def _of_form(name: str) -> Tongue:
    """`French (fr)` is shown as French."""
    words, bracket, rest = name.rpartition("(")
    code = rest.rstrip(") ").strip() if bracket else name
    own = next((one for one in LANGUAGES if speaks(name, one.code)), None)
    shown = words.strip() or (own.name if own is not None else name)
    turned = code.partition("-")[0].casefold() in _RIGHT_TO_LEFT
    return Tongue(code, shown, Direction.RTL if turned else Direction.LTR)
