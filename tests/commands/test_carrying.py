"""`kinga card`, `trust`, `hand-over`, `receive`, `inbox`, `resolve`: from one notebook to another and back."""

import json
import shutil

import pytest

from desktop.acts import not_arrived
from desktop.commands.frame import Exit
from records.journal.entry import Realm
from records.people import Role
from records.scope import shared_state
from resources.texts import Texts
from sync.handing import count_as_lost
from tests.support.called import Laptop, World
from tests.support.notes import MARKET, photograph
from tests.support.parcels import device

FOR = ("--for", "Headquarters")


@pytest.fixture
def code(world: World) -> str:
    """Anna's first note."""
    (code,) = world.anna.done("add", "incident", world.file("a.json", json.dumps(MARKET)))["codes"]
    return str(code)


def correct(laptop: Laptop, world: World, code: str, **answers: object) -> None:
    laptop.done("add", "incident", world.file("correction.json", json.dumps(answers)), "--record", code)


def same(world: World) -> bool:
    """Whether both hold the same of what Anna wrote for the office."""
    devices = [laptop.ask(lambda vault: vault.me.device) for laptop in (world.anna, world.office)]
    here, there = (one.ask(lambda vault: shared_state(vault, *devices)) for one in (world.anna, world.office))
    return bool(here == there)


