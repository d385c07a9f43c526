"""What is said of a package before a person decides: who, when, and exactly what there is any of."""

from dataclasses import replace

import pytest

from desktop.inbox.facts import TakenIn, Verdict, Waits
from desktop.inbox.verdicts import contents, icon_of, in_words, result, sender, taken_in, to_look_at, tone_of
from desktop.notes.brief import Note
from desktop.widgets.tone import Tone
from records.errors import Known
from records.people import Office, Role
from records.sharing import Hold
from resources.texts import Texts
from sync.errors import SyncCode
from sync.inbox import Came

TEXTS = Texts("en")
WAITS = Waits(
    id="AAAA",
    office=Office("BEN", "Kilwa office"),
    role=Role.MONITOR,
    came="2026-11-22T14:03:11+00:00",
    new=0,
    changed=0,
    conflicting=0,
    known=0,
    missing=0,
    attachments=0,
    forms_missing=0,
    part=(1, 1),
)


@pytest.mark.parametrize("came", Came)
def test_every_verdict_has_words_and_a_picture(came: Came) -> None:
    problem = Known(SyncCode.SEALED_PAYLOAD) if came is Came.REFUSED else None
    verdict = Verdict("A.age", came, "Kilwa office", problem)
    assert in_words(verdict, TEXTS).startswith("\u2068A.age\u2069: ")
    assert icon_of(verdict)
    assert (tone_of(verdict) is Tone.DANGER) == (came is Came.REFUSED)


def test_a_refused_file_says_why_in_its_own_sentence() -> None:
    said = in_words(Verdict("A.age", Came.REFUSED, problem=Known(SyncCode.BUNDLE_REALM)), TEXTS)
    assert said == "\u2068A.age\u2069: Practice and real notes do not mix. Nothing was taken in."


def test_only_what_there_is_any_of_is_counted() -> None:
    assert contents(WAITS, TEXTS) == "Nothing new in it"
    assert contents(replace(WAITS, new=12, attachments=1), TEXTS) == "12 new · 1 attachment"
    full = replace(WAITS, new=1, changed=2, conflicting=3, known=4, attachments=5)
    assert contents(full, TEXTS) == "1 new · 2 changed · 3 in two versions · 4 already known · 5 attachments"


def test_who_and_when() -> None:
    assert sender(WAITS, TEXTS) == "\u2068Benin\u2069 · monitor · came \u206822 November 2026, 14:03\u2069"
    assert sender(replace(WAITS, part=(2, 3)), TEXTS).endswith(" · package 2 of 3")


@pytest.mark.parametrize("name", ["conflicting", "missing", "forms_missing"])
def test_what_must_be_looked_at_is_not_in_order(name: str) -> None:
    assert WAITS.in_order and to_look_at(WAITS, TEXTS) == ()
    doubtful = replace(WAITS, **{name: 2})
    assert not doubtful.in_order
    assert len(to_look_at(doubtful, TEXTS)) == 1


def test_what_came_in_and_every_reason_for_holding_back() -> None:
    note = Note(b"", "7Q2M-9XC4-R", "incident", "They came", "2026-11-20", withdrawn=False, conflicts=0)
    held = tuple((hold.value, 2) for hold in Hold)
    words, reasons = taken_in(TakenIn((note,), held, ()), TEXTS)
    assert words == "1 note came in."
    assert len(set(reasons)) == len(Hold)
    assert all(reason.startswith("2 steps are held back: ") for reason in reasons)


def test_how_many_lay_there() -> None:
    assert result([Verdict("A.age", Came.KNOWN)] * 2, TEXTS) == "2 packages lay there"
