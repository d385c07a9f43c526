"""The scope two vaults compare: equal once all that was handed over is held, and of nothing else."""

import pytest

from records.owing import Readers
from records.people import Role
from records.recording import begin, keep_draft
from records.schema import BodyClass
from records.scope import shared_state
from records.taking import take
from records.vault.deliveries import Sent
from records.vault.vault import Vault
from tests.support.vaults import NOTE, Vaults, edit, entries_of, introduce, line_of, with_bodies, write

N, R = BodyClass.NETWORK, BodyClass.RESTRICTED


@pytest.fixture
def pair(vaults: Vaults) -> tuple[Vault, Vault]:
    anna, office = vaults.make("anna"), vaults.make("hq", Role.HEADQUARTERS)
    introduce(anna, office)
    return anna, office


def hand_over(anna: Vault, office: Vault) -> None:
    items = [one.item for one in anna.deliveries.owed([office.me.device])]
    anna.deliveries.copied(Sent(anna.chance(16), anna.now(), "/media", "x", (office.me.device,), None), items)


def hashes(anna: Vault, office: Vault) -> tuple[str, str]:
    author, reader = anna.me.device, office.me.device
    return shared_state(anna, author, reader), shared_state(office, author, reader)


def test_both_ends_have_one_hash_once_all_of_it_came(pair: tuple[Vault, Vault]) -> None:
    anna, office = pair
    empty = hashes(anna, office)
    assert empty[0] == empty[1]
    readers = Readers(("@headquarters",))
    line = write(anna, {"title": "Market", "story": "x", "name": "Anna"}, readers=readers)
    write(anna, {"title": "for nobody"})
    hand_over(anna, office)
    entry = entries_of(anna)[0]
    take(office, [with_bodies(entry, [N])])
    mine, theirs = hashes(anna, office)
    assert mine != theirs
    take(office, [with_bodies(entry, [R])])
    mine, theirs = hashes(anna, office)
    assert mine == theirs != empty[0]
    edit(office, line_of(office, line.id), {"title": "by the office"})
    keep_draft(anna, begin(anna, NOTE, line))
    assert hashes(anna, office) == (mine, mine)
    edit(anna, line, {"title": "The market"})
    assert hashes(anna, office) == (mine, mine)
    hand_over(anna, office)
    assert hashes(anna, office)[0] != mine


def test_what_is_held_is_no_part_of_it(pair: tuple[Vault, Vault]) -> None:
    anna, office = pair
    write(anna, {"title": "Market"}, readers=Readers(("@headquarters",)))
    hand_over(anna, office)
    office.cards.trust(next(one.card for one in office.cards.all()), None, office.now())
    take(office, [with_bodies(entries_of(anna)[0], [N])])
    mine, theirs = hashes(anna, office)
    assert mine != theirs
