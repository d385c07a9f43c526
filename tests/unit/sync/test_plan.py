"""A plan says exactly what leaves, for whom; only that leaves, once, and only while it still may."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from records.due import decided
from records.errors import RecordsCode
from records.journal.entry import Realm
from records.owing import Readers
from records.people import Card, Office, Role
from records.recording import change_readers, withdraw
from records.schema import BodyClass
from records.sharing import Answer
from records.vault.blobs import BlobRow
from records.vault.lists import Query, RecordLine
from sync.bundle import limits
from sync.bundle.age.recipients import HybridIdentity
from sync.bundle.opening import Opened, Opening
from sync.drives.place import FolderPlace
from sync.errors import SyncCode
from sync.filling import Room
from sync.handing import carry_out, silent
from sync.inbox import Came
from sync.plan import Plan, is_within, only_for, plan, plan_receipts, recipients
from sync.trust.cards import make_card
from sync.trust.trusting import stop_trusting
from tests.support.drives import FakePlace, FullInTheMiddle
from tests.support.offices import (
    HEADQUARTERS,
    Region,
    Station,
    acquaint,
    correct,
    hand_over,
    look,
    meet,
    photo,
    state_of,
    take_in,
    write,
)
from tests.support.outcomes import code_of, outcome

SMALL = Room(size=20_000, entries=4, ranges=3, authors=2, least=4000)
NETWORK = Readers(("BEN/kilwa", "@headquarters"), ("@network",))


@pytest.fixture
def anna(region: Region) -> Station:
    return region.station("Kilwa")


@pytest.fixture
def office(region: Region, anna: Station) -> Station:
    made = region.station("Headquarters", Role.HEADQUARTERS)
    acquaint(anna, made)
    return made


def carried(station: Station, approved: Plan, place: Path) -> list[str]:
    place.mkdir(exist_ok=True)
    return [one.name for one in carry_out(station.vault, approved, FolderPlace(place), station.card, silent)]


def line_of(station: Station) -> RecordLine:
    return station.vault.lists.page(Query())[0]


def opened_by(station: Station, folder: Path) -> list[Opened]:
    """Everything in a folder that a station's keys open, whether it trusts the sender or not."""
    found = []
    for path in sorted(folder.iterdir()):
        opening = Opening(HybridIdentity(station.vault.keys.sealing_seed), Realm.REAL, lambda _: True)

        def reads(opening: Opening = opening, path: Path = path) -> Opened:
            opening.feed(path.read_bytes())
            return opening.finish()

        became = outcome(reads)
        if isinstance(became, Opened):
            found.append(became)
        else:
            assert became is SyncCode.SEALED_NOT_FOR_US
    return found


RECORDS = {
    "headquarters alone": ("unverified", HEADQUARTERS),
    "network later": ("unverified", NETWORK),
    "network now": ("verified", NETWORK),
    "credible": ("credible", NETWORK),
    "false": ("false", NETWORK),
    "not Porto-Novo": ("verified", replace(NETWORK, never=("BEN/porto-novo",))),
    "not headquarters": ("verified", replace(NETWORK, never=("BEN/headquarters",))),
    "all of it to all": ("verified", Readers(("@network",))),
    "all of it to all, unchecked": ("unverified", Readers(("@network",))),
    "one office": ("verified", Readers(("BEN/porto-novo",))),
    "nobody": ("verified", Readers(())),
}
# network and restricted body by record, in the order above; protected bodies never
EXPECTED = {
    "Headquarters": "NR NR NR NR NR NR -- NR NR -- --",
    "Porto-Novo": "-- -- N- N- -- -- N- NR -- NR --",
    "Lomé": "-- -- N- N- -- N- N- N- -- -- --",
    "Region": "-- -- N- N- -- N- N- NR -- -- --",
    "Protection": "-- -- -- -- -- -- -- -- -- -- --",
    "Colleague": "-- -- -- -- -- -- -- -- -- -- --",
    "Trainer": "-- -- -- -- -- -- -- -- -- -- --",
}


