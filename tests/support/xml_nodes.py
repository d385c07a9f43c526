"""An XML document as the expression language sees it: another implementation of `Node` and `Environment`, for tests.

Built with expat, because the data model wants what other parsers of the standard library drop: namespace nodes,
prefixes, comments, instructions, and texts in one piece where a document mixes CDATA and plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from random import Random
from uuid import UUID
from xml.parsers.expat import ParserCreate, XMLParserType

from forms.xpath.functions.instances import find_in
from forms.xpath.nodes import ENGLISH, Calendar, Node, NodeKind

XML = "http://www.w3.org/XML/1998/namespace"
_STEP = re.compile(r"(?P<test>\*|text\(\)|comment\(\)|processing-instruction\(\))\[(?P<place>\d+)\]")
_ATTRIBUTE = re.compile(r"@\*\[local-name\(\)='(?P<name>[^']*)' and namespace-uri\(\)='(?P<namespace>[^']*)'\]")
_KINDS = {
    "*": NodeKind.ELEMENT,
    "text()": NodeKind.TEXT,
    "comment()": NodeKind.COMMENT,
    "processing-instruction()": NodeKind.INSTRUCTION,
}


class XmlNode:
    """One node; `own` is the text of a node that is not made of others."""

    def __init__(self, kind: NodeKind, name: str = "", namespace: str = "", prefix: str = "", own: str = "") -> None:
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.prefix = prefix
        self.own = own
        self.parent: XmlNode | None = None
        self.children: list[XmlNode] = []
        self.attributes: list[XmlNode] = []
        self.namespaces: list[XmlNode] = []

    @property
    def text(self) -> str:
        if self.kind not in {NodeKind.ROOT, NodeKind.ELEMENT}:
            return self.own
        return "".join(node.own for node in self.descendants() if node.kind is NodeKind.TEXT)

    def descendants(self) -> Iterator["XmlNode"]:
        for child in self.children:
            yield child
            yield from child.descendants()

    def add(self, child: "XmlNode") -> None:
        child.parent = self
        self.children.append(child)

    def attribute(self, name: str, namespace: str = "") -> "XmlNode | None":
        return next((each for each in self.attributes if each.name == name and each.namespace == namespace), None)

    def at(self, path: str) -> "XmlNode":
        """Follow a path of positions from here: `/*[1]/text()[2]`, `/*[1]/@id`; `/` is this node itself."""
        node = self
        for step in re.split(r"/(?![^\[]*\])", path.strip("/")) if path != "/" else ():
            node = node._step(step)
        return node

    def _step(self, step: str) -> "XmlNode":
        if step.startswith("@"):
            named = _ATTRIBUTE.fullmatch(step)
            found = self.attribute(named["name"], named["namespace"]) if named else self.attribute(step[1:])
            assert found is not None, step
            return found
        read = _STEP.fullmatch(step)
        assert read is not None, step
        return [child for child in self.children if child.kind is _KINDS[read["test"]]][int(read["place"]) - 1]


@dataclass
class Surroundings:
    """The surroundings of a form that is nothing but its XML: instances and texts are looked up in the document."""

    document: XmlNode
    root: Node
    time: datetime
    zone: tzinfo
    chance: Random
    language: str | None = None
    calendar: Calendar = ENGLISH

    def now(self) -> datetime:
        return self.time

    def random(self) -> float:
        return self.chance.random()

    def uuid(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def instance(self, identifier: str) -> XmlNode | None:
        return next((node for node in self._all("instance") if _value(node, "id") == identifier), None)

    def pull(self, instance: str, wanted: str, key: str, value: str) -> str:
        found = self.instance(instance)
        return "" if found is None else find_in(found, wanted, key, value)

    def itext(self, identifier: str) -> list[XmlNode]:
        translations = self._all("translation")
        spoken = [each for each in translations if _value(each, "lang") == self.language]
        default = [each for each in translations if each.attribute("default")]
        chosen = (spoken or default or translations or [self.document])[0]
        texts = [each for each in chosen.children if _value(each, "id") == identifier]
        return [each for text in texts[:1] for each in text.children if each.kind is NodeKind.ELEMENT]

    def choice_name(self, value: str, question: str, node: Node) -> str:
        return f"{value} of {question} from {node.name}"

    def _all(self, name: str) -> list[XmlNode]:
        return [node for node in self.document.descendants() if node.kind is NodeKind.ELEMENT and node.name == name]


def _value(node: XmlNode, name: str) -> str | None:
    attribute = node.attribute(name)
    return None if attribute is None else attribute.own


def read_xml(source: str) -> XmlNode:
    """Parse a document and return its root node."""
    return _Builder().build(source)


class _Builder:
    """Expat's events, one after the other, made into a tree."""

    def __init__(self) -> None:
        self._root = XmlNode(NodeKind.ROOT)
        self._open = self._root
        self._declared: list[tuple[str, str]] = []

    def build(self, source: str) -> XmlNode:
        parser: XMLParserType = ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartNamespaceDeclHandler = lambda prefix, uri: self._declared.append((prefix or "", uri or ""))
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = lambda text: self._open.add(XmlNode(NodeKind.COMMENT, own=text))
        parser.ProcessingInstructionHandler = lambda name, text: self._open.add(
            XmlNode(NodeKind.INSTRUCTION, name, own=text)
        )
        parser.Parse(source.strip().encode("utf-8"), True)
        return self._root

    def _start(self, name: str, attributes: list[str]) -> None:
        element = XmlNode(NodeKind.ELEMENT, *_split(name))
        self._open.add(element)
        for key, text in zip(attributes[::2], attributes[1::2], strict=True):
            attribute = XmlNode(NodeKind.ATTRIBUTE, *_split(key), own=text)
            attribute.parent = element
            element.attributes.append(attribute)
        element.namespaces = self._in_scope(element)
        self._declared.clear()
        self._open = element

    def _in_scope(self, element: XmlNode) -> list[XmlNode]:
        inherited = element.parent.namespaces if element.parent else []
        scope = {node.name: node.own for node in inherited} or {"xml": XML}
        scope |= dict(self._declared)
        nodes = [XmlNode(NodeKind.NAMESPACE, prefix, own=uri) for prefix, uri in sorted(scope.items()) if uri]
        for node in nodes:
            node.parent = element
        return nodes

    def _end(self, _name: str) -> None:
        assert self._open.parent is not None
        self._open = self._open.parent

    def _text(self, text: str) -> None:
        last = self._open.children[-1] if self._open.children else None
        if last is not None and last.kind is NodeKind.TEXT:
            last.own += text
        elif self._open is not self._root:
            self._open.add(XmlNode(NodeKind.TEXT, own=text))


def _split(name: str) -> tuple[str, str, str]:
    """Take apart what expat makes of a name: `namespace local prefix`, each part but the local one optional."""
    parts = name.split(" ")
    if len(parts) == 1:
        return parts[0], "", ""
    return parts[1], parts[0], parts[2] if len(parts) > 2 else ""
