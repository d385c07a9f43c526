"""`kinga add`: answers from .json, .jsonl and .csv become notes, all or none; what is wrong is named."""

import csv
import io
import json
from pathlib import Path

import pytest

from desktop.commands.frame import Exit
from reports.when import in_words
from resources.texts import Texts
from tests.support.called import Laptop, World, call, calm
from tests.support.notes import photograph

MARKET = {
    "story": "Men came by night.\nThey burned the houses near the river.",
    "kind": "property",
    "when": "2026-11-18",
    "where": "Mudzi Pela",
    "how_known": "saw",
    "killed_least": 2,
    "killed_most": 3,
}


DATES = ("2026-11-20", "2026-11", "2026", "2026-11-18/2026-11-20~", "2020/2029")
NO_DATES = (
    *("2026-11-XX", "202X", "2026-11/..", "2026-21"),
    *("2026-11/", "../2026-11", "/2026", "Y12026", "-0044", "2026-11-18T10:00"),
)


def shown(laptop: Laptop, code: str) -> dict[str, object]:
    """The values of a note, long texts joined."""
    found = laptop.done("show", code)
    return dict(found["values"])


class TestKinds:
    """The three kinds of files say the same."""

    def test_one_object(self, world: World) -> None:
        found = world.anna.done("add", "incident", world.file("a.json", json.dumps(MARKET)))
        assert found["problems"] == []
        (code,) = found["codes"]
        values = shown(world.anna, code)
        assert {name: values[name] for name in MARKET} == MARKET

    def test_a_list_lines_and_a_table_say_the_same(self, world: World) -> None:
        rows = [MARKET, {**MARKET, "story": '"Quoted", with; commas\nand a line', "killed_least": 0}]
        table = io.StringIO()
        writer = csv.DictWriter(table, list(MARKET))
        writer.writeheader()
        writer.writerows(rows)
        files = {
            "a.json": json.dumps(rows),
            "a.jsonl": "\n".join(map(json.dumps, rows)) + "\n",
            "a.csv": "\N{BYTE ORDER MARK}" + table.getvalue(),
            "A.CSV": table.getvalue(),
        }
        for name, content in files.items():
            codes = world.anna.done("add", "incident", world.file(name, content))["codes"]
            found = [{key: shown(world.anna, code)[key] for key in MARKET} for code in codes]
            assert found == rows, name

    def test_groups_are_objects_and_repeats_are_lists(self, world: World) -> None:
        inside: dict[str, object] = {
            "people": [{"sex": "male", "age": "about 30"}, {"age": "child"}],
            "followup": {"response": ["came"]},
        }
        flat: dict[str, object] = {
            "people[1]/sex": "male",
            "people[1]/age": "about 30",
            "people[2]/age": "child",
            "followup/response": "came",
        }
        found = []
        for number, more in enumerate((inside, flat)):
            file = world.file(f"{number}.json", json.dumps({**MARKET, **more}))
            (code,) = world.anna.done("add", "incident", file)["codes"]
            said = world.anna.done("show", code)
            rows = said["rows"]["people"]
            assert len(rows) == 2
            ages = [said["values"][f"people#{row}/age"] for row in rows]
            found.append((ages, said["values"][f"people#{rows[0]}/sex"], said["values"]["followup/response"]))
        assert found[0] == found[1] == (["about 30", "child"], "male", ["came"])

    def test_a_correction_changes_what_it_names(self, world: World) -> None:
        (code,) = world.anna.done("add", "incident", world.file("a.json", json.dumps(MARKET)))["codes"]
        spoken = code.replace("-", " ").lower()
        file = world.file("b.json", json.dumps({"killed_most": 5}))
        assert world.anna.done("add", "incident", file, "--record", spoken)["codes"] == [code]
        values = shown(world.anna, code)
        assert (values["killed_most"], values["where"]) == (5, "Mudzi Pela")
        assert world.anna.ask(lambda vault: len(vault.journal.numbers())) == 2
        world.anna.done("add", "incident", world.file("c.json", '{"killed_most": null}'), "--record", code)
        assert shown(world.anna, code).get("killed_most") is None
        world.anna.done("add", "incident", world.file("d.csv", "killed_most,area\n,Tanga\n"), "--record", code)
        values = shown(world.anna, code)
        assert (values.get("killed_most"), values["area"], values["killed_least"]) == (None, "Tanga", 2)
        before = world.anna.fingerprint()
        assert world.anna.done("add", "incident", str(world.folder / "d.csv"), "--record", code)["codes"] == [code]
        after = world.anna.fingerprint()  # nothing is another: there is nothing to sign
        assert (after["entries"], after["hash"]) == (before["entries"], before["hash"])

    def test_the_same_file_again_is_told(self, world: World) -> None:
        rows = {"people": [{"sex": "male", "age": "about 30"}, {"age": "child"}]}
        file = world.file("a.json", json.dumps([{**MARKET, **rows}, {**MARKET, "where": "Tanga", **rows}]))
        first = world.anna.done("add", "incident", file)
        assert first["again"] == {}
        second = world.anna.done("add", "incident", file)
        assert second["again"] == dict(zip(second["codes"], first["codes"], strict=True))
        other = {**MARKET, "people": [{"sex": "male", "age": "about 30"}, {"age": "old"}]}
        assert world.anna.done("add", "incident", world.file("b.json", json.dumps(other)))["again"] == {}
        said = world.anna.told("add", "incident", file)
        assert f"the same answers as note {first['codes'][0]}, added again." in said
        assert world.anna.done("add", "incident", file, "--record", first["codes"][0], code=Exit.WRONG_USE)["error"]
        one = world.file("c.json", json.dumps({**MARKET, **rows}))
        assert world.anna.done("add", "incident", one, "--record", first["codes"][1])["again"] == {}

    def test_answers_that_a_correction_takes_away_are_told(self, world: World) -> None:
        more = {"help": "yes", "help_to": "the nurse", "people": [{"age": "child"}]}
        file = world.file("a.json", json.dumps({**MARKET, **more}))
        (code,) = world.anna.done("add", "incident", file)["codes"]
        change = ("add", "incident", world.file("b.json", json.dumps({"help": "no"})), "--record", code)
        assert world.anna.done(*change, "--preview")["emptied"] == ["help_to"]
        assert shown(world.anna, code)["help_to"] == "the nurse"
        assert "Who was asked to help?" in world.anna.told(*change, "--preview")
        assert world.anna.done(*change)["emptied"] == ["help_to"]
        assert "help_to" not in shown(world.anna, code)
        assert world.anna.done(*change)["emptied"] == []
        by_name = world.file("c.json", json.dumps({"killed_most": None}))
        assert world.anna.done("add", "incident", by_name, "--record", code)["emptied"] == []
        kind = world.file("d.json", json.dumps({"kind": "sexual_violence"}))
        lost = world.anna.done("add", "incident", kind, "--record", code)["emptied"]
        assert lost == ["killed_least", "help", "people[1]/age"]

    def test_what_could_not_be_cleaned_is_told(self, world: World) -> None:
        for name, content, told in (("a.jpg", photograph(), []), ("b.bin", bytes(range(200)), ["b.bin"])):
            file = world.file("a.json", json.dumps({**MARKET, "photos": [{"about": name}]}))
            words = ("add", "incident", file, "--attach", f"photos[1]/file={world.file(name, content)}")
            for more in (["--preview"], []):
                assert world.anna.done(*words, *more)["uncleaned"] == told
            said = world.anna.told(*words)
            assert ("hidden details could not be removed" in said) == bool(told) and (name in said) == bool(told)

    def test_a_file_beside_the_answers(self, world: World) -> None:
        picture = world.file("river.jpg", photograph())
        file = world.file("a.json", json.dumps({**MARKET, "photos": [{"about": "The river"}]}))
        (code,) = world.anna.done("add", "incident", file, "--attach", f"photos[1]/file={picture}")["codes"]
        found = world.anna.done("show", code)
        (row,) = found["rows"]["photos"]
        attachment = found["values"][f"photos#{row}/file"]
        assert attachment["media"] == "image/jpeg" and set(attachment) == {"attachment", "media", "length"}
        out = world.folder / "out.jpg"
        words = ("show", code, "--attachment", attachment["attachment"].lower(), "--out", str(out))
        assert world.anna.done(*words)["path"] == str(out)
        copy = out.read_bytes()
        assert copy.startswith(b"\xff\xd8") and b"PHONE-OF-ANNA" not in copy and len(copy) == attachment["length"]
        assert out.stat().st_mode & 0o077 == 0


