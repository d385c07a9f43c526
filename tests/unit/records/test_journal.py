"""Entries are found again byte for byte, whichever are asked for and however their bodies came."""

from itertools import chain, combinations

import pytest

from records.errors import Known, RecordsCode
from records.schema import BodyClass
from tests.support.vaults import EVERY_BODY, Vaults, entries_of, with_bodies, write


def test_any_choice_of_entries_comes_whole_and_in_order(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    for number in range(6):
        write(vault, {"title": f"record {number}", "story": "x" * 300 * number, "name": "n" * (number % 2)})
    everything = vault.journal.entries(vault.journal.numbers())
    assert [kept.entry.header.sequence for kept in everything] == list(range(1, 7))
    numbers = [kept.number for kept in everything]
    for choice in chain.from_iterable(combinations(numbers, size) for size in range(7)):
        wanted = [kept for kept in everything if kept.number in choice]
        assert vault.journal.entries(choice[::-1]) == wanted


@pytest.mark.parametrize("first", [(), (BodyClass.NETWORK,), (BodyClass.RESTRICTED, BodyClass.PROTECTED)])
def test_bodies_that_come_later_are_added_and_none_is_written_over(
    vaults: Vaults, first: tuple[BodyClass, ...]
) -> None:
    anna, office = vaults.make("anna"), vaults.make("office")
    write(anna, {"title": "one", "story": "two", "name": "three"})
    (entry,) = entries_of(anna)
    (kept,) = office.journal.add([with_bodies(entry, first)])
    assert office.journal.holding([entry.id]) == {entry.id: frozenset(first)}
    assert [one.number for one in office.journal.add([entry, entry])] == [kept.number]
    assert office.journal.add([entry, with_bodies(entry, first)]) == []
    assert [one.entry for one in office.journal.entries([kept.number])] == [entry]
    (place,) = office.journal.places(office.journal.logs()[0])
    assert (place.number, place.bodies) == (kept.number, EVERY_BODY)


def test_a_body_that_is_not_what_was_signed_is_damage(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one", "story": "two"})
    with vault.database.writing() as connection:
        connection.exec_driver_sql("UPDATE journal_body SET raw = zeroblob(length(raw)) WHERE place % 4 = 1")
    with pytest.raises(Known) as caught:
        vault.journal.entries(vault.journal.numbers())
    assert caught.value.code is RecordsCode.VAULT_DAMAGED
