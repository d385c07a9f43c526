"""An answer to "Where?": what is written beside it, and what never is."""

from pathlib import Path

import pytest

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.asking import question
from desktop.questionnaire.place_index import PlaceIndex
from desktop.questionnaire.wheres import Beside, Offer, PlaceWords, Spot, beside, offers
from forms import shipped
from records.gazetteer.reading import read_list
from records.gazetteer.values import Exactness
from records.schema import Class
from resources.texts import Texts
from tests.support.filling import Scenario, session_of

GAZETTEER = read_list((Path(__file__).parents[2] / "vectors" / "gazetteer" / "long.csv").read_bytes()).gazetteer
FRENCH = read_list((Path(__file__).parents[2] / "vectors" / "gazetteer" / "wide.csv").read_bytes()).gazetteer
TEXTS = Texts("en")
WORDS = PlaceWords(TEXTS, "BEN")
PATHS = ("where", "area", "place_code", "place_level")
MASOKO = Spot("Masoko, Kilwa", "Kilwa, Lindi", "BJ910101", "part")


def spot(code: str) -> Spot:
    return WORDS.spot(GAZETTEER, GAZETTEER.by_code[code])


def incident() -> Answering:
    return Answering(session_of(shipped.program("incident").form), TEXTS)


def said(now: Answering) -> tuple[str, ...]:
    return tuple(now.value(path) for path in PATHS)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("BJ91", Spot("Lindi", "Lindi", "BJ91", "province")),
        ("BJ9101", Spot("Kilwa, Lindi", "Kilwa, Lindi", "BJ9101", "district")),
        ("BJ910101", MASOKO),
        ("BJ91010101", Spot("Market quarter, Kilwa", "Kilwa, Lindi", "BJ91010101", "village")),
        ("TG9101", Spot("Border post, Élan, Togo", "Border post, Élan, Togo", "TG9101", "district")),
        ("TG91", Spot("Élan, Togo", "Élan, Togo", "TG91", "province")),
    ],
)
def test_what_picking_a_place_answers(code: str, expected: Spot) -> None:
    assert spot(code) == expected


def test_the_area_never_says_more_than_the_district() -> None:
    areas = {WORDS.name(GAZETTEER, one) for one in GAZETTEER.places if one.level <= 2}
    for one in GAZETTEER.places:
        assert WORDS.spot(GAZETTEER, one).area in areas
        if one.level > 2:
            assert one.name("") not in WORDS.spot(GAZETTEER, one).area


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("BJ91", "A province"),
        ("BJ9101", "A district · province of Lindi"),
        ("BJ910101", "A part of a district · district of Kilwa, province of Lindi"),
        ("BJ91010101", "A village or quarter · Masoko, district of Kilwa, province of Lindi"),
        ("TG9101", "A district · province of Élan, Togo"),
    ],
)
def test_what_stands_beneath_a_place(code: str, expected: str) -> None:
    assert WORDS.beneath(GAZETTEER, GAZETTEER.by_code[code]) == expected


def test_places_have_their_names_in_the_language() -> None:
    masoko = FRENCH.by_code["BJ910101"]
    assert PlaceWords(Texts("fr"), "BEN").name(FRENCH, masoko) == "Massoko, Kiloua"
    assert PlaceWords(Texts("ar"), "BEN").name(FRENCH, masoko) == "ماسوكو، كيلوا"


def test_a_question_names_what_is_written_beside_it() -> None:
    form = shipped.program("incident").form
    [one] = [one for one in form.definitions if one.path == "where"]
    assert beside(one, "where") == Beside("area", "place_code", "place_level")
    assert beside(one, "visits#r1/where") == Beside("visits#r1/area", "visits#r1/place_code", "visits#r1/place_level")
    fields = {field.path: field for field in shipped.schema("incident").fields}
    assert {path: fields[path].value_class for path in PATHS} == {
        "where": Class.RESTRICTED,
        "area": Class.NETWORK,
        "place_code": Class.RESTRICTED,
        "place_level": Class.RESTRICTED,
    }
    assert set(fields["place_level"].codes) == {one.value for one in Exactness}


def test_a_picked_place_fills_what_stands_beside_it() -> None:
    now = incident()
    now.answer("where", MASOKO)
    assert said(now) == ("Masoko, Kilwa", "Kilwa, Lindi", "BJ910101", "part")
    assert now.session.answers().values["place_code"] == "BJ910101"
    now.answer("where", spot("TG91"))
    assert said(now) == ("Élan, Togo", "Élan, Togo", "TG91", "province")


