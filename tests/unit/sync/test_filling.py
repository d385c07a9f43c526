"""However much is owed: every body and every byte goes exactly once, saves stay whole, and no bundle is too full."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from records.schema import BodyClass
from records.values import Blob
from records.vault.deliveries import Item
from sync.bundle import limits
from sync.filling import ROOM, PlannedBody, PlannedBundle, PlannedRange, Room, fill

ROOMY = Room(size=5000, entries=4, ranges=3, authors=2, least=1500)
sizes = st.integers(1, 3000)


@st.composite
def owed(draw: st.DrawFn) -> list[PlannedBody]:
    """Bodies of some saves, in the order they are owed."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        author = bytes([draw(st.integers(0, 3))])
        for which in sorted(draw(st.sets(st.sampled_from(list(BodyClass)[:2]), min_size=1))):
            size = draw(sizes)
            found.append(PlannedBody(Item(number, which), bytes([number]), author, b"", b"", "", size))
    return found


@st.composite
def lacking(draw: st.DrawFn) -> list[PlannedRange]:
    """Attachments, some of which were handed over in part."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        blob = Blob(f"{number:016d}", 1, bytes(32), bytes(32), "image/jpeg")
        found.append(PlannedRange(blob, draw(st.sampled_from([0, 0, 777])), draw(st.integers(1, 20_000))))
    return found


def stretches(ranges: Sequence[PlannedRange]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for one in ranges:
        found.setdefault(one.blob.name, []).append((one.offset, one.offset + one.size))
    return found


@settings(max_examples=200)
@given(owed(), lacking())
def test_all_of_it_goes_exactly_once_and_in_order(bodies: list[PlannedBody], ranges: list[PlannedRange]) -> None:
    bundles = fill(bodies, ranges, ROOMY)
    assert [body for bundle in bundles for body in bundle.bodies] == bodies
    cut = stretches([one for bundle in bundles for one in bundle.ranges])
    assert cut.keys() == {one.blob.name for one in ranges}
    for one in ranges:
        parts = cut[one.blob.name]
        assert parts[0][0] == one.offset and parts[-1][1] == one.offset + one.size
        assert all(before[1] == after[0] for before, after in pairwise(parts))


@settings(max_examples=200)
@given(owed(), lacking())
def test_no_bundle_is_too_full_and_none_is_empty(bodies: list[PlannedBody], ranges: list[PlannedRange]) -> None:
    for bundle in fill(bodies, ranges, ROOMY):
        saves = {body.item.entry for body in bundle.bodies}
        size = sum(body.size for body in bundle.bodies) + sum(one.size for one in bundle.ranges)
        assert bundle != PlannedBundle((), ())
        assert size <= ROOMY.size or (len(saves) == 1 and not bundle.ranges)
        assert len(saves) <= ROOMY.entries
        assert len({body.author for body in bundle.bodies}) <= ROOMY.authors
        assert len(bundle.ranges) <= ROOMY.ranges
        assert all(one.size > 0 for one in bundle.ranges)


@settings(max_examples=100)
@given(owed())
def test_a_save_is_never_torn(bodies: list[PlannedBody]) -> None:
    places = [{body.item.entry for body in bundle.bodies} for bundle in fill(bodies, [], ROOMY)]
    assert sum(len(place) for place in places) == len({body.item.entry for body in bodies})


@given(lacking())
def test_small_attachments_are_not_cut_for_a_rest_of_room(ranges: list[PlannedRange]) -> None:
    small = [one for one in ranges if one.size < ROOMY.least]
    found = [one for bundle in fill([], small, ROOMY) for one in bundle.ranges]
    assert found == small


def test_nothing_fills_nothing() -> None:
    assert fill([], []) == []


def test_the_room_of_a_bundle_is_within_what_opening_lets_through() -> None:
    """Beside the room there is room for a manifest, the cards of all authors and a form of the largest size."""
    card = 2200
    assert ROOM.size + limits.MANIFEST + ROOM.authors * card + limits.SMALL_MEMBER <= limits.BUNDLE
    assert ROOM.authors * card < limits.SMALL_MEMBER
    assert ROOM.entries <= limits.ENTRIES
    assert ROOM.ranges + 10 + ROOM.size // limits.PART < limits.MEMBERS
    assert ROOM.size <= limits.OPENED
