"""Trust is a person's, for exactly one card and at most the role it claims; what it changes, it changes at once."""

import json
from pathlib import Path

import pytest

from records.errors import Known
from records.journal.entry import Realm
from records.keys import words
from records.owing import Readers
from records.people import Office, Role
from records.sharing import Hold
from records.vault.lists import Query
from sync.errors import SyncCode
from sync.inbox import Came, accept
from sync.plan import plan
from sync.trust.cards import check_bits, check_words, make_card, read_card
from sync.trust.trusting import FOR_LESS, find_card, stop_trusting, trust, trust_again
from tests.support.offices import (
    CHEAP,
    Region,
    Station,
    acquaint,
    cells_of,
    hand_over,
    look,
    meet,
    state_of,
    take_in,
    words_of,
    write,
)


@pytest.fixture
def anna(region: Region) -> Station:
    return region.station("Kilwa")


@pytest.fixture
def office(region: Region) -> Station:
    return region.station("Headquarters", Role.HEADQUARTERS)


def refusal(here: Station, there: Station, typed: str, role: Role | None = None) -> SyncCode:
    before = state_of(here.vault)
    with pytest.raises(Known) as caught:
        trust(here.vault, there.card, typed, role, CHEAP)
    assert state_of(here.vault) == before
    assert isinstance(caught.value.code, SyncCode)
    return caught.value.code


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "it", "cs", "ar", "sw"])
def test_words_of_any_list_and_numbers_are_the_same_words(anna: Station, office: Station, language: str) -> None:
    typed = words_of(office.card, language)
    assert trust(anna.vault, office.card, f"  {typed.upper()} \n", cost=CHEAP).role is Role.HEADQUARTERS
    assert anna.vault.cards.is_trusted(office.device)


def test_trust_costs_what_the_format_says_when_nobody_says_otherwise(anna: Station, office: Station) -> None:
    assert refusal(anna, office, check_words(office.card)) is SyncCode.WORDS_DIFFER  # the cheap words are others
    assert trust(anna.vault, office.card, check_words(office.card, "fr")).role is Role.HEADQUARTERS


def test_other_words_trust_nothing(anna: Station, office: Station, region: Region) -> None:
    right = words_of(office.card).split()
    other = words_of(region.station("Tanga").card)
    mixed = [*right[:3], *words_of(office.card, "fr").split()[3:]]
    for typed in (
        "",
        other,
        " ".join(right[:5]),
        " ".join([*right, right[0]]),
        " ".join(reversed(right)),
        " ".join(mixed),
        "0 0 0 0 0 0",
        "-1 -1 -1 -1 -1 -1",
    ):
        assert refusal(anna, office, typed) is SyncCode.WORDS_DIFFER
    assert not anna.vault.cards.is_trusted(office.device)


