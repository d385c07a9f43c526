"""What a vault keeps for itself: settings, cards, logs, forms, custody."""

from dataclasses import replace

import pytest

from forms import shipped
from records.errors import Known, RecordsCode
from records.journal.chain import LogName
from records.people import Role
from records.schema import Schema
from records.strict_json import Json, write
from records.vault.inbox import Package, Waiting
from records.vault.local import CustodyRow
from records.vault.vault import Vault
from tests.support.vaults import NOTE, Vaults, card_of


@pytest.fixture
def vault(vaults: Vaults) -> Vault:
    return vaults.make("anna")


@pytest.mark.parametrize("value", [None, True, 3, "text ي \0", ["a", {"b": []}]])
def test_a_setting_comes_back(vault: Vault, value: Json) -> None:
    vault.settings.put("x", value)
    assert vault.settings.get("x") == value
    assert vault.settings.get("y") is None
    assert vault.settings.text("x", "otherwise") == (value if isinstance(value, str) else "otherwise")


def test_what_is_no_json_any_more_is_damage(vault: Vault) -> None:
    """A damaged page may give zeros instead of an error."""
    vault.settings.put("x", "text")
    with vault.database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE local_setting SET value = substr(value, 1, 3) || char(0, 0) WHERE name = 'x'"
        )
    with pytest.raises(Known) as caught:
        vault.settings.get("x")
    assert caught.value.code is RecordsCode.VAULT_DAMAGED


# Forms


def travelling(schema: Schema, **more: object) -> bytes:
    return write({"schema": schema.plain(), "form": {"questions": []}, **more})  # type: ignore[dict-item]


def test_every_form_of_ours_can_come_along(vault: Vault) -> None:
    for name in shipped.names():
        schema = shipped.schema(name)
        assert vault.forms.take(schema.version, shipped.raw(name))
        assert not vault.forms.take(schema.version, shipped.raw(name))
        assert vault.forms.schema(schema.version) == schema


def test_a_form_under_another_version_is_not_taken(vault: Vault) -> None:
    other = replace(NOTE, logic="other")
    assert not vault.forms.take(other.version, travelling(NOTE))
    assert vault.forms.schema(other.version) is None


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"schema": null}', b'{"schema": {}, "schema": {}}', b"\xff"])
def test_what_is_no_form_is_a_known_failure(vault: Vault, raw: bytes) -> None:
    with pytest.raises(Known):
        vault.forms.take("0" * 64, raw)


def test_a_form_taken_in_an_act_that_failed_is_not_here(vault: Vault) -> None:
    other = replace(NOTE, logic="other")
    with pytest.raises(ZeroDivisionError):
        take_and_fail(vault, other)
    assert vault.forms.schema(other.version) is None
    assert vault.forms.take(other.version, travelling(other))
    assert vault.forms.schema(other.version) == other


def take_and_fail(vault: Vault, schema: Schema) -> None:
    with vault.database.writing():
        assert vault.forms.take(schema.version, travelling(schema))
        assert vault.forms.schema(schema.version) == schema
        raise ZeroDivisionError


def test_a_form_goes_along_once_to_each_card(vault: Vault) -> None:
    one, other = b"1" * 32, b"2" * 32
    versions = [NOTE.version]
    assert vault.forms.unsent(versions, [one, other]) == [(NOTE.version, b"{}")]
    vault.forms.sent(versions, [one])
    assert vault.forms.unsent(versions, [one]) == []
    assert vault.forms.unsent(versions, [one, other]) == [(NOTE.version, b"{}")]


# Cards and logs


def test_trust_is_for_a_role_and_can_end(vaults: Vaults, vault: Vault) -> None:
    card = card_of(vaults.make("hq", Role.HEADQUARTERS))
    assert vault.cards.get(card.device) is None
    vault.cards.see(card)
    assert not vault.cards.is_trusted(card.device)
    vault.cards.trust(card, Role.FOCAL_POINT, "now")
    known = vault.cards.get(card.device)
    assert known is not None
    assert (known.card, known.role, known.trusted_at, known.former) == (card, Role.FOCAL_POINT, "now", None)
    vault.cards.trust(card, None, "later")
    ended = vault.cards.get(card.device)
    assert ended is not None
    assert (ended.party, ended.was) == (None, Role.FOCAL_POINT)
    assert ended.former is not None
    assert ended.former.role is Role.FOCAL_POINT


def test_trusted_cards_stand_first(vaults: Vaults, vault: Vault) -> None:
    seen, trusted = card_of(vaults.make("a")), card_of(vaults.make("b"))
    vault.cards.see(seen)
    vault.cards.trust(trusted, Role.MONITOR, "now")
    assert [one.card for one in vault.cards.all()] == [trusted, seen]


def test_the_first_log_of_a_device_counts(vault: Vault) -> None:
    first, second = LogName(b"d" * 32, b"1" * 16), LogName(b"d" * 32, b"2" * 16)
    for name in (first, second, first, second):
        vault.logs.meet(name)
    assert (vault.logs.confirmed(first), vault.logs.confirmed(second)) == (True, False)
    vault.logs.confirm(second)
    assert vault.logs.confirmed(second)
    vault.logs.confirm(LogName(b"e" * 32, b"1" * 16))
    assert vault.logs.confirmed(LogName(b"e" * 32, b"1" * 16))


# Custody and inbox


def test_custody_is_told_in_order(vault: Vault) -> None:
    rows = [CustodyRow("now", act, "x", "") for act in ("added", "viewed", "exported")]
    vault.custody.note([*rows, CustodyRow("now", "added", "y", "")])
    assert vault.custody.of("x") == rows


def test_packages_are_kept_and_change(vault: Vault) -> None:
    one = Package("a", b"1" * 16, b"s" * 32, "2026-11-22", Waiting.SEALED, b"card", {"new": 1})
    other = replace(one, id="b", bundle=b"2" * 16, came="2026-11-23")
    vault.inbox.put(one)
    vault.inbox.put(other)
    assert [package.id for package in vault.inbox.all()] == ["b", "a"]
    vault.inbox.put(replace(one, state=Waiting.ACCEPTED))
    assert vault.inbox.get("a") == replace(one, state=Waiting.ACCEPTED)
    assert vault.inbox.by_bundle(b"2" * 16) == other
    assert vault.inbox.by_bundle(b"3" * 16) is None
    vault.inbox.receipted([other])
    assert vault.inbox.get("b") == replace(other, receipted=True)
