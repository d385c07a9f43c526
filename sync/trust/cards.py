"""A card: what a device says of itself, signed by itself (docs/formats/card.md). Bytes in, values out.

A card grants nothing. It counts for what a person trusted it for, after comparing its check words.
"""

import base64
import re
import unicodedata
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from records.errors import Known
from records.journal.entry import Realm, Sign, Signed, fingerprint, to_be_signed, verify
from records.keys import slots, words
from records.keys.device import DeviceKeys
from records.people import Card, Office, Role
from records.strict_json import read_object, write
from sync.bundle.age.recipients import HybridIdentity, HybridRecipient
from sync.errors import SyncCode

KIND: Final = "kinga card/1"
LARGEST: Final = 8192
LONGEST_OFFICE: Final = 80
_WORDS_SALT: Final = b"kinga-words/1"
_COUNTRY: Final = re.compile(r"[A-Z]{3}")
# Letters and marks that nobody sees: a name must not differ from another by these alone.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# The y of every Ed25519 point of small order, written each way: under such a key anybody can sign.
_PRIME: Final = 2**255 - 19
_ORDER_8: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_WEAK: Final = frozenset({0, 1, _PRIME - 1, _PRIME, _PRIME + 1, _ORDER_8, _PRIME - _ORDER_8})


def make_card(keys: DeviceKeys, office: Office, role: Role, realm: Realm) -> Card:
    """Make and sign a device's own card. Known(CARD_MALFORMED) for an office or country that no card may bear."""
    sealing = HybridIdentity(keys.sealing_seed).recipient().public
    payload = write(
        {
            "kind": KIND,
            "country": office.country,
            "office": office.name,
            "role": role.value,
            "signing": keys.signing_key.hex(),
            "sealing": base64.b64encode(sealing).decode(),
        }
    )
    return read_card(_signed(payload, realm, keys.signer()))


def read_card(raw: bytes) -> Card:
    """Read a card and check that it signed itself. Known(CARD_MALFORMED)."""
    payload, signature = _parts(raw)
    try:
        plain = read_object(payload)
    except Known as problem:
        raise Known(SyncCode.CARD_MALFORMED) from problem
    match plain:
        case {
            "kind": str(kind),
            "country": str(country),
            "office": str(office),
            "role": str(role),
            "signing": str(signing),
            "sealing": str(sealing),
        } if kind == KIND:
            return _card(raw, payload, signature, Office(country, office), role, signing, sealing)
        case _:
            raise Known(SyncCode.CARD_MALFORMED)


def check_bits(card: Card, cost: slots.Cost = slots.FLOOR) -> bytes:
    """Return what check words are written from: Argon2id over the card's signed bytes; its first 66 bits count."""
    payload, _ = _parts(card.raw)
    kdf = Argon2id(salt=_WORDS_SALT, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(payload)


def check_words(card: Card, language: str = "en") -> str:
    """Return the six words people compare, or six numbers where the language has no list."""
    return words.as_words(check_bits(card), language)


def check_numbers(card: Card) -> str:
    """Return the six four-digit numbers people compare."""
    return words.as_numbers(check_bits(card))


def _signed(payload: bytes, realm: Realm, sign: Sign) -> bytes:
    signature = sign(to_be_signed(realm, Signed.CARD, payload))
    return payload + b"\n" + signature.hex().encode() + b"\n"


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    """The signed line and the signature."""
    lines = raw.split(b"\n")
    if len(raw) > LARGEST or len(lines) != 3 or lines[2] or re.fullmatch(rb"[0-9a-f]{128}", lines[1]) is None:
        raise Known(SyncCode.CARD_MALFORMED)
    return lines[0], bytes.fromhex(lines[1].decode())


def _card(raw: bytes, payload: bytes, signature: bytes, office: Office, role: str, signing: str, sealing: str) -> Card:
    if re.fullmatch(r"[0-9a-f]{64}", signing) is None or role not in {known.value for known in Role}:
        raise Known(SyncCode.CARD_MALFORMED)
    signing_key = bytes.fromhex(signing)
    if not is_office(office) or _is_weak(signing_key):
        raise Known(SyncCode.CARD_MALFORMED)
    try:
        sealing_key = base64.b64decode(sealing, validate=True)
        HybridRecipient(sealing_key)
    except ValueError as problem:
        raise Known(SyncCode.CARD_MALFORMED) from problem
    if base64.b64encode(sealing_key).decode() != sealing:
        raise Known(SyncCode.CARD_MALFORMED)
    for realm in Realm:
        if verify(realm, Signed.CARD, payload, signature, signing_key):
            exercise = realm is Realm.EXERCISE
            return Card(fingerprint(signing_key), signing_key, sealing_key, office, Role(role), exercise, raw)
    raise Known(SyncCode.CARD_MALFORMED)


def _is_weak(signing_key: bytes) -> bool:
    """Whether signatures under this key prove nothing (a point of small order)."""
    return int.from_bytes(signing_key, "little") & (1 << 255) - 1 in _WEAK


def is_office(office: Office) -> bool:
    """A name people can read aloud: no control, direction or unseen characters, no blank edges."""
    name = office.name
    readable = all(unicodedata.category(letter)[0] not in "CZ" or letter == " " for letter in name)
    readable = readable and _UNSEEN.search(name) is None
    return (
        _COUNTRY.fullmatch(office.country) is not None
        and 0 < len(name) <= LONGEST_OFFICE
        and name == name.strip()
        and unicodedata.is_normalized("NFC", name)
        and readable
    )
