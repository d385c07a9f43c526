"""`kinga list`, `show`, `report`, `doctor`, `rebuild`: what is printed, in which shape, and what never is."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.commands.frame import Exit
from desktop.commands.geojson import feature
from forms import shipped
from forms.converting import compile_file
from forms.storing import schema_of, to_bytes
from records.journal.merge import Cells, Place, Standing
from records.recording import begin, submit
from records.schema import BodyClass, Class, Facet, Field, Kind, Schema
from records.strict_json import Json
from records.values import Answers, Value
from tests.support.called import World, call, calm
from tests.support.notes import MARKET, attachment, photograph, write
from tests.support.vaults import line_of

NAME = "Amina of the second well"
PEOPLE = [{"minor": "no", "explained": "yes", "agrees": "yes", "name": NAME, "sex": "female"}]


@pytest.fixture
def code(world: World) -> str:
    """An incident with a name that is protected, and a picture."""
    with world.anna.open() as notebook:
        photos: list[dict[str, Value]] = [{"file": attachment(notebook.vault, photograph()), "about": "The market"}]
        return write(notebook.vault, "incident", MARKET, people=PEOPLE, photos=photos).code


class TestList:
    """Lists of notes."""

    def test_the_formats_say_the_same(self, world: World, code: str) -> None:
        file = world.file(
            "a.json", json.dumps({**MARKET, "story": 'A second, "quoted"\nwith lines', "when": "2026-11"})
        )
        (second,) = world.anna.done("add", "incident", file)["codes"]
        rows = world.anna.done("list")["records"]
        assert [row["code"] for row in rows] == [code, second]
        assert rows[0]["attachments"] == 1 and rows[0]["author"] == "Kilwa" and rows[0]["withdrawn"] is False
        lines = world.anna.told("list", "--format", "jsonl").splitlines()
        assert [json.loads(line) for line in lines] == rows
        table = list(csv.DictReader(io.StringIO(world.anna.told("list", "--format", "csv"))))
        plain = [{name: str(value) for name, value in row.items()} | {"withdrawn": "false"} for row in rows]
        assert table == plain
        people = world.anna.told("list", "--format", "table")
        assert people == world.anna.told("list") and people.count("\n") == 2 and "Incident" in people

    def test_nothing_is_nothing_in_each(self, world: World) -> None:
        assert world.anna.done("list") == {"records": []}
        assert world.anna.told("list", "--format", "jsonl") == ""
        assert world.anna.told("list", "--format", "csv").startswith("code,form,title,when,place,kind,created,changed,")
        assert json.loads(world.anna.told("list", "--format", "geojson")) == {
            "type": "FeatureCollection",
            "features": [],
        }
        calm(world.anna.told("list").strip())

    def test_searching_and_forms(self, world: World, code: str) -> None:
        assert [row["code"] for row in world.anna.done("list", "incident", "--search", "RIVER")["records"]] == [code]
        assert world.anna.done("list", "--search", "mountain")["records"] == []
        assert world.anna.done("list", "hate_speech")["records"] == []
        world.anna.refused(Exit.WRONG_USE, "no-form", "list", "weather")

    def test_what_was_taken_back(self, world: World, code: str) -> None:
        assert world.anna.done("withdraw", code, "--reason", "asked me to") == {"code": code, "holders": 0}
        assert world.anna.done("list")["records"] == []
        assert [row["withdrawn"] for row in world.anna.done("list", "--withdrawn")["records"]] == [True]
        entries = world.anna.fingerprint()["entries"]
        assert world.anna.done("withdraw", code, "--reason", "again") == {"code": code, "holders": 0}
        assert world.anna.fingerprint()["entries"] == entries
        assert "Taken back. Reason: asked me to" in world.anna.told("show", code)
        assert world.anna.done("show", code)["reason"] == "asked me to"
        world.anna.refused(Exit.WRONG_USE, "wrong-use", "withdraw", code, "--reason", " ")
        out = str(world.folder / "out.pdf")
        world.anna.refused(Exit.REFUSED, "note-withdrawn", "report", "dossier", code, "--out", out)

    def test_a_table_is_no_way_in(self, world: World) -> None:
        """What a stranger wrote is calculated by no spreadsheet, and gives a terminal no orders."""
        title = "=HYPERLINK(A1)\x1b[2J\x07\x9b"
        world.anna.done("add", "incident", world.file("a.json", json.dumps({**MARKET, "story": title})))
        (row,) = csv.DictReader(io.StringIO(world.anna.told("list", "--format", "csv")))
        assert row["title"].startswith("'=")
        for words in (["list"], ["show", row["code"], "--history"]):
            said = world.anna.told(*words)
            assert "=HYPERLINK" in said
            assert not set(said) & {"\x1b", "\x07", "\x9b"}
        assert world.anna.done("list")["records"][0]["title"] == title

    def test_a_line_is_written_down_for_every_export(self, world: World, code: str) -> None:
        world.anna.done("list", "incident")
        world.anna.told("show", code)
        world.anna.done("report", "dossier", code, "--out", str(world.folder / "out.pdf"))
        with world.anna.open() as notebook:
            custody = notebook.vault.custody
            acts = {item: [row.act for row in custody.of(item)] for item in ("incident", code)}
        assert acts == {"incident": ["listed"], code: ["shown", "exported"]}


def places(**values: str) -> tuple[Schema, Cells]:
    """A form of places of each class, and a record with these."""
    classes = {"exact": Class.RESTRICTED, "district": Class.NETWORK, "country": Class.PUBLIC, "home": Class.PROTECTED}
    fields = [Field(name, Kind.PLACE, value_class) for name, value_class in classes.items()]
    fields += [
        Field("title", Kind.TEXT, Class.RESTRICTED, Facet.TITLE),
        Field("when", Kind.DATE, Class.NETWORK, Facet.WHEN),
    ]
    known = {field.path: field.value_class for field in fields}
    cells: dict[Place, tuple[Standing, ...]] = {}
    for name, value in values.items():
        here = Standing(bytes(32), bytes(32), "2026-11-22T10:00:00.000+00:00", value)
        cells[Place(name, BodyClass.of(known[name]))] = (here,)
    return Schema("x", tuple(fields)), cells


FACTS: dict[str, Json] = {
    "code": "7Q2M-9XC4-R",
    "form": "x",
    "created": "",
    "changed": "",
    "author": "Kilwa",
    "withdrawn": False,
    "title": "T",
}


class TestGeoJson:
    """A map gets what the whole network may know, and nothing else."""

    def test_only_what_the_network_may_know(self) -> None:
        schema, cells = places(exact="1 2", home="3 4", title="The story", when="2026-11-20")
        found = feature(FACTS, schema, cells)
        assert found["geometry"] is None
        assert (found["properties"]["title"], found["properties"]["when"]) == ("", "2026-11-20")
        schema, cells = places(exact="1 2", district="-1.50 29.25 1500 5", country="7 8")
        assert feature(FACTS, schema, cells)["geometry"] == {"type": "Point", "coordinates": [29.25, -1.5, 1500.0]}
        assert feature(FACTS, None, cells)["geometry"] is None

    @pytest.mark.parametrize(
        ("text", "kind", "coordinates"),
        [
            ("1 2", "Point", [2, 1]),
            ("1 2 0 0; 3 4 0 0", "LineString", [[2, 1, 0], [4, 3, 0]]),
            ("1 2;3 4;5 6;1 2;", "Polygon", [[[2, 1], [4, 3], [6, 5], [2, 1]]]),
        ],
    )
    def test_shapes(self, text: str, kind: str, coordinates: object) -> None:
        schema, cells = places(district=text)
        assert feature(FACTS, schema, cells)["geometry"] == {"type": kind, "coordinates": coordinates}

    def test_of_a_questionnaire_from_outside(self, world: World) -> None:
        form = world.file(
            "well.md",
            "| survey | | | | | |\n| | type | name | label | bind::kinga:class | bind::kinga:facet |\n"
            "| | geopoint | district | Where? | network | |\n| | geopoint | well | Where exactly? | restricted | |\n"
            "| | text | name | Whose? | restricted | title |\n"
            '| settings | | |\n| | form_id | namespaces |\n| | well | kinga="urn:kinga:forms" |\n',
        )
        compiled = compile_file(Path(form))
        schema = schema_of(compiled)
        with world.anna.open() as notebook:
            vault = notebook.vault
            vault.forms.put(schema, to_bytes(compiled))
            values = Answers({"district": "-6.5 39.5 0 0", "well": "-6.512345 39.512345 0 0", "name": NAME})
            draft = begin(vault, schema)
            done = submit(vault, [draft.__class__(draft.id, draft.form, draft.version, None, {}, values)])
            code = line_of(vault, done.records[0].id).code
        said = world.anna.told("list", "well", "--format", "geojson")
        found = json.loads(said)
        assert found["type"] == "FeatureCollection"
        (one,) = found["features"]
        assert (one["type"], one["id"], one["geometry"]["coordinates"]) == ("Feature", code, [39.5, -6.5, 0.0])
        assert one["properties"]["author"] == "Kilwa"
        assert "6.512" not in said and NAME not in said

    def test_of_a_source_not_even_that_it_is_there(self, world: World, code: str) -> None:
        answers = {"minor": "no", "explained": "yes", "agrees": "yes", "code_only": "yes"}
        with world.anna.open() as notebook:
            schema = shipped.schema("source")
            draft = begin(notebook.vault, schema)
            done = submit(notebook.vault, [replace(draft, answers=Answers(answers))])
            source = line_of(notebook.vault, done.records[0].id).code
        assert source in {row["code"] for row in world.anna.done("list")["records"]}
        for words in ([], ["source"]):
            found = json.loads(world.anna.told("list", *words, "--format", "geojson"))
            assert [one["id"] for one in found["features"]] == ([] if words else [code])


def _right_of(world: World, path: Path) -> bool:
    """Whether this is the file without which Anna's notebook begins a new history."""
    with world.anna.open() as notebook:
        return path.name == notebook.vault.settings.text("right")


