"""Packages that are broken, forged or not for us: a clear sentence, exit code 3, and nothing here is another."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.commands.frame import Exit
from records.journal.entry import Realm
from records.people import Role
from sync.bundle.sealing import Content
from sync.errors import SyncCode
from tests.support.called import Laptop, World, calm
from tests.support.notes import MARKET, write
from tests.support.parcels import (
    STRANGER,
    Device,
    Files,
    content_of,
    device,
    files_of,
    joined,
    plain_of,
    resigned,
    sealed_by,
    sealed_to,
)

ANSWERS = json.dumps(MARKET)


def keys_of(laptop: Laptop) -> Device:
    """A laptop's keys, as somebody hostile has them who stole it."""
    with laptop.open() as notebook:
        return Device(notebook.vault.keys, notebook.card, notebook.vault.realm)


@pytest.fixture
def package(world: World) -> Path:
    """A sound package from Anna to the office."""
    world.anna.done("add", "incident", world.file("a.json", ANSWERS))
    (path,) = world.carry()
    return path


def refused(laptop: Laptop, path: Path, error: str) -> None:
    """A file is refused in one sentence, in words and as JSON, whatever more was asked; nothing changes."""
    with laptop.unchanged():
        plain = laptop.call("receive", str(path))
        as_json = laptop.call("receive", str(path), "--accept", "--receipt", "--json")
    assert (plain.code, as_json.code) == (Exit.REFUSED, Exit.REFUSED), (plain, as_json)
    (found,) = as_json.json["packages"]
    assert (found["came"], found["error"]) == ("refused", error)
    assert plain.sentences == as_json.sentences == [f"{path.name}: refused. {found['message']}"]
    calm(found["message"])
    assert plain.out == ""


class TestBroken:
    """Files that a bad drive or a bad line made of a package."""

    @pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.95, 1.0])
    def test_truncated(self, world: World, package: Path, part: float) -> None:
        raw = package.read_bytes()
        package.write_bytes(raw[: min(int(len(raw) * part) + 30, len(raw) - 1)])
        found = world.office.call("receive", str(package), "--json").json["packages"][0]["error"]
        assert found in {SyncCode.SEALED_TRUNCATED, SyncCode.SEALED_PAYLOAD}
        refused(world.office, package, found)

    @pytest.mark.parametrize("place", [5, 30, 3000, -10_000, -1])
    def test_one_bit_is_another(self, world: World, package: Path, place: int) -> None:
        raw = bytearray(package.read_bytes())
        raw[place] ^= 1
        package.write_bytes(raw)
        with world.office.unchanged():
            ended = world.office.call("receive", str(package), "--accept", "--json")
        assert ended.code == Exit.REFUSED
        (found,) = ended.json["packages"]
        assert found["came"] in ("refused", "not-for-us")
        for sentence in ended.sentences:
            calm(sentence.removeprefix(package.name).removeprefix(": refused. "))

    def test_lengthened(self, world: World, package: Path) -> None:
        package.write_bytes(package.read_bytes() + b"\0")
        refused(world.office, package, SyncCode.SEALED_PAYLOAD)

    @pytest.mark.parametrize(
        ("content", "error"),
        [
            (b"", SyncCode.SEALED_TRUNCATED),
            (b"hello\n", SyncCode.SEALED_HEADER),
            (bytes(5000), SyncCode.SEALED_HEADER),
            (b"age-encryption.org/v2\n" + bytes(5000), SyncCode.SEALED_VERSION),
            (b"age-encryption.org/v1\n" + b"-> x\n" * 5000, SyncCode.SEALED_HEADER),
        ],
    )
    def test_no_package_at_all(self, world: World, content: bytes, error: str) -> None:
        path = Path(world.file("x.age", content))
        refused(world.office, path, error)
        ended = world.office.call("inspect", str(path), "--json")
        assert ended.code == Exit.REFUSED and ended.json["error"] == error

    def test_the_others_on_the_drive_are_taken(self, world: World, package: Path) -> None:
        (world.drive / "AAAA.age").write_bytes(package.read_bytes()[:-100])
        (world.drive / "notes.txt").write_text("hello")
        found = world.office.done("receive", str(world.drive), "--accept", code=Exit.REFUSED)
        assert sorted(one["came"] for one in found["packages"]) == ["refused", "waiting"]
        assert len(world.office.done("list")["records"]) == 1

    def test_nothing_there(self, world: World) -> None:
        world.office.refused(Exit.REFUSED, "nothing-found", "receive", str(world.drive))
        world.file("drive/notes.txt", "hello")
        world.office.refused(Exit.REFUSED, "nothing-found", "receive", str(world.drive))
        world.office.refused(Exit.REFUSED, "drive-missing", "receive", str(world.folder / "gone"))


