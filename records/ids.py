"""The only source of chance and of names made from it.

Random bytes come from the operating system. Codes that people read aloud use Crockford's alphabet (no I, L, O, U)
with one check character (Luhn modulo 32), so that a misheard character is noticed.
"""

import secrets
from collections.abc import Callable

Chance = Callable[[int], bytes]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_VALUES |= {"O": 0, "I": 1, "L": 1}
CODE_LETTERS = 8


def system_chance(size: int) -> bytes:
    """Return `size` random bytes from the operating system."""
    return secrets.token_bytes(size)


def letters(raw: bytes, count: int) -> str:
    """Write the first `count` × 5 bits of `raw` in Crockford's alphabet."""
    bits = int.from_bytes(raw, "big")
    spare = len(raw) * 8 - count * 5
    if spare < 0:
        raise ValueError("not enough bytes for that many letters")
    bits >>= spare
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(count)))


def random_name(chance: Chance, count: int = 16) -> str:
    """Return a name of `count` random letters: for files, blobs and rows."""
    return letters(chance((count * 5 + 7) // 8), count)


def record_code(record: bytes) -> str:
    """Return the code people use for a record: eight letters of its random id and a check, as `7Q2M-9XC4-R`."""
    plain = letters(record, CODE_LETTERS)
    return f"{plain[:4]}-{plain[4:]}-{_check(plain)}"


def read_code(text: str) -> str | None:
    """Return the eight letters of a code as somebody typed it, or None when it is misspelled."""
    plain = "".join(letter for letter in text.upper() if letter not in "- ")
    if len(plain) != CODE_LETTERS + 1 or any(letter not in _VALUES for letter in plain):
        return None
    plain = "".join(ALPHABET[_VALUES[letter]] for letter in plain)
    return plain[:-1] if _check(plain[:-1]) == plain[-1] else None


def _check(plain: str) -> str:
    """Luhn's check character over a 32-letter alphabet."""
    total = 0
    for place, letter in enumerate(reversed(plain)):
        value = _VALUES[letter] * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
