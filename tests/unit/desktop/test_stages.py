"""The order of a first run: every stage can be reached, every one can be left backwards, numbers count up."""

import pytest

from desktop.beginning.stages import Stage, after, before, number, stages
from records.people import Role


@pytest.mark.parametrize("role", Role)
def test_on_and_back_are_each_others_reverse(role: Role) -> None:
    walked = [Stage.LANGUAGE]
    while (following := after(walked[-1], role)) is not None:
        assert before(following, role) is walked[-1]
        walked.append(following)
    assert tuple(walked) == stages(role)
    assert before(Stage.LANGUAGE, role) is None


@pytest.mark.parametrize("role", Role)
def test_numbers_count_up_to_the_last(role: Role) -> None:
    told = [place for stage in stages(role) if (place := number(stage, role)) is not None]
    assert [place[0] for place in told] == list(range(1, len(told) + 1))
    assert {place[1] for place in told} == {len(told)}
    assert number(Stage.PRACTICE, role) is None


def test_headquarters_and_trainers_are_not_asked_for_a_headquarters() -> None:
    without = {role for role in Role if Stage.CARD not in stages(role)}
    assert without == {Role.HEADQUARTERS, Role.TRAINER}
