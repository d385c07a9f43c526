"""Taking in what others wrote: whether an entry counts follows from what is here, never from how it came."""

import hashlib
import shutil
from dataclasses import replace
from itertools import permutations

import pytest

from records.journal.body import SALT_SIZE, Body, Change, May, RecordName, write_body
from records.journal.entry import NO_ENTRY, Entry, Header, Realm, sign_entry
from records.journal.merge import shown
from records.keys.device import DeviceKeys
from records.owing import Readers
from records.people import Card, Office, Role
from records.recording import begin, submit, withdraw
from records.schema import BodyClass, Schema
from records.sharing import Hold
from records.taking import rebuild, reconsider, remake, take
from records.values import Answers, Blob, Value
from records.vault.lists import Query
from records.vault.vault import Vault
from tests.support.vaults import (
    MOMENT,
    NOTE,
    SOURCE,
    Vaults,
    card_of,
    carry,
    edit,
    entries_of,
    introduce,
    line_of,
    seeded_chance,
    views,
    with_bodies,
    write,
)

N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED
FIELD = Office("BEN", "field")


class Pen:
    """A device without a vault: writes entries by hand, in any log, honest or not."""

    def __init__(self, seed: int = 1, role: Role = Role.MONITOR, office: Office = FIELD) -> None:
        self.keys = DeviceKeys.new(seeded_chance(seed))
        self.card = Card(self.keys.device, self.keys.signing_key, b"", office, role, False, b"card")
        self.record = RecordName(self.keys.device, bytes(8))

    def entry(
        self,
        sequence: int,
        previous: Entry | bytes,
        bodies: dict[BodyClass, dict[str, Value]],
        *,
        log: bytes = b"l" * 16,
        record: RecordName | None = None,
        version: str = NOTE.version,
    ) -> Entry:
        before = previous.id if isinstance(previous, Entry) else previous
        raws = [
            self.body(bodies[which], record or self.record, version, bytes([sequence, which]) + log)
            if which in bodies
            else None
            for which in BodyClass
        ]
        digests = [hashlib.sha256(raw).digest() if raw else hashlib.sha256(b"none").digest() for raw in raws]
        header = Header(self.keys.device, log, sequence, before, (digests[0], digests[1], digests[2]))
        return sign_entry(header, tuple(raws), Realm.REAL, self.keys.signer())

    def body(self, values: dict[str, Value], record: RecordName, version: str, mark: bytes) -> bytes:
        changes = tuple(Change(path, value) for path, value in values.items())
        body = Body(record, "note", version, MOMENT.isoformat(timespec="milliseconds"), False, May(), changes)
        return write_body(body, self.keys.device, mark.ljust(SALT_SIZE, b"\0"))


def office_that_trusts(vaults: Vaults, *pens: Pen) -> Vault:
    vault = vaults.make("hq", Role.HEADQUARTERS)
    for pen in pens:
        vault.cards.trust(pen.card, pen.card.role, vault.now())
    return vault


def held(vault: Vault) -> dict[bytes, str]:
    """Why entries are held, by their ids."""
    ids = {kept.number: kept.entry.id for kept in vault.journal.entries(vault.journal.numbers())}
    return {ids[number]: reason for number, reason in vault.lists.held().items()}


def title(vault: Vault, record: bytes) -> Value:
    return shown(vault.projection.cells(record), "title").value


# What counts


def test_ones_own_entries_count_at_once(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "mine"})
    assert (title(vault, line.id), held(vault)) == ("mine", {})


def test_what_a_stranger_wrote_is_held_until_somebody_trusts_her(vaults: Vaults) -> None:
    pen = Pen()
    vault = office_that_trusts(vaults)
    one = pen.entry(1, NO_ENTRY, {N: {"title": "hers"}})
    outcome = take(vault, [one])
    assert outcome.held == {one.id: Hold.UNKNOWN_AUTHOR}
    assert title(vault, pen.record.id) is None
    assert vault.lists.count(Query()) == 0
    vault.cards.trust(pen.card, Role.MONITOR, vault.now())
    reconsider(vault)
    assert title(vault, pen.record.id) == "hers"
    assert held(vault) == {}
    assert views(vault) == rebuilt(vault)


def rebuilt(vault: Vault) -> dict[str, list[str]]:
    rebuild(vault)
    return views(vault)


