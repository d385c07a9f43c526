"""What came, as plain values for the main thread, and the acts on it. Everything here runs on the notebook's lane."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.acts import Notebook, receive_all
from desktop.notes.brief import Note, note_of
from desktop.stopping import Stop, Stopped
from records.errors import Known
from records.people import Card, Office, Role
from records.vault.inbox import Package, Waiting
from records.vault.vault import Vault
from sync.inbox import Arrival, Came, accept, release, sender_card, set_aside
from sync.receipting import owing_receipts
from sync.trust.cards import check_numbers, check_words
from sync.trust.trusting import trust


@dataclass(frozen=True, slots=True)
class Verdict:
    """One file that was looked at: what became of it, who sent it where that is known, and why it was refused."""

    name: str
    came: Came
    office: str = ""
    problem: Known | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """A package of somebody trusted, waiting or set aside. Counts are of notes, but `missing` of parts of them."""

    id: str
    office: Office
    role: Role
    came: str
    new: int
    changed: int
    conflicting: int
    known: int
    missing: int
    attachments: int
    forms_missing: int
    part: tuple[int, int]

    @property
    def in_order(self) -> bool:
        """Whether there is nothing to look at before it is accepted."""
        return not (self.conflicting or self.missing or self.forms_missing)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody nobody trusts yet: what her card says, her packages that are kept sealed, when the first came."""

    card: Card
    packages: tuple[str, ...]
    came: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything there is to decide. due: how many senders do not know yet that their packages arrived."""

    waiting: tuple[Waits, ...]
    aside: tuple[Waits, ...]
    strangers: tuple[Stranger, ...]
    due: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What accepting brought: the notes, why steps are held back and how many, and which packages stayed and why."""

    notes: tuple[Note, ...]
    held: tuple[tuple[str, int], ...]
    problems: tuple[tuple[str, Known], ...]


def look_at(notebook: Notebook, path: Path, stop: Stop, tell: Callable[[Verdict], None]) -> tuple[Verdict, ...]:
    """Look at every package on a drive or in a folder; what was looked at before a stop stays looked at."""
    found: list[Verdict] = []

    def heard(arrival: Arrival) -> None:
        found.append(_verdict(notebook.vault, arrival))
        tell(found[-1])
        stop.check()

    with suppress(Stopped):
        receive_all(notebook.vault, [path], heard)
    return tuple(found)


def inbox(notebook: Notebook) -> Inbox:
    """Read what waits for a person."""
    vault = notebook.vault
    packages = vault.inbox.all()
    sealed: dict[bytes, list[Package]] = defaultdict(list)
    for one in packages:
        if one.state is Waiting.SEALED:
            sealed[one.card].append(one)
    return Inbox(
        waiting=tuple(_waits(vault, one) for one in packages if one.state is Waiting.WAITING),
        aside=tuple(_waits(vault, one) for one in packages if one.state is Waiting.ASIDE),
        strangers=tuple(_stranger(those) for those in sealed.values()),
        due=len({one.sender for one in owing_receipts(vault)}),
    )


def words_of(card: Card, language: str) -> tuple[str, str]:
    """The check words and numbers of a card. Made slow for whoever guesses: a part of a second each."""
    return check_words(card, language), check_numbers(card)


def trust_and_open(notebook: Notebook, stranger: Stranger, typed: str, role: Role) -> tuple[Known, ...]:
    """Trust a sender and open what she sent; returns what went wrong with single packages. Known(WORDS_DIFFER …)."""
    vault = notebook.vault
    trust(vault, stranger.card, typed, role)
    problems = []
    for name in stranger.packages:
        package = vault.inbox.get(name)
        try:
            if package is not None:
                release(vault, package)
        except Known as problem:
            problems.append(problem)
    return tuple(problems)


def take_in(notebook: Notebook, ids: Iterable[str], stop: Stop, tell: Callable[[int], None]) -> TakenIn:
    """Accept packages, the oldest first, each whole or not at all; one that cannot be does not stop the others."""
    vault = notebook.vault
    found = [one for name in ids if (one := vault.inbox.get(name)) is not None]
    records: set[bytes] = set()
    held: Counter[str] = Counter()
    problems: list[tuple[str, Known]] = []
    for number, package in enumerate(sorted(found, key=lambda one: (one.came, one.id)), 1):
        tell(number)
        if stop.is_set():
            break
        try:
            outcome = accept(vault, package)
        except Known as problem:
            problems.append((package.id, problem))
            continue
        records |= outcome.records
        held.update(reason.value for reason in outcome.held.values())
    lines = sorted(vault.lists.by_ids(sorted(records)), key=lambda line: line.sort_when, reverse=True)
    notes = tuple(note_of(line) for line in lines if line.created)
    return TakenIn(notes, tuple(sorted(held.items())), tuple(problems))


def put_aside(notebook: Notebook, name: str) -> None:
    """Put a package aside; it can be accepted later."""
    package = notebook.vault.inbox.get(name)
    if package is not None:
        set_aside(notebook.vault, package)


def _verdict(vault: Vault, arrival: Arrival) -> Verdict:
    office = ""
    if arrival.package is not None:
        known = vault.cards.get(arrival.package.sender)
        office = (known.card if known is not None else sender_card(arrival.package)).office.name
    return Verdict(arrival.path.name, arrival.came, office, arrival.problem)


def _waits(vault: Vault, one: Package) -> Waits:
    known = vault.cards.get(one.sender)
    card = sender_card(one)
    counts = one.summary if isinstance(one.summary, dict) else {}

    def count(name: str) -> int:
        value = counts.get(name, 0)
        return value if isinstance(value, int) else 0

    match counts.get("part"):
        case [int(number), int(parts)]:
            part = (number, parts)
        case _:
            part = (1, 1)
    return Waits(
        id=one.id,
        office=card.office,
        role=known.role if known is not None and known.role is not None else card.role,
        came=one.came,
        new=count("new"),
        changed=count("changed"),
        conflicting=count("conflicting"),
        known=count("known"),
        missing=count("missing"),
        attachments=count("attachments"),
        forms_missing=count("forms_missing"),
        part=part,
    )


def _stranger(packages: list[Package]) -> Stranger:
    first = min(packages, key=lambda one: one.came)
    return Stranger(sender_card(first), tuple(one.id for one in packages), first.came)
