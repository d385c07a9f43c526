"""Vaults for tests: made in milliseconds, with a clock that only moves when told, and a small form to write with.

    with Vaults(tmp_path) as vaults:
        anna = vaults.make("anna")                                  # a monitor of BEN, "field office anna"
        office = vaults.make("hq", Role.HEADQUARTERS)
        introduce(anna, office)                                     # each trusts the other's card
        line = write(anna, {"title": "Market", "story": "One\ntwo"}, readers=Readers(("@headquarters",)))
        carry(anna, office)                                         # every body, without a bundle

Argon2id is cheap by parameter (`QUICK`), never by a patch. Cards here hold no sealing key: they serve `records` alone.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from records.ids import Chance, system_chance
from records.journal.entry import Entry, Realm
from records.keys.slots import QUICK
from records.owing import Readers
from records.people import Card, Office, Role
from records.recording import begin, submit
from records.schema import BodyClass, Class, Facet, Field, Kind, Schema
from records.taking import Outcome, reconsider, take
from records.values import Answers, Value
from records.vault.lists import RecordLine
from records.vault.vault import Beginning, Surroundings, Vault, create, open_vault

PASSPHRASE = "correct horse battery staple"
NOBODY = Readers(())
EVERY_BODY = frozenset(BodyClass)
VIEWS = (
    *("view_record", "view_cell", "view_protected_cell", "view_history", "view_held", "view_owed", "view_replaced"),
    "view_blob",
)
MOMENT = datetime.fromisoformat("2026-11-22T14:03:11.123+03:00")

# One field of every class, one long text, one repeat, and every facet that sharing and lists look at.
NOTE = Schema(
    "note",
    (
        Field("title", Kind.TEXT, Class.NETWORK, Facet.TITLE),
        Field("when", Kind.DATE, Class.NETWORK, Facet.WHEN),
        Field("kind", Kind.CHOICE, Class.NETWORK, Facet.KIND, ("killing", "threat")),
        Field("state", Kind.CHOICE, Class.NETWORK, Facet.STATE, ("verified", "false")),
        Field("story", Kind.LONG_TEXT, Class.RESTRICTED),
        Field("place", Kind.TEXT, Class.RESTRICTED, Facet.PLACE),
        Field("source", Kind.TEXT, Class.RESTRICTED, Facet.SOURCE),
        Field("name", Kind.TEXT, Class.PROTECTED, Facet.NAME),
        Field("photo", Kind.FILE, Class.RESTRICTED),
        Field("people/sex", Kind.CHOICE, Class.NETWORK, None, ("w", "m")),
        Field("people/age", Kind.INTEGER, Class.RESTRICTED),
        Field("people/name", Kind.TEXT, Class.PROTECTED, Facet.NAME),
    ),
    repeats=("people",),
)
# Who told somebody, and what she agreed to: protected throughout.
SOURCE = Schema(
    "source",
    (
        Field("uses", Kind.CHOICES, Class.PROTECTED, Facet.CONSENT, ("internal", "network", "hq")),
        Field("about", Kind.TEXT, Class.PROTECTED, Facet.TITLE),
    ),
)


@dataclass
class StandingClock:
    """Says the same moment until it is told another; `step` moves it at every look."""

    moment: datetime = MOMENT
    step: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        self.moment += self.step
        return self.moment


def seeded_chance(seed: int) -> Chance:
    """Return chance that is the same in every run. For names and salts of tests alone."""
    return random.Random(seed).randbytes


class Vaults:
    """Makes vaults in folders of their own below one folder, and closes what is still open at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: list[Vault] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for vault in self._open:
            vault.close()

    def around(self, name: str, clock: StandingClock | None = None, chance: Chance = system_chance) -> Surroundings:
        """The surroundings of the vault of this name; nobody waits for a lock."""
        return Surroundings(self.folder / name, self.folder / f"{name}-state", clock or StandingClock(), chance, wait=0)

    def make(
        self,
        name: str,
        role: Role = Role.MONITOR,
        country: str = "BEN",
        *,
        office: str = "",
        realm: Realm = Realm.REAL,
        clock: StandingClock | None = None,
        chance: Chance = system_chance,
    ) -> Vault:
        """A new vault that knows the test forms."""
        owner = Beginning(Office(country, office or f"office {name}"), role, realm, PASSPHRASE, QUICK)
        vault = create(self.around(name, clock, chance), owner)
        self._open.append(vault)
        for schema in (NOTE, SOURCE):
            vault.forms.put(schema, b"{}")
        return vault

    def open(self, name: str, passphrase: str = PASSPHRASE, clock: StandingClock | None = None) -> Vault:
        """Open a vault that was made and closed."""
        vault = open_vault(self.around(name, clock), passphrase)
        self._open.append(vault)
        return vault


