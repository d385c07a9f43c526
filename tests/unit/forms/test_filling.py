"""Promises: what follows from an answer is what a filling-in begun afresh with the same answers would show; what does
not count never comes out; and many rows take no unreasonable time.
"""

from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forms.model import Control, Sort
from forms.session import Session
from tests.support.filling import session_of, state_of
from tests.support.random_forms import VALUES, random_form


def act(session: Session, chance: Random) -> None:
    """Do one thing a person could do."""
    places = list(session.places())
    asked = [path for path, one in places if one.sort is Sort.FIELD and one.control is not Control.NONE]
    rows = [path for path, one in places if one.sort is Sort.REPEAT]
    dice = chance.random()
    if dice < 0.15 and rows:
        session.remove_row(chance.choice(rows))
    elif dice < 0.35 and (repeats := repeats_of(session)):
        session.add_row(chance.choice(repeats))
    elif asked:
        session.set(chance.choice(asked), chance.choice(VALUES))


def repeats_of(session: Session) -> list[str]:
    """Every repeat there is a place for, counted ones left out."""
    above = [("", "")] + [(path, one.path) for path, one in session.places() if one.sort is not Sort.FIELD]
    return [
        f"{path}/{one.path.rpartition('/')[2]}".lstrip("/")
        for one in session.form.definitions
        for path, form_path in above
        if one.sort is Sort.REPEAT and one.count is None and one.path.rpartition("/")[0] == form_path
    ]


def compare(session: Session) -> None:
    """A filling-in begun with the draft of another is in the same state."""
    again = session_of(session.form, session.draft_answers(), rows="n")
    here, there = state_of(session), state_of(again)
    assert {path: shown for path, (_, shown) in there.items()} == {path: shown for path, (_, shown) in here.items()}
    assert {path: one for path, one in there.items() if one[1]} == {path: one for path, one in here.items() if one[1]}
    assert again.problems() == session.problems()
    assert again.answers() == session.answers()
    assert again.draft_answers() == session.draft_answers()
    assert list(again.asked()) == list(session.asked())


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 1 << 30))
def test_what_follows_is_what_would_be_there_from_the_start(seed: int, moves: int) -> None:
    form = random_form(seed)
    assume(form is not None)
    assert form is not None
    session, chance = session_of(form), Random(moves)
    compare(session)
    for _ in range(12):
        act(session, chance)
    compare(session)
    for _ in range(3):
        act(session, chance)
        compare(session)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 1 << 30))
def test_what_is_not_relevant_never_comes_out(seed: int, moves: int) -> None:
    form = random_form(seed)
    assume(form is not None)
    assert form is not None
    session, chance = session_of(form), Random(moves)
    for _ in range(10):
        act(session, chance)
    answers = session.answers()
    assert all(session.is_relevant(path) for path in answers.values)
    assert all(session.is_relevant(f"{repeat}#{row}") for repeat, ids in answers.rows.items() for row in ids)
    relevant = {path for path, one in session.places() if one.sort is Sort.FIELD and session.is_relevant(path)}
    told = {problem.path for problem in session.problems()}
    assert told <= relevant
    assert {path for path in relevant if session.value(path)} - set(answers.values) <= told


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 1 << 30))
def test_what_is_protected_and_not_relevant_leaves_the_draft(seed: int, moves: int) -> None:
    form = random_form(seed)
    assume(form is not None)
    assert form is not None
    chance = Random(moves)
    protected = {one.path for one in form.definitions if chance.random() < 0.5}
    marked = (replace(one, value_class="protected") if one.path in protected else one for one in form.definitions)
    session = session_of(replace(form, definitions=tuple(marked)))
    for _ in range(12):
        act(session, chance)
        draft = session.draft_answers().values
        for path, one in session.places():
            stands = bool(session.value(path)) if one.sort is Sort.FIELD else False
            assert (path in draft) == (stands and (session.is_relevant(path) or one.path not in protected))
