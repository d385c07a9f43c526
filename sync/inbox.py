"""What comes in: opened by stages, kept for a person, accepted or set aside.

A refused file stays where it is and changes nothing here. A package of an unknown signer is kept sealed; one of a known
signer is verified and waits. Accepting opens the kept file again and takes everything in, in one transaction; then the
sealed file has served.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from records.errors import Known
from records.ids import random_name
from records.people import Card
from records.taking import Outcome, remake, take
from records.vault.inbox import Package, Waiting
from records.vault.vault import Vault
from sync import attachments, shelf
from sync.bundle import limits
from sync.bundle.opening import Opened
from sync.errors import SyncCode
from sync.receipting import take_receipts
from sync.summary import summary
from sync.trust.cards import read_card
from sync.usb import PART

MAGIC: Final = b"age-encryption.org/v1\n"
# what is kept of senders nobody trusts, at most: a person looks at each
MOST_SEALED: Final = 1000
MOST_SEALED_BYTES: Final = 4 << 30


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
    """The sealed files at these paths: files as named, folders one level deep. Known(NOTHING_FOUND | DRIVE_*).

    What is called one counts as one: a drive that was pulled too early leaves files that hold nothing.
    """
    found = []
    for path in paths:
        try:
            if not path.exists():
                raise Known(SyncCode.DRIVE_MISSING, path=str(path))
            candidates = sorted(path.iterdir()) if path.is_dir() else [path]
            found += [one for one in candidates if one.is_file() and (one == path or _counts(one))]
        except OSError as problem:
            raise Known(SyncCode.DRIVE_GONE, path=str(path)) from problem
    if not found:
        raise Known(SyncCode.NOTHING_FOUND, path=", ".join(str(path) for path in paths))
    return found


def receive(vault: Vault, path: Path) -> Arrival:
    """Look at one file: refuse it, know it already, keep it sealed, or keep it for a person."""
    try:
        return _receive(vault, path, shelf.open_file(vault, path))
    except Known as problem:
        if problem.code is SyncCode.SEALED_NOT_FOR_US:
            return Arrival(path, Came.NOT_FOR_US)
        return Arrival(path, Came.REFUSED, problem=problem)


def _receive(vault: Vault, path: Path, seen: shelf.Seen) -> Arrival:
    opened = seen.opened
    already = _already(vault, opened)
    if already is not None:
        if already.state is not Waiting.ACCEPTED:
            shelf.renew(vault, already, path, seen.digest)
        if already.state is not Waiting.SEALED or not opened.known:
            return Arrival(path, Came.KNOWN, already)
    package = _judged(vault, already or _new(vault, path, seen), seen)
    match package.state:
        case Waiting.SEALED:
            return Arrival(path, Came.SEALED, package)
        case Waiting.ACCEPTED:
            return Arrival(path, Came.RECEIPTS, package)
        case _:
            return Arrival(path, Came.WAITING, package)


def release(vault: Vault, package: Package) -> Package:
    """Open a package that was kept sealed, now that its signer is trusted. Known(PACKAGE_SEALED) when she is not."""
    package = _now(vault, package)
    if package.state is not Waiting.SEALED:
        return package
    return _judged(vault, package, shelf.open_kept(vault, package))


def accept(vault: Vault, package: Package) -> Outcome:
    """Take a package in. All of it or nothing; twice is once. Known(PACKAGE_SEALED …)."""
    package = release(vault, package)
    if package.state is Waiting.ACCEPTED:
        return Outcome(frozenset(), {})
    _sweep(vault)
    with attachments.Spool(vault) as spool:
        opened = shelf.open_kept(vault, package, spool.take).opened
        with vault.database.writing():
            _see_authors(vault, opened)
            _take_forms(vault, opened)
            outcome = take(vault, opened.entries, opened.read)
            done = attachments.take(vault, opened, spool.ranges())
            vault.inbox.put(replace(package, state=Waiting.ACCEPTED, receipted=False))
    for path in (*done, vault.folder.came(package.id)):
        shelf.discard(path)
    return outcome


def set_aside(vault: Vault, package: Package) -> Package:
    """Put a package aside: it stays sealed here and can be accepted later. What was accepted stays accepted."""
    package = _now(vault, package)
    if package.state is Waiting.ACCEPTED:
        return package
    aside = replace(package, state=Waiting.ASIDE)
    vault.inbox.put(aside)
    return aside


def sender_card(package: Package) -> Card:
    """The card a package carries: whose check words a person compares before she releases it."""
    return read_card(package.card)


def _now(vault: Vault, package: Package) -> Package:
    """A package as it is now: what a person looked at may be older than what she did since."""
    return vault.inbox.get(package.id) or package


def _already(vault: Vault, opened: Opened) -> Package | None:
    """The package a bundle is here as. Another signer's bundle of the same id is another bundle."""
    names = (opened.manifest.id, opened.sender.device)
    return next((one for one in vault.inbox.all() if (one.bundle, one.sender) == names), None)


