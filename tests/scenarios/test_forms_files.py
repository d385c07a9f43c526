"""Lists that lie in a file beside the form: CSV, GeoJSON and XML, and what looks things up in them.

FI1  select_one_from_file offers the rows of a CSV; parameters say which columns are code and label.
FI2  select_multiple_from_file, a cascade by choice_filter, and randomize work as with any list.
FI3  GeoJSON: id and title are code and label; points, lines and areas can be read with instance().
FI4  csv-external and xml-external offer nothing and can be read with instance(), once for all questions.
FI5  pulldata() finds the first row by a column, and nothing where there is none.
FI6  jr:choice-name says the label that stands in the file; a code that stands twice is offered once.
FI7  select_one_external: a long list on a sheet of its own is a list like any other.
FI8  A file is looked for in the folder `NAME-media`, then beside the form; never anywhere else.
FI9  A file that is missing, too large, not UTF-8, empty, no table or ambiguous is named, with its row and why.
FI10 What stands in a file is part of what the form means: another file is another version.
"""

# ruff: noqa: E501 - inline tables are as wide as they are

import json
from pathlib import Path

import pytest

from forms.converting import compile_file, compile_source
from forms.errors import FormsCode
from forms.model import Form
from forms.reading import Source
from forms.storing import from_bytes, schema_of, to_bytes
from forms.tables import LARGEST_TABLE, MOST_ROWS
from records.errors import Known
from tests.support.filling import Scenario, known, session_of

TOWNS = "code;title;region;people\na;Aville;n;100\nb;B 'ville';n;200\nc;Cville;s;\nb;B again;n;1\n"
PLACES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": 7,
            "properties": {"title": "Well", "deep": 12.50, "open": True},
            "geometry": {"type": "Point", "coordinates": [29.25, -1.5, 1460]},
        },
        {
            "type": "Feature",
            "properties": {"id": "road", "title": "Road", "deep": None},
            "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        },
        {
            "type": "Feature",
            "properties": {"id": "field", "title": "Field"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        },
    ],
}
XML = "<root><item><name>x</name><label>Ex</label></item><item><name>y</name><label>Why</label></item></root>"
FORM = """
| survey |
| | type | name | label | parameters | choice_filter | calculation | appearance |
| | text | region | R | | | | |
| | select_one_from_file towns.csv | town | T | value=code, label=title | region = ${region} | | |
| | select_multiple_from_file towns.csv | towns | T | value=code, label=title, randomize=true, seed=3 | | | |
| | select_one_from_file places.geojson | place | P | | | | map |
| | select_one_from_file letters.xml | letter | L | | | | |
| | csv-external | more | | | | | |
| | xml-external | letters | | | | | |
| | calculate | people | | | | pulldata('towns', 'people', 'code', ${town}) | |
| | calculate | nobody | | | | pulldata('towns', 'people', 'nothing', ${town}) | |
| | calculate | said | | | | jr:choice-name(${town}, '${town}') | |
| | calculate | where | | | | instance('places')/root/item[id = ${place}]/geometry | |
| | calculate | deep | | | | instance('places')/root/item[id = ${place}]/deep | |
| | calculate | sum | | | | sum(instance('more')/root/item[kind = 'k']/n) | |
| | calculate | letter_said | | | | instance('letters')/root/item[name = ${letter}]/label | |
"""


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    path = tmp_path / "form.md"
    path.write_text(FORM, encoding="utf-8")
    found: dict[str, str | bytes] = {
        "towns.csv": TOWNS,
        "places.geojson": json.dumps(PLACES),
        "letters.xml": XML,
        "more.csv": "kind,n\nk,2\nother,40\nk,3\n",
    }
    for name, content in (found | {name.replace("_", "."): content for name, content in files.items()}).items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def scenario(path: Path) -> Scenario:
    form = Scenario("| survey |\n| | type | name | label |\n| | text | a | A |\n")
    form.form = stored(path)
    form.session = session_of(form.form)
    return form


def stored(path: Path) -> Form:
    return from_bytes(to_bytes(compile_file(path)))


def test_fi1_fi2_fi6_a_table_of_choices(tmp_path: Path) -> None:
    form = scenario(folder(tmp_path))
    assert form.codes("town") == []
    form["region"] = "n"
    assert (form.codes("town"), form.labels("town")) == (["a", "b"], ["Aville", "B 'ville'"])
    form["town"] = "b"
    assert (form["people"], form["nobody"], form["said"], form.wrong) == ("200", "", "B 'ville'", {})
    form["town"] = "c"
    assert form.wrong == {"town": "choice"}
    assert sorted(form.codes("towns")) == ["a", "b", "c"]
    assert form.codes("towns") == scenario(folder(tmp_path)).codes("towns")
    form["towns"] = ("a", "c")
    assert form.answers["towns"] == ("a", "c")


def test_fi3_places(tmp_path: Path) -> None:
    form = scenario(folder(tmp_path))
    assert (form.codes("place"), form.labels("place")) == (["7", "road", "field"], ["Well", "Road", "Field"])
    form["place"] = "7"
    assert (form["where"], form["deep"]) == ("-1.5 29.25 1460 0", "12.5")
    form["place"] = "road"
    assert (form["where"], form["deep"]) == ("2 1 0 0; 4 3 0 0", "")
    form["place"] = "field"
    assert form["where"] == "0 0 0 0; 0 1 0 0; 1 1 0 0; 0 0 0 0"