def test_what_counted_still_counts_when_she_is_trusted_no_longer(vaults: Vaults) -> None:
    pen, other = Pen(), Pen(2, Role.FOCAL_POINT, Office("BEN", "national"))
    vault = office_that_trusts(vaults, pen, other)
    one = pen.entry(1, NO_ENTRY, {N: {"title": "before"}})
    two = pen.entry(2, one, {N: {"kind": "killing"}})
    late = pen.entry(3, two, {N: {"place": "after"}})
    theirs = other.entry(1, NO_ENTRY, {N: {"state": "verified"}}, record=pen.record)
    take(vault, [one, two, theirs])
    vault.cards.trust(pen.card, None, vault.now())
    reconsider(vault)
    take(vault, [late])
    vault.cards.trust(pen.card, None, vault.now())
    assert held(vault) == {late.id: Hold.UNKNOWN_AUTHOR}
    assert title(vault, pen.record.id) == "before"
    assert line_of(vault, pen.record.id).state == "verified"
    assert views(vault) == rebuilt(vault)
    vault.cards.trust(pen.card, Role.MONITOR, vault.now())
    reconsider(vault)
    assert held(vault) == {}


def test_who_may_not_change_a_record_is_held(vaults: Vaults) -> None:
    pen, stranger = Pen(), Pen(2, Role.FOCAL_POINT, Office("KEN", "national"))
    vault = office_that_trusts(vaults, pen, stranger)
    one = pen.entry(1, NO_ENTRY, {N: {"title": "hers"}})
    theirs = stranger.entry(1, NO_ENTRY, {N: {"title": "not theirs"}}, record=pen.record)
    take(vault, [theirs, one])
    assert held(vault) == {theirs.id: Hold.OTHER_COUNTRY}
    assert title(vault, pen.record.id) == "hers"
    assert line_of(vault, pen.record.id).conflicts == 0


def test_a_withdrawal_by_who_may_not_is_held(vaults: Vaults) -> None:
    pen, stranger = Pen(), Pen(2, Role.FOCAL_POINT, Office("BEN", "national"))
    vault = office_that_trusts(vaults, pen, stranger)
    one = pen.entry(1, NO_ENTRY, {N: {"title": "hers"}})
    theirs = stranger.entry(1, NO_ENTRY, {N: {"@withdrawn": "because"}}, record=pen.record)
    take(vault, [one, theirs])
    assert held(vault) == {theirs.id: Hold.NOT_ENTITLED}
    assert not line_of(vault, pen.record.id).withdrawn


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_entry_is_judged_whole_whichever_body_came_first(vaults: Vaults, order: tuple[int, ...]) -> None:
    pen, stranger = Pen(), Pen(2, Role.FOCAL_POINT, Office("BEN", "national"))
    vault = office_that_trusts(vaults, pen, stranger)
    begun = pen.entry(1, NO_ENTRY, {N: {"title": "hers"}})
    theirs = stranger.entry(1, NO_ENTRY, {N: {"kind": "killing"}, R: {"@withdrawn": "because"}}, record=pen.record)
    parts = [begun, with_bodies(theirs, [N]), with_bodies(theirs, [R])]
    for place in order:
        take(vault, [parts[place]])
    assert held(vault) == {theirs.id: Hold.NOT_ENTITLED}
    assert line_of(vault, pen.record.id).kind == ""
    assert not line_of(vault, pen.record.id).withdrawn
    assert views(vault) == rebuilt(vault)


def test_an_entry_that_comes_twice_over_in_one_package_is_judged_whole(vaults: Vaults) -> None:
    pen, stranger = Pen(), Pen(2, Role.FOCAL_POINT, Office("BEN", "national"))
    vault = office_that_trusts(vaults, pen, stranger)
    begun = pen.entry(1, NO_ENTRY, {N: {"title": "hers"}})
    theirs = stranger.entry(1, NO_ENTRY, {N: {"kind": "killing"}, R: {"@withdrawn": "because"}}, record=pen.record)
    take(vault, [begun, with_bodies(theirs, [R]), with_bodies(theirs, [N]), begun])
    assert held(vault) == {theirs.id: Hold.NOT_ENTITLED}
    assert not line_of(vault, pen.record.id).withdrawn


