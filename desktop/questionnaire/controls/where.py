"""One box for a place: typed as people say it, or picked; below it, quietly, how exact that is.

Enter on the empty box takes the last place. Nothing is picked that a person did not pick.
"""

from desktop.questionnaire.asking import Question
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.controls.typing import Recall
from desktop.questionnaire.wheres import Offer, PlaceWords, offers
from desktop.widgets.pieces import Part, label
from records.values import template


class WhereField(Recall):
    """The box, its offers, and the line below."""

    def __init__(self, question: Question, bench: Bench) -> None:
        """Nothing answered."""
        self._spots = bench.spots.get(template(question.path), ())
        super().__init__(question, bench.desk.texts, [one.text for one in self._spots])
        self._shelf = bench.places
        self._words = PlaceWords(bench.desk.texts, bench.desk.owner.me.office.country)
        self._offered: tuple[Offer, ...] = ()
        self.offers.show_beneath(bench.desk.look.palette.quiet)
        self.exact = label("", Part.QUIET)
        self.exact.setObjectName("exact")
        self.layout().addWidget(self.exact)  # type: ignore[union-attr]
        self._tell(question)

    def ask(self, question: Question) -> None:
        """The answer is another: how exact is it?"""
        super().ask(question)
        self._tell(question)

    def take_offered(self, place: int) -> None:
        """Answer with a place that is offered."""
        spot = self._offered[place].spot
        self.offers.hide()
        self.field.setText(spot.text)
        self.answered.emit(spot)

    def take_last(self) -> None:
        """Answer with the last place."""
        self._offered = offers("", self._spots[:1], None, self._words)
        self.take_offered(0)

    def _offer(self) -> None:
        self._offered = offers(self.field.text().strip(), self._spots, self._shelf.index, self._words)
        found = [(place, one.spot.text) for place, one in enumerate(self._offered)]
        self.offers.offer(found, mark_first=False, beneath=[one.beneath for one in self._offered])

    def _tell(self, question: Question) -> None:
        words = self._words.exact(question.exact)
        self.exact.setText(words)
        self.exact.setVisible(bool(words))
