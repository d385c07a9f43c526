"""What `--json` prints is what docs/formats/commands.md says: no key more, none less, each of its type."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from desktop.commands import COMMANDS, demo
from desktop.commands.frame import Exit
from forms import shipped
from records.owing import Readers
from records.recording import begin, submit
from records.values import Answers, Value
from tests.support.called import Laptop, World, call
from tests.support.notes import MARKET, attachment, photograph, write
from tests.support.parcels import STRANGER, Device, content_of, sealed_by

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "commands.md"
TYPES: dict[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "truth": lambda value: isinstance(value, bool),
    "map": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "list of text": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "list of objects": lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
}
SOMETIMES = re.compile(r"^(with|when|of) ")


@dataclass(frozen=True, slots=True)
class Key:
    """One key as the page has it."""

    kind: str
    always: bool


def documented() -> dict[str, dict[str, Key]]:
    """Every command of the page, with its keys."""
    found: dict[str, dict[str, Key]] = {}
    for section in PAGE.read_text(encoding="utf-8").split("\n### ")[1:]:
        name, _, text = section.partition("\n")
        found[name] = {}
        for line in text.split("\n"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not line.startswith("| `") or len(cells) != 3:
                continue
            for key in re.findall(r"`([^`]+)`", cells[0]):
                found[name][key] = Key(cells[1], always=SOMETIMES.match(cells[2]) is None)
    return found


KEYS = documented()


def keys_in(value: object, known: dict[str, Key], above: str = "") -> Iterator[tuple[str, object]]:
    """Every key of an object as the page names it, with its value; maps are not entered."""
    assert isinstance(value, dict)
    for name, inner in value.items():
        key = f"{above}{name}"
        if isinstance(inner, dict) and key not in known:
            yield from keys_in(inner, known, f"{key}.")
            continue
        yield key, inner
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            for one in inner:
                yield from keys_in(one, known, f"{key}[].")


def check(command: str, *printed: dict[str, Any]) -> None:
    """All that was printed is documented, and all that is documented was printed."""
    known = KEYS[command]
    seen: set[str] = set()
    for one in printed:
        for key, value in keys_in(one, known):
            assert key in known, f"{command}: {key} is not documented"
            assert TYPES[known[key].kind](value), f"{command}: {key} is no {known[key].kind}: {value!r}"
            seen.add(key)
        top = {key for key, of in known.items() if of.always and not set(key) & set(".[")}
        assert top <= one.keys(), f"{command}: {sorted(top - one.keys())} missing"
    assert sorted(known.keys() - seen) == [], f"{command}: documented, and printed nowhere in this test"


@pytest.fixture
def code(world: World) -> str:
    """A note with rows, an attachment and something protected."""
    with world.anna.open() as notebook:
        photos: list[dict[str, Value]] = [{"file": attachment(notebook.vault, photograph()), "about": "The market"}]
        people: list[dict[str, Value]] = [{"minor": "yes", "sex": "female"}]
        return write(notebook.vault, "incident", MARKET, people=people, photos=photos).code


def test_every_command_has_its_section() -> None:
    named = {name.partition(" ")[0] for name in KEYS}
    assert named == set(COMMANDS)
    text = PAGE.read_text(encoding="utf-8")
    for later in ("inbox ask", "accept|aside|ask", "sync", "backup", "salvage"):
        assert not re.search(rf"[`|]{re.escape(later)}[ `|\]]", text), later


def test_every_option_stands_on_the_page(world: World) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for word in COMMANDS:
        for option in set(re.findall(r"--[a-z-]+", call(word, "--help").out)):
            assert option in text, f"{word} {option}"
    for act in ("check", "try", "export", "accept"):
        for option in set(re.findall(r"--[a-z-]+", call("forms", act, "--help").out)):
            assert option in text, f"forms {act} {option}"


def test_making_and_trusting(world: World) -> None:
    words = ("--role", "trainer", "--country", "BEN", "--office", "School", "--exercise", "--kdf", "quick")
    check("init", Laptop(world.folder / "new", world.anna.state, world.anna.passphrase).done("init", *words))
    card = world.stranger.done("card", "--out", str(world.folder / "tanga.card"))
    check("card", card)
    check("trust", world.office.done("trust", str(world.folder / "tanga.card"), "--words", card["words"]))


def test_writing(world: World, code: str) -> None:
    wrong = world.anna.call("add", "incident", world.file("b.json", '{"kind": "x"}'), "--json")
    export = world.anna.done("add", "incident", world.file("c.json", json.dumps([{"_id": 1, **MARKET}])))
    check("add", world.anna.done("add", "incident", world.file("a.json", json.dumps(MARKET))), wrong.json, export)
    check("list", world.anna.done("list"))
    check("rebuild", world.anna.done("rebuild"))
    check("report", world.anna.done("report", "dossier", code, "--out", str(world.folder / "out.pdf")))
    name = next(one["attachment"] for one in world.anna.done("show", code)["values"].values() if isinstance(one, dict))
    out = str(world.folder / "out.jpg")
    check("show --attachment", world.anna.done("show", code, "--attachment", name, "--out", out))
    check("withdraw", world.anna.done("withdraw", code, "--reason", "asked me to"))


def test_carrying(world: World, code: str) -> None:
    to = ("--to", str(world.drive), "--for", "Headquarters")
    world.anna.done("add", "incident", world.file("t.json", json.dumps({**MARKET, "story": "Call 0754 123 456."})))
    check("hand-over", world.anna.done("hand-over", *to, "--dry-run"), world.anna.done("hand-over", *to))
    (path,) = world.drive.iterdir()
    outside, inside = call("inspect", str(path), "--json").json, world.office.done("inspect", str(path))
    assert outside.keys() == {"size", "kind", "stanzas"}
    check("inspect", outside, inside)
    with world.office.open() as notebook:
        office = Device(notebook.vault.keys, notebook.card, notebook.vault.realm)
    (world.drive / "A.age").write_bytes(sealed_by(STRANGER, content_of(STRANGER), office))
    (world.drive / "B.age").write_bytes(path.read_bytes()[:-1])
    received = world.office.done("receive", str(world.drive), "--accept", "--receipt", code=Exit.REFUSED)
    assert {one["came"] for one in received["packages"]} == {"sealed", "refused", "waiting"}
    assert {one.get("state") for one in received["packages"]} == {"sealed", None, "accepted"}
    check("receive", received)
    check("inbox", world.office.done("inbox"))

    for laptop, number in ((world.anna, 7), (world.office, 8)):
        laptop.done("add", "incident", world.file("c.json", json.dumps({"killed_most": number})), "--record", code)
    world.carry()
    world.office.done("receive", str(world.drive), "--accept", code=Exit.REFUSED)
    shown = world.office.done("show", code, "--history")
    check("show", shown, world.anna.done("show", code))
    entry = shown["conflicts"][0]["entry"]
    check("resolve", world.office.done("resolve", code, "killed_most", "--take", entry))


def test_questionnaires(world: World) -> None:
    out = str(world.folder / "x.xlsx")
    check("forms export", call("forms", "export", "incident", "--xlsx", out, "--json").json)
    head = "| survey | | | | |\n| | type | name | label | relevant |\n"
    good = world.file("good.md", f"{head}| | integer | age | Age | |\n")
    checked = [call("forms", "check", good, "--json").json]
    for relevant in ("nosuch()", "${nowhere} = 1"):
        wrong = world.file("wrong.md", f"{head}| | text | a | A | {relevant} |\n")
        checked.append(call("forms", "check", wrong, "--json").json)
    assert checked[1].keys() == {"questions", "languages", "functions", "problems"}
    table = f"{head}| | username | username | | |\n| | integer | age | Age | |\n"
    accept = world.anna.done("forms", "accept", world.file("well.md", table), "--turn-on", "username")
    changed = world.anna.done("forms", "accept", world.file("well.md", table.replace("integer", "text")), "--dry-run")
    pictured = table.replace("relevant |", "relevant | image |").replace("| Age | |", "| Age | | age.png |")
    shown = world.anna.call("forms", "accept", world.file("well.md", pictured), "--dry-run", "--json").json
    check("forms accept", accept, changed, shown)
    check("forms check", *checked)
    answers = world.file("a.json", '{"age": "x"}')
    check("forms try", call("forms", "try", good, "--answers", answers, "--json").json)


def test_the_doctor(world: World, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop of which there are two, one that kept a step to itself, and files that are open and damaged."""
    for path in (world.anna.folder / "parts").iterdir():
        path.write_bytes(b"x")
        path.chmod(0o644)
    check_some = [world.anna.done("doctor", code=Exit.REFUSED)]
    twin = Laptop(world.folder / "twin", world.folder / "twin state", world.anna.passphrase)
    shutil.copytree(world.anna.folder, twin.folder)
    shutil.copytree(world.anna.state, twin.state)
    for laptop in (world.anna, twin):
        monkeypatch.setenv("KINGA_STATE", str(laptop.state))
        with laptop.open() as notebook:
            for readers in (("@focal-point",), ("@headquarters",)):
                draft = begin(notebook.vault, shipped.schema("incident"))
                submit(notebook.vault, [replace(draft, answers=Answers({"area": "Tanga"}), readers=Readers(readers))])
        laptop.done("hand-over", "--to", str(world.drive), "--for", "Headquarters")
    monkeypatch.setenv("KINGA_STATE", str(world.anna.state))
    world.office.done("receive", str(world.drive), "--accept", code=Exit.REFUSED)
    check_some.append(world.office.done("doctor", code=Exit.REFUSED))
    for path in world.anna.state.iterdir():
        path.unlink()
    assert "a new history begins" in world.anna.call("list").err
    check_some.append(world.anna.done("doctor", code=Exit.REFUSED))
    assert {"fork", "missing"} <= {one["finding"] for one in check_some[1]["findings"]}
    check("doctor", *check_some)


def test_failures(world: World) -> None:
    """The two keys of the page's second section."""
    text = PAGE.read_text(encoding="utf-8")
    assert "| `error` | text |" in text and "| `message` | text |" in text
    assert world.anna.call("show", "x", "--json").json.keys() == {"error", "message"}


def test_the_demonstration(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "take_pictures", lambda *_words: [world.folder / "home.png"])
    out = world.folder / "demo"
    ended = call("demo", "--out", str(out), "--json")
    assert (ended.code, ended.err) == (0, "")
    check("demo", ended.json)
    assert json.loads((out / "demo.json").read_text()) == ended.json
    assert ended.json["state_hash_monitor"] == ended.json["state_hash_headquarters"]
    assert call("demo", "--out", str(out), "--json").json["error"] == "wrong-use"
    assert call("demo", "--out", str(out / "demo.json")).code == Exit.WRONG_USE
    assert call("demo", "--out", str(out / "demo.json" / "x"), "--json").json["error"] == "not-writable"
