"""One vault: made, opened, locked. Everything it keeps hangs on it as a shelf.

A vault belongs to one thread and one process. Its keys are in memory from opening to the end of the process.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection
from sqlmodel import SQLModel

from records.clock import Clock, instant
from records.errors import Known, RecordsCode
from records.ids import Chance, random_name
from records.journal.chain import LogName
from records.journal.entry import NO_ENTRY, Entry, Header, Realm, body_hash, sign_entry
from records.keys import slots
from records.keys.device import DeviceKeys
from records.people import Office, Party, Role
from records.vault.blobs import Blobs
from records.vault.continuing import Right, RightFile
from records.vault.deliveries import Deliveries
from records.vault.engine import DATABASE_KEY_SIZE, Database
from records.vault.folder import Folder, Lock, create_private, write_whole
from records.vault.inbox import Inbox
from records.vault.journal import Journal
from records.vault.lists import Lists
from records.vault.local import Cards, Custody, Drafts, Forms, Logs, Settings
from records.vault.projection import Projection
from records.vault.tables import FORMAT, SEARCH, SEARCH_SETTINGS
from resources.about import BUILT

WAIT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a vault needs from outside: its folder, the state folder, the time, chance, and how long to wait."""

    path: Path
    state: Path
    clock: Clock
    chance: Chance
    wait: float = WAIT


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new vault is told of its owner."""

    office: Office
    role: Role
    realm: Realm
    passphrase: str = field(repr=False)
    cost: slots.Cost


def create(around: Surroundings, beginning: Beginning) -> "Vault":
    """Make a vault and open it. Known(VAULT_EXISTS | NOT_WRITABLE | DISK_FULL)."""
    folder = Folder(around.path)
    folder.make()
    lock = Lock(folder.lock, around.wait)
    if folder.exists():  # somebody else made one meanwhile
        lock.release()
        raise Known(RecordsCode.VAULT_EXISTS, path=str(around.path))
    try:
        vault_key = around.chance(slots.KEY_SIZE)
        fresh = slots.new(vault_key, beginning.passphrase, beginning.cost, around.chance)
        database = _new_database(around, folder, beginning, vault_key)
        try:
            # the slots come last: a folder with slots is a vault that opens
            write_slots(folder, fresh)
            return Vault(around, folder, lock, database, vault_key)
        except BaseException:
            database.close()
            raise
    except BaseException:
        folder.unmake()
        lock.release()
        raise


def _new_database(around: Surroundings, folder: Folder, beginning: Beginning, vault_key: bytes) -> Database:
    create_private(folder.database).close()
    database = Database(folder.database, _derived(vault_key, "kinga-db/1", DATABASE_KEY_SIZE))
    try:
        with database.writing() as connection:
            SQLModel.metadata.create_all(connection)
            _make_search(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
        keys = DeviceKeys.new(around.chance)
        settings = Settings(database)
        with database.writing():
            settings.put("keys", {"signing": keys.signing_seed.hex(), "sealing": keys.sealing_seed.hex()})
            settings.put("realm", beginning.realm.value)
            settings.put("office", {"country": beginning.office.country, "name": beginning.office.name})
            settings.put("role", beginning.role.value)
            settings.put("right", random_name(around.chance))
            settings.put("made", around.clock().isoformat())
    except BaseException:
        database.close()
        raise
    return database


def _make_search(connection: Connection) -> None:
    for statement in (SEARCH, *SEARCH_SETTINGS):
        connection.exec_driver_sql(statement)


def open_vault(around: Surroundings, passphrase: str) -> "Vault":
    """Open a vault. Known(VAULT_MISSING | VAULT_READ_ONLY | WRONG_PASSPHRASE | VAULT_DAMAGED …)."""
    folder = Folder(around.path)
    if not folder.exists():
        raise Known(RecordsCode.VAULT_MISSING, path=str(around.path))
    lock = _lock_of(folder, around.wait)
    try:
        copies = read_slots(folder)
        vault_key, opened = _unlocked(copies, passphrase)
        if not folder.has_data():
            raise Known(RecordsCode.VAULT_DAMAGED)
        database = Database(folder.database, _derived(vault_key, "kinga-db/1", DATABASE_KEY_SIZE))
        try:
            _check_format(database)
            vault = Vault(around, folder, lock, database, vault_key)
        except BaseException:
            database.close()
            raise
    except BaseException:
        lock.release()
        raise
    if copies != [opened, opened]:
        with suppress(Known):  # it opens all the same
            write_slots(folder, opened)
    return vault


def _lock_of(folder: Folder, seconds: float) -> Lock:
    try:
        return Lock(folder.lock, seconds)
    except Known as problem:
        if problem.code is not RecordsCode.NOT_WRITABLE:
            raise
        raise Known(RecordsCode.VAULT_READ_ONLY, path=str(folder.path)) from problem


def read_slots(folder: Folder) -> list[slots.Slots]:
    """Read the copies of the slots that are whole. Known(KEYSLOTS_DAMAGED) when none is."""
    found = []
    for path in folder.slots:
        try:
            found.append(slots.read(path.read_bytes()))
        except (OSError, Known):
            continue
    if not found:
        raise Known(RecordsCode.KEYSLOTS_DAMAGED)
    return found


def write_slots(folder: Folder, fresh: slots.Slots) -> None:
    """Write both copies, one after the other, so that one is always whole."""
    for path in reversed(folder.slots):
        write_whole(path, fresh.packed())


def _unlocked(copies: list[slots.Slots], passphrase: str) -> tuple[bytes, slots.Slots]:
    """Try the copies, which differ only where a change was torn; return the key and the copy that gave it."""
    for copy in dict.fromkeys(copies):
        try:
            return slots.open_slots(copy, slots.stretch(copy, passphrase))[0], copy
        except Known:
            continue
    raise Known(RecordsCode.WRONG_PASSPHRASE)


def _derived(vault_key: bytes, label: str, size: int) -> bytes:
    return HKDF(SHA256(), size, salt=None, info=label.encode()).derive(vault_key)


def _check_format(database: Database) -> None:
    with database.reading() as connection:
        found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if found > FORMAT:
        raise Known(RecordsCode.VAULT_NEWER, found=found, known=FORMAT)
    if found < 1:
        raise Known(RecordsCode.VAULT_DAMAGED)


class Vault:
    """An open vault."""

    def __init__(self, around: Surroundings, folder: Folder, lock: Lock, database: Database, vault_key: bytes) -> None:
        """Made by `create` and `open_vault` alone."""
        self.clock = self.own_clock = around.clock
        self.clock_doubted = False
        self.chance = around.chance
        self.folder = folder
        self.state_folder = around.state
        self.database = database
        self._lock = lock
        self.settings = Settings(database)
        self.cards = Cards(database)
        self.logs = Logs(database)
        self.drafts = Drafts(database)
        self.forms = Forms(database)
        self.custody = Custody(database)
        self.journal = Journal(database)
        self.projection = Projection(database, self.forms.schema)
        self.deliveries = Deliveries(database)
        self.inbox = Inbox(database)
        self.lists = Lists(database)
        self.blobs = Blobs(database, folder, around.chance)
        self.realm = Realm(self.settings.text("realm"))
        self.keys = self._read_keys()
        self.me = Party(self.keys.device, self._read_office(), Role(self.settings.text("role")))
        right = around.state / self.settings.text("right")
        self._right = RightFile(right, _derived(vault_key, "kinga-right/1", 32), around.chance)
        self.begins_anew = False
        self._log, self._head, self._before = self._continue()

    @property
    def exercise(self) -> bool:
        """Whether this vault is not real."""
        return self.realm is Realm.EXERCISE

    @property
    def log(self) -> LogName:
        """The log this vault writes."""
        return LogName(self.keys.device, self._log)

    @property
    def head(self) -> int:
        """The sequence of the last entry written, 0 before the first."""
        return self._end_of(self._log)[0]

    @property
    def begun_anew(self) -> str:
        """When this device began a new log though it had one; "" when it never did.

        Others hold what it writes from then on until a person confirms it. `begins_anew`: it did so at this opening.
        """
        return self.settings.text("begun-anew")

    def now(self) -> str:
        """This computer's claim of the time, as bodies write it."""
        return self.clock().isoformat(timespec="milliseconds")

    @property
    def clock_uncertain(self) -> bool:
        """Whether the clock stands before this program was made or what was already written here, or is in doubt."""
        return self.clock_doubted or instant(self.now()) < max(BUILT, self.settings.text("latest"))

    def correct_clock(self, days: int) -> None:
        """Claim the time so many days after this computer's clock; from now on what is written says it is not sure."""
        self.clock = lambda: self.own_clock() + timedelta(days=days)
        self.clock_doubted = True

    def believe_clock(self) -> None:
        """Claim the time this computer's clock says: a person said that it is right."""
        self.clock = self.own_clock
        self.clock_doubted = False

    @contextmanager
    def writing_entries(self, count: int) -> Iterator[Callable[[Sequence[tuple[bytes | None, ...]]], list[Entry]]]:
        """One transaction in which `count` entries are signed: all of them or none.

        What is intended is flushed outside the vault before the commit, what is done after it. Where the second cannot
        be written, the save is done nevertheless, and the log continues. Never inside another transaction.
        """
        if self.database.is_writing:
            raise RuntimeError("entries are signed in a transaction of their own")
        self._head, self._before = self._end_of(self._log)  # as committed, whatever an earlier save came to
        self._right.write(Right(self._log, self._head + count, self._head))
        with self.database.writing():
            yield self._sign
            self.settings.put("latest", max(instant(self.now()), self.settings.text("latest")))
        with suppress(Known):
            self._right.write(Right(self._log, self._head, self._head))

    def close(self) -> None:
        """Close the database and let others have the vault."""
        self.database.close()
        self._lock.release()

    def change_passphrase(self, old: str, fresh: str) -> None:
        """Put a new passphrase in the old one's slot. Known(WRONG_PASSPHRASE)."""
        _, opened = _unlocked(read_slots(self.folder), old)
        write_slots(self.folder, slots.changed(opened, old, fresh, self.chance))

    def remake_views(self) -> None:
        """Drop and make the view tables again, empty."""
        with self.database.writing() as connection:
            views = [table for name, table in SQLModel.metadata.tables.items() if name.startswith("view_")]
            SQLModel.metadata.drop_all(connection, tables=views)
            connection.exec_driver_sql("DROP TABLE view_search")
            SQLModel.metadata.create_all(connection, tables=views)
            _make_search(connection)

    def _sign(self, bodies: Sequence[tuple[bytes | None, ...]]) -> list[Entry]:
        entries, sign = [], self.keys.signer()
        for texts in bodies:
            hashes = [self.chance(32) if raw is None else body_hash(raw) for raw in texts]
            header = Header(
                self.keys.device, self._log, self._head + 1, self._before, (hashes[0], hashes[1], hashes[2])
            )
            entry = sign_entry(header, texts, self.realm, sign)
            self._head, self._before = header.sequence, entry.id
            entries.append(entry)
        return entries

    def _read_keys(self) -> DeviceKeys:
        match self.settings.get("keys"):
            case {"signing": str(signing), "sealing": str(sealing)}:
                return DeviceKeys(bytes.fromhex(signing), bytes.fromhex(sealing))
            case _:
                raise Known(RecordsCode.VAULT_DAMAGED)

    def _read_office(self) -> Office:
        match self.settings.get("office"):
            case {"country": str(country), "name": str(name)}:
                return Office(country, name)
            case _:
                raise Known(RecordsCode.VAULT_DAMAGED)

    def _continue(self) -> tuple[bytes, int, bytes]:
        """Continue the log if this vault has the right to; otherwise begin a new one that names the last head."""
        log = bytes.fromhex(self.settings.text("log"))
        sequence, before = self._end_of(log) if log else (0, NO_ENTRY)
        right = self._right.read()
        if log and right is not None and right.continues(log, sequence):
            return log, sequence, before
        fresh = self.chance(16)
        self._right.write(Right(fresh, 0, 0))
        with self.database.writing():
            self.settings.put("log", fresh.hex())
            self.settings.put("before", before.hex())
            if before != NO_ENTRY:
                self.begins_anew = True
                self.settings.put("begun-anew", self.now())
        return fresh, 0, before

    def _end_of(self, log: bytes) -> tuple[int, bytes]:
        """The last sequence of a log of this device and its entry; before the first, what the log follows."""
        head = self.journal.head(LogName(self.keys.device, log))
        if head is not None:
            return head.sequence, head.id
        return 0, bytes.fromhex(self.settings.text("before", NO_ENTRY.hex()))
