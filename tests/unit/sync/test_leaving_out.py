"""A plan made smaller is the plan that would have been made; a second try never lets more go than was seen."""

from itertools import combinations
from pathlib import Path

import pytest

from records.owing import Readers
from records.people import Role
from sync.plan import is_within, only_for, plan
from sync.trust.trusting import stop_trusting, trust_again
from tests.support.offices import Region, Station, hand_over, meet, take_in, write


@pytest.fixture
def offices(region: Region) -> list[Station]:
    return [region.station(f"Headquarters {number}", Role.HEADQUARTERS) for number in range(3)]


@pytest.fixture
def anna(region: Region, offices: list[Station], tmp_path: Path) -> Station:
    """Has three notes; one office lacks all, one lacks two, and one is owed a receipt beside."""
    here = region.station("Kilwa", Role.FOCAL_POINT)
    meet(here, *offices[:1])
    write(here)
    hand_over(here, tmp_path / "first")
    meet(here, *offices[1:])
    meet(offices[2], here)
    write(offices[2], readers=Readers((here.card.office.key,)), state="verified")
    hand_over(offices[2], tmp_path / "second")
    take_in(here, tmp_path / "second")
    write(here, 2)
    return here


def test_leaving_offices_out_is_planning_without_them(anna: Station, offices: list[Station]) -> None:
    whole = plan(anna.vault)
    keys = [one.card.office.key for one in offices]
    assert len(whole.audiences) == 3
    for count in range(4):
        for some in combinations(keys, count):
            assert only_for(whole, some) == plan(anna.vault, some)


def test_what_is_left_after_a_part_went_is_within_what_was_seen(
    anna: Station, offices: list[Station], tmp_path: Path
) -> None:
    whole = plan(anna.vault)
    hand_over(anna, tmp_path / "third", [offices[1].card.office.key])
    rest = plan(anna.vault)
    assert is_within(rest, whole) and not is_within(whole, rest)
    assert is_within(whole, whole)


def test_a_new_note_a_new_office_or_another_audience_is_not(
    anna: Station, offices: list[Station], region: Region
) -> None:
    whole = plan(anna.vault)
    part = only_for(whole, [offices[0].card.office.key])
    assert is_within(part, whole) and not is_within(whole, part)
    write(anna)
    assert not is_within(plan(anna.vault), whole)
    assert not is_within(plan(anna.vault, [offices[1].card.office.key]), part)


def test_a_receipt_may_go_unseen(anna: Station, offices: list[Station]) -> None:
    """Receipts need nobody's approval: one that fell due meanwhile does not send a person back to look."""
    without = only_for(plan(anna.vault), [one.card.office.key for one in offices[:2]])
    assert is_within(without, plan(anna.vault))
    receipts = [one for one in plan(anna.vault).audiences if one.receipt]
    assert len(receipts) == 1


def test_trust_taken_away_and_given_back_is_as_before(anna: Station, offices: list[Station]) -> None:
    before, owed = anna.vault.cards.get(offices[0].device), plan(anna.vault)
    stop_trusting(anna.vault, offices[0].device)
    assert not is_within(owed, plan(anna.vault))
    trust_again(anna.vault, offices[0].device)
    after = anna.vault.cards.get(offices[0].device)
    assert before is not None and after is not None
    assert (after.card, after.role) == (before.card, before.role)
    assert is_within(owed, plan(anna.vault)) and is_within(plan(anna.vault), owed)


def test_a_card_nobody_compared_is_not_trusted_again(anna: Station, region: Region) -> None:
    stranger = region.station("Stranger", Role.HEADQUARTERS)
    anna.vault.cards.see(stranger.card)
    trust_again(anna.vault, stranger.device)
    trust_again(anna.vault, bytes(32))
    known = anna.vault.cards.get(stranger.device)
    assert known is not None and known.role is None


def test_what_she_wrote_counts_again(region: Region, tmp_path: Path) -> None:
    anna, office = region.station("Kilwa"), region.station("Headquarters", Role.HEADQUARTERS)
    meet(anna, office)
    meet(office, anna)
    write(anna)
    hand_over(anna, tmp_path / "one")
    stop_trusting(office.vault, anna.device)
    take_in(office, tmp_path / "one")
    trust_again(office.vault, anna.device)
    take_in(office, tmp_path / "one")
    assert len(office.vault.lists.all_ids()) == 1
