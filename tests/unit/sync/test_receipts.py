"""A receipt says what is kept, counts only from whom it was handed to, and never for another history than this one."""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.journal.entry import Header, Realm, Signed, sign_entry, to_be_signed
from records.people import Role
from records.schema import BodyClass
from records.strict_json import Json
from records.taking import take
from records.vault.deliveries import Progress
from records.vault.journal import Kept
from records.vault.lists import Query
from sync.errors import SyncCode
from sync.inbox import accept, set_aside
from sync.receipting import owing_receipts, receipt_for, take_receipts
from sync.receipts import LogKept, Receipt, Run, digest, read_receipt, runs, sign_receipt, signer
from tests.support.offices import Region, Station, acquaint, hand_over, look, take_in, write
from tests.support.outcomes import code_of, outcome
from tests.support.parcels import ANNA, STRANGER

AT = "2026-11-22T14:03:11.123+03:00"
classes = st.frozensets(st.sampled_from(BodyClass))
kept = st.lists(st.tuples(st.integers(1, 60), classes), unique_by=lambda pair: pair[0]).map(sorted)
hashes = st.binary(min_size=32, max_size=32)
logs = st.builds(
    LogKept, hashes, st.binary(min_size=16, max_size=16), st.integers(0, 2**53), hashes, kept.map(runs), hashes
)
receipts = st.builds(
    Receipt,
    st.just(ANNA.card.device),
    st.just(AT),
    st.lists(st.binary(min_size=16, max_size=16)).map(tuple),
    st.lists(logs, max_size=4, unique_by=lambda log: (log.device, log.log)).map(tuple),
    st.lists(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)).map(tuple),
)
LOG = LogKept(bytes(32), bytes(16), 7, bytes(32), (Run(1, 7, frozenset({BodyClass.NETWORK})),), bytes(32))
PLAIN = Receipt(ANNA.card.device, AT, (bytes(16),), (LOG,), ("0123456789ABCDEF",))


def signed(receipt: Receipt) -> bytes:
    return sign_receipt(receipt, Realm.REAL, ANNA.keys.signer())


def with_(changes: Mapping[str, Json], log: Mapping[str, Json] | None = None) -> bytes:
    plain = json.loads(signed(PLAIN).split(b"\n")[0])
    plain["logs"] = [plain["logs"][0] | (log or {})]
    payload = json.dumps(plain | changes).encode()
    signature = ANNA.keys.signer()(to_be_signed(Realm.REAL, Signed.RECEIPT, payload))
    return payload + b"\n" + signature.hex().encode() + b"\n"


def read(raw: bytes) -> Receipt:
    return read_receipt(raw, Realm.REAL, ANNA.card.signing_key)


