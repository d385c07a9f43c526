"""Bech32 (BIP 173) without a length limit, as age writes recipients and identities. Only tests need it."""

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LETTERS = 6


def encode(prefix: str, data: bytes) -> str:
    """Return `prefix`, `1`, the data and its checksum, in the prefix's case."""
    words = _regroup(data, 8, 5, fill=True)
    check = _checksum(prefix.lower(), [*words, *[0] * _CHECK_LETTERS]) ^ 1
    words += [check >> 5 * place & 31 for place in reversed(range(_CHECK_LETTERS))]
    text = prefix.lower() + "1" + "".join(_LETTERS[word] for word in words)
    return text.upper() if prefix.isupper() else text


def decode(text: str) -> tuple[str, bytes]:
    """Return prefix (in lower case) and data; ValueError when the text is misspelled."""
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    prefix, _, letters = text.lower().rpartition("1")
    words = [_LETTERS.index(letter) for letter in letters]
    if not prefix or len(words) < _CHECK_LETTERS or _checksum(prefix, words) != 1:
        raise ValueError("wrong checksum")
    return prefix, bytes(_regroup(words[:-_CHECK_LETTERS], 5, 8, fill=False))


def _checksum(prefix: str, words: list[int]) -> int:
    expanded = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    state = 1
    for word in expanded + words:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ word
        for place, generator in enumerate(_GENERATORS):
            state ^= generator if top >> place & 1 else 0
    return state


def _regroup(values: bytes | list[int], width: int, wanted: int, *, fill: bool) -> list[int]:
    """Write a row of `width`-bit numbers as `wanted`-bit numbers; what is left over is filled up or must be zero."""
    bits = "".join(f"{value:0{width}b}" for value in values)
    spare = len(bits) % wanted
    if fill and spare:
        bits += "0" * (wanted - spare)
    elif spare:
        if spare >= width or "1" in bits[-spare:]:
            raise ValueError("wrong padding")
        bits = bits[:-spare]
    return [int(bits[start : start + wanted], 2) for start in range(0, len(bits), wanted)]
