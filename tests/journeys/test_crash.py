"""Killed at every place where it could be seen, the next start loses nothing that was saved and repeats nothing.

A note goes its whole way between two notebooks: written, finished, handed over, received, accepted, answered, heard. Each
act dies at each of its places in turn, and the way goes on in a world where it did; in the end both sides hold the same.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.cut_journey import ACTS, FILE, PIECES
from tests.support.sandbox import Sandbox

pytestmark = [
    pytest.mark.xdist_group("crash"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed here by fork and signals"),
]

PASSPHRASE = "six quick words for tests alone"
STORY = "".join(PIECES)
Cuts = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return Sandbox(tmp_path_factory.mktemp("crash"))


@pytest.fixture(scope="module")
def cuts(sandbox: Sandbox) -> Cuts:
    """What was found after each cut, act by act."""
    ran = sandbox.python("-m", "tests.support.cut_journey", str(world(sandbox)), timeout=300)
    assert ran.code == 0, ran.err[-3000:]
    found: Cuts = {}
    for line in ran.out.splitlines():
        one = json.loads(line)
        found.setdefault(one["act"], []).append(one)
    return found


def world(sandbox: Sandbox) -> Path:
    """Two notebooks that trust each other, and a drive."""
    folder = sandbox.computer / "world"
    (folder / "usb").mkdir(parents=True)
    secret = folder / "passphrase"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    (folder / FILE).write_text("what the photograph would show\n" * 200)
    quick = ("--country", "BEN", "--exercise", "--kdf", "quick")
    sides = {"monitor": ("monitor", "Kilwa office"), "office": ("headquarters", "Headquarters")}
    words, common = {}, {}
    for side, (role, name) in sides.items():
        common[side] = ("--vault", str(folder / side), "--passphrase-file", str(secret), "--json")
        made = sandbox.kinga("init", "--role", role, "--office", name, *quick, *common[side])
        assert made.code == 0, made.err
        words[side] = made.json["words"]
        assert sandbox.kinga("card", "--out", str(folder / f"{side}.card"), *common[side]).code == 0
    for side, other in (("monitor", "office"), ("office", "monitor")):
        card = str(folder / f"{other}.card")
        assert sandbox.kinga("trust", card, "--words", words[other], *common[side]).code == 0
    (sandbox.computer / "state").rename(folder / "state")
    return folder
