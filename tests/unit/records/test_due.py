"""What is due to whom, in a vault: owed follows from what is here now, consent and withdrawal included."""

import pytest

from records.due import Parties, decided
from records.owing import Readers
from records.people import Party, Role
from records.recording import withdraw
from records.schema import BodyClass, Class, Facet, Field, Kind, Schema
from records.sharing import Answer
from records.taking import rebuild, reconsider, remake, take
from records.vault.deliveries import Item, Progress, Sent
from records.vault.lists import RecordLine
from records.vault.vault import Vault
from tests.support.vaults import NOTE, SOURCE, Vaults, card_of, carry, edit, entries_of, introduce, line_of, write

N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED
OPEN = Readers(("@headquarters",), ("@network",))
VERIFIED = {"title": "Market", "story": "x", "state": "verified"}


class Cast:
    """A monitor, her headquarters, and a coordinator abroad, who trust each other."""

    def __init__(self, vaults: Vaults) -> None:
        self.anna = vaults.make("anna")
        self.office = vaults.make("hq", Role.HEADQUARTERS)
        self.network = vaults.make("ken", Role.COORDINATOR, "KEN")
        introduce(self.anna, self.office, self.network)

    def owed(self, line: RecordLine, to: Vault, vault: Vault | None = None) -> set[BodyClass]:
        """The classes of a record's bodies that are owed."""
        source = vault or self.anna
        here = line_of(source, line.id)
        cards = {to.me.device}
        return {one.item.which for one in source.deliveries.owed() if one.card in cards and one.record == here.number}

    def hand_over(self, to: Vault) -> None:
        """Note everything that is owed as copied, as a hand-over does, and take it in there."""
        items = [one.item for one in self.anna.deliveries.owed([to.me.device])]
        bundle = self.anna.chance(16)
        self.anna.deliveries.copied(Sent(bundle, self.anna.now(), "/media", "x", (to.me.device,), None), items)
        carry(self.anna, to, {item.which for item in items})


@pytest.fixture
def cast(vaults: Vaults) -> Cast:
    return Cast(vaults)


