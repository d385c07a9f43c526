"""A compiled form as plain frozen values: what is asked, in what order, under which conditions.

Everything that gives answers their meaning is here in the form's own language; labels are texts by language. It turns
to JSON and back, so that a form is compiled once and daily use loads neither pyxform nor a parser.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from forms.xpath.plain import from_plain
from forms.xpath.syntax import Expression

ROOT: Final = ""


class Sort(StrEnum):
    """What a definition is."""

    GROUP = "group"
    REPEAT = "repeat"
    FIELD = "field"


class Control(StrEnum):
    """How a field is asked; `none` for what is calculated or hidden."""

    NONE = "none"
    INPUT = "input"
    SELECT_ONE = "select1"
    SELECT_MANY = "select"
    RANK = "rank"
    RANGE = "range"
    ACKNOWLEDGE = "trigger"
    UPLOAD = "upload"


class When(StrEnum):
    """When an action happens."""

    FIRST_LOAD = "odk-instance-first-load"
    NEW_ROW = "odk-new-repeat"
    CHANGED = "xforms-value-changed"


@dataclass(frozen=True)
class Formula:
    """An expression: as written, and read (`forms.xpath.plain`)."""

    text: str
    plain: Any

    @cached_property
    def expression(self) -> Expression:
        """Its syntax tree. Of a form from elsewhere it may raise anything, until `forms.soundness` looked at it."""
        return from_plain(self.plain)


@dataclass(frozen=True, slots=True)
class Text:
    """A label in one language: words, with values between them. Each part is a text or a formula."""

    parts: tuple[str | Formula, ...]


Texts = dict[str, Text]
"""A label in every language it has; the key is the language as the form writes it, "" where it names none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its code, its label, the other columns of its row (for filters), and its label's media.

    Of a list that lies in a file beside the form, code and label are empty: a select says which columns they are.
    """

    code: str
    label: Texts
    columns: dict[str, str] = field(default_factory=dict)
    label_media: dict[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Where a select's choices come from: a list by id, and, where they are filtered or shuffled, the node-set.

    `code` and `words` name the columns of a row that are its code and its label, where the rows lie in a file beside
    the form, or are those of a repeat; of a repeat `list` is empty.
    """

    list: str
    items: Formula | None = None
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Set a field when something happens. trigger: the field whose change it is, for `CHANGED`."""

    target: str
    when: When
    value: Formula | None
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One group, repeat or field. `path` has no row ids; the root's is empty.

    data: the XForms type of the value (`string`, `int`, …). initial: the value it begins with. count: how many rows a
    repeat has, when that is calculated. first_rows: how many it begins with. metadata: what it asks the device instead
    of a person, and whether that is turned on. label_media: pictures, sounds and films of its
    label: names of files by kind.
    """

    path: str
    sort: Sort
    data: str = "string"
    control: Control = Control.NONE
    appearance: str = ""
    media: str = ""
    initial: str = ""
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    constraint_message: Texts = field(default_factory=dict)
    required_message: Texts = field(default_factory=dict)
    relevant: Formula | None = None
    required: Formula | None = None
    readonly: Formula | None = None
    constraint: Formula | None = None
    calculate: Formula | None = None
    choices: ChoiceList | None = None
    count: Formula | None = None
    first_rows: int = 1
    fixed_rows: bool = False
    preload: str = ""
    range: tuple[str, str, str] = ("", "", "")
    value_class: str = ""
    facet: str = ""
    metadata: str = ""
    turned_on: bool = False
    label_media: dict[str, Texts] = field(default_factory=dict)

    @property
    def on_demand(self) -> bool:
        """Whether a group or repeat comes only when a person asks for it: an appearance of ours."""
        return "on-demand" in self.appearance.split()

    @property
    def hidden(self) -> bool:
        """Whether a question is filled from another answer and not asked by itself: an appearance of ours."""
        return "hidden" in self.appearance.split()


class Property(StrEnum):
    """What a rule settles."""

    RELEVANT = "relevant"
    CALCULATE = "calculate"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula that follows from answers. A form's rules stand in an order that settles all in one pass.

    reads: the paths it reads. local: those of them it reads in its own row alone.
    """

    path: str
    settles: Property
    reads: tuple[str, ...]
    local: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled form. definitions: in the order of the form, the root's groups and fields first to last.

    root: the name of the primary instance's element. shown: what the body asks, in order (a field may be defined and
    never asked). languages: as the form writes them, the default first; empty for a form whose texts are Kinga's own.
    """

    id: str
    title: Texts
    root: str
    definitions: tuple[Definition, ...]
    shown: tuple[str, ...]
    lists: dict[str, tuple[Choice, ...]]
    rules: tuple[Rule, ...] = ()
    actions: tuple[Action, ...] = ()
    languages: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    given_version: str = ""
    own: bool = False
