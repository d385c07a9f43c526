"""The beginning: a few calm screens, then the notebook is made. Holds what was said until then, and nothing after."""

from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.acts import Notebook
from desktop.background import Background
from desktop.beginning.card_step import CardStep
from desktop.beginning.language_step import LanguageStep
from desktop.beginning.making import Compared, Measure, Told, card_in, compare, make, measured
from desktop.beginning.making_page import MakingPage
from desktop.beginning.passphrase_step import PassphraseStep
from desktop.beginning.practice_walk import PracticeWalk, Writing
from desktop.beginning.stages import Stage, after, before, number
from desktop.beginning.who_step import WhoStep
from desktop.look import Look
from desktop.messages import sentence
from desktop.widgets.pieces import column
from records.errors import Known
from records.people import Office
from resources.texts import Texts


class BeginningPage(QWidget):
    """made: the open notebook, on the vault's lane. back: away from here. language_chosen: begin again in another."""

    language_chosen = Signal(str)
    made = Signal(object)
    back = Signal()

    def __init__(
        self,
        texts: Texts,
        look: Look,
        background: Background,
        writing: Writing,
        *,
        another: bool = False,
        measure: Measure = measured,
    ) -> None:
        """another: there are notebooks already, to which one can go back."""
        super().__init__()
        self._texts = texts
        self._background = background
        self._measure = measure
        self._passphrase = ""
        self._office: Office | None = None
        self.language = LanguageStep(texts)
        self.passphrase = PassphraseStep(texts)
        self.practice = PracticeWalk(texts, look, background, writing)
        self.who = WhoStep(texts)
        self.card = CardStep(texts, look)
        self.making = MakingPage(texts)
        self.stack = QStackedWidget()
        for widget in (self.language, self.passphrase, self.practice, self.who, self.card, self.making):
            self.stack.addWidget(widget)
        self.setLayout(column(self.stack, spacing=0))
        self.language.back_button.setVisible(another)
        self._connect()

    def begin(self) -> None:
        """Show the first screen."""
        self._show(Stage.LANGUAGE)

    def abandon(self) -> None:
        """The program ends: leave nothing of practice behind."""
        self.practice.abandon()

    def _connect(self) -> None:
        self.language.chosen.connect(self.language_chosen)
        self.language.back.connect(self.back)
        self.language.on.connect(lambda: self._after(Stage.LANGUAGE))
        self.passphrase.back.connect(lambda: self._before(Stage.PASSPHRASE))
        self.passphrase.on.connect(self._on_passphrase)
        self.practice.back.connect(lambda: self._before(Stage.PRACTICE))
        self.practice.on.connect(lambda: self._after(Stage.PRACTICE))
        self.who.back.connect(lambda: self._before(Stage.WHO))
        self.who.on.connect(self._on_who)
        self.who.role_changed.connect(lambda: self.who.show_number(number(Stage.WHO, self.who.role)))
        self.card.back.connect(lambda: self._before(Stage.CARD))
        self.card.file_chosen.connect(self._on_card_file)
        self.card.on.connect(self._on_words)
        self.card.later.connect(lambda: self._make(None))

    def _show(self, stage: Stage) -> None:
        page = self._page(stage)
        if not isinstance(page, PracticeWalk):
            page.show_number(number(stage, self.who.role))
        self.stack.setCurrentWidget(page)
        page.enter()

    def _page(self, stage: Stage) -> LanguageStep | PassphraseStep | PracticeWalk | WhoStep | CardStep:
        match stage:
            case Stage.LANGUAGE:
                return self.language
            case Stage.PASSPHRASE:
                return self.passphrase
            case Stage.PRACTICE:
                return self.practice
            case Stage.WHO:
                return self.who
            case Stage.CARD:
                return self.card
            case _:
                assert_never(stage)

    def _after(self, stage: Stage) -> None:
        following = after(stage, self.who.role)
        if following is None:
            self._make(None)
        else:
            self._show(following)

    def _before(self, stage: Stage) -> None:
        earlier = before(stage, self.who.role)
        if earlier is not None:
            self._show(earlier)

    def _on_passphrase(self) -> None:
        found = self.passphrase.choosing.chosen()
        if found is not None:
            self._passphrase = found
            self._after(Stage.PASSPHRASE)

    def _on_who(self) -> None:
        self._office = self.who.wanted()
        if self._office is not None:
            self._after(Stage.WHO)

    def _on_card_file(self, path: object) -> None:
        job = self._background.elsewhere(lambda _tell: card_in(path))  # type: ignore[arg-type]
        job.then(self.card.show_card).otherwise(self._on_card_problem)

    def _on_words(self) -> None:
        card, typed = self.card.card, self.card.words.text()
        if card is not None:
            self.card.on_button.setEnabled(False)
            job = self._background.elsewhere(lambda _tell: compare(card, typed))
            job.then(self._make).otherwise(self._on_card_problem)

    def _on_card_problem(self, problem: Known) -> None:
        self.card.on_button.setEnabled(self.card.card is not None)
        self.card.say(sentence(self._texts, problem))
        self.card.enter()

    def _make(self, compared: Compared | None) -> None:
        assert self._office is not None
        told = Told(self.who.role, self._office, self._passphrase, compared)
        measure = self._measure
        self.stack.setCurrentWidget(self.making)
        job = self._background.vault(lambda _tell: make(told, measure))
        job.then(self._on_made).otherwise(self._on_not_made)

    def _on_made(self, notebook: Notebook) -> None:
        self._passphrase = ""
        self.passphrase.choosing.clear()
        self.made.emit(notebook)

    def _on_not_made(self, problem: Known) -> None:
        self._show(Stage.WHO)
        self.who.say(sentence(self._texts, problem))
