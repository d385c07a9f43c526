"""Promises: notes that were collected with ODK or KoBoToolbox come in by the names of their questions, with their rows;
before anything is taken each column is told with what becomes of it, and nothing is dropped in silence.
"""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answer_files import FileKind, read_answers
from forms.answers import nested, problems_of
from forms.errors import FormsCode
from forms.export_columns import Fate
from forms.exports import Export, is_export, read_export
from forms.model import Form
from tests.support.filling import compiled, known, session_of

FORM = """
    | survey |
    | | type | name | label | calculation | relevant |
    | | start | start | | | |
    | | deviceid | deviceid | | | |
    | | text | village | Village | | |
    | | begin group | place | Place | | |
    | | geopoint | gps | Where? | | |
    | | select_one road | road | Road | | |
    | | end group | | | | |
    | | select_multiple need | needs | Needs | | |
    | | begin repeat | person | Person | | |
    | | text | name | Name | | |
    | | begin group | life | Life | | |
    | | integer | age | Age | | |
    | | end group | | | | |
    | | begin repeat | illness | Illness | | |
    | | text | what | What? | | |
    | | end repeat | | | | |
    | | end repeat | | | | |
    | | calculate | people | | count(${person}) | |
    | | image | photo | Photo | | |
    | | date | day | Day | | |
    | choices |
    | | list_name | name | label |
    | | road | good | Good road |
    | | road | bad | Bad road |
    | | need | water | Water |
    | | need | food | Food |
    | | need | roof | A roof |
"""
ANA: dict[str, Any] = {
    "village": "Kisima",
    "place": {"gps": "-1.5 29.25 1460 5", "road": "bad"},
    "needs": ["water", "roof"],
    "person": [
        {"name": "Ana", "life": {"age": 4}, "illness": [{"what": "cough"}, {"what": "fever"}]},
        {"name": "Bo", "life": {"age": 40}},
    ],
    "people": "2",
    "day": "2026-11-20",
}
DIDI: dict[str, Any] = {"village": "Mto", "person": [{"name": "Cy"}], "people": "1"}

