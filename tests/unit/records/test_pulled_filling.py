"""A plug pulled while a note with a photograph is filled in: its draft is the old one or the new one, and whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
BEGUN, KEPT = {"drafts": [["old", "shown"]], "notes": []}, {"drafts": [["new", "shown"]], "notes": []}
STATES = {
    "keep": (BEGUN, KEPT),
    "attach": ({"drafts": [["old", "none"]], "notes": []}, KEPT),
    "hide": (BEGUN, {"drafts": [["new", "hidden"]], "notes": []}),
    "finish": (BEGUN, {"drafts": [], "notes": [["old", "shown"]]}),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed here by fork and signals")
@pytest.mark.parametrize("act", STATES)
def test_every_step_of_filling_in_survives_a_pulled_plug(act: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.pulled_filling", str(tmp_path), act],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 18, done.stderr[-3000:]
    old, new = STATES[act]
    states = [{name: one[name] for name in old} for one in found]
    assert [state for state in states if state not in (old, new)] == []
    assert [(one["damaged"], one["lost"], one["finished"]) for one in found] == [([], [], 1)] * len(found)
    by_call = [state == new for state, one in zip(states, found, strict=True) if one["killed"].startswith("call")]
    assert by_call == sorted(by_call)
    assert set(by_call) == {False, True}, "the plug was pulled before and behind what is kept"