class TestThereAndBack:
    """What is written arrives, once, and is told."""

    def test_the_whole_way(self, world: World, code: str) -> None:
        to = ("--to", str(world.drive), *FOR)
        with world.anna.unchanged():
            shown = world.anna.done("hand-over", *to, "--dry-run")
        assert (shown["records"], shown["packages"]) == ([code], []) and not list(world.drive.iterdir())
        handed = world.anna.done("hand-over", *to)
        assert (handed["plan"], handed["bodies"]) == (shown["plan"], shown["bodies"])
        (name,) = handed["packages"]
        assert [path.name for path in world.drive.iterdir()] == [name]
        assert list(world.anna.done("show", code)["progress"].values()) == ["copied"]

        looked = world.office.done("receive", str(world.drive))
        (package,) = looked["packages"]
        assert (package["came"], package["office"], package["summary"]["new"]) == ("waiting", "Kilwa", 1)
        assert [one["state"] for one in world.office.done("inbox")["packages"]] == ["waiting"]
        assert world.office.done("list")["records"] == []
        answered = world.office.done("receive", str(world.drive), "--accept", "--receipt")
        assert (answered["held"], len(answered["receipts"])) == (0, 1)
        assert [row["code"] for row in world.office.done("list")["records"]] == [code]
        assert same(world)

        back = world.anna.done("receive", str(world.drive))
        assert sorted(one["came"] for one in back["packages"]) == ["not-for-us", "receipts"]
        assert list(world.anna.done("show", code)["progress"].values()) == ["kept"]
        assert "stays here" not in world.anna.told("show", code)

    def test_a_correction_of_what_is_kept_is_what_is_not_handed_over(self, world: World, code: str) -> None:
        assert "  not handed to Headquarters yet" in world.anna.told("show", code)
        world.carry()
        world.office.done("receive", str(world.drive), "--accept", "--receipt")
        world.anna.done("receive", str(world.drive))
        assert "kept by Headquarters" in world.anna.told("show", code)
        correct(world.anna, world, code, killed_most=9)
        said = world.anna.told("show", code)
        assert "Headquarters has it as it was; the correction is not handed over yet" in said
        assert "not handed to" not in said
        assert list(world.anna.done("show", code)["progress"].values()) == ["owed"]
        world.carry()
        assert "as it was" not in world.anna.told("show", code)

    def test_of_a_lost_drive_nobody_has_anything(self, world: World, code: str) -> None:
        (lost,) = world.carry()
        lost.unlink()
        correct(world.anna, world, code, killed_most=9)
        assert "has it as it was" in world.anna.told("show", code)
        with world.anna.open() as notebook:
            count_as_lost(notebook.vault, not_arrived(notebook.vault, ["Headquarters"]))
        assert "  not handed to Headquarters yet" in world.anna.told("show", code)

    def test_nothing_new_is_said_and_nothing_is_written(self, world: World, code: str) -> None:
        world.carry()
        for more in ([], ["--dry-run"]):
            words = ("hand-over", "--to", str(world.drive), *FOR, *more)
            world.anna.refused(Exit.REFUSED, "nothing-to-hand-over", *words)
        assert len(list(world.drive.iterdir())) == 1

    def test_what_lay_on_a_lost_drive_goes_again(self, world: World, code: str) -> None:
        to = ("hand-over", "--to", str(world.drive), *FOR)
        (lost,) = world.anna.done(*to)["packages"]
        (world.drive / lost).unlink()
        world.anna.refused(Exit.WRONG_USE, "wrong-use", *to, "--lost", "--dry-run")
        world.anna.refused(Exit.REFUSED, "nothing-to-hand-over", *to)
        again = world.anna.done(*to, "--lost")
        assert again["records"] == [code] and again["packages"] != [lost]
        world.office.done("receive", str(world.drive), "--accept", "--receipt")
        world.anna.done("receive", str(world.drive))
        assert list(world.anna.done("show", code)["progress"].values()) == ["kept"]
        world.anna.refused(Exit.REFUSED, "nothing-to-hand-over", *to, "--lost")

    def test_a_person_reads_what_leaves_and_what_stays(self, world: World, code: str) -> None:
        people = {**MARKET, "people": [{"minor": "no", "explained": "yes", "agrees": "yes", "name": "Amina"}]}
        (second,) = world.anna.done("add", "incident", world.file("b.json", json.dumps(people)))["codes"]
        said = world.anna.told("hand-over", "--to", str(world.drive), *FOR)
        assert code in said and second in said and "Amina" not in said and "goes alone" in said
        assert b"Amina" not in b"".join(path.read_bytes() for path in world.drive.iterdir())
        found = world.office.done("receive", str(world.drive), "--accept")
        assert found["packages"][0]["summary"]["new"] == 2

    def test_a_withdrawal_follows_what_was_handed_over(self, world: World, code: str) -> None:
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        assert world.anna.done("withdraw", code, "--reason", "asked me to") == {"code": code, "holders": 1}
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        assert world.office.done("list")["records"] == []
        assert same(world)

    def test_a_damaged_attachment_keeps_nothing_else_back(self, world: World) -> None:
        picture = world.file("river.jpg", photograph())
        file = world.file("p.json", json.dumps({**MARKET, "photos": [{"about": "The river"}]}))
        words = ("add", "incident", file, "--attach", f"photos[1]/file={picture}")
        (code,) = world.anna.done(*words)["codes"]
        whole = {path: path.read_bytes() for path in (world.anna.folder / "parts").iterdir()}
        for path, raw in whole.items():
            path.write_bytes(raw[:100])
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        assert [row["code"] for row in world.office.done("list")["records"]] == [code]
        for path, raw in whole.items():
            path.write_bytes(raw)
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        assert world.office.ask(lambda vault: [row.whole for row in vault.blobs.all()]) == [True]

    def test_only_the_author_takes_a_note_back(self, world: World, code: str) -> None:
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        assert code in world.office.refused(Exit.REFUSED, "not-yours", "withdraw", code, "--reason", "no")


class TestSeenBefore:
    """Renamed, older, or seen before: already known, and nothing changes."""

    def test_renamed_and_again(self, world: World, code: str) -> None:
        (path,) = world.carry()
        world.office.done("receive", str(path), "--accept")
        other = world.folder / "holiday.jpg"
        shutil.copy(path, other)
        for again in (path, other, world.drive):
            with world.office.unchanged():
                found = world.office.done("receive", str(again), "--accept")
                assert [one["came"] for one in found["packages"]] == ["known"]
                said = world.office.told("receive", str(again))
            assert "already known" in said

    def test_an_older_one_after_a_newer_one(self, world: World, code: str) -> None:
        (old,) = world.carry()
        correct(world.anna, world, code, killed_most=9, where="Tanga")
        (new,) = set(world.carry()) - {old}
        for path in (new, old):
            world.office.done("receive", str(path), "--accept")
        values = world.office.done("show", code)["values"]
        assert (values["killed_most"], values["where"]) == (9, "Tanga")
        assert world.office.done("list")["records"][0]["conflicts"] == 0
        assert same(world)
        with world.office.unchanged():
            assert {one["came"] for one in world.office.done("receive", str(old), str(new))["packages"]} == {"known"}

    def test_two_at_once(self, world: World, code: str) -> None:
        world.carry()
        found = world.office.done("receive", str(world.drive), str(world.drive), "--accept")
        assert [one["came"] for one in found["packages"]] == ["waiting", "known"]
        assert len(world.office.done("list")["records"]) == 1


