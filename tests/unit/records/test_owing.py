"""What is due to whom over all bodies of a record: the author's newest word, which others may only narrow."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.journal.body import May
from records.owing import BodyFact, Readers, RecordFacts, answers, effective_may, proposed_readers
from records.people import Office, Party, Role
from records.schema import BodyClass, Class, Facet, Field, Kind, Schema
from records.sharing import Answer, State
from records.values import Answers

N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED
AUTHOR = Party(b"author", Office("BEN", "field"), Role.MONITOR)
OFFICE = Party(b"office", Office("BEN", "headquarters"), Role.HEADQUARTERS)
OTHER = Party(b"other", Office("KEN", "national"), Role.COORDINATOR)

names = st.lists(st.sampled_from(["a", "b", "@c"]), max_size=3, unique=True).map(tuple)
mays = st.builds(May, names, names, names)


def body(place: int, may: May, author: Party = AUTHOR, which: BodyClass = N, log: bytes = b"log") -> BodyFact:
    return BodyFact(place, which, author, log, place, may)


def record(*bodies: BodyFact, state: State = State.UNVERIFIED) -> RecordFacts:
    return RecordFacts(AUTHOR, bodies, state, None, withdrawn=False, form_known=True)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_newest_word_of_the_author_counts_for_all_her_bodies(order: tuple[int, ...]) -> None:
    bodies = [body(1, May(("a", "b"))), body(2, May(("a",))), body(3, May(("c",)))]
    facts = record(*(bodies[place] for place in order))
    assert {effective_may(facts, one).to for one in bodies} == {("c",)}


def test_her_word_on_one_class_is_no_word_on_another() -> None:
    low, high = body(1, May(("a",))), body(2, May(("b",)), which=R)
    assert effective_may(record(low, high), low).to == ("a",)
    assert effective_may(record(low, high), high).to == ("b",)


def test_where_her_logs_differ_what_all_of_them_allow() -> None:
    one, other = body(5, May(("a", "b"), (), ("x",)), log=b"1"), body(1, May(("b", "c"), (), ("y",)), log=b"2")
    for facts in (record(one, other), record(other, one)):
        found = effective_may(facts, one)
        assert (found.to, set(found.never)) == (("b",), {"x", "y"})


@given(mays, mays)
def test_others_narrow_and_never_widen(hers: May, theirs: May) -> None:
    mine, foreign = body(1, hers), body(1, theirs, author=OFFICE)
    facts = record(mine, foreign)
    found = effective_may(facts, foreign)
    assert set(found.to) <= set(hers.to)
    assert set(found.then) <= set(hers.then)
    assert set(found.never) >= set(hers.never) | set(theirs.never)
    assert effective_may(facts, mine) == hers


def test_where_the_author_said_nothing_a_body_speaks_for_itself() -> None:
    foreign = body(1, May(("a",)), author=OFFICE, which=R)
    assert effective_may(record(foreign), foreign) == May(("a",))


def test_every_body_and_every_recipient_is_answered() -> None:
    facts = record(body(1, May((OFFICE.office.key,))), body(2, May((OFFICE.office.key,)), which=R))
    found = list(answers(facts, [OFFICE, OTHER, AUTHOR]))
    assert [(one.which, party, answer) for one, party, answer in found] == [
        (which, party, answer)
        for which in (N, R)
        for party, answer in ((OFFICE, Answer.GOES), (OTHER, Answer.NOT_NAMED), (AUTHOR, Answer.EXCLUDED))
    ]


def test_facts_of_the_record_reach_every_body() -> None:
    facts = record(body(1, May((), (OTHER.office.key,))))
    assert [answer for *_, answer in answers(facts, [OTHER])] == [Answer.NOT_CHECKED]
    assert [answer for *_, answer in answers(replace(facts, state=State.VERIFIED), [OTHER])] == [Answer.GOES]
    assert [answer for *_, answer in answers(replace(facts, withdrawn=True), [OTHER])] == [Answer.WITHDRAWN]
    assert [answer for *_, answer in answers(replace(facts, form_known=False), [OTHER])] == [Answer.FORM_UNKNOWN]


def test_the_second_circle_gets_the_network_body_alone() -> None:
    readers = Readers(("a",), ("b",), ("c",))
    assert readers.may(N) == May(("a",), ("b",), ("c",))
    assert readers.may(R) == May(("a",), (), ("c",))
    assert readers.may(P) == May(("@protection-officer",), (), ("c",))


FORM = Schema(
    "f",
    (
        Field("kind", Kind.CHOICE, Class.NETWORK, Facet.KIND),
        Field("doers/actor", Kind.CHOICE, Class.RESTRICTED, Facet.ACTOR),
    ),
    ("doers",),
)


@pytest.mark.parametrize(
    ("values", "to"),
    [
        ({}, ("BEN/field", "@headquarters")),
        ({"kind": "killing"}, ("BEN/field", "@headquarters")),
        ({"kind": "sexual_violence"}, ("@headquarters",)),
        ({"doers#a/actor": "militia", "doers#b/actor": "police"}, ("@headquarters",)),
    ],
)
def test_whom_a_record_is_proposed_to(values: dict[str, str], to: tuple[str, ...]) -> None:
    assert proposed_readers(AUTHOR, FORM, Answers(values)).to == to


def test_a_survivors_need_is_proposed_to_headquarters_and_nobody_else() -> None:
    assert proposed_readers(AUTHOR, FORM, Answers({"kind": "sexual_violence"})) == Readers(("@headquarters",))
