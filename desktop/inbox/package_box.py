"""One package that waits: from whom, what is in it, what to look at, and the two things one can do with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from desktop.desk import Desk
from desktop.inbox.facts import Waits
from desktop.inbox.verdicts import contents, sender, to_look_at
from desktop.widgets.pieces import Part, button, column, label, row
from desktop.widgets.tone import Tone
from reports.text.cleaning import isolated

Act = Callable[[Waits], object]


class PackageBox(QFrame):
    """Shows a `Waits`."""

    def __init__(
        self, desk: Desk, waits: Waits, accept: Act, aside: Act | None, problem: str = "", part: Part = Part.PLAIN
    ) -> None:
        """aside: None for what was set aside already. problem: why it could not be accepted just now.

        part: what Accept is on the page.
        """
        super().__init__()
        texts, office = desk.texts, waits.office.name
        self.setObjectName("card")
        self.waits = waits
        self.accept = button(texts("inbox.accept"), lambda: accept(waits), part, name="accept")
        self.accept.setAccessibleName(texts("inbox.accept-name", office=office))
        inside = column(
            label(isolated(office), Part.HEADING),
            label(sender(waits, texts), Part.QUIET),
            label(contents(waits, texts)),
            *(label(words, tone=Tone.ATTENTION) for words in to_look_at(waits, texts)),
            *((label(problem, tone=Tone.DANGER),) if problem else ()),
            spacing=0.5,
            margin=2,
        )
        acts = row(self.accept, spacing=1)
        if aside is not None:
            self.aside = button(texts("inbox.set-aside"), lambda: aside(waits), name="set-aside")
            self.aside.setAccessibleName(texts("inbox.set-aside-name", office=office))
            acts.addWidget(self.aside)
        acts.addStretch(1)
        inside.addSpacing(inside.spacing())
        inside.addLayout(acts)
        self.setLayout(inside)