class TestForOthers:
    """A package that is sealed to somebody else: on a drive for many it is nothing to speak of."""

    def test_alone_it_is_said(self, world: World, package: Path) -> None:
        with world.stranger.unchanged():
            ended = world.stranger.call("receive", str(package), "--accept")
            found = world.stranger.call("receive", str(package), "--json")
        assert (ended.code, found.code) == (Exit.REFUSED, Exit.REFUSED)
        assert [one["came"] for one in found.json["packages"]] == ["not-for-us"]
        assert ended.sentences == ["Nothing here is for this notebook."]

    def test_among_others_it_is_passed_by(self, world: World, package: Path) -> None:
        other = device("Somebody")
        (world.drive / "0000.age").write_bytes(sealed_by(device("Other"), content_of(STRANGER), other))
        found = world.office.done("receive", str(world.drive))
        assert sorted(one["came"] for one in found["packages"]) == ["not-for-us", "waiting"]


class TestForged:
    """Sound seals around what somebody hostile put together."""

    @pytest.mark.parametrize(
        ("error", "forge"),
        [
            (SyncCode.BUNDLE_SIGNATURE, lambda files, anna: resigned(files, STRANGER)),
            (SyncCode.BUNDLE_MALFORMED, lambda files, anna: files[1:]),
            (SyncCode.BUNDLE_INCOMPLETE, lambda files, anna: files[:-1]),
            (SyncCode.BUNDLE_INCOMPLETE, lambda files, anna: [*files, ("receipts", b"")]),
            (SyncCode.BUNDLE_NOT_ADDRESSED, lambda files, anna: resigned(files, anna, lambda m: replace(m, to=()))),
            (
                SyncCode.BUNDLE_MALFORMED,
                lambda files, anna: resigned(
                    [(name, b"x" if name.startswith("entries") else raw) for name, raw in files], anna
                ),
            ),
        ],
    )
    def test_put_together_otherwise(
        self, world: World, package: Path, error: str, forge: Callable[[Files, Device], Files]
    ) -> None:
        anna, office = keys_of(world.anna), keys_of(world.office)
        files = files_of(plain_of(package.read_bytes(), office))
        package.write_bytes(sealed_to(joined(forge(files, anna)), office))
        refused(world.office, package, error)

    def test_an_entry_that_does_not_verify(self, world: World) -> None:
        anna, office = keys_of(world.anna), keys_of(world.office)
        content = content_of(anna, 2)
        first, second = content.entries
        forged = replace(content, entries=(first, replace(second, signature=first.signature)))
        path = Path(world.file("x.age", sealed_by(anna, forged, office)))
        refused(world.office, path, SyncCode.BUNDLE_ENTRY)

    def test_practice_among_real_notes(self, world: World) -> None:
        practice, office = device("Practice", realm=Realm.EXERCISE), keys_of(world.office)
        path = Path(world.file("x.age", sealed_by(practice, content_of(practice), office)))
        refused(world.office, path, SyncCode.BUNDLE_REALM)

    def test_made_by_a_newer_program(self, world: World, package: Path) -> None:
        anna, office = keys_of(world.anna), keys_of(world.office)
        files = files_of(plain_of(package.read_bytes(), office))
        newer = resigned(files, anna, plain=lambda found: {**found, "kind": "kinga bundle/2"})
        package.write_bytes(sealed_to(joined(newer), office))
        refused(world.office, package, SyncCode.BUNDLE_VERSION)

    def test_an_unknown_signer_is_kept_sealed_and_nothing_of_it_counts(self, world: World) -> None:
        office = keys_of(world.office)
        path = Path(world.file("x.age", sealed_by(STRANGER, content_of(STRANGER), office)))
        before = world.office.fingerprint()
        found = world.office.done("receive", str(path), "--accept", "--receipt", code=Exit.REFUSED)
        assert [one["came"] for one in found["packages"]] == ["sealed"] and found["receipts"] == []
        after = world.office.fingerprint()
        assert {name for name in after if after[name] != before[name]} == {"local_inbox", "files", "names"}
        said = world.office.call("receive", str(path))
        assert said.code == Exit.DONE and "already known" in said.out

    def test_a_trusted_signer_with_another_card(self, world: World) -> None:
        """The same device with a card that says more than the one whose words were compared."""
        anna, office = keys_of(world.anna), keys_of(world.office)
        more = device("Kilwa", Role.HEADQUARTERS)
        claimed = Device(anna.keys, replace(more.card), Realm.REAL)
        path = Path(world.file("x.age", sealed_by(claimed, Content(), office)))
        refused(world.office, path, SyncCode.BUNDLE_SIGNATURE)


