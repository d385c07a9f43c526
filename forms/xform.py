"""From an XForm to a compiled form: the primary instance, binds, body and actions.

Implements the ODK XForms specification as pyxform writes it. What a form uses and Kinga does not know is refused, never
passed over; only what asks about the device and its owner (metadata) is passed over, and stays empty.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from forms.auditing import CHANGES, LOCATION, USER
from forms.errors import FormsCode, NotHere
from forms.metadata import AUDIT, AUDIT_PATH
from forms.model import Action, Choice, ChoiceList, Control, Definition, Form, Formula, Sort, Text, Texts, When
from forms.soundness import MOST_FIRST_ROWS
from forms.xparts import XF, Beside, Itext, beside, identifier_of, literal, name_of, named, parsed
from records.errors import Known
from records.values import LONGEST_PATH, is_path

_H: Final = "{http://www.w3.org/1999/xhtml}"
_JR: Final = "{http://openrosa.org/javarosa}"
_KINGA: Final = "{urn:kinga:forms}"
_ODK: Final = "{http://www.opendatakit.org/xforms}"
_EV: Final = "{http://www.w3.org/2001/xml-events}"
_ROOM_FOR_ROWS: Final = 64

_CONTROLS: Final = {
    "input": Control.INPUT,
    "select1": Control.SELECT_ONE,
    "select": Control.SELECT_MANY,
    "rank": Control.RANK,
    "range": Control.RANGE,
    "trigger": Control.ACKNOWLEDGE,
    "upload": Control.UPLOAD,
}
_NOT_ASKED: Final = frozenset({"label", "hint", "setvalue", "value", "setgeopoint", "recordaudio"})
_UNASKED: Final = {
    "setgeopoint": ("start-geopoint", "background-geopoint"),
    "recordaudio": ("background-audio", "background-audio"),
}
MOST_LEVELS: Final = 60
ON_DEMAND: Final = "on-demand"


def parse_document(raw: bytes) -> ET.Element:
    """Read XML that may be hostile: no entities, no document type, no endless depth. Known(FORM_UNREADABLE)."""
    try:
        document: ET.Element = fromstring(raw, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise Known(FormsCode.FORM_UNREADABLE, path="") from problem
    level = [document]
    for _ in range(2 * MOST_LEVELS):
        level = [child for element in level for child in element]
    if level:
        raise Known(FormsCode.FORM_UNREADABLE, path="")
    return document


def read_xform(document: ET.Element, files: Beside, *, own: bool) -> Form:
    """Read an XForm, with the files it asks for.

    Known(FORM_NOT_SUPPORTED | FORM_EXPRESSION | FORM_FILE | FORM_UNREADABLE) for what cannot work here.
    """
    model, body = document.find(f"{_H}head/{XF}model"), document.find(f"{_H}body")
    instances = [] if model is None else model.findall(f"{XF}instance")
    if model is None or body is None or not instances or not len(instances[0]):
        raise Known(FormsCode.FORM_UNREADABLE, path="")
    primary, texts = instances[0][0], Itext(model)
    tables = {found.get("id", ""): beside(found, files) for found in instances[1:] if found.get("src")}
    reader = _Reader(primary, texts, frozenset(tables))
    reader.binds(model)
    reader.asked_of_device(document)
    reader.body(body, "")
    lists = {found.get("id", ""): texts.choices(found) for found in instances[1:] if not found.get("src")}
    return Form(
        id=primary.get("id", name_of(primary)),
        title={texts.languages[0] if texts.languages else "": Text((document.findtext(f"{_H}head/{_H}title") or "",))},
        root=name_of(primary),
        definitions=tuple(_with_classes(reader.definitions)),
        shown=tuple(reader.shown),
        lists=lists | tables | reader.lists,
        actions=tuple(reader.actions(document)),
        languages=texts.languages,
        writers=tuple((primary.get(f"{_KINGA}writers") or "").split()),
        given_version=primary.get("version", ""),
        own=own,
    )


class _Reader:
    """Gathers definitions: first the primary instance, then what binds and body say of each."""

    def __init__(self, primary: ET.Element, texts: Itext, tables: frozenset[str]) -> None:
        self._texts = texts
        self._tables = tables
        self.definitions: dict[str, Definition] = {}
        self.shown: list[str] = []
        self.lists: dict[str, tuple[Choice, ...]] = {}
        self._instance(primary, "")

    def _instance(self, element: ET.Element, above: str) -> None:
        rows: Counter[str] = Counter()
        for child in element:
            path = f"{above}/{name_of(child)}".lstrip("/")
            if not is_path(path) or len(path) > LONGEST_PATH - _ROOM_FOR_ROWS:
                raise Known(
                    FormsCode.FORM_NOT_SUPPORTED, row=0, field=path, what=name_of(child), why=NotHere.LETTERS.value
                )
            is_template = f"{_JR}template" in child.attrib
            if path not in self.definitions:
                sort = Sort.REPEAT if is_template else Sort.GROUP if len(child) else Sort.FIELD
                initial = child.text or "" if sort is Sort.FIELD else ""
                self.definitions[path] = Definition(path, sort, initial=initial, first_rows=int(not is_template))
            rows[path] += not is_template
            self._instance(child, path)
        for path, count in rows.items():
            if count > MOST_FIRST_ROWS:
                why = NotHere.TOO_MANY.value
                raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, field=path, what=path, why=why)
            known = self.definitions[path]
            if count > known.first_rows:
                self.definitions[path] = replace(known, first_rows=count)

    def binds(self, model: ET.Element) -> None:
        """Take over what each bind says."""
        for bind in model.findall(f"{XF}bind"):
            path = _absolute(bind.get("nodeset", ""))
            known = self.definitions.get(path)
            if known is None:
                continue
            self.definitions[path] = replace(
                known,
                data=bind.get("type", "string").rpartition(":")[2],
                relevant=_formula(bind, "relevant", path),
                required=_formula(bind, "required", path),
                readonly=_formula(bind, "readonly", path, "read_only"),
                constraint=_formula(bind, "constraint", path),
                calculate=_formula(bind, "calculate", path, "calculation"),
                constraint_message=self._texts.message(bind.get(f"{_JR}constraintMsg")),
                required_message=self._texts.message(bind.get(f"{_JR}requiredMsg")),
                preload=bind.get(f"{_JR}preload", ""),
                metadata=_metadata(path, bind),
                appearance=_asked_of_audit(bind) if path == AUDIT_PATH else "",
                value_class=bind.get(f"{_KINGA}class", ""),
                facet=bind.get(f"{_KINGA}facet", ""),
            )

    def asked_of_device(self, model: ET.Element) -> None:
        """Note which questions take a place or a sound without being asked."""
        for kind, names in _UNASKED.items():
            for action in model.iter(f"{_ODK}{kind}"):
                path = _absolute(action.get("ref", ""))
                if path in self.definitions:
                    first = When.FIRST_LOAD.value in (action.get("event") or "").split()
                    self.definitions[path] = replace(self.definitions[path], metadata=names[not first])

    def body(self, element: ET.Element, above: str) -> None:
        """Take over what is asked, in order."""
        for child in element:
            name = name_of(child)
            if name == "group":
                path = _within(child.get("ref", ""), above)
                self._note(path, child)
                self.body(child, path or above)
            elif name == "repeat":
                self._repeat(child)
            elif name in _CONTROLS:
                self._control(child, _CONTROLS[name], above)
            elif name not in _NOT_ASKED:
                raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, what=name, why=NotHere.NOT_KNOWN.value)

    def actions(self, document: ET.Element) -> Iterator[Action]:
        """What is set when something happens; of the metadata questions nothing is."""
        parents = {child: parent for parent in document.iter() for child in parent}
        for action in document.iter(f"{XF}setvalue"):
            target = _absolute(action.get("ref", ""))
            above = parents[action]
            changed = _absolute(above.get("ref", "")) if name_of(above) in _CONTROLS else ""
            value = _formula(action, "value", target, "calculation" if changed else "default")
            if value is None and action.text:
                value = literal(action.text)
            for event in (action.get("event") or action.get(f"{_EV}event") or "").split():
                if event not in {when.value for when in When}:
                    why = NotHere.NOT_KNOWN.value
                    raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, field=target, what=event, why=why)
                if target in self.definitions:
                    yield Action(target, When(event), value, changed if event == When.CHANGED else "")

    def _known(self, path: str) -> Definition:
        if path not in self.definitions:
            why = NotHere.NOT_KNOWN.value
            raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, field=path, what=path, why=why)
        return self.definitions[path]

    def _repeat(self, repeat: ET.Element) -> None:
        path = _absolute(repeat.get("nodeset", ""))
        one = self._known(path)
        appearance = f"{one.appearance} {repeat.get('appearance', '')}".strip()
        self.definitions[path] = replace(
            one,
            sort=Sort.REPEAT,
            count=_formula(repeat, f"{_JR}count", path, "repeat_count"),
            fixed_rows=repeat.get(f"{_JR}noAddRemove", "") == "true()",
            appearance=appearance,
            first_rows=0 if ON_DEMAND in appearance.split() else one.first_rows,
        )
        if path not in self.shown:
            self.shown.append(path)
        self.body(repeat, path)

    def _control(self, element: ET.Element, control: Control, above: str) -> None:
        path = _within(element.get("ref", ""), above)
        self._known(path)
        self._note(
            path,
            element,
            control=control,
            media=element.get("mediatype", ""),
            choices=self._choice_list(element, path),
            range=(element.get("start", ""), element.get("end", ""), element.get("step", "")),
        )

    def _note(self, path: str, element: ET.Element, **more: Any) -> None:
        """Take over label, hint and appearance, and where the body asks it; an empty group is a group all the same.

        more: what else is known of it.
        """
        if not path or path not in self.definitions:
            return
        if path not in self.shown:
            self.shown.append(path)
        known = self.definitions[path]
        is_group = name_of(element) == "group" and known.sort is Sort.FIELD
        hint = element.find(f"{XF}hint")
        self.definitions[path] = replace(
            known,
            sort=Sort.GROUP if is_group else known.sort,
            appearance=f"{known.appearance} {element.get('appearance', '')}".strip(),
            label=self._texts.of(element.find(f"{XF}label"), path) or known.label,
            hint=self._texts.of(hint, path) or known.hint,
            guidance=self._guidance(hint) or known.guidance,
            label_media=self._texts.media(named(element.find(f"{XF}label"))) or known.label_media,
            **more,
        )

    def _choice_list(self, element: ET.Element, path: str) -> ChoiceList | None:
        itemset = element.find(f"{XF}itemset")
        if itemset is None:
            self.lists |= {path: found} if (found := self._texts.inline(element)) else {}
            return ChoiceList(path) if path in self.lists else None
        written = itemset.get("nodeset", "").strip()
        items = parsed(written, path, "choice_filter")
        name = written.partition("instance('")[2].partition("')")[0]
        if name and name not in self._tables:
            return ChoiceList(name, None if written == f"instance('{name}')/root/item" else items)
        code, words = (_inside(itemset.find(f"{XF}{part}")) for part in ("value", "label"))
        return ChoiceList(name, items, code, words)

    def _guidance(self, hint: ET.Element | None) -> Texts:
        identifier = identifier_of(hint.get("ref", "")) if hint is not None else None
        return self._texts.get(identifier, "guidance") if identifier else {}


def _with_classes(definitions: dict[str, Definition]) -> Iterator[Definition]:
    """What says nothing of its class is of the class of the group or repeat around it."""
    classes: dict[str, str] = {}
    for path, one in definitions.items():
        classes[path] = one.value_class or classes.get(path.rpartition("/")[0], "")
        yield one if one.value_class == classes[path] else replace(one, value_class=classes[path])


def _metadata(path: str, bind: ET.Element) -> str:
    """What a bind asks of the device, in the words of XLSForm; "" for all that is asked of people."""
    preload, name = bind.get(f"{_JR}preload", ""), bind.get(f"{_JR}preloadParams", "")
    if preload in ("timestamp", "date", "property"):
        return name
    return AUDIT if path == AUDIT_PATH else ""


def _asked_of_audit(bind: ET.Element) -> str:
    """What the log of each step is to hold beyond the times, as one word each."""
    asked = [name for name in (CHANGES, USER) if bind.get(f"{_ODK}{name}") == "true"]
    return " ".join([*asked, *([LOCATION] if bind.get(f"{_ODK}location-priority") else [])])


def _absolute(ref: str) -> str:
    """A reference from the top as a path of ours, without the name of the first element."""
    return ref.strip().strip("/").partition("/")[2]


def _within(ref: str, above: str) -> str:
    """A reference as a path of ours; a relative one begins at the group or row around it."""
    ref = ref.strip()
    return _absolute(ref) if ref.startswith("/") else f"{above}/{ref}".strip("/") if ref else above


def _inside(element: ET.Element | None) -> str:
    """What an element refers to, from inside a row."""
    return "" if element is None else element.get("ref", "").strip().removeprefix("./")


def _formula(element: ET.Element, name: str, path: str, column: str = "") -> Formula | None:
    written = element.get(name)
    return None if written is None or not written.strip() else parsed(written, path, column or name)