class TestShow:
    """One note."""

    def test_protected_answers_are_never_printed(self, world: World, code: str) -> None:
        for words in (["show", code, "--history"], ["show", code, "--history", "--json"], ["list", "--json"]):
            assert NAME not in world.anna.told(*words)
        found = world.anna.done("show", code, "--history")
        assert not [path for path in found["values"] if path.endswith(("name", "minor", "agrees", "explained"))]
        out = world.folder / "out.pdf"
        world.anna.done("report", "dossier", code, "--out", str(out))
        assert out.read_bytes().startswith(b"%PDF") and out.stat().st_mode & 0o077 == 0

    def test_in_french_a_space_stands_before_the_colon(self, world: World, code: str) -> None:
        said = world.anna.told("show", code, "--history", "--lang", "fr")
        lines = [line for line in said.split("\n") if "Mudzi Pela" in line]
        assert len(lines) == 2 and all(line.endswith("\N{NO-BREAK SPACE}: Mudzi Pela") for line in lines)

    def test_a_format_is_the_same_as_the_option(self, world: World, code: str) -> None:
        assert json.loads(world.anna.told("show", code, "--format", "json")) == world.anna.done("show", code)
        assert world.anna.call("show", "x", "--format", "json").json["error"] == "no-such-record"
        assert world.anna.told("show", code, "--format", "text") == world.anna.told("show", code)

    def test_a_text_cannot_pass_for_a_line_of_the_program(self, world: World) -> None:
        """Line breaks of every sort, marks that turn what follows around, in what is shown, listed and handed over."""
        lie = "kept by Headquarters"
        breaks = ("\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")
        story = "It was" + "".join(f"{one}{lie}" for one in breaks) + "\u202egnihton\u2066"
        where = f"Mudzi\u2028{lie}"
        file = world.file("a.json", json.dumps({**MARKET, "story": story, "where": where}))
        (code,) = world.anna.done("add", "incident", file)["codes"]
        to = ("hand-over", "--to", str(world.drive), "--for", "Headquarters", "--dry-run")
        for words in (["show", code], ["show", code, "--history"], ["list"], list(to)):
            said = world.anna.told(*words)
            assert not set(said) & set("\u202e\u2066\u2028\u2029\x0b\x0c\x1c\x85\r")
            assert not [line for line in said.split("\n") if line.strip().startswith(lie)]
        lines = world.anna.told("show", code).split("\n")
        assert [line for line in lines if line.strip() == f"│ {lie}"]
        values = world.anna.done("show", code)["values"]
        assert (values["story"], values["where"]) == (story.replace("\r\n", "\n"), where)

    def test_what_does_not_count_is_marked_in_the_history(self, world: World, code: str) -> None:
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        world.anna.done("add", "incident", world.file("b.json", '{"killed_most": 5}'), "--record", code)
        (right,) = [path for path in world.anna.state.iterdir() if _right_of(world, path)]
        right.unlink()
        ended = world.anna.call("add", "incident", world.file("c.json", '{"killed_most": 6}'), "--record", code)
        assert ended.code == Exit.DONE
        world.carry()
        world.office.done("receive", str(world.drive), "--accept", code=Exit.REFUSED)
        said = world.office.told("show", code, "--history").split("\n")
        (at,) = [number for number, line in enumerate(said) if "It does not count here" in line]
        assert said[at].startswith("    ") and said[at].strip().endswith("then confirm it.")
        assert "corrected" in said[at - 1] and said[at + 1].strip() == "Killed: at most: 6"

    def test_a_protected_attachment_stays_inside(self, world: World) -> None:
        schema = Schema("x", (Field("face", Kind.FILE, Class.PROTECTED), Field("hand", Kind.FILE, Class.RESTRICTED)))
        with world.anna.open() as notebook:
            vault = notebook.vault
            vault.forms.put(schema, b"{}")
            face, hand = attachment(vault, photograph()), attachment(vault, photograph("#112233"))
            draft = begin(vault, schema)
            answers = Answers({"face": face, "hand": hand})
            done = submit(vault, [draft.__class__(draft.id, draft.form, draft.version, None, {}, answers)])
            code = line_of(vault, done.records[0].id).code
        out = world.folder / "face.jpg"
        words = ("show", code, "--attachment", face.name, "--out", str(out))
        world.anna.refused(Exit.WRONG_USE, "wrong-use", *words)
        assert not out.exists()
        world.anna.done("show", code, "--attachment", hand.name, "--out", str(out))
        assert out.stat().st_size == hand.length

    def test_a_correction_stands_in_the_history(self, world: World, code: str) -> None:
        world.anna.done("add", "incident", world.file("b.json", '{"killed_most": 5}'), "--record", code)
        steps = world.anna.done("show", code, "--history")["history"]
        assert [len(step["changes"]) > 1 for step in steps] == [True, False]
        assert steps[1]["changes"] == [["Killed: at most", "5"]]
        assert "corrected" in world.anna.told("show", code, "--history")

    @pytest.mark.parametrize(
        "words",
        [
            ["--attachment", "X"],
            ["--out", "x.jpg"],
            ["--attachment", "X", "--out", "x.jpg", "--history"],
            ["--attachment", "X", "--out", "x.jpg", "--format", "text"],
            ["--attachment", "X", "--out", "x.jpg"],
        ],
    )
    def test_words_that_do_not_go_together(self, world: World, code: str, words: list[str]) -> None:
        world.anna.refused(Exit.WRONG_USE, "wrong-use", "show", code, *words)

    def test_nobody_has_it(self, world: World, code: str) -> None:
        misheard = code[:-1] + ("0" if code[-1] != "0" else "1")
        for typed in (misheard, "0000-0000-0", "x", ""):
            said = world.anna.refused(Exit.WRONG_USE, "no-such-record", "show", typed)
            assert typed in said


