"""Who one is: what one does, the country, the office."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton

from desktop.beginning.country_field import CountryField
from desktop.beginning.step import Step
from desktop.widgets.columns import Columns
from desktop.widgets.pieces import Part, box, column, label
from desktop.widgets.tone import Tone
from records.people import Office, Role
from resources.countries import PRACTICE
from resources.palettes import GRID
from resources.texts import Texts
from sync.trust.cards import is_office


class WhoStep(Step):
    """Six roles with a line each, and two fields. role_changed: another one was chosen."""

    role_changed = Signal()

    def __init__(self, texts: Texts) -> None:
        """A monitor, until something else is chosen."""
        super().__init__(texts, "beginning.who")
        self._group = QButtonGroup(self)
        self.roles = {role: QRadioButton(texts(f"role-name.{role.value}")) for role in Role}
        self.country = CountryField(texts)
        self.country.setObjectName("country")
        self.office = QLineEdit()
        self.office.setObjectName("office")
        self.office.setAccessibleName(texts("beginning.office"))
        self.office.setPlaceholderText(texts("beginning.office-hint"))
        self.country.returnPressed.connect(self.office.setFocus)
        self.office.returnPressed.connect(self.on)
        self.body.addWidget(self._choices())
        self.no_country = label(texts("beginning.no-country"), tone=Tone.DANGER)
        self._ask("beginning.country", self.country, self.no_country)
        self._ask("beginning.office", self.office, self.problem)
        self.roles[Role.MONITOR].setChecked(True)
        self._group.buttonClicked.connect(lambda _button: self.role_changed.emit())

    @property
    def role(self) -> Role:
        """The role chosen."""
        return next(role for role, choice in self.roles.items() if choice.isChecked())

    def enter(self) -> None:
        """Stand on the role."""
        self.stand_on(self.roles[self.role])

    def after_choice(self) -> None:
        """The country comes next."""
        self.country.setFocus()

    def wanted(self) -> Office | None:
        """The office, once it is one; otherwise what is missing is said."""
        code = self.country.code()
        found = Office(code, " ".join(self.office.text().split()))
        well_named = is_office(Office(code or PRACTICE, found.name))
        self.no_country.setVisible(not code)
        self.say("" if well_named else self.texts("beginning.no-office"))
        if code and well_named:
            return found
        self.stand_on(self.office if code else self.country)
        return None

    def _ask(self, name: str, field: QLineEdit, problem: QLabel) -> None:
        heading = label(self.texts(name), Part.HEADING)
        heading.setBuddy(field)
        problem.hide()
        field.textEdited.connect(lambda _text: problem.hide())
        self.body.addLayout(column(heading, field, problem, spacing=0.5))

    def _choices(self) -> Columns:
        found = Columns(gap=4)
        for role, choice in self.roles.items():
            line = self.texts(f"role-line.{role.value}")
            choice.setAccessibleName(choice.text())
            choice.setAccessibleDescription(line)
            choice.setObjectName(f"role-{role.value}")
            self._group.addButton(choice)
            below = label(line, Part.QUIET)
            below.setIndent(4 * GRID)
            found.add(box(column(choice, below, None, spacing=0)))
        return found