class TestStrangers:
    """Somebody nobody compared words with yet."""

    @pytest.fixture
    def package(self, world: World) -> dict[str, object]:
        world.stranger.done("add", "incident", world.file("a.json", json.dumps(MARKET)))
        world.stranger.done("hand-over", "--to", str(world.drive), *FOR)
        (package,) = world.office.done("receive", str(world.drive), "--accept", code=Exit.REFUSED)["packages"]
        return dict(package)

    def test_kept_sealed_until_the_words_are_compared(self, world: World, package: dict[str, object]) -> None:
        assert (package["came"], package["state"], package["summary"]) == ("sealed", "sealed", {})
        assert world.office.done("list")["records"] == []
        name, words = str(package["id"]), str(package["words"])
        said = world.office.refused(Exit.REFUSED, "package-sealed", "inbox", "accept", name)
        assert name in said
        wrong = " ".join(reversed(words.split()))
        world.office.refused(Exit.REFUSED, "words-differ", "trust", name, "--words", wrong)
        for few, count in (("", "0 were"), (words.split()[0], "1 was"), (f"{words} zoo", "7 were")):
            said = world.office.refused(Exit.WRONG_USE, "wrong-use", "trust", name, "--words", few)
            assert f"six words or six numbers; {count} typed" in said
        with_commas = str(package["numbers"]).replace(" ", ", ")
        trusted = world.office.done("trust", name[:4].lower(), "--words", with_commas)
        assert (trusted["office"], trusted["role"]) == ("Tanga", "monitor")
        assert world.office.done("inbox", "accept", name)["held"] == 0
        assert len(world.office.done("list")["records"]) == 1

    def test_set_aside_and_taken_after_all(self, world: World, package: dict[str, object]) -> None:
        name = str(package["id"])
        found = world.office.done("inbox", "aside", name)
        assert [one["state"] for one in found["packages"]] == ["aside"]
        assert name in world.office.told("inbox")
        world.office.done("trust", name, "--words", str(package["words"]))
        world.office.done("inbox", "accept", name)
        assert "Nothing is waiting" in world.office.told("inbox")

    def test_a_card_by_its_file_and_by_its_number(self, world: World, package: dict[str, object]) -> None:
        out = world.folder / "tanga.card"
        card = world.stranger.done("card", "--out", str(out))
        assert card["words"] == package["words"] and out.read_text() == card["card"]
        assert out.stat().st_mode & 0o077 == 0
        for name in (str(out), card["device"][:8]):
            found = world.office.done("trust", name, "--words", card["words"])
            assert found == {"device": card["device"], "office": "Tanga", "role": "monitor"}

    def test_a_card_says_whose_it_is_and_what_for(self, world: World) -> None:
        assert world.stranger.told("card").startswith("Office card of Tanga (BEN), monitor\n")
        for language in ("fr", "en"):
            office, role = world.office.done("card")["office"], Texts(language)("role.headquarters")
            said = world.office.told("card", "--lang", language).splitlines()[0]
            assert office in said and role in said

    def test_what_no_card_is_trusted_for(self, world: World, package: dict[str, object]) -> None:
        words, name = str(package["words"]), str(package["id"])
        said = world.office.refused(
            Exit.REFUSED, "role-not-claimed", "trust", name, "--words", words, "--role", "headquarters"
        )
        assert "monitor" in said
        own = world.folder / "own.card"
        found = world.office.done("card", "--out", str(own))
        world.office.refused(Exit.REFUSED, "card-own", "trust", str(own), "--words", found["words"])
        for content in (b"hello", b"\xff\0" * 99, b""):
            text = world.file("x.card", content)
            for typed in (words, "too few"):  # what is no card is never the words' fault
                said = world.office.refused(Exit.REFUSED, "card-malformed", "trust", text, "--words", typed)
                assert "no office card" in said
        changed = world.file("y.card", own.read_bytes().replace(b"Headquarters", b"Headquarterz"))
        world.office.refused(Exit.REFUSED, "card-malformed", "trust", changed, "--words", words)
        practice = device("Practice", realm=Realm.EXERCISE).card.raw
        world.office.refused(Exit.REFUSED, "card-realm", "trust", world.file("z.card", practice), "--words", words)
        for nobody in ("ABCDEFGH", "x", str(world.folder / "gone.card")):
            world.office.refused(Exit.WRONG_USE, "no-such-card", "trust", nobody, "--words", words)

    def test_a_package_nobody_has(self, world: World, package: dict[str, object]) -> None:
        name = str(package["id"])
        for wrong in ("0000", name[:3], ""):
            world.office.refused(Exit.WRONG_USE, "no-such-package", "inbox", "aside", name, wrong)
        for words in (["accept"], ["aside"]):
            world.office.refused(Exit.WRONG_USE, "wrong-use", "inbox", *words)
        world.office.refused(Exit.WRONG_USE, "wrong-use", "inbox", "ask", name)


