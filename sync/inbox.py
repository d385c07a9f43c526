"""What comes in: opened by stages, kept for a person, accepted or set aside.

A refused file stays where it is and changes nothing here. A package of an unknown signer is kept sealed; one of a known
signer is verified and waits. Accepting opens the kept file again and takes everything in, in one transaction.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from records.errors import Known, RecordsCode
from records.ids import random_name
from records.journal.body import read_body
from records.journal.merge import Place
from records.people import Card
from records.schema import BodyClass
from records.strict_json import Json
from records.taking import Outcome, remake, take
from records.values import Blob
from records.vault.blobs import BlobRow, sealed_length
from records.vault.folder import create_private
from records.vault.inbox import Package, Waiting
from records.vault.vault import Vault
from sync.bundle import limits
from sync.bundle.age.recipients import HybridIdentity
from sync.bundle.opening import BlobPiece, Opened, Opening
from sync.errors import SyncCode
from sync.receipting import take_receipts
from sync.trust.cards import read_card

MAGIC: Final = b"age-encryption.org/v1\n"
_PIECE: Final = 1 << 20


class Came(StrEnum):
    """What became of one file at a receive."""

    WAITING = "waiting"
    SEALED = "sealed"
    KNOWN = "known"
    RECEIPTS = "receipts"
    NOT_FOR_US = "not-for-us"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that was looked at. problem: why it was refused."""

    path: Path
    came: Came
    package: Package | None = None
    problem: Known | None = None


def packages_at(paths: Iterable[Path]) -> list[Path]:
    """The sealed files at these paths: files as named, folders one level deep. Known(NOTHING_FOUND | DRIVE_MISSING)."""
    found = []
    for path in paths:
        if not path.exists():
            raise Known(SyncCode.DRIVE_MISSING, path=str(path))
        candidates = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [one for one in candidates if one.is_file() and (one == path or _looks_sealed(one))]
    if not found:
        raise Known(SyncCode.NOTHING_FOUND, path=", ".join(str(path) for path in paths))
    return found


def receive(vault: Vault, path: Path) -> Arrival:
    """Look at one file: refuse it, know it already, keep it sealed, or keep it for a person."""
    try:
        opened = open_file(vault, path)
    except Known as problem:
        if problem.code is SyncCode.SEALED_NOT_FOR_US:
            return Arrival(path, Came.NOT_FOR_US)
        return Arrival(path, Came.REFUSED, problem=problem)
    already = vault.inbox.by_bundle(opened.manifest.id)
    if already is not None and not (already.state is Waiting.SEALED and opened.known):
        return Arrival(path, Came.KNOWN, already)
    if opened.known:
        take_receipts(vault, opened.receipts)
    package = already or _keep(vault, path, opened)
    came, state = Came.WAITING, Waiting.WAITING
    if not opened.known:
        came, state = Came.SEALED, Waiting.SEALED
    elif not opened.entries and not opened.blobs:
        came, state = Came.RECEIPTS, Waiting.ACCEPTED  # receipts alone need no acceptance
    package = replace(package, state=state, summary=summary(vault, opened))
    vault.inbox.put(package)
    return Arrival(path, came, package)


def release(vault: Vault, package: Package) -> Package:
    """Open a package that was kept sealed, now that its signer is trusted. Known(PACKAGE_SEALED) when she is not."""
    if package.state is not Waiting.SEALED:
        return package
    opened = open_file(vault, vault.folder.came(package.id))
    if not opened.known:
        raise Known(SyncCode.PACKAGE_SEALED, package=package.id)
    take_receipts(vault, opened.receipts)
    released = replace(package, state=Waiting.WAITING, summary=summary(vault, opened))
    vault.inbox.put(released)
    return released


def accept(vault: Vault, package: Package) -> Outcome:
    """Take a package in. All of it or nothing. Known(PACKAGE_SEALED …)."""
    package = release(vault, package)
    with ExitStack() as stack:
        spool = _Spool(vault, stack)
        opened = open_file(vault, vault.folder.came(package.id), spool)
        with vault.database.writing():
            for card in opened.cards:
                vault.cards.see(card)
            _take_forms(vault, opened)
            outcome = take(vault, opened.entries)
            _take_blobs(vault, opened, spool)
            vault.inbox.put(replace(package, state=Waiting.ACCEPTED, receipted=False))
    return outcome


def set_aside(vault: Vault, package: Package) -> Package:
    """Put a package aside: it stays sealed here and can be accepted later."""
    aside = replace(package, state=Waiting.ASIDE)
    vault.inbox.put(aside)
    return aside


def open_file(vault: Vault, path: Path, spool: "_Spool | None" = None) -> Opened:
    """Open one sealed file by the stages of `Opening`. Known(…) names the first that failed."""
    opening = Opening(HybridIdentity(vault.keys.sealing_seed), vault.realm, lambda card: _is_known(vault, card))
    try:
        with path.open("rb") as file:
            for data in _pieces(file):
                pieces = opening.feed(data)
                if spool is not None:
                    spool.take(pieces)
    except FileNotFoundError as problem:
        raise Known(RecordsCode.BLOB_MISSING) from problem
    except OSError as problem:
        raise Known(SyncCode.DRIVE_GONE, path=str(path)) from problem
    return opening.finish()


