"""Who reads what is being written, by name: from the trusted cards, the sharing rules and a person's own wishes. Pure.

The rules themselves are `records.sharing`'s: a name stands here only where they let the note go. What a person wishes
is kept beside what is proposed, so that a proposal that narrows (an army named, a survivor) narrows at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, assert_never

from records.owing import Readers, accuses_state, proposed_readers
from records.people import NETWORK, Office, Party, Role, role_name
from records.schema import BodyClass, Class, Facet, Schema
from records.sharing import Answer, State, Subject, may_get
from records.values import Answers
from resources.texts import Texts

MOST_NAMES: Final = 4
_STATES: Final = {state.value: state for state in State}
_HEADQUARTERS: Final = role_name(Role.HEADQUARTERS)


class Choice(Enum):
    """What a person may say of one office."""

    PROPOSED = "proposed"
    READS = "reads"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person said otherwise than proposed.

    also, less: names beside the proposed ones, and without some of them. never: not to these. network: whether the
    network gets the short version, None as proposed. other: names of the second circle that are not the network.
    """

    also: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    network: bool | None = None
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is there: oneself, everybody trusted, who began the note, and what the form means by its answers."""

    me: Party
    trusted: tuple[Party, ...]
    schema: Schema
    author: Party

    def proposed(self, answers: Answers) -> Readers:
        """Who would read these answers."""
        return proposed_readers(self.me, self.schema, answers)

    def offices(self) -> tuple[Office, ...]:
        """The offices trusted here, one's own first."""
        found = {party.office.key: party.office for party in self.trusted}
        return tuple(sorted(found.values(), key=lambda office: (office.key != self.me.office.key, office.name)))

    def national(self) -> tuple[str, ...]:
        """The keys of the offices of one's own country whose focal points are trusted, or that one belongs to."""
        points = [party for party in (self.me, *self.trusted) if party.role is Role.FOCAL_POINT]
        return tuple(sorted({one.office.key for one in points if one.office.country == self.me.office.country}))

    def asks_about_state(self, answers: Answers) -> bool:
        """Whether a person must be asked: the national office might be near the one accused."""
        if self.me.role is Role.HEADQUARTERS or not self.national():
            return False
        return accuses_state(self.schema, answers)


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of the readers. now: offices that read it as it is. whole: those that read it once it is checked.

    network: how many more offices get the short version then, None when nobody shall. missing: no headquarters is
    trusted that should read it. released: it is a draft that somebody releases, not a note that somebody checks. told:
    somebody told it, who must agree before other offices read it. alone: everything here is protected.
    """

    now: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    network: int | None = None
    never: tuple[str, ...] = ()
    missing: bool = False
    released: bool = False
    told: bool = False
    alone: bool = False


def wished(proposed: Readers, wishes: Wishes) -> Readers:
    """Return the readers that a proposal and a person's wishes make."""
    to = [name for name in proposed.to if name not in wishes.less]
    to += [name for name in wishes.also if name not in to]
    network = NETWORK in proposed.then if wishes.network is None else wishes.network
    then = (*((NETWORK,) if network else ()), *wishes.other)
    return Readers(tuple(to), then, wishes.never)


def wishes_in(proposed: Readers, readers: Readers) -> Wishes:
    """Return what somebody must have wished to come from a proposal to these readers."""
    network = NETWORK in readers.then
    return Wishes(
        also=tuple(name for name in readers.to if name not in proposed.to),
        less=tuple(name for name in proposed.to if name not in readers.to),
        never=readers.never,
        network=None if network == (NETWORK in proposed.then) else network,
        other=tuple(name for name in readers.then if name != NETWORK),
    )


def choice_in(wishes: Wishes, office: str) -> Choice:
    """Return what was said of an office."""
    if office in wishes.never:
        return Choice.NEVER
    return Choice.READS if office in wishes.also else Choice.PROPOSED


def with_choice(wishes: Wishes, office: str, choice: Choice) -> Wishes:
    """Say something of an office."""
    also = tuple(name for name in wishes.also if name != office)
    never = tuple(name for name in wishes.never if name != office)
    less = tuple(name for name in wishes.less if name != office)
    match choice:
        case Choice.PROPOSED:
            return replace(wishes, also=also, less=less, never=never)
        case Choice.READS:
            return replace(wishes, also=(*also, office), less=less, never=never)
        case Choice.NEVER:
            return replace(wishes, also=also, less=less, never=(*never, office))
        case _:
            assert_never(choice)


def reads(circle: Circle, readers: Readers, answers: Answers, office: Office) -> "Reads":
    """Say what an office reads."""
    parties = [party for party in circle.trusted if party.office.key == office.key]
    found = [_of_party(circle, readers, answers, party) for party in parties]
    return min(found, key=list(Reads).index, default=Reads.NOTHING)


