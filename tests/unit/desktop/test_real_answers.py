"""Real events and real sentences as answers of our own forms: through what the page fills in, and by command.

The samples that are shipped always; the larger sets where they lie beside this repository.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from desktop import samples
from desktop.questionnaire.answering import Answering
from forms import shipped
from forms.session import Problem, Wrong
from records.people import Role
from records.values import Value
from resources.texts import Texts
from tests.support.called import Laptop, make
from tests.support.filling import session_of

BESIDE = Path(__file__).parents[4] / "shared" / "data"
TEXTS = Texts("en")
DAY = "2026-11-20"
ANSWERS = {"incident": 200, "hate_speech": 40}


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"{path.name} is not here (../shared/data)")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def case(row: Mapping[str, str], language: str) -> dict[str, str]:
    """A case of HateCheck by the names its sample has."""
    names = {"text": "test_case", "label": "label_gold", "target": "target_ident", "functionality": "functionality"}
    return {"language": language, **{ours: row[theirs] for ours, theirs in names.items()}}


def shipped_answers(form: str) -> list[dict[str, str]]:
    match form:
        case "incident":
            return [samples.incident(event) for event in samples.events()]
        case _:
            return [samples.hate_speech(one, DAY) for one in samples.sentences()]


def finished(form: str, answers: Mapping[str, str]) -> tuple[Mapping[str, Value], tuple[Problem, ...]]:
    """Answer one note as the page does; what would be signed, and what is wrong."""
    now = Answering(session_of(shipped.program(form).form), TEXTS)
    for path, value in answers.items():
        now.answer(path, value)
        now.leave(path)
    assert {path: now.value(path) for path in answers} == answers
    return now.session.answers().values, now.finish()


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    found = make(tmp_path, "anna", Role.MONITOR, "Kilwa")
    for name, value in {"STATE": str(tmp_path / "state"), "HOME": str(tmp_path / "home"), "LANGUAGE": "en"}.items():
        monkeypatch.setenv(f"KINGA_{name}", value)
    return found


def assert_all_are_kept(form: str, every: Iterable[dict[str, str]]) -> None:
    for answers in every:
        values, wrong = finished(form, answers)
        assert wrong == (), answers
        assert {path: str(values[path]) for path in answers} == answers


@pytest.mark.parametrize("form", ANSWERS)
def test_what_is_shipped_can_be_written_down(form: str) -> None:
    every = shipped_answers(form)
    assert len(every) == ANSWERS[form]
    assert_all_are_kept(form, every)


@pytest.mark.parametrize("form", ANSWERS)
def test_what_is_shipped_is_added_by_command(form: str, laptop: Laptop, tmp_path: Path) -> None:
    every = shipped_answers(form)
    file = tmp_path / "answers.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in every), encoding="utf-8")
    done = laptop.done("add", form, str(file))
    assert done["problems"] == []
    assert len(done["codes"]) == ANSWERS[form]
    for place in range(0, len(every), 40):
        values = laptop.done("show", done["codes"][place])["values"]
        assert {path: str(values[path]) for path in every[place]} == every[place]


def test_seven_hundred_events_can_be_written_down() -> None:
    events = rows(BESIDE / "ucdp-ged-700.csv")
    assert len(events) == 700
    sound = [event for event in events if int(event["low"]) <= int(event["high"])]
    assert_all_are_kept("incident", map(samples.incident, sound))
    for event in events:
        if event not in sound:  # real tables contradict themselves here and there, and that is told
            assert [(one.path, one.wrong) for one in finished("incident", samples.incident(event))[1]] == [
                ("killed_most", Wrong.CONSTRAINT)
            ]
    assert 0 < len(events) - len(sound) < 10


@pytest.mark.parametrize(("name", "language"), [("en", "en"), ("french", "fr"), ("arabic", "ar")])
def test_sentences_of_three_languages_can_be_written_down(name: str, language: str) -> None:
    """Every fifth of them: the rest says the same of other groups."""
    cases = rows(BESIDE / "hatecheck" / f"cases-{name}.csv")
    assert len(cases) > 3500
    every = [samples.hate_speech(case(one, language), DAY) for one in cases[::5]]
    assert_all_are_kept("hate_speech", every)
    assert language == "en" or any(not one["quote"].isascii() for one in every)
