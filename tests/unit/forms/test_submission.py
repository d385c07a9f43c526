"""Promise: a record goes out as ODK's own XML, with all its answers, rows in order, nothing that XML cannot hold."""

import xml.etree.ElementTree as ET
from random import Random

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from forms import shipped
from forms.model import Form, Sort
from forms.positions import Positions
from forms.submission import submission
from forms.values import as_text
from records.values import Answers
from tests.support.answering import Answerer
from tests.support.filling import Scenario, blob, session_of

NAME = bytes.fromhex("12345678123456781234567812345678")
FORM = """
    | survey |
    | | type | name | label |
    | | text | a | A |
    | | begin group | g | G |
    | | select_multiple x | many | M |
    | | end group | |
    | | begin repeat | r | R |
    | | integer | n | N |
    | | begin repeat | s | S |
    | | decimal | d | D |
    | | end repeat | | |
    | | end repeat | | |
    | | image | photo | P |
    | choices |
    | | list_name | name | label |
    | | x | p | P |
    | | x | q | Q |
    | settings |
    | | form_id | version |
    | | household | 2026-11 |
"""


def test_it_reads_as_odk_writes_it() -> None:
    form = Scenario(FORM)
    form["a"], form["g/many"], form["photo"] = "x < y & \x0b", ("p", "q"), blob()
    form["r[1]/n"], form["r[1]/s[1]/d"] = "1", "1.50"
    form.add("r")
    form["r[2]/n"] = "2"
    raw = submission(form.form, form.session.answers(), NAME)
    assert raw.decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<household id="household" version="2026-11"><a>x &lt; y &amp; \N{REPLACEMENT CHARACTER}</a>'
        "<g><many>p q</many></g><r><n>1</n><s><d>1.50</d></s></r><r><n>2</n><s><d /></s></r>"
        "<photo>ABCDEFGHJKLMNPQR</photo>"
        "<meta><instanceID>uuid:12345678-1234-5678-1234-567812345678</instanceID></meta></household>"
    )


def read_back(form: Form, element: ET.Element, path: str = "") -> dict[str, str]:
    """Every answer of a submission by path, rows by position."""
    found: dict[str, str] = {}
    sorts = {one.path: one.sort for one in form.definitions}
    counts: dict[str, int] = {}
    for child in element:
        name = f"{path}/{child.tag}".lstrip("/")
        plain = "/".join(step.partition("[")[0] for step in name.split("/"))
        if sorts.get(plain) is Sort.REPEAT:
            counts[name] = counts.get(name, 0) + 1
            name = f"{name}[{counts[name]}]"
        if len(child) or sorts.get(plain) is not Sort.FIELD:
            found |= read_back(form, child, name)
        elif child.text:
            found[name] = child.text
    return found


@pytest.mark.parametrize("name", shipped.names())
def test_every_answer_of_our_own_forms_goes_out(name: str) -> None:
    form = shipped.program(name).form
    for seed in range(4):
        session = session_of(form)
        Answerer(Random(seed)).answer_all(session)
        answers = session.answers()
        read = read_back(form, fromstring(submission(form, answers, NAME)))
        assert read.pop("meta/instanceID") == "uuid:12345678-1234-5678-1234-567812345678"
        positions = Positions(session.row_ids())
        said = {positions.name(path): as_text(value) for path, value in answers.values.items()}
        assert read == {path: text for path, text in said.items() if text}


def test_what_is_held_back_is_an_empty_element() -> None:
    form = Scenario(FORM).form
    read = fromstring(submission(form, Answers({"a": "x"}, {}), NAME))
    assert (read.findtext("a"), read.findtext("g/many"), read.findall("r")) == ("x", "", [])