class Reads(Enum):
    """How far somebody reads, the most first."""

    NOW = "now"
    WHOLE_LATER = "whole-later"
    SHORT_LATER = "short-later"
    NOTHING = "nothing"


def line(circle: Circle, readers: Readers, answers: Answers) -> Line:
    """Say who reads what is being written."""
    classes = {max(one.value_class, Class.NETWORK) for one in circle.schema.fields}
    if classes == {Class.PROTECTED}:
        return Line(alone=True)
    own = circle.me.office
    found = {office: reads(circle, readers, answers, office) for office in circle.offices()}
    others = [office.name for office, what in found.items() if what is Reads.NOW and office.key != own.key]
    named = {own.key, role_name(circle.me.role)}
    mine = bool(named & {*readers.to}) and not named & {*readers.never}
    # written where it should be read, or come from elsewhere: one reads it oneself, whoever else does
    stays = circle.me.role is Role.HEADQUARTERS or circle.author != circle.me
    here = [own.name] if mine and (others or stays or found.get(own) is Reads.NOW) else []
    short = sum(what is Reads.SHORT_LATER for what in found.values())
    headquarters = any(one.role is Role.HEADQUARTERS for one in (circle.me, *circle.trusted))
    names = {office.key: office.name for office in circle.offices()}
    return Line(
        now=(*here, *others),
        whole=tuple(office.name for office, what in found.items() if what is Reads.WHOLE_LATER),
        network=short if NETWORK in readers.then else None,
        never=tuple(names.get(key, key.partition("/")[2]) for key in readers.never),
        missing=_HEADQUARTERS in readers.to and not headquarters,
        released=_is_released(circle.schema),
        told=bool(_value(circle.schema, answers, Facet.SOURCE)),
    )


def say(found: Line, texts: Texts, *, brief: bool = False) -> str:
    """The line in words. brief: who reads it now, and that there is more to know."""
    if found.alone:
        return texts("readers.alone")
    if brief:
        more = found.whole or found.network is not None or found.never
        return f"{_now(found, texts)} …" if more else _now(found, texts)
    when = "released" if found.released else "checked"
    parts = [_now(found, texts)]
    if found.whole:
        parts.append(texts(f"readers.{when}-whole", offices=_names(found.whole, texts)))
    if found.network is not None:
        some = "network" if found.network else "nobody"
        parts.append(texts(f"readers.{when}-{some}", count=found.network))
    if found.told and (found.whole or found.network):
        parts.append(texts("readers.if-agreed"))
    if found.never:
        parts.append(texts("readers.never", offices=_names(found.never, texts)))
    return " ".join(parts)


def _now(found: Line, texts: Texts) -> str:
    if not found.now:
        return texts("readers.nobody-trusted" if found.missing else "readers.nobody")
    names = texts("readers.now", offices=_names(found.now, texts))
    return f"{names} {texts('readers.no-headquarters')}" if found.missing else names


def _is_released(schema: Schema) -> bool:
    """Whether somebody releases what this form makes, rather than checks it."""
    state = schema.by_facet.get(Facet.STATE)
    return state is not None and State.RELEASED.value in state.codes


def _names(names: Iterable[str], texts: Texts) -> str:
    shown = tuple(names)
    if len(shown) <= MOST_NAMES:
        return texts.listed(shown)
    rest = len(shown) - MOST_NAMES + 1
    return texts("readers.and-more", offices=texts.listed(shown[: MOST_NAMES - 1]), count=rest)


def _of_party(circle: Circle, readers: Readers, answers: Answers, party: Party) -> Reads:
    """What the sharing rules say for this note as it is now, and as it may be later."""
    state = _state(circle.schema, answers)
    later = State.RELEASED if state is State.DRAFT else State.VERIFIED
    steps: Mapping[Reads, tuple[BodyClass, State]] = {
        Reads.NOW: (BodyClass.RESTRICTED, state),
        Reads.WHOLE_LATER: (BodyClass.RESTRICTED, later),
        Reads.SHORT_LATER: (BodyClass.NETWORK, later),
    }
    for found, (which, when) in steps.items():
        subject = Subject(which, circle.me, circle.author, when, readers.may(which))
        if may_get(subject, party) is Answer.GOES:
            return found
    return Reads.NOTHING


def _state(schema: Schema, answers: Answers) -> State:
    return _STATES.get(_value(schema, answers, Facet.STATE), State.UNVERIFIED)


def _value(schema: Schema, answers: Answers, facet: Facet) -> str:
    field = schema.by_facet.get(facet)
    value = answers.values.get(field.path) if field else None
    return value if isinstance(value, str) else ""