def _new(vault: Vault, path: Path, seen: shelf.Seen) -> Package:
    """A package that was not here before; its sealed file is kept unless there is nothing to accept."""
    _sweep(vault)
    opened = seen.opened
    if not opened.known:
        _check_shelf(vault, path)
    has_file = not opened.known or not opened.is_empty
    return Package(
        id=shelf.keep(vault, path, seen.digest) if has_file else random_name(vault.chance),
        bundle=opened.manifest.id,
        sender=opened.sender.device,
        came=vault.now(),
        state=Waiting.SEALED,
        card=opened.manifest.card,
        summary={},
    )


def _judged(vault: Vault, package: Package, seen: shelf.Seen) -> Package:
    """Say what a package waits for. Receipts count at once; where there is nothing else, there is nothing to accept."""
    opened = seen.opened
    if opened.known:
        state = Waiting.ACCEPTED if opened.is_empty else Waiting.WAITING
        # a receipt is not owed for receipts: two offices would answer each other for ever
        package = replace(package, state=state, receipted=opened.is_empty, proven=seen.digest)
    package = replace(package, summary=summary(vault, opened))
    with vault.database.writing():
        take_receipts(vault, opened.receipts)
        vault.inbox.put(package)
    if package.state is Waiting.ACCEPTED:
        shelf.discard(vault.folder.came(package.id))
    return package


def _check_shelf(vault: Vault, path: Path) -> None:
    """Anybody who knows a card can make packages for it: what strangers may leave here has an end."""
    sealed = [vault.folder.came(one.id) for one in vault.inbox.all() if one.state is Waiting.SEALED]
    size = sum(kept.stat().st_size for kept in (*sealed, path) if kept.exists())
    if len(sealed) >= MOST_SEALED or size > MOST_SEALED_BYTES:
        raise Known(SyncCode.SHELF_FULL, most=MOST_SEALED)


def _see_authors(vault: Vault, opened: Opened) -> None:
    """Keep the cards of those who wrote something in it, without trusting them."""
    authors = {entry.header.device for entry in opened.entries} - {vault.me.device}
    for card in opened.cards:
        if card.device in authors:
            vault.cards.see(card)


def _take_forms(vault: Vault, opened: Opened) -> None:
    """Take forms in; records that waited for one get their line, are found again, and are owed."""
    for version, raw in opened.forms:
        if vault.forms.take(version, raw):
            remake(vault, vault.lists.of_version(version))


def _sweep(vault: Vault) -> None:
    packages = {one.id for one in vault.inbox.all() if one.state is not Waiting.ACCEPTED}
    shelf.sweep(vault, packages | attachments.waiting_files(vault))


def _counts(path: Path) -> bool:
    return (path.suffix == ".age" and not path.name.startswith(".")) or _looks_sealed(path)


def _looks_sealed(path: Path) -> bool:
    """Whether a file in a folder may be a package. What a hand-over left half written is none."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(MAGIC)) == MAGIC
            return begins and path.suffix != PART and path.stat().st_size <= limits.SEALED_BUNDLE
    except OSError:
        return False
