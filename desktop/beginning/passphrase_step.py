"""The passphrase: six proposed words typed once, or one's own."""

from desktop.beginning.step import Step
from desktop.widgets.new_passphrase import NewPassphrase
from desktop.widgets.pieces import label
from resources.texts import Texts


class PassphraseStep(Step):
    """What it opens, the words, and the one sentence about forgetting."""

    def __init__(self, texts: Texts) -> None:
        """With six words proposed."""
        super().__init__(texts, "beginning.passphrase", "beginning.passphrase-why")
        self.choosing = NewPassphrase(texts)
        self.choosing.entered.connect(self.on)
        self.body.addWidget(self.choosing)
        self.body.addWidget(label(texts("beginning.forget")))

    def enter(self) -> None:
        """Be ready to type."""
        self.stand_on(self.choosing.own if self.choosing.makes_up else self.choosing.again)
