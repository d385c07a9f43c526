"""A record's history on paper: who saved it and when, what was corrected, and who has it.

What somebody wrote in her own words and took back is named, never printed: it may have been a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.platypus import Flowable

from records.people import Party
from records.vault.deliveries import Progress
from reports.paper.answers import office
from reports.paper.look import GRID, Look
from reports.paper.pairs import Pair
from reports.reading import Detail, Step
from reports.text.cleaning import isolated
from reports.when import moment_in_words
from resources.texts import Texts

_WHOLE: Final = 12  # lines of a step that stay on one page
_ASKS: Final = ("?", "؟", ":")  # what a label with one of these says needs no further sign


@dataclass(frozen=True, slots=True)
class Past:
    """Sets what became of a record so far."""

    look: Look
    texts: Texts

    def history(self, steps: Sequence[Step]) -> list[Flowable]:
        """Every save, the oldest claim first."""
        look = self.look
        found: list[Flowable] = []
        for step in steps:
            *lines, last = [(self._act(step), look.plain), *((line, look.quiet) for line in self._lines(step))]
            said = [look.ours(line, style.but(space_after=0.0)) for line, style in lines]
            said.append(look.ours(last[0], last[1].but(space_after=GRID)))
            found.append(Pair(look.ours(self._at(step), look.quiet), said, rtl=look.rtl, whole=len(said) <= _WHOLE))
        return found

    def holders(
        self,
        author: Party,
        here: Party,
        progress: Sequence[tuple[Party, Progress]],
        behind: frozenset[bytes] = frozenset(),
    ) -> list[Flowable]:
        """Who wrote it, who printed this, and how far it has got to whom. behind: who lacks a correction alone."""
        known = [(author, self.texts("dossier.has-written"))]
        if here.device != author.device:
            known.append((here, self.texts("dossier.has-printed")))
        known += [
            (party, self.texts(f"dossier.progress-{'behind' if party.device in behind else state.name.lower()}"))
            for party, state in progress
            if party.device not in (author.device, here.device)
        ]
        look = self.look
        return [
            Pair(look.label(office(party, self.texts), look.quiet), [look.ours(said)], rtl=look.rtl)
            for party, said in known
        ]

    def _at(self, step: Step) -> str:
        said = moment_in_words(step.at, self.texts)
        return self.texts("dossier.clock-uncertain", when=said) if step.uncertain else said

    def _act(self, step: Step) -> str:
        act = "dossier.wrote" if step.first else "dossier.corrected"
        return self.texts(act, office=office(step.author, self.texts))

    def _lines(self, step: Step) -> Iterator[str]:
        """What a step corrected, and whether it counts."""
        if step.held:
            yield self.texts("dossier.held", why=self.texts(f"held.{step.held}"))
        if step.first:
            return
        said = dict.fromkeys(self._detail(one) for one in step.details)
        yield from said or [self.texts("dossier.nothing-shown")]

    def _detail(self, detail: Detail) -> str:
        """One answer: what it says now, and what it said before where that is a number, a date or a choice."""
        label = isolated(detail.label)
        if not any(sign in detail.label for sign in _ASKS):
            label = self.texts("dossier.labelled", label=label)
        if detail.typed:
            return self.texts("dossier.changed", question=label)
        if not detail.answer:
            return self.texts("dossier.taken-out", question=label)
        answer = isolated(detail.answer)
        if not detail.before:
            return self.texts("dossier.added", question=label, answer=answer)
        before = isolated(self.texts.listed(detail.before))
        return self.texts("dossier.instead", question=label, answer=answer, before=before)