class TestReport:
    """Paper."""

    def test_what_it_was_made_from(self, world: World, code: str) -> None:
        out = world.folder / "out.pdf"
        found = world.anna.done("report", "dossier", code, "--out", str(out), "--paper", "letter")
        assert found == {"path": str(out), "pages": found["pages"], "missing_characters": [], "records": [code]}
        assert found["pages"] >= 1

    def test_an_empty_form_for_paper(self, world: World) -> None:
        out = world.folder / "blank.pdf"
        found = world.anna.done("report", "blank", "incident", "--out", str(out))
        assert found["records"] == []
        assert out.read_bytes().startswith(b"%PDF-")
        for form, error in (("source", "not-on-paper"), ("nothing", "no-form")):
            world.anna.refused(
                Exit.REFUSED if form == "source" else Exit.WRONG_USE, error, "report", "blank", form, "--out", str(out)
            )

    def test_no_report_of_that_kind_and_no_note(self, world: World, code: str) -> None:
        out = str(world.folder / "out.pdf")
        world.anna.refused(Exit.WRONG_USE, "no-such-report", "report", "poem", code, "--out", out)
        world.anna.refused(Exit.WRONG_USE, "wrong-use", "report", "dossier", "--out", out)
        world.anna.refused(Exit.WRONG_USE, "no-such-record", "report", "dossier", "0000-0000-0", "--out", out)
        world.anna.refused(
            Exit.REFUSED, "not-written", "report", "dossier", code, "--out", str(world.folder / "a" / "b.pdf")
        )
        world.anna.refused(Exit.REFUSED, "not-written", "report", "dossier", code, "--out", str(world.folder))
        assert not Path(out).exists()


