"""Promises: what a form of others would change is known before it is taken; no class is lowered without a word for it;
nobody's form takes the name of one of ours.
"""

import pytest

from forms import shipped
from forms.accepting import check_confirmed, propose
from forms.comparing import Change
from forms.errors import FormsCode
from forms.program import ready
from forms.storing import schema_of
from records.errors import Known
from tests.support.filling import compiled

FORM = """
    | survey |
    | | type | name | label | bind::kinga:class |
    | | username | username | | |
    | | text | who | Who? | protected |
    | | text | what | What? | protected |
    | settings |
    | | form_id | namespaces |
    | | household | kinga="urn:kinga:forms" |
"""


def test_a_new_form_changes_nothing() -> None:
    proposal = propose(compiled(FORM), None, [], shipped.names())
    assert (proposal.changes, proposal.lowers) == ((), ())
    assert [(one.path, one.turned_on) for one in proposal.asks_device] == [("username", False)]
    assert ready(proposal.raw).form == proposal.form
    assert ready(proposal.raw) is ready(bytes(bytearray(proposal.raw)))
    check_confirmed(proposal, [])


def test_a_lowered_class_needs_a_word_for_each_question() -> None:
    lower = compiled(FORM.replace("Who? | protected", "Who? | network").replace("What? | protected", "What? | "))
    proposal = propose(lower, compiled(FORM), [], shipped.names())
    assert proposal.lowers == ("who", "what")
    for confirmed in ([], ["who"], ["nothing"]):
        with pytest.raises(Known) as problem:
            check_confirmed(proposal, confirmed)
        assert problem.value.code is FormsCode.FORM_LOWERS
        assert problem.value.facts["fields"] == tuple(path for path in ("who", "what") if path not in confirmed)
    check_confirmed(proposal, ["what", "who"])


def test_what_is_turned_on_is_part_of_what_is_proposed() -> None:
    proposal = propose(compiled(FORM), None, ["username"], shipped.names())
    assert proposal.asks_device[0].turned_on
    assert proposal.schema == schema_of(ready(proposal.raw).form) != schema_of(compiled(FORM))
    with pytest.raises(Known) as problem:
        propose(compiled(FORM), None, ["who"], shipped.names())
    assert problem.value.code is FormsCode.FORM_METADATA


def test_the_names_of_our_forms_are_taken() -> None:
    with pytest.raises(Known) as problem:
        propose(compiled(FORM.replace("household", "incident")), None, [], shipped.names())
    assert (problem.value.code, problem.value.facts["form"]) == (FormsCode.FORM_TAKEN, "incident")


def test_a_newer_version_says_what_goes() -> None:
    newer = compiled(FORM.replace("    | | text | what | What? | protected |\n", ""))
    proposal = propose(newer, compiled(FORM), [], shipped.names())
    assert [(one.change, one.path) for one in proposal.changes] == [(Change.GONE, "what")]