class TestTwoVersions:
    """Both change the same answer; a person decides."""

    def test_one_is_chosen(self, world: World, code: str) -> None:
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        correct(world.anna, world, code, killed_most=7)
        correct(world.office, world, code, killed_most=8, story="Nobody saw it.")
        world.carry()
        world.office.done("receive", str(world.drive), "--accept")
        assert world.office.done("list")["records"][0]["conflicts"] == 1
        versions = world.office.done("show", code)["conflicts"]
        assert {(one["field"], one["office"], one["value"]) for one in versions} == {
            ("killed_most", "Kilwa", "7"),
            ("killed_most", "Headquarters", "8"),
        }
        hers = next(one["entry"] for one in versions if one["office"] == "Kilwa")
        said = world.office.told("show", code)
        assert f"killed_most {hers[:12]}" in said
        for entry in ("", hers[:7], "0" * 8, "zz"):
            words = ("resolve", code, "killed_most", "--take", entry)
            world.office.refused(Exit.WRONG_USE, "wrong-use", *words)
        world.office.refused(Exit.WRONG_USE, "wrong-use", "resolve", code, "nowhere", "--take", hers)
        found = world.office.done("resolve", code, "killed_most", "--take", hers[:8].upper())
        assert found == {"code": code, "field": "killed_most", "entry": hers}
        after = world.office.done("show", code)
        assert (after["values"]["killed_most"], after["conflicts"]) == (7, [])


class TestOffices:
    """Whom a hand-over is for."""

    def test_an_office_nobody_trusts(self, world: World, code: str) -> None:
        to = ("hand-over", "--to", str(world.drive), "--for")
        said = world.anna.refused(Exit.WRONG_USE, "no-such-card", *to, "Geneva")
        assert "Geneva" in said
        world.anna.refused(Exit.WRONG_USE, "no-such-card", *to, "Headquarters", "Tanga")

    def test_two_offices_of_one_name(self, world: World, code: str) -> None:
        card = device("Headquarters", Role.HEADQUARTERS).card
        with world.anna.open() as notebook:
            notebook.vault.cards.trust(card, Role.HEADQUARTERS, notebook.vault.now())
        to = ("hand-over", "--to", str(world.drive), "--dry-run", "--for")
        said = world.anna.refused(Exit.WRONG_USE, "office-ambiguous", *to, "headquarters")
        assert "BEN/headquarters" in said and "KEN/headquarters" in said
        assert world.anna.done(*to, "KEN/Headquarters")["records"] == [code]
