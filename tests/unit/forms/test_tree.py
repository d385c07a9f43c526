"""The numbers of rows are kept count of, and are always what counting them again would say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.tree import Place
from tests.support.filling import Scenario

TABLE = """
    | survey |
    | | type | name | label | relevant | calculation |
    | | begin repeat | a | A | | |
    | | text | hide | H | | |
    | | begin group | g | G | ${hide} = '' | |
    | | calculate | where | | | position(../..) |
    | | end group | | | | |
    | | end repeat | | | | |
    | | begin repeat | b | B | ${off} = '' | |
    | | calculate | n | | | position(..) |
    | | text | t | T | | |
    | | end repeat | | | | |
    | | text | off | O | | |
"""


def counted(place: Place) -> dict[str, int]:
    """The number of each item that is shown, by counting."""
    numbers: dict[str, int] = {}
    found = {}
    for item in place.children:
        numbers[item.name] = numbers.get(item.name, 0) + 1
        found[item.path] = numbers[item.name]
    return found


ACT = st.tuples(st.sampled_from(["add", "remove", "hide", "off", "on"]), st.sampled_from("ab"), st.integers(0, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(ACT, max_size=12))
def test_the_number_of_a_row_is_its_place_whatever_was_done(acts: list[tuple[str, str, int]]) -> None:
    form = Scenario(TABLE)
    for act, repeat, at in acts:
        rows = form.session.rows(repeat)
        if act == "add":
            form.session.add_row(repeat)
        elif act == "remove" and rows:
            form.session.remove_row(rows[at % len(rows)])
        elif act == "hide" and form.session.rows("a"):
            form[f"a[{at % form.count('a') + 1}]/hide"] = "x" if at % 2 else ""
        elif act in ("off", "on"):
            form["off"] = "x" if act == "off" else ""
    root = form.session._filled.root
    for place in root.everything():
        expected = counted(place)
        assert {item.path: place.number(item) for item in place.items if place.number(item)} == expected
    for number, row in enumerate(form.session.rows("b"), 1):
        if form.session.is_relevant(row):
            assert form.session.value(f"{row}/n") == str(number)


def test_the_way_to_a_place_as_xpath_has_it() -> None:
    form = Scenario(TABLE)
    form.add("a")
    places = [place.numbered() for place in form.session._filled.root.fields() if place.name == "where"]
    assert [place.partition("/a")[2] for place in places] == ["[1]/g/where", "[2]/g/where"]