def test_a_form_that_comes_later_is_judged_by_as_if_it_had_come_first(vaults: Vaults) -> None:
    form = Schema("note", NOTE.fields, NOTE.repeats, ("focal-point",), "later")
    pen = Pen()
    early, late = office_that_trusts(vaults, pen), vaults.make("late", Role.HEADQUARTERS)
    late.cards.trust(pen.card, pen.card.role, late.now())
    one = pen.entry(1, NO_ENTRY, {N: {"title": "hers"}}, version=form.version)
    early.forms.put(form, b"{}")
    take(early, [one])
    take(late, [one])
    assert held(late) == {}
    late.forms.put(form, b"{}")
    remake(late, late.lists.of_version(form.version))
    assert held(early) == held(late) == {one.id: Hold.NOT_ENTITLED}
    assert views(early) == views(late) == rebuilt(late)


# Logs and forks


def test_a_second_log_waits_for_a_person(vaults: Vaults) -> None:
    pen = Pen()
    vault = office_that_trusts(vaults, pen)
    one = pen.entry(1, NO_ENTRY, {N: {"title": "first log"}})
    new = pen.entry(1, one, {N: {"place": "second log"}}, log=b"m" * 16)
    take(vault, [one])
    take(vault, [new])
    assert held(vault) == {new.id: Hold.NEW_LOG}
    vault.logs.confirm(next(name for name in vault.journal.logs() if name.log == b"m" * 16))
    reconsider(vault)
    assert held(vault) == {}
    assert views(vault) == rebuilt(vault)


@pytest.mark.parametrize("old", [b"a" * 16, b"z" * 16])
def test_of_two_logs_in_one_package_the_one_that_follows_no_other_is_first(vaults: Vaults, old: bytes) -> None:
    pen = Pen()
    one = pen.entry(1, NO_ENTRY, {N: {"title": "first log"}}, log=old)
    new = pen.entry(1, one, {N: {"title": "second log"}}, log=b"m" * 16)
    for number, entries in enumerate(([one, new], [new, one])):
        vault = vaults.make(f"hq{number}", Role.HEADQUARTERS)
        vault.cards.trust(pen.card, pen.card.role, vault.now())
        take(vault, entries)
        assert held(vault) == {new.id: Hold.NEW_LOG}


def forked(pen: Pen) -> list[Entry]:
    one = pen.entry(1, NO_ENTRY, {N: {"title": "one"}})
    two = pen.entry(2, one, {N: {"kind": "killing"}})
    other = pen.entry(2, one, {N: {"kind": "threat"}})
    three = pen.entry(3, two, {N: {"place": "x"}})
    return [one, two, other, three]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_a_fork_holds_from_its_point_on_in_whatever_order_it_came(vaults: Vaults, order: tuple[int, ...]) -> None:
    pen = Pen()
    vault = office_that_trusts(vaults, pen)
    entries = forked(pen)
    for place in order:
        take(vault, [entries[place]])
    assert held(vault) == {entry.id: Hold.FORK for entry in entries[1:]}
    assert title(vault, pen.record.id) == "one"
    assert line_of(vault, pen.record.id).kind == ""
    assert views(vault) == rebuilt(vault)


def test_a_fork_reaches_back_to_headers_whose_bodies_are_not_here(vaults: Vaults) -> None:
    pen = Pen()
    vault = office_that_trusts(vaults, pen)
    one, two, other, three = forked(pen)
    take(vault, [one, with_bodies(two, []), three])
    assert held(vault) == {}
    take(vault, [with_bodies(other, [])])
    assert held(vault) == {entry.id: Hold.FORK for entry in (two, other, three)}
    assert views(vault) == rebuilt(vault)


def test_gaps_are_accepted(vaults: Vaults) -> None:
    pen = Pen()
    vault = office_that_trusts(vaults, pen)
    one, two, _, three = forked(pen)
    take(vault, [three])
    take(vault, [one])
    assert held(vault) == {}
    take(vault, [two])
    assert held(vault) == {}


def test_ones_own_older_log_still_counts(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "before"})
    vault.close()
    shutil.rmtree(vaults.folder / "anna-state")
    vault = vaults.open("anna")
    write(vault, {"title": "after"})
    assert len(vault.journal.logs()) == 2
    assert views(vault) == rebuilt(vault)
    assert title(vault, line.id) == "before"


