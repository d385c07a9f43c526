"""Notebooks that cannot be opened: exit code 4, one sentence, and nothing of them is touched."""

import errno
import getpass
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop import wiring
from desktop.commands import frame
from desktop.commands.frame import Exit
from records.clock import system_clock
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.slots import QUICK
from records.people import Office, Role
from records.vault.tables import FORMAT
from records.vault.vault import Beginning, Surroundings, create
from tests.support.called import PASSPHRASE, Ended, Laptop, World, call, make, one_sentence
from tests.support.files import files_in
from tests.support.notes import MARKET, write

PAGE = 4096
# whatever a command does with a notebook
COMMANDS = (
    ["card"],
    ["list"],
    ["show", "7Q2M-9XC4-R"],
    ["doctor"],
    ["rebuild"],
    ["inbox"],
    ["hand-over", "--to", ".", "--for", "Headquarters"],
)


def bytes_of(laptop: Laptop) -> dict[str, bytes]:
    """Every file of a notebook, and of the place for states."""
    return {str(path): path.read_bytes() for path in files_in(laptop.folder, laptop.state)}


def not_opened(laptop: Laptop, error: str, *words: str, key: list[str] | None = None) -> str:
    """A command ends with 4 and one sentence, and not one byte is another."""
    before = bytes_of(laptop)
    key = laptop.key if key is None else key
    plain, as_json = call(*words, *key), call(*words, "--json", *key)
    assert bytes_of(laptop) == before
    return one_sentence(Exit.NO_VAULT, error, plain, as_json)


class TestPassphrases:
    """The wrong one, and ways to give it that give it away."""

    @pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
    def test_a_wrong_one(self, world: World, words: list[str]) -> None:
        wrong = Path(world.file("wrong", "six quick words for tests alon\n"))
        wrong.chmod(0o600)
        key = ["--vault", str(world.anna.folder), "--passphrase-file", str(wrong)]
        said = not_opened(world.anna, "wrong-passphrase", *words, key=key)
        assert "Caps Lock" in said and "six quick" not in said

    @pytest.mark.parametrize("content", [b"", b"\n", PASSPHRASE.encode()[:-1], PASSPHRASE.upper().encode()])
    def test_nearly_right_is_wrong(self, world: World, content: bytes) -> None:
        world.anna.passphrase.write_bytes(content)
        not_opened(world.anna, "wrong-passphrase", "list")

    def test_its_first_line_counts(self, world: World) -> None:
        for content in (PASSPHRASE, f"{PASSPHRASE}\nmore\n", f"{PASSPHRASE}\r\n"):
            world.anna.passphrase.write_bytes(content.encode())
            assert world.anna.done("list") == {"records": []}

    def test_files_that_cannot_be_used(self, world: World) -> None:
        path, folder = world.anna.passphrase, world.anna.folder

        def said(*key: str) -> str:
            words = ("list", "--vault", str(folder), *key)
            return one_sentence(Exit.WRONG_USE, "wrong-use", call(*words), call(*words, "--json"))

        path.chmod(0o640)
        assert "chmod 600" in said("--passphrase-file", str(path))
        path.chmod(0o600)
        assert "gone" in said("--passphrase-file", str(path.with_name("gone")))
        path.write_bytes(b"\xff\xfe\x00")
        assert str(path) in said("--passphrase-file", str(path))
        assert "not both" in said("--passphrase-file", str(path), "--passphrase-fd", "3")
        assert "999" in said("--passphrase-fd", "999")
        assert "x" in said("--passphrase-fd", "x")

    def test_by_a_descriptor(self, world: World) -> None:
        reading, writing = os.pipe()
        os.write(writing, f"{PASSPHRASE}\n".encode())
        os.close(writing)
        ended = call("list", "--json", "--vault", str(world.anna.folder), "--passphrase-fd", str(reading))
        assert (ended.code, ended.json) == (0, {"records": []})

    def test_asked_for(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        words = ("list", "--json", "--vault", str(world.anna.folder))
        assert call(*words).json["error"] == "wrong-use"  # nobody to ask
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: PASSPHRASE)
        assert call(*words).json == {"records": []}

        def leave(_prompt: str) -> str:
            raise EOFError

        monkeypatch.setattr(getpass, "getpass", leave)
        assert call(*words).json["error"] == "wrong-use"


