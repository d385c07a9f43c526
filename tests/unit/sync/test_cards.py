"""A card says who it is by itself: it round-trips, and everything a hostile one could try is refused by its name."""

import base64
import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.journal.entry import Realm, Signed, fingerprint, to_be_signed
from records.keys.device import DeviceKeys
from records.people import Card, Office, Role
from records.strict_json import Json
from sync.bundle.age.recipients import HYBRID_PUBLIC_BYTES
from sync.errors import SyncCode
from sync.trust.cards import LARGEST, LONGEST_OFFICE, check_numbers, check_words, make_card, read_card
from tests.support.offices import chance_of
from tests.support.outcomes import code_of, outcome

KEYS = DeviceKeys.new(chance_of("card"))
OFFICE = Office("BEN", "Évêché de Natitingou")
CARD = make_card(KEYS, OFFICE, Role.MONITOR, Realm.REAL)

# Ed25519, RFC 8032: the curve's constants, to find its points of small order by another way than the table does
PRIME = 2**255 - 19
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME


def plain() -> dict[str, Json]:
    found = json.loads(CARD.raw.split(b"\n")[0])
    assert isinstance(found, dict)
    return found


def signed(payload: bytes, realm: Realm = Realm.REAL, signed_as: Signed = Signed.CARD) -> bytes:
    return payload + b"\n" + KEYS.signer()(to_be_signed(realm, signed_as, payload)).hex().encode() + b"\n"


def with_(changes: Mapping[str, Json]) -> bytes:
    return signed(json.dumps({**plain(), **changes}, ensure_ascii=False).encode())


def refused(raw: bytes) -> None:
    assert code_of(lambda: read_card(raw)) is SyncCode.CARD_MALFORMED


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("realm", Realm)
def test_a_card_reads_as_it_was_made(role: Role, realm: Realm) -> None:
    made = make_card(KEYS, OFFICE, role, realm)
    assert read_card(made.raw) == made
    assert made.device == fingerprint(KEYS.signing_key)
    assert (made.office, made.role, made.exercise) == (OFFICE, role, realm is Realm.EXERCISE)
    assert len(made.sealing_key) == HYBRID_PUBLIC_BYTES
    assert made.raw.count(b"\n") == 2


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100), st.sampled_from(["BEN", "TGO", "ben", "B"]))
def test_a_card_is_made_or_refused_whatever_the_office_is_called(name: str, country: str) -> None:
    made = outcome(lambda: make_card(KEYS, Office(country, name), Role.MONITOR, Realm.REAL))
    if isinstance(made, Card):
        assert read_card(made.raw).office == Office(country, name)
        assert name == name.strip() and name.isprintable()
    else:
        assert made is SyncCode.CARD_MALFORMED


@pytest.mark.parametrize(
    "name",
    [
        "",
        " Kilwa",
        "Kilwa ",
        "Kil\nwa",
        "Kil\x1b[2Jwa",
        "Kilwa\u202e",
        "Kilwa\u200f",
        "Kil\u200bwa",
        "Kil\u00a0wa",
        "Kilwa\u3164",
        "Kilwa\u2800",
        "Kil\ufe0fwa",
        "Kil\u00adwa",
        "Kil\u2028wa",
        "e\u0301ve\u0302che\u0301",
        "K" * (LONGEST_OFFICE + 1),
    ],
)
def test_a_name_that_deceives_the_eye_is_refused(name: str) -> None:
    refused(with_({"office": name}))


@pytest.mark.parametrize(
    "name", ["Kilwa", "مكتب الحماية", "保护办公室", "Bureau d’Abomey n° 2", "ሰላም", "K" * LONGEST_OFFICE]
)
def test_names_of_many_scripts_are_names(name: str) -> None:
    assert read_card(with_({"office": name})).office.name == name


@pytest.mark.parametrize("country", ["", "BE", "ben", "BENI", "B N", "BÉN", "ＢＥＮ"])
def test_a_country_is_three_capital_letters(country: str) -> None:
    refused(with_({"country": country}))


@pytest.mark.parametrize("name", ["kind", "country", "office", "role", "signing", "sealing"])
@pytest.mark.parametrize("value", [None, 7, True, [], {}, "", "x"])
def test_every_member_must_be_what_it_should(name: str, value: Json) -> None:
    if (name, value) == ("office", "x"):
        return
    refused(with_({name: value}))


