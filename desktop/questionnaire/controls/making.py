"""Makes the control of a question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.countries import countries, country_name
from desktop.questionnaire.asking import MOST_PICTURES, Question, Way
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.controls.base import Control
from desktop.questionnaire.controls.files import FileField
from desktop.questionnaire.controls.media import beside_choice
from desktop.questionnaire.controls.numbers import Count, NumberField
from desktop.questionnaire.controls.picks import Beside, Manner, Picks
from desktop.questionnaire.controls.simple import Agree, Hour, Moment, Order, Reading
from desktop.questionnaire.controls.sources import SourceField
from desktop.questionnaire.controls.texts import Paragraphs, TextLine
from desktop.questionnaire.controls.typing import Recall, TypeAhead
from desktop.questionnaire.controls.whens import WhenField
from desktop.questionnaire.controls.where import WhereField
from desktop.questionnaire.whens import COMING_KEYS, DAY_KEYS, TIME_KEYS, WEEK_KEYS, WhenKey
from forms.session import Offered
from records.values import template

Maker = Callable[[Question, Bench], Control]


def control_of(question: Question, bench: Bench) -> Control:
    """Return a control, empty."""
    return MAKERS[question.way](question, bench)


def _beside(question: Question, bench: Bench) -> Beside | None:
    """What is shown with the choices, where they are not too many for pictures."""
    if len(question.choices) > MOST_PICTURES or not any(choice.media for choice in question.choices):
        return None

    def beside(choice: Offered) -> QWidget | None:
        shown = bool(choice.media)
        return beside_choice(bench.desk, question.form, choice.media, choice.label) if shown else None

    return beside


def _recall(question: Question, bench: Bench) -> Control:
    return Recall(question, bench.desk.texts, _before(question, bench))


def _country(question: Question, bench: Bench) -> Control:
    """One's own country stands first: Enter takes it."""
    texts = bench.desk.texts
    own = country_name(bench.desk.owner.me.office.country, texts)
    others = (one.name for one in countries(texts.language.code) if one.name != own)
    return Recall(question, texts, (own, *others), eager=True)


def _of_time(keys: Sequence[WhenKey]) -> Maker:
    return lambda question, bench: WhenField(question, bench.desk.texts, keys, bench.today, bench.calendar)


def _source(question: Question, bench: Bench) -> Control:
    return SourceField(question, bench, _before(question, bench))


def _before(question: Question, bench: Bench) -> Sequence[str]:
    return bench.recent.get(template(question.path), ())


def _used(question: Question, bench: Bench) -> Sequence[str]:
    return bench.used.get(question.path, ())


MAKERS: Final[Mapping[Way, Maker]] = {
    Way.NOTE: lambda question, _bench: Reading(question),
    Way.SHOWN: lambda question, _bench: Reading(question),
    Way.LINE: lambda question, _bench: TextLine(question),
    Way.PARAGRAPHS: lambda question, _bench: Paragraphs(question),
    Way.NUMBER: lambda question, _bench: NumberField(question),
    Way.SCALE: lambda question, _bench: NumberField(question),
    Way.COUNT: lambda question, bench: Count(question, bench.desk.texts),
    Way.RADIOS: lambda question, bench: Picks(question, Manner.ONE, _beside(question, bench)),
    Way.KEYS: lambda question, _bench: Picks(question, Manner.KEYS),
    Way.CHECKS: lambda question, bench: Picks(question, Manner.MANY, _beside(question, bench)),
    Way.TYPE_AHEAD: lambda question, bench: TypeAhead(question, bench.desk.texts, _used(question, bench)),
    Way.WHEN: _of_time(TIME_KEYS),
    Way.WEEK: _of_time(WEEK_KEYS),
    Way.DAY: _of_time(DAY_KEYS),
    Way.COMING_DAY: _of_time(COMING_KEYS),
    Way.TIME: lambda question, bench: Hour(question, bench.desk.texts),
    Way.MOMENT: lambda question, bench: Moment(question, bench.desk.texts, bench.today, bench.calendar),
    Way.RECALL: _recall,
    Way.WHERE: WhereField,
    Way.COUNTRY: _country,
    Way.SOURCE: _source,
    Way.FILE: FileField,
    Way.RANK: lambda question, bench: Order(question, bench.desk.texts),
    Way.AGREE: lambda question, bench: Agree(question, bench.desk.texts),
}
"""Every way to ask has one."""
