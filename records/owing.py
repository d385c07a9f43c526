"""Which bodies of a record are due to whom: the sharing rules over all bodies of one record. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from records.journal.body import May
from records.people import NETWORK, Party, Role, role_name
from records.schema import BodyClass, Facet, Schema
from records.sharing import Answer, State, Subject, Use, may_get
from records.values import Answers, template


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom a person lets read a record, by office keys and roles: now, once checked, and never."""

    to: tuple[str, ...]
    then: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def may(self, which: BodyClass) -> May:
        """What a body of this class says of it. The second circle gets the network body alone."""
        match which:
            case BodyClass.NETWORK:
                return May(self.to, self.then, self.never)
            case BodyClass.RESTRICTED:
                return May(self.to, (), self.never)
            case BodyClass.PROTECTED:
                return May((role_name(Role.PROTECTION_OFFICER),), (), self.never)


STATE_BODIES: Final = frozenset({"army", "police", "intel", "local_auth"})
HEADQUARTERS_ONLY: Final = frozenset({"sexual_violence"})


def proposed_readers(me: Party, schema: Schema, answers: Answers) -> Readers:
    """Return whom a record is proposed to be read by, before a person says otherwise.

    One's own office and headquarters; the network once it is checked. Headquarters alone where the one accused is a
    state body (the office may be near it) and where a survivor needs nothing but help.
    """
    headquarters = role_name(Role.HEADQUARTERS)
    if _codes(schema, answers, Facet.KIND) & HEADQUARTERS_ONLY:
        return Readers((headquarters,))
    if accuses_state(schema, answers) and me.role is not Role.HEADQUARTERS:
        return Readers((headquarters,), (NETWORK,))
    return Readers((me.office.key, headquarters), (NETWORK,))


def accuses_state(schema: Schema, answers: Answers) -> bool:
    """Whether the one accused is a state body, and the office may be near it: a person is asked about that."""
    accused = bool(_codes(schema, answers, Facet.ACTOR) & STATE_BODIES)
    return accused and not _codes(schema, answers, Facet.KIND) & HEADQUARTERS_ONLY


def _codes(schema: Schema, answers: Answers, facet: Facet) -> frozenset[str]:
    """The choices taken where a form means this."""
    field = schema.by_facet.get(facet)
    at = ((value, template(path)) for path, value in answers.values.items())
    return frozenset(value for value, path in at if field and path == field.path and isinstance(value, str))


@dataclass(frozen=True, slots=True)
class BodyFact:
    """One accepted body of a record, as far as owing needs it. `place` orders bodies of one log."""

    entry: int
    which: BodyClass
    author: Party
    log: bytes
    place: int
    may: May


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """One record, as far as owing needs it."""

    author: Party
    bodies: tuple[BodyFact, ...]
    state: State
    consent: frozenset[Use] | None
    withdrawn: bool
    form_known: bool


def effective_may(record: RecordFacts, body: BodyFact) -> May:
    """Return what counts for a body: the record's author's newest word, which others may only narrow."""
    newest = _newest(record, body.which)
    if newest is None:
        return body.may
    own = body.author.device == record.author.device
    return newest if own else body.may.narrowed(newest)


def answers(record: RecordFacts, recipients: Sequence[Party]) -> Iterable[tuple[BodyFact, Party, Answer]]:
    """Say of every body and recipient whether it goes, and if not why. Withdrawals go wherever the record went."""
    mays: Mapping[int, May] = {id(body): effective_may(record, body) for body in record.bodies}
    for body in record.bodies:
        subject = Subject(
            which=body.which,
            author=body.author,
            record_author=record.author,
            state=record.state,
            may=mays[id(body)],
            consent=record.consent,
            withdrawn=record.withdrawn,
            form_known=record.form_known,
        )
        for recipient in recipients:
            yield body, recipient, may_get(subject, recipient)


def _newest(record: RecordFacts, which: BodyClass) -> May | None:
    """The author's last word in each of her logs; where logs differ, what all of them allow."""
    last: dict[bytes, BodyFact] = {}
    for body in record.bodies:
        if body.which is which and body.author.device == record.author.device:
            known = last.get(body.log)
            if known is None or body.place > known.place:
                last[body.log] = body
    found: May | None = None
    for _, body in sorted(last.items()):
        found = body.may if found is None else found.narrowed(body.may)
    return found
