"""The line a document prints about characters it could not draw: known only when everything before it is drawn."""

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from reports.text.paragraph import ShapedParagraph
from reports.text.pdf_fonts import missing_characters
from reports.text.style import TextStyle

Missing = Sequence[tuple[str, int]]  # character, how often


class MissingNote(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Put it at the end of the story. `say` turns what is missing into a sentence, and nothing into "".

    The sentence names code points; a character in it that no font has would be a box again.
    """

    def __init__(self, say: Callable[[Missing], str], style: TextStyle) -> None:
        """Nothing is asked before the note is laid out."""
        super().__init__()
        self._say = say
        self._style = style
        self._note: ShapedParagraph | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Ask what is missing so far, and lay out what is to be said."""
        said = self._say(missing_characters(self.canv))
        self._note = ShapedParagraph(said, self._style) if said else None
        return self._note.wrap(width, height) if self._note else (width, 0.0)

    def split(self, width: float, height: float) -> list[Flowable]:
        """As a paragraph does."""
        return self._note.split(width, height) if self._note else [self]

    def draw(self) -> None:
        """Draw the sentence, if there is one."""
        if self._note:
            self._note.drawOn(self.canv, 0, 0)
