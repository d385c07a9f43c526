"""What commands say of words that may tell who somebody is, and of a clock that cannot be right."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop import wiring
from desktop.commands.frame import Exit
from records.guarding import found_in, remember_fine
from records.ids import system_chance
from records.timing import say_day
from records.vault.vault import Surroundings
from sync.plan import plan
from tests.support.called import World
from tests.support.notes import MARKET, write
from tests.support.vaults import StandingClock

NAMED = {"minor": "no", "explained": "yes", "agrees": "yes", "name": "Grace Mwakalinga"}
DEAD = datetime.fromisoformat("2009-01-01T00:05:00+03:00")


class TestLeaks:
    def to(self, world: World) -> tuple[str, ...]:
        return ("hand-over", "--to", str(world.drive), "--for", "Headquarters")

    def test_a_dry_run_names_notes_and_questions_and_never_the_words(self, world: World) -> None:
        with world.anna.open() as notebook:
            write(notebook.vault, "incident", MARKET, people=[NAMED])
            story = "They left early.\nMwakalinga was seen. Call 0754 123 456."
            code = write(notebook.vault, "incident", {**MARKET, "story": story}).code
        said = world.anna.told(*self.to(world), "--dry-run")
        assert f'{code}: the answer to "story" may tell who somebody is (a name that is protected here).' in said
        told = [line for line in said.splitlines() if "may tell" in line]
        assert len(told) == 2 and not any("Mwakalinga" in line or "0754" in line for line in told)
        assert "Grace" not in said
        dry = world.anna.done(*self.to(world), "--dry-run")
        assert dry["found"] == [
            {"code": code, "field": "story", "tells": "name"},
            {"code": code, "field": "story", "tells": "phone"},
        ]
        assert world.anna.done(*self.to(world))["packages"], "nothing is kept back for it"

    def test_what_was_found_fine_is_not_listed(self, world: World) -> None:
        with world.anna.open() as notebook:
            vault = notebook.vault
            write(vault, "incident", {**MARKET, "story": "Call 0754 123 456."})
            items = [body.item for body in plan(vault).bodies]
            marks = [one.mark for those in found_in(vault, items).values() for one in those]
            assert len(marks) == 1
            remember_fine(vault, marks)
        assert world.anna.done(*self.to(world), "--dry-run")["found"] == []

    def test_a_name_that_was_corrected_away_still_leaves_with_the_first_save(self, world: World) -> None:
        answers = world.file("a.json", json.dumps({**MARKET, "story": "Call 0754 123 456."}))
        (code,) = world.anna.done("add", "incident", answers)["codes"]
        world.anna.done("add", "incident", world.file("b.json", json.dumps({"story": "Nothing."})), "--record", code)
        assert [one["code"] for one in world.anna.done(*self.to(world), "--dry-run")["found"]] == [code]


class TestClocks:
    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> StandingClock:
        found = StandingClock(DEAD)

        def around(path: Path) -> Surroundings:
            return Surroundings(path.resolve(), wiring.state(), found, system_chance)

        monkeypatch.setattr(wiring, "around", around)
        return found

    def test_it_is_said_once_and_what_is_written_is_marked(self, world: World, clock: StandingClock) -> None:
        ended = world.anna.call("add", "incident", world.file("a.json", json.dumps(MARKET)), "--json")
        assert ended.code == Exit.DONE
        assert ended.sentences == [
            "The clock of this computer says 1 January 2009, which may be wrong. "
            "What is written now says that its time is not certain."
        ]
        (code,) = ended.json["codes"]
        (step,) = world.anna.call("show", code, "--history", "--json").json["history"]
        assert step["uncertain"] is True

    def test_what_a_person_said_in_the_window_counts_here_too(self, world: World, clock: StandingClock) -> None:
        with world.anna.open() as notebook:
            notebook.vault.own_clock = clock
            say_day(notebook.vault, date(2026, 11, 22))
        ended = world.anna.call("add", "incident", world.file("a.json", json.dumps(MARKET)), "--json")
        assert (ended.code, ended.err) == (Exit.DONE, "")
        (code,) = ended.json["codes"]
        (step,) = world.anna.done("show", code, "--history")["history"]
        assert step["at"].startswith("2026-11-22T00:05") and step["uncertain"] is True