class TestNotEntitled:
    """An entry by somebody who may not write it is held; the rest is taken."""

    @pytest.fixture
    def mixed(self, world: World) -> list[str]:
        """Anna's incident, and a country profile, which her role does not write."""
        with world.anna.open() as notebook:
            written = [
                write(notebook.vault, "incident", MARKET),
                write(notebook.vault, "country_profile", {"a/country": "Benin", "a/as_of": "2026-11-01"}),
            ]
        world.carry()
        return [line.code for line in written]

    def test_held_and_said(self, world: World, mixed: list[str]) -> None:
        ended = world.office.call("receive", str(world.drive), "--accept", "--json")
        assert (ended.code, ended.json["held"]) == (Exit.REFUSED, 1)
        assert ended.sentences == ["Held back: written by somebody who may not change this note"]
        calm(ended.sentences[0])
        assert [row["code"] for row in world.office.done("list")["records"]] == mixed[:1]
        world.office.refused(Exit.WRONG_USE, "no-such-record", "show", mixed[1])
        findings = world.office.done("doctor", code=Exit.REFUSED)["findings"]
        assert findings == [{"finding": "held", "count": 1}]
        assert world.office.ask(lambda vault: len(vault.journal.numbers())) == 2
        assert world.office.done("rebuild") == {"entries": 2}
        assert [row["code"] for row in world.office.done("list")["records"]] == mixed[:1]

    def test_by_the_inbox_too(self, world: World, mixed: list[str]) -> None:
        (package,) = world.office.done("receive", str(world.drive))["packages"]
        ended = world.office.call("inbox", "accept", package["id"])
        assert ended.code == Exit.REFUSED and ended.sentences[0].startswith("Held back: ")
        assert package["id"] in ended.out


class TestInspect:
    """What a package is, and nothing taken in."""

    def test_outside_and_inside(self, world: World, package: Path) -> None:
        outside = world.office.call("inspect", str(package), "--json").json
        assert outside["entries"] == 1 and outside["known"] is True and outside["office"] == "Kilwa"
        with world.office.unchanged():
            said = world.office.told("inspect", str(package))
        assert "Kilwa" in said

    def test_by_somebody_else(self, world: World, package: Path) -> None:
        world.stranger.refused(Exit.REFUSED, "sealed-not-for-us", "inspect", str(package))
        package.write_bytes(package.read_bytes()[:-1])
        world.office.refused(Exit.REFUSED, "sealed-payload", "inspect", str(package))
        world.office.refused(Exit.WRONG_USE, "file-unreadable", "inspect", str(package.with_name("gone")))
