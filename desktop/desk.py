"""What every page is given: the words, the look, the background, and the open notebook on its lane."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import TypeVar

from desktop.acts import Notebook
from desktop.background import Background, Job, Tell
from desktop.look import Look
from records.people import Card, Party
from resources.texts import Texts

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who this notebook is, as plain values for the main thread."""

    me: Party
    card: Card
    exercise: bool


class Desk:
    """The tools of all pages. The notebook itself is touched on its lane alone."""

    def __init__(self, texts: Texts, look: Look, background: Background, notebook: Notebook) -> None:
        """Made once, after unlocking, on the main thread; the notebook was opened on the lane."""
        self.texts = texts
        self.look = look
        self.background = background
        self.owner = Owner(notebook.vault.me, notebook.card, notebook.vault.exercise)
        self._notebook = notebook

    def vault(self, operation: Callable[[Notebook], T]) -> Job[T]:
        """Do something with the notebook, on its lane."""
        return self.background.vault(lambda _tell: operation(self._notebook))

    def vault_telling(self, operation: Callable[[Notebook, Tell], T]) -> Job[T]:
        """The same for what tells of its progress."""
        return self.background.vault(lambda tell: operation(self._notebook, tell))

    def dressed(self, look: Look) -> "Desk":
        """The same desk in another look."""
        found = copy(self)
        found.look = look
        return found

    def close(self) -> Job[None]:
        """Close the notebook."""
        return self.background.vault(lambda _tell: self._notebook.vault.close())