class TestFormat:
    """Bytes in, values out."""

    @settings(max_examples=60, deadline=None)
    @given(receipts)
    def test_a_receipt_reads_as_it_was_written(self, receipt: Receipt) -> None:
        raw = signed(receipt)
        assert read(raw) == receipt
        assert signer(raw) == ANNA.card.device

    @given(kept)
    def test_runs_say_the_same_in_fewer_words(self, pairs: list[tuple[int, frozenset[BodyClass]]]) -> None:
        found = runs(pairs)
        assert [(at, run.bodies) for run in found for at in range(run.first, run.last + 1)] == pairs
        assert not any(one.last + 1 == other.first and one.bodies == other.bodies for one, other in pairwise(found))

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, 10**6), st.integers(1, 255))
    def test_every_changed_byte_is_refused(self, place: int, flip: int) -> None:
        raw = bytearray(signed(PLAIN))
        raw[place % len(raw)] ^= flip
        assert code_of(lambda: read(bytes(raw))) in (SyncCode.BUNDLE_MALFORMED, SyncCode.BUNDLE_SIGNATURE)

    @given(st.binary(max_size=300))
    def test_any_bytes_are_refused(self, raw: bytes) -> None:
        assert isinstance(outcome(lambda: read(raw)), SyncCode)
        assert isinstance(outcome(lambda: signer(raw)), SyncCode)

    @pytest.mark.parametrize(
        ("changes", "log"),
        [
            ({"kind": "kinga receipt/2"}, {}),
            ({"by": "00"}, {}),
            ({"at": ""}, {}),
            ({"at": "yesterday"}, {}),
            ({"at": "2026-13-22T14:03:11.123+03:00"}, {}),
            ({"at": "2026-11-22T14:03:11.123"}, {}),
            ({"arrived": ["00" * 15]}, {}),
            ({"arrived": None}, {}),
            ({"blobs": ["../../etc/passwd"]}, {}),
            ({"blobs": [7]}, {}),
            ({"logs": [[]]}, {}),
            ({}, {"sequence": True}),
            ({}, {"sequence": "7"}),
            ({}, {"entries": "00"}),
            ({}, {"kept": [[1, 7]]}),
            ({}, {"kept": [[0, 7, 1]]}),
            ({}, {"kept": [[7, 1, 1]]}),
            ({}, {"kept": [[1, 7, 8]]}),
            ({}, {"kept": [[1, 7, -1]]}),
            ({}, {"kept": [[True, True, True]]}),
            ({}, {"kept": [[1, 7, 1], [7, 9, 1]]}),
            ({}, {"kept": [[5, 7, 1], [1, 2, 1]]}),
        ],
    )
    def test_what_does_not_add_up_is_malformed(self, changes: Mapping[str, Json], log: Mapping[str, Json]) -> None:
        assert read(with_({})) == PLAIN
        assert code_of(lambda: read(with_(changes, log))) is SyncCode.BUNDLE_MALFORMED

    def test_a_log_twice_is_malformed(self) -> None:
        log = json.loads(signed(PLAIN).split(b"\n")[0])["logs"][0]
        assert code_of(lambda: read(with_({"logs": [log, log]}))) is SyncCode.BUNDLE_MALFORMED

    @pytest.mark.parametrize("signed_as", [Signed.ENTRY, Signed.BUNDLE, Signed.CARD])
    def test_what_was_signed_as_something_else_is_no_receipt(self, signed_as: Signed) -> None:
        payload = signed(PLAIN).split(b"\n")[0]
        raw = payload + b"\n" + ANNA.keys.signer()(to_be_signed(Realm.REAL, signed_as, payload)).hex().encode() + b"\n"
        assert code_of(lambda: read(raw)) is SyncCode.BUNDLE_SIGNATURE

    def test_a_receipt_of_the_other_realm_or_of_another_key_is_refused(self) -> None:
        exercise = sign_receipt(PLAIN, Realm.EXERCISE, ANNA.keys.signer())
        other = sign_receipt(PLAIN, Realm.REAL, STRANGER.keys.signer())
        for raw in (exercise, other):
            assert code_of(read, raw) is SyncCode.BUNDLE_SIGNATURE


@pytest.fixture
def pair(region: Region) -> tuple[Station, Station]:
    anna, office = region.station("Kilwa"), region.station("Headquarters", Role.HEADQUARTERS)
    acquaint(anna, office)
    return anna, office


def numbers(station: Station) -> list[int]:
    return [line.number for line in station.vault.lists.page(Query())]


def progress(anna: Station, office: Station) -> set[Progress]:
    return {anna.vault.deliveries.progress(number).get(office.device, Progress.OWED) for number in numbers(anna)}


