"""Lists and search: pages by key, words in any spelling, and nothing a person types can harm or reach too far."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.ids import random_name
from records.people import Role
from records.recording import withdraw
from records.schema import BodyClass
from records.values import Blob
from records.vault.lists import Query
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


def found(vault: Vault, words: str) -> set[str]:
    query = Query(words=words)
    lines = vault.lists.page(query)
    assert vault.lists.count(query) == len(lines)
    return {line.title for line in lines}


def test_a_line_says_what_the_facets_say(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    photo = Blob(random_name(vault.chance), 5, b"k" * 32, b"d" * 32, "image/jpeg")
    line = write(
        vault,
        {
            "title": "  \n The market \nwas burnt",
            "when": "2026-11-20",
            "kind": "killing",
            "state": "verified",
            "place": "Kilwa",
            "photo": photo,
        },
    )
    assert (line.title, line.when, line.kind, line.state) == ("The market", "2026-11-20", "killing", "verified")
    assert (line.place, line.attachments, line.conflicts, line.withdrawn) == ("Kilwa", 1, 0, False)
    assert (line.form, line.version, line.sort_when) == ("note", NOTE.version, "2026-11-20")
    assert vault.lists.by_code(line.code) == vault.lists.by_code(line.code.lower().replace("-", "")) == [line]
    assert vault.lists.by_number(line.number) == vault.lists.by_id(line.id) == line


def test_a_long_title_is_cut(vaults: Vaults) -> None:
    assert len(write(vaults.make("anna"), {"title": "x" * 1000}).title) == 160


def test_what_is_protected_is_in_no_line_and_in_no_search(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "shown", "name": "Secretyou"})
    write(vault, {"about": "Secretabout"}, schema=SOURCE)
    assert found(vault, "shown") == {"shown"}
    for words in ("secretyou", "secretabout", "ou"):  # no code of a record has an O or a U
        assert found(vault, words) == set()
    rows = vault.database.connection.exec_driver_sql("SELECT * FROM view_record").all()
    bodies = vault.database.connection.exec_driver_sql("SELECT body FROM view_search").all()
    cells = vault.database.connection.exec_driver_sql("SELECT value FROM view_cell").all()
    assert "ecret" not in repr(rows) + repr(bodies) + repr(cells)


def test_what_stands_in_a_protected_body_is_hidden_whatever_the_form_says(vaults: Vaults) -> None:
    """A title that was raised to protected stays out of lists though this version of the form calls it open."""
    vault = vaults.make("anna")
    raised = vaults.make("other", Role.HEADQUARTERS)
    introduce(vault, raised)
    line = write(vault, {"title": "Secrettitle", "name": "x"})
    carry(vault, raised)
    with raised.database.writing() as connection:
        connection.exec_driver_sql("UPDATE view_cell SET path = 'gone' WHERE path = 'title'")
        connection.exec_driver_sql("UPDATE view_protected_cell SET path = 'title', value = '\"Secrettitle\"'")
    edit(raised, line, {"kind": "killing"})
    assert line_of(raised, line.id).title == ""
    assert found(raised, "Secrettitle") == set()


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("market", True),
        ("MARKET", True),
        ("arke", True),
        ("ark", True),
        ("ma", True),
        ("Zo", True),
        ("zo", True),
        ("b", True),
        ("incendie", True),
        ("Incéndié", True),
        ("marché", True),
        ("marche", True),
        ("март", True),
        ("МАРТ", True),
        ("МА", True),
        ("É", True),
        ("straße", True),
        ("STRASSE", True),
        ("市場", True),
        ("市", True),
        ("سوق", True),
        ("market kilwa", True),
        ("kilwa market", True),
        ("market nowhere", False),
        ("xyz", False),
        ("zz", False),
        ("100%", True),
        ("0%", True),
        ("a_", False),
        ("%%", False),
        ("!", False),
        ("", True),
        ("   ", True),
    ],
)
def test_search(vaults: Vaults, words: str, hits: bool) -> None:
    vault = vaults.make("anna")
    write(
        vault,
        {
            "title": "Market in Zomba",
            "story": "Le marché\nIncendie, март, 市場, سوق, 100% burnt, Straße",
            "place": "Kilwa",
        },
    )
    write(vault, {"title": "another"})
    assert ("Market in Zomba" in found(vault, words)) == hits


def test_letters_written_in_two_ways_are_found_in_both(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "composed", "story": "caf\u00e9"})
    write(vault, {"title": "decomposed", "story": "cafe\u0301"})
    for words in ("caf\u00e9", "cafe\u0301", "cafe"):
        assert found(vault, words) == {"composed", "decomposed"}


HARMLESS = [
    '"',
    '""',
    '"market',
    "market*",
    "mar* OR x",
    "market AND nothing",
    "NOT market",
    "NEAR(market x)",
    "title:market",
    "{title}: x",
    "^market",
    "a) OR (1=1",
    "'; DROP TABLE view_record; --",
    "mar\0ket",
    "\0\0\0",
    "half \ud83d a character",
    "\\",
    "!!!",
    "x" * 100_000,
    " ".join(["word"] * 3000),
    " ".join(["wo"] * 3000),
    "\u0301\u0301\u0301",
    "\u202emarket",
]


@pytest.mark.parametrize("words", HARMLESS)
def test_whatever_is_typed_into_search_is_only_words(vaults: Vaults, words: str) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "Market"})
    assert found(vault, words) <= {"Market"}
    assert vault.lists.count(Query()) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12))
def test_no_text_breaks_search(searched: Vault, words: str) -> None:
    searched.lists.page(Query(words=words))


@pytest.fixture
def searched(vaults: Vaults) -> Vault:
    vault = vaults.make("anna")
    write(vault, {"title": "Market", "story": "x y z"})
    return vault


def test_what_was_changed_is_found_no_longer(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "Market", "story": "one\ntwo"})
    edit(vault, line, {"story": "three"})
    assert found(vault, "three") == {"Market"}
    assert found(vault, "two") == set()
    withdraw(vault, line, "asked to")
    assert found(vault, "three") == set()
    assert {one.title for one in vault.lists.page(Query(words="three", withdrawn=True))} == {"Market"}


def test_what_was_deleted_lies_in_no_page_of_the_index(vaults: Vaults) -> None:
    """FTS5 keeps deleted words in its index unless it is told not to."""
    vault = vaults.make("anna")
    line = write(vault, {"title": "Market", "story": "zanzibar"})
    pages = "SELECT block FROM view_search_data UNION ALL SELECT c0 FROM view_search_content"
    found = [bytes(row[0]) if isinstance(row[0], bytes) else row[0].encode() for row in rows_of(vault, pages)]
    assert any(b"zan" in page for page in found)
    edit(vault, line, {"story": "another"})
    found = [bytes(row[0]) if isinstance(row[0], bytes) else row[0].encode() for row in rows_of(vault, pages)]
    assert not any(b"zan" in page or b"nzi" in page for page in found)


def rows_of(vault: Vault, statement: str) -> list[tuple[Any, ...]]:
    rows = [tuple(row) for row in vault.database.connection.exec_driver_sql(statement)]
    vault.database.connection.rollback()
    return rows


def test_pages_by_key_hold_every_record_once(vaults: Vaults) -> None:
    vault = vaults.make("anna", clock=StandingClock(step=timedelta(seconds=1)))
    for number in range(23):
        write(vault, {"title": f"note {number}", "when": f"2026-11-{1 + number % 5:02}"})
    seen: list[int] = []
    after: tuple[str, int] | None = None
    while page := vault.lists.page(Query(after=after, limit=4)):
        seen += [line.number for line in page]
        after = (page[-1].sort_when, page[-1].number)
        if len(seen) == 8:
            write(vault, {"title": "came meanwhile", "when": "2026-12-01"})
    assert len(seen) == len(set(seen)) == 23
    lines = [line for number in seen if (line := vault.lists.by_number(number))]
    keys = [(line.sort_when, line.number) for line in lines]
    assert keys == sorted(keys, reverse=True)


def test_a_list_of_one_form(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "note"})
    write(vault, {"about": "source"}, schema=SOURCE)
    assert vault.lists.count(Query(form="note")) == vault.lists.count(Query(form="source")) == 1
    assert vault.lists.count(Query()) == 2


def test_without_a_date_the_day_it_was_written_counts(vaults: Vaults) -> None:
    assert write(vaults.make("anna"), {"title": "x"}).sort_when == MOMENT.date().isoformat()


def test_a_record_whose_form_is_not_here_has_its_cells_and_no_words(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    form = type(NOTE)("other", NOTE.fields, NOTE.repeats, logic="new")
    anna.forms.put(form, b"{}")
    line = write(anna, {"title": "Market"}, schema=form)
    carry(anna, office)
    assert (line_of(office, line.id).title, line_of(office, line.id).form) == ("", "other")
    assert found(office, "market") == set()
    assert office.projection.cells(line.id) == anna.projection.cells(line.id)


def test_a_code_that_is_misspelled_finds_nothing(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    line = write(vault, {"title": "x"})
    wrong = line.code[:-1] + ("0" if line.code[-1] != "0" else "1")
    for typed in (wrong, "", "%", "____-____-_", line.code + "0"):
        assert vault.lists.by_code(typed) == []


def test_what_was_never_handed_over_is_told(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    lines = [write(vault, {"title": f"note {number}"}) for number in range(3)]
    withdraw(vault, lines[1], "asked to")
    assert [line.title for line in vault.lists.never_handed(10)] == ["note 2", "note 0"]
    assert len(vault.lists.never_handed(1)) == 1


def test_the_network_body_alone_is_a_record_too(vaults: Vaults) -> None:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    line = write(anna, {"title": "Market", "story": "not for all"})
    carry(anna, office, {BodyClass.NETWORK})
    assert found(office, "market") == {"Market"}
    assert found(office, "not for all") == set()
    carry(anna, office)
    assert found(office, "not for all") == {"Market"}
    assert len(entries_of(office)) == 1
    assert line_of(office, line.id).title == "Market"