def test_fi4_fi5_tables_that_only_expressions_see(tmp_path: Path) -> None:
    form = scenario(folder(tmp_path))
    assert form["sum"] == "5"
    form["letter"] = "y"
    assert (form.labels("letter"), form["letter_said"]) == (["Ex", "Why"], "Why")
    assert "more" not in form.asked


def test_fi7_a_long_list_on_its_own_sheet() -> None:
    form = Scenario("""
        | survey |
        | | type | name | label | choice_filter |
        | | text | r | R | |
        | | select_one_external towns | town | T | r = ${r} |
        | external_choices |
        | | list_name | name | label | r |
        | | towns | a | Aville | n |
        | | towns | c | Cville | s |
    """)
    form["r"] = "s"
    assert (form.codes("town"), form.labels("town")) == (["c"], ["Cville"])


def test_fi8_where_files_are_looked_for(tmp_path: Path) -> None:
    path = folder(tmp_path)
    media = tmp_path / "form-media"
    media.mkdir()
    (tmp_path / "towns.csv").rename(media / "towns.csv")
    assert compile_file(path).lists["towns"][0].columns["title"] == "Aville"
    (media / "towns.csv").rename(tmp_path.parent / "towns.csv")
    path.write_text(FORM.replace("towns.csv", "../towns.csv"), encoding="utf-8")
    with pytest.raises(Known) as problem:
        compile_file(path)
    assert problem.value.code in (FormsCode.FORM_FILE, FormsCode.FORM_MISTAKE)


BAD = {
    "too large": ("too-large", b"code,title\n" + b"a" * LARGEST_TABLE),
    "too many rows": ("too-large", b"code,title\n" + b"a,b\n" * (MOST_ROWS + 1)),
    "latin-1": ("not-utf-8", "code,title\na,Évry\n".encode("latin-1")),
    "nothing": ("empty", b""),
    "a header alone": ("empty", b"code,title\n"),
    "a column twice": ("name-twice", b"code,code\na,b\n"),
    "a row that is too long": ("not-a-table", b"code,title\na,b,c\n"),
    "a quote without end": ("not-a-table", b'code,title\n"a,b\n'),
}
BAD_PLACES = {
    "no JSON": ("not-json", "{"),
    "NaN": ("not-json", '{"type": "FeatureCollection", "features": NaN}'),
    "no collection": ("not-a-table", '{"type": "Feature"}'),
    "a shape nobody asks for": (
        "not-a-table",
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": []}}]}',
    ),
    "half a point": (
        "not-a-table",
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1]}}]}',
    ),
    "a name twice": ("name-twice", '{"type": "FeatureCollection", "type": "x"}'),
    "brackets without end": ("not-json", "[" * 100_000),
}
BAD_XML = {
    "entities": ("not-a-table", '<!DOCTYPE x [<!ENTITY a "b">]><root><item><name>&a;</name></item></root>'),
    "another root": ("not-a-table", "<towns><item/></towns>"),
    "deep": ("not-a-table", "<root><item><name><b/></name></item></root>"),
    "half": ("not-a-table", "<root>"),
}
WORSE = [
    *(("towns_csv", name, why, raw) for name, (why, raw) in BAD.items()),
    *(("places_geojson", name, why, raw.encode()) for name, (why, raw) in BAD_PLACES.items()),
    *(("letters_xml", name, why, raw.encode()) for name, (why, raw) in BAD_XML.items()),
]


@pytest.mark.parametrize(("file", "name", "why", "raw"), WORSE, ids=[f"{one[0]}: {one[1]}" for one in WORSE])
def test_fi9_files_that_cannot_be_used(tmp_path: Path, file: str, name: str, why: str, raw: bytes) -> None:
    with pytest.raises(Known) as problem:
        compile_file(folder(tmp_path, **{file: raw}))
    assert problem.value.code is FormsCode.FORM_FILE
    row = {"towns_csv": 3, "places_geojson": 5, "letters_xml": 6}[file]
    assert (problem.value.facts["file"], problem.value.facts["why"]) == (file.replace("_", "."), why)
    assert problem.value.facts["row"] == row


def test_fi9_a_hundred_megabytes_are_not_read_whole(tmp_path: Path) -> None:
    path = folder(tmp_path, towns_csv=b"code,title\na,A\n")
    with (tmp_path / "towns.csv").open("r+b") as file:
        file.truncate(100 << 20)
    source = Source(path)
    assert known(lambda: compile_source(source)) is FormsCode.FORM_FILE
    raw = source.file("towns.csv")
    assert raw is not None
    assert len(raw) == LARGEST_TABLE + 1


def test_fi10_another_file_is_another_version(tmp_path: Path) -> None:
    one = schema_of(compile_file(folder(tmp_path))).version
    assert schema_of(compile_file(folder(tmp_path))).version == one
    assert schema_of(compile_file(folder(tmp_path, towns_csv=TOWNS + "d;Dville;s;5\n"))).version != one
