"""What a question was answered before, a few steps back; never from one question to another. Pure."""

from collections import defaultdict, deque
from typing import Final

from desktop.questionnaire.wheres import Spot
from records.values import Blob

STEPS: Final = 20
Before = str | Blob | Spot


class Past:
    """Earlier answers by path. A word typed letter by letter is one step."""

    def __init__(self) -> None:
        """Nothing was changed."""
        self._before: dict[str, deque[Before]] = defaultdict(lambda: deque(maxlen=STEPS))
        self._typing = ""

    def changed(self, path: str, before: Before, text: str, after: str) -> None:
        """An answer was changed. text, after: what it said before and says now, as text."""
        if text == after:
            return
        letter = abs(len(text) - len(after)) == 1 and (text.startswith(after) or after.startswith(text))
        if not (letter and self._typing == path):
            self._before[path].append(before)
        self._typing = path if letter else ""

    def take(self, path: str) -> Before | None:
        """What to answer again; None when there is nothing to bring back."""
        self._typing = ""
        steps = self._before.get(path)
        return steps.pop() if steps else None