GOOD = json.dumps(MARKET)
UNREADABLE = {
    "not JSON": ("a.json", b"{"),
    "not an object": ("a.json", b"[1]"),
    "nothing": ("a.json", b"[]"),
    "an empty file": ("a.csv", b""),
    "a header alone": ("a.csv", b"story,kind\n"),
    "not UTF-8, JSON": ("a.json", GOOD.encode("utf-16")),
    "not UTF-8, table": ("a.csv", "story,where\nété,Bé\n".encode("latin-1")),
    "a name twice": ("a.json", b'{"story": "one", "story": "two"}'),
    "a name twice inside": ("a.jsonl", b'{"people": [{"age": "1", "age": "2"}]}'),
    "a column twice": ("a.csv", b"story,where,story\na,b,c\n"),
    "no number": ("a.json", b'{"killed_least": NaN}'),
    "half a letter": ("a.json", b'{"story": "\\ud800"}'),
    "a row too long": ("a.csv", b"story,where\na,b,c\n"),
    "an open quote": ("a.csv", b'story,where\n"a,b\n'),
    "nested without end": ("a.json", b"[" * 100_000),
}
WRONG: dict[str, dict[str, object]] = {
    "answer-unknown-question": {"storey": "x"},
    "answer-wrong-choice": {"kind": "hurricane"},
    "answer-wrong-kind": {"when": "18/11/2026"},
    "answer-refused": {"killed_most": 1},
    "answer-not-asked": {"help_to": "the police"},
}


