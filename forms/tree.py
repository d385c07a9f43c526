"""The answers of one filling-in as a tree of nodes: what expressions run on (`forms.xpath.nodes.Node`).

A place is a group, a row or a field that is there. Places that are not relevant stay, with their answers, and are not
seen by any expression. A scope is the root or a row: it finds its single places by name at once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from forms.model import Definition, Sort
from forms.xpath.nodes import Family, Node, NodeKind

_NONE: Final[tuple["Place", ...]] = ()


class Place(Family):
    """One node of the tree.

    path: as answers name it, with row ids. value: the answer as text, of fields alone. here: whether it is relevant by
    itself; shown: whether everything above is, too. as_set: itself as a node-set, empty while it is not shown.
    numbers: the place of each item among those of its name, until one comes, goes, or becomes relevant or not.
    """

    __slots__ = (
        "as_set",
        "definition",
        "here",
        "items",
        "name",
        "numbers",
        "parent",
        "path",
        "scope",
        "shown",
        "single",
        "value",
    )

    kind = NodeKind.ELEMENT
    namespace = ""
    prefix = ""
    attributes: Sequence["Place"] = ()
    namespaces: Sequence["Place"] = ()

    def __init__(self, name: str, path: str, definition: Definition | None, parent: "Place | None") -> None:
        """A place that is shown when its parent is."""
        self.name = name
        self.path = path
        self.definition = definition
        self.parent = parent
        self.items: list[Place] = []
        self.value = ""
        self.here = True
        self.shown: bool = parent is None or parent.shown
        self.as_set: tuple[Place, ...] = (self,) if self.shown else _NONE
        self.single: dict[str, Place] = {}
        self.numbers: dict[Node, int] | None = None
        self.scope: Place = self if parent is None or _is_row(definition) else parent.scope

    @property
    def children(self) -> Sequence["Place"]:
        """What is inside and shown, in order."""
        return [item for item in self.items if item.here] if self.shown else _NONE

    @property
    def text(self) -> str:
        """The answer; of a group or row all the answers inside."""
        return self.value if not self.items else "".join(item.text for item in self.children)

    def numbered(self) -> str:
        """The path from the top as XPath has it, rows by their number: `/form/people[2]/age`."""
        step = ""
        place: Place | None = self
        while place is not None:
            number = f"[{place.parent.number(place) or 0}]" if place.parent and _is_row(place.definition) else ""
            step, place = f"/{place.name}{number}{step}", place.parent
        return step

    def rows(self) -> Iterator["Place"]:
        """The rows it lies in, itself included, innermost first."""
        place: Place | None = self
        while place is not None:
            scope = place.scope
            if _is_row(scope.definition):
                yield scope
            place = scope.parent

    def insert(self, at: int, item: "Place") -> None:
        """Put an item before the one at a place."""
        self.items.insert(at, item)
        self.numbers = None

    def remove(self, at: int) -> None:
        """Take the item at a place away."""
        del self.items[at]
        self.numbers = None

    def number(self, child: Node) -> int | None:
        """The place of an item that is shown among those of its name, from 1."""
        if not self.shown:
            return None
        if self.numbers is None:
            counts: Counter[str] = Counter()
            self.numbers = {}
            for item in self.items:
                if item.here:
                    counts[item.name] += 1
                    self.numbers[item] = counts[item.name]
        return self.numbers.get(child)

    def settle(self, *, here: bool) -> bool:
        """Make it relevant or not; return whether that changed what is shown."""
        if here != self.here and self.parent is not None:
            self.parent.numbers = None
        self.here = here
        return self._show(shown=here and (self.parent is None or self.parent.shown))

    def everything(self) -> Iterator["Place"]:
        """Itself and all inside, in the order of the form, shown or not."""
        waiting = [self]
        while waiting:
            place = waiting.pop()
            yield place
            waiting += reversed(place.items)

    def fields(self) -> Iterator["Place"]:
        """Every field inside, itself included, in the order of the form, shown or not."""
        return (one for one in self.everything() if one.definition is not None and one.definition.sort is Sort.FIELD)

    def _show(self, *, shown: bool) -> bool:
        if shown == self.shown:
            return False
        self.shown = shown
        self.as_set = (self,) if shown else _NONE
        for item in self.items:
            item._show(shown=shown and item.here)
        return True


class Top:
    """The node `/` stands for: above the form's first element."""

    kind = NodeKind.ROOT
    name = ""
    namespace = ""
    prefix = ""
    parent: None = None
    attributes: Sequence[Place] = ()
    namespaces: Sequence[Place] = ()

    def __init__(self) -> None:
        """Empty until the first element hangs on it."""
        self.children: Sequence[Place] = ()

    @property
    def text(self) -> str:
        """All the answers."""
        return "".join(child.text for child in self.children)


class Leaf:
    """A node of a choice list: an item, a column, or the list itself."""

    __slots__ = ("children", "name", "parent", "text")

    kind = NodeKind.ELEMENT
    namespace = ""
    prefix = ""
    attributes: Sequence["Leaf"] = ()
    namespaces: Sequence["Leaf"] = ()

    def __init__(self, name: str, parent: "Leaf | None", text: str = "") -> None:
        """Children are added by whoever builds the list."""
        self.name = name
        self.parent = parent
        self.text = text
        self.children: list[Leaf] = []


def _is_row(definition: Definition | None) -> bool:
    return definition is not None and definition.sort is Sort.REPEAT
