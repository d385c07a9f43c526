"""A record as an ODK submission: the XML that ODK Collect sends and ODK Central and KoBoToolbox take in. Pure.

Implements "Instance XML" of the ODK XForms specification. Writes what the record holds; a question without an answer,
or with one that is held back, is an empty element.
"""

import re
import xml.etree.ElementTree as ET
from typing import Final

from forms.metadata import AUDIT, AUDIT_PATH
from forms.model import Form, Sort
from forms.storing import is_meta
from forms.values import as_text
from records.values import Answers, Value

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


def submission(form: Form, answers: Answers, instance: bytes) -> bytes:
    """Return the answers as one instance of the form. instance: 16 bytes that tell it from every other, for good."""
    return _Writer(form, answers).write(instance_id(instance))


def instance_id(instance: bytes) -> str:
    """An instance's name as ODK writes it: `uuid:` and the 16 bytes in five groups."""
    text = instance.hex()
    return f"uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class _Writer:
    """Builds one instance: groups and rows as they are nested, in the order of the form."""

    def __init__(self, form: Form, answers: Answers) -> None:
        self._form = form
        self._answers = answers
        self._inside: dict[str, list[str]] = {}
        self._sorts = {one.path: one.sort for one in form.definitions}
        for one in form.definitions:
            if not is_meta(one.path):
                self._inside.setdefault(one.path.rpartition("/")[0], []).append(one.path)

    def write(self, instance: str) -> bytes:
        """The whole document."""
        facts = {"id": self._form.id, "version": self._form.given_version}
        top = ET.Element(self._form.root, {name: _clean(fact) for name, fact in facts.items() if fact})
        self._fill(top, "", "")
        meta = ET.SubElement(top, "meta")
        ET.SubElement(meta, "instanceID").text = instance
        log = _text(self._answers.values.get(AUDIT_PATH))
        if log:
            ET.SubElement(meta, AUDIT).text = log
        document: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
        return document

    def _fill(self, element: ET.Element, path: str, here: str) -> None:
        """Write what lies in a group or row. path: as the form knows it; here: as the answers name it."""
        for inside in self._inside.get(path, ()):
            name = inside.rpartition("/")[2]
            place = f"{here}/{name}" if here else name
            match self._sorts[inside]:
                case Sort.FIELD:
                    ET.SubElement(element, name).text = _text(self._answers.values.get(place))
                case Sort.GROUP:
                    self._fill(ET.SubElement(element, name), inside, place)
                case Sort.REPEAT:
                    for row in self._answers.rows.get(place, ()):
                        self._fill(ET.SubElement(element, name), inside, f"{place}#{row}")


def _text(value: Value) -> str | None:
    return _clean(as_text(value)) or None


def _clean(text: str) -> str:
    return _NOT_XML.sub(_REPLACED, text)
