"""Names by chance: codes people read aloud are checked, chance comes from one place alone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.ids import ALPHABET, letters, random_name, read_code, record_code, system_chance

records = st.binary(min_size=16, max_size=16)


@given(records)
def test_a_code_is_read_as_people_type_it(record: bytes) -> None:
    code = record_code(record)
    assert [len(part) for part in code.split("-")] == [4, 4, 1]
    plain = code.replace("-", "")
    for typed in (code, code.lower(), plain, " ".join(plain), plain.replace("0", "o").replace("1", "l")):
        assert read_code(typed) == letters(record, 8)


@given(records)
def test_every_single_wrong_letter_is_noticed(record: bytes) -> None:
    code = record_code(record).replace("-", "")
    for place, right in enumerate(code):
        for wrong in ALPHABET:
            if wrong != right:
                assert read_code(code[:place] + wrong + code[place + 1 :]) is None


@given(records)
def test_two_neighbours_that_changed_places_are_noticed(record: bytes) -> None:
    code = record_code(record).replace("-", "")
    for place in range(8):
        one, other = code[place], code[place + 1]
        if one != other and {one, other} != {"0", "Z"}:  # Luhn's one blind spot: the first and the last letter
            assert read_code(code[:place] + other + one + code[place + 2 :]) is None


@pytest.mark.parametrize("text", ["", "7Q2M-9XC4", "7Q2M-9XC4-RR", "7Q2M-9XC4-U", "7Q2M-9XC4-é", "x" * 1000])
def test_what_is_no_code(text: str) -> None:
    assert read_code(text) is None


def test_the_alphabet_leaves_out_what_is_misread() -> None:
    assert set(ALPHABET) == set(string.digits + string.ascii_uppercase) - set("ILOU")
    assert len(ALPHABET) == 32


@given(st.binary(min_size=1, max_size=20))
def test_letters_are_the_first_bits(raw: bytes) -> None:
    count = len(raw) * 8 // 5
    bits = "".join(f"{ALPHABET.index(letter):05b}" for letter in letters(raw, count))
    assert "".join(f"{byte:08b}" for byte in raw).startswith(bits)


def test_there_are_never_more_letters_than_bits() -> None:
    with pytest.raises(ValueError, match="not enough"):
        letters(b"\0" * 4, 7)


def test_names_use_all_the_chance_they_need() -> None:
    assert random_name(lambda size: b"\xff" * size) == "Z" * 16
    assert random_name(lambda size: b"\x00" * size, 6) == "0" * 6
    assert len({random_name(system_chance) for _ in range(200)}) == 200
