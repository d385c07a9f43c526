"""The base of every known failure, and this room's own codes.

A failure a person can meet is a code with facts; `desktop.messages` alone turns it into a sentence and a remedy.
Everything that is not a `Known` is a bug: loud, and it loses nothing. Facts are for the sentence: a name, a number,
a path the person chose herself. Never an answer, a key or a passphrase.
"""

from enum import StrEnum

Fact = str | int | tuple[str, ...]


class Known(Exception):
    """A failure with a code and the facts its sentence needs."""

    def __init__(self, code: StrEnum, **facts: Fact) -> None:
        """Code is a member of a room's enum; facts are named as the sentence names them."""
        super().__init__(code.value)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = " ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code.value} {facts}".strip()


class RecordsCode(StrEnum):
    """What can go wrong with a vault, a record or an entry and be told to a person."""

    JSON_MALFORMED = "json-malformed"
    ENTRY_MALFORMED = "entry-malformed"
    ENTRY_SIGNATURE = "entry-signature"
    ENTRY_VERSION = "entry-version"
    BODY_MALFORMED = "body-malformed"
    BODY_MISMATCH = "body-mismatch"
    SCHEMA_MALFORMED = "schema-malformed"
    NOT_STANDING = "not-standing"
    KEYSLOTS_DAMAGED = "keyslots-damaged"
    WRONG_PASSPHRASE = "wrong-passphrase"
    VAULT_MISSING = "vault-missing"
    VAULT_EXISTS = "vault-exists"
    VAULT_IN_USE = "vault-in-use"
    VAULT_NEWER = "vault-newer"
    VAULT_DAMAGED = "vault-damaged"
    VAULT_READ_ONLY = "vault-read-only"
    DISK_FULL = "disk-full"
    DISK_FAILED = "disk-failed"
    NOT_WRITABLE = "not-writable"
    NO_SUCH_RECORD = "no-such-record"
    NO_SUCH_FORM = "no-such-form"
    NOT_YOURS = "not-yours"
    BLOB_DAMAGED = "blob-damaged"
    BLOB_MISSING = "blob-missing"
    FILE_UNREADABLE = "file-unreadable"
    FILE_PROGRAM = "file-program"
    FILE_TOO_LARGE = "file-too-large"
    PICTURE_NOT_HIDDEN = "picture-not-hidden"
    PLACES_TOO_LARGE = "places-too-large"  # (limit: MiB)
    PLACES_TOO_MANY = "places-too-many"  # (limit)
    PLACES_NOT_TEXT = "places-not-text"
    PLACES_TORN = "places-torn"  # (line)
    PLACES_NO_COLUMNS = "places-no-columns"
    PLACES_NONE = "places-none"
