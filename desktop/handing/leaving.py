"""What would leave this laptop, read from the notebook on its lane as plain values: the plan, and its notes by name.

A person approves the plan by choosing where it goes; leaving offices out only makes it smaller.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from desktop.acts import Notebook, plan_for
from desktop.notes.brief import Note, note_of
from records.guarding import Found, found_in, remember_fine
from records.people import Card, Office
from records.schema import BodyClass
from records.sharing import Answer
from records.vault.deliveries import Item
from reports.reading import Step, carried
from resources.texts import Texts
from sync.plan import Audience, HeldBack, Plan, only_for


@dataclass(frozen=True, slots=True)
class Parcel:
    """What some offices get: notes, with the bodies of each, and whether an answer to what they sent goes along.

    rest: how many attachments go on that were handed over in part before.
    """

    offices: tuple[str, ...]
    keys: frozenset[str]
    notes: tuple[Note, ...]
    items: Mapping[bytes, tuple[Item, ...]]
    rest: int
    receipt: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """A part of a note that stays here, from whom, and why."""

    note: Note
    which: BodyClass
    offices: tuple[str, ...]
    reason: Answer


@dataclass(frozen=True, slots=True)
class Owing:
    """An office that gets something: its key, its name to be shown, and how many notes."""

    key: str
    name: str
    notes: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Everything a person looks at before she hands over. trusted: how many offices she could hand over to at all.

    found: by note, what in it may tell who somebody is and was not found fine.
    """

    plan: Plan
    offices: tuple[Owing, ...]
    parcels: tuple[Parcel, ...]
    stays: tuple[Stay, ...]
    trusted: int
    found: Mapping[bytes, tuple[Found, ...]] = field(default_factory=dict)

    @property
    def telling(self) -> int:
        """How many of the notes that leave may tell who somebody is."""
        return len({note.record for parcel in self.parcels for note in parcel.notes if self.found.get(note.record)})


def leaving(notebook: Notebook) -> Leaving:
    """Plan for every trusted office."""
    vault = notebook.vault
    whole = plan_for(vault, None)
    cards = [one.card for one in vault.cards.all() if one.role is not None]
    names = office_names(cards)
    lines = vault.lists.by_ids(sorted({body.record for body in whole.bodies}))
    notes = {line.id: note_of(line) for line in sorted(lines, key=lambda line: line.sort_when, reverse=True)}
    return Leaving(
        plan=whole,
        offices=_offices(whole, names),
        parcels=tuple(_parcel(audience, notes, names) for audience in whole.audiences),
        stays=_stays(whole.held_back, names),
        trusted=len(cards),
        found=found_in(vault, [body.item for body in whole.bodies]),
    )


def without_found(found: Leaving, record: bytes, mark: str) -> Leaving:
    """The same after a person said of something in a note that it is fine. Pure."""
    rest = tuple(one for one in found.found.get(record, ()) if one.mark != mark)
    return replace(found, found={**found.found, record: rest})


def say_fine(notebook: Notebook, mark: str) -> None:
    """Remember that a person found something fine."""
    remember_fine(notebook.vault, [mark])


def without(found: Leaving, left_out: Iterable[str]) -> Leaving:
    """The same without some offices, by their keys; why things stay here is the same. Pure."""
    keys = frozenset(one.key for one in found.offices) - frozenset(left_out)
    names = {one.key: one.name for one in found.offices}
    parcels = [
        replace(parcel, keys=parcel.keys & keys, offices=tuple(sorted(names[key] for key in parcel.keys & keys)))
        for parcel in found.parcels
        if parcel.keys & keys
    ]
    return replace(found, plan=only_for(found.plan, keys), parcels=tuple(parcels))


def what_goes(notebook: Notebook, record: bytes, items: Iterable[Item], texts: Texts) -> tuple[Step, ...]:
    """The very answers and attachments of a note that leave, save by save."""
    line = notebook.vault.lists.by_id(record)
    return () if line is None else carried(notebook.vault, line, items, texts)


def office_names(cards: Iterable[Card]) -> dict[str, str]:
    """How offices are called, by their keys: with their country where two have one name. Pure."""
    offices: dict[str, Office] = {card.office.key: card.office for card in cards}
    often = Counter(office.name.casefold() for office in offices.values())
    return {
        key: office.name if often[office.name.casefold()] == 1 else f"{office.name} ({office.country})"
        for key, office in offices.items()
    }


def _parcel(audience: Audience, notes: Mapping[bytes, Note], names: Mapping[str, str]) -> Parcel:
    items: dict[bytes, list[Item]] = defaultdict(list)
    for bundle in audience.bundles:
        for body in bundle.bodies:
            items[body.record].append(body.item)
    named = {name for bundle in audience.bundles for body in bundle.bodies for name in body.blobs}
    blobs = {one.blob.name for bundle in audience.bundles for one in bundle.ranges}
    keys = frozenset(card.office.key for card in audience.cards)
    return Parcel(
        offices=tuple(sorted(names[key] for key in keys)),
        keys=keys,
        notes=tuple(note for record, note in notes.items() if record in items),
        items={record: tuple(found) for record, found in items.items()},
        rest=len(blobs - named),
        receipt=audience.receipt,
    )


def _offices(whole: Plan, names: Mapping[str, str]) -> tuple[Owing, ...]:
    records: dict[str, set[bytes]] = defaultdict(set)
    for audience in whole.audiences:
        for card in audience.cards:
            records[card.office.key] |= {body.record for bundle in audience.bundles for body in bundle.bodies}
    found = (Owing(key, names[key], len(given)) for key, given in records.items())
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _stays(held_back: Iterable[HeldBack], names: Mapping[str, str]) -> tuple[Stay, ...]:
    found: dict[tuple[Note, BodyClass, Answer], set[str]] = defaultdict(set)
    for back in held_back:
        key = back.recipient.office.key
        found[note_of(back.record), back.which, back.reason].add(names.get(key, back.recipient.office.name))
    return tuple(Stay(note, which, tuple(sorted(offices)), reason) for (note, which, reason), offices in found.items())
