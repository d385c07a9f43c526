"""The language, by its own name. Choosing changes everything at once."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton

from desktop.beginning.step import Step
from resources.texts import LANGUAGES, Texts


class LanguageStep(Step):
    """A line for each language."""

    chosen = Signal(str)

    def __init__(self, texts: Texts) -> None:
        """With the present language marked."""
        super().__init__(texts, "beginning.language")
        self.choices = {language.code: QRadioButton(language.name) for language in LANGUAGES}
        for code, choice in self.choices.items():
            choice.setAccessibleName(choice.text())
            choice.setObjectName(f"language-{code}")
            choice.setChecked(code == texts.language.code)
            choice.clicked.connect(partial(self._on_clicked, code))
            self.body.addWidget(choice)

    def enter(self) -> None:
        """Stand on the present language."""
        self.stand_on(self.choices.get(self.texts.language.code, next(iter(self.choices.values()))))

    def _on_clicked(self, code: str) -> None:
        if code != self.texts.language.code:
            self.chosen.emit(code)
