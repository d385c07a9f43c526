"""A list of places from a file: what is taken is true, what is not is counted, what is no list is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.gazetteer import reading
from records.gazetteer.file import read_file
from records.gazetteer.reading import Fault, ListRead, read_list
from records.gazetteer.shipped import shipped
from records.gazetteer.values import Exactness, Gazetteer, Name, Place, Point, joined

VECTORS = Path(__file__).parents[2] / "vectors" / "gazetteer"
REAL = Path(__file__).parents[4] / "shared" / "data" / "pcodes-admin-1-2.csv"
HEAD = "Location,Admin Level,P-Code,Name,Parent P-Code\n"
PROVINCE = "BEN,1,BJ91,Lindi,BEN\n"
CODES = st.sampled_from(["BJ1", "BJ2", "BJ101", "BJ102", "BEN", "", "=1"])
LINES = st.tuples(st.just("BEN"), st.sampled_from("0123x"), CODES, st.sampled_from(["Kilwa", "Élan", ""]), CODES)


def read(text: str) -> ListRead:
    return read_list(text.encode())


def faults(found: ListRead) -> dict[Fault, tuple[int, tuple[int, ...]]]:
    return {one.fault: (one.count, one.lines) for one in found.left}


def refused(raw: bytes) -> Known:
    with pytest.raises(Known) as caught:
        read_list(raw)
    return caught.value


def is_sound(gazetteer: Gazetteer) -> bool:
    """Codes once, parents there and higher."""
    codes = [one.code for one in gazetteer.places]
    parents = [(one, gazetteer.by_code.get(one.parent)) for one in gazetteer.places if one.parent]
    return len(set(codes)) == len(codes) and all(parent and parent.level < one.level for one, parent in parents)


def test_one_place_a_line() -> None:
    found = read_list((VECTORS / "long.csv").read_bytes())
    assert found.left == ()
    assert found.levels == {1: 3, 2: 4, 3: 1, 4: 1}
    assert found.gazetteer.countries == {"BEN", "TGO"}
    quarter = found.gazetteer.by_code["BJ91010101"]
    assert quarter == Place("BJ91010101", "BEN", 4, "BJ910101", (Name("", "Market quarter"),))
    assert quarter.exactness is Exactness.VILLAGE
    assert [one.code for one in found.gazetteer.above(quarter)] == ["BJ910101", "BJ9101", "BJ91"]
    assert found.gazetteer.by_code["BJ9102"].name("") == "River, north"


def test_a_place_a_line_with_all_it_lies_in() -> None:
    raw = (VECTORS / "wide.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    found = read_list(raw)
    assert found.left == ()
    assert [one.code for one in found.gazetteer.places] == [
        *("BJ91", "BJ9101", "BJ910101", "BJ910102", "BJ9102", "BJ92", "BJ9201")
    ]
    masoko = found.gazetteer.by_code["BJ910101"]
    assert [masoko.name(language) for language in ("en", "fr", "ar", "sw")] == ["Masoko", "Massoko", "ماسوكو", "Masoko"]
    assert masoko.point == Point(-8.92, 39.51)
    assert found.gazetteer.by_code["BJ9101"].point is None
    assert found.gazetteer.by_code["BJ9201"].point is None


def test_a_place_tells_a_wider_circle_no_more_than_its_district() -> None:
    gazetteer = read_list((VECTORS / "long.csv").read_bytes()).gazetteer
    areas = {one.code: gazetteer.area_of(one) for one in gazetteer.places}
    assert {code: area.code if area else "" for code, area in areas.items() if len(code) >= 6} == {
        "BJ9101": "BJ9101",
        "BJ9102": "BJ9102",
        "BJ9201": "BJ9201",
        "BJ910101": "BJ9101",
        "BJ91010101": "BJ9101",
        "TG9101": "TG9101",
    }
    alone = Place("X", "BEN", 4, "", (Name("", "Alone"),))
    assert Gazetteer((alone,)).area_of(alone) is None


@pytest.mark.parametrize(
    "header",
    [
        "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE",
        "adm1_name,adm1_pcode,adm2_name,adm2_pcode",
        "admin1Name,admin1Pcode,admin2Name_en,admin2Pcode",
        "admin1AltName1_en,admin1PCod,admin2Name_en,admin2PCod",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_as_lists_name_them(header: str, separator: str) -> None:
    found = read(f"{header}\nLindi,BJ91,Kilwa,BJ9101\n".replace(",", separator))
    assert [(one.code, one.parent, one.country) for one in found.gazetteer.places] == [
        ("BJ91", "", "BEN"),
        ("BJ9101", "BJ91", "BEN"),
    ]


def test_the_same_line_twice_is_one_place_and_another_under_its_code_is_left_out() -> None:
    found = read(HEAD + PROVINCE + PROVINCE + "BEN,1,BJ91,Elsewhere,BEN\n")
    assert [one.name("") for one in found.gazetteer.places] == ["Lindi"]
    assert faults(found) == {Fault.CODE_TWICE: (1, (4,))}


def test_what_lies_in_nothing_is_left_out_with_all_in_it() -> None:
    lines = "BEN,2,BJ8801,Gone,BJ88\nBEN,3,BJ880101,Gone too,BJ8801\nBEN,2,BJ9101,Kilwa,BJ91\n"
    found = read(HEAD + PROVINCE + lines)
    assert [one.code for one in found.gazetteer.places] == ["BJ91", "BJ9101"]
    assert faults(found) == {Fault.NO_PARENT: (2, (3, 4))}


def test_circles_and_places_in_smaller_ones_are_left_out() -> None:
    lines = "BEN,2,A,One,B\nBEN,2,B,Two,A\nBEN,1,C,Three,C\nBEN,1,D,Four,E\nBEN,2,E,Five,BJ91\n"
    found = read(HEAD + PROVINCE + lines)
    assert [one.code for one in found.gazetteer.places] == ["BJ91", "E"]
    assert faults(found) == {Fault.NO_PARENT: (4, (3, 4, 5))}


def test_a_district_may_lie_in_its_country_and_parents_may_come_later() -> None:
    found = read(HEAD + "BEN,2,BJ9101,Kilwa,BJ91\nBEN,2,BJ0001,Free town,BEN\nBEN,0,BJX,Benin,\nBEN,1,BJ91,Lindi,BJX\n")
    assert {one.code: one.parent for one in found.gazetteer.places} == {"BJ9101": "BJ91", "BJ0001": "", "BJ91": ""}
    assert found.left == ()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("=HYPERLINK(A1)", Fault.NO_NAME),
        ("@SUM(A1)", Fault.NO_NAME),
        ("+1", Fault.NO_NAME),
        ("-2+3", Fault.NO_NAME),
        ("", Fault.NO_NAME),
        ("  ", Fault.NO_NAME),
        ("Kil\u202ewa", Fault.NO_NAME),
        ("Kil\x07wa", Fault.NO_NAME),
        ("K" * 201, Fault.NO_NAME),
    ],
)
def test_what_is_no_name_is_left_out(name: str, fault: Fault) -> None:
    found = read(f'{HEAD}{PROVINCE}BEN,1,BJ92,"{name}",BEN\n')
    assert [one.code for one in found.gazetteer.places] == ["BJ91"]
    assert faults(found) == {fault: (1, (3,))}


def test_names_of_every_script_are_names() -> None:
    names = ("ក្រុងភ្នំពេញ", "می\u200cخواهم", "አዲስ አበባ", "নোয়াখালী", "N'Djamena", "9 de Julio")
    found = read(HEAD + "".join(f"BEN,1,BJ{number},{name},BEN\n" for number, name in enumerate(names)))
    assert [one.name("") for one in found.gazetteer.places] == list(names)


def test_codes_levels_and_cells_that_are_none_are_left_out_and_counted() -> None:
    lines = [
        "BEN,1,,Nameless,BEN",
        "BEN,7,BJ7,Deep,BEN",
        "BEN,x,BJ8,Odd,BEN",
        "BEN,1,BJ9,Short",
        "BEN,1,=1,Formula,BEN",
    ]
    found = read(HEAD + PROVINCE + "\n".join([*lines, ""]) + "\n\n")
    assert faults(found) == {
        Fault.NO_CODE: (2, (3, 7)),
        Fault.NO_LEVEL: (2, (4, 5)),
        Fault.OTHER_CELLS: (1, (6,)),
    }


def test_only_the_first_lines_of_a_fault_are_named() -> None:
    found = read(HEAD + PROVINCE + "BEN,x,BJ8,Odd,BEN\n" * 5)
    assert faults(found) == {Fault.NO_LEVEL: (5, (3, 4, 5))}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (HEAD.encode("utf-16"), RecordsCode.PLACES_NOT_TEXT),
        ((HEAD + "BEN,1,BJ92,Élan,BEN\n").encode("latin-1"), RecordsCode.PLACES_NOT_TEXT),
        (HEAD.encode() + b"BEN,1,BJ92,K\0ilwa,BEN\n", RecordsCode.PLACES_NOT_TEXT),
        (b"PK\x03\x04\x14\x00\x06\x00", RecordsCode.PLACES_NOT_TEXT),
        (b"", RecordsCode.PLACES_NO_COLUMNS),
        (b"a,b,c\n1,2,3\n", RecordsCode.PLACES_NO_COLUMNS),
        (b"P-Code,Name\nBJ91,Lindi\n", RecordsCode.PLACES_NO_COLUMNS),
        ((HEAD + PROVINCE + 'BEN,1,BJ92,"Torn,BEN\n').encode(), RecordsCode.PLACES_TORN),
        ((HEAD + PROVINCE + f"BEN,1,BJ92,{'K' * 140_000},BEN\n").encode(), RecordsCode.PLACES_TORN),
        (HEAD.encode(), RecordsCode.PLACES_NONE),
        ((HEAD + "BEN,2,BJ9101,Kilwa,BJ91\n").encode(), RecordsCode.PLACES_NONE),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(raw: bytes, code: RecordsCode) -> None:
    assert refused(raw).code is code


def test_a_torn_list_says_where() -> None:
    assert refused((HEAD + PROVINCE + 'BEN,1,BJ92,"Torn,BEN\n').encode()).facts["line"] == 3


def test_limits_are_refused_and_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "MOST", 2)
    problem = refused((HEAD + "".join(f"BEN,1,BJ{n},Place,BEN\n" for n in range(3))).encode())
    assert (problem.code, problem.facts) == (RecordsCode.PLACES_TOO_MANY, {"limit": 2})
    monkeypatch.setattr(reading, "LARGEST", 0)
    assert refused(b"x").code is RecordsCode.PLACES_TOO_LARGE


def test_of_a_file_no_more_is_read_than_is_taken(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(256 << 20)
    with pytest.raises(Known) as caught:
        read_file(huge)
    assert caught.value.code is RecordsCode.PLACES_TOO_LARGE
    for path in (tmp_path, tmp_path / "missing.csv", Path("/dev/zero")):
        with pytest.raises(Known) as caught:
            read_file(path)
        assert caught.value.code is RecordsCode.FILE_UNREADABLE


def read_or_refused(raw: bytes) -> ListRead | str:
    """What a file says, or the code it is refused with; anything else fails the test."""
    try:
        return read_list(raw)
    except Known as problem:
        return problem.code.value


@given(st.lists(LINES, max_size=12))
def test_whatever_the_lines_say_what_is_taken_is_sound(lines: list[tuple[str, ...]]) -> None:
    found = read_or_refused((HEAD + "".join(",".join(line) + "\n" for line in lines)).encode())
    if isinstance(found, str):
        assert found == RecordsCode.PLACES_NONE
    else:
        assert is_sound(found.gazetteer)
        assert all(one.names and not one.name("").startswith("=") for one in found.gazetteer.places)


@given(st.binary(max_size=200) | st.text(alphabet='code,name;level\t"\n1', max_size=60).map(str.encode))
def test_whatever_the_bytes_are_they_are_read_or_refused(raw: bytes) -> None:
    found = read_or_refused(raw)
    assert found.startswith("places-") if isinstance(found, str) else is_sound(found.gazetteer)


def test_the_list_that_comes_along_is_sound_and_gives_way_country_by_country() -> None:
    assert is_sound(shipped())
    assert len(shipped().places) == 5046
    assert [one.text for one in shipped().by_code["ES-C"].names] == ["A Coruña", "La Coruña"]
    own = read_list((VECTORS / "long.csv").read_bytes()).gazetteer
    both = joined(own, shipped())
    assert is_sound(both)
    assert {one.code for one in both.places if one.country == "BEN"} == {
        one.code for one in own.places if one.country == "BEN"
    }
    assert "KE-01" in both.by_code


@pytest.mark.skipif(not REAL.exists(), reason="the real list of P-codes (../shared/data) is not here")
def test_the_real_list_of_158_countries() -> None:
    found = read_list(REAL.read_bytes())
    assert found.levels == {1: 2543, 2: 30908}
    assert len(found.gazetteer.countries) == 158
    assert faults(found) == {Fault.CODE_TWICE: (2, (12752, 12753))}
    assert is_sound(found.gazetteer)