CENTRAL = {
    "survey.csv": (
        "SubmissionDate,start,deviceid,village,place-gps-Latitude,place-gps-Longitude,place-gps-Altitude,"
        "place-gps-Accuracy,place-road,needs,people,photo,day,meta-instanceID,KEY,SubmitterID,ReviewState,SET-OF-person\n"
        "2026-11-21T06:00:00Z,2026-11-20T05:00:00Z,x:1,Kisima,-1.5,29.25,1460,5,bad,water roof,2,a.jpg,2026-11-20,"
        "uuid:aa,uuid:aa,7,,x\n"
        "2026-11-21T06:00:00Z,,,Mto,,,,,,,1,,,uuid:bb,uuid:bb,7,approved,y\n"
    ),
    "survey-person.csv": (
        "name,life-age,PARENT_KEY,KEY,SET-OF-illness\n"
        "Ana,4,uuid:aa,uuid:aa/person[1],z\nCy,,uuid:bb,uuid:bb/person[1],z\nBo,40,uuid:aa,uuid:aa/person[2],z\n"
    ),
    "survey-person-illness.csv": (
        "what,PARENT_KEY,KEY\n"
        "cough,uuid:aa/person[1],uuid:aa/person[1]/illness[1]\nfever,uuid:aa/person[1],uuid:aa/person[1]/illness[2]\n"
    ),
}
KOBO_TABLES = {
    "notes.csv": (
        "start;deviceid;village;place/gps;_gps_latitude;_gps_longitude;place/road;needs;needs/water;needs/food;"
        "needs/roof;people;day;_id;_uuid;_submission_time;_index\n"
        ";x;Kisima;-1.5 29.25 1460 5;-1.5;29.25;Bad road;;1;0;1;2;2026-11-20;2;aa;2026-11-21;1\n"
        ";;Mto;;;;;;;;;1;;1;bb;2026-11-21;2\n"
    ),
    "person.csv": (
        "person/name;person/life/age;_index;_parent_table_name;_parent_index\nAna;4;1;notes;1\nBo;40;2;notes;1\nCy;;3;notes;2\n"
    ),
    "illness.csv": "person/illness/what;_index;_parent_table_name;_parent_index\ncough;1;person;1\nfever;2;person;1\n",
}
KOBO_JSON = {
    "data.json": json.dumps(
        {
            "count": 2,
            "results": [
                {
                    "_id": 1,
                    "_uuid": "aa",
                    "formhub/uuid": "f",
                    "meta/instanceID": "uuid:aa",
                    "_geolocation": [-1.5, 29.25],
                    "_attachments": [],
                    "deviceid": "x",
                    "village": "Kisima",
                    "place/gps": "-1.5 29.25 1460 5",
                    "place/road": "bad",
                    "needs": "water roof",
                    "person": [
                        {
                            "person/name": "Ana",
                            "person/life/age": "4",
                            "person/illness": [{"person/illness/what": "cough"}, {"person/illness/what": "fever"}],
                        },
                        {"person/name": "Bo", "person/life/age": "40"},
                    ],
                    "people": "2",
                    "day": "2026-11-20",
                },
                {"_id": 2, "_uuid": "bb", "village": "Mto", "person": [{"person/name": "Cy"}], "people": "1"},
            ],
        }
    )
}
ODATA = {
    "Submissions.json": json.dumps(
        {
            "value": [
                {
                    "__id": "uuid:aa",
                    "__system": {"submissionDate": "2026-11-21"},
                    "meta": {"instanceID": "uuid:aa"},
                    "village": "Kisima",
                    "place": {
                        "gps": {"type": "Point", "coordinates": [29.25, -1.5, 1460], "properties": {"accuracy": 5}},
                        "road": "bad",
                    },
                    "needs": "water roof",
                    "person@odata.navigationLink": "x",
                    "person": [
                        {
                            "__id": "p",
                            "name": "Ana",
                            "life": {"age": 4},
                            "illness": [{"what": "cough"}, {"what": "fever"}],
                        },
                        {"__id": "q", "name": "Bo", "life": {"age": 40}, "illness": []},
                    ],
                    "people": "2",
                    "photo": None,
                    "day": "2026-11-20",
                },
                {"__id": "uuid:bb", "village": "Mto", "person": [{"name": "Cy", "life": {"age": None}}], "people": "1"},
            ]
        }
    )
}
PROGRAMS = {"Central": CENTRAL, "KoBo's tables": KOBO_TABLES, "KoBo's JSON": KOBO_JSON, "Central's JSON": ODATA}
WKT = {"a.json": json.dumps([{"_id": 1, "place/gps": "POINT (29.25 -1.5 1460)"}])}


def form() -> Form:
    return compiled(FORM)


def read(files: dict[str, str], of: Form | None = None) -> Export:
    return read_export(of or form(), {name: text.encode() for name, text in files.items()})


def taken(export: Export) -> list[Any]:
    found = []
    for note in export.notes:
        session = session_of(form())
        assert problems_of(session, note.row) == ()
        found.append(nested(form(), session.answers()))
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_notes_come_in_by_the_names_of_their_questions(program: str) -> None:
    export = read(PROGRAMS[program])
    assert taken(export) == [ANA, DIDI]
    assert [note.instance for note in export.notes] == ["aa", "bb"]
    assert not [column for column in export.columns if column.fate is Fate.UNKNOWN]


def test_each_column_is_told_with_what_becomes_of_it() -> None:
    told = {(column.table, column.name): column for column in read(CENTRAL).columns}
    fates = {name: column.fate for (_, name), column in told.items()}
    assert fates["village"] is fates["place-gps-Latitude"] is fates["life-age"] is Fate.TAKEN
    assert fates["people"] is Fate.CALCULATED
    assert fates["start"] is fates["deviceid"] is Fate.METADATA
    assert fates["photo"] is Fate.FILE
    assert fates["KEY"] is fates["SubmissionDate"] is fates["SET-OF-person"] is fates["meta-instanceID"] is Fate.BOOKS
    assert told["person", "life-age"].path == "person/life/age"
    assert (told["person", "life-age"].answers, told["", "village"].answers) == (2, 2)


