"""Who may get what, and whose entries count: pure, on plain values, fails closed.

The role table of DESIGN 5 is a ceiling and grants nothing; who is named, the record's state and consent decide below
it. Absent means no. What travels is whole bodies: nothing here makes a body coarser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final, assert_never

from records.journal.body import May
from records.people import NETWORK, Party, Role, role_name
from records.schema import BodyClass


class State(StrEnum):
    """How far a record has come. A record that says nothing is unverified."""

    UNVERIFIED = "unverified"
    CHECKING = "checking"
    VERIFIED = "verified"
    CREDIBLE = "credible"
    UNVERIFIABLE = "unverifiable"
    FALSE = "false"
    DRAFT = "draft"
    RELEASED = "released"


class Use(StrEnum):
    """What a source agreed to, each separately."""

    INTERNAL = "internal"
    NETWORK = "network"
    IDENTITY = "hq"
    UN = "un"
    JUSTICE = "justice"
    PUBLIC = "public"


class Answer(Enum):
    """Whether a body goes to a recipient, and if not, the first reason."""

    GOES = "goes"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"
    NOT_NAMED = "not named"
    NOT_CHECKED = "not checked yet"
    NOT_RELEASED = "not released"
    BEYOND_ROLE = "beyond the role"
    OTHER_COUNTRY = "another country"
    NO_CONSENT = "no consent"
    ALONE = "goes alone"
    FORM_UNKNOWN = "form unknown"


class Hold(StrEnum):
    """Why an entry stays outside the projection."""

    FORK = "fork"
    NEW_LOG = "new-log"
    UNKNOWN_AUTHOR = "unknown-author"
    NOT_ENTITLED = "not-entitled"
    OTHER_COUNTRY = "other-country"
    NOT_ACCEPTED_HERE = "not-accepted-here"


@dataclass(frozen=True, slots=True)
class Subject:
    """One body asked about. consent: what every source it names agreed to, None when it names none."""

    which: BodyClass
    author: Party
    record_author: Party
    state: State
    may: May
    consent: frozenset[Use] | None = None
    withdrawn: bool = False
    form_known: bool = True


CHECKED: Final = frozenset({State.VERIFIED, State.CREDIBLE, State.RELEASED})
DRAFTED: Final = frozenset({State.DRAFT})

_READS: Final[Mapping[Role, frozenset[BodyClass]]] = {
    Role.MONITOR: frozenset({BodyClass.NETWORK, BodyClass.RESTRICTED}),
    Role.FOCAL_POINT: frozenset({BodyClass.NETWORK, BodyClass.RESTRICTED}),
    Role.COORDINATOR: frozenset({BodyClass.NETWORK, BodyClass.RESTRICTED}),
    Role.HEADQUARTERS: frozenset({BodyClass.NETWORK, BodyClass.RESTRICTED}),
    Role.PROTECTION_OFFICER: frozenset({BodyClass.PROTECTED}),
    Role.TRAINER: frozenset(),
}


def may_get(subject: Subject, recipient: Party) -> Answer:
    """Decide whether one body may go to one recipient by the ordinary way (protected bodies go by their own)."""
    if recipient.device == subject.author.device:
        return Answer.EXCLUDED
    if not subject.form_known:
        return Answer.FORM_UNKNOWN
    if subject.withdrawn:
        return Answer.WITHDRAWN
    if _named(subject.may.never, recipient):
        return Answer.EXCLUDED
    if subject.which is BodyClass.PROTECTED:
        return Answer.ALONE
    beyond = _beyond_role(subject, recipient)
    return beyond if beyond is not None else _by_circle(subject, recipient)


def may_get_protected(subject: Subject, recipient: Party) -> Answer:
    """Decide whether a protected body may go, alone and approved by itself, to a protection officer."""
    if recipient.device == subject.author.device:
        return Answer.EXCLUDED
    if not subject.form_known:
        return Answer.FORM_UNKNOWN
    if subject.withdrawn:
        return Answer.WITHDRAWN
    if _named(subject.may.never, recipient):
        return Answer.EXCLUDED
    if subject.which not in _READS[recipient.role] or subject.which is not BodyClass.PROTECTED:
        return Answer.BEYOND_ROLE
    if not _named(subject.may.to, recipient):
        return Answer.NOT_NAMED
    if subject.consent is None or Use.IDENTITY not in subject.consent:
        return Answer.NO_CONSENT
    return Answer.GOES


def _beyond_role(subject: Subject, recipient: Party) -> Answer | None:
    """The ceiling: what a role may read at most, whoever names it."""
    if subject.which not in _READS[recipient.role]:
        return Answer.BEYOND_ROLE
    match recipient.role:
        case Role.MONITOR:
            own = subject.record_author.device == recipient.device
            return None if own else Answer.BEYOND_ROLE
        case Role.FOCAL_POINT:
            same = subject.record_author.office.country == recipient.office.country
            short = subject.which is BodyClass.NETWORK and subject.state in CHECKED
            return None if same or short or subject.state in DRAFTED else Answer.OTHER_COUNTRY
        case Role.COORDINATOR | Role.HEADQUARTERS | Role.PROTECTION_OFFICER | Role.TRAINER:
            return None
        case _:
            assert_never(recipient.role)


def _by_circle(subject: Subject, recipient: Party) -> Answer:
    """The first circle is named and, unless drafted together, own office or headquarters; the second once checked.

    Other offices get what a source told only when it agreed to that.
    """
    agreed = subject.consent is None or Use.NETWORK in subject.consent
    if _named(subject.may.to, recipient):
        near = recipient.office.key == subject.author.office.key or recipient.role is Role.HEADQUARTERS
        if near or recipient.device == subject.record_author.device:
            return Answer.GOES
        if subject.state not in DRAFTED | CHECKED:
            return Answer.NOT_CHECKED
        return Answer.GOES if agreed else Answer.NO_CONSENT
    if subject.which is not BodyClass.NETWORK or not _named(subject.may.then, recipient):
        return Answer.NOT_NAMED
    if subject.state in DRAFTED:
        return Answer.NOT_RELEASED
    if subject.state not in CHECKED:
        return Answer.NOT_CHECKED
    return Answer.GOES if agreed else Answer.NO_CONSENT


def _named(names: tuple[str, ...], recipient: Party) -> bool:
    in_network = NETWORK in names and recipient.role not in (Role.MONITOR, Role.TRAINER)
    return in_network or recipient.office.key in names or role_name(recipient.role) in names


def may_change(author: Party, record_author: Party, writers: tuple[str, ...]) -> Hold | None:
    """Say why an author's entry on a record does not count, None when it does.

    writers: the roles the record's form admits, empty when the form does not say or is not known here.
    """
    own = author.device == record_author.device
    if own:
        return None if not writers or author.role.value in writers else Hold.NOT_ENTITLED
    match author.role:
        case Role.FOCAL_POINT:
            same = author.office.country == record_author.office.country
            return None if same else Hold.OTHER_COUNTRY
        case Role.HEADQUARTERS | Role.PROTECTION_OFFICER:
            return None
        case Role.MONITOR | Role.COORDINATOR | Role.TRAINER:
            same_office = author.office.key == record_author.office.key
            return None if same_office and author.role is not Role.TRAINER else Hold.NOT_ENTITLED
        case _:
            assert_never(author.role)


def accepts(me: Party, author: Party, record_author: Party) -> Hold | None:
    """Say why this vault does not take an author's records in, None when it does."""
    match me.role:
        case Role.MONITOR:
            mine = record_author.device == me.device or author.office.key == me.office.key
            return None if mine else Hold.NOT_ACCEPTED_HERE
        case Role.FOCAL_POINT:
            same = record_author.office.country == me.office.country
            return None if same or author.role is not Role.MONITOR else Hold.OTHER_COUNTRY
        case Role.COORDINATOR | Role.HEADQUARTERS | Role.PROTECTION_OFFICER | Role.TRAINER:
            return None
        case _:
            assert_never(me.role)


def may_withdraw(author: Party, record_author: Party) -> bool:
    """Whether a withdrawal by this author counts: only from the record's own office or the protection officer."""
    return author.office.key == record_author.office.key or author.role is Role.PROTECTION_OFFICER
