"""Who reads it, by name: only whom the sharing rules let, and a person's wishes on top of what is proposed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.readers.naming import (
    Choice,
    Circle,
    Reads,
    Wishes,
    choice_in,
    line,
    reads,
    say,
    wished,
    wishes_in,
    with_choice,
)
from desktop.readers.wanted import Wanted
from forms import shipped
from records.owing import Readers
from records.people import NETWORK, Office, Party, Role
from records.values import Answers
from resources.texts import Texts

TEXTS = Texts("en")
KILWA = Office("BEN", "Kilwa office")
NATIONAL = Office("BEN", "National focal point")
HQ = Office("KEN", "Headquarters")
ABROAD = [Office("TGO", f"Office {n}") for n in range(1, 8)]
ME = Party(b"me" * 16, KILWA, Role.MONITOR)
NOTHING = Answers({})
ARMY = Answers({"actor": "army"})


def party(office: Office, role: Role, number: int = 1) -> Party:
    return Party(f"{office.name} {number}".encode().ljust(32, b"."), office, role)


TRUSTED = (
    party(HQ, Role.HEADQUARTERS),
    party(NATIONAL, Role.FOCAL_POINT),
    party(KILWA, Role.MONITOR),
    *(party(office, Role.FOCAL_POINT) for office in ABROAD),
)


def circle(form: str = "incident", trusted: tuple[Party, ...] = TRUSTED, me: Party = ME) -> Circle:
    return Circle(me, trusted, shipped.schema(form), me)


def said(here: Circle, answers: Answers = NOTHING, wishes: Wishes = Wishes()) -> str:  # noqa: B008 - frozen
    return say(line(here, wished(here.proposed(answers), wishes), answers), TEXTS)


def test_offices_stand_by_their_names() -> None:
    assert said(circle()) == (
        "Read by: Kilwa office, Headquarters. Once checked, the short version: the network (8 offices)."
    )


def test_headquarters_itself_stands_by_its_name() -> None:
    """Also where nobody else reads it: what it wrote, and what came to it."""
    here = Party(b"hq" * 16, HQ, Role.HEADQUARTERS)
    assert said(circle(trusted=(), me=here)).startswith("Read by: Headquarters.")
    came = Circle(here, (ME,), shipped.schema("incident"), ME)
    assert line(came, Readers(("@headquarters",)), NOTHING).now == ("Headquarters",)
    assert line(came, Readers(("@headquarters",), never=(HQ.key,)), NOTHING).now == ()


def test_nobody_is_told_when_nobody_is_trusted() -> None:
    assert said(circle(trusted=())).startswith("Read by: nobody yet. No headquarters card is trusted.")
    colleagues = (party(KILWA, Role.FOCAL_POINT),)
    assert said(circle(trusted=colleagues)).startswith("Read by: Kilwa office. No headquarters card is trusted yet.")


def test_a_monitor_of_the_same_office_is_no_reader() -> None:
    """The roles are a ceiling: she reads her own notes alone."""
    assert said(circle(trusted=(party(KILWA, Role.MONITOR),))).startswith("Read by: nobody yet.")


def test_when_a_state_body_is_accused_headquarters_alone_reads_and_the_person_is_asked() -> None:
    here = circle()
    assert said(here, ARMY).startswith("Read by: Headquarters. Once checked")
    assert here.asks_about_state(ARMY)
    assert not here.asks_about_state(Answers({"actor": "mob"}))
    assert not circle(me=replace(ME, role=Role.HEADQUARTERS, office=HQ)).asks_about_state(ARMY)
    assert not circle(trusted=(party(HQ, Role.HEADQUARTERS),)).asks_about_state(ARMY)


def test_a_survivor_s_note_goes_to_headquarters_alone_and_nothing_is_asked() -> None:
    survivor = Answers({"kind": "sexual_violence", "actor": "army"})
    assert said(circle(), survivor) == "Read by: Headquarters."
    assert not circle().asks_about_state(survivor)


def test_yes_lets_the_national_office_read_it_as_far_as_the_rules_go() -> None:
    wanted = Wanted(circle(), NOTHING, None, None)
    assert wanted.kept(ARMY) is None
    assert wanted.asks(ARMY)
    wanted.decide(national=True)
    assert not wanted.asks(ARMY)
    assert NATIONAL.key in wanted.readers(ARMY).to
    assert "Once checked: National focal point." in said(circle(), ARMY, wanted.wishes)
    own = circle(me=replace(ME, role=Role.FOCAL_POINT, office=NATIONAL))
    decided = Wanted(own, NOTHING, None, None)
    decided.decide(national=True)
    assert said(own, ARMY, decided.wishes).startswith("Read by: National focal point, Headquarters.")


def test_no_is_kept_and_asked_only_once() -> None:
    wanted = Wanted(circle(), NOTHING, None, None)
    wanted.decide(national=False)
    kept = wanted.kept(ARMY)
    assert kept == Readers(("@headquarters",), (NETWORK,))
    assert not Wanted(circle(), ARMY, kept, None).asks(ARMY)


def test_a_wish_stays_when_the_proposal_narrows() -> None:
    wanted = Wanted(circle(), NOTHING, None, None)
    wanted.wish(with_choice(Wishes(), ABROAD[0].key, Choice.NEVER))
    narrowed = wanted.readers(ARMY)
    assert KILWA.key not in narrowed.to
    assert narrowed.never == (ABROAD[0].key,)
    assert "the network (7 offices)" in said(circle(), ARMY, wanted.wishes)
    assert said(circle(), ARMY, wanted.wishes).endswith("Not to: Office 1.")


def test_a_correction_begins_with_the_readers_it_had_and_changes_none_of_them() -> None:
    before = Readers(("@headquarters", KILWA.key, "TGO/gone"), (NETWORK,), (ABROAD[1].key,))
    wanted = Wanted(circle(), NOTHING, None, before)
    assert wanted.kept(NOTHING) is None
    assert wanted.asks(ARMY)
    narrowed = wanted.kept(ARMY)
    assert narrowed is not None
    assert KILWA.key not in narrowed.to
    assert {"@headquarters", "TGO/gone"} <= set(narrowed.to)


def test_a_correction_of_a_note_that_accused_the_army_already_asks_nothing() -> None:
    before = Readers(("@headquarters", KILWA.key), (NETWORK,))
    wanted = Wanted(circle(), ARMY, None, before)
    assert not wanted.asks(ARMY)
    assert set(wanted.readers(ARMY).to) == set(before.to)


def test_a_profile_is_released_and_a_protected_form_goes_its_own_way() -> None:
    point = replace(ME, role=Role.FOCAL_POINT, office=NATIONAL)
    draft = Answers({"stage": "draft"})
    here = circle("country_profile", me=point)
    assert said(here, draft) == (
        "Read by: National focal point, Headquarters. Once released, the short version: the network (7 offices)."
    )
    named = with_choice(Wishes(), ABROAD[0].key, Choice.READS)
    assert said(here, draft, named).startswith("Read by: National focal point, Headquarters, Office 1.")
    assert said(circle("source")) == (
        "Read by: nobody but you. It goes to the protection officer alone, by its own way."
    )


def test_what_is_checked_is_not_said_to_be_released() -> None:
    point = replace(ME, role=Role.FOCAL_POINT, office=NATIONAL)
    assert "Once checked" in said(circle("verification", me=point))


def test_who_was_told_something_must_agree() -> None:
    assert "Other offices only if the person who told you agrees." in said(circle(), Answers({"source": "7Q2M-9XC4-R"}))


def test_long_lists_of_names_end() -> None:
    near = [Office("BEN", f"Station {n}") for n in range(1, 8)]
    here = circle(trusted=(*TRUSTED, *(party(office, Role.FOCAL_POINT) for office in near)))
    everybody = replace(Wishes(), also=tuple(office.key for office in near))
    assert "Once checked: Station 1, Station 2, Station 3 and 4 more." in said(here, wishes=everybody)


def test_in_brief_it_says_who_reads_now_and_that_there_is_more() -> None:
    found = line(circle(), circle().proposed(NOTHING), NOTHING)
    assert say(found, TEXTS, brief=True) == "Read by: Kilwa office, Headquarters. …"


names = st.sampled_from([KILWA.key, NATIONAL.key, "@headquarters", *(office.key for office in ABROAD), "XXX/unknown"])
some = st.lists(names, unique=True, max_size=5).map(tuple)
then = st.sampled_from([(), (NETWORK,), (NETWORK, "TGO/x"), ("TGO/x",)])
answers = st.sampled_from([NOTHING, ARMY, Answers({"kind": "sexual_violence"})])


@given(some, then, some, answers)
def test_wishes_are_what_lies_between_a_proposal_and_its_readers(
    to: tuple[str, ...], later: tuple[str, ...], never: tuple[str, ...], given_answers: Answers
) -> None:
    readers = Readers(to, later, never)
    proposed = circle().proposed(given_answers)
    again = wished(proposed, wishes_in(proposed, readers))
    assert (set(again.to), set(again.then), set(again.never)) == (set(to), set(later), set(never))


@given(st.sampled_from(Choice), st.sampled_from(Choice), answers)
def test_a_choice_is_what_was_said_last(first: Choice, second: Choice, given_answers: Answers) -> None:
    key = ABROAD[2].key
    wishes = with_choice(with_choice(Wishes(), key, first), key, second)
    assert choice_in(wishes, key) is second
    readers = wished(circle().proposed(given_answers), wishes)
    found = reads(circle(), readers, given_answers, ABROAD[2])
    if second is Choice.NEVER:
        assert found is Reads.NOTHING


@pytest.mark.parametrize("form", shipped.names())
def test_every_form_says_who_reads_it(form: str) -> None:
    assert said(circle(form)).startswith("Read by: ")