def test_what_is_written_freely_asks_for_its_area_as_before() -> None:
    now = incident()
    now.answer("where", "The old bridge")
    assert said(now) == ("The old bridge", "", "", "written")
    now.answer("area", "South")
    now.answer("where", "The old bridge, east side")
    assert said(now) == ("The old bridge, east side", "South", "", "written")
    now.answer("where", "")
    assert said(now) == ("", "South", "", "")


def test_words_behind_a_picked_place_leave_it_picked_and_other_words_do_not() -> None:
    now = incident()
    now.answer("where", MASOKO)
    now.answer("where", "Masoko, Kilwa, by the market")
    assert said(now) == ("Masoko, Kilwa, by the market", "Kilwa, Lindi", "BJ910101", "part")
    now.answer("where", "Masok")
    assert said(now) == ("Masok", "", "", "written")


def test_an_area_the_person_wrote_stays_when_the_place_goes() -> None:
    now = incident()
    now.answer("where", MASOKO)
    now.answer("area", "The whole coast")
    now.answer("where", "Elsewhere")
    assert said(now) == ("Elsewhere", "The whole coast", "", "written")


def test_in_a_note_that_was_begun_before_the_place_is_still_picked() -> None:
    first = incident()
    first.answer("where", MASOKO)
    again = Answering(session_of(shipped.program("incident").form, first.session.draft_answers()), TEXTS)
    again.answer("where", "Masoko, Kilwa harbour")
    assert said(again)[1:] == ("Kilwa, Lindi", "BJ910101", "part")
    again.answer("where", "Another town")
    assert said(again) == ("Another town", "", "", "written")


def test_the_next_note_from_the_same_place_has_all_of_it() -> None:
    now, following = incident(), incident()
    now.answer("where", MASOKO)
    for path, value in now.carried().items():
        following.answer(path, value)
    assert said(following) == said(now)
    following.answer("where", "Another town")
    assert said(following) == ("Another town", "", "", "written")


def test_how_exact_it_is_comes_with_the_question() -> None:
    now = incident()
    [one] = [one for one in now.session.form.definitions if one.path == "where"]
    assert question(now.session, "where", one).exact == ""
    now.answer("where", spot("BJ9101"))
    assert question(now.session, "where", one).exact == "district"
    now.answer("where", "Somewhere")
    assert WORDS.exact(question(now.session, "where", one).exact) == "As you wrote it"
    assert WORDS.exact("") == ""


def test_what_is_filled_is_not_asked() -> None:
    asked = [piece.path for part in incident().sections() for piece in part.questions()]
    assert {"where", "area"} <= set(asked)
    assert not {"place_code", "place_level"} & set(asked)


def test_a_form_without_them_takes_the_place_alone() -> None:
    table = "| survey | | | | |\n| | type | name | label | appearance |\n| | text | where | Where? | place |\n"
    now = Answering(Scenario(table).session, TEXTS)
    now.answer("where", MASOKO)
    now.answer("where", "Elsewhere")
    assert now.value("where") == "Elsewhere"


INDEX = PlaceIndex(GAZETTEER, "BEN")
BRIDGE = Spot("The old bridge", "South", "", "written")


def texts_of(found: tuple[Offer, ...]) -> list[str]:
    return [one.spot.text for one in found]


def test_the_last_places_come_first_and_each_place_once() -> None:
    before = (BRIDGE, MASOKO, spot("BJ9201"))
    assert texts_of(offers("", before, INDEX, WORDS)) == ["The old bridge", "Masoko, Kilwa", "Kilwa, Élan"]
    assert texts_of(offers("kil", before, INDEX, WORDS)) == ["Kilwa, Élan", "Masoko, Kilwa", "Kilwa, Lindi"]
    assert texts_of(offers("bridge", before, None, WORDS)) == ["The old bridge"]
    assert offers("The old bridge", (BRIDGE,), None, WORDS) == ()
    many = tuple(Spot(f"Kilwa {number}") for number in range(9))
    assert texts_of(offers("kilwa", many, INDEX, WORDS))[:4] == ["Kilwa 0", "Kilwa 1", "Kilwa 2", "Kilwa, Lindi"]


def test_what_was_written_before_says_so_beneath() -> None:
    beneath = {one.spot.text: one.beneath for one in offers("", (BRIDGE, Spot("Plain"), MASOKO), None, WORDS)}
    assert beneath == {
        "The old bridge": "As you wrote it · South",
        "Plain": "",
        "Masoko, Kilwa": "A part of a district · Kilwa, Lindi",
    }
