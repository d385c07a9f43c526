"""The box "Where?" by keyboard: typed, picked, taken again; in every direction of writing; and lists taken in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook
from desktop.places import Go, Where
from desktop.questionnaire.controls.where import WhereField
from desktop.settings.places_box import PlacesBox
from desktop.settings.settings_page import SettingsPage
from records.gazetteer.keeping import keep, kept_list, mark_of, unpacked
from records.gazetteer.reading import read_list
from tests.support.windows import WINDOW, assert_named, desk_in, focused, press, settle, show, tab_to, words_on
from tests.support.writing import CONTROL, SHIFT, Pen, writing

pytestmark = WINDOW

VECTORS = Path(__file__).parents[1] / "vectors" / "gazetteer"
BESIDE = ("where", "area", "place_code", "place_level")
ENTER, DOWN, UP, TAB, ESCAPE = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Escape),
)


def take_in(notebook: Notebook) -> None:
    keep(notebook.vault, read_list((VECTORS / "wide.csv").read_bytes()).gazetteer)


@pytest.fixture(params=["en", "xx", "ar"])
def pen(tmp_path: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Pen]:
    with writing(tmp_path, qtbot, language=request.param) as found:
        found.vault(take_in)
        yield found


def where(pen: Pen) -> WhereField:
    control = pen.control("where")
    assert isinstance(control, WhereField)
    return control


def offered(pen: Pen) -> list[str]:
    offers = where(pen).offers
    return [offers.item(row).text() for row in range(offers.count())] if offers.isVisible() else []


def said(pen: Pen) -> tuple[str, ...]:
    return tuple(pen.page.session().value(path) for path in BESIDE)


def begin(pen: Pen) -> None:
    pen.begin("incident")
    pen.at("where")


def pick(pen: Pen, typed: str) -> None:
    begin(pen)
    pen.type(typed)
    pen.press(DOWN, ENTER)


def finish(pen: Pen, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    """The rest of the note, whatever way it is asked."""
    for path, value in {"story": "s", "kind": "killing", "when": "2026-11-22", "how_known": "saw"}.items():
        pen.answer(path, value)
    pen.finish(modifier)


def test_a_place_is_typed_and_picked_and_its_area_is_there(pen: Pen) -> None:
    begin(pen)
    pen.type("maso")
    texts = pen.desk.texts
    [name] = offered(pen)
    assert name.startswith(("Masoko, Kilwa", "ماسوكو، كيلوا"))  # the made-up language makes everything longer
    item = where(pen).offers.item(0)
    assert texts("place.exact.part") in item.data(Qt.ItemDataRole.AccessibleTextRole)
    pen.press(DOWN)
    assert texts("place.exact.part") in focused().accessibleDescription()
    pen.press(ENTER)
    assert said(pen) == (name, pen.page.session().value("area"), "BJ910101", "part")
    assert "Masoko" not in pen.page.session().value("area")
    assert pen.page.session().value("area").startswith(("Kilwa, Lindi", "كيلوا، ليندي"))
    assert where(pen).exact.text() == texts("place.exact.part")
    assert not where(pen).exact.isHidden()
    here = [one.path for one in pen.paper.sheet.boxes() if one.isAncestorOf(focused())]
    assert here == ["how_known"]  # what is filled need not be passed through


def test_free_text_is_an_answer_and_asks_for_its_area(pen: Pen) -> None:
    begin(pen)
    pen.type("kilwa market")
    pen.press(ENTER)
    assert said(pen) == ("kilwa market", "", "", "written")
    assert where(pen).exact.text() == pen.desk.texts("place.exact.written")
    assert pen.box("area").isAncestorOf(focused())


def test_nothing_is_picked_that_nobody_picked(pen: Pen) -> None:
    begin(pen)
    pen.type("kilwa")
    assert len(offered(pen)) == 2
    pen.press(TAB)
    assert said(pen) == ("kilwa", "", "", "written")
    assert offered(pen) == []


def test_escape_closes_the_list_and_the_list_goes_round_the_words(pen: Pen) -> None:
    begin(pen)
    pen.type("kil")
    pen.press(DOWN, DOWN, UP, ESCAPE)
    assert offered(pen) == []
    assert pen.page.isVisible()
    assert said(pen)[0] == "kil"


def test_enter_on_the_empty_box_takes_the_last_place_with_all_beside_it(pen: Pen) -> None:
    pick(pen, "maso")
    before = said(pen)
    finish(pen)
    begin(pen)
    field = focused()
    assert isinstance(field, QLineEdit)
    assert before[0] in field.placeholderText()
    pen.press(ENTER)
    assert said(pen) == before
    assert pen.box("how_known").isAncestorOf(focused())


def test_what_was_written_freely_is_taken_again_with_its_area(pen: Pen) -> None:
    begin(pen)
    pen.type("The old bridge")
    pen.press(ENTER)
    pen.type("South")
    finish(pen)
    begin(pen)
    pen.type("bri")
    assert offered(pen)[0] == "The old bridge"
    pen.press(DOWN, ENTER)
    assert said(pen) == ("The old bridge", "South", "", "written")


def test_the_next_note_from_the_same_place_is_there_already(pen: Pen) -> None:
    pick(pen, "maso")
    before = said(pen)
    finish(pen, CONTROL | SHIFT)
    assert said(pen) == before


def test_a_note_taken_up_again_stands_as_it_stood(pen: Pen) -> None:
    pick(pen, "maso")
    before = said(pen)
    pen.press(ESCAPE)
    pen.settle()
    [draft] = pen.drafts()
    pen.go(Go(Where.WRITE, draft=draft.id))
    assert said(pen) == before
    assert where(pen).exact.text() == pen.desk.texts("place.exact.part")
    assert_named(pen.page)


def test_what_leaves_for_the_network_is_the_district_alone(pen: Pen) -> None:
    pick(pen, "maso")
    finish(pen)
    [line] = pen.notes()
    values = pen.answers(line).values
    assert (values["place_code"], values["place_level"]) == ("BJ910101", "part")
    schema = pen.vault(lambda notebook: notebook.vault.forms.schema(line.version))
    assert schema is not None
    fields = {field.path: field.value_class.name for field in schema.fields}
    assert {path for path in BESIDE if fields[path] == "NETWORK"} == {"area"}


def test_without_a_list_of_its_own_a_notebook_has_the_provinces(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        begin(pen)
        pen.type("alib")
        assert offered(pen) == ["Alibori"]
        pen.press(DOWN, ENTER)
        assert said(pen) == ("Alibori", "Alibori", "BJ-AL", "province")


@pytest.fixture
def box(tmp_path: Path, qtbot: QtBot) -> Iterator[PlacesBox]:
    with desk_in(tmp_path, qtbot) as desk:
        found = PlacesBox(desk, lambda _parent, _texts, then: then(VECTORS / "wide.csv"))
        show(qtbot, found)
        found.look()
        settle(qtbot, desk.background)
        yield found


def kept(qtbot: QtBot, box: PlacesBox) -> int:
    found: list[int] = []
    box._desk.vault(lambda notebook: len(unpacked(kept_list(notebook.vault)).places)).then(found.append)
    settle(qtbot, box._desk.background)
    return found[0]


def test_a_list_is_seen_before_it_is_taken(qtbot: QtBot, box: PlacesBox) -> None:
    texts = box._desk.texts
    assert box.kept.text() == texts("settings.places-shipped")
    assert_named(box)
    tab_to(qtbot, box.choose)
    press(qtbot, ENTER)
    settle(qtbot, box._desk.background)
    assert box.taken.text() == "7 places would be taken: 2 provinces, 3 districts, 2 parts of districts."
    assert box.left.isHidden()
    assert kept(qtbot, box) == 0
    assert focused() is box.take
    press(qtbot, ENTER)
    settle(qtbot, box._desk.background)
    assert kept(qtbot, box) == 7
    assert box.kept.text().startswith("7 places from a list of your own, since ")
    assert box.take.isHidden()
    press(qtbot, TAB, ENTER)
    settle(qtbot, box._desk.background)
    assert kept(qtbot, box) == 0
    assert box.kept.text() == texts("settings.places-shipped")
    assert focused() is box.choose


def test_what_is_left_out_is_told_and_cancel_takes_nothing(qtbot: QtBot, box: PlacesBox, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("code,name,level,parent\nA,One,1,\nA,Two,1,\nB,Three,2,C\n" + "D,,1,\n" * 4)
    box.read(path)
    settle(qtbot, box._desk.background)
    assert box.left.text().splitlines() == [
        "4 lines are left out: they have no proper name (lines 5, 6, 7 …).",
        "1 line is left out: another line has the same code (line 3).",
        "1 line is left out: what it lies in is not in the list (line 4).",
    ]
    tab_to(qtbot, box.cancel)
    press(qtbot, ENTER)
    assert kept(qtbot, box) == 0
    assert box.left.isHidden()
    assert focused() is box.choose


def test_what_is_no_list_is_refused_with_a_sentence_and_the_one_before_stays(
    qtbot: QtBot, box: PlacesBox, tmp_path: Path
) -> None:
    box.read(VECTORS / "wide.csv")
    settle(qtbot, box._desk.background)
    press(qtbot, ENTER)
    settle(qtbot, box._desk.background)
    path = tmp_path / "list.csv"
    path.write_bytes("code,name,level,parent\nA,Élan,1,\n".encode("latin-1"))
    box.read(path)
    settle(qtbot, box._desk.background)
    assert box.problem.text() == box._desk.texts("error.places-not-text")
    assert box.take.isHidden()
    assert kept(qtbot, box) == 7


def test_a_list_that_is_no_longer_wanted_is_not_shown(qtbot: QtBot, box: PlacesBox) -> None:
    box.read(VECTORS / "wide.csv")
    box.close_up()
    settle(qtbot, box._desk.background)
    assert box.taken.isHidden()
    assert box.take.isHidden()


def test_the_settings_page_has_it_and_the_next_note_finds_the_new_places(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        begin(pen)
        pen.type("maso")
        assert not any("Masoko, Kilwa" in one for one in offered(pen))
        pen.go(Go(Where.SETTINGS))
        page = pen.main.stack.currentWidget()
        assert isinstance(page, SettingsPage)
        assert pen.desk.texts("settings.places-shipped") in words_on(page)
        page.places.read(VECTORS / "wide.csv")
        pen.settle()
        page.places.take.click()
        pen.settle()
        assert pen.vault(lambda notebook: mark_of(notebook.vault)).places == 7
        begin(pen)
        pen.type("maso")
        assert "Masoko, Kilwa" in offered(pen)
