"""Every table of a vault and its kind, by prefix; a table that is not listed here is a mistake."""

import pytest
from sqlmodel import SQLModel

from records.recording import begin, keep_draft
from records.taking import rebuild
from records.vault import tables
from records.vault.local import CustodyRow
from records.vault.vault import Vault
from tests.support.vaults import NOTE, Vaults, card_of, introduce, write

SIGNED = {"journal_entry", "journal_body"}
OWN = {
    "local_blob",
    "local_bundle",
    "local_card",
    "local_custody",
    "local_delivery",
    "local_draft",
    "local_form",
    "local_form_sent",
    "local_inbox",
    "local_log",
    "local_sent",
    "local_setting",
    "local_withdrawn",
}
MADE_AGAIN = {
    "view_blob",
    "view_cell",
    "view_held",
    "view_history",
    "view_owed",
    "view_protected_cell",
    "view_record",
    "view_replaced",
    "view_search",
}
SEARCHING = {"view_search_config", "view_search_content", "view_search_data", "view_search_docsize", "view_search_idx"}


def names(vault: Vault) -> set[str]:
    found = vault.database.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
    return {name for name in found if not name.startswith("sqlite_")}


def content(vault: Vault, table: str) -> list[tuple[object, ...]]:
    rows = vault.database.connection.exec_driver_sql(f"SELECT * FROM {table}").all()
    vault.database.connection.rollback()
    return sorted((tuple(row) for row in rows), key=repr)


def test_every_table_and_its_kind(vaults: Vaults) -> None:
    assert names(vaults.make("anna")) == SIGNED | OWN | MADE_AGAIN | SEARCHING
    declared = set(SQLModel.metadata.tables)
    assert declared == SIGNED | OWN | MADE_AGAIN - {"view_search"}


def test_every_table_says_what_it_is_for() -> None:
    kinds = [kind for kind in vars(tables).values() if isinstance(kind, type) and issubclass(kind, SQLModel)]
    described = [kind for kind in kinds if kind is not SQLModel]
    assert len(described) == len(SIGNED | OWN | MADE_AGAIN) - 1
    assert all(kind.__doc__ for kind in described)


@pytest.fixture
def lived_in(vaults: Vaults) -> Vault:
    vault, other = vaults.make("anna"), vaults.make("hq")
    introduce(vault, other)
    vault.cards.see(card_of(vaults.make("stranger")))
    line = write(vault, {"title": "Market", "story": "One\ntwo", "name": "Anna"})
    write(vault, {"title": "Market"}, record=line)
    keep_draft(vault, begin(vault, NOTE, line))
    vault.custody.note([CustodyRow(vault.now(), "viewed", line.code, "")])
    vault.settings.put("language", "fr")
    with vault.database.writing() as connection:
        for statement in (
            "INSERT INTO local_blob VALUES('0000000000000000', x'00', 1, 1, x'00', 'a/b', 'x.jpg', NULL, NULL, 1)",
            "INSERT INTO local_bundle VALUES(x'01', 'now', '/media', 'name', '[]', NULL)",
            "INSERT INTO local_delivery VALUES(1, 0, x'02', x'01', 'kept')",
            "INSERT INTO local_form_sent VALUES('v', x'02')",
            "INSERT INTO local_inbox VALUES('i', x'01', x'02', 'now', 'aside', x'', '{}', 0, x'06')",
            "INSERT INTO local_log VALUES(x'03', x'04', 0, NULL)",
            "INSERT INTO local_sent VALUES('0000000000000000', x'02', 7, NULL)",
            "INSERT INTO local_withdrawn VALUES(x'05')",
        ):
            connection.exec_driver_sql(statement)
    return vault


def test_a_rebuild_touches_nothing_that_is_signed_or_this_vaults_own(lived_in: Vault) -> None:
    before = {table: content(lived_in, table) for table in sorted(SIGNED | OWN)}
    assert all(before.values()), [table for table, rows in before.items() if not rows]
    rebuild(lived_in)
    assert {table: content(lived_in, table) for table in before} == before


def test_a_rebuild_makes_every_view_as_it_was(lived_in: Vault) -> None:
    before = {table: content(lived_in, table) for table in sorted(MADE_AGAIN)}
    rebuild(lived_in)
    assert {table: content(lived_in, table) for table in before} == before
