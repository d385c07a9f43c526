"""The tables of a vault. Their prefix says what they are.

`journal_*` is signed and travels. `local_*` is this vault's own: backed up, never rebuilt. `view_*` is made from the
journal and can be dropped and made again. A test lists every table and its kind.
"""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

FORMAT = 1


class JournalEntry(SQLModel, table=True):
    """A signed header."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("journal_entry_place", "device", "log", "sequence"),)
    number: int | None = Field(default=None, primary_key=True)
    id: bytes = Field(unique=True)
    device: bytes
    log: bytes
    sequence: int
    header: bytes
    signature: bytes


class JournalBody(SQLModel, table=True):
    """The exact bytes of one body of an entry; no row when it is not here.

    place: the entry's number × 4 + the body's class. One integer, because rows of a table without row numbers leave
    their page when they are larger than a quarter of it, and each such page is sealed by itself.
    """

    __tablename__ = "journal_body"
    place: int | None = Field(default=None, primary_key=True)
    raw: bytes


class LocalSetting(SQLModel, table=True):
    """One thing this vault remembers about itself: keys, log, choices. JSON."""

    __tablename__ = "local_setting"
    name: str = Field(primary_key=True)
    value: str


class LocalCard(SQLModel, table=True):
    """An office card: trusted for a role, or only seen. What the card claims stands beside what it is trusted for.

    was: what it was trusted for until a person stopped trusting it.
    """

    __tablename__ = "local_card"
    device: bytes = Field(primary_key=True)
    raw: bytes
    signing_key: bytes
    sealing_key: bytes
    country: str
    office: str
    claimed: str
    exercise: bool
    role: str | None
    trusted_at: str | None
    was: str | None


class LocalLog(SQLModel, table=True):
    """A log of another device and whether it counts here; upto: the last entry that does, once it is not trusted."""

    __tablename__ = "local_log"
    device: bytes = Field(primary_key=True)
    log: bytes = Field(primary_key=True)
    confirmed: bool
    upto: int | None


class LocalDraft(SQLModel, table=True):
    """An unfinished filling-in: answers, the cells it was opened on, and where the cursor stood."""

    __tablename__ = "local_draft"
    id: str = Field(primary_key=True)
    form: str
    version: str
    record: bytes | None
    content: str
    changed: str


class LocalForm(SQLModel, table=True):
    """A form by its version hash: what the floors below need of it, and the whole as it travels."""

    __tablename__ = "local_form"
    version: str = Field(primary_key=True)
    form: str
    outline: str
    compiled: bytes


class LocalFormSent(SQLModel, table=True):
    """A form that was handed to a card: it need not go along again."""

    __tablename__ = "local_form_sent"
    version: str = Field(primary_key=True)
    card: bytes = Field(primary_key=True)


class LocalBundle(SQLModel, table=True):
    """A bundle this vault made: for whom, where it went and what is known of it."""

    __tablename__ = "local_bundle"
    id: bytes = Field(primary_key=True)
    made: str
    place: str
    name: str
    cards: str
    arrived: str | None


class LocalDelivery(SQLModel, table=True):
    """How far one body has got to one card: copied in a bundle, arrived, kept."""

    __tablename__ = "local_delivery"
    __table_args__ = ({"sqlite_with_rowid": False},)
    entry: int = Field(primary_key=True)
    which: int = Field(primary_key=True)
    card: bytes = Field(primary_key=True)
    bundle: bytes = Field(index=True)
    kept: str | None


class LocalSent(SQLModel, table=True):
    """How far the bytes of one attachment have got to one card."""

    __tablename__ = "local_sent"
    blob: str = Field(primary_key=True)
    card: bytes = Field(primary_key=True)
    upto: int
    kept: str | None


class LocalInbox(SQLModel, table=True):
    """A package that came: kept sealed, waiting, accepted or set aside. The sealed file lies in the vault's folder.

    proven: SHA-256 of the sealed file whose every signature was checked here; accepting it checks others anew.
    """

    __tablename__ = "local_inbox"
    id: str = Field(primary_key=True)
    bundle: bytes = Field(index=True)
    sender: bytes
    came: str
    state: str
    card: bytes
    summary: str
    receipted: bool
    proven: bytes


class LocalBlob(SQLModel, table=True):
    """A sealed attachment here: what it was called, and the original a travelling copy was made from."""

    __tablename__ = "local_blob"
    name: str = Field(primary_key=True)
    key: bytes
    length: int
    sealed: int
    digest: bytes
    media: str
    title: str
    original: str | None
    sender: bytes | None
    whole: bool


class LocalCustody(SQLModel, table=True):
    """Who did what with an attachment or a record's content: added, copied, viewed, exported."""

    __tablename__ = "local_custody"
    id: int | None = Field(default=None, primary_key=True)
    at: str
    act: str
    item: str
    detail: str