class TestWrong:
    """What cannot be taken is told with its row, and nothing of the file is kept."""

    @pytest.mark.parametrize("name", UNREADABLE)
    def test_a_file_that_cannot_be_read(self, world: World, name: str) -> None:
        file, content = UNREADABLE[name]
        path = world.file(file, content)
        said = world.anna.refused(Exit.REFUSED, "answers-unreadable", "add", "incident", path)
        assert path in said and said.endswith("Nothing was written.")
        with world.anna.unchanged():
            assert world.anna.call("add", "incident", path, "--keep-good").code == Exit.REFUSED

    @pytest.mark.parametrize("error", WRONG)
    def test_an_answer_that_the_form_does_not_take(self, world: World, error: str) -> None:
        file = world.file("a.json", json.dumps([MARKET, {**MARKET, **WRONG[error]}]))
        with world.anna.unchanged():
            ended, plain = world.anna.call("add", "incident", file, "--json"), world.anna.call("add", "incident", file)
        assert ended.code == plain.code == Exit.REFUSED
        assert ended.json["codes"] == []
        (problem,) = ended.json["problems"]
        assert (ended.json["error"], ended.json["message"]) == (problem["error"], problem["message"])
        assert (problem["row"], problem["column"], problem["error"]) == (2, next(iter(WRONG[error])), error)
        assert ended.sentences == plain.sentences == [problem["message"]]
        calm(problem["message"])
        assert "Row 2" in problem["message"] and problem["column"] in problem["message"]
        assert "nothing was added" in plain.out

    def test_the_form_s_own_words_are_told(self, world: World) -> None:
        file = world.file("a.csv", "kind,when,where,how_known,killed_least,killed_most\nkilling,2026,X,saw,4,3\n")
        ended = world.anna.call("add", "incident", file)
        assert 'This cannot be less than "at least".' in ended.err

    @pytest.mark.parametrize("day", ["2026-02-30", "20261118", "yesterday", "2026-13", "18.11.2026", *NO_DATES])
    def test_bad_dates(self, world: World, day: str) -> None:
        file = world.file("a.json", json.dumps({**MARKET, "when": day}))
        with world.anna.unchanged():
            problems = world.anna.call("add", "incident", file, "--json").json["problems"]
        assert [(one["column"], one["error"]) for one in problems] == [("when", "answer-wrong-kind")]
        assert problems[0]["message"] == "Row 1, when: this is not a date."

    def test_a_sentence_does_not_repeat_a_whole_book(self, world: World) -> None:
        long = "a" * 100_000
        for answers in ({**MARKET, "kind": long}, {**MARKET, long: "x"}):
            ended = world.anna.call("add", "incident", world.file("a.json", json.dumps(answers)), "--json")
            assert all(len(sentence) < 300 for sentence in (*ended.sentences, ended.json["message"]))
        assert len(world.anna.call("list", "--format", long).err) < 400

    @pytest.mark.parametrize(
        ("text", "said"),
        [("a\0b", "the character NUL"), ("a" * 3_000_000, "more than 1,048,576"), ("a\n" * 1_500_000, "1,048,576")],
        ids=["NUL", "long", "long, in lines"],
    )
    @pytest.mark.parametrize("column", ["story", "where", "kind"])
    def test_texts_that_cannot_be_kept(self, world: World, column: str, text: str, said: str) -> None:
        file = world.file("a.json", json.dumps({**MARKET, column: text}))
        with world.anna.unchanged():
            ended = world.anna.call("add", "incident", file)
        (sentence,) = ended.sentences
        assert ended.code == Exit.REFUSED and said in sentence and len(sentence) < 200
        calm(sentence)

    def test_dates_are_taken_as_the_format_says(self, world: World) -> None:
        page = (Path(__file__).parents[2] / "docs" / "formats" / "values.md").read_text(encoding="utf-8")
        assert [day for day in (*DATES, *NO_DATES[:4]) if f"`{day}`" not in page] == []
        rows = [{**MARKET, "when": day} for day in (*DATES, *(f"{day}{sign}" for day in DATES[:3] for sign in "~?%"))]
        codes = world.anna.done("add", "incident", world.file("a.json", json.dumps(rows)))["codes"]
        for code, row in zip(codes, rows, strict=True):
            in_english = in_words(str(row["when"]), Texts("en"))
            assert not set(in_english) & set("~?%/-")
            assert shown(world.anna, code)["when"] == row["when"] and in_english in world.anna.told("show", code)

    def test_what_is_missing_is_named(self, world: World) -> None:
        problems = world.anna.call("add", "incident", world.file("a.json", "{}"), "--json").json["problems"]
        assert {one["column"] for one in problems} == {"story", "kind", "when", "where", "how_known"}
        assert {one["error"] for one in problems} == {"answer-refused"}

    def test_a_wrong_answer_that_may_be_a_secret_is_not_repeated(self, world: World) -> None:
        file = world.file("a.json", json.dumps({**MARKET, "people": [{"minor": "Amina K."}]}))
        ended = world.anna.call("add", "incident", file)
        assert ended.code == Exit.REFUSED and "Amina" not in ended.err + ended.out
        assert ended.sentences == ["Row 1, people[1]/minor: this is none of the choices."]

    def test_the_good_ones_are_kept_when_that_is_asked(self, world: World) -> None:
        rows = [MARKET, {**MARKET, "kind": "hurricane"}, {**MARKET, "where": "Tanga"}]
        file = world.file("a.jsonl", "\n".join(map(json.dumps, rows)))
        found = world.anna.done("add", "incident", file, "--keep-good", code=Exit.REFUSED)
        assert len(found["codes"]) == 2 and [one["row"] for one in found["problems"]] == [2]
        assert {shown(world.anna, code)["where"] for code in found["codes"]} == {"Mudzi Pela", "Tanga"}

    def test_a_flood_of_mistakes_is_told_once(self, world: World) -> None:
        file = world.file("a.csv", "story,storey\n" + "a,b\n" * 30)
        ended = world.anna.call("add", "incident", file)
        assert len(ended.sentences) == 21 and "--json" in ended.sentences[-1]
        assert len(world.anna.call("add", "incident", file, "--json").json["problems"]) > 30

    def test_attachments_of_a_note_that_was_not_written_are_not_kept(self, world: World) -> None:
        picture = world.file("river.jpg", photograph())
        wrong = world.file("a.json", json.dumps({**MARKET, "kind": "hurricane", "photos": [{"about": "The river"}]}))
        right = world.file("b.json", json.dumps({**MARKET, "photos": [{"about": "The river"}, {"about": "It"}]}))
        program = world.file("photo.png", b"\x7fELF" + bytes(100))
        one, two = f"photos[1]/file={picture}", f"photos[2]/file={program}"
        before = world.anna.fingerprint()
        assert world.anna.call("add", "incident", wrong, "--attach", one).code == Exit.REFUSED
        ended = world.anna.call("add", "incident", right, "--attach", one, "--attach", two)
        assert (ended.code, ended.err) == (Exit.REFUSED, "photo.png is a program. Programs are not taken in.\n")
        after = world.anna.fingerprint()
        assert {name for name in before if before[name] != after[name]} == {"local_custody"}
        assert not list((world.anna.folder / "parts").iterdir())

    def test_a_file_where_none_is_asked_for(self, world: World) -> None:
        picture, file = world.file("river.jpg", photograph()), world.file("a.json", GOOD)
        ended = world.anna.call("add", "incident", file, "--attach", f"where={picture}", "--json")
        assert [one["error"] for one in ended.json["problems"]] == ["answer-wrong-kind"]


