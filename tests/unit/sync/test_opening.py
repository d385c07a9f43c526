"""Opening goes by stages; the first that fails names the verdict. Whatever is inside, nothing but that comes out."""

import random
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import Known
from records.ids import system_chance
from records.journal.entry import Entry, Header, Realm, body_hash, sign_entry
from records.padding import padme
from records.people import Role
from records.schema import BodyClass
from sync.bundle import limits, tar
from sync.bundle.age.file import AgeSealer
from sync.bundle.age.recipients import X25519Identity
from sync.bundle.entries import compressed, decompressed, write_parts
from sync.bundle.manifest import addressed, read_manifest
from sync.bundle.opening import BlobPiece, Opened, Opening
from sync.bundle.sealing import BlobRange, Content, seal
from sync.errors import SyncCode
from sync.receipts import Receipt, sign_receipt
from tests.support.offices import SCHEMA, form_of
from tests.support.outcomes import code_of, outcome
from tests.support.parcels import (
    ANNA,
    OFFICE,
    STRANGER,
    Device,
    Files,
    content_of,
    device,
    entries,
    files_of,
    joined,
    opened,
    plain_of,
    resigned,
    sealed_by,
    sealed_to,
)

CONTENT = content_of(ANNA)
SEALED = sealed_by(ANNA, CONTENT, OFFICE)
PLAIN = plain_of(SEALED, OFFICE)
FILES = files_of(PLAIN)


def code(sealed: bytes, *known: Device, reader: Device = OFFICE) -> SyncCode:
    found = code_of(lambda: opened(sealed, reader, *(known or (ANNA,))))
    assert isinstance(found, SyncCode)
    return found


def of_files(files: Files) -> SyncCode:
    return code(sealed_to(joined(files), OFFICE))


def with_file(name: str, raw: bytes) -> Files:
    """The bundle with one more file in it, listed and signed."""
    return resigned([*FILES, (name, raw)], ANNA)