def test_one_bit_of_66_is_one_word(office: Station) -> None:
    bits = check_bits(office.card, CHEAP)
    for place in range(66):
        other = bytearray(bits)
        other[place // 8] ^= 0x80 >> place % 8
        assert not words.same(bytes(other), words.as_words(bits))
        assert sum(a != b for a, b in zip(words.as_words(bytes(other)), words.as_words(bits), strict=False)) > 0


def test_ones_own_card_and_the_other_realm_are_refused(anna: Station, region: Region) -> None:
    practice = region.station("Practice", Role.HEADQUARTERS, realm=Realm.EXERCISE)
    assert refusal(anna, anna, words_of(anna.card)) is SyncCode.CARD_OWN
    assert refusal(anna, practice, words_of(practice.card)) is SyncCode.CARD_REALM
    assert refusal(practice, anna, words_of(anna.card)) is SyncCode.CARD_REALM


@pytest.mark.parametrize("claimed", Role)
def test_a_card_is_trusted_for_less_and_never_for_more(anna: Station, office: Station, claimed: Role) -> None:
    card = make_card(office.vault.keys, office.vault.me.office, claimed, Realm.REAL)
    there = Station(office.vault, card)
    for role in Role:
        if role in FOR_LESS[claimed]:
            meet(anna, there, role=role)
            known = anna.vault.cards.get(office.device)
            assert known is not None and known.party is not None and known.party.role is role
        else:
            assert refusal(anna, there, words_of(card), role) is SyncCode.ROLE_NOT_CLAIMED
    assert FOR_LESS[Role.MONITOR] == {Role.MONITOR}
    assert not any(claimed in FOR_LESS[role] for role in Role if role is Role.MONITOR and claimed is not Role.MONITOR)


def test_trust_is_for_these_exact_bytes(anna: Station, office: Station, tmp_path: Path) -> None:
    """The same device with a new card, of another role or name, is compared again."""
    acquaint(anna, office)
    promoted = make_card(anna.vault.keys, Office("BEN", "Kilwa"), Role.FOCAL_POINT, Realm.REAL)
    write(anna)
    hand_over(Station(anna.vault, promoted), tmp_path / "drive")
    arrival = look(office, tmp_path / "drive")[0]
    assert arrival.came is Came.SEALED
    assert arrival.package is not None
    with pytest.raises(Known) as caught:
        accept(office.vault, arrival.package)
    assert caught.value.code is SyncCode.PACKAGE_SEALED
    known = office.vault.cards.get(anna.device)
    assert known is not None and known.role is Role.MONITOR and known.card == anna.card
    meet(office, Station(anna.vault, promoted))
    assert accept(office.vault, arrival.package).held == {}


def test_a_card_that_only_came_along_does_not_replace_a_trusted_one(anna: Station, office: Station) -> None:
    meet(office, anna)
    other = make_card(anna.vault.keys, Office("BEN", "Headquarters"), Role.HEADQUARTERS, Realm.REAL)
    office.vault.cards.see(other)
    known = office.vault.cards.get(anna.device)
    assert known is not None and known.card == anna.card and known.role is Role.MONITOR


def test_what_is_returned_is_what_is_kept(anna: Station, office: Station) -> None:
    returned = trust(anna.vault, office.card, words_of(office.card), Role.COORDINATOR, CHEAP)
    assert anna.vault.cards.get(office.device) == returned
    assert read_card(returned.card.raw) == office.card


def test_trusting_owes_what_was_written_before_and_stopping_takes_it_back(anna: Station, office: Station) -> None:
    write(anna, 2)
    assert anna.vault.deliveries.owed() == []
    meet(anna, office)
    assert len(anna.vault.deliveries.owed()) == 4
    stop_trusting(anna.vault, office.device)
    assert anna.vault.deliveries.owed() == []
    assert plan(anna.vault).is_empty
    stop_trusting(anna.vault, bytes(32))


def test_stopping_can_be_taken_back_for_that_card_and_role_alone(
    anna: Station, office: Station, region: Region
) -> None:
    write(anna)
    meet(anna, office, role=Role.COORDINATOR)
    owed = anna.vault.deliveries.owed()
    stop_trusting(anna.vault, office.device)
    trust_again(anna.vault, office.device)
    known = anna.vault.cards.get(office.device)
    assert known is not None and (known.card, known.role) == (office.card, Role.COORDINATOR)
    assert anna.vault.deliveries.owed() == owed
    seen = region.station("Seen", Role.HEADQUARTERS)
    anna.vault.cards.see(seen.card)
    for device in (seen.device, bytes(32), anna.device):
        trust_again(anna.vault, device)
        assert not anna.vault.cards.is_trusted(device)


def test_trust_is_whole_or_not_at_all(anna: Station, office: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise Known(SyncCode.DRIVE_GONE)

    write(anna)
    monkeypatch.setattr("sync.trust.trusting.reconsider", fails)
    before = state_of(anna.vault)
    with pytest.raises(Known):
        meet(anna, office)
    assert state_of(anna.vault) == before


def test_what_a_stranger_wrote_and_others_carried_counts_once_she_is_trusted(region: Region, tmp_path: Path) -> None:
    """The order of meeting and carrying makes no difference."""
    anna, focal = region.station("Kilwa"), region.station("Benin", Role.FOCAL_POINT)
    early, late = (region.station(name, Role.HEADQUARTERS, office="Headquarters") for name in ("One", "Two"))
    acquaint(anna, focal)
    acquaint(focal, early, late)
    meet(early, anna)
    readers = Readers(("@focal-point", "@headquarters"))
    write(anna, 2, readers=readers, state="verified")
    hand_over(anna, tmp_path / "a")
    take_in(focal, tmp_path / "a")
    hand_over(focal, tmp_path / "b")
    for station in (early, late):
        assert Came.WAITING in take_in(station, tmp_path / "b")
    assert set(late.vault.lists.held().values()) == {Hold.UNKNOWN_AUTHOR}
    assert late.vault.lists.count(Query()) == 0
    assert early.vault.lists.count(Query()) == 2
    meet(late, anna)
    assert late.vault.lists.held() == {}
    assert cells_of(late) == cells_of(early)


def test_a_card_is_found_by_the_beginning_of_its_device(anna: Station, office: Station) -> None:
    meet(anna, office)
    name = office.device.hex()
    assert find_card(anna.vault, name[:8]).card == office.card
    assert find_card(anna.vault, name.upper()).card == office.card
    for wrong in (name[:7], "", "g" * 8, json.dumps(name)):
        with pytest.raises(Known) as caught:
            find_card(anna.vault, wrong)
        assert caught.value.code is SyncCode.NO_SUCH_CARD
