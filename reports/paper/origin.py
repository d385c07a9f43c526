"""The last lines of a document: which signed steps and which form it was made from, when and where, how long it is."""

from dataclasses import dataclass
from typing import Final

from reportlab.platypus import Flowable, Spacer

from records.people import Party
from reports.paper.answers import office
from reports.paper.look import GRID, Look
from reports.paper.pairs import Pair
from reports.reading import Reading
from reports.text.notes import Missing, MissingNote
from reports.when import moment_in_words
from resources.texts import Texts

_SHORT: Final = 12  # letters of a step's id
_VERSION: Final = 8
_MOST: Final = 24  # characters that are named one by one


@dataclass(frozen=True, slots=True)
class Origin:
    """Sets what a document was made from."""

    look: Look
    texts: Texts

    def flowables(self, reading: Reading, here: Party, moment: str, pages: int) -> list[Flowable]:
        """Steps, form, printing, and the characters no font had."""
        look, texts = self.look, self.texts
        steps = [step.entry.hex()[:_SHORT] for step in reading.history if not step.held]
        form = texts("dossier.form", title=reading.title, version=reading.line.version[:_VERSION])
        printed = texts("dossier.printed", when=moment_in_words(moment, texts), office=office(here, texts))
        pairs = [
            ("steps", look.ours("  ".join(steps), look.digits)),
            ("form", look.short(form)),
            ("printed", look.ours(printed)),
            ("pages", look.ours(texts("dossier.pages", count=pages))),
        ]
        return [
            *(
                Pair(look.ours(texts(f"dossier.origin-{name}"), look.quiet), [said], rtl=look.rtl)
                for name, said in pairs
            ),
            Spacer(1, GRID),
            MissingNote(self.missing, look.quiet),
        ]

    def missing(self, missing: Missing) -> str:
        """Say which characters were drawn as boxes."""
        if not missing:
            return ""
        named = ", ".join(f"U+{ord(character):04X}" for character, _ in missing[:_MOST])
        more = ", …" if len(missing) > _MOST else ""
        return self.texts("dossier.missing", count=sum(often for _, often in missing), characters=named + more)
