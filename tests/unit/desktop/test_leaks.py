"""The leak guard of one filling-in: shown once a question was left, and each of the three keys does what it says."""

import pytest

from desktop.questionnaire.leaks import Act, Leaks
from forms import shipped
from forms.session import Session
from records.leaking.guard import Guard, Tells
from tests.support.filling import Scenario, session_of

GUARD = Guard(["Grace Mwakalinga"])
STORY = "Grace Mwakalinga ran.\nCall 0754 123 456. Then Grace Mwakalinga hid."
APART = "apart/kept_apart"


def incident(story: str = STORY) -> Session:
    session = session_of(shipped.program("incident").form)
    session.set("story", story)
    return session


def shown(leaks: Leaks, session: Session, path: str = "story") -> list[tuple[str, str]]:
    return [(one.tells.value, one.passage) for one in leaks.found(session, path)]


def left(story: str = STORY) -> tuple[Leaks, Session]:
    leaks, session = Leaks(GUARD), incident(story)
    leaks.leave(session, "story")
    return leaks, session


def test_nothing_is_shown_while_one_types() -> None:
    leaks, session = Leaks(GUARD), incident()
    assert shown(leaks, session) == []
    leaks.leave(session, "story")
    assert shown(leaks, session) == [("name", "Grace Mwakalinga"), ("phone", "0754 123 456")]
    session.set("story", STORY + " And")
    assert shown(leaks, session) == []


def test_masking_hides_every_place_and_can_be_taken_back() -> None:
    leaks, session = left()
    leaks.decide(session, "story", Act.MASK, "Grace Mwakalinga")
    assert session.value("story") == "■■■■■ ■■■■■■■■■■ ran.\nCall 0754 123 456. Then ■■■■■ ■■■■■■■■■■ hid."
    assert shown(leaks, session) == [("phone", "0754 123 456")]
    assert leaks.can_undo(session, "story")
    leaks.decide(session, "story", Act.UNDO)
    assert session.value("story") == STORY and not leaks.can_undo(session, "story")


def test_moving_keeps_it_where_only_the_protection_officer_reads() -> None:
    leaks, session = left()
    leaks.decide(session, "story", Act.MOVE, "0754 123 456")
    leaks.decide(session, "story", Act.MOVE, "Grace Mwakalinga")
    assert session.value("story") == "■■■ ran.\nCall ■■■. Then ■■■ hid."
    assert session.value(APART) == "0754 123 456\nGrace Mwakalinga"
    assert session.answers().values[APART] == "0754 123 456\nGrace Mwakalinga"
    leaks.decide(session, "story", Act.UNDO)
    assert session.value(APART) == "0754 123 456"
    assert "Grace Mwakalinga ran." in session.value("story")


def test_undo_goes_when_something_else_was_written_since() -> None:
    leaks, session = left()
    leaks.decide(session, "story", Act.MASK, "0754 123 456")
    session.set("story", session.value("story") + " More.")
    assert not leaks.can_undo(session, "story")
    leaks.decide(session, "story", Act.UNDO)
    assert "0754" not in session.value("story")


def test_what_is_fine_is_not_asked_again_in_this_note_and_is_remembered_for_this_text() -> None:
    leaks, session = left()
    for passage in ("Grace Mwakalinga", "0754 123 456"):
        leaks.decide(session, "story", Act.FINE, passage)
    session.set("story", STORY + "\nMore of it.")
    leaks.leave(session, "story")
    assert shown(leaks, session) == [] and leaks.unseen(session) == ()
    marks = leaks.marks(session)
    again = Leaks(GUARD, marks)
    again.leave(session, "story")
    assert shown(again, session) == []
    session.set("story", "Grace Mwakalinga has seen it.")
    again.leave(session, "story")
    assert shown(again, session) == [("name", "Grace Mwakalinga")]


def test_a_name_in_the_note_itself_counts_once_it_was_left() -> None:
    leaks, session = left("Neema ran away.")
    assert shown(leaks, session) == []
    row = session.add_row("people")
    for path, value in (("minor", "no"), ("explained", "yes"), ("agrees", "yes"), ("name", "Neema Abdi")):
        session.set(f"{row}/{path}", value)
    leaks.leave(session, f"{row}/name")
    assert shown(leaks, session) == [("name", "Neema")]
    assert shown(leaks, session, f"{row}/name") == []


def test_before_the_end_what_was_never_shown_is_shown_once() -> None:
    leaks, session = Leaks(GUARD), incident()
    assert leaks.unseen(session) == ("story",)
    assert len(shown(leaks, session)) == 2
    assert leaks.unseen(session) == ()


def test_without_a_place_to_keep_things_apart_it_is_not_offered() -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n"
    session = Scenario(table).session
    session.set("a", "0754 123 456")
    leaks = Leaks(Guard())
    leaks.leave(session, "a")
    (leak,) = leaks.found(session, "a")
    assert leak.tells is Tells.PHONE and not leak.apart


@pytest.mark.parametrize(("path", "value"), [("source", "0754-1234-5"), ("when", "2026-11-20"), ("hurt", "1234567")])
def test_codes_days_and_counts_are_never_looked_at(path: str, value: str) -> None:
    session = incident("")
    session.set("how_known", "witness")
    session.set(path, value)
    leaks = Leaks(Guard())
    assert leaks.unseen(session) == ()
