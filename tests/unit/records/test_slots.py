"""Key slots: only the right passphrase opens, every flipped bit is noticed, and a hostile file costs nothing."""

import hashlib
import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.ids import system_chance
from records.keys import slots
from records.keys.slots import FILE_SIZE, FLOOR, QUICK, Cost, Slots, changed, new, open_slots, read, stretch
from tests.support.vaults import seeded_chance

KEY = bytes(range(32))
MADE = new(KEY, "open sesame", QUICK, seeded_chance(1))
STRETCHED = stretch(MADE, "open sesame")
COST = struct.Struct(">III")


def opens(found: Slots, passphrase: str) -> bool:
    try:
        return open_slots(found, stretch(found, passphrase))[0] == KEY
    except Known as problem:
        if problem.code is not RecordsCode.WRONG_PASSPHRASE:
            raise
        return False


def file_with(cost: Cost) -> bytes:
    """A file somebody wrote by hand, with a checksum that is right."""
    raw = replace(MADE, cost=cost).packed()[:-32]
    return raw + hashlib.sha256(raw).digest()


def test_the_passphrase_opens_and_another_does_not() -> None:
    assert opens(MADE, "open sesame")
    for wrong in ("", "open", "Open sesame", "open sesame2", "opensesame"):
        assert not opens(MADE, wrong)


@pytest.mark.parametrize("typed", ["  open   sesame ", "open\tsesame\n", "ｏｐｅｎ sesame"])
def test_spaces_and_forms_of_letters_do_not_matter(typed: str) -> None:
    assert opens(MADE, typed)


def test_a_broken_character_is_a_wrong_passphrase() -> None:
    assert not opens(MADE, "open sesame\ud800")


def test_a_file_is_read_as_it_was_written() -> None:
    raw = MADE.packed()
    assert len(raw) == FILE_SIZE
    assert read(raw) == MADE


def test_nobody_sees_how_many_slots_are_used() -> None:
    assert len(MADE.sealed) == 8
    assert len(set(MADE.sealed)) == 8
    assert {len(sealed) for sealed in MADE.sealed} == {64}
    places = {
        open_slots(made, stretch(made, "x"))[1] for made in (new(KEY, "x", QUICK, seeded_chance(n)) for n in range(40))
    }
    assert places == set(range(8))


def test_two_vaults_with_one_passphrase_have_nothing_in_common() -> None:
    one, other = (new(KEY, "x", QUICK, system_chance) for _ in range(2))
    assert one.salt != other.salt
    assert not set(one.sealed) & set(other.sealed)


@given(st.integers(0, FILE_SIZE * 8 - 1))
def test_every_flipped_bit_is_damage(bit: int) -> None:
    raw = bytearray(MADE.packed())
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Known) as caught:
        read(bytes(raw))
    assert caught.value.code is RecordsCode.KEYSLOTS_DAMAGED


def test_every_byte_of_head_and_slot_is_authenticated() -> None:
    """Even with a checksum that was made right again, nothing of head or slot can be changed."""
    index = open_slots(MADE, STRETCHED)[1]
    sealed = MADE.sealed[index]
    for place in range(12 + 32 + 16):  # nonce, key, tag; what follows is chance
        spoilt = bytearray(sealed)
        spoilt[place] ^= 1
        with pytest.raises(Known):
            open_slots(
                replace(MADE, sealed=(*MADE.sealed[:index], bytes(spoilt), *MADE.sealed[index + 1 :])), STRETCHED
            )
    for place in range(32):
        salt = bytearray(MADE.salt)
        salt[place] ^= 1
        with pytest.raises(Known):
            open_slots(replace(MADE, salt=bytes(salt)), STRETCHED)
    with pytest.raises(Known):
        open_slots(replace(MADE, cost=Cost(QUICK.memory, QUICK.passes + 1)), STRETCHED)


def test_a_slot_opens_in_its_place_alone() -> None:
    index = open_slots(MADE, STRETCHED)[1]
    moved = (*MADE.sealed[index:], *MADE.sealed[:index])
    if index:
        with pytest.raises(Known):
            open_slots(replace(MADE, sealed=moved), STRETCHED)


@pytest.mark.parametrize("size", [0, 1, FILE_SIZE - 1, FILE_SIZE + 1])
def test_another_length_is_damage(size: int) -> None:
    with pytest.raises(Known) as caught:
        read(MADE.packed().ljust(size, b"\0")[:size])
    assert caught.value.code is RecordsCode.KEYSLOTS_DAMAGED


@pytest.mark.parametrize(
    "cost",
    [
        Cost(0, 0, 0),
        Cost(7, 1),
        Cost(8, 1, 2),
        Cost(63, 1, 8),
        Cost(8, 0),
        Cost(8, 17),
        Cost(8, 1, 0),
        Cost(1024, 1, 9),
        Cost((1 << 20) + 1, 1),
        Cost(2**32 - 1, 2**32 - 1, 2**32 - 1),
    ],
)
def test_exorbitant_and_impossible_costs_are_refused_before_they_are_paid(cost: Cost) -> None:
    with pytest.raises(Known) as caught:
        read(file_with(cost))
    assert caught.value.code is RecordsCode.KEYSLOTS_DAMAGED


@pytest.mark.parametrize("cost", [Cost(8, 1), Cost(64, 1, 8), Cost(16, 16)])
def test_what_is_within_the_limits_can_be_paid(cost: Cost) -> None:
    found = read(file_with(cost))
    assert len(stretch(found, "x")) == 32


def test_a_changed_passphrase_takes_the_place_of_the_old_one() -> None:
    fresh = changed(MADE, "open sesame", "new words", system_chance)
    assert opens(fresh, "new words")
    assert not opens(fresh, "open sesame")
    assert sum(one != other for one, other in zip(MADE.sealed, fresh.sealed, strict=True)) == 1
    with pytest.raises(Known) as caught:
        changed(MADE, "wrong", "new words", system_chance)
    assert caught.value.code is RecordsCode.WRONG_PASSPHRASE


def test_a_passphrase_slot_needs_no_keychain_and_none_opens_by_one() -> None:
    assert open_slots(MADE, STRETCHED, keychain=b"k" * 32)[0] == KEY
    with pytest.raises(Known):
        open_slots(MADE, bytes(32), keychain=b"k" * 32)


def test_the_floor_is_argon2id_64_mebibytes_three_passes() -> None:
    assert Cost(64 * 1024, 3, 1) == FLOOR
    assert FLOOR.within_limits()
    assert QUICK.within_limits()


def test_nothing_of_a_key_is_printed() -> None:
    assert slots.KEY_SIZE == 32
    assert KEY.hex() not in repr(MADE)
