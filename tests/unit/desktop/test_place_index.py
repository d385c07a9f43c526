"""Finding a place among very many: the same as looking at each of them, with what one means first."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.questionnaire import place_index
from desktop.questionnaire.finding import folded
from desktop.questionnaire.place_index import PlaceIndex
from records.gazetteer.reading import read_list
from records.gazetteer.values import Gazetteer, Name, Place

VECTORS = Path(__file__).parents[2] / "vectors" / "gazetteer"
WORDS = st.sampled_from(["Kilwa", "Kisiwani", "Masoko", "Old", "Élan", "كيلوا", "ال", "Kil-Old", "a", "ab", "b"])
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
TYPED = st.lists(WORDS.flatmap(lambda word: st.integers(1, len(word)).map(lambda end: word[:end])), max_size=3)


def place(number: int, names: list[str], parent: int | None, country: str = "BEN", level: int = 1) -> Place:
    above = "" if parent is None else f"P{parent}"
    return Place(f"P{number}", country, level, above, tuple(Name("", one) for one in names))


@st.composite
def gazetteers(draw: st.DrawFn) -> Gazetteer:
    """Up to eight places, the later ones in one of the first."""
    names = draw(st.lists(st.lists(NAMES, min_size=1, max_size=2), min_size=1, max_size=8))
    countries = draw(st.lists(st.sampled_from(["BEN", "TGO"]), min_size=len(names), max_size=len(names)))
    places = [place(n, one, 0 if n % 2 else None, countries[n], 2 if n % 2 else 1) for n, one in enumerate(names)]
    return Gazetteer(tuple(places))


def fits(gazetteer: Gazetteer, one: Place, typed: str) -> bool:
    """By looking at it: a word in a name of its own, the others in its own names or those it lies in."""
    wanted = folded(typed).split()
    own = [" ".join(folded(name.text).split()) for name in one.names]
    line = [*own, *(" ".join(folded(name.text).split()) for above in gazetteer.above(one) for name in above.names)]
    everywhere = " " + " ".join(line)
    longest = max(wanted, key=len, default="")
    telling = [word for word in wanted if len(word) > 1 or len(longest) == 1]  # a letter alone only narrows
    begins = all(f" {word}" in everywhere for word in wanted) and any(f" {w}" in f" {n}" for w in telling for n in own)
    inside = all(word in everywhere for word in wanted) and any(longest in name for name in own)
    return bool(wanted) and (begins or inside)


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    return PlaceIndex(read_list((VECTORS / "wide.csv").read_bytes()).gazetteer, "BEN")


def codes(index: PlaceIndex, typed: str, limit: int = 9) -> list[str]:
    return [one.code for one in index.find(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kilwa", ["BJ9101", "BJ9201"]),
        ("KIL", ["BJ9101", "BJ9201"]),
        ("kilwa elan", ["BJ9201"]),
        ("elan kilwa", ["BJ9201"]),
        ("Kilwa, Lindi", ["BJ9101"]),
        ("masoko lin", ["BJ910101"]),
        ("port", ["BJ910102"]),
        ("soko", ["BJ910101"]),
        ("old po", ["BJ910102"]),
        ("vieux port", ["BJ910102"]),
        ("riviere", ["BJ9102"]),
        ("كيلوا", ["BJ9101", "BJ9201"]),
        ("ايلان", ["BJ92"]),
        ("قديم", ["BJ910102"]),
        ("lindi", ["BJ91"]),
        ("nowhere", []),
        ("", []),
        (" , ", []),
    ],
)
def test_a_place_is_found_by_any_of_its_names_in_any_writing(index: PlaceIndex, typed: str, found: list[str]) -> None:
    assert codes(index, typed) == found


@given(gazetteers(), TYPED)
def test_it_finds_what_looking_at_each_would_find(gazetteer: Gazetteer, words: list[str]) -> None:
    typed = " ".join(words)
    found = PlaceIndex(gazetteer, "BEN").find(typed, 20)
    assert len(set(found)) == len(found)
    assert set(found) == {one for one in gazetteer.places if fits(gazetteer, one, typed)}


@given(gazetteers(), TYPED, st.integers(1, 3))
def test_of_many_it_gives_the_first(gazetteer: Gazetteer, words: list[str], limit: int) -> None:
    index = PlaceIndex(gazetteer, "BEN")
    assert index.find(" ".join(words), limit) == index.find(" ".join(words), 20)[:limit]


def test_beginnings_ones_own_country_and_larger_places_come_first() -> None:
    abroad = place(1, ["Kilwa"], None, "TGO")
    inside = place(2, ["Old Kilwa"], None)
    village = place(3, ["Kilwa Masoko"], 4, level=3)
    district = place(4, ["Kilwa"], None, level=2)
    anywhere = place(5, ["Lukilwa"], None)
    index = PlaceIndex(Gazetteer((anywhere, abroad, inside, village, district)), "BEN")
    assert index.find("kilwa", 9) == (district, village, abroad, inside, anywhere)


def test_what_stands_in_very_many_names_is_not_looked_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_index, "_LOOKED_AT", 3)
    index = PlaceIndex(Gazetteer(tuple(place(n, [f"Xkilwa {n}"], None) for n in range(9))), "BEN")
    assert len(index.find("kilwa", 9)) == 3
