"""Packages that came: kept sealed (signer unknown), waiting for a person, accepted, or set aside.

The sealed file lies in the vault's folder as it came and is opened again when a person accepts it; until then nothing
of it is in the journal.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlmodel import Session, select

from records.strict_json import Json
from records.vault.engine import Database, kept_json
from records.vault.tables import LocalInbox


class Waiting(StrEnum):
    """What became of a package."""

    SEALED = "sealed"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Package:
    """One package: its bundle id, who signed it, and what was seen in it when it came.

    proven: SHA-256 of the sealed file whose every signature held when it was opened here; empty before.
    """

    id: str
    bundle: bytes
    sender: bytes
    came: str
    state: Waiting
    card: bytes
    summary: Json
    receipted: bool = False
    proven: bytes = b""


class Inbox:
    """The shelf of packages."""

    def __init__(self, database: Database) -> None:
        """Over one open database."""
        self._database = database

    def put(self, package: Package) -> None:
        """Keep or change one."""
        row = LocalInbox(
            id=package.id,
            bundle=package.bundle,
            sender=package.sender,
            came=package.came,
            state=package.state.value,
            card=package.card,
            summary=json.dumps(package.summary, ensure_ascii=False),
            receipted=package.receipted,
            proven=package.proven,
        )
        with self._database.writing() as connection:
            session = Session(bind=connection)
            session.merge(row)
            session.flush()

    def all(self) -> list[Package]:
        """Every package, the latest first."""
        with self._database.reading() as connection:
            rows = Session(bind=connection).exec(select(LocalInbox)).all()
            return sorted((_package(row) for row in rows), key=lambda one: (one.came, one.id), reverse=True)

    def get(self, package: str) -> Package | None:
        """One by its id."""
        with self._database.reading() as connection:
            row = Session(bind=connection).get(LocalInbox, package)
            return None if row is None else _package(row)

    def by_bundle(self, bundle: bytes) -> Package | None:
        """One by the bundle it holds."""
        return next((package for package in self.all() if package.bundle == bundle), None)

    def receipted(self, packages: Iterable[Package]) -> None:
        """Note that a receipt for these was written."""
        with self._database.writing():
            for package in packages:
                self.put(replace(package, receipted=True))


def _package(row: LocalInbox) -> Package:
    return Package(
        id=row.id,
        bundle=row.bundle,
        sender=row.sender,
        came=row.came,
        state=Waiting(row.state),
        card=row.card,
        summary=kept_json(row.summary),
        receipted=row.receipted,
        proven=row.proven,
    )
