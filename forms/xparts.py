"""The small parts of an XForm: its expressions, texts and choices (ODK XForms specification)."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

from forms.errors import FormsCode, NotHere
from forms.model import Choice, Formula, Text, Texts
from forms.tables import read_table
from forms.xpath.parsing import parse
from forms.xpath.plain import to_plain
from records.errors import Known

Beside: TypeAlias = Callable[[str], bytes | None]
"""The bytes of a file beside a form, by its name; None when there is none."""

MEDIA: Final = ("image", "big-image", "audio", "video")
XF: Final = "{http://www.w3.org/2002/xforms}"
_LAST_TIME: Final = "jr://instance/"
_NOT_COLUMNS: Final = ("name", "label", "itextId")


def name_of(element: ET.Element) -> str:
    """The name of an element, without its namespace."""
    return element.tag.rpartition("}")[2]


def parsed(written: str, path: str, column: str = "") -> Formula:
    """Read an expression. Known(FORM_EXPRESSION) names the field it belongs to, and the column it was written in."""
    try:
        return _formula(written)
    except Known as problem:
        facts = {name: fact for name, fact in problem.facts.items() if name not in ("expression", "field", "why")}
        place = {"field": path, "column": column, "expression": written.strip()}
        raise Known(FormsCode.FORM_EXPRESSION, **place, why=problem.code.value, **facts) from problem


@lru_cache(maxsize=4096)
def _formula(written: str) -> Formula:
    """Read once what a form says again and again: its lists, its limits."""
    return Formula(written.strip(), to_plain(parse(written)))


def literal(text: str) -> Formula:
    """An expression that is a text; one with both kinds of quotes is put together from pieces without the first."""
    if "'" not in text:
        return parsed(f"'{text}'", "")
    if '"' not in text:
        return parsed(f'"{text}"', "")
    pieces = (f"'{piece}'" for piece in text.split("'"))
    return parsed(f"""concat({''', "'", '''.join(pieces)})""", "")


def parts_of(element: ET.Element, path: str = "") -> Text:
    """A label's words and the values between them."""
    parts: list[str | Formula] = [(element.text or "").lstrip()]
    for child in element:
        parts += [parsed(child.get("value", "''"), path, "label"), child.tail or ""]
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return Text(tuple(part for part in parts if part))


def identifier_of(ref: str) -> str | None:
    """The id in `jr:itext('…')`."""
    ref = ref.strip()
    return ref[len("jr:itext('") : -2] if ref.startswith("jr:itext('") and ref.endswith("')") else None


def beside(instance: ET.Element, files: Beside) -> tuple[Choice, ...]:
    """The choices of a secondary instance that lies in a file beside the form, all their columns kept.

    Known(FORM_FILE) when it cannot be used; Known(FORM_NOT_SUPPORTED) for what was answered the last time.
    """
    source = instance.get("src", "")
    name = source.rpartition("/")[2]
    if source.startswith(_LAST_TIME):
        raise Known(FormsCode.FORM_NOT_SUPPORTED, row=0, what=name, why=NotHere.LAST_TIME.value)
    return tuple(Choice("", {}, columns) for columns in read_table(name, files(name)))


def named(element: ET.Element | None) -> str | None:
    """The id of the text that an element names, None when it names none."""
    return None if element is None else identifier_of(element.get("ref", ""))


def _files(texts: Texts) -> Texts:
    """The names alone: `jr://images/a.png` → `a.png`."""
    said = {language: "".join(part for part in text.parts if isinstance(part, str)) for language, text in texts.items()}
    return {language: Text((name.strip().rpartition("/")[2],)) for language, name in said.items()}


class Itext:
    """Texts by id, language and form."""

    def __init__(self, model: ET.Element) -> None:
        """Reads every translation; the default language comes first."""
        self._found: dict[str, dict[str, Texts]] = {}
        itext = model.find(f"{XF}itext")
        translations = [] if itext is None else itext.findall(f"{XF}translation")
        translations.sort(key=lambda one: one.get("default") not in ("true()", "true", ""))
        self.languages = tuple(one.get("lang", "") for one in translations)
        for translation in translations:
            for text in translation.findall(f"{XF}text"):
                for value in text.findall(f"{XF}value"):
                    forms = self._found.setdefault(text.get("id", ""), {})
                    forms.setdefault(value.get("form", ""), {})[translation.get("lang", "")] = parts_of(value)

    def get(self, identifier: str, form: str = "") -> Texts:
        """A text in every language that really has one."""
        found = self._found.get(identifier, {}).get(form, {})
        return {language: text for language, text in found.items() if text.parts not in ((), ("-",))}

    def media(self, identifier: str | None) -> dict[str, Texts]:
        """The pictures, sounds and films of a text: names of files in each language, by kind."""
        kinds = [kind for kind in self._found.get(identifier or "", {}) if kind in MEDIA]
        return {kind: _files(self.get(identifier or "", kind)) for kind in kinds}

    def of(self, element: ET.Element | None, path: str = "") -> Texts:
        """The text an element holds, or names."""
        if element is None:
            return {}
        identifier = identifier_of(element.get("ref", ""))
        if identifier is not None:
            return self.get(identifier)
        return {"": parts_of(element, path)} if element.text or len(element) else {}

    def message(self, written: str | None) -> Texts:
        """The text an attribute holds, or names."""
        if not written:
            return {}
        identifier = identifier_of(written)
        return self.get(identifier) if identifier is not None else {"": Text((written,))}

    def choices(self, instance: ET.Element) -> tuple[Choice, ...]:
        """The choices of a secondary instance that the form itself holds."""
        return tuple(self._choice(item) for root in instance for item in root)

    def inline(self, control: ET.Element) -> tuple[Choice, ...]:
        """The choices written inside a select."""
        found = ((item.findtext(f"{XF}value") or "", item.find(f"{XF}label")) for item in control.findall(f"{XF}item"))
        return tuple(Choice(code.strip(), self.of(label), {}, self.media(named(label))) for code, label in found)

    def _choice(self, item: ET.Element) -> Choice:
        columns = {name_of(cell): cell.text or "" for cell in item}
        itext = columns.get("itextId")
        label = self.get(itext) if itext else {"": Text((columns["label"],))} if columns.get("label") else {}
        others = {name: text for name, text in columns.items() if name not in _NOT_COLUMNS}
        return Choice(columns.get("name", ""), label, others, self.media(itext))
