"""What was handed over before, and how far each is known to have got: copied, arrived, kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.acts import Notebook
from desktop.handing.leaving import office_names
from desktop.widgets.tone import Tone
from records.vault.deliveries import Progress
from reports.text.cleaning import isolated
from reports.when import moment_in_words
from resources.texts import Texts

MOST = 20


@dataclass(frozen=True, slots=True)
class Before:
    """The packages of one hand-over to the same offices: how many, and the least that is known of any of them.

    lying: those of them that are not known to have arrived.
    """

    made: str
    offices: tuple[str, ...]
    packages: int
    progress: Progress
    lying: tuple[bytes, ...] = ()


def handed_before(notebook: Notebook) -> tuple[Before, ...]:
    """The latest hand-overs, the newest first."""
    vault = notebook.vault
    cards = {one.card.device: one.card for one in vault.cards.all()}
    names = office_names(cards.values())
    found = []
    for sent in vault.deliveries.bundles()[: MOST * 10]:
        offices = tuple(sorted({names[cards[device].office.key] for device in sent.cards if device in cards}))
        kept = vault.deliveries.is_kept(sent.bundle)
        state = Progress.KEPT if kept else Progress.ARRIVED if sent.arrived else Progress.COPIED
        lying = (sent.bundle,) if state is Progress.COPIED else ()
        found.append(Before(sent.made, offices, 1, state, lying))
    return together(found)[:MOST]


def together(packages: Iterable[Before]) -> tuple[Before, ...]:
    """One line for the packages of one minute to the same offices. Pure."""
    newest = sorted(packages, key=lambda one: (one.made[:16], one.offices), reverse=True)
    return tuple(_one(list(group)) for _, group in groupby(newest, key=lambda one: (one.made[:16], one.offices)))


def in_words(one: Before, texts: Texts) -> tuple[str, str, Tone]:
    """A hand-over as a line: to whom and when, what is known of it, and how that is meant."""
    offices = texts.listed(isolated(name) for name in one.offices) or texts("before.nobody")
    head = texts("before.to", offices=offices, when=moment_in_words(one.made, texts))
    state = texts(f"before.{one.progress.name.lower()}", count=one.packages)
    return head, state, Tone.NONE if one.progress is Progress.COPIED else Tone.GOOD


def _one(group: Sequence[Before]) -> Before:
    lying = tuple(bundle for one in group for bundle in one.lying)
    return Before(group[0].made, group[0].offices, len(group), min(one.progress for one in group), lying)