def card_of(vault: Vault) -> Card:
    """A vault's card as `records` needs it: signing key, office and role."""
    me = vault.me
    return Card(me.device, vault.keys.signing_key, b"", me.office, me.role, vault.exercise, me.device)


def introduce(*vaults: Vault) -> None:
    """Let each of these vaults trust all the others for what they claim to be."""
    for vault in vaults:
        for other in vaults:
            if other is not vault:
                vault.cards.trust(card_of(other), other.me.role, vault.now())
        reconsider(vault)


def write(
    vault: Vault,
    values: Mapping[str, Value],
    *,
    record: RecordLine | None = None,
    rows: Mapping[str, tuple[str, ...]] | None = None,
    readers: Readers | None = NOBODY,
    schema: Schema = NOTE,
) -> RecordLine:
    """Save these answers, and no others, as a new record or as the next save of one that is here."""
    draft = begin(vault, schema, record)
    kept_rows = draft.answers.rows if rows is None else rows
    saved = submit(vault, [replace(draft, answers=Answers(values, kept_rows), readers=readers)])
    return line_of(vault, saved.records[0].id)


def edit(vault: Vault, record: RecordLine, values: Mapping[str, Value], schema: Schema = NOTE) -> RecordLine:
    """Change these answers of a record that is here, and leave the others as they are."""
    draft = begin(vault, schema, vault.lists.by_id(record.id))
    answers = Answers({**draft.answers.values, **values}, draft.answers.rows)
    submit(vault, [replace(draft, answers=answers)])
    return line_of(vault, record.id)


def line_of(vault: Vault, record: bytes) -> RecordLine:
    """The line of a record that must be here."""
    line = vault.lists.by_id(record)
    assert line is not None
    return line


def entries_of(vault: Vault, classes: Iterable[BodyClass] = EVERY_BODY) -> list[Entry]:
    """Every entry of a vault with its bodies of these classes, as they would travel."""
    wanted = frozenset(classes)
    return [with_bodies(kept.entry, wanted) for kept in vault.journal.entries(vault.journal.numbers())]


def with_bodies(entry: Entry, classes: Iterable[BodyClass]) -> Entry:
    """The same entry with its bodies of these classes alone."""
    wanted = frozenset(classes)
    raws = [entry.body(which) if which in wanted else None for which in BodyClass]
    return Entry(entry.header, entry.signature, (raws[0], raws[1], raws[2]))


def carry(source: Vault, target: Vault, classes: Iterable[BodyClass] = EVERY_BODY) -> Outcome:
    """Take everything of one vault into another, without a bundle."""
    return take(target, entries_of(source, classes))


def views(vault: Vault) -> dict[str, list[str]]:
    """All view tables, with entries and records named by their ids instead of this vault's numbers."""
    connection = vault.database.connection
    entries = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT number, id FROM journal_entry")}
    records = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT number, id FROM view_record")}
    found = {}
    for table in VIEWS:
        rows = []
        for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings():
            plain = dict(row)
            if isinstance(plain.get("entry"), int):
                plain["entry"] = entries[plain["entry"]]
            if "record" in plain:
                plain["record"] = records[plain["record"]]
            plain.pop("number", None)
            rows.append(repr(sorted(plain.items())))
        found[table] = sorted(rows)
    search = connection.exec_driver_sql("SELECT rowid, body FROM view_search").all()
    found["view_search"] = sorted(f"{records[number].hex()} {body}" for number, body in search)
    connection.rollback()
    return found
