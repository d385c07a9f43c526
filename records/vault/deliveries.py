"""What is owed to whom, what was handed over, and what others said they have."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from sqlmodel import Session, select

from records.schema import BodyClass
from records.vault.engine import Database, kept_json, rows, rows_of
from records.vault.tables import LocalBundle


class Progress(IntEnum):
    """What is known of a hand-over. Only *kept* says that somebody holds it."""

    OWED = 0
    COPIED = 1
    ARRIVED = 2
    KEPT = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One body of one entry, by the entry's number."""

    entry: int
    which: BodyClass


@dataclass(frozen=True, slots=True)
class Owed:
    """A body a card may get and has not been handed."""

    card: bytes
    item: Item
    record: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle this vault made. cards: the devices it is sealed to."""

    bundle: bytes
    made: str
    place: str
    name: str
    cards: tuple[bytes, ...]
    arrived: str | None


class Deliveries:
    """The shelf of hand-overs."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def owed(self, cards: Iterable[bytes] | None = None) -> list[Owed]:
        """What is owed to these cards, or to all, in the order it was written."""
        query = "SELECT entry, which, card, record FROM view_owed"
        with self._database.reading() as connection:
            found = rows(connection, query) if cards is None else rows_of(connection, f"{query} WHERE card", cards)
        classes = tuple(BodyClass)
        return [Owed(card, Item(entry, classes[which]), record) for entry, which, card, record in sorted(found)]

    def owe(self, records: Sequence[int], owed: Iterable[Owed]) -> None:
        """Replace what is owed of these records; what was handed over already is not owed again."""
        with self._database.writing() as connection:
            connection.exec_driver_sql(
                "DELETE FROM view_owed WHERE record = ?", [(number,) for number in records]
            ) if records else None
            rows = [(one.card, one.item.entry, int(one.item.which), one.record) for one in owed]
            if rows:
                connection.exec_driver_sql(
                    "INSERT OR IGNORE INTO view_owed SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS "
                    "(SELECT 1 FROM local_delivery WHERE entry = ?2 AND which = ?3 AND card = ?1 AND bundle != x'')",
                    rows,
                )

    def copied(self, sent: Sent, items: Sequence[Item]) -> None:
        """Note a bundle that lies on its drive, read back and whole, with these bodies in it."""
        with self._database.writing() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO local_bundle VALUES(?, ?, ?, ?, ?, ?)",
                (sent.bundle, sent.made, sent.place, sent.name, _hex(sent.cards), sent.arrived),
            )
            rows = [(item.entry, int(item.which), card) for item in items for card in sent.cards]
            if rows:
                connection.exec_driver_sql(
                    "INSERT INTO local_delivery VALUES(?, ?, ?, ?, NULL) ON CONFLICT(entry, which, card) "
                    "DO UPDATE SET bundle = excluded.bundle WHERE kept IS NULL",
                    [(*row, sent.bundle) for row in rows],
                )
                connection.exec_driver_sql("DELETE FROM view_owed WHERE entry = ? AND which = ? AND card = ?", rows)

    def bundle(self, bundle: bytes) -> Sent | None:
        """A bundle this vault made, by its id."""
        with self._database.reading() as connection:
            row = Session(bind=connection).get(LocalBundle, bundle)
            return None if row is None else _sent(row)

    def bundles(self) -> list[Sent]:
        """Every bundle this vault made, the latest first."""
        with self._database.reading() as connection:
            rows = Session(bind=connection).exec(select(LocalBundle)).all()
            return sorted((_sent(row) for row in rows), key=lambda sent: sent.made, reverse=True)

    def arrived(self, bundles: Iterable[bytes], at: str) -> None:
        """Note that these bundles arrived."""
        with self._database.writing() as connection:
            for bundle in bundles:
                connection.exec_driver_sql(
                    "UPDATE local_bundle SET arrived = ? WHERE id = ? AND arrived IS NULL", (at, bundle)
                )

    def kept(self, card: bytes, items: Iterable[Item], at: str) -> None:
        """Note that the holder of a card keeps these bodies."""
        with self._database.writing() as connection:
            rows = [(at, item.entry, int(item.which), card) for item in items]
            if rows:
                connection.exec_driver_sql(
                    "UPDATE local_delivery SET kept = ? WHERE entry = ? AND which = ? AND card = ? AND kept IS NULL",
                    rows,
                )

    def lost(self, bundle: bytes) -> None:
        """Forget that a bundle lies anywhere: what nobody is known to keep of it may be owed again.

        That it was handed over stays known, so that a withdrawal follows it should the drive turn up after all.
        """
        sent = self.bundle(bundle)
        if sent is None:
            return
        with self._database.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE local_delivery SET bundle = x'' WHERE bundle = ? AND kept IS NULL", (bundle,)
            )
            for card in sent.cards:
                connection.exec_driver_sql("UPDATE local_sent SET upto = 0 WHERE card = ? AND kept IS NULL", (card,))
                connection.exec_driver_sql("DELETE FROM local_form_sent WHERE card = ?", (card,))
            connection.exec_driver_sql("DELETE FROM local_bundle WHERE id = ?", (bundle,))

    def is_kept(self, bundle: bytes) -> bool:
        """Whether everything that went in a bundle is known to be kept; a bundle of receipts alone when it arrived."""
        query = "SELECT count(*), count(kept) FROM local_delivery WHERE bundle = ?"
        with self._database.reading() as connection:
            sent, kept = connection.exec_driver_sql(query, (bundle,)).one()
        found = self.bundle(bundle)
        return bool(sent == kept and (sent or (found is not None and found.arrived)))

    def progress(self, record: int) -> dict[bytes, Progress]:
        """How far all that a card may get of a record has got to it: the least of its bodies."""
        query = (
            "SELECT d.card, d.kept, b.arrived FROM local_delivery d "
            "JOIN view_history h ON h.entry = d.entry AND h.which = d.which "
            "LEFT JOIN local_bundle b ON b.id = d.bundle WHERE h.record = ?"
        )
        found: dict[bytes, Progress] = {}
        with self._database.reading() as connection:
            for card, kept, arrived in connection.exec_driver_sql(query, (record,)):
                state = Progress.KEPT if kept else Progress.ARRIVED if arrived else Progress.COPIED
                found[card] = min(state, found.get(card, state))
            for (card,) in connection.exec_driver_sql("SELECT card FROM view_owed WHERE record = ?", (record,)):
                found[card] = Progress.OWED
        return found

    def behind(self, record: int) -> frozenset[bytes]:
        """The cards that have all of a record but what was written since."""
        query = (
            "SELECT d.card FROM local_delivery d JOIN view_history h ON h.entry = d.entry AND h.which = d.which "
            "WHERE h.record = ?1 AND d.bundle != x'' GROUP BY d.card "
            "HAVING max(d.entry) < (SELECT min(o.entry) FROM view_owed o WHERE o.record = ?1 AND o.card = d.card)"
        )
        with self._database.reading() as connection:
            return frozenset(row[0] for row in connection.exec_driver_sql(query, (record,)))

    def handed(self, record: int) -> frozenset[bytes]:
        """The cards that were handed anything of a record."""
        query = (
            "SELECT DISTINCT d.card FROM view_history h "
            "JOIN local_delivery d ON d.entry = h.entry AND d.which = h.which WHERE h.record = ?"
        )
        with self._database.reading() as connection:
            return frozenset(row[0] for row in connection.exec_driver_sql(query, (record,)))

    def reached(self, entry: int, which: BodyClass) -> frozenset[bytes]:
        """The cards a body was handed to."""
        query = "SELECT card FROM local_delivery WHERE entry = ? AND which = ?"
        with self._database.reading() as connection:
            return frozenset(row[0] for row in connection.exec_driver_sql(query, (entry, int(which))))

    def delivered(self, card: bytes) -> list[Item]:
        """Every body handed to a card."""
        query = "SELECT entry, which FROM local_delivery WHERE card = ?"
        with self._database.reading() as connection:
            return [Item(entry, BodyClass(which)) for entry, which in connection.exec_driver_sql(query, (card,))]

    def blob_upto(self, blob: str, card: bytes) -> int:
        """How many sealed bytes of an attachment a card was handed."""
        with self._database.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT upto FROM local_sent WHERE blob = ? AND card = ?", (blob, card)
            ).first()
        return 0 if row is None else int(row[0])

    def blob_copied(self, blob: str, cards: Iterable[bytes], upto: int) -> None:
        """Note that an attachment's sealed bytes were handed over up to here."""
        with self._database.writing() as connection:
            for card in cards:
                connection.exec_driver_sql(
                    "INSERT INTO local_sent VALUES(?, ?, ?, NULL) ON CONFLICT(blob, card) DO UPDATE SET upto = "
                    "max(upto, excluded.upto)",
                    (blob, card, upto),
                )

    def blob_kept(self, card: bytes, blobs: Iterable[str], at: str) -> None:
        """Note that the holder of a card keeps these attachments whole."""
        with self._database.writing() as connection:
            for blob in blobs:
                connection.exec_driver_sql(
                    "UPDATE local_sent SET kept = ? WHERE blob = ? AND card = ? AND kept IS NULL", (at, blob, card)
                )


def _hex(cards: tuple[bytes, ...]) -> str:
    return json.dumps([card.hex() for card in cards])


def _sent(row: LocalBundle) -> Sent:
    cards = tuple(bytes.fromhex(card) for card in kept_json(row.cards))
    return Sent(row.id, row.made, row.place, row.name, cards, row.arrived)