class LocalWithdrawn(SQLModel, table=True):
    """The hash of a body that was withdrawn and destroyed, so that a late package does not bring it back."""

    __tablename__ = "local_withdrawn"
    digest: bytes = Field(primary_key=True)


class ViewRecord(SQLModel, table=True):
    """One line per record: what lists show and sort by."""

    __tablename__ = "view_record"
    number: int | None = Field(default=None, primary_key=True)
    id: bytes = Field(unique=True)
    device: bytes
    nonce: bytes
    code: str = Field(index=True)
    form: str
    version: str
    created: str
    changed: str
    title: str
    sort_when: str = Field(index=True)
    when_text: str
    place: str
    kind: str
    state: str
    conflicts: int
    withdrawn: bool
    attachments: int


class ViewCell(SQLModel, table=True):
    """A value that stands, of a network or restricted body."""

    __tablename__ = "view_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    record: int = Field(primary_key=True)
    path: str = Field(primary_key=True)
    which: int = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    value: str


class ViewProtectedCell(SQLModel, table=True):
    """A value that stands, of a protected body: in no general index, read by its own page and the leak guard."""

    __tablename__ = "view_protected_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    record: int = Field(primary_key=True)
    path: str = Field(primary_key=True)
    which: int = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    value: str


class ViewReplaced(SQLModel, table=True):
    """A value that an accepted entry replaced, whether it has arrived or not."""

    __tablename__ = "view_replaced"
    __table_args__ = ({"sqlite_with_rowid": False},)
    record: int = Field(primary_key=True)
    path: str = Field(primary_key=True)
    which: int = Field(primary_key=True)
    entry: bytes = Field(primary_key=True)


class ViewHistory(SQLModel, table=True):
    """Which bodies speak of a record."""

    __tablename__ = "view_history"
    __table_args__ = ({"sqlite_with_rowid": False},)
    record: int = Field(primary_key=True)
    entry: int = Field(primary_key=True, index=True)
    which: int = Field(primary_key=True)
    at: str


class ViewBlob(SQLModel, table=True):
    """Which accepted body names which attachment. JSON as the body has it."""

    __tablename__ = "view_blob"
    __table_args__ = ({"sqlite_with_rowid": False},)
    entry: int = Field(primary_key=True)
    which: int = Field(primary_key=True)
    blob: str = Field(primary_key=True)
    record: int = Field(index=True)
    value: str


class ViewHeld(SQLModel, table=True):
    """An entry in the journal but outside the projection, and why."""

    __tablename__ = "view_held"
    entry: int = Field(primary_key=True)
    reason: str


class ViewOwed(SQLModel, table=True):
    """A body that a trusted card may get and has not been handed."""

    __tablename__ = "view_owed"
    __table_args__ = ({"sqlite_with_rowid": False},)
    card: bytes = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    which: int = Field(primary_key=True)
    record: int = Field(index=True)


SEARCH = "CREATE VIRTUAL TABLE view_search USING fts5(body, tokenize='trigram remove_diacritics 1')"
# what is deleted is overwritten; terms are gathered in 8 MiB before they are written out (1 MiB: 1.6 times slower)
SEARCH_SETTINGS = (
    "INSERT INTO view_search(view_search, rank) VALUES('secure-delete', 1)",
    "INSERT INTO view_search(view_search, rank) VALUES('hashsize', 8388608)",
)
