"""A drive is lost: everything on it goes again, nothing comes twice, and what it holds is not forgotten."""

from pathlib import Path

from records.people import Role
from records.recording import withdraw
from records.scope import shared_state
from records.vault.deliveries import Progress
from records.vault.lists import Query, RecordLine
from sync.handing import count_as_lost
from sync.inbox import Came
from sync.receipting import receipt_for, take_receipts
from tests.support.offices import Region, Station, acquaint, hand_over, photo, take_in, write


def offices(region: Region) -> tuple[Station, Station]:
    anna, office = region.station("Kilwa"), region.station("Headquarters", Role.HEADQUARTERS)
    acquaint(anna, office)
    return anna, office


def lines(station: Station) -> list[RecordLine]:
    return station.vault.lists.page(Query())


def progress(anna: Station, office: Station) -> set[Progress]:
    return {anna.vault.deliveries.progress(line.number)[office.device] for line in lines(anna)}


def lose(anna: Station) -> None:
    count_as_lost(anna.vault, [one.bundle for one in anna.vault.deliveries.bundles() if one.arrived is None])


def test_what_lay_on_it_goes_again_with_its_attachment_and_is_kept_in_the_end(region: Region, tmp_path: Path) -> None:
    anna, office = offices(region)
    write(anna, 2, photo=photo(anna, bytes(100_000)))
    hand_over(anna, tmp_path / "lost")
    assert progress(anna, office) == {Progress.COPIED}

    lose(anna)
    assert progress(anna, office) == {Progress.OWED}
    assert anna.vault.deliveries.bundles() == []

    hand_over(anna, tmp_path / "another")
    assert progress(anna, office) == {Progress.COPIED}
    assert take_in(office, tmp_path / "another") == [Came.WAITING]
    assert shared_state(anna.vault, anna.device, office.device) == shared_state(
        office.vault, anna.device, office.device
    )
    take_receipts(anna.vault, [receipt_for(office.vault, anna.card)])
    assert progress(anna, office) == {Progress.KEPT}


def test_it_turns_up_after_all_and_nothing_comes_twice(region: Region, tmp_path: Path) -> None:
    anna, office = offices(region)
    write(anna, 3)
    hand_over(anna, tmp_path / "lost")
    lose(anna)
    hand_over(anna, tmp_path / "another")
    take_in(office, tmp_path / "lost", tmp_path / "another")
    assert len(lines(office)) == 3
    take_receipts(anna.vault, [receipt_for(office.vault, anna.card)])
    assert progress(anna, office) == {Progress.KEPT}


def test_it_turns_up_and_was_not_handed_over_again(region: Region, tmp_path: Path) -> None:
    anna, office = offices(region)
    write(anna)
    hand_over(anna, tmp_path / "lost")
    lose(anna)
    take_in(office, tmp_path / "lost")
    take_receipts(anna.vault, [receipt_for(office.vault, anna.card)])
    hand_over(anna, tmp_path / "another")
    assert set(take_in(office, tmp_path / "another")) <= {Came.KNOWN, Came.WAITING}
    assert len(lines(office)) == 1


def test_a_withdrawal_follows_a_note_that_was_lost(region: Region, tmp_path: Path) -> None:
    anna, office = offices(region)
    write(anna)
    hand_over(anna, tmp_path / "lost")
    lose(anna)
    withdraw(anna.vault, lines(anna)[0], "not mine to tell")
    hand_over(anna, tmp_path / "another")
    take_in(office, tmp_path / "lost", tmp_path / "another")
    assert lines(office) == []


def test_what_is_kept_stays_kept(region: Region, tmp_path: Path) -> None:
    anna, office = offices(region)
    write(anna)
    hand_over(anna, tmp_path / "drive")
    bundles = [one.bundle for one in anna.vault.deliveries.bundles()]
    take_in(office, tmp_path / "drive")
    take_receipts(anna.vault, [receipt_for(office.vault, anna.card)])
    count_as_lost(anna.vault, bundles)
    assert progress(anna, office) == {Progress.KEPT}
