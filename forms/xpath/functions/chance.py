"""Chance and what looks like it: `random`, `uuid`, `randomize`, and digests. The environment gives the chance."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from math import floor, isfinite, isnan

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from forms.errors import FormsCode
from forms.xpath.nodes import Context, Node, NodeSet, Value
from forms.xpath.values import number_of, text_of
from records.errors import Known

MOST_LETTERS = 10_000
_ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_SIGNATURE_BYTES = 64
_MODULUS, _MULTIPLIER = 2_147_483_647, 16_807  # Park and Miller's "minimal standard"
_LONGEST = 2**63  # seeds are 64-bit integers in ODK's engines


def random(context: Context) -> float:
    """A number from 0 up to, not including, 1."""
    return context.environment.random()


def uuid(context: Context, length: float | None = None) -> str:
    """A random UUID, or so many random letters. Raises Known TOO_MANY_LETTERS."""
    if length is None:
        return context.environment.uuid()
    if isnan(length) or length > MOST_LETTERS:
        raise Known(FormsCode.TOO_MANY_LETTERS, limit=MOST_LETTERS)
    letters = ""
    while len(letters) < length:
        letters += context.environment.uuid().replace("-", "")
    return letters[: max(0, int(length))]


def randomize(context: Context, nodes: NodeSet, seed: Value | None = None) -> NodeSet:
    """The nodes shuffled (Fisher and Yates, inside out); with a seed always in the same order as in ODK's engines."""
    draw = context.environment.random if seed is None else _park_miller(_seed(context, seed))
    shuffled: list[Node] = []
    for place, node in enumerate(nodes):
        other = floor(draw() * (place + 1))
        shuffled.append(node)
        shuffled[place], shuffled[other] = shuffled[other], node
    return shuffled


def _seed(context: Context, value: Value) -> int:
    """Return a seed as a 64-bit integer: a number cut, a text that is none by the first half of its SHA-256."""
    number = number_of(value, context)
    if isnan(number):
        text = text_of(value)
        return int.from_bytes(_bytes_digest("sha256", text)[:8], "big", signed=True) if text else 0
    if not isfinite(number):
        return _LONGEST - 1 if number > 0 else -_LONGEST
    return int(number)


def _park_miller(seed: int) -> Callable[[], float]:
    """Return a generator of numbers from 0 up to 1, the same for the same seed."""
    state = abs(seed) % _MODULUS * (-1 if seed < 0 else 1)
    if state <= 0:
        state += _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * _MULTIPLIER % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw


def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """The hash of a text (as UTF-8), in base64 or in hexadecimal. Raises Known UNKNOWN_DIGEST."""
    if algorithm not in _ALGORITHMS:
        raise Known(FormsCode.UNKNOWN_DIGEST, name=algorithm)
    hashed = _bytes_digest(_ALGORITHMS[algorithm], text)
    match encoding:
        case "base64":
            return base64.b64encode(hashed).decode("ascii")
        case "hex":
            return hashed.hex()
        case _:
            raise Known(FormsCode.UNKNOWN_DIGEST, name=encoding)


def _bytes_digest(algorithm: str, text: str) -> bytes:
    return hashlib.new(algorithm, text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()


def base64_decode(text: str) -> str:
    """The text (UTF-8) behind base64, or nothing."""
    return _base64_bytes(text).decode("utf-8", "replace")


def extract_signed(message: str, key: str) -> str:
    """The text behind an Ed25519 signature, all in base64; nothing when `key` did not sign it."""
    signed = _base64_bytes(message)
    signature, content = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(_base64_bytes(key)).verify(signature, content)
    except (ValueError, InvalidSignature):
        return ""
    return content.decode("utf-8", "replace")


def _base64_bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