class TestWhoGetsWhat:
    """The recipient matrix where it counts: what keys open from the files themselves."""

    @pytest.fixture
    def others(self, region: Region) -> dict[str, Station]:
        return {
            "Headquarters": region.station("Headquarters", Role.HEADQUARTERS),
            "Porto-Novo": region.station("Porto-Novo", Role.FOCAL_POINT),
            "Lomé": region.station("Lomé", Role.FOCAL_POINT, country="TGO"),
            "Region": region.station("Region", Role.COORDINATOR),
            "Protection": region.station("Protection", Role.PROTECTION_OFFICER),
            "Colleague": region.station("Colleague", office="Kilwa"),
            "Trainer": region.station("Trainer", Role.TRAINER),
        }

    def test_recipients_open_what_sharing_says_and_nothing_else(
        self, anna: Station, others: dict[str, Station], tmp_path: Path
    ) -> None:
        meet(anna, *others.values())
        numbers = {}
        for name, (state, readers) in RECORDS.items():
            secret = {"f1": f"network {name}", "f2": f"restricted {name}", "victims#aa/name": f"protected {name}"}
            entry = write(anna, readers=readers, state=state, also=secret).entries[0]
            numbers[entry.id] = name
        hand_over(anna, tmp_path / "drive")
        letters = {BodyClass.NETWORK: "N", BodyClass.RESTRICTED: "R", BodyClass.PROTECTED: "P"}
        for who, station in others.items():
            came: dict[str, str] = dict.fromkeys(RECORDS, "")
            for opened in opened_by(station, tmp_path / "drive"):
                for entry in opened.entries:
                    for which in BodyClass:
                        raw = entry.body(which)
                        if raw is not None:
                            came[numbers[entry.id]] += letters[which]
                            others_secrets = {"network", "restricted", "protected"} - {which.name.lower()}
                            assert not any(f"{word} {numbers[entry.id]}".encode() in raw for word in others_secrets)
            found = [("N" if "N" in one else "-") + ("R" if "R" in one else "-") for one in came.values()]
            assert " ".join(found) == EXPECTED[who], who
            assert not any("P" in one for one in came.values())

    def test_what_stays_is_told_with_its_reason(self, anna: Station, others: dict[str, Station]) -> None:
        meet(anna, *others.values())
        write(anna, readers=HEADQUARTERS, also={"victims#aa/name": "Anna Secret"})
        told = {(one.recipient.office.name, one.which): one.reason for one in plan(anna.vault).held_back}
        assert told["Headquarters", BodyClass.PROTECTED] is Answer.ALONE
        assert told["Porto-Novo", BodyClass.NETWORK] is Answer.NOT_NAMED
        assert told["Protection", BodyClass.NETWORK] is Answer.BEYOND_ROLE
        assert ("Headquarters", BodyClass.NETWORK) not in told

    def test_protected_bodies_go_to_nobody_whoever_is_named(self, anna: Station, others: dict[str, Station]) -> None:
        meet(anna, *others.values())
        everybody = Readers(("@network", "@headquarters", "@protection-officer", "BEN/protection", "BEN/kilwa"))
        write(anna, readers=everybody, state="verified", also={"victims#aa/name": "Anna Secret"})
        assert {body.item.which for body in plan(anna.vault).bodies} == {BodyClass.NETWORK, BodyClass.RESTRICTED}

    def test_one_bundle_has_one_content_for_all_it_is_sealed_to(
        self, anna: Station, others: dict[str, Station]
    ) -> None:
        """Same share, same bundle; another share, another bundle."""
        meet(anna, *others.values())
        write(anna, 3, readers=NETWORK, state="verified")
        found = {frozenset(card.office.name for card in one.cards): one for one in plan(anna.vault).audiences}
        assert found.keys() == {frozenset({"Headquarters"}), frozenset({"Porto-Novo", "Lomé", "Region"})}
        shared = found[frozenset({"Porto-Novo", "Lomé", "Region"})]
        assert {body.item.which for bundle in shared.bundles for body in bundle.bodies} == {BodyClass.NETWORK}

    def test_a_card_trusted_for_less_gets_less(self, anna: Station, others: dict[str, Station]) -> None:
        meet(anna, others["Headquarters"], role=Role.FOCAL_POINT)
        write(anna, readers=HEADQUARTERS)
        assert plan(anna.vault).bodies == ()


