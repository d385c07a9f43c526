"""From an XForm to a compiled form: the primary instance, binds, body, choice lists, texts and actions.

Implements the ODK XForms specification as pyxform writes it. What a form uses and Kinga does not know is refused, never
passed over.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from forms.errors import FormsCode
from forms.model import Action, Choice, ChoiceList, Control, Definition, Form, Formula, Sort, Text, Texts, When
from forms.xpath.parsing import parse
from forms.xpath.plain import to_plain
from records.errors import Known

_XF: Final = "{http://www.w3.org/2002/xforms}"
_H: Final = "{http://www.w3.org/1999/xhtml}"
_JR: Final = "{http://openrosa.org/javarosa}"
_ORX: Final = "{http://openrosa.org/xforms}"
_ODK: Final = "{http://www.opendatakit.org/xforms}"
_KINGA: Final = "{urn:kinga:forms}"
_EV: Final = "{http://www.w3.org/2001/xml-events}"

_CONTROLS: Final = {
    "input": Control.INPUT,
    "select1": Control.SELECT_ONE,
    "select": Control.SELECT_MANY,
    "rank": Control.RANK,
    "range": Control.RANGE,
    "trigger": Control.ACKNOWLEDGE,
    "upload": Control.UPLOAD,
}
ON_DEMAND: Final = "on-demand"


def read_xform(document: ET.Element, *, own: bool) -> Form:
    """Read an XForm. Known(FORM_NOT_SUPPORTED | FORM_EXPRESSION) for what cannot work here."""
    model = _child(document.find(f"{_H}head"), f"{_XF}model")
    body = document.find(f"{_H}body")
    instances = model.findall(f"{_XF}instance")
    primary = next(iter(instances[0]))
    texts = _Itext(model)
    reader = _Reader(primary, texts)
    reader.binds(model)
    if body is not None:
        reader.body(body, "")
    actions = tuple(reader.actions(document))
    title = document.findtext(f"{_H}head/{_H}title") or ""
    languages = texts.languages
    return Form(
        id=primary.get("id", _name(primary)),
        title={languages[0] if languages else "": Text((title,))},
        root=_name(primary),
        definitions=tuple(reader.definitions.values()),
        shown=tuple(reader.shown),
        lists={found.get("id", ""): _choices(found, texts) for found in instances[1:]},
        actions=actions,
        languages=languages,
        writers=tuple((primary.get(f"{_KINGA}writers") or "").split()),
        given_version=primary.get("version", ""),
        own=own,
    )


class _Reader:
    """Gathers definitions: first the primary instance, then what binds and body say of each."""

    def __init__(self, primary: ET.Element, texts: "_Itext") -> None:
        self._texts = texts
        self._root = _name(primary)
        self.definitions: dict[str, Definition] = {}
        self.shown: list[str] = []
        self._instance(primary, "")

    def _instance(self, element: ET.Element, above: str) -> None:
        for child in element:
            path = f"{above}/{_name(child)}".lstrip("/")
            known = self.definitions.get(path)
            if f"{_JR}template" in child.attrib:
                self.definitions[path] = Definition(path, Sort.REPEAT, first_rows=0)
            elif known is not None and known.sort is Sort.REPEAT:
                self.definitions[path] = replace(known, first_rows=known.first_rows + 1)
                continue
            elif known is None:
                sort = Sort.GROUP if len(child) else Sort.FIELD
                self.definitions[path] = Definition(path, sort, initial=child.text or "")
            self._instance(child, path)

    def binds(self, model: ET.Element) -> None:
        for bind in model.findall(f"{_XF}bind"):
            path = self._path(bind.get("nodeset", ""))
            known = self.definitions.get(path)
            if known is None:
                continue
            self.definitions[path] = replace(
                known,
                data=bind.get("type", "string"),
                relevant=_formula(bind, "relevant", path),
                required=_formula(bind, "required", path),
                readonly=_formula(bind, "readonly", path),
                constraint=_formula(bind, "constraint", path),
                calculate=_formula(bind, "calculate", path),
                constraint_message=self._message(bind.get(f"{_JR}constraintMsg")),
                required_message=self._message(bind.get(f"{_JR}requiredMsg")),
                preload=bind.get(f"{_JR}preload", ""),
                value_class=bind.get(f"{_KINGA}class", ""),
                facet=bind.get(f"{_KINGA}facet", ""),
            )

    def body(self, element: ET.Element, above: str) -> None:
        for child in element:
            name = _name(child)
            if name == "group":
                path = self._path(child.get("ref", ""), above)
                self._note(path, child)
                self.body(child, path or above)
            elif name == "repeat":
                self._repeat(child)
            elif name in _CONTROLS:
                self._control(child, _CONTROLS[name], above)
            elif name not in ("label", "hint", "setvalue", "value"):
                raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, what=name)

    def actions(self, document: ET.Element) -> Iterator[Action]:
        parents = {child: parent for parent in document.iter() for child in parent}
        for action in document.iter(f"{_XF}setvalue"):
            trigger = self._path(parents[action].get("ref", "")) if _name(parents[action]) in _CONTROLS else ""
            value = _formula(action, "value", self._path(action.get("ref", "")))
            if value is None and action.text:
                value = _literal(action.text)
            for event in (action.get("event") or action.get(f"{_EV}event") or "").split():
                yield Action(self._path(action.get("ref", "")), When(event), value, trigger)

    def _repeat(self, repeat: ET.Element) -> None:
        path = self._path(repeat.get("nodeset", ""))
        known = replace(
            self.definitions[path],
            sort=Sort.REPEAT,
            count=_formula(repeat, f"{_JR}count", path),
            fixed_rows=repeat.get(f"{_JR}noAddRemove", "") == "true()",
        )
        appearance = f"{known.appearance} {repeat.get('appearance', '')}".strip()
        rows = 0 if ON_DEMAND in appearance.split() else max(known.first_rows, 0)
        self.definitions[path] = replace(known, appearance=appearance, first_rows=rows)
        self.body(repeat, path)

    def _control(self, element: ET.Element, control: Control, above: str) -> None:
        path = self._path(element.get("ref", ""), above)
        self._note(path, element)
        known = self.definitions[path]
        self.definitions[path] = replace(
            known,
            control=control,
            media=element.get("mediatype", ""),
            choices=self._choice_list(element, path),
            range=(element.get("start", ""), element.get("end", ""), element.get("step", "")),
        )

    def _note(self, path: str, element: ET.Element) -> None:
        """Take over label, hint and appearance, and where the body asks it."""
        if not path or path not in self.definitions:
            return
        if path not in self.shown:
            self.shown.append(path)
        known = self.definitions[path]
        self.definitions[path] = replace(
            known,
            appearance=f"{known.appearance} {element.get('appearance', '')}".strip(),
            label=self._text(element.find(f"{_XF}label")) or known.label,
            hint=self._text(element.find(f"{_XF}hint")) or known.hint,
            guidance=self._guidance(element.find(f"{_XF}hint")),
        )

    def _choice_list(self, element: ET.Element, path: str) -> ChoiceList | None:
        itemset = element.find(f"{_XF}itemset")
        if itemset is None:
            return None
        written = itemset.get("nodeset", "")
        name = written.partition("instance('")[2].partition("')")[0]
        plain = written.strip() == f"instance('{name}')/root/item"
        return ChoiceList(name, None if plain else _parsed(written, path))

    def _path(self, ref: str, above: str = "") -> str:
        """A reference as a path of ours: absolute, without the root's name."""
        ref = ref.strip()
        if not ref.startswith("/"):
            return f"{above}/{ref}".strip("/") if ref else above
        steps = ref.strip("/").split("/")
        return "/".join(steps[1:])

    def _text(self, element: ET.Element | None) -> Texts:
        if element is None:
            return {}
        identifier = _itext_id(element.get("ref", ""))
        if identifier is not None:
            return self._texts.get(identifier)
        return {"": _parts(element)} if element.text or len(element) else {}

    def _guidance(self, element: ET.Element | None) -> Texts:
        identifier = _itext_id(element.get("ref", "")) if element is not None else None
        return self._texts.get(identifier, "guidance") if identifier else {}

    def _message(self, written: str | None) -> Texts:
        if not written:
            return {}
        identifier = _itext_id(written)
        return self._texts.get(identifier) if identifier is not None else {"": Text((written,))}


