"""Questionnaires of others, and notes collected with other programs, as the commands take them in and give them out.

1. A form is taken in once, compiled once, and written with from then on; old notes keep their version.
2. What a new version does to old answers is said before; a class is never lowered without a word for it.
3. Metadata questions are off until each is turned on.
4. Exports of ODK and KoBoToolbox come in by the names of questions, after a preview, and never twice.
6. Pictures and sounds are taken in with a form, sealed, once each; what is missing is told and the form taken all the
   same; they make no version.
5. A note goes out as an ODK submission without its protected answers.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from desktop import taking_forms
from desktop.acts import find
from desktop.commands.frame import Exit
from desktop.form_media import media_of
from records.changes import answers_of
from records.journal.merge import seen
from records.values import Blob
from tests.support.called import World

FORM = """| survey |
| | type | name | label | bind::kinga:class |
| | username | username | | |
| | text | village | Village | |
| | text | head | Head of the house | protected |
| | begin repeat | person | Person | |
| | text | name | Name | |
| | integer | age | Age | |
| | end repeat | | | |
| settings |
| | form_id | form_title | namespaces |
| | household | Household | kinga="urn:kinga:forms" |
"""
CENTRAL = {
    "survey.csv": "SubmissionDate,village,head,KEY\n2026-11-21,Kisima,Ana,uuid:aa\n2026-11-21,Mto,,uuid:bb\n",
    "survey-person.csv": "name,age,PARENT_KEY,KEY\nAna,4,uuid:aa,uuid:aa/person[1]\nBo,40,uuid:aa,uuid:aa/person[2]\n",
}


def accepted(world: World, table: str = FORM, *words: str) -> dict[str, Any]:
    return world.anna.done("forms", "accept", world.file("household.md", table), *words)


def exported(world: World) -> str:
    for name, text in CENTRAL.items():
        world.file(name, text)
    return str(world.folder / "survey.csv")


def test_1_a_form_is_taken_in_and_written_with(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = accepted(world)
    assert (found["form"], found["title"], found["accepted"], found["changes"]) == ("household", "Household", True, [])
    assert found["device"] == [{"field": "username", "asks": "username", "on": False}]
    (code,) = world.anna.done("add", "household", world.file("a.json", '{"village": "Mto"}'))["codes"]
    shown = world.anna.done("show", code)
    assert (shown["form"], shown["version"], shown["values"]) == ("household", found["version"], {"village": "Mto"})
    monkeypatch.setattr(taking_forms, "compile_source", pytest.fail)
    assert accepted(world)["version"] == found["version"]


def test_1_a_note_keeps_its_version(world: World) -> None:
    first = accepted(world)["version"]
    (code,) = world.anna.done("add", "household", world.file("a.json", '{"village": "Mto"}'))["codes"]
    second = accepted(world, FORM.replace("| | text | village | Village | |\n", ""))["version"]
    assert world.anna.done("show", code)["version"] == first
    world.anna.done("add", "household", world.file("b.json", '{"village": "Kisima"}'), "--record", code)
    assert world.anna.done("show", code)["values"] == {"village": "Kisima"}
    (new,) = world.anna.done("add", "household", world.file("c.json", '{"head": "x"}'))["codes"]
    assert world.anna.done("show", new)["version"] == second


def test_2_what_goes_is_said_and_counted(world: World) -> None:
    accepted(world)
    world.anna.done("add", "household", world.file("a.json", '{"village": "Mto"}'))
    world.anna.done("add", "household", world.file("b.json", '{"head": "x"}'))
    found = accepted(world, FORM.replace("| text | village", "| integer | village"), "--dry-run")
    change = {"change": "kind", "field": "village", "was": "text", "now": "integer", "codes": [], "notes": 1}
    assert (found["changes"], found["accepted"]) == ([change], False)
    world.anna.done("add", "household", world.file("c.json", '{"village": "still a text"}'))


def test_2_no_class_is_lowered_without_a_word(world: World) -> None:
    accepted(world)
    lower = world.file("household.md", FORM.replace("| protected |", "| network |"))
    refused = world.anna.call("forms", "accept", lower, "--json")
    assert (refused.code, refused.json["error"]) == (Exit.REFUSED, "form-lowers")
    assert world.anna.done("forms", "accept", lower, "--lower", "head")["accepted"]


def test_2_nobody_takes_the_name_of_our_forms(world: World) -> None:
    path = world.file("incident.md", FORM.replace("household", "incident"))
    refused = world.anna.call("forms", "accept", path, "--json")
    assert (refused.code, refused.json["error"]) == (Exit.REFUSED, "form-taken")


def test_3_what_is_asked_of_the_device(world: World) -> None:
    plain = accepted(world)["version"]
    found = accepted(world, FORM, "--turn-on", "username")
    assert found["version"] != plain
    assert found["device"][0]["on"]
    (code,) = world.anna.done("add", "household", world.file("a.json", '{"village": "Mto"}'))["codes"]
    assert world.anna.done("show", code)["values"] == {"village": "Mto", "username": "Kilwa"}
    refused = world.anna.call("forms", "accept", world.file("household.md", FORM), "--turn-on", "village", "--json")
    assert refused.json["error"] == "form-metadata"


def test_3_the_log_of_each_step_is_a_file_of_the_note(world: World) -> None:
    table = FORM.replace(
        "| | text | village", "| | audit | audit | | |\n| | background-audio | ear | | |\n| | text | village", 1
    )
    found = accepted(world, table, "--turn-on", "audit")
    assert {one["field"]: one["on"] for one in found["device"]} == {"username": False, "ear": False, "meta/audit": True}
    (code,) = world.anna.done("add", "household", world.file("a.json", '{"village": "Mto"}'))["codes"]
    assert set(world.anna.done("show", code)["values"]) == {"village", "meta/audit"}
    refused = world.anna.call("forms", "accept", world.file("household.md", table), "--turn-on", "ear", "--json")
    assert refused.json["error"] == "form-sound"
    with world.anna.open() as notebook:
        line = find(notebook.vault, code)
        kept = answers_of(seen(notebook.vault.projection.cells(line.id))).values["meta/audit"]
        assert isinstance(kept, Blob)
        lines = b"".join(notebook.vault.blobs.content(kept)).decode().splitlines()
    assert (lines[0], lines[1].split(",")[0], lines[-1].split(",")[0]) == (
        "event,node,start,end",
        "form start",
        "form finalize",
    )
    assert any(line.startswith("question,/household/village,") for line in lines)
    document = world.anna.call("show", code, "--format", "odk").out
    assert f"<audit>{kept.name}</audit>" in document


@pytest.mark.parametrize("packed", [False, True])
def test_4_an_export_comes_in_after_a_preview_and_never_twice(world: World, packed: bool) -> None:
    accepted(world)
    path = exported(world)
    if packed:
        with zipfile.ZipFile(world.folder / "survey.csv.zip", "w") as archive:
            for name, text in CENTRAL.items():
                archive.writestr(name, text)
        path = str(world.folder / "survey.csv.zip")
    preview = world.anna.done("add", "household", path, "--preview")
    fates = {(one["table"], one["column"]): one["fate"] for one in preview["columns"]}
    assert (fates["", "village"], fates["", "KEY"], fates["person", "age"]) == ("taken", "books", "taken")
    assert (preview["codes"], world.anna.done("list", "household")["records"]) == ([], [])
    codes = world.anna.done("add", "household", path)["codes"]
    assert len(codes) == 2
    rows = [list(world.anna.done("show", code)["rows"].values()) for code in codes]
    assert [sum(map(len, one)) for one in rows] == [2, 0]
    again = world.anna.done("add", "household", path)
    assert (again["codes"], again["known"]) == ([], codes)


def test_4_what_no_question_is_called_refuses_the_note(world: World) -> None:
    accepted(world)
    path = world.file("x.csv", "KEY,village,street\nuuid:a,V,Long Street\n")
    refused = world.anna.call("add", "household", path, "--json")
    assert (refused.code, refused.json["problems"][0]["column"]) == (Exit.REFUSED, "street")
    assert world.anna.done("list", "household")["records"] == []


def test_4_a_pack_that_is_none(world: World) -> None:
    accepted(world)
    for name, raw in {"a.zip": b"PK\x03\x04 and nothing", "b.zip": b""}.items():
        Path(world.folder / name).write_bytes(raw)
        refused = world.anna.call("add", "household", str(world.folder / name), "--json")
        assert (refused.code, refused.json["error"]) == (Exit.REFUSED, "answers-unreadable")


def test_5_a_note_goes_out_as_a_submission(world: World) -> None:
    accepted(world)
    answers = {"village": "Mto & Co", "head": "Ana Secret", "person": [{"name": "Bo", "age": 4}, {"name": "Cy"}]}
    (code,) = world.anna.done("add", "household", world.file("a.json", json.dumps(answers)))["codes"]
    ended = world.anna.call("show", code, "--format", "odk")
    assert ended.code == Exit.DONE
    assert "Secret" not in ended.out
    read = fromstring(ended.out)
    assert (read.tag, read.get("id"), read.findtext("village"), read.findtext("head")) == (
        "household",
        "household",
        "Mto & Co",
        "",
    )
    assert [row.findtext("name") for row in read.findall("person")] == ["Bo", "Cy"]
    assert read.findtext("meta/instanceID") == fromstring(
        world.anna.call("show", code, "--format", "odk").out
    ).findtext("meta/instanceID")


SHOWN = """| survey |
| | type | name | label | image | audio |
| | text | a | A | a.png | a.mp3 |
| | select_one x | b | B | | |
| choices |
| | list_name | name | label | image |
| | x | p | P | p.png |
| settings |
| | form_id |
| | shown |
"""
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"


def test_6_pictures_come_in_with_the_form(world: World) -> None:
    path = world.file("shown.md", SHOWN)
    folder = world.folder / "shown-media"
    folder.mkdir()
    (folder / "a.png").write_bytes(PNG)
    (world.folder / "p.png").write_bytes(PNG)
    found = world.anna.call("forms", "accept", path, "--json")
    assert (found.code, found.json["accepted"], found.json["media"]) == (Exit.DONE, True, ["a.png", "p.png"])
    assert [(one["file"], one["why"]) for one in found.json["problems"]] == [("a.mp3", "file-missing")]
    assert "a.mp3" in found.json["problems"][0]["message"]
    with world.anna.open() as notebook:
        vault = notebook.vault
        first, same = (media_of(vault, "shown", name) for name in ("a.png", "p.png"))
        assert first is not None
        assert first == same
        assert b"".join(vault.blobs.content(first)) == PNG
        assert PNG not in vault.blobs.path(first).read_bytes()
        assert media_of(vault, "shown", "a.mp3") is None
    (folder / "a.png").write_bytes(PNG + b"more")
    (world.folder / "p.png").unlink()
    again = world.anna.call("forms", "accept", path, "--json").json
    assert (again["version"], again["media"]) == (found.json["version"], ["a.png"])
    with world.anna.open() as notebook:
        a, p = (media_of(notebook.vault, "shown", name) for name in ("a.png", "p.png"))
        assert a is not None
        assert b"".join(notebook.vault.blobs.content(a)) == PNG + b"more"
        assert p == first
    assert world.anna.call("doctor").code == Exit.DONE


def test_6_a_look_keeps_no_picture(world: World) -> None:
    (world.folder / "a.png").write_bytes(PNG)
    found = world.anna.call("forms", "accept", world.file("shown.md", SHOWN), "--dry-run", "--json")
    assert found.json["media"] == ["a.png"]
    with world.anna.open() as notebook:
        assert notebook.vault.blobs.all() == []