class TestGiving:
    """What a receipt says is what is so."""

    def test_arrived_then_kept(self, pair: tuple[Station, Station], tmp_path: Path) -> None:
        anna, office = pair
        write(anna, 3)
        hand_over(anna, tmp_path / "drive")
        package = look(office, tmp_path / "drive")[0].package
        assert package is not None
        assert progress(anna, office) == {Progress.COPIED}

        assert take_receipts(anna.vault, [receipt_for(office.vault, anna.card)]) == 1
        assert progress(anna, office) == {Progress.ARRIVED}

        accept(office.vault, package)
        assert take_receipts(anna.vault, [receipt_for(office.vault, anna.card)]) == 1
        assert progress(anna, office) == {Progress.KEPT}

    def test_what_was_set_aside_arrived_and_is_not_kept(self, pair: tuple[Station, Station], tmp_path: Path) -> None:
        anna, office = pair
        write(anna)
        hand_over(anna, tmp_path / "drive")
        package = look(office, tmp_path / "drive")[0].package
        assert package is not None
        set_aside(office.vault, package)
        take_receipts(anna.vault, [receipt_for(office.vault, anna.card)])
        assert progress(anna, office) == {Progress.ARRIVED}

    def test_bodies_that_never_came_are_not_kept(self, pair: tuple[Station, Station], tmp_path: Path) -> None:
        """Headers may be here without their bodies: only bodies count."""
        anna, office = pair
        write(anna, 2)
        take(office.vault, [replace(one.entry, bodies=(one.entry.bodies[0], None, None)) for one in kept_of(anna)])
        receipt = read_receipt(receipt_for(office.vault, anna.card), Realm.REAL, office.card.signing_key)
        assert [log.runs for log in receipt.logs] == [(Run(1, 2, frozenset({BodyClass.NETWORK})),)]

    def test_a_gap_and_a_fork_are_left_out(self, pair: tuple[Station, Station]) -> None:
        anna, office = pair
        write(anna, 5)
        journal = [one.entry for one in kept_of(anna)]
        other = journal[3].header
        header = Header(other.device, other.log, other.sequence, other.previous, (bytes(32), bytes(32), bytes(32)))
        forked = sign_entry(header, (None, None, None), Realm.REAL, anna.vault.keys.signer())
        take(office.vault, [journal[0], *journal[2:]])
        both = frozenset({BodyClass.NETWORK, BodyClass.RESTRICTED})
        before = read_receipt(receipt_for(office.vault, anna.card), Realm.REAL, office.card.signing_key).logs[0]
        assert before.runs == (Run(1, 1, both), Run(3, 5, both))
        take(office.vault, [forked])
        after = read_receipt(receipt_for(office.vault, anna.card), Realm.REAL, office.card.signing_key).logs[0]
        assert after.runs == (Run(1, 1, both), Run(3, 3, both))
        assert (after.sequence, after.head) == (3, journal[2].id)

    def test_a_log_forked_from_its_first_entry_is_not_named(self, pair: tuple[Station, Station]) -> None:
        anna, office = pair
        write(anna)
        first = kept_of(anna)[0].entry
        header = replace(first.header, bodies=(bytes(32), bytes(32), bytes(32)))
        take(office.vault, [first, sign_entry(header, (None, None, None), Realm.REAL, anna.vault.keys.signer())])
        assert read_receipt(receipt_for(office.vault, anna.card), Realm.REAL, office.card.signing_key).logs == ()

    def test_what_came_from_others_is_not_told(
        self, pair: tuple[Station, Station], region: Region, tmp_path: Path
    ) -> None:
        anna, office = pair
        bora = region.station("Tanga")
        acquaint(bora, office)
        write(anna)
        write(bora)
        for station in (anna, bora):
            hand_over(station, tmp_path / "drive")
        take_in(office, tmp_path / "drive")
        receipt = read_receipt(receipt_for(office.vault, anna.card), Realm.REAL, office.card.signing_key)
        assert {log.device for log in receipt.logs} == {anna.device}
        assert len(receipt.arrived) == 1

    def test_nobody_owes_a_receipt_for_a_receipt(self, pair: tuple[Station, Station], tmp_path: Path) -> None:
        """Two offices would answer each other for ever."""
        anna, office = pair
        write(anna)
        hand_over(anna, tmp_path / "there")
        take_in(office, tmp_path / "there")
        assert len(owing_receipts(office.vault)) == 1
        hand_over(office, tmp_path / "back")
        take_in(anna, tmp_path / "back")
        assert owing_receipts(office.vault) == []
        assert owing_receipts(anna.vault) == []


def kept_of(station: Station) -> list[Kept]:
    journal = station.vault.journal
    return journal.entries(journal.numbers(station.vault.log))