class TestDoctor:
    """Looking whether all is whole, and making the views again."""

    def test_all_is_well(self, world: World, code: str) -> None:
        with world.anna.unchanged():
            assert world.anna.done("doctor") == {"findings": [], "head": 1}
            calm(world.anna.told("doctor").strip())

    def test_what_is_wrong_is_found(self, world: World, code: str) -> None:
        part = next((world.anna.folder / "parts").iterdir())
        raw = part.read_bytes()
        part.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
        part.chmod(0o644)
        with world.anna.unchanged():
            found = world.anna.done("doctor", code=Exit.REFUSED)["findings"]
            assert [(one["finding"], one["count"]) for one in found] == [("attachments-damaged", 1), ("readable", 1)]
            for sentence in world.anna.call("doctor").out.splitlines():
                calm(sentence)

    def test_a_new_history_is_told(self, world: World, code: str) -> None:
        """Old pages put back: whoever begins anew says so once, and the doctor from then on."""
        data = world.anna.folder / "data"
        old = data.read_bytes()
        world.anna.done("add", "incident", world.file("b.json", '{"killed_most": 5}'), "--record", code)
        assert world.anna.done("doctor")["findings"] == []
        for rest in ("data-wal", "data-shm"):
            (world.anna.folder / rest).unlink(missing_ok=True)
        data.write_bytes(old)
        ended = world.anna.call("list")
        assert ended.code == Exit.DONE and len(ended.sentences) == 1 and "a new history begins" in ended.err
        calm(ended.sentences[0])
        assert world.anna.call("list").err == ""
        (found,) = world.anna.done("doctor")["findings"]
        assert found.keys() == {"finding", "begun"} and found["finding"] == "new-log"
        said = world.anna.told("doctor").splitlines()
        assert "began a new history on " in said[0] and len(said) == 2

    def test_views_are_made_again(self, world: World, code: str) -> None:
        before = world.anna.done("show", code, "--history")
        with world.anna.unchanged():
            assert world.anna.done("rebuild") == {"entries": 1}
        assert world.anna.done("show", code, "--history") == before


