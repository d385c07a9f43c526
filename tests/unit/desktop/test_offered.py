"""What home offers: the few things a role begins every day in sight, everything else it writes behind one button."""

import pytest

from desktop.acts import form_names
from desktop.home.offered import offered
from records.people import Office, Party, Role


def of(role: Role) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = offered(role, form_names(Party(b"me", Office("BEN", "Parish"), role)))
    return found.first, found.rest


def test_a_monitor_sees_her_four_ways_to_write() -> None:
    first, rest = of(Role.MONITOR)
    assert first[:3] == ("incident", "hate_speech", "week_note")
    assert set(first[3:]) <= {"warning"}
    assert {"source", "arms_flow"} <= {*rest}
    assert not {"verification", "country_profile"} & {*first, *rest}


@pytest.mark.parametrize("role", Role)
def test_every_form_a_role_writes_is_offered_once(role: Role) -> None:
    first, rest = of(role)
    names = form_names(Party(b"me", Office("BEN", "Parish"), role))
    assert sorted([*first, *rest]) == sorted(names)
    assert len(first) <= 5


def test_a_form_nobody_thought_of_is_behind_the_button() -> None:
    found = offered(Role.MONITOR, ["incident", "new_one"])
    assert (found.first, found.rest) == (("incident",), ("new_one",))