class TestWrongUse:
    """What the words themselves do not allow."""

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["a.txt"], ".json, .jsonl, .csv or .zip"),
            (["two.json", "--record", "0000-0000-0"], "one note"),
            (["two.json", "--attach", "photo=x.jpg"], "one note"),
            (["one.json", "--attach", "photo"], "QUESTION=FILE"),
            (["one.json", "--attach", "photo=a", "--attach", "photo=b"], "two files"),
        ],
    )
    def test_words_that_do_not_go_together(self, world: World, words: list[str], said: str) -> None:
        world.file("one.json", GOOD)
        world.file("two.json", json.dumps([MARKET, MARKET]))
        name, *more = words
        sentence = world.anna.refused(Exit.WRONG_USE, "wrong-use", "add", "incident", str(world.folder / name), *more)
        assert said in sentence

    def test_nobody_has_it(self, world: World) -> None:
        file, gone = world.file("a.json", GOOD), str(world.folder / "gone.json")
        world.anna.refused(Exit.WRONG_USE, "no-form", "add", "weather", file)
        said = world.anna.refused(Exit.WRONG_USE, "file-unreadable", "add", "incident", gone)
        assert said == f"There is no file {gone}."
        assert call("inspect", gone).err == f"There is no file {gone}.\n"
        world.anna.refused(Exit.WRONG_USE, "file-unreadable", "add", "incident", file, "--attach", f"photo={gone}")
        world.anna.refused(Exit.WRONG_USE, "no-such-record", "add", "incident", file, "--record", "0000-0000-0")
        world.anna.refused(Exit.WRONG_USE, "no-such-record", "add", "incident", file, "--record", "7Q2M")

    def test_a_form_this_office_does_not_write(self, world: World) -> None:
        file = world.file("a.json", json.dumps({"country": "Benin", "as_of": "2026-11-01"}))
        said = world.anna.refused(Exit.WRONG_USE, "wrong-use", "add", "country_profile", file)
        assert "country_profile" in said

    def test_another_form_and_a_note_that_was_taken_back(self, world: World) -> None:
        (code,) = world.anna.done("add", "incident", world.file("a.json", GOOD))["codes"]
        change = world.file("b.json", json.dumps({"killed_most": 9}))
        said = world.anna.refused(Exit.WRONG_USE, "wrong-use", "add", "hate_speech", change, "--record", code)
        assert "incident" in said
        world.anna.done("withdraw", code, "--reason", "asked me to")
        said = world.anna.refused(Exit.WRONG_USE, "wrong-use", "add", "incident", change, "--record", code)
        assert code in said


def test_paths_are_told_as_they_were_given(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world.folder)
    Path("a.json").write_text("{")
    assert world.anna.call("add", "incident", "a.json").err.startswith("a.json")
