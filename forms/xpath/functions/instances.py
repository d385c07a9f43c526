"""Lists and texts that belong to the form: choices, secondary instances, translations, rows of repeats."""

from collections.abc import Sequence
from typing import Any

from forms.xpath.axes import WALKS
from forms.xpath.nodes import Context, Node, NodeKind, NodeSet
from forms.xpath.syntax import Axis


def selected(answers: str, choice: str) -> bool:
    """Whether `choice` is among the answers of a select; nothing is among nothing."""
    return choice.strip() in (answers.split() or ("",))


def selected_at(answers: str, place: float) -> str:
    """The answer at `place`, counted from 0, or nothing."""
    chosen = answers.split()
    return chosen[int(place)] if 0 <= place < len(chosen) else ""


def count_selected(answers: str) -> float:
    """How many answers a select has."""
    return float(len(answers.split()))


def instance(context: Context, identifier: str) -> NodeSet:
    """The secondary instance with that id; no nodes when the form has none."""
    found = context.environment.instance(identifier)
    return () if found is None else (found,)


def pull_data(context: Context, identifier: str, wanted: str, key: str, value: str) -> str:
    """The column `wanted` of the first row whose column `key` is `value`."""
    return context.environment.pull(identifier, wanted, key, value)


def find_in(instance: Node, wanted: str, key: str, value: str) -> str:
    """Do what `pulldata` asks by looking at each item of an instance: `root/item[key = value]/wanted`."""
    for root in _named(instance, "root"):
        for item in _named(root, "item"):
            if any(cell.text == value for cell in _named(item, key)):
                return next((cell.text for cell in _named(item, wanted)), "")
    return ""


def _named(node: Node, name: str) -> list[Node]:
    return [child for child in node.children if child.kind is NodeKind.ELEMENT and child.name == name]


def itext(context: Context, identifier: str) -> str | NodeSet:
    """The text with that id in the active language."""
    return context.environment.itext(identifier)


def choice_name(context: Context, value: str, question: str) -> str:
    """The label of a choice of a question, in the active language."""
    return context.environment.choice_name(value, question, context.node)


def indexed_repeat(target: NodeSet, *levels: Any) -> NodeSet:
    """The nodes of `target` inside one row. `levels` are pairs: rows, and the number of one of them, from 1.

    The pairs may come in any order; the outermost rows are looked at first.
    """
    pairs: list[tuple[NodeSet, float]] = list(zip(levels[::2], levels[1::2], strict=True))
    inside: Node | None = None
    for rows, number in sorted(pairs, key=lambda pair: _depth_of_first(pair[0])):
        row = _row([each for each in rows if inside is None or _is_inside(each, inside)], number)
        if row is None:
            return ()
        inside = row
    return [node for node in target if inside is not None and _is_inside(node, inside)]


def _row(rows: Sequence[Node], number: float) -> Node | None:
    return rows[int(number) - 1] if 1 <= number <= len(rows) and number == int(number) else None


def _depth_of_first(rows: NodeSet) -> int:
    return sum(1 for _ in WALKS[Axis.ANCESTOR](rows[0])) if rows else 0


def _is_inside(node: Node, outer: Node) -> bool:
    return any(above is outer for above in WALKS[Axis.ANCESTOR](node))
