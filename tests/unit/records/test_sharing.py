"""Who may get what, against DESIGN 5 written down a second time: every combination, and no by default."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import product

import pytest

from records.journal.body import May
from records.people import Office, Party, Role
from records.schema import BodyClass
from records.sharing import (
    Answer,
    Hold,
    State,
    Subject,
    Use,
    accepts,
    may_change,
    may_get,
    may_get_protected,
    may_withdraw,
)

N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED
AUTHOR = Party(b"author", Office("BEN", "Field office"), Role.MONITOR)
OFFICES = {
    "own office": Office("BEN", "field  OFFICE"),
    "own country": Office("BEN", "National office"),
    "abroad": Office("KEN", "National office"),
}
CIRCLES = ("nobody", "to", "then", "both")
CONSENTS = (None, frozenset[Use](), frozenset({Use.NETWORK}), frozenset(set(Use) - {Use.NETWORK}))


@dataclass(frozen=True)
class Case:
    """One question: may this recipient get this body?"""

    which: BodyClass
    role: Role
    where: str
    state: State
    circle: str
    named_by: str
    never: bool = False
    consent: frozenset[Use] | None = None

    @property
    def recipient(self) -> Party:
        return Party(b"recipient", OFFICES[self.where], self.role)

    @property
    def subject(self) -> Subject:
        name = {"office": self.recipient.office.key, "role": f"@{self.role.value}", "network": "@network"}[
            self.named_by
        ]
        to = (name,) if self.circle in ("to", "both") else ()
        then = (name,) if self.circle in ("then", "both") else ()
        never = (name,) if self.never else ()
        return Subject(self.which, AUTHOR, AUTHOR, self.state, May(to, then, never), self.consent)


def expected(case: Case) -> bool:
    """DESIGN 5: the table is a ceiling and grants nothing; who is named, state and consent decide below it."""
    if case.which is P:
        return False  # goes alone, by a way of its own
    if case.never and names(case):
        return False
    checked = case.state in (State.VERIFIED, State.CREDIBLE, State.RELEASED)
    drafted = case.state is State.DRAFT
    match case.role:
        case Role.MONITOR | Role.PROTECTION_OFFICER | Role.TRAINER:
            return False  # own, protected, exercises
        case Role.FOCAL_POINT:
            ceiling = case.where != "abroad" or drafted or (case.which is N and checked)
        case Role.COORDINATOR | Role.HEADQUARTERS:
            ceiling = True
    if not ceiling or not names(case):
        return False
    near = case.where == "own office" or case.role is Role.HEADQUARTERS
    agreed = case.consent is None or Use.NETWORK in case.consent
    first = case.circle in ("to", "both") and (near or ((checked or drafted) and agreed))
    if case.circle == "both" and not first:
        return False  # the first circle waits for the same things as the second
    second = case.circle == "then" and case.which is N and checked and agreed
    return first or second


def names(case: Case) -> bool:
    """Whether the name written there means this recipient."""
    return case.named_by != "network" or case.role not in (Role.MONITOR, Role.TRAINER)


CASES = [
    Case(*facts)
    for facts in product(
        BodyClass, Role, OFFICES, State, CIRCLES, ("office", "role", "network"), (False, True), CONSENTS
    )
]


def test_the_recipient_matrix_is_that_of_the_design() -> None:
    wrong = [case for case in CASES if (may_get(case.subject, case.recipient) is Answer.GOES) != expected(case)]
    assert not wrong, wrong[:3]


def test_the_matrix_says_yes_and_no() -> None:
    """The table above is no table of one answer: every role that can get something does, and is refused too."""
    found = Counter((case.role, expected(case)) for case in CASES)
    can = {Role.FOCAL_POINT, Role.COORDINATOR, Role.HEADQUARTERS}
    assert {role for role, goes in found if goes} == can
    assert {role for role, goes in found if not goes} == set(Role)


def test_nobody_named_is_nobody() -> None:
    nobody = [case for case in CASES if case.circle == "nobody"]
    assert {may_get(case.subject, case.recipient) for case in nobody}.isdisjoint({Answer.GOES})


def test_nothing_unverified_leaves_own_office_and_headquarters() -> None:
    for case in CASES:
        unverified = case.state in (State.UNVERIFIED, State.CHECKING, State.FALSE, State.UNVERIFIABLE)
        if unverified and may_get(case.subject, case.recipient) is Answer.GOES:
            assert case.where == "own office" or case.role is Role.HEADQUARTERS


@pytest.mark.parametrize("spoil", [{"withdrawn": True}, {"form_known": False}, {"may": May()}])
def test_each_of_these_alone_is_no(spoil: dict[str, object]) -> None:
    for case in CASES:
        subject = replace(case.subject, **spoil)  # type: ignore[arg-type]
        assert may_get(subject, case.recipient) is not Answer.GOES
        assert may_get_protected(subject, case.recipient) is not Answer.GOES


def test_what_a_device_wrote_is_never_sent_to_it() -> None:
    case = Case(N, Role.HEADQUARTERS, "own office", State.VERIFIED, "to", "office")
    assert may_get(case.subject, case.recipient) is Answer.GOES
    assert may_get(case.subject, replace(case.recipient, device=AUTHOR.device)) is Answer.EXCLUDED


def test_a_monitor_gets_what_others_wrote_on_her_own_record_alone() -> None:
    office = Party(b"office", Office("BEN", "Headquarters"), Role.HEADQUARTERS)
    mine = Subject(R, office, AUTHOR, State.UNVERIFIED, May((AUTHOR.office.key,)))
    assert may_get(mine, AUTHOR) is Answer.GOES
    neighbour = Party(b"neighbour", AUTHOR.office, Role.MONITOR)
    assert may_get(mine, neighbour) is Answer.BEYOND_ROLE
    assert may_get(replace(mine, may=May()), AUTHOR) is Answer.NOT_NAMED


def test_never_excludes_by_office_by_role_and_by_network() -> None:
    goes = Case(N, Role.COORDINATOR, "abroad", State.VERIFIED, "to", "office")
    assert may_get(goes.subject, goes.recipient) is Answer.GOES
    for name in (goes.recipient.office.key, "@coordinator", "@network"):
        may = replace(goes.subject.may, never=(name,))
        assert may_get(replace(goes.subject, may=may), goes.recipient) is Answer.EXCLUDED


def test_offices_are_the_same_when_their_folded_names_are() -> None:
    assert Office("BEN", "  Straße\tNORD ").key == Office("BEN", "strasse nord").key
    assert Office("BEN", "ﬁeld").key == Office("BEN", "FIELD").key
    assert Office("BEN", "x").key != Office("KEN", "x").key


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("which", list(BodyClass))
@pytest.mark.parametrize("consent", CONSENTS)
@pytest.mark.parametrize("to", [(), ("@protection-officer",), ("KEN/national office",)])
def test_protected_bodies_go_to_a_named_protection_officer_with_consent(
    role: Role, which: BodyClass, consent: frozenset[Use] | None, to: tuple[str, ...]
) -> None:
    recipient = Party(b"officer", OFFICES["abroad"], role)
    subject = Subject(which, AUTHOR, AUTHOR, State.UNVERIFIED, May(to), consent)
    agreed = consent is not None and Use.IDENTITY in consent
    wanted = role is Role.PROTECTION_OFFICER and which is P and agreed and bool(to)
    assert (may_get_protected(subject, recipient) is Answer.GOES) == wanted
    excluded = replace(subject, may=May(to, (), (recipient.office.key,)))
    assert may_get_protected(excluded, recipient) is not Answer.GOES


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("where", list(OFFICES))
def test_who_may_change_the_record_of_another(role: Role, where: str) -> None:
    author = Party(b"other", OFFICES[where], role)
    wanted = {
        Role.FOCAL_POINT: where != "abroad",
        Role.HEADQUARTERS: True,
        Role.PROTECTION_OFFICER: True,
        Role.MONITOR: where == "own office",
        Role.COORDINATOR: where == "own office",
        Role.TRAINER: False,
    }[role]
    assert (may_change(author, AUTHOR, ()) is None) == wanted


def test_a_form_says_who_may_begin_a_record_of_it() -> None:
    assert may_change(AUTHOR, AUTHOR, ()) is None
    assert may_change(AUTHOR, AUTHOR, ("monitor",)) is None
    assert may_change(AUTHOR, AUTHOR, ("focal-point",)) is Hold.NOT_ENTITLED


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("where", list(OFFICES))
def test_a_withdrawal_counts_from_the_records_office_or_the_protection_officer(role: Role, where: str) -> None:
    author = Party(b"other", OFFICES[where], role)
    assert may_withdraw(author, AUTHOR) == (where == "own office" or role is Role.PROTECTION_OFFICER)


@pytest.mark.parametrize("author_role", list(Role))
@pytest.mark.parametrize("where", list(OFFICES))
def test_whose_records_are_taken_in(author_role: Role, where: str) -> None:
    author = Party(b"other", OFFICES[where], author_role)

    def takes(role: Role) -> bool:
        return accepts(Party(b"me", OFFICES["own office"], role), author, author) is None

    assert takes(Role.MONITOR) == (where == "own office")
    assert takes(Role.FOCAL_POINT) == (where != "abroad" or author_role is not Role.MONITOR)
    assert takes(Role.HEADQUARTERS)
    assert takes(Role.PROTECTION_OFFICER)
    assert takes(Role.COORDINATOR)


def test_a_monitor_takes_in_what_others_wrote_on_her_record() -> None:
    office = Party(b"office", OFFICES["abroad"], Role.HEADQUARTERS)
    assert accepts(AUTHOR, office, AUTHOR) is None
    assert accepts(AUTHOR, office, office) is Hold.NOT_ACCEPTED_HERE
