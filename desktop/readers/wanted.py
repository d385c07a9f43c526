"""The readers of one filling-in: what a person wished, against what is proposed for the answers now. No Qt."""

from desktop.readers.naming import Choice, Circle, Wishes, wished, wishes_in, with_choice
from records.owing import Readers
from records.values import Answers


class Wanted:
    """Keeps the wishes while answers change."""

    def __init__(self, circle: Circle, answers: Answers, kept: Readers | None, before: Readers | None) -> None:
        """kept: the readers of an unfinished note. before: those of one that is corrected. answers: as it begins."""
        self.circle = circle
        self._before = before
        found = kept or before
        self.wishes = Wishes() if found is None else wishes_in(circle.proposed(answers), found)
        self._decided = kept is not None or (before is not None and circle.asks_about_state(answers))

    def readers(self, answers: Answers) -> Readers:
        """Who reads these answers."""
        return wished(self.circle.proposed(answers), self.wishes)

    def kept(self, answers: Answers) -> Readers | None:
        """What the draft keeps: None while everything is as proposed, or as it was."""
        found = self.readers(answers)
        if self._before is not None and _same(found, self._before):
            return None
        return None if self._before is None and self.wishes == Wishes() and not self._decided else found

    def asks(self, answers: Answers) -> bool:
        """Whether the person must say if the national office reads it."""
        return not self._decided and self.circle.asks_about_state(answers)

    def decide(self, *, national: bool) -> None:
        """She said it."""
        self._decided = True
        for office in self.circle.national() if national else ():
            self.wishes = with_choice(self.wishes, office, Choice.READS)

    def wish(self, wishes: Wishes) -> None:
        """She said everything anew, and need not be asked."""
        self.wishes = wishes
        self._decided = True


def _same(one: Readers, other: Readers) -> bool:
    return all(set(a) == set(b) for a, b in ((one.to, other.to), (one.then, other.then), (one.never, other.never)))
