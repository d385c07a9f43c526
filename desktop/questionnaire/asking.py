"""How a question is asked: by which control, with which words. Pure; the form decides everything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from desktop.questionnaire.wheres import beside, spot_at
from forms.model import Control, Definition
from forms.session import Offered, Session
from forms.storing import kind_of
from records.schema import Kind
from resources.texts import known

FEW: Final = 7
"""Up to this many choices are shown at once."""
MOST_PICTURES: Final = 50
"""Up to this many choices have their pictures beside them."""


class Way(Enum):
    """By what a question is answered."""

    NOTE = "note"
    SHOWN = "shown"
    LINE = "line"
    PARAGRAPHS = "paragraphs"
    NUMBER = "number"
    COUNT = "count"
    RADIOS = "radios"
    KEYS = "keys"
    TYPE_AHEAD = "type-ahead"
    CHECKS = "checks"
    WHEN = "when"
    WEEK = "week"
    DAY = "day"
    COMING_DAY = "coming-day"
    TIME = "time"
    MOMENT = "moment"
    RECALL = "recall"
    WHERE = "where"
    COUNTRY = "country"
    SOURCE = "source"
    FILE = "file"
    RANK = "rank"
    AGREE = "agree"
    SCALE = "scale"


_BY_APPEARANCE: Final = {
    "week": Way.WEEK,
    "when": Way.WHEN,
    "coming": Way.COMING_DAY,
    "place": Way.WHERE,
    "last": Way.RECALL,
    "group": Way.RECALL,
    "source": Way.SOURCE,
    "country": Way.COUNTRY,
    "count": Way.COUNT,
}
_BY_KIND: Final = {
    Kind.LONG_TEXT: Way.PARAGRAPHS,
    Kind.INTEGER: Way.NUMBER,
    Kind.DECIMAL: Way.NUMBER,
    Kind.DATE: Way.DAY,
    Kind.TIME: Way.TIME,
    Kind.MOMENT: Way.MOMENT,
}
_IN_A_ROW: Final = frozenset({"keys", "likert", "columns-pack", "horizontal"})
_CONSENT: Final = "consent"
_LISTED: Final = frozenset({"search", "autocomplete", "minimal"})


@dataclass(frozen=True, slots=True)
class Question:
    """What stands on the page of one question.

    bounds: the ends and the step of a scale, as the form writes them. media: names of files shown with the label, by
    kind, of the form with the id `form`. exact: how exactly the answer to "Where?" says it. list_name: where the
    choices come from. guidance: what the form says at greater length.
    """

    path: str
    way: Way
    label: str
    hint: str = ""
    required: bool = False
    choices: tuple[Offered, ...] = ()
    bounds: tuple[str, str, str] = ("", "", "")
    media: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    exact: str = ""
    list_name: str = ""
    guidance: str = ""


def question(session: Session, path: str, one: Definition) -> Question:
    """Say how a question is asked now."""
    choices = session.choices(path) if one.choices is not None else ()
    way = way_of(one, len(choices), readonly=session.is_readonly(path), answered=bool(session.value(path)))
    if way in (Way.KEYS, Way.TYPE_AHEAD) and any(choice.media for choice in choices) and len(choices) <= MOST_PICTURES:
        way = Way.RADIOS  # where there is room for pictures
    return Question(
        path=path,
        way=way,
        label=session.label(path),
        hint=session.hint(path),
        required=session.is_required(path),
        choices=choices,
        bounds=one.range,
        media=session.media(path),
        form=session.form.id,
        exact=spot_at(session, path, beside(one, path)).exact if way is Way.WHERE else "",
        list_name="" if one.choices is None else one.choices.list,
        guidance=session.guidance(path),
    )


def with_first(asked: Question, codes: Sequence[str]) -> Question:
    """The question with these choices before the others, in this order, as far as it has them."""
    known_codes = {choice.code: choice for choice in asked.choices}
    first = tuple(known_codes[code] for code in codes if code in known_codes)
    return replace(asked, choices=(*first, *(choice for choice in asked.choices if choice not in first)))


def is_of_consent(one: Definition, session: Session) -> bool:
    """Whether a person is told by this what she agrees to, in words of ours that nobody has read yet who speaks so."""
    return _CONSENT in one.appearance.split() and session.form.own and known(session.language).drafted


def way_of(one: Definition, choices: int, *, readonly: bool = False, answered: bool = False) -> Way:
    """Choose the control of a question. What can only be read is a text."""
    if readonly:
        return Way.SHOWN if answered else Way.NOTE
    appearance = frozenset(one.appearance.split())
    match one.control:
        case Control.SELECT_ONE:
            return _of_choices(appearance, choices)
        case Control.SELECT_MANY:
            return Way.CHECKS
        case Control.RANK:
            return Way.RANK
        case Control.RANGE:
            return Way.SCALE
        case Control.ACKNOWLEDGE:
            return Way.AGREE
        case Control.UPLOAD:
            return Way.FILE
        case Control.INPUT | Control.NONE:
            found = next((way for word, way in _BY_APPEARANCE.items() if word in appearance), None)
            return found or _BY_KIND.get(kind_of(one), Way.LINE)


def _of_choices(appearance: frozenset[str], choices: int) -> Way:
    if appearance & _IN_A_ROW:
        return Way.KEYS
    return Way.TYPE_AHEAD if appearance & _LISTED or choices > FEW else Way.RADIOS