class TestWhich:
    """Which notebook is meant."""

    def test_none_one_and_several(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        key = ("--passphrase-file", str(world.anna.passphrase))

        def none() -> str:
            return one_sentence(Exit.WRONG_USE, "wrong-use", call("list", *key), call("list", "--json", *key))

        assert "--vault" in none()
        home = world.folder / "home"
        shutil.copytree(world.anna.folder, home / "1")
        assert call("list", "--json", *key).json == {"records": []}
        shutil.copytree(world.office.folder, home / "2")
        none()
        assert call("list", "--json", "--vault", str(home / "2"), *key).code == 0

    def test_nothing_there(self, world: World) -> None:
        for folder in (world.folder / "gone", world.folder / "passphrase"):
            laptop = Laptop(folder, world.anna.state, world.anna.passphrase)
            words, key = ("list", "--json"), laptop.key
            said = one_sentence(Exit.NO_VAULT, "vault-missing", call("list", *key), call(*words, *key))
            assert str(folder) in said
            assert folder.exists() == (folder.name == "passphrase")


class TestDamage:
    """What a bad disk makes of a notebook."""

    @pytest.mark.parametrize("words", COMMANDS[1:4], ids=lambda words: words[0])
    def test_made_by_a_newer_program(self, world: World, words: list[str]) -> None:
        with world.anna.open() as notebook:
            notebook.vault.database.connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT + 1}")
            notebook.vault.database.connection.commit()
        said = not_opened(world.anna, "vault-newer", *words)
        assert str(FORMAT + 1) in said and "Nothing was touched" in said

    def test_any_page(self, world: World) -> None:
        """One byte of one page after the other: said, or not met; never a crash, never written over."""
        with world.anna.open() as notebook:
            code = write(notebook.vault, "incident", MARKET).code
        data = world.anna.folder / "data"
        whole = data.read_bytes()
        pages = len(whole) // PAGE
        places = sorted({0, 1, 2, 3, *range(4, pages, max(1, pages // 12)), pages - 1})
        ends = set()
        for page in places:
            place = page * PAGE + 1000
            data.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            for words in (["doctor"], ["show", code]):
                before = data.read_bytes()
                ended = world.anna.call(*words, "--json")
                ends.add((words[0], ended.code, ended.json.get("error", "")))
                _damage_is_said(ended, words[0])
                if ended.code == Exit.NO_VAULT or words == ["doctor"]:
                    assert data.read_bytes() == before
            data.write_bytes(whole)
            for rest in ("data-wal", "data-shm"):
                (world.anna.folder / rest).unlink(missing_ok=True)
        assert ("doctor", Exit.NO_VAULT, "vault-damaged") in ends and ("doctor", Exit.REFUSED, "") in ends
        assert world.anna.done("show", code)["code"] == code

    def test_the_file_is_cut_emptied_or_gone(self, world: World) -> None:
        data = world.anna.folder / "data"
        whole = data.read_bytes()
        for content in (whole[: PAGE * 3 + 100], whole[:100], b"", os.urandom(len(whole))):
            data.write_bytes(content)
            said = not_opened(world.anna, "vault-damaged", "list")
            assert "Nothing was touched" in said
        data.unlink()
        not_opened(world.anna, "vault-damaged", "list")

    def test_slots(self, world: World) -> None:
        """One copy is enough; with none there is no way in."""
        first, second = (world.anna.folder / f"slots.{number}" for number in (1, 2))
        whole = first.read_bytes()
        first.write_bytes(b"x" * len(whole))
        assert world.anna.done("list") == {"records": []}
        assert first.read_bytes() == whole
        first.write_bytes(whole[:-1])
        second.unlink()
        said = not_opened(world.anna, "keyslots-damaged", "list")
        assert "backup" in said

    def test_begun_and_not_finished(self, world: World) -> None:
        """A notebook that was made, and the plug pulled before it had its card: it gets it now, and always the same."""
        folder = world.folder / "half"
        around = Surroundings(folder, world.anna.state, system_clock, system_chance)
        create(around, Beginning(Office("BEN", "Kilwa"), Role.MONITOR, Realm.REAL, PASSPHRASE, QUICK)).close()
        laptop = Laptop(folder, world.anna.state, world.anna.passphrase)
        assert laptop.done("list") == {"records": []}
        assert laptop.done("card") == laptop.done("card")


def _damage_is_said(ended: Ended, word: str) -> None:
    match ended.code:
        case Exit.NO_VAULT:
            assert ended.json["error"] == "vault-damaged" and len(ended.sentences) == 1
        case Exit.REFUSED:
            assert word == "doctor" and "pages" in {one["finding"] for one in ended.json["findings"]}
        case _:
            assert ended.code == Exit.DONE and word == "show"


class TestReadOnly:
    """A disk that lets nobody write."""

    def test_what_to_do_is_said(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        real = os.open

        def refuse(path: str | Path, flags: int, *more: Any, **named: Any) -> int:
            if str(path).startswith(str(world.anna.folder)) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
            return real(path, flags, *more, **named)

        monkeypatch.setattr(os, "open", refuse)
        for words in (["list"], ["doctor"]):
            said = not_opened(world.anna, "vault-read-only", *words)
            assert str(world.anna.folder) in said and "Copy its folder" in said


class TestInUse:
    """One at a time."""

    def test_somebody_else_has_it_open(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        real = wiring.around

        def impatient(path: Path) -> Surroundings:
            around = real(path)
            return Surroundings(around.path, around.state, around.clock, around.chance, wait=0.2)

        assert real(world.anna.folder).wait == 10
        monkeypatch.setattr(wiring, "around", impatient)
        with world.anna.open():
            said = not_opened(world.anna, "vault-in-use", "list")
        assert "Close that one" in said
        assert world.anna.done("list") == {"records": []}

    def test_stopped_by_hand(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        def stopped(*_words: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(frame, "open_notebook", stopped)
        said = one_sentence(Exit.STOPPED, "stopped", world.anna.call("list"), world.anna.call("list", "--json"))
        assert said == "Stopped. What was finished before stays."


class TestMaking:
    """`kinga init`."""

    WORDS = (
        "--role",
        "focal-point",
        "--country",
        "ben",
        "--office",
        " Bishop's  office ",
        "--exercise",
        "--kdf",
        "quick",
    )

    def test_a_notebook_opens_with_its_passphrase(self, world: World) -> None:
        laptop = Laptop(world.folder / "new", world.anna.state, world.anna.passphrase)
        made = laptop.done("init", *self.WORDS)
        card = laptop.done("card")
        assert {name: card[name] for name in ("device", "words", "numbers")} == {
            name: made[name] for name in ("device", "words", "numbers")
        }
        assert (card["office"], card["country"], card["role"]) == ("Bishop's office", "BEN", "focal-point")
        assert card["exercise"] is True
        assert laptop.folder.stat().st_mode & 0o077 == 0
        before = bytes_of(laptop)
        for more in ([], ["--json"]):
            assert laptop.call("init", *self.WORDS, *more).code == Exit.WRONG_USE
        assert laptop.call("init", *self.WORDS, "--json").json["error"] == "vault-exists"
        assert bytes_of(laptop) == before

    def test_where_nobody_says(self, world: World) -> None:
        key = ("--passphrase-file", str(world.anna.passphrase))
        for number in ("1", "2"):
            made = call("init", *self.WORDS, *key, "--json").json
            assert made["vault"] == str(world.folder / "home" / number)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"--country": "france"}, "three letters"),
            ({"--country": ""}, "three letters"),
            ({"--office": "  "}, "needs a name"),
            ({"--office": "x" * 81}, "80 letters at most"),
            ({"--office": "x" * 100_000}, "80 letters at most"),
            ({"--country": "x" * 100_000}, "…"),
            ({"--office": "Kilwa\u202eawliK"}, "read aloud"),
            ({"--role": "king"}, "king"),
            ({"--exercise": None}, "--exercise"),
            ({"--kdf": "slow"}, "slow"),
        ],
    )
    def test_what_cannot_be_made(self, world: World, change: dict[str, str | None], said: str) -> None:
        pairs = (
            dict(zip(self.WORDS[:6:2], self.WORDS[1:6:2], strict=True)) | {"--exercise": "", "--kdf": "quick"} | change
        )
        words = [
            word
            for name, value in pairs.items()
            if value is not None
            for word in ([name] if name == "--exercise" else [name, value])
        ]
        laptop = Laptop(world.folder / "new", world.anna.state, world.anna.passphrase)
        ended, as_json = laptop.call("init", *words), laptop.call("init", *words, "--json")
        assert said in one_sentence(Exit.WRONG_USE, "wrong-use", ended, as_json)
        assert not laptop.folder.exists()

    def test_an_empty_passphrase(self, world: World) -> None:
        world.anna.passphrase.write_text("  \n")
        laptop = Laptop(world.folder / "new", world.anna.state, world.anna.passphrase)
        ended, as_json = laptop.call("init", *self.WORDS), laptop.call("init", *self.WORDS, "--json")
        one_sentence(Exit.WRONG_USE, "wrong-use", ended, as_json)
        assert not laptop.folder.exists()

    def test_where_one_may_not_write(self, world: World) -> None:
        laptop = Laptop(Path(world.file("a file", "x")) / "new", world.anna.state, world.anna.passphrase)
        ended, as_json = laptop.call("init", *self.WORDS), laptop.call("init", *self.WORDS, "--json")
        one_sentence(Exit.REFUSED, "not-writable", ended, as_json)

    def test_a_passphrase_that_is_easy_to_guess_is_told(self, world: World) -> None:
        """It is a person's own choice; practice does not need another."""
        weak = Path(world.file("weak", "Kilwa1\n"))
        weak.chmod(0o600)
        real = ("init", "--role", "monitor", "--country", "BEN", "--office", "Kilwa")
        for name, words, told in (("practice", ("init", *self.WORDS), []), ("real", real, ["easy to guess"])):
            key = ("--vault", str(world.folder / name), "--passphrase-file", str(weak))
            ended = call(*words, *key)
            assert ended.code == Exit.DONE and len(ended.sentences) == len(told)
            assert all(said in ended.err for said in told)
            assert call("list", "--json", *key).code == Exit.DONE

    def test_typed_twice(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        typed = iter(["one", "two", "one", "one"])
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
        words = ("init", *self.WORDS, "--vault", str(world.folder / "new"))
        differ = call(*words)
        assert differ.code == Exit.WRONG_USE and "not the same" in differ.err
        assert call(*words, "--json").code == Exit.DONE


def test_practice_and_real_do_not_mix(world: World) -> None:
    practice = make(world.folder, "practice", Role.TRAINER, "School", realm=Realm.EXERCISE)
    card = practice.done("card", "--out", str(world.folder / "practice.card"))
    words = ("trust", str(world.folder / "practice.card"), "--words", card["words"])
    world.anna.refused(Exit.REFUSED, "card-realm", *words)
