"""What a vault keeps for itself beside the journal: settings, cards, logs, drafts, forms, custody.

Each shelf takes and returns frozen values; rows stay in here.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, delete, select

from records.errors import Known, RecordsCode
from records.journal.chain import LogName
from records.people import Card, Office, Party, Role
from records.schema import Schema
from records.strict_json import Json, read_object
from records.vault.engine import Database, kept_json, rows, rows_of
from records.vault.tables import LocalCard, LocalCustody, LocalDraft, LocalForm, LocalLog


class Settings:
    """Small things by name, as JSON."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def get(self, name: str) -> Json:
        """What is kept under a name, None when nothing is."""
        with self._database.reading() as connection:
            row = connection.exec_driver_sql("SELECT value FROM local_setting WHERE name = ?", (name,)).first()
        found: Json = None if row is None else kept_json(row[0])
        return found

    def text(self, name: str, otherwise: str = "") -> str:
        """The text kept under a name."""
        found = self.get(name)
        return found if isinstance(found, str) else otherwise

    def put(self, name: str, value: Json) -> None:
        """Keep something under a name."""
        with self._database.writing() as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO local_setting VALUES(?, ?)", (name, json.dumps(value)))


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card, the role a person trusted it for (None: only seen), and when. was: its role until it lost the trust."""

    card: Card
    role: Role | None
    trusted_at: str | None
    was: Role | None = None

    @property
    def party(self) -> Party | None:
        """Who this is to sharing, None while it is only seen."""
        return None if self.role is None else Party(self.card.device, self.card.office, self.role)

    @property
    def former(self) -> Party | None:
        """Who this was to sharing until a person stopped trusting it."""
        if self.role is not None or self.was is None:
            return None
        return Party(self.card.device, self.card.office, self.was)


class Cards:
    """Office cards, trusted or only seen."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def all(self) -> list[KnownCard]:
        """Every card, trusted ones first."""
        with self._database.reading() as connection:
            found = [_card(row) for row in rows(connection, _CARDS)]
        return sorted(found, key=lambda one: (one.role is None, one.trusted_at or "", one.card.device))

    def get(self, device: bytes) -> KnownCard | None:
        """One card by its device."""
        with self._database.reading() as connection:
            found = rows_of(connection, f"{_CARDS} WHERE device", [device])
        return _card(found[0]) if found else None

    def is_trusted(self, device: bytes) -> bool:
        """Whether a person trusted this device for something."""
        known = self.get(device)
        return known is not None and known.role is not None

    def see(self, card: Card) -> None:
        """Keep a card that came along, without trusting it. A card that is trusted stays as it was compared."""
        with self._database.writing():
            if self.get(card.device) is None:
                self._put(KnownCard(card, None, None))

    def trust(self, card: Card, role: Role | None, at: str) -> None:
        """Keep a card for the role a person trusts it for. role None stops trusting it: what is here still counts."""
        known = self.get(card.device)
        was = None if known is None else known.role or known.was
        with self._database.writing() as connection:
            self._put(KnownCard(card, role, at, was))
            if role is None and (known is None or known.role is None):
                return
            head = "(SELECT max(sequence) FROM journal_entry e WHERE e.device = l.device AND e.log = l.log)"
            upto = head if role is None else "NULL"
            connection.exec_driver_sql(f"UPDATE local_log AS l SET upto = {upto} WHERE l.device = ?", (card.device,))

    def _put(self, known: KnownCard) -> None:
        card = known.card
        row = LocalCard(
            device=card.device,
            raw=card.raw,
            signing_key=card.signing_key,
            sealing_key=card.sealing_key,
            country=card.office.country,
            office=card.office.name,
            claimed=card.role.value,
            exercise=card.exercise,
            role=known.role.value if known.role else None,
            trusted_at=known.trusted_at,
            was=known.was.value if known.was else None,
        )
        with self._database.writing() as connection:
            session = Session(bind=connection)
            session.merge(row)
            session.flush()


