"""A plug pulled at any step of a save leaves the old state or the new one, never a third; drafts are never lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
OLD = {"titles": ["before"], "drafts": ["after", "new"], "entries": 1}
NEW = {"titles": ["after", "new"], "drafts": [], "entries": 3}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed here by fork and signals")
def test_every_step_of_a_save_survives_a_pulled_plug(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.pulled_plug", str(tmp_path)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    first, *found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 28, done.stderr[-3000:]
    for one in found:
        state = {name: one[name] for name in OLD}
        assert state in (OLD, NEW), one
        assert one["log"] == first["log"], one
        assert (one["damaged"], one["fork"], one["missing"]) == ([], [None], [[]]), one
    states = [one["entries"] for one in found if one["killed"].startswith("call")]
    assert states == sorted(states)
    assert set(states) == {1, 3}
