"""What comes in is taken in once and whole, in any order, or changes nothing."""

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from records.errors import Known, RecordsCode
from records.journal.entry import Entry, Realm, check_entry
from records.owing import Readers
from records.people import Role
from records.schema import BodyClass, Class, Field, Kind, Schema
from records.taking import rebuild
from records.values import Blob
from records.vault.deliveries import Progress
from records.vault.inbox import Package, Waiting
from records.vault.lists import Query
from sync import inbox, shelf
from sync.bundle import limits
from sync.bundle.sealing import BlobRange, Content
from sync.errors import SyncCode
from sync.filling import Room
from sync.inbox import Came, accept, packages_at, receive, release, sender_card, set_aside
from sync.plan import plan
from sync.trust.trusting import stop_trusting
from tests.support.offices import (
    SCHEMA,
    Region,
    Station,
    acquaint,
    cells_of,
    correct,
    files_of,
    form_of,
    hand_over,
    look,
    meet,
    photo,
    post,
    state_of,
    take_in,
    write,
)
from tests.support.outcomes import code_of
from tests.support.parcels import STRANGER

SMALL = Room(size=20_000, entries=2, ranges=2, authors=9, least=4000)
EVERYBODY = Readers(("@headquarters", "@focal-point"))


@pytest.fixture
def anna(region: Region) -> Station:
    return region.station("Kilwa")


@pytest.fixture
def office(region: Region, anna: Station) -> Station:
    made = region.station("Headquarters", Role.HEADQUARTERS)
    acquaint(anna, made)
    return made


def came(station: Station, folder: Path) -> Package:
    """Receive one file; the package that waits."""
    package = look(station, folder)[0].package
    assert package is not None
    return package


def summary_of(package: Package) -> dict[str, object]:
    assert isinstance(package.summary, dict)
    return {name: count for name, count in package.summary.items() if count not in (0, [1, 1])}