# Any order, repetition and batching


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Entry], list[Card]]:
    """What a monitor, a focal point and an office wrote on each other's records, with conflicts and a withdrawal."""
    with Vaults(tmp_path_factory.mktemp("story")) as vaults:
        anna = vaults.make("anna", chance=seeded_chance(11))
        point = vaults.make("point", Role.FOCAL_POINT, chance=seeded_chance(12))
        office = vaults.make("hq", Role.HEADQUARTERS, chance=seeded_chance(13))
        introduce(anna, point, office)
        readers = Readers(("@headquarters",), ("@network",))
        source = write(anna, {"uses": ("internal", "network"), "about": "tall"}, schema=SOURCE, readers=readers)
        line = write(
            anna,
            {"title": "Market", "story": "one\ntwo", "source": source.code, "people#a/age": 7, "people#a/sex": "w"},
            rows={"people": ("a",)},
            readers=readers,
        )
        photo = Blob("0" * 16, 5, b"k" * 32, b"d" * 32, "image/jpeg")
        other = write(anna, {"title": "Road", "photo": photo}, readers=readers)
        for vault in (point, office):
            carry(anna, vault)
        edit(point, line, {"state": "verified", "title": "The market"})
        edit(office, line, {"title": "Market day", "story": "one\ntwo\nthree"})
        draft = begin(anna, NOTE, line_of(anna, line.id))
        kept = {path: value for path, value in draft.answers.values.items() if not path.startswith("people#")}
        submit(anna, [replace(draft, answers=Answers(kept, {}))])
        edit(office, line, {"people#a/age": 8})
        withdraw(anna, other, "asked to")
        entries = {entry.id: entry for vault in (anna, point, office) for entry in entries_of(vault)}
        return list(entries.values()), [card_of(vault) for vault in (anna, point, office)]


@pytest.mark.parametrize("seed", range(12))
def test_any_order_repetition_and_batching_gives_the_same_views(
    vaults: Vaults, story: tuple[list[Entry], list[Card]], seed: int
) -> None:
    entries, cards = story
    chance = seeded_chance(seed)
    views_of = []
    for name, straight in (("straight", True), ("shuffled", False)):
        vault = vaults.make(name, Role.COORDINATOR, chance=seeded_chance(1))
        for card in cards:
            vault.cards.trust(card, card.role, vault.now())
        left = entries if straight else [*shuffled(parts_of(entries), chance), *entries[:3]]
        while left:
            size = len(left) if straight else 1 + chance(1)[0] % 5
            batch, left = left[:size], left[size:]
            take(vault, batch)
        views_of.append(views(vault))
    straight_views, shuffled_views = views_of
    assert shuffled_views == straight_views
    assert rebuilt(vault) == straight_views
    assert len(straight_views["view_record"]) == 3
    assert straight_views["view_owed"]
    assert any("'conflicts', 0" not in row for row in straight_views["view_record"])


def parts_of(entries: list[Entry]) -> list[Entry]:
    """Every entry in pieces, one body at a time."""
    return [with_bodies(entry, [which]) for entry in entries for which in BodyClass if entry.body(which)]


def shuffled(entries: list[Entry], chance: object) -> list[Entry]:
    assert callable(chance)
    return sorted(entries, key=lambda _: chance(8))


# What was destroyed


def test_a_body_that_was_withdrawn_and_destroyed_does_not_come_back(vaults: Vaults) -> None:
    pen = Pen()
    vault = office_that_trusts(vaults, pen)
    one = pen.entry(1, NO_ENTRY, {N: {"title": "never again"}, R: {"place": "still"}})
    digest = hashlib.sha256(one.body(N) or b"").digest()
    with vault.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO local_withdrawn VALUES(?)", (digest,))
    take(vault, [one])
    take(vault, [one])
    assert title(vault, pen.record.id) is None
    (kept,) = vault.journal.entries(vault.journal.numbers())
    assert (kept.entry.body(N), kept.entry.id) == (None, one.id)
    assert kept.entry.body(R) is not None
    assert views(vault) == rebuilt(vault)


def test_a_late_body_of_a_withdrawn_record_stays_hidden(vaults: Vaults) -> None:
    pen = Pen()
    vault = office_that_trusts(vaults, pen)
    one = pen.entry(1, NO_ENTRY, {N: {"title": "x"}})
    two = pen.entry(2, one, {N: {"@withdrawn": "asked to"}})
    late = pen.entry(3, two, {N: {"kind": "killing"}})
    take(vault, [two])
    take(vault, [one, late])
    assert line_of(vault, pen.record.id).withdrawn
    assert vault.lists.count(Query()) == 0