class TestForms:
    """Questionnaires; no notebook is opened."""

    def test_our_own(self, world: World) -> None:
        for form in shipped.names():
            path = world.folder / f"{form}.xlsx"
            assert call("forms", "export", form, "--xlsx", str(path), "--json").json == {
                "form": form,
                "path": str(path),
            }
            found = call("forms", "check", str(path), "--json")
            assert found.code == 0 and found.json["version"] == shipped.schema(form).version
            assert found.json["id"] == form and found.json["problems"] == [] and found.json["questions"] > 5

    def test_trying(self, world: World) -> None:
        form = world.file(
            "a.md",
            "| survey | | | |\n| | type | name | label |\n| | integer | age | How old? |\n"
            "| | begin_repeat | kin | Kin |\n| | text | name | Name |\n| | end_repeat | | |\n",
        )
        answers = world.file("a.json", '{"age": 12, "kin": [{"name": "A"}]}')
        for words in (["--json"], []):
            found = call("forms", "try", form, "--answers", answers, *words)
            assert (found.code, found.err) == (0, "")
            assert found.json["values"] == {"age": 12, "kin[1]/name": "A"}
            assert found.json["relevant"]["age"] is True and found.json["problems"] == []
        wrong = world.file("b.json", '{"age": "twelve", "colour": "red"}')
        problems = call("forms", "try", form, "--answers", wrong, "--json").json["problems"]
        assert {(one["path"], one["code"]) for one in problems} == {
            ("age", "answer-wrong-kind"),
            ("colour", "answer-unknown-question"),
        }

    def test_the_option_may_stand_before_the_act(self, world: World) -> None:
        out = str(world.folder / "x.xlsx")
        found = call("forms", "--json", "export", "source", "--xlsx", out)
        assert found.json == {"form": "source", "path": out}

    @pytest.mark.parametrize(
        ("row", "code", "number", "said"),
        [
            ("| | text | b | B | nosuch(${a}) = 1 |", "form-expression", 3, "there is no such function"),
            ("| | text | b | B | ${nowhere} = 1 |", "form-mistake", 3, "nowhere"),
            ("| | text | b | B | ${a} = = 1 |", "form-expression", 3, "it cannot be read"),
            ("| | text | b | B | string-length() = selected(.) |", "form-expression", 3, "another way"),
            ("| | txet | b | B | |", "form-mistake", 3, "txet"),
            ("| | select_one nolist | b | B | |", "form-mistake", 0, "choices"),
        ],
    )
    def test_a_mistake_is_told_with_sheet_and_row(
        self, world: World, row: str, code: str, number: int, said: str
    ) -> None:
        head = "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | |\n"
        form = world.file("a.md", f"{head}{row}\n")
        plain, as_json = call("forms", "check", form), call("forms", "check", form, "--json")
        assert plain.code == as_json.code == Exit.REFUSED
        (problem,) = as_json.json["problems"]
        assert (problem["code"], problem["sheet"]) == (code, "survey")
        # pyxform speaks of a list that is missing altogether without a row
        assert problem["row"] == number
        assert said in problem["message"] and "survey" in problem["message"]
        assert f"row {number}" in problem["message"] if number else "row" not in problem["message"].split(":")[0]
        assert plain.sentences == as_json.sentences == [problem["message"]]
        assert call("forms", "try", form, "--answers", world.file("x.json", "{}"), "--json").json["error"] == code

    def test_mistakes_of_a_form_that_has_no_sheets(self, world: World) -> None:
        form = (
            '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t'
            '</h:title><model><instance><data id="x"><a/></data></instance><bind nodeset="/data/a" type="string" '
            'relevant="WRONG"/></model></h:head><h:body><input ref="/data/a"><label>A</label></input></h:body></h:html>'
        )
        for wrong in ("nosuch()", "= ="):
            ended = call("forms", "check", world.file("a.xml", form.replace("WRONG", wrong)))
            assert ended.code == Exit.REFUSED and ended.err.startswith(f'a: "{wrong}" cannot work')

    def test_nothing_to_read(self, world: World) -> None:
        for name, content in {
            "a.xlsx": b"PK\x03\x04" + bytes(99),
            "a.md": b"hello",
            "a.xls": b"\xd0\xcf\x11\xe0x",
        }.items():
            ended = call("forms", "check", world.file(name, content), "--json")
            assert (ended.code, ended.json["error"]) == (Exit.WRONG_USE, "form-unreadable")
        assert call("forms", "check", str(world.folder / "gone.md")).code == Exit.WRONG_USE
        assert call("forms", "export", "weather", "--xlsx", "x.xlsx").code == Exit.WRONG_USE
        form = str(shipped.COMPILED.parent / "incident.md")
        for answers in ("gone.json", world.file("two.json", "[{}, {}]")):
            assert call("forms", "try", form, "--answers", answers).code == Exit.WRONG_USE
        twice = world.file("twice.json", '{"when": "2026", "when": "2025"}')
        assert call("forms", "try", form, "--answers", twice).code == Exit.REFUSED
        nowhere = str(world.folder / "no" / "x.xlsx")
        assert call("forms", "export", "incident", "--xlsx", nowhere, "--json").json["error"] == "not-written"
