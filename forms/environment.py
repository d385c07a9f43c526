"""What a filling-in knows of the world: the time, the language, chance, and the form's own lists.

Everything comes in as plain values and callables, so that a test can stand still and a window can speak any language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from forms.model import Choice, Form, Text, Texts
from forms.tree import Leaf, Top
from forms.xpath.nodes import ENGLISH, Calendar, Node, NodeSet

if TYPE_CHECKING:
    from forms.session import Session

Translate = Callable[[str], str]


def _as_written(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world as one filling-in sees it.

    language: BCP 47. translate: turns the English of our own forms into it. chance: random bytes. owner: what metadata
    questions that a person turned on say of her and her device, by their XLSForm name.
    """

    now: Callable[[], datetime]
    chance: Callable[[int], bytes]
    language: str = "en"
    translate: Translate = _as_written
    calendar: Calendar = field(default=ENGLISH)
    owner: Mapping[str, str] = field(default_factory=dict)

    def choose(self, texts: Texts, form: Form) -> Text | None:
        """The text in the language, else in the form's default one, else in any; of our own forms translated."""
        if not texts:
            return None
        if form.own:
            text = next(iter(texts.values()))
            return Text(tuple(self.translate(part) if isinstance(part, str) else part for part in text.parts))
        wanted = (self.language, self.language.partition("-")[0])
        spoken = [name for language in wanted for name in texts if speaks(name, language)]
        return texts[[*spoken, *(name for name in form.languages if name in texts), *texts][0]]

    def environment(self, top: Top, session: "Session") -> "FormEnvironment":
        """What expressions ask for."""
        return FormEnvironment(self, top, session)


def speaks(name: str, language: str) -> bool:
    """Whether a form's language, as XLSForm writes it (`French (fr)` or `fr`), is this one."""
    code = name.rpartition("(")[2].rstrip(") ") if "(" in name else name
    return code.strip().casefold() == language.casefold()


class FormEnvironment:
    """The environment of one session's expressions (`forms.xpath.nodes.Environment`)."""

    def __init__(self, around: Surroundings, top: Top, session: "Session") -> None:
        """Lists are made into nodes when they are first asked for."""
        self._around = around
        self._session = session
        self._instances: dict[str, Leaf] = {}
        self._indexes: dict[tuple[str, str], Mapping[str, Mapping[str, str]]] = {}
        self.root: Node = top
        self.calendar = around.calendar

    @property
    def zone(self) -> tzinfo:
        """The zone of the clock."""
        zone = self._around.now().tzinfo
        assert zone is not None
        return zone

    def now(self) -> datetime:
        """The time."""
        return self._around.now()

    def random(self) -> float:
        """A number from 0 up to 1, from 53 random bits."""
        return (int.from_bytes(self._around.chance(7), "big") >> 3) / _RESOLUTION

    def uuid(self) -> str:
        """A random UUID, version 4."""
        raw = bytearray(self._around.chance(16))
        raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
        text = raw.hex()
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

    def instance(self, identifier: str) -> Node | None:
        """A choice list as nodes."""
        if identifier not in self._session.form.lists:
            return None
        if identifier not in self._instances:
            self._instances[identifier] = self._list(identifier)
        return self._instances[identifier]

    def pull(self, instance: str, wanted: str, key: str, value: str) -> str:
        """pulldata(): the first row whose column `key` is `value`, found by an index made once."""
        if (instance, key) not in self._indexes:
            index: dict[str, Mapping[str, str]] = {}
            for columns in map(self._columns, self._session.form.lists.get(instance, ())):
                if key in columns:
                    index.setdefault(columns[key], columns)
            self._indexes[instance, key] = index
        return self._indexes[instance, key].get(value, {}).get(wanted, "")

    def itext(self, identifier: str) -> str | NodeSet:
        """Texts are resolved when a form is compiled; an expression that asks for one by name gets the name."""
        return identifier

    def choice_name(self, value: str, question: str, _node: Node, /) -> str:
        """The label of a choice of a question, which is named from the top or by its name alone."""
        path = question.strip().strip("/").partition("/")[2]
        name = question.strip().rpartition("/")[2]
        selects = [one for one in self._session.form.definitions if one.choices is not None]
        exact = (one for one in selects if one.path == path)
        named = (one for one in selects if one.path.rpartition("/")[2] == name)
        found = next(exact, None) or next(named, None)
        return (
            value if found is None or found.choices is None else self._session.choice_label(found.choices.list, value)
        )

    def _list(self, identifier: str) -> Leaf:
        instance = Leaf("instance", None)
        root = _below(instance, "root")
        for choice in self._session.form.lists[identifier]:
            item = _below(root, "item")
            for name, text in self._columns(choice).items():
                _below(item, name, text)
        return instance

    def _columns(self, choice: Choice) -> Mapping[str, str]:
        """All columns of a choice's row."""
        if not choice.code:
            return choice.columns
        return {"name": choice.code, "label": self._session.say(choice.label), **choice.columns}


_RESOLUTION: Final = 1 << 53


def _below(parent: Leaf, name: str, text: str = "") -> Leaf:
    leaf = Leaf(name, parent, text)
    parent.children.append(leaf)
    return leaf
