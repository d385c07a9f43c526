"""The two screens around a practice note: what practice is, and what becomes of a note that is handed over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.beginning.practice import Stage
from desktop.beginning.step import Step
from desktop.look import Look
from desktop.messages import sentence
from desktop.widgets.pieces import Part, box, button, clear, column, label, row
from desktop.widgets.tone import Tone
from records.errors import Known
from resources.texts import Texts


class IntroStep(Step):
    """What practice is, and an invented story to write down. skip: the person goes on without."""

    skip = Signal()

    def __init__(self, texts: Texts) -> None:
        """Ready to begin."""
        super().__init__(texts, "practice.title", "practice.why")
        heading = label(texts("practice.story"), Part.HEADING)
        story = box(column(heading, label(texts("practice.invented")), spacing=1, margin=2), "card")
        self.skip_button = button(texts("practice.skip"), self.skip.emit, name="skip")
        self.footer.insertWidget(2, self.skip_button)
        self.on_button.setText(texts("practice.begin"))
        self.on_button.setAccessibleName(texts("practice.begin"))
        self.body.addWidget(story)
        self.body.addWidget(self.problem)

    def enter(self) -> None:
        """Stand on Begin."""
        self.on_button.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """While both notebooks are made."""
        self.on_button.setEnabled(not busy)

    def fail(self, problem: Known) -> None:
        """Say why practice cannot begin; the person can go on without."""
        self.say(sentence(self.texts, problem))


class AfterStep(Step):
    """Who would read it; then how far it came; then that nothing of it is left."""

    hand_over = Signal()

    def __init__(self, texts: Texts, look: Look) -> None:
        """Before anything is known."""
        super().__init__(texts, "practice.written")
        self._look = look
        self._reached: list[Stage] = []
        self.readers = column(spacing=1)
        self.stages = column(spacing=1)
        self.wiped = label("", tone=Tone.GOOD)
        self.give = button(
            texts("practice.hand-over"), self._on_give, Part.PRIMARY, look.icon("usb", look.palette.on_accent), "give"
        )
        self.footer.addWidget(self.give)
        for part in (self.readers, self.stages):
            self.body.addLayout(part)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.wiped)

    def show_readers(self, readers: tuple[str, ...]) -> None:
        """Say by name who would read it, and offer to hand it over."""
        clear(self.readers)
        clear(self.stages)
        self._reached = []
        self.wiped.hide()
        self.say("")
        text = self.texts("practice.would-read") if readers else self.texts("practice.nobody-reads")
        self.readers.addWidget(label(text, Part.HEADING))
        for reader in readers:
            self.readers.addLayout(self._line("building-2", self._look.palette.accent, reader))
        self.readers.addWidget(label(self.texts("practice.nobody-else"), Part.QUIET))
        self._offer(hand_over=bool(readers))

    def show_stage(self, stage: Stage) -> None:
        """Say how far the package came, each stage once."""
        if stage not in self._reached:
            self._reached.append(stage)
            icon = "circle-check" if stage is Stage.KEPT else "check"
            words = self.texts(f"practice.{stage.value}")
            self.stages.addLayout(self._line(icon, self._look.palette.good, words))

    def show_wiped(self, *, gone: bool) -> None:
        """Say that nothing of it is left."""
        self.wiped.setText(self.texts("practice.wiped" if gone else "practice.wiped-later"))
        self.wiped.show()
        self._offer(hand_over=False)

    def fail(self, problem: Known) -> None:
        """Say what went wrong on the way."""
        self.say(sentence(self.texts, problem))
        self._offer(hand_over=False)

    def _on_give(self) -> None:
        self.give.setEnabled(False)
        self.hand_over.emit()

    def _offer(self, *, hand_over: bool) -> None:
        self.give.setVisible(hand_over)
        self.give.setEnabled(True)
        self.on_button.setVisible(not hand_over)
        self.stand_on(self.give if hand_over else self.on_button)

    def _line(self, icon: str, colour: str, words: str) -> QHBoxLayout:
        picture = label("")
        picture.setPixmap(self._look.pixmap(icon, colour))
        found = row(picture, label(words), spacing=1)
        found.setStretch(1, 1)
        return found