_CARDS: Final = (
    "SELECT device, signing_key, sealing_key, country, office, claimed, exercise, raw, role, trusted_at, was "
    "FROM local_card"
)


def _card(row: tuple[Any, ...]) -> KnownCard:
    device, signing_key, sealing_key, country, office, claimed, exercise, raw, role, trusted_at, was = row
    try:
        claims = Role(claimed)
        trusted, former = (None if name is None else Role(name) for name in (role, was))
    except ValueError as problem:  # a damaged page, see `kept_json`
        raise Known(RecordsCode.VAULT_DAMAGED) from problem
    card = Card(device, signing_key, sealing_key, Office(country, office), claims, bool(exercise), raw)
    return KnownCard(card, trusted, trusted_at, former)


class Logs:
    """Which logs of other devices count here."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def confirmed(self, name: LogName) -> bool:
        """Whether a log counts: a person confirmed it, or it was the first of its device."""
        with self._database.reading() as connection:
            found = rows(connection, "SELECT confirmed FROM local_log WHERE device = ? AND log = ?", name)
        return bool(found and found[0][0])

    def meet(self, name: LogName) -> None:
        """Note a log. The first log of a device counts; any later one waits for a person."""
        with self._database.writing() as connection:
            session = Session(bind=connection)
            if session.get(LocalLog, (name.device, name.log)) is not None:
                return
            first = session.exec(select(LocalLog).where(LocalLog.device == name.device)).first() is None
            session.add(LocalLog(device=name.device, log=name.log, confirmed=first, upto=None))
            session.flush()

    def confirm(self, name: LogName) -> None:
        """Let a log count from now on."""
        with self._database.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO local_log(device, log, confirmed) VALUES(?, ?, 1) "
                "ON CONFLICT(device, log) DO UPDATE SET confirmed = 1",
                name,
            )

    def counted_before(self, name: LogName, sequence: int) -> bool:
        """Whether an entry lies before the place up to which the log counts, its device being trusted no longer."""
        with self._database.reading() as connection:
            row = Session(bind=connection).get(LocalLog, (name.device, name.log))
            return row is not None and row.upto is not None and sequence <= row.upto


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as it is kept; content is JSON that recording alone understands."""

    id: str
    form: str
    version: str
    record: bytes | None
    content: str
    changed: str


class Drafts:
    """Unfinished filling-in."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def put(self, draft: DraftRow) -> None:
        """Keep a draft as it is now."""
        with self._database.writing() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO local_draft VALUES(?, ?, ?, ?, ?, ?)",
                (draft.id, draft.form, draft.version, draft.record, draft.content, draft.changed),
            )

    def get(self, draft: str) -> DraftRow | None:
        """One draft by its id."""
        with self._database.reading() as connection:
            row = Session(bind=connection).get(LocalDraft, draft)
            return None if row is None else _draft(row)

    def all(self) -> list[DraftRow]:
        """Every draft, the latest first."""
        with self._database.reading() as connection:
            found = Session(bind=connection).exec(select(LocalDraft).order_by(col(LocalDraft.changed).desc())).all()
            return [_draft(row) for row in found]

    def names(self, blob: str) -> bool:
        """Whether any draft names an attachment."""
        with self._database.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT 1 FROM local_draft WHERE instr(content, ?) > 0 LIMIT 1", (f'"{blob}"',)
            ).first()
        return found is not None

    def drop(self, draft: str) -> None:
        """Forget a draft."""
        with self._database.writing() as connection:
            connection.execute(delete(LocalDraft).where(col(LocalDraft.id) == draft))


def _draft(row: LocalDraft) -> DraftRow:
    return DraftRow(row.id, row.form, row.version, row.record, row.content, row.changed)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form as it is kept and travels: its schema, and the compiled form's bytes."""

    version: str
    form: str
    schema: Schema
    compiled: bytes


