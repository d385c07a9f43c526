"""Chains: gaps are named, forks are proved, and neither depends on the order in which headers came."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.journal.chain import Chain, LogName, chains
from records.journal.entry import NO_ENTRY, Header

DEVICE, LOG = b"\x01" * 32, b"\x02" * 16
NAME = LogName(DEVICE, LOG)


def entry(sequence: int, previous: bytes, mark: int = 0) -> Header:
    body = hashlib.sha256(bytes([mark])).digest()
    return Header(DEVICE, LOG, sequence, previous, (body, body, body))


def straight(length: int, mark: int = 0, before: Header | None = None) -> list[Header]:
    """Headers that follow one another; after `before` where it is given."""
    found: list[Header] = []
    for number in range(length):
        last = found[-1] if found else before
        found.append(entry(last.sequence + 1 if last else 1, last.id if last else NO_ENTRY, mark + number))
    return found


def chain(headers: list[Header]) -> Chain:
    return chains(headers)[NAME]


def test_a_whole_chain() -> None:
    headers = straight(5)
    found = chain(headers)
    assert (found.head, found.missing, found.fork) == (headers[-1], (), None)
    assert not any(found.holds(one.sequence) for one in headers)


def test_gaps_are_accepted_and_named() -> None:
    headers = straight(9)
    found = chain([headers[2], headers[3], headers[6]])
    assert found.missing == ((1, 2), (5, 6))
    assert found.fork is None
    assert found.head == headers[6]


def test_two_entries_at_one_place_are_a_fork() -> None:
    headers = straight(4)
    other = entry(3, headers[1].id, 77)
    found = chain([*headers, other])
    assert found.fork == 3
    assert [found.holds(sequence) for sequence in (1, 2, 3, 4)] == [False, False, True, True]


def test_a_branch_is_a_fork_where_it_leaves() -> None:
    trunk = straight(5)
    branch = straight(3, 50, before=trunk[1])
    assert chain([*trunk, *branch]).fork == 3


def test_another_predecessor_than_the_one_known_is_a_fork() -> None:
    trunk = straight(3)
    stranger = entry(4, b"\x09" * 32)
    assert chain([*trunk, stranger]).fork == 3


def test_a_predecessor_nobody_knows_is_only_a_gap() -> None:
    trunk = straight(2)
    stranger = entry(4, b"\x09" * 32)
    found = chain([*trunk, stranger])
    assert (found.fork, found.missing) == (None, ((3, 3),))


def test_logs_and_devices_do_not_mix() -> None:
    mine = straight(2)
    other_log = [Header(DEVICE, b"\x03" * 16, one.sequence, one.previous, one.bodies) for one in mine]
    other_device = [Header(b"\x04" * 32, LOG, one.sequence, one.previous, one.bodies) for one in mine]
    found = chains([*mine, *other_log, *other_device])
    assert set(found) == {NAME, LogName(DEVICE, b"\x03" * 16), LogName(b"\x04" * 32, LOG)}
    assert found[NAME].fork is None


TREE = [*straight(6), *straight(2, 60, straight(6)[2]), *straight(1, 80, straight(6)[4])]


@given(st.lists(st.sampled_from(TREE), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_what_headers_prove_is_a_function_of_their_set(headers: list[Header], random: object) -> None:
    again = list(dict.fromkeys(headers))
    assert hasattr(random, "shuffle")
    random.shuffle(again)
    assert chain(again) == chain(headers)


@given(st.lists(st.sampled_from(TREE), min_size=1, max_size=9), st.sampled_from(TREE))
def test_more_headers_never_lift_a_fork(headers: list[Header], more: Header) -> None:
    before, after = chain(headers).fork, chain([*headers, more]).fork
    assert before is None or (after is not None and after <= before)


@pytest.mark.parametrize("length", [1, 2, 7])
def test_an_honest_chain_never_forks_whatever_is_missing(length: int) -> None:
    headers = straight(length)
    for mask in range(1, 2**length):
        assert chain([one for place, one in enumerate(headers) if mask >> place & 1]).fork is None
