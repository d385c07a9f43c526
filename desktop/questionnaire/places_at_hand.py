"""The places to choose from while one writes: read on the notebook's lane, made findable beside, kept for all notes."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.acts import Notebook
from desktop.background import Tell
from desktop.desk import Desk
from desktop.questionnaire.place_index import PlaceIndex
from records.gazetteer.keeping import Mark, kept_list, mark_of, unpacked
from records.gazetteer.shipped import shipped
from records.gazetteer.values import joined


@dataclass(slots=True)
class Shelf:
    """What controls look at: None until there is something to find."""

    index: PlaceIndex | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A list as the notebook keeps it."""

    mark: Mark
    text: str


class PlacesAtHand:
    """Fills a shelf, without letting anybody wait."""

    def __init__(self, desk: Desk) -> None:
        """An empty shelf."""
        self._desk = desk
        self._mark: Mark | None = None
        self.shelf = Shelf()

    def look(self) -> None:
        """Have the places the notebook keeps now, a little later."""
        mark = self._mark
        self._desk.vault(lambda notebook: _changed(notebook, mark)).then(self._on_read)

    def _on_read(self, kept: _Kept | None) -> None:
        if kept is not None:
            self._mark = kept.mark
            self._desk.background.elsewhere(_indexing(kept.text, self._desk.owner.me.office.country)).then(
                self._on_made
            )

    def _on_made(self, index: PlaceIndex) -> None:
        self.shelf.index = index


def _changed(notebook: Notebook, before: Mark | None) -> _Kept | None:
    mark = mark_of(notebook.vault)
    return None if mark == before else _Kept(mark, kept_list(notebook.vault))


def _indexing(text: str, own: str) -> Callable[[Tell], PlaceIndex]:
    return lambda _tell: PlaceIndex(joined(unpacked(text), shipped()), own)