@pytest.mark.parametrize("name", ["kind", "country", "office", "role", "signing", "sealing"])
def test_every_member_must_be_there(name: str) -> None:
    found = plain()
    del found[name]
    refused(signed(json.dumps(found).encode()))


def test_a_name_nobody_knows_yet_is_let_pass() -> None:
    assert read_card(with_({"phone": "none"})).office == OFFICE


def test_the_signature_covers_every_byte() -> None:
    for place in range(0, len(CARD.raw), 7):
        raw = bytearray(CARD.raw)
        raw[place] ^= 1
        refused(bytes(raw))


@pytest.mark.parametrize("signed_as", [Signed.ENTRY, Signed.BUNDLE, Signed.RECEIPT])
def test_what_was_signed_as_something_else_is_no_card(signed_as: Signed) -> None:
    refused(signed(CARD.raw.split(b"\n")[0], signed_as=signed_as))


def test_a_card_signed_by_another_key_is_refused() -> None:
    other = DeviceKeys.new(chance_of("another"))
    payload = CARD.raw.split(b"\n")[0]
    refused(payload + b"\n" + other.signer()(to_be_signed(Realm.REAL, Signed.CARD, payload)).hex().encode() + b"\n")


def test_the_two_realms_are_told_apart_by_the_signature_alone() -> None:
    payload = CARD.raw.split(b"\n")[0]
    assert read_card(signed(payload, Realm.EXERCISE)).exercise
    assert not read_card(signed(payload, Realm.REAL)).exercise


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        CARD.raw[:-1],
        CARD.raw + b"\n",
        CARD.raw + CARD.raw,
        CARD.raw.replace(b"\n", b"\r\n"),
        CARD.raw.upper(),
        b"[]\n" + CARD.raw.split(b"\n")[1] + b"\n",
        b"\xff" * 100,
    ],
)
def test_other_shapes_are_no_card(raw: bytes) -> None:
    refused(raw)


def test_a_name_twice_is_refused_though_it_is_signed() -> None:
    payload = CARD.raw.split(b"\n")[0]
    refused(signed(payload[:-1] + b',"role":"headquarters"}'))


def test_a_card_has_an_end() -> None:
    refused(with_({"note": "x" * LARGEST}))


def test_a_sealing_key_has_one_spelling_and_is_a_key() -> None:
    sealing = plain()["sealing"]
    assert isinstance(sealing, str)
    other = sealing[:-3] + chr(ord(sealing[-3]) + 1) + "=="
    assert base64.b64decode(other) == base64.b64decode(sealing)
    refused(with_({"sealing": other}))
    for key in (sealing[:-4], sealing + "AAAA", "é" * 8, base64.b64encode(bytes(1216)).decode(), sealing + "===="):
        refused(with_({"sealing": key}))


def doubled(y: int) -> int:
    """y of twice the point with this y."""
    y2 = y * y % PRIME
    x2 = (y2 - 1) * pow(CURVE * y2 + 1, -1, PRIME) % PRIME
    return (y2 + x2) * pow(1 - CURVE * x2 * y2, -1, PRIME) % PRIME


def small_orders() -> list[int]:
    """Every spelling of the y of a point P with 8·P = 0, the sign of x left out."""
    order_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
    found = [0, 1, PRIME - 1, order_8, PRIME - order_8]
    assert all(doubled(doubled(doubled(y))) == 1 for y in found)
    return [*found, PRIME, PRIME + 1]


@pytest.mark.parametrize("y", small_orders())
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_under_which_anybody_could_sign_is_refused(y: int, sign: int) -> None:
    key = (y | sign << 255).to_bytes(32, "little")
    payload = json.dumps(plain() | {"signing": key.hex()}).encode()
    # under the neutral point this signature is good for every text
    refused(payload + b"\n" + (bytes([1]) + bytes(63)).hex().encode() + b"\n")


def test_check_words_are_those_of_the_format() -> None:
    """Fixed: cards that are compared today must compare the same in years."""
    assert check_words(CARD) == "bulk exile affair ridge autumn call"
    assert check_numbers(CARD) == "0240 0637 0034 1484 0125 0259"