class _Itext:
    """Texts by id, language and form."""

    def __init__(self, model: ET.Element) -> None:
        self._found: dict[str, dict[str, Texts]] = {}
        itext = model.find(f"{_XF}itext")
        translations = [] if itext is None else itext.findall(f"{_XF}translation")
        translations.sort(key=lambda one: one.get("default") != "true()")
        self.languages = tuple(one.get("lang", "") for one in translations)
        for translation in translations:
            for text in translation.findall(f"{_XF}text"):
                for value in text.findall(f"{_XF}value"):
                    forms = self._found.setdefault(text.get("id", ""), {})
                    forms.setdefault(value.get("form", ""), {})[translation.get("lang", "")] = _parts(value)

    def get(self, identifier: str, form: str = "") -> Texts:
        """A text in every language that really has one."""
        found = self._found.get(identifier, {}).get(form, {})
        return {language: text for language, text in found.items() if text.parts not in ((), ("-",))}


def _choices(instance: ET.Element, texts: _Itext) -> tuple[Choice, ...]:
    if instance.get("src"):
        raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, what=instance.get("src", ""))
    found = []
    for item in instance.iterfind(f"{_XF}root/{_XF}item"):
        columns = {_name(cell): cell.text or "" for cell in item}
        itext = columns.get("itextId")
        label = texts.get(itext) if itext else {"": Text((columns.get("label", ""),))}
        others = {name: text for name, text in columns.items() if name not in ("name", "label", "itextId")}
        found.append(Choice(columns.get("name", ""), label, others))
    return tuple(found)


def _formula(element: ET.Element, name: str, path: str) -> Formula | None:
    written = element.get(name)
    return None if written is None or not written.strip() else _parsed(written, path)


def _parsed(written: str, path: str) -> Formula:
    try:
        return Formula(written.strip(), to_plain(parse(written)))
    except Known as problem:
        facts = {name: fact for name, fact in problem.facts.items() if name not in ("expression", "field", "why")}
        raise Known(
            FormsCode.FORM_EXPRESSION, field=path, expression=written.strip(), why=problem.code.value, **facts
        ) from problem


def _literal(text: str) -> Formula:
    quote = "'" if "'" not in text else '"'
    return _parsed(f"{quote}{text}{quote}", "")


def _parts(element: ET.Element) -> Text:
    """A label's words and the values between them."""
    parts: list[str | Formula] = [element.text or ""]
    for child in element:
        parts += [_parsed(child.get("value", "''"), ""), child.tail or ""]
    return Text(tuple(part for part in parts if part))


def _itext_id(ref: str) -> str | None:
    return ref[len("jr:itext('") : -2] if ref.startswith("jr:itext('") and ref.endswith("')") else None


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: ET.Element | None, tag: str) -> ET.Element:
    found = None if element is None else element.find(tag)
    if found is None:
        raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, what=tag)
    return found