class TestRecipients:
    """Offices are named as people name them, and never taken for each other."""

    def test_by_key_and_by_name(self, anna: Station, office: Station, region: Region) -> None:
        eveche = region.station("Évêché d’Abomey", Role.FOCAL_POINT)
        meet(anna, eveche)
        for name in ("Headquarters", "HEADQUARTERS", " headquarters ", "BEN/headquarters", "ben/Headquarters"):
            assert recipients(anna.vault, [name]) == [office.card]
        for name in ("Évêché d’Abomey", "évêché   d’abomey", "E\u0301ve\u0302che\u0301 d’Abomey"):
            assert recipients(anna.vault, [name]) == [eveche.card]
        assert recipients(anna.vault, ["headquarters", "BEN/headquarters"]) == [office.card]
        assert set(recipients(anna.vault, None)) == {office.card, eveche.card}

    @pytest.mark.parametrize("name", ["", "/", "Head", "headquarter", "TGO/headquarters", "BEN/", "BEN"])
    def test_nobody_is_guessed(self, anna: Station, office: Station, name: str) -> None:
        assert code_of(lambda: recipients(anna.vault, [name])) is SyncCode.NO_SUCH_CARD

    def test_one_name_in_two_countries_is_asked_about(self, anna: Station, office: Station, region: Region) -> None:
        other = region.station("Headquarters", Role.HEADQUARTERS, country="TGO")
        meet(anna, other)
        assert code_of(lambda: recipients(anna.vault, ["headquarters"])) is SyncCode.OFFICE_AMBIGUOUS
        assert recipients(anna.vault, ["TGO/headquarters"]) == [other.card]

    def test_cards_that_are_not_trusted_are_no_recipients(self, anna: Station, office: Station, region: Region) -> None:
        seen = region.station("Seen", Role.HEADQUARTERS)
        anna.vault.cards.see(seen.card)
        stop_trusting(anna.vault, office.device)
        assert recipients(anna.vault, None) == []
        for name in ("seen", "headquarters"):
            assert code_of(recipients, anna.vault, [name]) is SyncCode.NO_SUCH_CARD

    def test_all_devices_of_an_office_are_meant(self, anna: Station, office: Station, region: Region) -> None:
        second = region.station("second", Role.HEADQUARTERS, office="Headquarters")
        meet(anna, second)
        assert set(recipients(anna.vault, ["Headquarters"])) == {office.card, second.card}
        write(anna)
        assert [set(one.cards) for one in plan(anna.vault).audiences] == [{office.card, second.card}]

    def test_more_than_sixteen_cards_are_several_audiences(
        self, anna: Station, office: Station, monkeypatch: pytest.MonkeyPatch, region: Region, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(limits, "RECIPIENTS", 2)
        more = [region.station(f"device {at}", Role.HEADQUARTERS, office="Headquarters") for at in range(4)]
        meet(anna, *more)
        write(anna)
        assert [len(one.cards) for one in plan(anna.vault).audiences] == [2, 2, 1]
        hand_over(anna, tmp_path / "drive")
        for station in (office, *more):
            assert len(opened_by(station, tmp_path / "drive")) == 1
        assert plan(anna.vault).is_empty


class TestApproval:
    """Sealing takes a plan, and refuses when what it names is no longer here, or no longer goes."""

    def refused(self, station: Station, approved: Plan, place: Path) -> None:
        before = state_of(station.vault)
        assert code_of(lambda: carried(station, approved, place)) is SyncCode.PLAN_CHANGED
        assert state_of(station.vault) == before
        assert list(place.iterdir()) == []

    def test_new_saves_are_not_in_an_old_plan(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna, 2)
        approved = plan(anna.vault)
        write(anna)
        carried(anna, approved, tmp_path / "drive")
        assert len(opened_by(office, tmp_path / "drive")[0].entries) == 2
        assert len(plan(anna.vault).bodies) == 2

    def test_a_card_that_is_no_longer_trusted(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        approved = plan(anna.vault)
        stop_trusting(anna.vault, office.device)
        self.refused(anna, approved, tmp_path / "drive")

    def test_a_card_that_is_another_now(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        approved = plan(anna.vault)
        card = make_card(office.vault.keys, Office("BEN", "Elsewhere"), Role.HEADQUARTERS, Realm.REAL)
        meet(anna, Station(office.vault, card))
        self.refused(anna, approved, tmp_path / "drive")

    def test_readers_that_were_narrowed(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        approved = plan(anna.vault)
        change_readers(anna.vault, line_of(anna), replace(HEADQUARTERS, never=("BEN/headquarters",)))
        self.refused(anna, approved, tmp_path / "drive")

    def test_a_record_that_was_withdrawn(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        approved = plan(anna.vault)
        withdraw(anna.vault, line_of(anna), "not mine to tell")
        self.refused(anna, approved, tmp_path / "drive")

    def test_a_body_that_is_gone_or_another(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        approved = plan(anna.vault)
        with anna.vault.database.writing() as connection:
            connection.exec_driver_sql("UPDATE journal_body SET raw = CAST(raw || x'20' AS BLOB) WHERE place % 4 = 1")
        damaged = code_of(carried, anna, approved, tmp_path / "drive")
        assert damaged in (SyncCode.PLAN_CHANGED, RecordsCode.VAULT_DAMAGED)
        assert list((tmp_path / "drive").iterdir()) == []
        with anna.vault.database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM journal_body WHERE place % 4 = 1")
        self.refused(anna, approved, tmp_path / "drive")
        assert {body.item.which for body in plan(anna.vault).bodies} == {BodyClass.NETWORK}

    def test_what_was_handed_over_already(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna, photo=photo(anna, bytes(9000)))
        approved = plan(anna.vault)
        carried(anna, approved, tmp_path / "drive")
        (tmp_path / "again").mkdir()
        self.refused(anna, approved, tmp_path / "again")

    def test_an_empty_plan_is_nothing_to_hand_over(self, anna: Station, office: Station, tmp_path: Path) -> None:
        assert plan(anna.vault).is_empty
        assert code_of(lambda: hand_over(anna, tmp_path)) is SyncCode.NOTHING_TO_HAND_OVER
        assert code_of(lambda: carried(anna, plan_receipts(anna.vault), tmp_path)) is SyncCode.NOTHING_TO_HAND_OVER

    def test_a_person_leaves_an_office_out(
        self, anna: Station, office: Station, region: Region, tmp_path: Path
    ) -> None:
        second = region.station("Second", Role.HEADQUARTERS)
        meet(anna, second)
        write(anna)
        whole = plan(anna.vault)
        part = only_for(whole, ["BEN/second"])
        assert [one.cards for one in part.audiences] == [(second.card,)]
        assert {back.recipient.office.name for back in part.held_back} <= {"Second"}
        assert only_for(whole, []).is_empty
        carried(anna, part, tmp_path / "drive")
        assert len(opened_by(second, tmp_path / "drive")) == 1 and opened_by(office, tmp_path / "drive") == []
        assert {one.cards for one in plan(anna.vault).audiences} == {(office.card,)}

    def test_what_is_within_an_approved_plan(self, anna: Station, office: Station, region: Region) -> None:
        second = region.station("Second", Role.HEADQUARTERS)
        meet(anna, second)
        write(anna, photo=photo(anna, b"x"))
        approved = plan(anna.vault)
        assert is_within(approved, approved)
        assert is_within(only_for(approved, ["BEN/second"]), approved)
        assert not is_within(approved, only_for(approved, ["BEN/second"]))
        write(anna)
        assert not is_within(plan(anna.vault), approved) and is_within(approved, plan(anna.vault))

    def test_a_plan_has_a_name_that_tells_it_from_others(self, anna: Station, office: Station) -> None:
        names = set()
        for _ in range(3):
            write(anna, photo=photo(anna, b"x"))
            assert plan(anna.vault).digest == plan(anna.vault).digest
            names.add(plan(anna.vault).digest)
        assert len(names) == 3


class TestParts:
    """A hand-over is several packages, each whole; what did not get there is handed over the next time."""

    def test_many_saves_and_a_large_attachment_are_several_packages(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        write(anna, 20, f1="x" * 1500)
        write(anna, photo=photo(anna, bytes(70_000)))
        handed = hand_over(anna, tmp_path / "drive", room=SMALL)
        parts = sorted(one.manifest.part for one in opened_by(office, tmp_path / "drive"))
        assert len(handed) > 6
        assert parts == [(at, len(handed)) for at in range(1, len(handed) + 1)]
        assert all(path.stat().st_size < 40_000 for path in (tmp_path / "drive").iterdir())
        assert plan(anna.vault).is_empty
        assert set(take_in(office, tmp_path / "drive")) == {Came.WAITING}
        assert office.vault.lists.count(Query()) == 21
        assert len(office.vault.blobs.whole_from(anna.device)) == 1

    def test_a_full_drive_keeps_what_was_finished_and_the_next_gets_exactly_the_rest(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        write(anna, 12, f1="x" * 1500)
        write(anna, photo=photo(anna, bytes(50_000)))
        approved = plan(anna.vault, room=SMALL)
        wanted = [(body.entry, body.item.which) for body in approved.bodies]
        first, second = FullInTheMiddle(room=100_000), FakePlace()
        assert code_of(lambda: hand_over(anna, first, room=SMALL)) is SyncCode.DRIVE_FULL
        assert len(first.files) == len(anna.vault.deliveries.bundles()) > 1
        hand_over(anna, second, room=SMALL)
        (tmp_path / "drive").mkdir()
        for name, raw in (first.files | second.files).items():
            (tmp_path / "drive" / name).write_bytes(raw)
        found = [
            (entry.id, which)
            for opened in opened_by(office, tmp_path / "drive")
            for entry in opened.entries
            for which in BodyClass
            if entry.body(which) is not None
        ]
        assert sorted(found) == sorted(wanted)
        take_in(office, tmp_path / "drive")
        assert len(office.vault.blobs.whole_from(anna.device)) == 1

    @pytest.mark.parametrize("pulled", [1, 2, 3])
    def test_what_was_noted_as_copied_lies_there(
        self, anna: Station, office: Station, pulled: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever package it fails at, the bundles this vault knows of are those that lie there."""
        write(anna, 12, f1="x" * 1500)
        place = FakePlace()
        real = place.write
        left = [pulled]

        def failing(name: str, pieces: Iterator[bytes]) -> None:
            left[0] -= 1
            real(name, pieces)
            if not left[0]:
                raise OSError(5, "Input/output error")

        monkeypatch.setattr(place, "write", failing)
        with pytest.raises(OSError, match="Input/output"):
            hand_over(anna, place, room=SMALL)
        assert {one.name for one in anna.vault.deliveries.bundles()} == place.files.keys()
        assert len(place.files) == pulled - 1
        rest = {body.item for body in plan(anna.vault).bodies}
        assert rest == {one.item for one in anna.vault.deliveries.owed()}
        assert rest.isdisjoint(anna.vault.deliveries.delivered(office.device))

    def test_more_attachments_than_a_package_has_members(self, anna: Station, office: Station, tmp_path: Path) -> None:
        for _ in range(5):
            write(anna, photo=photo(anna, b"x"))
        handed = hand_over(anna, tmp_path / "drive", room=replace(SMALL, size=1 << 20))
        assert len(handed) == 3  # four saves a package, three attachments a package
        take_in(office, tmp_path / "drive")
        assert len(office.vault.blobs.whole_from(anna.device)) == 5

    def test_authors_are_spread_over_packages(self, region: Region, office: Station, tmp_path: Path) -> None:
        """Their cards travel along, and there is room for only so many."""
        reader = region.station("Second", Role.HEADQUARTERS, office="Second")
        acquaint(office, reader)
        for name in ("A", "B", "C", "D", "E"):
            author = region.station(name)
            acquaint(author, office)
            write(author, readers=Readers(("@headquarters",)), state="verified")
            hand_over(author, tmp_path / name)
            take_in(office, tmp_path / name)
        hand_over(office, tmp_path / "drive", ["Second"], room=SMALL)
        assert sorted(len(one.cards) for one in opened_by(reader, tmp_path / "drive")) == [1, 2, 2]
        assert set(take_in(reader, tmp_path / "drive")) == {Came.WAITING}


class TestAttachments:
    """An attachment goes with a body that names it, and only while that body goes."""

    def test_the_rest_of_an_attachment_follows_later(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna, photo=photo(anna, bytes(60_000)))
        assert code_of(lambda: hand_over(anna, FullInTheMiddle(room=70_000), room=SMALL)) is SyncCode.DRIVE_FULL
        later = plan(anna.vault)
        assert later.bodies == ()
        assert [one.offset > 0 for bundle in later.audiences[0].bundles for one in bundle.ranges] == [True]

    @pytest.mark.parametrize("how", ["withdrawn", "kept from it", "no longer named"])
    def test_the_rest_of_what_no_longer_goes_stays_here(
        self, anna: Station, office: Station, tmp_path: Path, how: str
    ) -> None:
        write(anna, photo=photo(anna, bytes(60_000)))
        assert code_of(lambda: hand_over(anna, FullInTheMiddle(room=70_000), room=SMALL)) is SyncCode.DRIVE_FULL
        approved = plan(anna.vault)
        assert approved.audiences[0].bundles[0].ranges
        match how:
            case "withdrawn":
                withdraw(anna.vault, line_of(anna), "not mine to tell")
            case "kept from it":
                change_readers(anna.vault, line_of(anna), replace(HEADQUARTERS, never=("BEN/headquarters",)))
            case _:
                change_readers(anna.vault, line_of(anna), Readers(()))
        assert not any(bundle.ranges for one in plan(anna.vault).audiences for bundle in one.bundles)
        (tmp_path / "drive").mkdir()
        assert code_of(lambda: carried(anna, approved, tmp_path / "drive")) is SyncCode.PLAN_CHANGED
        assert list((tmp_path / "drive").iterdir()) == []

    def test_an_attachment_goes_to_those_alone_who_get_the_body(
        self, anna: Station, office: Station, region: Region
    ) -> None:
        focal = region.station("Porto-Novo", Role.FOCAL_POINT)
        meet(anna, focal)
        write(anna, readers=NETWORK, state="verified", photo=photo(anna, b"x"))
        ranges = {
            audience.cards: [one for bundle in audience.bundles for one in bundle.ranges]
            for audience in plan(anna.vault).audiences
        }
        assert [len(ranges[(card,)]) for card in (office.card, focal.card)] == [1, 0]

    def test_an_attachment_that_is_gone_is_told(self, anna: Station, office: Station, tmp_path: Path) -> None:
        blob = photo(anna, bytes(9000))
        write(anna, photo=blob)
        approved = plan(anna.vault)
        for path in anna.vault.folder.blobs.iterdir():
            path.unlink()
        assert str(code_of(lambda: carried(anna, approved, tmp_path / "drive"))) == "blob-missing"
        assert list((tmp_path / "drive").iterdir()) == []

    def test_an_attachment_cut_short_is_never_sealed(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna, photo=photo(anna, bytes(9000)))
        approved = plan(anna.vault)
        path = next(anna.vault.folder.blobs.iterdir())
        path.write_bytes(path.read_bytes()[:-1])
        assert code_of(lambda: carried(anna, approved, tmp_path / "drive")) is SyncCode.PLAN_CHANGED
        assert list((tmp_path / "drive").iterdir()) == []

    def test_an_unfinished_attachment_of_others_waits(self, anna: Station, office: Station) -> None:
        blob = photo(anna, bytes(9000))
        row = anna.vault.blobs.unfinished()
        assert row == []
        kept = anna.vault.blobs.get(next(anna.vault.folder.blobs.iterdir()).name)
        assert kept is not None
        anna.vault.blobs.keep(BlobRow(kept.blob, whole=False))
        write(anna, photo=blob)
        assert not any(bundle.ranges for bundle in plan(anna.vault).audiences[0].bundles)


class TestReceipts:
    """Receipts are for one device alone, and go by themselves too."""

    def test_a_receipt_goes_alone_and_once(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        hand_over(anna, tmp_path / "there")
        take_in(office, tmp_path / "there")
        for made in (plan(office.vault), plan_receipts(office.vault)):
            assert not made.is_empty
            assert [(one.cards, one.receipt, one.bundles[0].bodies) for one in made.audiences] == [
                ((anna.card,), True, ())
            ]
        hand_over(office, tmp_path / "back")
        assert plan(office.vault).is_empty and plan_receipts(office.vault).is_empty
        assert look(anna, tmp_path / "back")[0].came is Came.RECEIPTS

    def test_two_who_are_owed_a_receipt_never_share_a_bundle(
        self, anna: Station, office: Station, region: Region, tmp_path: Path
    ) -> None:
        bora = region.station("Tanga")
        acquaint(bora, office)
        for station in (anna, bora):
            write(station)
            hand_over(station, tmp_path / "drive")
        take_in(office, tmp_path / "drive")
        cards: list[tuple[Card, ...]] = [one.cards for one in plan(office.vault).audiences]
        assert sorted(map(len, cards)) == [1, 1]

    def test_a_receipt_goes_with_the_first_package(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna, readers=NETWORK)
        hand_over(anna, tmp_path / "there")
        take_in(office, tmp_path / "there")
        record = line_of(office).id
        for at in range(9):
            correct(office, record, f1=f"{at}" * 1500)
        hand_over(office, tmp_path / "back", room=SMALL)
        found = opened_by(anna, tmp_path / "back")
        assert len(found) > 1
        assert {one.manifest.part[0]: len(one.receipts) for one in found} == {
            part: int(part == 1) for part in range(1, len(found) + 1)
        }


def test_the_plan_is_what_the_rules_decide(anna: Station, office: Station) -> None:
    """No body leaves that the rules do not name, and none stays that they do."""
    write(anna, 3, readers=NETWORK)
    write(anna, 2, readers=Readers(()))
    lines = anna.vault.lists.page(Query())
    goes = {(one.body.entry, one.body.which) for one in decided(anna.vault, lines) if one.answer is Answer.GOES}
    assert {(body.item.entry, body.item.which) for body in plan(anna.vault).bodies} == goes != set()