class TestReceiving:
    """Looking at a file changes nothing but the inbox."""

    def test_a_package_waits_and_nothing_of_it_counts_yet(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna, 3)
        hand_over(anna, tmp_path / "drive")
        before = state_of(office.vault)
        package = came(office, tmp_path / "drive")
        after = state_of(office.vault)
        assert package.state is Waiting.WAITING
        assert {name for name in after if after[name] != before[name]} == {"local_inbox", "files"}
        assert office.vault.lists.count(Query()) == 0
        assert summary_of(package) == {"entries": 3, "new": 3}

    def test_twice_and_under_another_name_is_already_known(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        path = next((tmp_path / "drive").iterdir())
        package = came(office, tmp_path / "drive")
        other = tmp_path / "holiday.jpg"
        other.write_bytes(path.read_bytes())
        for _ in range(2):
            before = state_of(office.vault)
            for again in (path, other):
                arrival = receive(office.vault, again)
                assert (arrival.came, arrival.package) == (Came.KNOWN, office.vault.inbox.get(package.id))
            assert state_of(office.vault) == before
            accept(office.vault, package)

    def test_a_package_for_others_and_one_that_is_damaged_change_nothing(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        path = next((tmp_path / "drive").iterdir())
        before = state_of(anna.vault), state_of(office.vault)
        assert receive(anna.vault, path).came is Came.NOT_FOR_US
        raw = path.read_bytes()
        for place in (5, 100, 8000, len(raw) - 1):
            path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
            arrival = receive(office.vault, path)
            assert arrival.came in (Came.REFUSED, Came.NOT_FOR_US) and arrival.package is None
        path.write_bytes(raw[:-1])
        refused = receive(office.vault, path)
        assert refused.problem is not None and refused.problem.code is SyncCode.SEALED_PAYLOAD
        path.unlink()
        gone = receive(office.vault, path)
        assert gone.problem is not None and gone.problem.code is SyncCode.DRIVE_GONE
        assert (state_of(anna.vault), state_of(office.vault)) == before

    def test_a_bundle_of_another_signer_with_the_same_id_does_not_stand_in_its_way(
        self, anna: Station, office: Station, region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever got the same bundle knows its id and could hand in one of her own first."""
        thief = region.station("Thief")
        write(anna)
        hand_over(anna, tmp_path / "real")
        bundle = anna.vault.deliveries.bundles()[0].bundle
        chance = thief.vault.chance
        monkeypatch.setattr(thief.vault, "chance", lambda size: bundle if size == 16 else chance(size))
        post(thief, Content(), tmp_path / "forged", office)
        assert look(office, tmp_path / "forged")[0].came is Came.SEALED
        assert look(office, tmp_path / "real")[0].came is Came.WAITING
        packages = office.vault.inbox.all()
        assert {(one.bundle, one.sender) for one in packages} == {(bundle, anna.device), (bundle, thief.device)}

    def test_what_a_person_sees_before_she_accepts(self, anna: Station, office: Station, tmp_path: Path) -> None:
        first = write(anna, 2, readers=EVERYBODY, f1="before", photo=photo(anna, b"x")).records
        hand_over(anna, tmp_path / "a")
        take_in(office, tmp_path / "a")
        correct(office, first[0].id, f1="at headquarters")
        correct(anna, first[0].id, f1="in Kilwa")
        correct(anna, first[1].id, f1="after")
        write(anna)
        hand_over(anna, tmp_path / "b")
        package = came(office, tmp_path / "b")
        assert summary_of(package) == {"entries": 3, "new": 1, "changed": 1, "conflicting": 1}

    def test_a_lost_body_shows(self, anna: Station, office: Station, tmp_path: Path) -> None:
        written = write(anna).entries[0]
        meant = (frozenset({BodyClass.NETWORK, BodyClass.RESTRICTED}),)
        content = Content(entries=(replace(written, bodies=(written.bodies[0], None, None)),), bodies=meant)
        post(anna, content, tmp_path / "drive", office)
        assert summary_of(came(office, tmp_path / "drive")) == {"entries": 1, "new": 1, "missing": 1}

    def test_receipts_that_do_not_read_refuse_the_file_and_stop_nothing(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        post(anna, Content(receipts=(b"{}\n" + b"0" * 128 + b"\n",)), tmp_path / "drive", office)
        arrival = look(office, tmp_path / "drive")[0]
        assert arrival.came is Came.REFUSED
        assert arrival.problem is not None and arrival.problem.code is SyncCode.BUNDLE_MALFORMED


class TestStrangers:
    """What a stranger signed is kept sealed: a file, and her card."""

    @pytest.fixture
    def stranger(self, region: Region, office: Station) -> Station:
        made = region.station("Tanga")
        meet(made, office)
        return made

    def test_it_is_kept_sealed_and_released_once_she_is_trusted(
        self, stranger: Station, office: Station, tmp_path: Path
    ) -> None:
        write(stranger, 2)
        hand_over(stranger, tmp_path / "drive")
        arrival = look(office, tmp_path / "drive")[0]
        package = arrival.package
        assert arrival.came is Came.SEALED and package is not None
        assert package.summary == {}
        assert sender_card(package) == stranger.card
        kept = office.vault.folder.came(package.id).read_bytes()
        assert kept == next((tmp_path / "drive").iterdir()).read_bytes()
        for act in (release, accept):
            assert code_of(act, office.vault, package) is SyncCode.PACKAGE_SEALED
        meet(office, stranger)
        assert release(office.vault, package).state is Waiting.WAITING
        assert accept(office.vault, package).held == {}
        assert office.vault.lists.count(Query()) == 2

    def test_looking_again_after_trust_releases_it(self, stranger: Station, office: Station, tmp_path: Path) -> None:
        write(stranger)
        hand_over(stranger, tmp_path / "drive")
        first = look(office, tmp_path / "drive")[0]
        assert look(office, tmp_path / "drive")[0].came is Came.KNOWN
        meet(office, stranger)
        again = look(office, tmp_path / "drive")[0]
        assert again.came is Came.WAITING
        assert again.package is not None and first.package is not None and again.package.id == first.package.id

    def test_accepting_trusts_nobody_and_trusting_is_needed_first(
        self, stranger: Station, office: Station, tmp_path: Path
    ) -> None:
        write(stranger)
        hand_over(stranger, tmp_path / "drive")
        package = set_aside(office.vault, came(office, tmp_path / "drive"))
        before = state_of(office.vault)
        assert code_of(lambda: accept(office.vault, package)) is SyncCode.PACKAGE_SEALED
        assert state_of(office.vault) == before
        meet(office, stranger)
        accept(office.vault, package)
        assert office.vault.lists.count(Query()) == 1

    def test_a_package_waits_on_when_its_signer_is_no_longer_trusted(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        """It is not accepted as if nothing were in it."""
        write(anna)
        hand_over(anna, tmp_path / "drive")
        package = came(office, tmp_path / "drive")
        stop_trusting(office.vault, anna.device)
        before = state_of(office.vault)
        assert code_of(lambda: accept(office.vault, package)) is SyncCode.PACKAGE_SEALED
        assert state_of(office.vault) == before
        meet(office, anna)
        accept(office.vault, package)
        assert office.vault.lists.count(Query()) == 1

    def test_what_strangers_may_leave_has_an_end(
        self, stranger: Station, office: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(inbox, "MOST_SEALED", 3)
        for _ in range(5):
            post(stranger, Content(), tmp_path / "drive", office)
        arrivals = look(office, tmp_path / "drive")
        assert [one.came for one in arrivals] == [Came.SEALED] * 3 + [Came.REFUSED] * 2
        assert arrivals[-1].problem is not None and arrivals[-1].problem.code is SyncCode.SHELF_FULL
        assert len(files_of(office.vault)) == 3
        for arrival in arrivals[:3]:
            assert arrival.package is not None
            set_aside(office.vault, arrival.package)
        assert receive(office.vault, arrivals[-1].path).came is Came.SEALED
        monkeypatch.setattr(inbox, "MOST_SEALED_BYTES", 17_000)
        assert receive(office.vault, arrivals[-2].path).came is Came.REFUSED

    def test_receipts_of_a_stranger_wait_for_trust_too(
        self, anna: Station, office: Station, region: Region, tmp_path: Path
    ) -> None:
        other = region.station("Other", Role.HEADQUARTERS)
        acquaint(anna, other)
        write(anna)
        hand_over(anna, tmp_path / "there", ["Other"])
        take_in(other, tmp_path / "there")
        hand_over(other, tmp_path / "back")
        number = anna.vault.lists.page(Query())[0].number
        stop_trusting(anna.vault, other.device)
        package = came(anna, tmp_path / "back")
        assert package.state is Waiting.SEALED
        meet(anna, other)
        assert anna.vault.deliveries.progress(number)[other.device] is Progress.COPIED
        assert release(anna.vault, package).state is Waiting.ACCEPTED
        assert anna.vault.deliveries.progress(number)[other.device] is Progress.KEPT
        assert files_of(anna.vault) == {}


class TestAccepting:
    """All of it or nothing, once, whatever the order."""

    def test_what_was_accepted_is_what_was_written(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna, 3, f1="one", f2="two")
        hand_over(anna, tmp_path / "drive")
        package = came(office, tmp_path / "drive")
        outcome = accept(office.vault, package)
        assert len(outcome.records) == 3 and outcome.held == {}
        assert cells_of(office) == cells_of(anna)
        assert files_of(office.vault) == {}  # the sealed file has served

    def test_accepting_twice_is_accepting_once(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        package = came(office, tmp_path / "drive")
        accept(office.vault, package)
        before = state_of(office.vault)
        for stale in (package, office.vault.inbox.get(package.id)):
            assert stale is not None
            assert accept(office.vault, stale).records == frozenset()
        assert state_of(office.vault) == before

    def test_set_aside_and_accepted_later(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        package = set_aside(office.vault, came(office, tmp_path / "drive"))
        assert look(office, tmp_path / "drive")[0].came is Came.KNOWN
        assert office.vault.lists.count(Query()) == 0
        accept(office.vault, package)
        assert office.vault.lists.count(Query()) == 1
        assert set_aside(office.vault, package).state is Waiting.ACCEPTED
        accepted = office.vault.inbox.get(package.id)
        assert accepted is not None and accepted.state is Waiting.ACCEPTED

    @pytest.mark.parametrize("order", range(6))
    def test_any_order_of_parts_ends_the_same(self, region: Region, anna: Station, tmp_path: Path, order: int) -> None:
        """A correction before what it corrects, the end of an attachment before its beginning and its record."""
        station = region.station("Headquarters", Role.HEADQUARTERS)
        acquaint(anna, station)
        first = write(anna, 2, f1="before").records
        write(anna, photo=photo(anna, random.Random(1).randbytes(50_000)))
        correct(anna, first[0].id, f1="after")
        hand_over(anna, tmp_path / "drive", room=SMALL)
        paths = sorted((tmp_path / "drive").iterdir())
        assert len(paths) == 4
        random.Random(order).shuffle(paths)
        for path in paths:
            assert set(take_in(station, path)) == {Came.WAITING}
        assert cells_of(station) == cells_of(anna)
        assert station.vault.blobs.whole_from(anna.device) == list(sent_blobs(anna))
        assert station.vault.settings.get("attachments waiting") == {}
        assert list(station.vault.folder.inbox.iterdir()) == []
        shown = cells_of(station)
        rebuild(station.vault)
        assert cells_of(station) == shown

    STEPS = (
        "cards.see",
        "forms.take",
        "journal.add",
        "projection.take",
        "lists.hold",
        "deliveries.owe",
        "blobs.take",
        "blobs.keep",
        "settings.put",
        "inbox.put",
    )

    @pytest.mark.parametrize("step", STEPS)
    def test_a_disk_that_fails_at_any_step_leaves_nothing_half(
        self, region: Region, office: Station, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        focal = region.station("Benin", Role.FOCAL_POINT)
        bora = region.station("Tanga")
        acquaint(bora, focal)
        acquaint(focal, office)
        write(bora, 2, readers=EVERYBODY, state="verified", photo=photo(bora, bytes(9000)))
        hand_over(bora, tmp_path / "a")
        take_in(focal, tmp_path / "a")
        forms = replace(SCHEMA, form="other")
        focal.vault.forms.put(forms, form_of(forms))
        write(focal, schema=forms)
        hand_over(focal, tmp_path / "b")
        package = came(office, tmp_path / "b")
        before = state_of(office.vault)
        shelf_name, _, act = step.partition(".")
        one = getattr(office.vault, shelf_name)
        real = getattr(one, act)

        def fails(*args: object, **named: object) -> object:
            real(*args, **named)
            raise Known(RecordsCode.DISK_FULL, path="here")

        with monkeypatch.context() as patch:
            patch.setattr(one, act, fails)
            assert code_of(lambda: accept(office.vault, package)) is RecordsCode.DISK_FULL
        after = state_of(office.vault)
        parts = {name for name in files_of(office.vault) if name.startswith("parts/")}
        assert len(parts) <= 1  # sealed bytes that nothing speaks of yet
        assert after | {"files": 0} == before | {"files": 0}
        assert [name for name in files_of(office.vault) if name.startswith("came/")] == [f"came/{package.id}"]
        assert len(accept(office.vault, package).held) == 2
        meet(office, bora)
        assert office.vault.lists.count(Query()) == 3
        assert len(office.vault.blobs.whole_from(focal.device)) == 1

    @pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
    def test_a_limit_of_the_system_in_the_middle(self, anna: Station, office: Station, tmp_path: Path) -> None:
        resource = pytest.importorskip("resource")
        write(anna, photo=photo(anna, random.Random(1).randbytes(3_000_000)))
        hand_over(anna, tmp_path / "drive")
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, limit[1]))
        try:
            arrival = look(office, tmp_path / "drive")[0]
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        assert arrival.problem is not None and arrival.problem.code is RecordsCode.DISK_FULL
        assert files_of(office.vault) == {}
        package = came(office, tmp_path / "drive")
        before = state_of(office.vault)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, limit[1]))
        try:
            assert code_of(lambda: accept(office.vault, package)) is RecordsCode.DISK_FULL
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        assert state_of(office.vault) == before
        accept(office.vault, package)
        assert len(office.vault.blobs.whole_from(anna.device)) == 1

    def test_cards_of_authors_are_kept_and_no_others(
        self, anna: Station, office: Station, region: Region, tmp_path: Path
    ) -> None:
        bora = region.station("Tanga")
        written = write(bora).entries
        content = Content(
            entries=written, bodies=(frozenset(),), cards=(bora.card.raw, STRANGER.card.raw, office.card.raw)
        )
        post(anna, content, tmp_path / "drive", office)
        outcome = accept(office.vault, came(office, tmp_path / "drive"))
        known = {one.card.device: one.role for one in office.vault.cards.all()}
        assert known == {anna.device: Role.MONITOR, bora.device: None}
        assert len(outcome.held) == 1

    def test_a_form_that_comes_later_gives_its_records_their_line_and_their_readers(
        self, anna: Station, office: Station, region: Region, tmp_path: Path
    ) -> None:
        other = Schema("market", (Field("where", Kind.TEXT, Class.NETWORK), SCHEMA.by_path["narrative"]))
        reader = region.station("Second", Role.HEADQUARTERS, office="Second")
        acquaint(office, reader)
        anna.vault.forms.put(other, form_of(other))
        entries = write(anna, schema=other).entries
        post(anna, Content(entries=entries, bodies=(frozenset(),)), tmp_path / "a", office)
        package = came(office, tmp_path / "a")
        assert summary_of(package)["forms_missing"] == 1
        accept(office.vault, package)
        line = office.vault.lists.page(Query())[0]
        assert (line.title, office.vault.lists.count(Query(words="dawn"))) == ("", 0)
        assert plan(office.vault, ["Second"]).bodies == ()
        post(anna, Content(forms=((other.version, form_of(other)),)), tmp_path / "b", office)
        accept(office.vault, came(office, tmp_path / "b"))
        line = office.vault.lists.page(Query())[0]
        assert (line.title, office.vault.lists.count(Query(words="dawn"))) == ("They came at dawn 0", 1)
        owed = plan(office.vault, ["Second"])
        assert len(owed.bodies) == 1


def sent_blobs(station: Station) -> Iterator[str]:
    return (path.name for path in sorted(station.vault.folder.blobs.iterdir()))


class TestKeeping:
    """The sealed file lies here as it was found sound, and nothing else stays."""

    def test_a_drive_that_reads_differently_the_second_time(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        path = next((tmp_path / "drive").iterdir())
        assert code_of(lambda: shelf.keep(office.vault, path, bytes(32))) is SyncCode.DRIVE_DIFFERS
        assert files_of(office.vault) == {}

    @pytest.mark.parametrize("damage", ["changed", "cut", "gone", "another package"])
    def test_a_kept_file_that_is_damaged_is_refused_and_healed_by_looking_again(
        self, anna: Station, office: Station, tmp_path: Path, damage: str
    ) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        package = came(office, tmp_path / "drive")
        kept = office.vault.folder.came(package.id)
        raw = kept.read_bytes()
        match damage:
            case "changed":
                kept.write_bytes(raw[:-9] + bytes(9))
            case "cut":
                kept.write_bytes(raw[:-9])
            case "gone":
                kept.unlink()
            case _:
                write(anna, 2)
                hand_over(anna, tmp_path / "other")
                kept.write_bytes(next((tmp_path / "other").iterdir()).read_bytes())
        before = state_of(office.vault)
        assert code_of(lambda: accept(office.vault, package)) in (
            SyncCode.SEALED_PAYLOAD,
            SyncCode.BUNDLE_INCOMPLETE,
            RecordsCode.BLOB_MISSING,
        )
        assert state_of(office.vault) == before
        assert look(office, tmp_path / "drive")[0].came is Came.KNOWN
        assert kept.read_bytes() == raw
        assert accept(office.vault, package).held == {}
        assert office.vault.lists.count(Query()) == 1

    def test_signatures_are_checked_again_in_a_file_that_was_put_in_the_place_of_the_one_that_was_checked(
        self, anna: Station, office: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A package of the same name and signer, with an entry nobody signed, laid where the checked one lay."""
        write(anna)
        hand_over(anna, tmp_path / "drive")
        package = came(office, tmp_path / "drive")
        (kept,) = anna.vault.journal.entries(anna.vault.journal.numbers())
        here = frozenset(which for which in BodyClass if kept.entry.body(which) is not None)
        forged = Content(entries=(replace(kept.entry, signature=bytes(64)),), bodies=(here,))
        chance = anna.vault.chance
        monkeypatch.setattr(anna.vault, "chance", lambda size: package.bundle if size == 16 else chance(size))
        raw = post(anna, forged, tmp_path / "forged", office).read_bytes()
        office.vault.folder.came(package.id).write_bytes(raw)
        before = state_of(office.vault)
        assert code_of(lambda: accept(office.vault, package)) is SyncCode.BUNDLE_ENTRY
        assert state_of(office.vault) == before

    def test_signatures_are_checked_once_for_the_same_bytes_and_never_remembered_of_a_stranger(
        self, anna: Station, office: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checked: list[bytes] = []

        def check(entry: Entry, realm: Realm, signing_key: bytes) -> None:
            checked.append(entry.id)
            check_entry(entry, realm, signing_key)

        monkeypatch.setattr("sync.bundle.opening.check_entry", check)
        write(anna)
        hand_over(anna, tmp_path / "drive")
        stop_trusting(office.vault, anna.device)
        package = came(office, tmp_path / "drive")
        assert (package.state, package.proven, checked) == (Waiting.SEALED, b"", [])
        meet(office, anna)
        package = release(office.vault, package)
        assert len(checked) == 1
        assert len(accept(office.vault, package).records) == 1
        assert len(checked) == 1

    def test_what_an_act_cut_short_left_is_swept_away(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        package = came(office, tmp_path / "drive")
        left = office.vault.folder.came("0123456789ABCDEF")
        left.write_bytes(b"half a package")
        write(anna, photo=photo(anna, bytes(9000)))
        hand_over(anna, tmp_path / "other")
        look(office, tmp_path / "other")
        assert not left.exists()
        left.write_bytes(b"half an attachment")
        accept(office.vault, package)
        assert not left.exists()
        assert len(list(office.vault.folder.inbox.iterdir())) == 1


class TestFinding:
    """Which files are looked at."""

    def test_what_is_called_a_package_is_never_passed_over(self, office: Station, tmp_path: Path) -> None:
        """A drive that was pulled too early holds files without anything in them."""
        for name, raw in (("EMPTY.age", b""), ("FLIPPED.age", b"Bge-encryption.org/v1\n"), ("._A.age", b"x")):
            (tmp_path / name).write_bytes(raw)
        found = packages_at([tmp_path])
        assert [path.name for path in found] == ["EMPTY.age", "FLIPPED.age"]
        assert {receive(office.vault, path).came for path in found} == {Came.REFUSED}

    def test_folders_one_level_deep_and_files_as_named(self, anna: Station, office: Station, tmp_path: Path) -> None:
        write(anna)
        hand_over(anna, tmp_path / "drive")
        drive = tmp_path / "drive"
        package = next(drive.iterdir())
        (drive / "letter.txt").write_text("age")
        (drive / "empty.age").touch()
        (drive / "half.part").write_bytes(package.read_bytes())
        (drive / "deep").mkdir()
        (drive / "deep" / "b.age").write_bytes(package.read_bytes())
        with (drive / "large.age").open("wb") as large:
            large.write(inbox.MAGIC)
            large.truncate(limits.SEALED_BUNDLE + 1)
        called = sorted([package, drive / "empty.age", drive / "large.age"])
        assert packages_at([drive]) == called
        assert packages_at([drive / "letter.txt", drive]) == [drive / "letter.txt", *called]
        assert look(office, drive / "letter.txt")[0].came is Came.REFUSED
        arrival = look(office, drive / "large.age")[0]
        assert arrival.problem is not None and arrival.came is Came.REFUSED

    def test_nothing_there_and_nowhere(self, tmp_path: Path) -> None:
        assert code_of(lambda: packages_at([tmp_path])) is SyncCode.NOTHING_FOUND
        assert code_of(lambda: packages_at([tmp_path / "none"])) is SyncCode.DRIVE_MISSING

    def test_a_drive_that_does_not_answer(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(_: Path) -> Iterator[Path]:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(Path, "iterdir", fails)
        assert code_of(lambda: packages_at([tmp_path])) is SyncCode.DRIVE_GONE


class TestAttachments:
    """Ranges come in any order, from one sender or several; what is here whole is never written over."""

    def named(self, station: Station, content: bytes) -> tuple[Blob, bytes, Content]:
        """A record that names an attachment, without its bytes; and these bytes."""
        blob = photo(station, content)
        assert isinstance(blob, Blob)
        entries = write(station, photo=blob).entries
        return blob, station.vault.blobs.path(blob).read_bytes(), Content(entries=entries, bodies=(frozenset(),))

    def send(self, sender: Station, to: Station, folder: Path, content: Content) -> None:
        path = post(sender, content, folder, to)
        assert take_in(to, path) == [Came.WAITING]

    def test_every_order_of_ranges_and_record(self, region: Region, tmp_path: Path) -> None:
        anna = region.station("Kilwa")
        blob, sealed, record = self.named(anna, random.Random(3).randbytes(10_000))
        cuts = [(0, 4000), (4000, 8000), (8000, len(sealed))]
        contents = [record] + [range_of(blob, start, sealed[start:end]) for start, end in cuts]
        for number, order in enumerate(itertools.permutations(contents)):
            if number % 5:
                continue
            office = region.station(f"Headquarters {number}", Role.HEADQUARTERS)
            acquaint(anna, office)
            for content in order[:-1]:
                self.send(anna, office, tmp_path / str(number), content)
                row = office.vault.blobs.get(blob.name)
                assert row is None or not row.whole
            self.send(anna, office, tmp_path / str(number), order[-1])
            assert b"".join(office.vault.blobs.content(blob)) == random.Random(3).randbytes(10_000)
            assert list(office.vault.folder.inbox.iterdir()) == []

    def test_a_range_twice_or_overlapping_does_no_harm(self, anna: Station, office: Station, tmp_path: Path) -> None:
        blob, sealed, record = self.named(anna, bytes(10_000))
        for content in (
            range_of(blob, 0, sealed[:5000]),
            range_of(blob, 3000, sealed[3000:7000]),
            record,
            range_of(blob, 0, sealed[:5000]),
            range_of(blob, 7000, sealed[7000:]),
            range_of(blob, 7000, sealed[7000:]),
        ):
            self.send(anna, office, tmp_path / "drive", content)
        assert office.vault.blobs.whole_from(anna.device) == [blob.name]
        assert list(office.vault.folder.inbox.iterdir()) == []

    def test_a_forged_range_does_not_touch_what_is_here_whole(
        self, anna: Station, office: Station, region: Region, tmp_path: Path
    ) -> None:
        """Neither this vault's own attachments nor those that came; whatever a record says of the name."""
        thief = region.station("Thief")
        acquaint(thief, office)
        own = photo(office, b"the office's own")
        assert isinstance(own, Blob)
        blob, sealed, record = self.named(anna, b"from Kilwa")
        self.send(anna, office, tmp_path / "drive", replace(record, blobs=range_of(blob, 0, sealed).blobs))
        before = {name: raw for name, raw in files_of(office.vault).items() if name.startswith("parts/")}
        for victim in (own, blob):
            forged = random.Random(1).randbytes(len(sealed))
            claim = replace(victim, key=bytes(32), digest=bytes(32))
            entries = write(thief, photo=claim).entries
            content = Content(entries=entries, bodies=(frozenset(),), blobs=range_of(victim, 0, forged).blobs)
            self.send(thief, office, tmp_path / "forged", content)
            self.send(thief, office, tmp_path / "forged", range_of(victim, 0, forged))
        after = {name: raw for name, raw in files_of(office.vault).items() if name.startswith("parts/")}
        assert after == before
        assert b"".join(office.vault.blobs.content(own)) == b"the office's own"
        row = office.vault.blobs.get(blob.name)
        assert row is not None and row.blob == blob and row.sender == anna.device

    def test_what_one_sender_forges_does_not_spoil_what_another_brings(
        self, anna: Station, office: Station, region: Region, tmp_path: Path
    ) -> None:
        """An attachment half here: ranges of another sender are put together on their own."""
        thief = region.station("Thief")
        acquaint(thief, office)
        blob, sealed, record = self.named(anna, bytes(10_000))
        self.send(thief, office, tmp_path / "drive", range_of(blob, 0, bytes(len(sealed))))
        self.send(anna, office, tmp_path / "drive", record)
        self.send(anna, office, tmp_path / "drive", range_of(blob, 0, sealed[:5000]))
        self.send(thief, office, tmp_path / "drive", range_of(blob, 0, bytes(len(sealed))))
        self.send(anna, office, tmp_path / "drive", range_of(blob, 5000, sealed[5000:]))
        assert b"".join(office.vault.blobs.content(blob)) == bytes(10_000)
        assert office.vault.blobs.whole_from(anna.device) == [blob.name]
        assert list(office.vault.folder.inbox.iterdir()) == []

    def test_wrong_bytes_are_mended_by_the_right_ones(self, anna: Station, office: Station, tmp_path: Path) -> None:
        blob, sealed, record = self.named(anna, bytes(10_000))
        self.send(anna, office, tmp_path / "drive", replace(record, blobs=range_of(blob, 0, bytes(len(sealed))).blobs))
        row = office.vault.blobs.get(blob.name)
        assert row is not None and not row.whole
        assert office.vault.blobs.whole_from(anna.device) == []
        self.send(anna, office, tmp_path / "drive", range_of(blob, 0, sealed))
        assert office.vault.blobs.whole_from(anna.device) == [blob.name]

    def test_ranges_beyond_the_end_are_no_attachment(self, anna: Station, office: Station, tmp_path: Path) -> None:
        blob, sealed, record = self.named(anna, bytes(10_000))
        far = limits.ATTACHMENT - 10
        self.send(anna, office, tmp_path / "drive", record)
        self.send(anna, office, tmp_path / "drive", range_of(blob, far, b"far away"))
        row = office.vault.blobs.get(blob.name)
        assert row is not None and not row.whole
        self.send(anna, office, tmp_path / "drive", range_of(blob, 0, sealed))
        assert office.vault.blobs.whole_from(anna.device) == [blob.name]

    def test_an_attachment_in_a_single_package_leaves_nothing_behind(
        self, anna: Station, office: Station, tmp_path: Path
    ) -> None:
        content = random.Random(9).randbytes(200_000)
        write(anna, photo=photo(anna, content))
        hand_over(anna, tmp_path / "drive")
        take_in(office, tmp_path / "drive")
        name = office.vault.blobs.whole_from(anna.device)[0]
        row = office.vault.blobs.get(name)
        assert row is not None and b"".join(office.vault.blobs.content(row.blob)) == content
        assert office.vault.settings.get("attachments waiting") == {}
        assert set(files_of(office.vault)) == {f"parts/{name}"}

    def test_nothing_lies_in_the_clear_at_any_time(self, anna: Station, office: Station, tmp_path: Path) -> None:
        canary = b"CANARY-7f3a-mother-of-two"
        write(anna, narrative=canary.decode(), photo=photo(anna, canary * 2000))
        hand_over(anna, tmp_path / "drive", room=SMALL)
        for path in sorted((tmp_path / "drive").iterdir()):
            take_in(office, path)
            for folder in (anna, office):
                for file in folder.vault.folder.path.rglob("*"):
                    assert not file.is_file() or canary not in file.read_bytes()
            assert canary not in path.read_bytes()


def range_of(blob: Blob, offset: int, raw: bytes) -> Content:
    return Content(blobs=(BlobRange(blob.name, offset, len(raw), lambda: iter((raw,))),))