def summary(vault: Vault, opened: Opened) -> Json:
    """What a person sees before she accepts: counts of new, changed, conflicting and known; missing and unreadable."""
    if not opened.known:
        return {}
    holding = vault.journal.holding([entry.id for entry in opened.entries])
    counts: Counter[str] = Counter()
    records: dict[bytes, str] = {}
    for entry, meant in zip(opened.entries, opened.manifest.bodies, strict=True):
        here = {which for which in BodyClass if entry.body(which) is not None}
        counts["missing"] += len(meant - here)
        if here <= holding.get(entry.id, frozenset()) and entry.id in holding:
            counts["known"] += 1
            continue
        for which in sorted(here):
            raw = entry.body(which)
            assert raw is not None
            body = read_body(raw, entry.header.device)
            kind = _kind(vault, body.record.id, [(Place(c.path, which), c.over) for c in body.changes])
            records[body.record.id] = _stronger(records.get(body.record.id), kind)
    counts.update(records.values())
    unknown = {read_body(raw, e.header.device).version for e in opened.entries for raw in e.bodies if raw is not None}
    carried = {version for version, _ in opened.forms}
    missing_forms = [v for v in sorted(unknown) if vault.forms.schema(v) is None and v not in carried]
    return {
        "entries": len(opened.entries),
        "new": counts["new"],
        "changed": counts["changed"],
        "conflicting": counts["conflicting"],
        "known": counts["known"],
        "missing": counts["missing"],
        "attachments": len({name for name, _, _ in opened.blobs}),
        "receipts": len(opened.receipts),
        "forms_missing": len(missing_forms),
        "part": list(opened.manifest.part),
        "directory": opened.manifest.directory,
    }


def _kind(vault: Vault, record: bytes, changes: Sequence[tuple[Place, tuple[bytes, ...]]]) -> str:
    cells = vault.projection.cells(record)
    if not cells:
        return "new"
    for place, over in changes:
        if any(one.entry not in over for one in cells.get(place, ())):
            return "conflicting"
    return "changed"


def _stronger(before: str | None, now: str) -> str:
    order = ("changed", "new", "conflicting")
    return now if before is None else max(before, now, key=order.index)


def _keep(vault: Vault, path: Path, opened: Opened) -> Package:
    """Copy the sealed file into the vault, byte for byte."""
    name = random_name(vault.chance)
    target = vault.folder.came(name)
    with path.open("rb") as source, create_private(target) as copy:
        for data in _pieces(source):
            copy.write(data)
    return Package(
        id=name,
        bundle=opened.manifest.id,
        sender=opened.sender.device,
        came=vault.now(),
        state=Waiting.SEALED,
        card=opened.manifest.card,
        summary={},
    )


def _is_known(vault: Vault, card: Card) -> bool:
    """A card is known when exactly these bytes were trusted: another card of the same device is another matter."""
    known = vault.cards.get(card.device)
    return known is not None and known.role is not None and known.card.raw == card.raw


def _take_forms(vault: Vault, opened: Opened) -> None:
    """Take forms in; records that waited for one get their line and are found again."""
    for version, raw in opened.forms:
        if vault.forms.take(version, raw):
            remake(vault, vault.lists.of_version(version))


def _take_blobs(vault: Vault, opened: Opened, spool: "_Spool") -> None:
    """Put ranges of attachments in their places. A range of an attachment no accepted body names is not kept."""
    named = _blobs_named(opened)
    waiting = {row.blob.name: row.blob for row in vault.blobs.unfinished()}
    for name, parts in spool.parts.items():
        blob = named.get(name) or waiting.get(name)
        here = vault.blobs.get(name)
        if here is not None and (here.whole or here.blob != blob):
            continue  # what is here whole, or was named by another body, is not written over
        if blob is None or any(offset + size > sealed_length(blob) for offset, size, _ in parts):
            continue
        whole = vault.blobs.take(blob, [(offset, path) for offset, _, path in parts])
        vault.blobs.keep(BlobRow(blob, sender=opened.sender.device, whole=whole))
    for name, blob in named.items():
        if vault.blobs.get(name) is None:
            vault.blobs.keep(BlobRow(blob, sender=opened.sender.device, whole=False))


def _blobs_named(opened: Opened) -> dict[str, Blob]:
    found = {}
    for entry in opened.entries:
        for raw in entry.bodies:
            if raw is None:
                continue
            for change in read_body(raw, entry.header.device).changes:
                if isinstance(change.value, Blob):
                    found[change.value.name] = change.value
    return found


class _Spool:
    """Ranges of attachments on their way in: sealed bytes, in private files of the vault, gone when the act is over."""

    def __init__(self, vault: Vault, stack: ExitStack) -> None:
        self._vault = vault
        self._stack = stack
        self._files: dict[tuple[str, int], tuple[Path, IO[bytes], list[int]]] = {}

    def take(self, pieces: Iterable[BlobPiece]) -> None:
        for piece in pieces:
            key = (piece.name, piece.member)
            if key not in self._files:
                path = self._vault.folder.came(random_name(self._vault.chance))
                file = create_private(path)
                self._stack.callback(path.unlink, missing_ok=True)
                self._stack.callback(file.close)
                self._files[key] = (path, file, [0])
            _, file, size = self._files[key]
            file.write(piece.data)
            size[0] += len(piece.data)

    @property
    def parts(self) -> dict[str, list[tuple[int, int, Path]]]:
        """By attachment: offset, size and file of each range."""
        found: dict[str, list[tuple[int, int, Path]]] = {}
        for (name, offset), (path, file, size) in self._files.items():
            file.flush()
            found.setdefault(name, []).append((offset, size[0], path))
        return found


def _looks_sealed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC and path.stat().st_size <= limits.SEALED_BUNDLE
    except OSError:
        return False


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while data := file.read(_PIECE):
        yield data


def sender_card(package: Package) -> Card:
    """The card a package carries: whose check words a person compares before she releases it."""
    return read_card(package.card)
