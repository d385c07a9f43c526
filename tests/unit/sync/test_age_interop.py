"""Exchange with the `age` program, both ways, under X25519."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from records.stream import CHUNK
from sync.bundle.age.file import AgeOpener, AgeSealer
from sync.bundle.age.recipients import X25519Identity
from tests.support import bech32
from tests.support.pieces import pieces, run

pytestmark = pytest.mark.skipif(shutil.which("age") is None, reason="the program `age` is not installed")

IDENTITY = X25519Identity(bytes(range(32)))
SIZES = [0, 1, CHUNK, 200 * 1024]


def clear_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def age(*arguments: str, given: bytes) -> bytes:
    return subprocess.run(["age", *arguments], input=given, capture_output=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("counts", [(1,), (4, 16)], ids=["alone", "padded"])
@pytest.mark.parametrize("size", SIZES)
def test_age_opens_what_we_seal(size: int, counts: tuple[int, ...], tmp_path: Path) -> None:
    secret = tmp_path / "identity.txt"
    secret.write_text(bech32.encode("AGE-SECRET-KEY-", IDENTITY.secret) + "\n")
    sealed = run(AgeSealer([IDENTITY.recipient()], counts), pieces(clear_bytes(size), 7000))
    assert age("--decrypt", "--identity", str(secret), given=sealed) == clear_bytes(size)


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_age_seals(size: int) -> None:
    recipients = [X25519Identity(bytes(32)), IDENTITY]
    options = [f"--recipient={bech32.encode('age', identity.recipient().public)}" for identity in recipients]
    sealed = age("--encrypt", *options, given=clear_bytes(size))
    assert run(AgeOpener([IDENTITY]), pieces(sealed, 7000)) == clear_bytes(size)