class TestWhole:
    """What went in comes out."""

    def test_everything_comes_out_as_it_went_in(self) -> None:
        pieces: list[BlobPiece] = []
        found = opened(SEALED, OFFICE, ANNA, into=pieces)
        assert found.known
        assert found.sender == ANNA.card
        assert found.entries == CONTENT.entries
        assert found.manifest.bodies == CONTENT.bodies
        assert [card.raw for card in found.cards] == list(CONTENT.cards)
        assert found.forms == CONTENT.forms
        assert found.blobs == (("0123456789ABCDEF", 0, 5120),)
        assert b"".join(piece.data for piece in pieces) == bytes(range(256)) * 20

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.integers(0, 150_000), max_size=4), st.integers(1, 200_000), st.integers(0, 9))
    def test_attachments_come_out_to_the_last_byte_however_the_file_is_cut(
        self, sizes: list[int], step: int, offset: int
    ) -> None:
        """The end of an attachment may lie in the last sealed chunk, which only the end of the file proves."""
        wanted = {
            (f"{number:016d}", offset): random.Random(number).randbytes(size) for number, size in enumerate(sizes)
        }
        blobs = tuple(
            BlobRange(name, at, len(raw), lambda raw=raw: iter((raw[:7], raw[7:])))  # type: ignore[misc]
            for (name, at), raw in wanted.items()
        )
        pieces: list[BlobPiece] = []
        found = opened(sealed_by(ANNA, Content(blobs=blobs), OFFICE), OFFICE, ANNA, step=step, into=pieces)
        came: dict[tuple[str, int], bytes] = {(name, at): b"" for name, at, _ in found.blobs}
        for piece in pieces:
            assert piece.offset == piece.member + len(came[piece.name, piece.member])
            came[piece.name, piece.member] += piece.data
        assert came == wanted
        assert [size for _, _, size in found.blobs] == sizes

    def test_every_recipient_opens_it_and_nobody_else(self) -> None:
        readers = [device(f"reader {number}") for number in range(limits.RECIPIENTS)]
        sealed = sealed_by(ANNA, CONTENT, *readers)
        for reader in (readers[0], readers[-1]):
            assert opened(sealed, reader, ANNA).entries == CONTENT.entries
        assert code(sealed, ANNA, reader=OFFICE) is SyncCode.SEALED_NOT_FOR_US
        assert code(sealed, ANNA, reader=ANNA) is SyncCode.SEALED_NOT_FOR_US

    def test_recipients_are_between_one_and_sixteen(self) -> None:
        many = [device(f"reader {number}").card for number in range(limits.RECIPIENTS + 1)]
        for cards in ([], many):
            assert code_of(seal, CONTENT, ANNA.sender, cards, system_chance) is SyncCode.TOO_MANY_CARDS

    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 300_000), st.integers(1, 16))
    def test_the_size_tells_a_class_and_nothing_more(self, size: int, count: int) -> None:
        """Padmé's classes from 16 KiB; 4 or 16 stanzas: two bundles of one class look alike from outside."""
        readers = [device(f"reader {number}") for number in range(count)]
        blob = BlobRange("0123456789ABCDEF", 0, size, lambda: iter((bytes(size),)))
        sealed = seal(Content(blobs=(blob,)), ANNA.sender, [one.card for one in readers], system_chance)
        assert sealed.size == padme(sealed.size, limits.FLOOR) >= size
        raw = b"".join(sealed.pieces)
        assert raw.count(b"\n-> mlkem768x25519 ") == (4 if count <= 4 else 16)
        head = raw.index(b"\n--- ") + 5 + 43 + 1 + 16
        chunks = max(1, -(-sealed.size // 65536))
        assert len(raw) == head + sealed.size + 16 * chunks

    def test_nothing_of_it_shows_outside(self) -> None:
        for secret in (b"manifest", b"narrative", b"headquarters", ANNA.card.device, ANNA.card.device.hex().encode()):
            assert secret not in SEALED


class TestStages:
    """Each stage's failure has its name, in the order of the stages."""

    def test_1_another_version_another_format_and_a_file_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert code(SEALED.replace(b"/v1\n", b"/v9\n", 1)) is SyncCode.SEALED_VERSION
        assert code(b"PK\x03\x04" + SEALED) is SyncCode.SEALED_HEADER
        monkeypatch.setattr(limits, "SEALED_BUNDLE", len(SEALED) - 1)
        assert code(SEALED) is SyncCode.BUNDLE_TOO_LARGE

    def test_2_sealed_to_others(self) -> None:
        assert code(sealed_by(ANNA, CONTENT, STRANGER)) is SyncCode.SEALED_NOT_FOR_US

    def test_2_sealed_in_the_old_way_is_not_for_us(self) -> None:
        sealer = AgeSealer([X25519Identity(bytes([9]) * 32).recipient()])
        assert code(sealer.feed(PLAIN) + sealer.finish()) is SyncCode.SEALED_NOT_FOR_US

    def test_3_the_manifest_comes_first(self) -> None:
        assert of_files(FILES[1:]) is SyncCode.BUNDLE_MALFORMED
        assert of_files([FILES[1], FILES[0], *FILES[2:]]) is SyncCode.BUNDLE_MALFORMED
        assert of_files([FILES[0], *FILES[2:]]) is SyncCode.BUNDLE_MALFORMED
        assert of_files([]) is SyncCode.BUNDLE_INCOMPLETE
        assert of_files(FILES[:1]) is SyncCode.BUNDLE_INCOMPLETE
        assert code(sealed_to(b"just a letter", OFFICE)) is SyncCode.BUNDLE_INCOMPLETE
        assert code(sealed_to(random.Random(1).randbytes(9000), OFFICE)) is SyncCode.BUNDLE_MALFORMED

    def test_3_a_manifest_is_small_and_of_this_version(self) -> None:
        large = (FILES[0][0], FILES[0][1] + b" " * limits.MANIFEST)
        assert of_files([large, *FILES[1:]]) is SyncCode.BUNDLE_MALFORMED
        newer = resigned(FILES, ANNA, plain=lambda found: found | {"kind": "kinga bundle/2"})
        assert of_files(newer) is SyncCode.BUNDLE_VERSION

    def test_4_the_signature_is_that_of_the_card_inside(self) -> None:
        assert of_files(resigned(FILES, STRANGER)) is SyncCode.BUNDLE_SIGNATURE
        assert of_files([FILES[0], (FILES[1][0], bytes(64)), *FILES[2:]]) is SyncCode.BUNDLE_SIGNATURE
        assert of_files([FILES[0], (FILES[1][0], FILES[1][1][:-1]), *FILES[2:]]) is SyncCode.BUNDLE_MALFORMED
        card = resigned(FILES, ANNA, lambda manifest: replace(manifest, card=STRANGER.card.raw))
        assert of_files(card) is SyncCode.BUNDLE_SIGNATURE
        card = resigned(FILES, ANNA, lambda manifest: replace(manifest, card=ANNA.card.raw[:-9]))
        assert of_files(card) is SyncCode.CARD_MALFORMED

    @pytest.mark.parametrize("realm", Realm)
    def test_4_practice_and_real_do_not_mix(self, realm: Realm) -> None:
        other = next(one for one in Realm if one is not realm)
        sender, reader = device("sender", realm=realm), device("reader", Role.HEADQUARTERS, realm=other)
        sealed = sealed_by(sender, content_of(sender, cards=()), reader)
        found = code_of(lambda: opened(sealed, reader, sender))
        assert found is SyncCode.BUNDLE_REALM

    def test_4_a_card_of_the_other_realm_cannot_lend_its_signature(self) -> None:
        """The same keys in both realms: what was signed in practice is not accepted in earnest."""
        practice = replace(ANNA, realm=Realm.EXERCISE)
        files = resigned(FILES, practice)
        assert of_files(files) is SyncCode.BUNDLE_SIGNATURE

    def test_4_a_bundle_forwarded_to_somebody_it_is_not_addressed_to(self) -> None:
        """Who may open it can seal it again for another, and the other sees that it was not meant for her."""
        forwarded = sealed_to(PLAIN, STRANGER)
        assert code(forwarded, ANNA, reader=STRANGER) is SyncCode.BUNDLE_NOT_ADDRESSED

    def test_5_of_an_unknown_signer_nothing_but_manifest_and_card_is_read(self) -> None:
        bad = resigned([*FILES[:2], ("entries-0001.zst", b"no frame"), ("cards", b"no card")], ANNA)
        for files in (FILES, bad, resigned(FILES, ANNA, lambda found: replace(found, members=()), listed=False)):
            pieces: list[BlobPiece] = []
            found = opened(sealed_to(joined(files), OFFICE), OFFICE, STRANGER, into=pieces)
            assert found == Opened(read_manifest(files[0][1]), ANNA.card, known=False)
            assert pieces == []
            assert found.is_empty

    def test_5_of_an_unknown_signer_the_file_is_still_proven_whole(self) -> None:
        large = sealed_by(ANNA, content_of(ANNA, 400), OFFICE)
        for damaged in (large[:-1], large + b"x", large[:-100], large[:-20] + bytes(20)):
            assert code(damaged, STRANGER) in (SyncCode.SEALED_TRUNCATED, SyncCode.SEALED_PAYLOAD)

    def test_5_trust_is_asked_for_once_and_only_after_the_signature_held(self) -> None:
        asked: list[bytes] = []
        reader = OFFICE

        def known(card: object) -> bool:
            asked.append(getattr(card, "raw", b""))
            return True

        opening = Opening(reader.identity, reader.realm, known)
        opening.feed(SEALED)
        opening.finish()
        assert asked == [ANNA.card.raw]
        opening = Opening(reader.identity, reader.realm, known)
        forged = sealed_to(joined(resigned(FILES, STRANGER)) + bytes(200_000), OFFICE)
        assert code_of(lambda: opening.feed(forged)) is SyncCode.BUNDLE_SIGNATURE
        assert asked == [ANNA.card.raw]

    def test_6_members_are_those_of_the_manifest_in_its_order(self) -> None:
        for files in (
            FILES[:-1],
            [*FILES, ("receipts", b"")],
            [*FILES, FILES[-1]],
            [*FILES[:2], *reversed(FILES[2:])],
            [*FILES[:2], *FILES[3:], FILES[2]],
            FILES[:2],
        ):
            assert of_files(files) is SyncCode.BUNDLE_INCOMPLETE

    @pytest.mark.parametrize("number", range(2, len(FILES)))
    def test_6_a_member_has_the_size_and_the_hash_the_manifest_says(self, number: int) -> None:
        name, raw = FILES[number]
        for other in (raw + b"x", raw[:-1], raw[:-1] + bytes([raw[-1] ^ 1]), b""):
            files = [*FILES[:number], (name, other), *FILES[number + 1 :]]
            assert of_files(files) is SyncCode.BUNDLE_INCOMPLETE

    def test_6_nothing_hides_in_padding_or_after_the_end(self) -> None:
        after = len(joined(FILES)) - len(tar.END)
        spaces = [place for place in range(512, len(PLAIN), 101) if PLAIN[place] == 0]
        assert spaces[0] < after < spaces[-1]
        for place in (*spaces, len(PLAIN) - 1):
            other = PLAIN[:place] + b"x" + PLAIN[place + 1 :]
            assert code(sealed_to(other, OFFICE)) in (SyncCode.BUNDLE_INCOMPLETE, SyncCode.BUNDLE_MALFORMED)

    def test_6_the_name_of_a_strange_member_is_not_repeated(self) -> None:
        """A name may hold what a terminal would obey."""
        with pytest.raises(Known) as caught:
            opened(sealed_to(joined([*FILES, ("\x1b[2Jgone", b"")]), OFFICE), OFFICE, ANNA)
        assert caught.value.code is SyncCode.BUNDLE_INCOMPLETE
        assert caught.value.facts == {"part": "end"}

    def test_7_the_end_is_proven(self) -> None:
        large = sealed_by(ANNA, content_of(ANNA, 400), OFFICE)
        assert code(large[:-1]) is SyncCode.SEALED_PAYLOAD
        assert code(large + b"x") is SyncCode.SEALED_PAYLOAD
        for end in range(0, len(large), 5003):
            assert code(large[:end]) in (SyncCode.SEALED_TRUNCATED, SyncCode.SEALED_PAYLOAD)

    def test_7_a_whole_member_without_the_end_is_nothing(self) -> None:
        cut = len(joined(FILES)) - len(tar.END)
        assert code(sealed_to(joined(FILES)[:cut], OFFICE)) is SyncCode.BUNDLE_INCOMPLETE


class TestEntries:
    """Stage 8: every entry verifies against its author's card, or the whole bundle is refused."""

    def seal(self, written: tuple[Entry, ...], cards: tuple[bytes, ...] = ()) -> bytes:
        content = Content(entries=written, bodies=tuple(frozenset() for _ in written), cards=cards)
        return sealed_by(ANNA, content, OFFICE)

    def test_entries_of_others_need_their_card(self) -> None:
        written = entries(STRANGER)
        assert code(self.seal(written)) is SyncCode.BUNDLE_ENTRY
        assert opened(self.seal(written, (STRANGER.card.raw,)), OFFICE, ANNA).entries == written

    def test_a_card_of_the_other_realm_vouches_for_nobody(self) -> None:
        practice = device("Stranger", realm=Realm.EXERCISE)
        assert code(self.seal(entries(STRANGER), (practice.card.raw,))) is SyncCode.BUNDLE_REALM

    def test_a_changed_entry_is_refused(self) -> None:
        first, *rest = entries(ANNA)
        assert first.bodies[0] is not None and first.bodies[1] is not None
        other = first.bodies[0].replace(b"when 1", b"when 2")
        changes: list[Entry] = [
            replace(first, signature=bytes(64)),
            replace(first, signature=rest[0].signature),
            replace(first, bodies=(other, first.bodies[1], None)),
            replace(first, bodies=(first.bodies[1], first.bodies[0], None)),
            replace(first, bodies=(first.bodies[0], first.bodies[1], first.bodies[0])),
            replace(first, header=replace(first.header, sequence=9)),
            replace(first, header=replace(first.header, previous=bytes([1]) * 32)),
            replace(first, header=replace(first.header, log=bytes(16))),
            replace(first, header=replace(first.header, device=STRANGER.card.device)),
        ]
        for changed in changes:
            assert code(self.seal((changed, *rest), (STRANGER.card.raw,))) is SyncCode.BUNDLE_ENTRY

    def test_an_entry_of_the_other_realm_is_refused(self) -> None:
        practice = replace(ANNA, realm=Realm.EXERCISE)
        assert code(self.seal(entries(practice))) is SyncCode.BUNDLE_ENTRY

    def test_an_entry_twice_is_refused_with_the_same_bodies_or_with_others(self) -> None:
        """Two halves of one save in one bundle could be taken for one of them."""
        first, *_ = entries(ANNA)
        halves = (
            replace(first, bodies=(first.bodies[0], None, None)),
            replace(first, bodies=(None, first.bodies[1], None)),
        )
        for written in ((first, first), halves):
            assert code(self.seal(written)) is SyncCode.BUNDLE_ENTRY

    def test_bodies_that_stay_behind_are_named_by_their_hash(self) -> None:
        first, *_ = entries(ANNA)
        for bodies in ((None, first.bodies[1], None), (first.bodies[0], None, None), (None, None, None)):
            kept = replace(first, bodies=bodies)
            assert opened(self.seal((kept,)), OFFICE, ANNA).entries == (kept,)

    @pytest.mark.parametrize("raw", [b"{}", b"[]", b'{"salt":"AAAA"}', b'{"salt":"\xc3\xa9"}', b"\xff", b"x"])
    def test_a_signed_body_that_does_not_read_is_refused(self, raw: bytes) -> None:
        """Signed by a trusted author, and still no body."""
        padded = raw + b" " * (-len(raw) % 256)
        header = Header(ANNA.card.device, bytes(16), 1, bytes(32), (body_hash(padded), bytes(32), bytes(32)))
        entry = sign_entry(header, (padded, None, None), Realm.REAL, ANNA.keys.signer())
        assert code(self.seal((entry,))) is SyncCode.BUNDLE_ENTRY

    def test_counts_are_those_of_the_manifest(self) -> None:
        for count in (0, 2, 4):
            bodies = tuple(frozenset({BodyClass.NETWORK}) for _ in range(count))
            files = resigned(FILES, ANNA, lambda found, bodies=bodies: replace(found, bodies=bodies))  # type: ignore[misc]
            assert of_files(files) is SyncCode.BUNDLE_MALFORMED

    def test_what_should_be_here_and_is_not_shows(self) -> None:
        """An absent body among those meant for this audience was lost, not withheld."""
        meant = tuple(frozenset(BodyClass) for _ in CONTENT.entries)
        found = opened(sealed_by(ANNA, replace(CONTENT, bodies=meant), OFFICE), OFFICE, ANNA)
        assert found.manifest.bodies == meant


class TestMembers:
    """Each kind of member by its own rules; memory has a limit whoever signed."""

    def test_parts_of_entries_read_in_their_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "PART", 2000)
        sealed = sealed_by(ANNA, CONTENT, OFFICE)
        names = [name for name, _ in files_of(plain_of(sealed, OFFICE))]
        assert names.count("entries-0001.zst") == 1 and "entries-0002.zst" in names
        assert opened(sealed, OFFICE, ANNA).entries == CONTENT.entries

    def test_parts_are_refused_when_they_are_damaged(self) -> None:
        for raw in (b"", b"no frame", compressed(b""), compressed(b"short"), compressed(bytes(limits.PART + 1))):
            assert of_files(with_file("entries-0009.zst", raw)) is SyncCode.BUNDLE_MALFORMED

    def test_many_small_bombs_are_refused_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """All that is decompressed of one bundle comes out of one allowance."""
        monkeypatch.setattr(limits, "OPENED", 5 << 20)

        def with_bombs(count: int) -> bytes:
            schemas = [replace(SCHEMA, form=f"form {number}") for number in range(count)]
            forms = [(f"forms/{one.version}.zst", compressed(form_of(one) + b" " * (1 << 20))) for one in schemas]
            assert all(len(raw) * limits.MEMBERS < limits.BUNDLE for _, raw in forms)  # there could be 4 GiB of them
            return sealed_to(joined(resigned([*FILES, *forms], ANNA)), OFFICE)

        assert len(opened(with_bombs(4), OFFICE, ANNA).forms) == 5
        assert code(with_bombs(5)) is SyncCode.BUNDLE_MALFORMED

    def test_more_entries_than_the_manifest_says_are_not_even_read(self) -> None:
        part = write_parts(entries(ANNA, 9))[0]
        assert of_files(with_file("entries-0009.zst", part)) is SyncCode.BUNDLE_MALFORMED

    @pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"schema":{}}', form_of(SCHEMA)[:-1], b"\xff"])
    def test_a_form_that_does_not_read_is_refused(self, raw: bytes) -> None:
        assert of_files(with_file(f"forms/{'0' * 64}.zst", compressed(raw))) is SyncCode.BUNDLE_MALFORMED

    def test_a_form_under_the_name_of_another_is_refused(self) -> None:
        other = replace(SCHEMA, form="another")
        raw = compressed(form_of(other))
        assert of_files(with_file(f"forms/{'0' * 64}.zst", raw)) is SyncCode.BUNDLE_MALFORMED
        good = with_file(f"forms/{other.version}.zst", raw)
        assert len(opened(sealed_to(joined(good), OFFICE), OFFICE, ANNA).forms) == 2

    @pytest.mark.parametrize("raw", [b"\n", b"x", b"{}\n", b"{}\n" + b"0" * 128 + b"\n", b"a\nb\n", b"\n\n"])
    @pytest.mark.parametrize("name", ["cards", "receipts"])
    def test_cards_and_receipts_that_do_not_read_are_refused(self, name: str, raw: bytes) -> None:
        files = resigned([*(one for one in FILES if one[0] != name), (name, raw)], ANNA)
        assert of_files(files) in (SyncCode.BUNDLE_MALFORMED, SyncCode.CARD_MALFORMED)

    def test_receipts_have_a_number(self) -> None:
        receipt = sign_receipt(
            Receipt(ANNA.card.device, "2026-11-22T14:03:11.123+03:00", (), (), ()), Realm.REAL, ANNA.keys.signer()
        )
        many = with_file("receipts", receipt * limits.RECEIPTS)
        assert len(opened(sealed_to(joined(many), OFFICE), OFFICE, ANNA).receipts) == limits.RECEIPTS
        assert of_files(with_file("receipts", receipt * (limits.RECEIPTS + 1))) is SyncCode.BUNDLE_MALFORMED

    def test_two_ranges_of_one_attachment_are_two_members(self) -> None:
        files = resigned([*FILES, ("blobs/0123456789ABCDEF.5120", b"more")], ANNA)
        assert opened(sealed_to(joined(files), OFFICE), OFFICE, ANNA).blobs == (
            ("0123456789ABCDEF", 0, 5120),
            ("0123456789ABCDEF", 5120, 4),
        )

    def test_what_cannot_be_opened_is_never_sealed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Sealing keeps to the limits of opening: a package nobody can open would be lost without a word."""
        card = STRANGER.card.raw
        blob = BlobRange("0123456789ABCDEF", 0, 1, lambda: iter((b"x",)))
        large = BlobRange("0123456789ABCDEF", 0, limits.BUNDLE, lambda: iter((b"",)))
        many = tuple(replace(blob, offset=number) for number in range(limits.MEMBERS + 1))
        too_much: list[Content] = [
            Content(cards=(card,) * (limits.SMALL_MEMBER // len(card) + 1)),
            Content(receipts=(b"{}\n",) * (limits.RECEIPTS + 1)),
            Content(forms=((SCHEMA.version, random.Random(1).randbytes(limits.SMALL_MEMBER + 1)),)),
            Content(forms=((SCHEMA.version, bytes(limits.PART)),) * 7),
            Content(blobs=(large,)),
            Content(blobs=many),
        ]
        for content in too_much:
            assert code_of(seal, content, ANNA.sender, [OFFICE.card], system_chance) is SyncCode.BUNDLE_TOO_LARGE
        monkeypatch.setattr(limits, "ENTRIES", 2)
        assert code_of(lambda: sealed_by(ANNA, CONTENT, OFFICE)) is SyncCode.BUNDLE_TOO_LARGE


class TestAnything:
    """No bytes make it do anything but open or refuse by name."""

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_changed_content_of_a_trusted_signer(self, data: st.DataObject) -> None:
        """Sealed and signed anew over changed members: an insider's bundle. Whole, it says what it said before.

        A Zstandard frame has a bit that says nothing (RFC 8878, 3.1.1.1.1.3).
        """
        files = list(FILES)
        number = data.draw(st.integers(2, len(files) - 1))
        name, raw = files[number]
        changed = bytearray(raw)
        place = data.draw(st.integers(0, len(raw) - 1))
        changed[place] ^= data.draw(st.integers(1, 255))
        files[number] = (name, bytes(changed))
        found = outcome(lambda: opened(sealed_to(joined(resigned(files, ANNA)), OFFICE), OFFICE, ANNA))
        assert isinstance(found, SyncCode) or (
            isinstance(found, Opened)
            and (name.startswith("blobs/") or (found.entries, found.forms) == (CONTENT.entries, CONTENT.forms))
        )

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_changed_entries_parts_of_a_trusted_signer(self, data: st.DataObject) -> None:
        """The same below the compression."""
        number = next(at for at, (name, _) in enumerate(FILES) if name.startswith("entries-"))
        raw = bytearray(decompressed(FILES[number][1]))
        for _ in range(data.draw(st.integers(1, 3))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        files = [*FILES[:number], (FILES[number][0], compressed(bytes(raw))), *FILES[number + 1 :]]
        found = outcome(lambda: opened(sealed_to(joined(resigned(files, ANNA)), OFFICE), OFFICE, ANNA))
        assert isinstance(found, SyncCode) or (isinstance(found, Opened) and found.entries == CONTENT.entries)

    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def test_changed_plain_bytes_under_a_good_seal(self, data: st.DataObject) -> None:
        plain = bytearray(PLAIN)
        place = data.draw(st.integers(0, len(plain) - 1))
        plain[place] ^= data.draw(st.integers(1, 255))
        assert isinstance(code(sealed_to(bytes(plain), OFFICE)), SyncCode)

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=3000), st.integers(0, 1 << 20))
    def test_any_content_under_a_good_seal(self, raw: bytes, zeros: int) -> None:
        assert isinstance(code(sealed_to(raw + bytes(zeros), OFFICE)), SyncCode)


def test_a_sealed_bundle_is_the_same_bytes_for_the_same_chance() -> None:
    """So far as our own chance goes: HPKE's ephemeral keys are the library's own."""
    first, second = (plain_of(sealed_by(ANNA, CONTENT, OFFICE, seed=7), OFFICE) for _ in range(2))
    assert first == second
    assert sealed_by(ANNA, CONTENT, OFFICE, seed=7) != sealed_by(ANNA, CONTENT, OFFICE, seed=7)


def test_the_address_is_a_salted_hash() -> None:
    manifest = read_manifest(FILES[0][1])
    assert manifest.to == (addressed(manifest.id, OFFICE.card.sealing_key),)
    expected = sha256(b"kinga-to/1" + manifest.id + OFFICE.card.sealing_key).digest()
    assert manifest.to == (expected,)


def test_the_plain_content_is_a_tar_of_a_class_of_sizes() -> None:
    assert len(PLAIN) == padme(len(joined(FILES)), limits.FLOOR)
    assert [name.split("/")[0].split("-")[0] for name, _ in FILES] == [
        "manifest.json",
        "manifest.sig",
        "cards",
        "forms",
        "entries",
        "blobs",
    ]
