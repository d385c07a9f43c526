"""What stands on the page: rows as cards, buttons for what comes on demand, parts of a long form, in its order."""

from collections.abc import Iterable, Sequence

import pytest

from desktop.questionnaire.plan import Gone, Piece, Shape, pieces, sections
from forms import shipped
from tests.support.filling import Scenario, session_of

DEMAND = """
    | survey | | | | |
    | | type | name | label | appearance |
    | | text | story | Story | |
    | | begin_repeat | photos | Photo | on-demand |
    | | text | about | About | |
    | | end_repeat | | | |
    | | begin_repeat | people | Person | on-demand |
    | | text | name | Name | |
    | | begin_repeat | marks | Mark | |
    | | text | mark | Mark | |
    | | end_repeat | | | |
    | | end_repeat | | | |
    | | begin_group | more | More | on-demand |
    | | text | note | Note | |
    | | end_group | | | |
    | | text | last | Last | |
    | | begin_repeat | visits | Visit | |
    | | integer | a | A | count |
    | | integer | b | B | count |
    | | end_repeat | | | |
"""


def outline(found: Iterable[Piece]) -> list[object]:
    """Pieces as plain lists: questions by path, others by shape with what is inside."""
    plain: list[object] = []
    for piece in found:
        match piece.shape:
            case Shape.QUESTION:
                plain.append(piece.path)
            case Shape.ADDERS:
                plain.append([f"+{adder.path}" for adder in piece.adders])
            case Shape.GONE:
                plain.append("gone")
            case _:
                plain.append((piece.shape.value, piece.path, outline(piece.inside)))
    return plain


def test_what_comes_on_demand_is_a_row_of_buttons_behind_its_neighbours() -> None:
    session = Scenario(DEMAND).session
    assert outline(pieces(session)) == [
        "story",
        ["+photos", "+people", "+more"],
        "last",
        ("row", "visits#r1", [("line", "visits#r1/a", ["visits#r1/a", "visits#r1/b"])]),
        ["+visits"],
    ]


def test_rows_stand_before_the_buttons_in_the_order_of_the_form() -> None:
    scenario = Scenario(DEMAND)
    scenario.add("people")
    scenario.add("photos")
    assert outline(pieces(scenario.session))[1:4] == [
        ("row", "photos#r4", ["photos#r4/about"]),
        (
            "row",
            "people#r2",
            ["people#r2/name", ("row", "people#r2/marks#r3", ["people#r2/marks#r3/mark"]), ["+people#r2/marks"]],
        ),
        ["+photos", "+people", "+more"],
    ]


def test_a_group_on_demand_opens_when_asked_or_answered() -> None:
    scenario = Scenario(DEMAND)
    closed = outline(pieces(scenario.session))
    assert ["+photos", "+people", "+more"] in closed
    opened = outline(pieces(scenario.session, frozenset({"more"})))
    assert ("group", "more", ["more/note"]) in opened
    assert ["+photos", "+people"] in opened
    scenario["more/note"] = "written"
    assert outline(pieces(scenario.session)) == opened


def test_rows_are_numbered_where_there_are_several() -> None:
    scenario = Scenario(DEMAND)
    scenario.add("photos")
    assert [one.number for one in pieces(scenario.session) if one.path.startswith("photos#")] == [0]
    scenario.add("photos")
    assert [one.number for one in pieces(scenario.session) if one.path.startswith("photos#")] == [1, 2]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_removed_row_leaves_its_place(place: int) -> None:
    scenario = Scenario(DEMAND)
    for _ in range(2):
        scenario.add("photos")
    found = outline(pieces(scenario.session, gone=Gone("photos", place)))
    rows = [one if one == "gone" else one[1] for one in found[1:4]]  # type: ignore[index]
    assert rows.index("gone") == place


def test_rows_of_a_counted_repeat_cannot_be_added() -> None:
    table = """
        | survey | | | | |
        | | type | name | label | repeat_count |
        | | integer | n | How many? | |
        | | begin_repeat | each | Each | ${n} |
        | | text | who | Who | |
        | | end_repeat | | | |
    """
    scenario = Scenario(table)
    scenario["n"] = 2
    assert [one.shape for one in pieces(scenario.session)] == [Shape.QUESTION, Shape.ROW, Shape.ROW]


def test_what_is_not_asked_does_not_stand_there() -> None:
    table = """
        | survey | | | | |
        | | type | name | label | relevant |
        | | integer | a | A | |
        | | begin_group | g | G | ${a} = 1 |
        | | text | b | B | |
        | | end_group | | | |
        | | begin_repeat | r | R | ${a} = 1 |
        | | text | c | C | |
        | | end_repeat | | | |
    """
    scenario = Scenario(table)
    assert outline(pieces(scenario.session)) == ["a"]
    scenario["a"] = 1
    assert outline(pieces(scenario.session)) == ["a", ("group", "g", ["g/b"]), ("row", "r#r1", ["r#r1/c"]), ["+r"]]


def parts(form: str) -> Sequence[str]:
    session = session_of(shipped.program(form).form)
    return [part.path for part in sections(session, pieces(session))]


def test_a_long_form_is_shown_in_parts_and_a_short_one_in_one() -> None:
    assert parts("country_profile") == ["a", "b", "c", "d", "e", "f", "g", "h", "stage"]
    assert parts("incident") == parts("hate_speech") == parts("source") == [""]


@pytest.mark.parametrize("form", shipped.names())
def test_every_question_asked_stands_exactly_once(form: str) -> None:
    session = session_of(shipped.program(form).form)
    demanded = frozenset(one.path for one in session.form.definitions if "on-demand" in one.appearance)
    for repeat in demanded:
        if any(one.path == repeat for one in session.asked() if one.definition.sort.value == "repeat"):
            session.add_row(repeat)
    asked = [one for one in session.asked() if one.definition.sort.value == "field"]
    fields = [one.path for one in asked if "hidden" not in one.definition.appearance.split()]
    stand = [one.path for part in sections(session, pieces(session, demanded)) for one in part.questions()]
    assert stand == fields
