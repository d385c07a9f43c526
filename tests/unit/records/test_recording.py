"""The acts of whoever writes: all of a submit or nothing, drafts that are never lost, withdrawals that hide."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from records.drafting import Cursor, Draft, read_draft
from records.errors import Known, RecordsCode
from records.journal.body import read_body
from records.journal.entry import Entry, Realm, check_entry
from records.journal.merge import Showing, conflicts, seen
from records.owing import Readers
from records.people import Role
from records.recording import begin, change_readers, keep_draft, readers_of, resolve, submit, withdraw
from records.schema import BodyClass, Schema
from records.values import Answers, Blob
from records.vault.lists import Query, RecordLine
from records.vault.vault import Vault
from tests.support.vaults import (
    MOMENT,
    NOTE,
    SOURCE,
    StandingClock,
    Vaults,
    carry,
    edit,
    entries_of,
    introduce,
    line_of,
    write,
)

N, R, P = BodyClass.NETWORK, BodyClass.RESTRICTED, BodyClass.PROTECTED


def values_of(vault: Vault, line: RecordLine) -> dict[str, object]:
    return dict(begin(vault, NOTE, line_of(vault, line.id)).answers.values)


def bodies_of(entry: Entry) -> set[BodyClass]:
    return {which for which in BodyClass if entry.body(which) is not None}


def refused(vault: Vault, drafts: list[Draft]) -> Known:
    """Submit what must be refused, and hold that nothing changed."""
    before = (len(vault.journal.numbers()), vault.head, [row.id for row in vault.drafts.all()])
    with pytest.raises(Known) as caught:
        submit(vault, drafts)
    assert (len(vault.journal.numbers()), vault.head, [row.id for row in vault.drafts.all()]) == before
    return caught.value


def test_a_submit_signs_one_entry_with_a_body_for_each_class(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "Market", "name": "Anna"})
    (entry,) = entries_of(vault)
    check_entry(entry, Realm.REAL, vault.keys.signing_key)
    assert bodies_of(entry) == {N, P}
    body = read_body(entry.body(N) or b"", vault.me.device)
    assert (body.record.id, body.form, body.version) == (line.id, "note", NOTE.version)
    assert (body.at, body.uncertain) == (MOMENT.isoformat(timespec="milliseconds"), False)
    assert [(change.path, change.value) for change in body.changes] == [("title", "Market")]


def test_several_records_are_saved_together(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    drafts = [
        keep_draft(vault, replace(begin(vault, NOTE), answers=Answers({"title": f"note {number}"})))
        for number in range(3)
    ]
    saved = submit(vault, drafts)
    assert len({record.id for record in saved.records}) == len(saved.entries) == 3
    assert [entry.header.sequence for entry in saved.entries] == [1, 2, 3]
    assert vault.drafts.all() == []
    assert vault.lists.count(Query()) == 3


def test_of_several_records_all_are_saved_or_none(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    good = keep_draft(vault, replace(begin(vault, NOTE), answers=Answers({"title": "good"})))
    unknown = keep_draft(vault, replace(begin(vault, NOTE), version="0" * 64))
    assert refused(vault, [good, unknown]).code is RecordsCode.NO_SUCH_FORM
    spoilt = keep_draft(vault, replace(begin(vault, NOTE), answers=Answers({"title": "x" * ((1 << 20) + 1)})))
    assert refused(vault, [good, spoilt]).code is RecordsCode.BODY_MALFORMED
    assert vault.lists.count(Query()) == 0
    submit(vault, [good])
    assert vault.lists.count(Query()) == 1


@pytest.mark.parametrize(
    "value", ["half a character \ud83d", 2**53 + 1, Decimal("NaN"), Decimal("1E+60"), "x" * (8 << 20)]
)
def test_an_answer_that_cannot_be_signed_is_a_known_failure_and_its_draft_stays(
    vaults: Vaults, value: str | int | Decimal
) -> None:
    vault = vaults.make("anna")
    draft = replace(begin(vault, NOTE), answers=Answers({"title": "good", "place": value}))
    kept = keep_draft(vault, replace(draft, answers=Answers({"title": "good"})))
    assert refused(vault, [replace(kept, answers=draft.answers)]).code in (
        RecordsCode.BODY_MALFORMED,
        RecordsCode.JSON_MALFORMED,
    )


def test_saving_what_did_not_change_writes_no_entry(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "Market"})
    draft = keep_draft(vault, begin(vault, NOTE, line))
    saved = submit(vault, [draft])
    assert saved.entries == ()
    assert [record.id for record in saved.records] == [line.id]
    assert vault.drafts.all() == []
    assert vault.head == 1


def test_a_save_is_compared_with_what_its_form_was_opened_on(vaults: Vaults) -> None:
    """A merge that arrives while the form is open is never overwritten unseen."""
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    line = write(anna, {"title": "first", "kind": "killing"})
    carry(anna, office)
    draft = begin(anna, NOTE, line)
    edit(office, line, {"title": "by headquarters"})
    carry(office, anna)
    submit(anna, [replace(draft, answers=Answers({"title": "by anna", "kind": "killing"}))])
    here = seen(anna.projection.cells(line.id))["title"]
    assert (here.state, {one.value for one in here.all}) == (Showing.CONFLICT, {"by headquarters", "by anna"})
    assert line_of(anna, line.id).conflicts == 1


def test_a_draft_kept_before_a_merge_remembers_what_it_was_opened_on(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    line = write(anna, {"title": "first"})
    carry(anna, office)
    keep_draft(anna, replace(begin(anna, NOTE, line), answers=Answers({"title": "by anna"})))
    edit(office, line, {"title": "by headquarters"})
    carry(office, anna)
    anna.close()
    anna = vaults.open("anna")
    (row,) = anna.drafts.all()
    submit(anna, [read_draft(row)])
    here = seen(anna.projection.cells(line.id))["title"]
    assert {one.value for one in here.all} == {"by headquarters", "by anna"}


# Drafts


def test_a_draft_comes_back_as_it_was_kept(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    blob = Blob("0" * 16, 5, b"k" * 32, b"d" * 32, "image/jpeg")
    line = write(vault, {"title": "Market", "story": "one\ntwo", "people#a/age": 3}, rows={"people": ("a",)})
    draft = replace(
        begin(vault, NOTE, line),
        answers=Answers(
            {"title": "x", "kind": ("a", "b"), "photo": blob, "place": Decimal("1.50"), "name": None, "when": True},
            {"people": ("a", "b")},
        ),
        readers=Readers(("a",), ("b",), ("c",)),
        cursor=Cursor("people#b/age", 3),
    )
    kept = keep_draft(vault, draft)
    vault.close()
    (row,) = vaults.open("anna").drafts.all()
    assert read_draft(row) == kept
    assert kept.opened == draft.opened != {}


@pytest.mark.parametrize("text", ["x" * ((1 << 20) + 1), "half \ud83d", "\0", "\u200fمرحبا", ""])
def test_no_text_costs_a_draft(vaults: Vaults, text: str) -> None:
    vault = vaults.make("anna")
    kept = keep_draft(vault, replace(begin(vault, NOTE), answers=Answers({"title": "x", "story": text})))
    (row,) = vault.drafts.all()
    assert read_draft(row).answers == kept.answers


def test_drafts_stand_by_when_they_were_last_kept(vaults: Vaults) -> None:
    clock = StandingClock(step=timedelta(seconds=1))
    vault = vaults.make("anna", clock=clock)
    first, second = keep_draft(vault, begin(vault, NOTE)), keep_draft(vault, begin(vault, NOTE))
    assert [row.id for row in vault.drafts.all()] == [second.id, first.id]
    keep_draft(vault, first)
    assert [row.id for row in vault.drafts.all()] == [first.id, second.id]
    vault.drafts.drop(first.id)
    assert vault.drafts.get(first.id) is None


# Clocks


def test_a_clock_that_went_back_is_uncertain(vaults: Vaults) -> None:
    clock = StandingClock()
    vault = vaults.make("anna", clock=clock)
    write(vault, {"title": "one"})
    clock.moment = MOMENT - timedelta(days=1)
    write(vault, {"title": "two"})
    clock.moment = MOMENT + timedelta(days=1)
    write(vault, {"title": "three"})
    found = [read_body(entry.body(N) or b"", vault.me.device).uncertain for entry in entries_of(vault)]
    assert found == [False, True, False]


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00+00:00", "2001-01-01T00:00:00+03:00"])
def test_a_clock_before_this_program_was_made_is_uncertain(vaults: Vaults, moment: str) -> None:
    vault = vaults.make("anna", clock=StandingClock(datetime.fromisoformat(moment)))
    write(vault, {"title": "one"})
    assert read_body(entries_of(vault)[0].body(N) or b"", vault.me.device).uncertain


# Readers


def test_readers_stay_until_they_are_changed(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    readers = Readers(("BEN/headquarters",), ("@network",), ("BEN/national",))
    line = write(vault, {"title": "x", "story": "y", "name": "z"}, readers=readers)
    assert readers_of(vault, line) == readers
    edit(vault, line, {"title": "changed"})
    assert readers_of(vault, line) == readers
    mays = [read_body(entries_of(vault)[0].body(which) or b"", vault.me.device).may for which in BodyClass]
    assert [may.to for may in mays] == [("BEN/headquarters",), ("BEN/headquarters",), ("@protection-officer",)]
    assert [may.then for may in mays] == [("@network",), (), ()]
    assert {may.never for may in mays} == {("BEN/national",)}


def test_whom_a_source_must_never_reach_outlasts_its_edits(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"about": "tall"}, schema=SOURCE, readers=Readers((), (), ("BEN/national",)))
    edit(vault, line, {"about": "tall, by the well"}, SOURCE)
    assert readers_of(vault, line).never == ("BEN/national",)


def test_changed_readers_reach_every_class(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "x", "story": "y"}, readers=Readers(("@headquarters",)))
    change_readers(vault, line, Readers(("BEN/office anna",)))
    assert readers_of(vault, line) == Readers(("BEN/office anna",))
    entry = entries_of(vault)[-1]
    assert bodies_of(entry) == {N, R}
    assert all(read_body(raw, vault.me.device).changes == () for raw in entry.bodies if raw)
    assert values_of(vault, line) == {"title": "x", "story": "y"}


def test_readers_named_in_a_draft_reach_every_class_too(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "x", "story": "y"}, readers=Readers(("@headquarters",)))
    submit(vault, [replace(begin(vault, NOTE, line), readers=Readers(("BEN/office anna",)))])
    assert bodies_of(entries_of(vault)[-1]) == {N, R}
    assert readers_of(vault, line) == Readers(("BEN/office anna",))


# Resolving and withdrawing


def test_resolving_writes_an_entry_that_replaces_all_of_it(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    line = write(anna, {"title": "first", "name": "Anna"})
    carry(anna, office)
    edit(office, line, {"title": "theirs"})
    edit(anna, line, {"title": "mine"})
    carry(office, anna)
    here = seen(anna.projection.cells(line.id))
    assert conflicts(here) == ("title",)
    theirs = next(one.entry for one in here["title"].all if one.value == "theirs")
    resolve(anna, line, "title", theirs)
    carry(anna, office)
    for vault in (anna, office):
        assert values_of(vault, line)["title"] == "theirs"
        assert line_of(vault, line.id).conflicts == 0
    with pytest.raises(Known) as caught:
        resolve(anna, line, "title", theirs)
    assert caught.value.code is RecordsCode.NOT_STANDING
    assert anna.head == 3


def test_a_withdrawn_record_is_hidden_here_at_once(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "Market", "story": "x", "name": "Anna"})
    withdraw(vault, line, "asked to")
    assert line_of(vault, line.id).withdrawn
    assert vault.lists.count(Query()) == 0
    assert vault.lists.count(Query(withdrawn=True)) == 1
    entry = entries_of(vault)[-1]
    assert bodies_of(entry) == {N, R}


def test_a_record_that_is_protected_throughout_can_be_withdrawn(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"about": "tall"}, schema=SOURCE)
    withdraw(vault, line, "she asked to")
    assert line_of(vault, line.id).withdrawn
    assert bodies_of(entries_of(vault)[-1]) == {P}


def test_only_its_office_and_the_protection_officer_withdraw_a_record(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    officer = vaults.make("officer", Role.PROTECTION_OFFICER)
    introduce(anna, office, officer)
    line = write(anna, {"title": "Market"})
    for vault in (office, officer):
        carry(anna, vault)
    with pytest.raises(Known) as caught:
        withdraw(office, line_of(office, line.id), "why not")
    assert caught.value.code is RecordsCode.NOT_YOURS
    assert not line_of(office, line.id).withdrawn
    withdraw(officer, line_of(officer, line.id), "to protect her")
    carry(officer, office)
    assert line_of(office, line.id).withdrawn


def test_a_record_of_another_version_of_the_form_keeps_its_class(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"name": "Anna"})
    fields = tuple(replace(field, value_class=field.value_class.PUBLIC) for field in NOTE.fields)
    lower = Schema("note", fields, NOTE.repeats, logic="2")
    vault.forms.put(lower, b"{}")
    edit(vault, line, {"name": "Anna B."}, lower)
    assert bodies_of(entries_of(vault)[-1]) == {P}