def test_a_save_is_owed_to_whom_it_names_at_once(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market", "story": "x", "name": "Anna"}, readers=OPEN)
    assert cast.owed(line, cast.office) == {N, R}
    assert cast.owed(line, cast.network) == set()


def test_what_is_checked_is_owed_to_the_second_circle(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market", "story": "x"}, readers=OPEN)
    edit(cast.anna, line, {"state": "verified"})
    assert cast.owed(line, cast.network) == {N}
    edit(cast.anna, line, {"state": "false"})
    assert cast.owed(line, cast.network) == set()


def test_a_state_in_conflict_is_no_state_whatever_the_clocks_say(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market"}, readers=OPEN)
    carry(cast.anna, cast.office)
    edit(cast.office, line, {"state": "verified"})
    edit(cast.anna, line, {"state": "false"})
    carry(cast.office, cast.anna)
    assert line_of(cast.anna, line.id).state == ""
    assert cast.owed(line, cast.network) == set()


def test_what_was_handed_over_is_not_owed_again(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market"}, readers=OPEN)
    cast.hand_over(cast.office)
    assert cast.owed(line, cast.office) == set()
    edit(cast.anna, line, {"title": "The market"})
    assert len(cast.anna.deliveries.owed()) == 1
    rebuild(cast.anna)
    assert len(cast.anna.deliveries.owed()) == 1


def test_a_card_that_is_trusted_later_is_owed_what_there_is(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    line = write(anna, VERIFIED, readers=OPEN)
    assert anna.deliveries.owed() == []
    introduce(anna, office)
    assert {one.item.which for one in anna.deliveries.owed()} == {N, R}
    anna.cards.trust(card_of(office), None, anna.now())
    reconsider(anna)
    assert anna.deliveries.owed() == []
    assert line_of(anna, line.id).title == "Market"


def test_nothing_of_an_unknown_form_is_owed_until_it_comes(vaults: Vaults) -> None:
    anna, office, network = (
        vaults.make("anna"),
        vaults.make("hq", Role.HEADQUARTERS),
        vaults.make("ken", Role.COORDINATOR),
    )
    introduce(anna, office, network)
    form = Schema("other", (Field("title", Kind.TEXT, Class.NETWORK, Facet.TITLE), *NOTE.fields[3:4]))
    anna.forms.put(form, b"{}")
    line = write(anna, {"title": "x", "state": "verified"}, schema=form, readers=OPEN)
    carry(anna, office)
    assert office.deliveries.owed() == []
    assert line_of(office, line.id).title == ""
    office.forms.put(form, b"{}")
    remake(office, office.lists.of_version(form.version))
    assert [one.card for one in office.deliveries.owed()] == [network.me.device]
    assert line_of(office, line.id).title == "x"


# Consent


def source_of(vault: Vault, *uses: str) -> RecordLine:
    return write(vault, {"uses": uses, "about": "tall"}, schema=SOURCE)


def test_what_a_source_told_goes_to_others_only_if_she_agreed(cast: Cast) -> None:
    agreed, refused = source_of(cast.anna, "internal", "network"), source_of(cast.anna, "internal", "hq")
    for source, wanted in ((agreed, {N}), (refused, set[BodyClass]())):
        for typed in (source.code, source.code.lower().replace("-", " ")):
            line = write(cast.anna, {**VERIFIED, "source": typed}, readers=OPEN)
            assert cast.owed(line, cast.network) == wanted
            assert cast.owed(line, cast.office) == {N, R}


@pytest.mark.parametrize("code", ["7Q2M-9XC4-R", "a person I met", "0000-0000-0"])
def test_a_source_nobody_knows_agreed_to_nothing(cast: Cast, code: str) -> None:
    line = write(cast.anna, {**VERIFIED, "source": code}, readers=OPEN)
    assert cast.owed(line, cast.network) == set()


def test_a_record_that_is_no_source_agreed_to_nothing(cast: Cast) -> None:
    other = write(cast.anna, {"title": "no source"})
    line = write(cast.anna, {**VERIFIED, "source": other.code}, readers=OPEN)
    assert cast.owed(line, cast.network) == set()


def test_consent_that_is_taken_back_stops_what_was_already_owed(cast: Cast) -> None:
    source = source_of(cast.anna, "internal", "network")
    line = write(cast.anna, {**VERIFIED, "source": source.code}, readers=OPEN)
    assert cast.owed(line, cast.network) == {N}
    edit(cast.anna, source, {"uses": ("internal",)}, SOURCE)
    assert cast.owed(line, cast.network) == set()
    edit(cast.anna, source, {"uses": ("network",)}, SOURCE)
    assert cast.owed(line, cast.network) == {N}


def test_a_source_that_was_withdrawn_agreed_to_nothing(cast: Cast) -> None:
    source = source_of(cast.anna, "internal", "network")
    line = write(cast.anna, {**VERIFIED, "source": source.code}, readers=OPEN)
    withdraw(cast.anna, source, "she asked to")
    assert cast.owed(line, cast.network) == set()


def test_of_two_answers_side_by_side_what_both_allow(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    network = vaults.make("ken", Role.COORDINATOR, "KEN")
    introduce(anna, office, network)
    source = source_of(anna, "internal", "hq")
    carry(anna, office)
    edit(anna, source, {"uses": ("internal", "network")}, SOURCE)
    edit(office, source, {"uses": ("hq",)}, SOURCE)
    carry(office, anna)
    line = write(anna, {**VERIFIED, "source": source.code}, readers=OPEN)
    assert line_of(anna, source.id).conflicts == 1
    assert {one.item.which for one in anna.deliveries.owed([network.me.device])} == set()
    assert line_of(anna, line.id).state == "verified"


def test_of_two_sources_what_both_agreed_to_also_in_rows(cast: Cast) -> None:
    form = Schema(
        "talks",
        (
            Field("state", Kind.CHOICE, Class.NETWORK, Facet.STATE),
            Field("told/by", Kind.TEXT, Class.RESTRICTED, Facet.SOURCE),
            Field("also", Kind.TEXT, Class.RESTRICTED, Facet.SOURCE),
        ),
        ("told",),
    )
    cast.anna.forms.put(form, b"{}")
    yes, no = source_of(cast.anna, "network").code, source_of(cast.anna, "hq").code
    for codes, wanted in (((yes, yes), {N}), ((yes, no), set[BodyClass]()), ((no, yes), set[BodyClass]())):
        for fields in (("told#a/by", "told#b/by"), ("told#a/by", "also")):
            values = {"state": "verified", **dict(zip(fields, codes, strict=True))}
            line = write(cast.anna, values, rows={"told": ("a", "b")}, schema=form, readers=OPEN)
            assert cast.owed(line, cast.network) == wanted


# Withdrawal


def test_a_withdrawal_follows_the_record_and_goes_nowhere_else(cast: Cast) -> None:
    line = write(cast.anna, VERIFIED, readers=OPEN)
    cast.hand_over(cast.office)
    assert cast.owed(line, cast.network) == {N}
    withdraw(cast.anna, line, "asked to")
    assert cast.owed(line, cast.office) == {N, R}
    assert cast.owed(line, cast.network) == set()
    rebuild(cast.anna)
    assert cast.owed(line, cast.office) == {N, R}
    assert cast.owed(line, cast.network) == set()
    cast.hand_over(cast.office)
    assert line_of(cast.office, line.id).withdrawn


def test_every_body_of_a_withdrawn_record_but_the_withdrawal_stays(cast: Cast) -> None:
    line = write(cast.anna, VERIFIED, readers=OPEN)
    cast.hand_over(cast.office)
    withdraw(cast.anna, line, "asked to")
    edit(cast.anna, line, {"title": "more of it"})
    withdrawal = entries_of(cast.anna)[1]
    number = cast.anna.journal.number_of(withdrawal.id)
    assert {one.item.entry for one in cast.anna.deliveries.owed([cast.office.me.device])} == {number}


# What is held back, and by whom people are known


def test_every_reason_is_told(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market", "story": "x", "name": "Anna"}, readers=OPEN)
    found = {
        (one.recipient.device, one.body.which): one.answer for one in decided(cast.anna, [line_of(cast.anna, line.id)])
    }
    office, network = cast.office.me.device, cast.network.me.device
    assert found == {
        (office, N): Answer.GOES,
        (office, R): Answer.GOES,
        (office, P): Answer.ALONE,
        (network, N): Answer.NOT_CHECKED,
        (network, R): Answer.NOT_NAMED,
        (network, P): Answer.ALONE,
    }


def test_a_card_that_was_only_seen_is_a_stranger(vaults: Vaults) -> None:
    anna, other = vaults.make("anna"), vaults.make("other", Role.HEADQUARTERS)
    anna.cards.see(card_of(other))
    parties = Parties(anna)
    assert parties.trusted(other.me.device) is None
    assert parties.recipients() == []
    stranger = parties.anyone(other.me.device)
    assert (stranger.role, stranger.office.key) == (Role.MONITOR, "/")
    anna.cards.trust(card_of(other), Role.MONITOR, anna.now())
    assert Parties(anna).trusted(other.me.device) == Party(other.me.device, other.me.office, Role.MONITOR)


def test_a_trusted_card_is_not_written_over_by_one_that_is_seen(vaults: Vaults) -> None:
    anna, other = vaults.make("anna"), vaults.make("other", Role.HEADQUARTERS)
    anna.cards.trust(card_of(other), Role.MONITOR, anna.now())
    anna.cards.see(card_of(other))
    assert anna.cards.is_trusted(other.me.device)


# Hand-overs


def test_progress_is_the_least_of_a_records_bodies(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market", "story": "x"}, readers=OPEN)
    office, deliveries = cast.office.me.device, cast.anna.deliveries
    number = line_of(cast.anna, line.id).number
    (entry,) = cast.anna.journal.numbers()
    assert deliveries.progress(number) == {office: Progress.OWED}
    assert deliveries.handed(number) == frozenset()
    sent = Sent(b"b" * 16, "now", "/media", "x", (office,), None)
    deliveries.copied(sent, [Item(entry, N)])
    assert deliveries.progress(number) == {office: Progress.OWED}
    deliveries.copied(sent, [Item(entry, R)])
    assert deliveries.progress(number) == {office: Progress.COPIED}
    assert deliveries.handed(number) == {office}
    deliveries.arrived([sent.bundle], "later")
    assert deliveries.progress(number) == {office: Progress.ARRIVED}
    deliveries.kept(office, [Item(entry, N)], "later")
    assert deliveries.progress(number) == {office: Progress.ARRIVED}
    deliveries.kept(office, [Item(entry, R)], "later")
    assert deliveries.progress(number) == {office: Progress.KEPT}


def test_a_receipt_frees_nothing_that_was_never_handed_over(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market"}, readers=OPEN)
    (entry,) = cast.anna.journal.numbers()
    cast.anna.deliveries.kept(cast.office.me.device, [Item(entry, N)], "now")
    assert cast.owed(line, cast.office) == {N}


def test_a_copy_handed_over_again_does_not_undo_kept(cast: Cast) -> None:
    line = write(cast.anna, {"title": "Market"}, readers=OPEN)
    office, deliveries = cast.office.me.device, cast.anna.deliveries
    (entry,) = cast.anna.journal.numbers()
    for bundle in (b"a" * 16, b"b" * 16):
        deliveries.copied(Sent(bundle, "now", "/media", "x", (office,), None), [Item(entry, N)])
        deliveries.kept(office, [Item(entry, N)], "then")
    assert deliveries.progress(line_of(cast.anna, line.id).number) == {office: Progress.KEPT}


def test_others_are_owed_what_came_too(cast: Cast) -> None:
    """An office passes on what it holds, by the same rules."""
    line = write(cast.anna, VERIFIED, readers=OPEN)
    take(cast.office, entries_of(cast.anna, {N, R}))
    assert cast.owed(line, cast.network, cast.office) == {N}
    assert cast.owed(line, cast.anna, cast.office) == set()
