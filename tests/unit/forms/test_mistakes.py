"""Promise: every error of the pyxform in use is told in words of our own, never in its English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyxform
from pyxform.errors import ErrorCode

from forms.errors import NotHere
from forms.mistakes import Mistake, about, mistake_of
from forms.tables import Unusable
from resources.texts import LANGUAGES, Texts

FOLDER = Path(pyxform.__file__).parent
NEVER_REACHED = re.compile(
    r"Internal error|Invalid value for|not been included|is not a supported type|valid file path"
)
"""What pyxform says when it was called wrongly, or stumbles: no questionnaire brings that about."""
READERS_OWN = re.compile(r"valid XLSForm|cascading_select")
"""What is a file that is no questionnaire to us."""


@pytest.mark.parametrize("code", [code.name for code in ErrorCode])
def test_every_code_of_pyxform_is_known(code: str) -> None:
    says = ErrorCode[code].value.format(sheet="survey", row=3, name="n", value="v", q="q", type="group")
    assert (mistake_of(says) is Mistake.OTHER) == bool(NEVER_REACHED.search(says))


def sentences() -> Iterator[str]:
    """What pyxform raises as it stands: every text that is written where an error is raised, or right before."""
    for name in ("xls2json", "survey", "survey_element", "question", "builder"):
        path = FOLDER / f"{name}.py"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "PyXFormError" and call.args:
                says = "".join(map(_text, ast.walk(call.args[0])))
                if len(says.split()) > 2:
                    yield says


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_other_sentence_of_pyxform_is_known() -> None:
    found = [says for says in sentences() if not NEVER_REACHED.search(says) and not READERS_OWN.search(says)]
    assert len(found) > 25
    assert [says for says in found if mistake_of(says) is Mistake.OTHER] == []


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_mistake_has_words(language: str) -> None:
    texts = Texts(language)
    whys = [why.value for reasons in (Mistake, NotHere, Unusable) for why in reasons]
    assert [why for why in whys if not texts.has(f"fact.why.{why}")] == []


@pytest.mark.parametrize(
    ("says", "what"),
    [
        ("Unknown question type 'txet'.", "txet"),
        ("List name not in choices sheet: towns", "towns"),
        ("Could not find the name 'nowhere'.", "nowhere"),
        ("Missing calculation.", ""),
    ],
)
def test_what_a_sentence_is_about(says: str, what: str) -> None:
    assert about(says) == what
