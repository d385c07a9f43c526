"""Killed at every place where it could be seen, the next start loses nothing that was saved and repeats nothing.

A note goes its whole way between two notebooks: written, finished, handed over, received, accepted, answered, heard.
Each act dies at each of its places in turn, and the way goes on in a world where it did; in the end both hold the same.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.cut_journey import ACTS, FILE, PIECES
from tests.support.sandbox import Sandbox

PASSPHRASE = "six quick words for tests alone"
STORY = "".join(PIECES)
Cuts = dict[str, list[dict[str, Any]]]
Note = tuple[Any, ...]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed here by fork and signals")
def test_killed_anywhere_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path, subtests: pytest.Subtests) -> None:
    sandbox = Sandbox(tmp_path)
    ran = sandbox.python("-m", "tests.support.cut_journey", str(world(sandbox)), timeout=300)
    assert ran.code == 0, ran.err[-3000:]
    cuts: Cuts = {act: [] for act in ACTS}
    for line in ran.out.splitlines():
        one = json.loads(line)
        cuts[one["act"]].append(one)
    for look in (
        everywhere_and_on,
        whole,
        while_drafting,
        while_finishing,
        while_handing_over,
        while_receiving,
        while_accepting,
        while_answering,
        while_hearing,
        in_the_end,
    ):
        with subtests.test(look.__name__):
            look(cuts)


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


def everywhere_and_on(cuts: Cuts) -> None:
    """Each act dies at each of its places, and gets through the next time."""
    for act, found in cuts.items():
        assert [one["at"] for one in found] == list(range(1, len(found) + 1))
        assert len(found) >= 3
        for one in found:
            nothing_left = act == "handing over" and one["before"]["monitor"]["noted"] and one["again"] == 3
            assert one["again"] == 0 or nothing_left, one


def whole(cuts: Cuts) -> None:
    """Both notebooks stay whole, and go on with the logs they had."""
    states = [one[when] for found in cuts.values() for one in found for when in ("before", "after")]
    logs = [states[0][side]["log"] for side in ("monitor", "office")]
    for state in states:
        assert [state[side]["log"] for side in ("monitor", "office")] == logs, state
        assert state["monitor"]["whole"] and state["office"]["whole"], state


def while_drafting(cuts: Cuts) -> None:
    """What a person was told is kept, and never two drafts."""
    for one in cuts["writing"]:
        kept = [story for story, _photos in one["before"]["monitor"]["drafts"]]
        least = "".join(PIECES[: one["told"]])  # what a person was told is kept
        assert len(kept) <= 1 and STORY.startswith("".join(kept)) and "".join(kept).startswith(least), one
        assert one["after"]["monitor"]["drafts"] == [[STORY, 1]], one
        assert one["after"]["monitor"]["stories"] == [], one
    assert {one["told"] for one in cuts["writing"]} >= {0, 1, 2, 3}


def while_finishing(cuts: Cuts) -> None:
    """First unfinished, then finished, and nothing between."""
    unfinished: Note = ([[STORY, 1]], [], 0)
    finished: Note = ([], [STORY], 1)
    seen = [note_of(one["before"]["monitor"]) for one in cuts["finishing"]]
    assert unfinished in seen and finished in seen
    assert seen == sorted(seen, key=lambda one: one[2])  # first the one, then the other, and nothing between
    assert all(one in (unfinished, finished) for one in seen)
    assert all(note_of(one["after"]["monitor"]) == finished for one in cuts["finishing"])


def while_handing_over(cuts: Cuts) -> None:
    """What is noted lies there; what is not is handed over once more."""
    found = cuts["handing over"]
    for one in found:
        before, after = one["before"], one["after"]
        noted, lying = set(before["monitor"]["noted"]), set(before["lying"])
        assert noted <= lying and len(lying - noted) <= 1, one  # one may lie there whole that nobody noted
        assert before["monitor"]["owes"] == (not noted), one
        assert set(after["monitor"]["noted"]) <= set(after["lying"]), one
        assert len(after["monitor"]["noted"]) == 1 and not after["monitor"]["owes"], one
        assert after["monitor"]["progress"] == ["COPIED"], one
    assert any(one["before"]["parts"] for one in found)
    assert any(len(one["after"]["lying"]) == 2 for one in found)  # handed over once more, to be sure


def while_receiving(cuts: Cuts) -> None:
    """It waits once, and what was cut short is swept away."""
    for one in cuts["receiving"]:
        assert one["before"]["office"]["packages"] in ([], ["waiting"]), one
        assert one["after"]["office"]["packages"] == ["waiting"], one
        assert one["after"]["office"]["strays"] == [], one
        assert one["before"]["office"]["stories"] == one["after"]["office"]["stories"] == [], one
    assert any(one["before"]["office"]["strays"] for one in cuts["receiving"])


def while_accepting(cuts: Cuts) -> None:
    """Nothing of it, or all of it."""
    nothing: Note = (["waiting"], [], 0, 0)
    all_of_it: Note = (["accepted"], [STORY], 1, 1)
    seen = [taken_of(one["before"]["office"]) for one in cuts["accepting"]]
    assert nothing in seen and all_of_it in seen
    assert all(one in (nothing, all_of_it) for one in seen)
    for one in cuts["accepting"]:
        assert taken_of(one["after"]["office"]) == all_of_it, one
        assert one["after"]["office"]["state"] == one["after"]["monitor"]["state"], one


def while_answering(cuts: Cuts) -> None:
    """The answer is owed until it lies there."""
    for one in cuts["answering"]:
        assert not one["after"]["office"]["owes"], one
        assert len(one["after"]["lying"]) > len(cuts["accepting"][-1]["after"]["lying"]), one


def while_hearing(cuts: Cuts) -> None:
    """The answer counts, or not yet."""
    for one in cuts["hearing"]:
        assert one["before"]["monitor"]["progress"] in (["COPIED"], ["KEPT"]), one
        assert one["after"]["monitor"]["progress"] == ["KEPT"], one


def in_the_end(cuts: Cuts) -> None:
    """Both hold the same, once, and the monitor knows that it is kept."""
    end = cuts["hearing"][-1]["after"]
    monitor, office = end["monitor"], end["office"]
    assert monitor["state"] == office["state"] != cuts["writing"][0]["after"]["monitor"]["state"]
    assert note_of(monitor) == ([], [STORY], 1) and taken_of(office) == (["accepted"], [STORY], 1, 1)
    assert monitor["progress"] == ["KEPT"]
    assert not monitor["owes"] and not office["owes"]
    assert office["strays"] == []


def note_of(side: dict[str, Any]) -> Note:
    return side["drafts"], side["stories"], side["entries"]


def taken_of(side: dict[str, Any]) -> Note:
    return side["packages"], side["stories"], side["entries"], side["attachments"]