class Forms:
    """The forms this vault knows, by version."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database
        self._schemas: dict[str, Schema] = {}
        self._undone = database.undone

    def put(self, schema: Schema, compiled: bytes) -> bool:
        """Keep a form; return whether it was new."""
        outline = json.dumps(schema.plain(), ensure_ascii=False)
        with self._database.writing() as connection:
            done = connection.exec_driver_sql(
                "INSERT OR IGNORE INTO local_form VALUES(?, ?, ?, ?)",
                (schema.version, schema.form, outline, compiled),
            )
        self._schemas[schema.version] = schema
        return done.rowcount > 0

    def take(self, version: str, compiled: bytes) -> bool:
        """Keep a form that came along, if its schema has the version it came under; return whether it was new."""
        plain = read_object(compiled, fractions=True)
        schema = Schema.from_plain(plain.get("schema"))
        return schema.version == version and self.put(schema, compiled)

    def schema(self, version: str) -> Schema | None:
        """A form's schema by its version hash, None when the form is not here."""
        if self._undone != self._database.undone:  # what was put may have been taken back
            self._schemas.clear()
            self._undone = self._database.undone
        if version not in self._schemas:
            with self._database.reading() as connection:
                row = connection.exec_driver_sql("SELECT outline FROM local_form WHERE version = ?", (version,)).first()
            if row is None:
                return None
            self._schemas[version] = Schema.from_plain(kept_json(row[0]))
        return self._schemas[version]

    def raw(self, version: str) -> bytes | None:
        """A compiled form as it travels, None when it is not here."""
        with self._database.reading() as connection:
            row = connection.exec_driver_sql("SELECT compiled FROM local_form WHERE version = ?", (version,)).first()
        return None if row is None else bytes(row[0])

    def unsent(self, versions: Sequence[str], cards: Sequence[bytes]) -> list[tuple[str, bytes]]:
        """Of these versions, the compiled forms that one of these cards was not handed yet."""
        with self._database.reading() as connection:
            forms = rows_of(connection, "SELECT version, compiled FROM local_form WHERE version", versions)
            sent = rows_of(connection, "SELECT version, card FROM local_form_sent WHERE version", versions)
        handed = {(version, card) for version, card in sent}
        return sorted((version, raw) for version, raw in forms if any((version, card) not in handed for card in cards))

    def sent(self, versions: Iterable[str], cards: Sequence[bytes]) -> None:
        """Note that these cards were handed these forms."""
        with self._database.writing() as connection:
            for version in versions:
                for card in cards:
                    connection.exec_driver_sql("INSERT OR IGNORE INTO local_form_sent VALUES(?, ?)", (version, card))

    def all(self) -> list[FormRow]:
        """Every form here."""
        with self._database.reading() as connection:
            rows = Session(bind=connection).exec(select(LocalForm)).all()
            return [
                FormRow(row.version, row.form, Schema.from_plain(kept_json(row.outline)), row.compiled) for row in rows
            ]


@dataclass(frozen=True, slots=True)
class CustodyRow:
    """One line of custody."""

    at: str
    act: str
    item: str
    detail: str


class Custody:
    """Who did what with what is kept: added, viewed, copied, exported."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def note(self, rows: Sequence[CustodyRow]) -> None:
        """Write lines down."""
        with self._database.writing() as connection:
            session = Session(bind=connection)
            session.add_all([LocalCustody(at=r.at, act=r.act, item=r.item, detail=r.detail) for r in rows])
            session.flush()

    def of(self, item: str) -> list[CustodyRow]:
        """Every line about one item, in order."""
        with self._database.reading() as connection:
            query = select(LocalCustody).where(LocalCustody.item == item).order_by(col(LocalCustody.id))
            rows = Session(bind=connection).exec(query).all()
            return [CustodyRow(row.at, row.act, row.item, row.detail) for row in rows]