class TestTaking:
    """What others say is believed of what was handed to them, and of nothing else."""

    def receipt(self, anna: Station, by: Station, **changes: object) -> bytes:
        """A receipt for all that Anna wrote, as its giver might sign it whatever is true."""
        places = anna.vault.journal.places(anna.vault.log)
        every = Run(1, len(places), frozenset(BodyClass))
        log = LogKept(*anna.vault.log, len(places), places[-1].id, (every,), digest(one.id for one in places))
        log = replace(log, **changes)  # type: ignore[arg-type]
        arrived = tuple(one.bundle for one in anna.vault.deliveries.bundles())
        receipt = Receipt(by.device, AT, arrived, (log,), ())
        return sign_receipt(receipt, Realm.REAL, by.vault.keys.signer())

    def handed(self, pair: tuple[Station, Station], tmp_path: Path) -> tuple[Station, Station]:
        anna, office = pair
        write(anna, 3)
        hand_over(anna, tmp_path / "drive")
        return anna, office

    def test_it_counts_from_the_card_it_was_sealed_to(self, pair: tuple[Station, Station], tmp_path: Path) -> None:
        anna, office = self.handed(pair, tmp_path)
        assert take_receipts(anna.vault, [self.receipt(anna, office)]) == 1
        assert progress(anna, office) == {Progress.KEPT}

    def test_another_trusted_card_frees_nothing(
        self, pair: tuple[Station, Station], region: Region, tmp_path: Path
    ) -> None:
        anna, office = self.handed(pair, tmp_path)
        other = region.station("Other", Role.HEADQUARTERS)
        acquaint(anna, other)
        take_receipts(anna.vault, [self.receipt(anna, other)])
        assert progress(anna, office) == {Progress.COPIED}
        assert progress(anna, other) == {Progress.OWED}
        assert anna.vault.deliveries.bundles()[0].arrived is None

    def test_strangers_and_forgers_free_nothing(
        self, pair: tuple[Station, Station], region: Region, tmp_path: Path
    ) -> None:
        anna, office = self.handed(pair, tmp_path)
        stranger = region.station("Stranger")
        forged = self.receipt(anna, office)
        signature = self.receipt(anna, stranger).split(b"\n")[1]
        forged = forged.split(b"\n")[0] + b"\n" + signature + b"\n"
        assert take_receipts(anna.vault, [self.receipt(anna, stranger), forged]) == 0
        assert progress(anna, office) == {Progress.COPIED}

    @pytest.mark.parametrize(
        "changes",
        [
            {"head": bytes(32)},
            {"sequence": 2},
            {"sequence": 2**53},
            {"entries": bytes(32)},
            {"log": bytes(16)},
            {"device": bytes(32)},
            {"runs": (Run(1, 2**53, frozenset(BodyClass)),), "entries": bytes(32)},
            {"runs": (Run(2, 3, frozenset(BodyClass)),)},
        ],
    )
    def test_another_history_is_ignored(
        self, pair: tuple[Station, Station], tmp_path: Path, changes: dict[str, object]
    ) -> None:
        anna, office = self.handed(pair, tmp_path)
        assert take_receipts(anna.vault, [self.receipt(anna, office, **changes)]) == 1
        assert progress(anna, office) == {Progress.ARRIVED}

    def test_huge_runs_cost_nothing_and_name_only_what_is_here(
        self, pair: tuple[Station, Station], tmp_path: Path
    ) -> None:
        anna, office = self.handed(pair, tmp_path)
        every = (Run(1, 2**53, frozenset(BodyClass)),)
        take_receipts(anna.vault, [self.receipt(anna, office, runs=every)])
        assert progress(anna, office) == {Progress.KEPT}  # the digest holds: these are the very entries
        assert all(item.which is not BodyClass.PROTECTED for item in anna.vault.deliveries.delivered(office.device))

    def test_a_part_of_it_frees_that_part(self, pair: tuple[Station, Station], tmp_path: Path) -> None:
        anna, office = self.handed(pair, tmp_path)
        places = anna.vault.journal.places(anna.vault.log)
        part = {"runs": (Run(2, 2, frozenset(BodyClass)),), "entries": digest([places[1].id])}
        take_receipts(anna.vault, [self.receipt(anna, office, **part)])
        found = [anna.vault.deliveries.progress(number)[office.device] for number in sorted(numbers(anna))]
        assert found == [Progress.ARRIVED, Progress.KEPT, Progress.ARRIVED]

    def test_many_foreign_runs_are_quick(self, pair: tuple[Station, Station], tmp_path: Path) -> None:
        anna, office = self.handed(pair, tmp_path)
        many = tuple(Run(2 * at + 1, 2 * at + 1, frozenset()) for at in range(20_000))
        assert take_receipts(anna.vault, [self.receipt(anna, office, runs=many)]) == 1

    def test_receipts_are_taken_all_or_none(
        self, pair: tuple[Station, Station], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        anna, office = self.handed(pair, tmp_path)
        good = self.receipt(anna, office)
        assert code_of(lambda: take_receipts(anna.vault, [good, b"x"])) is SyncCode.BUNDLE_MALFORMED
        assert progress(anna, office) == {Progress.COPIED}
