"""One vault's clock: corrected as a person said, marked as not sure, and asked about no oftener than needed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from records.doubting import Verdict
from records.journal.body import read_body
from records.schema import BodyClass
from records.timing import doubt, facts, note_clock, say_day, settle_clock
from records.vault.vault import Vault
from tests.support.vaults import MOMENT, StandingClock, Vaults, entries_of, write

DEAD = datetime.fromisoformat("2009-01-01T00:05:00.000+03:00")


@pytest.fixture
def vaults(tmp_path: Path) -> Iterator[Vaults]:
    with Vaults(tmp_path) as made:
        yield made


def bodies(vault: Vault) -> list[tuple[str, bool]]:
    raw = [entry.body(BodyClass.NETWORK) for entry in entries_of(vault)]
    found = [read_body(one, vault.me.device) for one in raw if one is not None]
    return [(one.at, one.uncertain) for one in found]


def test_a_clock_that_is_right_is_left_alone(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    assert settle_clock(vault) is Verdict.RIGHT and doubt(vault) is None
    write(vault, {"title": "Market"})
    assert bodies(vault) == [(MOMENT.isoformat(timespec="milliseconds"), False)]


def test_a_dead_clock_is_asked_about_and_entries_claim_the_day_a_person_says(vaults: Vaults) -> None:
    clock = StandingClock(DEAD)
    vault = vaults.make("anna", clock=clock)
    assert settle_clock(vault) is Verdict.ASK
    asked = doubt(vault)
    assert asked is not None and asked.says == DEAD and asked.likely == date(2026, 11, 1)
    say_day(vault, date(2026, 11, 22))
    write(vault, {"title": "Market"})
    assert bodies(vault) == [("2026-11-22T00:05:00.000+03:00", True)]
    assert doubt(vault) is None


def test_the_answer_counts_after_the_next_opening_too(vaults: Vaults) -> None:
    clock = StandingClock(DEAD)
    vault = vaults.make("anna", clock=clock)
    say_day(vault, date(2026, 11, 22))
    vault.close()
    clock.moment += timedelta(days=1)
    vault = vaults.open("anna", clock=clock)
    assert settle_clock(vault) is Verdict.CORRECTED and doubt(vault) is None
    assert vault.now().startswith("2026-11-23") and vault.clock_uncertain
    note_clock(vault)
    vault.close()
    clock.moment = DEAD  # the battery is dead: it began anew
    vault = vaults.open("anna", clock=clock)
    assert settle_clock(vault) is Verdict.ASK
    vault.close()
    clock.moment = MOMENT + timedelta(days=3)  # somebody put it right
    vault = vaults.open("anna", clock=clock)
    assert settle_clock(vault) is Verdict.RIGHT and not vault.clock_uncertain
    note_clock(vault)
    assert facts(vault).answer is None


def test_who_does_not_know_writes_entries_that_say_so(vaults: Vaults) -> None:
    vault = vaults.make("anna", clock=StandingClock(DEAD))
    say_day(vault, None)
    write(vault, {"title": "Market"})
    assert bodies(vault) == [(DEAD.isoformat(timespec="milliseconds"), True)]
    assert doubt(vault) is None


def test_entries_of_a_clock_that_ran_ahead_do_not_count_against_the_truth(vaults: Vaults) -> None:
    clock = StandingClock(MOMENT + timedelta(days=400))
    vault = vaults.make("anna", clock=clock)
    write(vault, {"title": "Next year"})
    clock.moment = MOMENT
    assert doubt(vault) is not None
    say_day(vault, MOMENT.date())  # the clock is right, the entry was not
    assert doubt(vault) is None and not vault.clock_uncertain
    write(vault, {"title": "Today"})
    assert bodies(vault)[-1] == (MOMENT.isoformat(timespec="milliseconds"), False)


def test_judging_writes_nothing(vaults: Vaults) -> None:
    vault = vaults.make("anna", clock=StandingClock(DEAD))
    settle_clock(vault)
    assert vault.settings.get("clock-seen") is None and vault.settings.get("clock-answer") is None