def test_what_no_question_is_called_is_not_dropped() -> None:
    export = read({"a.csv": "KEY,village,street\nuuid:a,V,Long Street\nuuid:b,W,\n"})
    assert [column.name for column in export.columns if column.fate is Fate.UNKNOWN] == ["street"]
    problems = [problems_of(session_of(form()), note.row) for note in export.notes]
    assert [[problem.code for problem in one] for one in problems] == [[FormsCode.ANSWER_UNKNOWN_QUESTION], []]
    inside = read({"a.json": json.dumps([{"_id": 1, "person": [{"name": "A", "shoe": 40}]}])})
    assert [one.facts["column"] for one in problems_of(session_of(form()), inside.notes[0].row)] == ["person[1]/shoe"]


def test_places_in_other_ways() -> None:
    session = session_of(form())
    assert problems_of(session, read(WKT).notes[0].row) == ()
    assert session.value("place/gps") == "-1.5 29.25 1460 0"
    half = read({"a.csv": "KEY,place-gps-Latitude\nk,-1.5\n"})
    assert half.notes[0].row.answers == {"person": []}


def test_groups_may_be_left_out_of_names() -> None:
    export = read({"a.csv": "_id;road;gps\n1;good;1 2 0 0\n"})
    assert export.notes[0].row.answers == {"place/road": "good", "place/gps": "1 2 0 0", "person": []}


TWISTED = {
    "two tables of notes": {"a.csv": "KEY,village\n1,V\n", "b.csv": "KEY,village\n1,V\n"},
    "no table of notes": {"a.csv": "PARENT_KEY,name\n1,V\n"},
    "a table of nothing": {"a.csv": "KEY,village\n1,V\n", "b.csv": "PARENT_KEY,colour\n1,red\n"},
    "a row that hangs on nothing": {"a.csv": "KEY,village\n1,V\n", "person.csv": "PARENT_KEY,name\n1,V\n,W\n"},
    "no objects": {"a.json": '{"results": [1, 2]}'},
    "no JSON": {"a.json": "{"},
    "a quote without end": {"a.csv": 'KEY,village\n1,"V\n'},
}


@pytest.mark.parametrize("name", TWISTED)
def test_what_cannot_be_put_together_is_refused(name: str) -> None:
    assert known(lambda: read(TWISTED[name])) is FormsCode.ANSWERS_UNREADABLE


def test_rows_of_a_note_that_is_not_there_are_not_taken_for_another() -> None:
    export = read(CENTRAL | {"survey.csv": "KEY,village\nuuid:zz,V\n"})
    assert export.notes[0].row.answers == {"village": "V", "person": []}


def test_an_export_is_known_by_how_it_names_itself() -> None:
    for files in PROGRAMS.values():
        name, text = next(iter(files.items()))
        kind = FileKind.JSON if name.endswith(".json") else FileKind.CSV
        assert is_export(read_answers(text.encode(), kind))
    assert not is_export(read_answers(b"village,day\nV,2026-11-20\n", FileKind.CSV))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 30))
def test_a_worn_export_is_read_or_refused(seed: int) -> None:
    chance = Random(seed)
    files = dict(chance.choice(list(PROGRAMS.values())))
    name = chance.choice(list(files))
    text = list(files[name])
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text))
        text[at : at + chance.randint(0, 4)] = chance.choice('",;\n{}[]:x1')
    export: list[Export] = []
    assert known(lambda: export.append(read(files | {name: "".join(text)}))) in (None, FormsCode.ANSWERS_UNREADABLE)
    for note in export[0].notes if export else ():
        assert {problem.code for problem in problems_of(session_of(form()), note.row)} <= set(FormsCode)
