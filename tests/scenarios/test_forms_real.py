"""Questionnaires of others, as they are: they open, ask, take answers through every condition both ways, and come back.

All four of them open; the file of places that ODK's form with every type asks for is ours (SOURCES.md).
"""

import json
from functools import cache
from pathlib import Path
from random import Random

import pytest

from forms.answer_files import FileKind, read_answers
from forms.answers import fill, nested
from forms.converting import compile_file
from forms.errors import FormsCode
from forms.model import Control, Form, Sort
from forms.positions import Positions
from forms.storing import from_bytes, to_bytes
from records.errors import Known
from records.values import Blob
from tests.support.answering import Answerer, both_ways
from tests.support.filling import session_of

FOLDER = Path(__file__).parents[1] / "vectors" / "xlsforms"
OPEN = {
    "ifrc-distribution-site-assessment-v1.xlsx": ("English", "Français"),
    "socio-economic-survey-v20240515.xlsx": ("English (en)", "French (fr)"),
    "bench9.xml": ("English", "Dutch"),
    "all-question-types-v2024091201-3.xlsx": ("default",),
}
ROUNDS = 40


@cache
def form(name: str) -> Form:
    return from_bytes(to_bytes(compile_file(FOLDER / name)))


def test_every_form_is_here() -> None:
    media = "all-question-types-v2024091201-3-media"
    assert {path.name for path in FOLDER.iterdir()} == {*OPEN, media, "SOURCES.md"}


def test_every_question_type_of_odk_can_be_answered() -> None:
    """All that ODK's form with every type asks."""
    every = form("all-question-types-v2024091201-3.xlsx")
    asked = {one.path for one in every.definitions if one.control is not Control.NONE and one.readonly is None}
    assert len(asked) > 80
    answered: set[str] = set()
    for number in range(4):
        session = session_of(every)
        Answerer(Random(number), eager=1.0).answer_all(session)
        assert session.problems() == ()
        answered |= set(session.answers().values)
        assert session_of(every, session.draft_answers()).answers() == session.answers()
    assert answered == asked


def test_without_the_file_it_asks_for_a_form_is_refused(tmp_path: Path) -> None:
    name = "all-question-types-v2024091201-3.xlsx"
    (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    with pytest.raises(Known) as problem:
        compile_file(tmp_path / name)
    assert problem.value.code is FormsCode.FORM_FILE
    assert (problem.value.facts["row"], problem.value.facts["file"]) == (83, "cities.geojson")


@pytest.mark.parametrize("name", OPEN)
def test_it_opens_in_its_languages(name: str) -> None:
    assert form(name).languages == OPEN[name]
    for language in ("en", "fr", "nl", "sw"):
        session = session_of(form(name), language=language)
        labels = [session.label(one.path) for one in session.asked() if one.definition.label]
        assert labels
        assert all(labels)


@pytest.mark.parametrize("name", OPEN)
def test_it_is_answered_through_every_condition_both_ways(name: str) -> None:
    seen: dict[str, set[bool]] = {}
    for number in range(ROUNDS if form(name).id != "bench9" else 3):
        session = session_of(form(name))
        Answerer(Random(number), eager=0.6 + 0.4 * (number % 2)).answer_all(session)
        both_ways(session, seen)
        again = session_of(form(name), session.draft_answers())
        assert (again.answers(), again.problems()) == (session.answers(), session.problems())
    conditions = {one.path: one.relevant.text for one in form(name).definitions if one.relevant is not None}
    assert seen == {path: {False} if text == "false()" else {True, False} for path, text in conditions.items()}


@pytest.mark.parametrize("name", OPEN)
def test_its_answers_go_out_and_come_in_again(name: str) -> None:
    took = 0
    for number in range(12):
        session = session_of(form(name))
        Answerer(Random(100 + number)).answer_all(session)
        if session.problems():
            continue
        took += 1
        answers, positions = session.answers(), Positions(session.row_ids())
        away = nested(form(name), answers)
        cleared = {
            positions.name(path): None for path, one in session.places() if one.initial and not session.value(path)
        }
        files = {positions.name(path): value for path, value in answers.values.items() if isinstance(value, Blob)}
        again = session_of(form(name), rows="other")
        fill(again, read_answers(json.dumps(away | cleared).encode(), FileKind.JSON)[0], files)
        assert nested(form(name), again.answers()) == away
    assert took


def test_the_old_workbook_named_as_a_new_one_opens() -> None:
    raw = (FOLDER / "ifrc-distribution-site-assessment-v1.xlsx").read_bytes()
    assert raw.startswith(b"\xd0\xcf\x11\xe0")
    assert sum(one.sort is Sort.FIELD for one in form("ifrc-distribution-site-assessment-v1.xlsx").definitions) > 90
